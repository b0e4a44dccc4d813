"""The words of the command line: which commands and options exist, and what they mean.

Options are kept as the text that was typed. `staffing_sim.cli.requests` reads them into values, so
that every fault among them can be told at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from staffing_sim import __version__
from staffing_sim.cli.options import OPTIONS
from staffing_sim.errors import Fault, InputError, nearest

__all__ = ["read_arguments"]

PROGRAM = "staffing-sim"

HIRES_HELP = """\
hires are written COUNT or PER_MONTHxMONTHS, then @role and +start month if wanted:
  500                          500 positions at once, in the first month
  35x17                        35 a month for 17 months
  35x17@continuing_services+3  the same for one role, from month 3
without @role, hires join the agency's workforce.hiring_role
--net    new positions on top of today's; people who leave are replaced
--gross  this many people start; leavers of that role are not otherwise replaced meanwhile

exit codes: 0 done, 2 the input is wrong (one line per fault), 130 interrupted"""


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the command that was asked for and its options, as typed.

    Raises
    ------
    InputError
        If the command is unknown, or words remain that are not options of it.
    """
    _check_command(words)
    parser, commands = _parsers()
    options, left_over = parser.parse_known_args(list(words))
    if left_over:
        known = [
            word for word in commands[options.command]._option_string_actions if word[1] == "-"
        ]
        raise InputError(_left_over_faults(left_over, options.command, known))
    return options


def _check_command(words: Sequence[str]) -> None:
    """Refuse a command that there is not, with the one that is nearest."""
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        remedy = nearest(words[0], COMMANDS)
        fault = Fault(where_file=PROGRAM, key=words[0], problem="is not a command", remedy=remedy)
        raise InputError([fault])


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong as the rest of the library does."""

    def error(self, message: str) -> NoReturn:
        remedy = f"See '{self.prog} --help'."
        raise InputError([Fault(key="", problem=message, remedy=remedy, where_file=self.prog)])


def _parsers() -> tuple[_Parser, dict[str, _Parser]]:
    """Return the whole parser, and that of each command by name."""
    parser = _Parser(
        prog=PROGRAM,
        description="Compare hiring plans for a child-welfare agency.",
        epilog=f"'{PROGRAM} COMMAND --help' shows the options of a command.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    made = {
        name: commands.add_parser(
            name,
            help=text,
            description=f"{text[0].upper()}{text[1:]}.",
            epilog=HIRES_HELP if name in WITH_PLANS else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        for name, text in COMMANDS.items()
    }
    for name, add_options in OPTIONS.items():
        add_options(made[name])
    return parser, made


COMMANDS = {
    "presets": "list the agencies that come with the library",
    "compare": "compare plans on the same families, children and luck",
    "simulate": "run one plan once and keep every record",
    "indicators": "published indicators of plans: permanence, re-entry, visits, responses",
    "promises": "set hires promised beside staff delivered, net of leavers, month by month",
    "clause": "count what a clause of a contract would have triggered, and at what cost",
    "rerun": "run a study again from the study.json it left",
    "report": "write a briefing to hand over: question, answer, exhibits, sources, in one file",
    "solve": "find the fewest hires a month that meet a target",
    "optimise": "schedule what a budget buys, by month and office, so that hours are least short",
    "frontier": "set plans by cost against children unseen and time to permanence",
    "tornado": "move each disputed number to the ends of its range and compare plans again",
    "flip": "find the value of a disputed number at which two plans change rank",
    "shades": "compare plans under every set of parameters that may be right",
    "shares": "tell whose doing the spread of a result is, chance among the causes",
    "preview": "estimate staff and caseloads of plans in a second, without chance",
    "need": "work out how many workers the open cases ask for, by a standard",
    "ledger": "show where each number of an agency comes from",
    "init": "begin a folder of your own: an agency to change, and a plan",
    "copy": "write an agency, its plans and its ledger to a file of your own, to change there",
    "check": "check agency and plan files and tell every fault",
}
"""Every command, in the order of help: run plans, find plans, doubt them, sums, files."""


WITH_PLANS = {
    *("compare", "report", "indicators", "promises", "simulate", "clause"),
    *("tornado", "flip", "preview", "shades", "shares", "optimise"),
}


def _left_over_faults(words: list[str], command: str, known: list[str]) -> list[Fault]:
    """Return a fault for every word no option took, with the nearest option."""
    unknown = [word.partition("=")[0] for word in words if word.startswith("-")]
    return [
        Fault(
            where_file=f"{PROGRAM} {command}",
            key=word,
            problem="is not an option" if unknown else "is one word too many",
            remedy=nearest(word, known) if unknown else f"See '{PROGRAM} {command} --help'.",
        )
        for word in unknown or words
    ]
