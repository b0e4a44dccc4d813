"""The commands, in the groups in which ``--help`` shows them, and the reading of a command line.

Only the module of the command that was typed is loaded, for its options.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from staffing_sim import __version__
from staffing_sim.errors import Fault, Faults, InputError, nearest, wrong

PROGRAM = "staffing-sim"

Commands = dict[str, tuple[str, str]]
"""By name: its help in one line, and its module in `staffing_sim.cli.commands`."""

GROUPS: dict[str, Commands] = {
    "compare plans": {
        "presets": ("list the agencies that come with the library", "own_agency"),
        "compare": ("compare plans on the same families, children and luck", "compare"),
        "report": ("write a briefing: question, answer, exhibits, sources", "report"),
        "rerun": ("run a study again from its study.json", "compare"),
    },
    "look closer": {
        "simulate": ("run one plan once and keep every record", "compare"),
        "promises": ("show promised hires beside staff delivered, net of leavers", "contract"),
        "clause": ("count what a contract clause would trigger, and its cost", "contract"),
        "indicators": (
            "show published indicators: permanence, re-entry, visits, responses",
            "indicators",
        ),
    },
    "find a plan": {
        "solve": ("find the fewest hires a month that meet a target", "solving"),
        "optimise": ("schedule a budget's hires so that the fewest hours go unmet", "solving"),
        "frontier": ("weigh plans' costs against unseen children and permanence", "solving"),
    },
    "test the answer": {
        "robustness": ("vary uncertain numbers: tornado, flip, sets", "robustness")
    },
    "estimate without simulating": {
        "preview": ("estimate each plan's staff and caseloads in a second", "estimates"),
        "need": ("work out the workers needed for open cases, by a standard", "estimates"),
    },
    "your own agency": {
        "init": ("create a folder with an agency file and a plan to edit", "own_agency"),
        "check": ("check agency and plan files and report every fault", "own_agency"),
        "ledger": ("show where each number of an agency comes from", "own_agency"),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}

ROBUSTNESS: Commands = {
    "tornado": ("vary each uncertain number over its range", "robustness"),
    "flip": ("find where an uncertain number makes two plans change rank", "robustness"),
    "sets": (
        "compare plans under the sets of numbers that no published figure rules out",
        "robustness",
    ),
}

RENAMED = {
    "tornado": "robustness tornado",
    "flip": "robustness flip",
    "shades": "robustness sets",
    "shares": "robustness sets",
    "variance": "robustness sets",
    "copy": "init FILE.toml --from NAME_OR_FILE",
}
"""Commands of earlier versions, and what to type instead."""

EPILOG = f"""\
'{PROGRAM} COMMAND --help' shows the options of a command.
exit codes: 0 done, 2 the input is wrong (one line per fault), 130 interrupted"""


class _Parser(argparse.ArgumentParser):
    """A parser that reports what is wrong as the rest of the library does."""

    def error(self, message: str) -> NoReturn:
        remedy = f"See '{self.prog} --help'."
        raise InputError([Fault(key="", problem=message, remedy=remedy, where_file=self.prog)])


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the command that was asked for with the values of its options.

    Beside the options there are ``run``, what the command does, and ``faults``, all that could not
    be read, for the command to raise together with the faults of the files.

    Raises
    ------
    InputError
        If the command is unknown, or words remain that are not options of it.
    """
    _check_name(words[:1], COMMANDS, prog=PROGRAM)
    if words[:1] == ["robustness"]:
        _check_name(words[1:2], ROBUSTNESS, prog=f"{PROGRAM} robustness")
    options, left_over = _parser(words).parse_known_args(list(words))
    if left_over:
        raise InputError(_left_over_faults(left_over, options.parser))
    options.faults = Faults()
    for name, value in list(vars(options).items()):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, InputError):
                options.faults.add(each)
                setattr(options, name, None)
    return options


def _check_name(words: Sequence[str], known: Iterable[str], *, prog: str) -> None:
    """Refuse a command that does not exist, with its new name or the nearest one."""
    for word in words:
        if word.startswith("-") or word in known:
            return
        if word in RENAMED:
            raise wrong(f"{prog}: {word}", f"is now '{PROGRAM} {RENAMED[word]}'")
        raise wrong(f"{prog}: {word}", "is not a command", nearest(word, known))


def _parser(words: Sequence[str]) -> _Parser:
    """Return the parser of all commands, with the options of the one that was typed."""
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} COMMAND ...",
        description=_overview(),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(
        prog=PROGRAM, metavar="COMMAND", dest="command", required=True, help=argparse.SUPPRESS
    )
    _add_commands(commands, COMMANDS, words)
    analyses = commands.choices["robustness"].add_subparsers(
        title="analyses", metavar="ANALYSIS", dest="analysis", required=True
    )
    _add_commands(analyses, ROBUSTNESS, words)
    return parser


def _overview() -> str:
    """Return the commands by group, a line each."""
    lines = ["Compare hiring plans for a child-welfare agency."]
    for title, commands in GROUPS.items():
        lines += ["", f"{title}:", *(f"  {name:<12}{text}" for name, (text, _) in commands.items())]
    return "\n".join(lines)


def _add_commands(parsers: Any, commands: Commands, words: Sequence[str]) -> None:
    """Add a parser for each command; with its options only where it was typed."""
    for name, (text, module) in commands.items():
        parser = parsers.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.set_defaults(parser=parser)
        if name in words and name != "robustness":
            home = import_module(f"staffing_sim.cli.commands.{module}")
            add_options, run = home.COMMANDS[name]
            parser.set_defaults(run=run)
            if add_options is not None:
                add_options(parser)


def _left_over_faults(words: list[str], parser: argparse.ArgumentParser) -> list[Fault]:
    """Return a fault for every word that no option took, with the nearest option."""
    known = [word for word in parser._option_string_actions if word.startswith("--")]
    unknown = [word.partition("=")[0] for word in words if word.startswith("-")]
    return [
        Fault(
            where_file=parser.prog,
            key=word,
            problem="is not an option" if unknown else "is not expected here",
            remedy=nearest(word, known) if unknown else f"See '{parser.prog} --help'.",
        )
        for word in unknown or words
    ]
