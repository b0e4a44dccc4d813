"""The words of the command line: which commands and options exist, and what they mean.

Options are kept as the text that was typed. `staffing_sim.cli.requests` reads them into values, so
that every fault among them can be told at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

from staffing_sim import __version__
from staffing_sim.cli.doubts import add_design, add_sets
from staffing_sim.cli.goal import add_goal
from staffing_sim.errors import Fault, InputError, nearest

__all__ = ["read_arguments"]

PROGRAM = "staffing-sim"

HIRES_HELP = """\
hires are written COUNT or PER_MONTHxMONTHS, then @role and +start month if wanted:
  500                          500 positions at once, in the first month
  35x17                        35 a month for 17 months
  35x17@continuing_services+3  the same for one role, from month 3
--net    new positions on top of today's; people who leave are replaced
--gross  this many people start; people who leave are not otherwise replaced

exit codes: 0 done, 2 the input is wrong (one line per fault), 130 interrupted"""


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the command that was asked for and its options, as typed.

    Raises
    ------
    InputError
        If the command is unknown, or words remain that are not options of it.
    """
    parser, commands = _parsers()
    options, left_over = parser.parse_known_args(list(words))
    if left_over:
        known = [
            word for word in commands[options.command]._option_string_actions if word[1] == "-"
        ]
        raise InputError(_left_over_faults(left_over, options.command, known))
    return options


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
    "check": "check agency and plan files and tell every fault",
}
"""Every command, in the order of help: run plans, find plans, doubt them, sums, files."""


WITH_PLANS = {
    *("compare", "report", "indicators", "promises", "simulate", "clause"),
    *("tornado", "flip", "preview", "shades", "shares", "optimise"),
}

PLAN_METAVARS = {"--plan-name": "NAME", "--net": "HIRES", "--gross": "HIRES", "--plan": "FILE"}


def _add_agency(command: _Parser) -> None:
    command.add_argument("agency", metavar="NAME_OR_FILE", help="a preset's name or a TOML file")


def _add_plans(command: _Parser, options: dict[str, str], description: str | None = None) -> None:
    """Collect the plans of several options in the order in which they are typed."""
    group = command.add_argument_group("plans", description)
    for option, text in options.items():
        group.add_argument(
            option,
            metavar=PLAN_METAVARS[option],
            action="append",
            type=partial(_spoken, option),
            dest="plans",
            default=[],
            help=text,
        )


def _spoken(option: str, text: str) -> tuple[str, str]:
    """Return an option with what was given to it, as the readers of plans want them."""
    return option, text


def _add_span(command: _Parser) -> None:
    command.add_argument(
        "--years", metavar="N", default="3", help="how far to look ahead (default 3)"
    )
    command.add_argument(
        "--seed", metavar="N", default="2013", help="the seed of all chance (default 2013)"
    )
    _add_clock(command)


def _add_run(command: _Parser) -> None:
    _add_span(command)
    command.add_argument(
        "--null",
        action="store_true",
        help="a world in which caseloads slow no casework and drive nobody out",
    )
    _add_out(command)


def _add_out(command: _Parser) -> None:
    command.add_argument("--out", metavar="DIR", help="write the results to this directory")


def _add_clock(command: _Parser) -> None:
    command.add_argument(
        "--clock",
        metavar="NAME",
        default="auto",
        help="auto, simpy or compiled; changes the speed only (default auto)",
    )


def _add_many_runs(command: _Parser) -> None:
    command.add_argument(
        "--jobs", metavar="N", default="1", help="runs at once; -1 for every core (default 1)"
    )
    command.add_argument(
        "--store",
        metavar="DIR",
        help="keep each finished run here, and go on from those that are",
    )


def _add_excel(command: _Parser) -> None:
    command.add_argument("--excel", metavar="FILE", help="write one workbook, such as results.xlsx")


def _add_compare(command: _Parser) -> None:
    _add_indicators(command)
    _add_excel(command)
    command.add_argument(
        "--beside-null",
        action="store_true",
        help="set every difference beside that of the null model (runs the plans twice)",
    )
    command.add_argument(
        "--until-precise",
        metavar="N",
        help="add replications until differences are known to within what matters, N at most",
    )


def _add_indicators(command: _Parser) -> None:
    """Add what any comparison of plans takes."""
    _add_agency(command)
    _add_compared_plans(command)
    _add_run(command)
    _add_many_runs(command)


