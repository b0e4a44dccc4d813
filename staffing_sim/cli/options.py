"""What each command takes, on top of what several share."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable

from staffing_sim.cli.doubts import add_flip, add_shades, add_shares, add_tornado
from staffing_sim.cli.goal import add_goal
from staffing_sim.cli.shared_options import (
    PLANS,
    add_agency,
    add_all,
    add_clock,
    add_compared_plans,
    add_excel,
    add_jobs,
    add_many_runs,
    add_null,
    add_out,
    add_plans,
    add_run,
    add_span,
    add_typed_plans,
    add_years,
)

__all__ = ["OPTIONS"]


def _add_compare(command: ArgumentParser) -> None:
    _add_indicators(command)
    add_all(command)
    add_excel(command)
    command.add_argument(
        "--baseline",
        metavar="NAME",
        help="the plan, by its name, that the others are held against (default: the first)",
    )
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


def _add_indicators(command: ArgumentParser) -> None:
    """Add what any comparison of plans takes."""
    add_agency(command)
    add_compared_plans(command)
    add_run(command)
    add_many_runs(command)


def _add_promises(command: ArgumentParser) -> None:
    _add_indicators(command)
    command.add_argument(
        "--role", metavar="ROLE", help="one role only (default: each that a plan hires for)"
    )


def _add_clause(command: ArgumentParser) -> None:
    add_agency(command)
    group = command.add_argument_group("the clause's wording")
    for option, (metavar, text) in CLAUSE_OPTIONS.items():
        required = option == "--limit"
        group.add_argument(option, metavar=metavar, required=required, help=text)
    add_compared_plans(command)
    add_run(command)
    add_many_runs(command)


def _add_rerun(command: ArgumentParser) -> None:
    command.add_argument("study", metavar="FILE", help="the study.json of an earlier study")
    add_clock(command)
    add_out(command)
    add_all(command)
    add_excel(command)
    add_many_runs(command)


def _add_report(command: ArgumentParser) -> None:
    """Add what a briefing takes; what stands in a study's own file is None where not typed."""
    command.add_argument(
        "agency",
        metavar="NAME_FILE_OR_RESULTS",
        help="a preset's name, a TOML file, or an earlier study: its directory or its study.json",
    )
    add_typed_plans(command)
    command.add_argument("--replications", metavar="N", help="runs of each plan (default 20)")
    add_span(command)
    command.set_defaults(years=None, seed=None, null=False, out=None, excel=None)
    add_many_runs(command)
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


def _add_solve(command: ArgumentParser) -> None:
    add_agency(command)
    add_goal(command)
    add_clock(command)
    add_out(command)


def _add_optimise(command: ArgumentParser) -> None:
    add_agency(command)
    command.add_argument("--budget", metavar="MONEY", help="what the new positions may cost in all")
    add_plans(
        command,
        {option: text for option, text in PLANS.items() if option != "--gross"},
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
    add_jobs(command)
    command.set_defaults(store=None)
    add_run(command)


def _add_simulate(command: ArgumentParser) -> None:
    add_agency(command)
    own = f"{PLANS['--plan-name']} (by default its first)"
    add_plans(command, PLANS | {"--plan-name": own})
    add_run(command)


def _add_preview(command: ArgumentParser) -> None:
    add_agency(command)
    add_typed_plans(command)
    add_years(command)
    add_null(command)
    command.add_argument(
        "--tipping",
        action="store_true",
        help="how far each role is, at rest, from where turnover feeds on itself",
    )
    add_out(command)
    command.set_defaults(seed="0", clock="auto")  # nothing is drawn, nothing runs


def _add_need(command: ArgumentParser) -> None:
    add_agency(command)
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
    add_out(command)


def _add_ledger(command: ArgumentParser) -> None:
    add_agency(command)
    command.add_argument(
        "words",
        metavar="WORD",
        nargs="*",
        help="only numbers whose key or source holds every word, such as: adoption hours",
    )
    command.add_argument("--grade", help="published, derived, expert or assumption only")
    command.add_argument(
        "--notes", action="store_true", help="show the arithmetic and warnings below each source"
    )


def _add_init(command: ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="the folder to write to, such as county")
    command.add_argument(
        "--agency",
        metavar="NAME_OR_FILE",
        default="small-office",
        help="the agency to begin with (default small-office)",
    )


def _add_copy(command: ArgumentParser) -> None:
    add_agency(command)
    command.add_argument("file", metavar="FILE", help="the file to write, such as county.toml")


def _add_check(command: ArgumentParser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="an agency or plan file")
    command.add_argument(
        "--agency", metavar="NAME_OR_FILE", help="the agency that plan files are meant for"
    )


OPTIONS: dict[str, Callable[[ArgumentParser], None]] = {
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
    "tornado": add_tornado,
    "flip": add_flip,
    "shades": add_shades,
    "shares": add_shares,
    "ledger": _add_ledger,
    "init": _add_init,
    "copy": _add_copy,
    "check": _add_check,
}