def _add_promises(command: _Parser) -> None:
    _add_indicators(command)
    command.add_argument(
        "--role", metavar="ROLE", help="one role only (default: each that a plan hires for)"
    )


def _add_compared_plans(command: _Parser) -> None:
    _add_typed_plans(command)
    command.add_argument(
        "--replications", metavar="N", default="3", help="runs of each plan (default 3)"
    )


def _add_typed_plans(command: _Parser) -> None:
    _add_plans(
        command,
        {
            "--net": "hires on top of replaced leavers; may be given several times",
            "--gross": "people who start, leavers not replaced; may be given several times",
            "--plan": "a plan file; may be given several times",
        },
        "the agency's own; or its first, As is, against those given here",
    )


def _add_clause(command: _Parser) -> None:
    _add_agency(command)
    group = command.add_argument_group("the clause's wording")
    for option, (metavar, text) in CLAUSE_OPTIONS.items():
        required = option == "--limit"
        group.add_argument(option, metavar=metavar, required=required, help=text)
    _add_compared_plans(command)
    _add_run(command)
    _add_many_runs(command)


def _add_rerun(command: _Parser) -> None:
    command.add_argument("study", metavar="FILE", help="the study.json of an earlier study")
    _add_clock(command)
    _add_out(command)
    _add_excel(command)
    _add_many_runs(command)


def _add_report(command: _Parser) -> None:
    """Add what a briefing takes; what stands in a study's own file is None where not typed."""
    command.add_argument(
        "agency",
        metavar="NAME_FILE_OR_RESULTS",
        help="a preset's name, a TOML file, or an earlier study: its directory or its study.json",
    )
    _add_typed_plans(command)
    command.add_argument("--replications", metavar="N", help="runs of each plan (default 20)")
    _add_span(command)
    command.set_defaults(years=None, seed=None, null=False, out=None, excel=None)
    _add_many_runs(command)
    command.add_argument(
        "--without-null",
        action="store_true",
        help="leave the null model out (it runs the plans twice)",
    )
    command.add_argument(
        "--flips",
        action="store_true",
        help="search where the first two plans after the baseline change rank (many runs)",
    )
    command.add_argument("--question", metavar="TEXT", default="", help="what was to be answered")
    command.add_argument(
        "--out",
        metavar="FILE",
        dest="file",
        default="briefing.html",
        help="the file to write: .html, or .pdf with WeasyPrint (default briefing.html)",
    )


CLAUSE_OPTIONS = {
    "--limit": ("N", "the most cases a worker may hold"),
    "--role": ("ROLE", "the role whose caseloads it limits (default: the one that hires join)"),
    "--unit": ("NAME", "children or families (default children)"),
    "--held-by": ("NAME", "worker, or office: its average (default worker)"),
    "--measured": ("NAME", "month_end or daily_average (default month_end)"),
    "--consecutive": ("N", "months running over the limit that trigger it (default 1)"),
    "--exempt": ("MONTHS", "months of the year that do not count, such as 7,8"),
    "--start": ("N", "the first month that counts (default 0)"),
    "--office": ("NAME", "one office only"),
    "--remedy": ("NAME", "report, overtime, stop_intake or move_cases (default report)"),
    "--overtime-hours": ("N", "hours a worker works more, for a remedy of overtime"),
}
"""How a clause is worded on the command line; a plan file can say more (steps, several offices)."""


def _add_solve(command: _Parser) -> None:
    _add_agency(command)
    add_goal(command)
    _add_clock(command)
    _add_out(command)


def _add_optimise(command: _Parser) -> None:
    _add_agency(command)
    command.add_argument("--budget", metavar="MONEY", help="what the new positions may cost in all")
    _add_plans(
        command,
        {
            "--plan-name": "one of the agency's own plans",
            "--net": "hires on top of replaced leavers",
            "--plan": "a plan file",
        },
        "one whose price is the budget; it runs beside the schedule",
    )
    command.add_argument(
        "--seats",
        metavar="N",
        help="the most positions opened in a month (default: the free seats of the academy)",
    )
    command.add_argument(
        "--replications",
        metavar="N",
        default="20",
        help="fresh worlds in which the schedule meets plain plans (default 20)",
    )
    command.add_argument(
        "--jobs", metavar="N", default="1", help="runs at once; -1 for every core (default 1)"
    )
    command.set_defaults(store=None)
    _add_run(command)


def _add_simulate(command: _Parser) -> None:
    _add_agency(command)
    _add_plans(
        command,
        {
            "--plan-name": "one of the agency's own plans (by default its first)",
            "--net": "hires on top of replaced leavers",
            "--gross": "people who start, leavers not replaced",
            "--plan": "a plan file",
        },
    )
    _add_run(command)


def _add_preview(command: _Parser) -> None:
    _add_agency(command)
    _add_typed_plans(command)
    command.add_argument(
        "--years", metavar="N", default="3", help="how far to look ahead (default 3)"
    )
    command.add_argument(
        "--null",
        action="store_true",
        help="a world in which caseloads slow no casework and drive nobody out",
    )
    command.add_argument(
        "--tipping",
        action="store_true",
        help="how far each role is, at rest, from where turnover feeds on itself",
    )
    _add_out(command)
    command.set_defaults(seed="0", clock="auto")  # nothing is drawn, nothing runs


def _add_need(command: _Parser) -> None:
    _add_agency(command)
    command.add_argument(
        "--standard",
        metavar="NAME",
        default="sb2030_minimum",
        help="state_1984, sb2030_minimum, sb2030_optimal, cwla, or own: the agency's own hours "
        "(default sb2030_minimum)",
    )
    command.add_argument(
        "--hours-short",
        metavar="SHARE",
        default="0.02",
        help="the share of hours due that may fall on full desks (default 0.02)",
    )
    _add_out(command)


def _add_moved(command: _Parser, *, several_measures: bool) -> None:
    """Add what ``tornado`` and ``flip`` share: plans, what is measured, which numbers move."""
    _add_agency(command)
    _add_plans(
        command,
        {
            "--plan-name": "one of the agency's own plans",
            "--net": "hires on top of replaced leavers",
            "--gross": "people who start, leavers not replaced",
            "--plan": "a plan file",
        },
        "two of them, or one against the agency's first, As is",
    )
    command.add_argument(
        "--measure",
        metavar="NAME",
        action="append" if several_measures else "store",
        default=None if several_measures else "unseen_children",
        help="what they are compared by, such as caseload/adoption (default unseen_children)",
    )
    command.add_argument(
        "--assumption",
        metavar="KEY[=LOW:HIGH]",
        action="append",
        help="a key of the ledger to move, with a range of your own if wanted; several times "
        "(default: those that are disputed)",
    )
    command.add_argument(
        "--replications", metavar="N", default="5", help="worlds of each run (default 5)"
    )
    command.add_argument(
        "--jobs", metavar="N", default="1", help="worlds at once; -1 for every core (default 1)"
    )
    command.set_defaults(store=None)
    _add_run(command)


def _add_tornado(command: _Parser) -> None:
    _add_moved(command, several_measures=True)


def _add_flip(command: _Parser) -> None:
    _add_moved(command, several_measures=False)
    command.add_argument(
        "--margin", metavar="N", help="by how much the first must be better to be ahead (default 0)"
    )


def _add_shades(command: _Parser) -> None:
    _add_moved(command, several_measures=True)
    add_sets(command)


def _add_shares(command: _Parser) -> None:
    _add_moved(command, several_measures=False)
    add_design(command)


def _add_ledger(command: _Parser) -> None:
    _add_agency(command)
    command.add_argument("--grade", help="published, derived, expert or assumption only")


def _add_check(command: _Parser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="an agency or plan file")
    command.add_argument(
        "--agency", metavar="NAME_OR_FILE", help="the agency that plan files are meant for"
    )


OPTIONS: dict[str, Callable[[_Parser], None]] = {
    "compare": _add_compare,
    "indicators": _add_indicators,
    "promises": _add_promises,
    "simulate": _add_simulate,
    "rerun": _add_rerun,
    "report": _add_report,
    "frontier": _add_indicators,
    "solve": _add_solve,
    "optimise": _add_optimise,
    "clause": _add_clause,
    "preview": _add_preview,
    "need": _add_need,
    "tornado": _add_tornado,
    "flip": _add_flip,
    "shades": _add_shades,
    "shares": _add_shares,
    "ledger": _add_ledger,
    "check": _add_check,
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
