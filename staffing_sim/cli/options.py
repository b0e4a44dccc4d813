"""Every option of every command, declared once: help, default, and what reads its value.

A reader (`staffing_sim.cli.reading`) turns the text into a value. A fault takes the value's place
until `staffing_sim.cli.parser.read_arguments` has collected them all.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from staffing_sim.cli import reading
from staffing_sim.cli.reading import one_of
from staffing_sim.errors import InputError

Reader = Callable[[str, str], Any]

FEWEST_JUDGED = 10  # replications before precision decides; `Precision.least`
MOST_REPLICATIONS = 10_000
MOST_MONTHS = 360
MOST_HIRES = 100_000
MOST_MONEY = 1e12
MOST_HOURS = 400
MOST_CASES = 10_000
MOST_SETS = 1000
MOST_POINTS = 2**16

whole = partial(partial, reading.whole_number)
"""A reader of whole numbers within bounds."""
replications = whole(at_least=1, at_most=MOST_REPLICATIONS)
money = partial(reading.number, at_most=MOST_MONEY)


# --- options that several commands share ---------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """An option that several commands take, with the part of the help it stands in."""

    metavar: str | None
    text: str
    read: Reader | None = None
    default: str | None = None
    group: str = "runs"
    dest: str | None = None


SHARED = {
    "--years": Option("N", "years to simulate; 1.5 is 18 months", reading.years, "3"),
    "--replications": Option("N", "runs of each plan", replications, "3"),
    "--seed": Option("N", "seed of the random numbers", whole(), "2013"),
    "--null": Option(None, "the null model: caseloads neither slow casework nor drive staff out"),
    "--clock": Option(
        "NAME",
        "auto, simpy or compiled; affects the speed only",
        partial(one_of, choices=("auto", "simpy", "compiled")),
        "auto",
    ),
    "--jobs": Option("N", "runs in parallel; -1 uses every core", reading.jobs, "1", dest="n_jobs"),
    "--store": Option("DIR", "keep every finished run here, and resume from it", reading.directory),
    "--out": Option(
        "DIR", "write the results to this directory", reading.directory, group="results"
    ),
    "--all": Option(
        None,
        "with --out: write every table and chart, charts as SVG too",
        group="results",
        dest="everything",
    ),
    "--excel": Option(
        "FILE", "write one workbook, such as results.xlsx", reading.workbook, group="results"
    ),
}
ONE_RUN = ("--years", "--seed", "--null", "--clock", "--out")
RUNS = ("--replications", *ONE_RUN, "--jobs")
STORED_RUNS = (*RUNS, "--store")

PLANS = {
    "--net": ("HIRES", "new positions; leavers are replaced as usual"),
    "--gross": ("HIRES", "people who start; leavers are not otherwise replaced"),
    "--plan": ("FILE", "a plan file"),
    "--plan-name": ("NAME", "one of the agency's own plans"),
}
COMPARED = "the agency's own, or its first (As is) and those given here; each may be repeated"

HIRES = """\
HIRES is COUNT or PER_MONTHxMONTHS, optionally followed by @role and +start month:
  500                          500 at once, in the first month
  35x17                        35 a month for 17 months
  35x17@continuing_services+3  the same for one role, from month 3 (the first month is 0)
without @role, hires join the agency's workforce.hiring_role"""


def _add(
    command: argparse._ActionsContainer,
    option: str,
    metavar: str | None,
    text: str,
    *,
    read: Reader | None = None,
    **settings: Any,
) -> None:
    """Add one option; without a metavar it is a switch, and a default is told in its help."""
    if metavar is None:
        command.add_argument(option, action="store_true", help=text, **settings)
        return
    if settings.get("action") == "append":
        text += "; may be repeated"
    if settings.get("default"):
        text += f" (default {settings['default']})"
    if read is not None:
        settings["type"] = partial(_kept, read, option)
    command.add_argument(option, metavar=metavar, help=text, **settings)


def _kept(read: Reader, option: str, text: str) -> Any:
    """Return what is read or, for `read_arguments` to collect, what is wrong with it."""
    try:
        return read(option, text)
    except InputError as error:
        return error


def _group(
    command: argparse.ArgumentParser, title: str, text: str | None = None
) -> argparse._ArgumentGroup:
    """Return the part of a command's help with that title."""
    groups = {group.title: group for group in command._action_groups}
    return groups.get(title) or command.add_argument_group(title, text)


def _share(command: argparse.ArgumentParser, *names: str, **defaults: str) -> None:
    """Add shared options, some with other defaults."""
    for name in names:
        option = SHARED[name]
        settings = {"default": defaults.get(name.strip("-"), option.default), "dest": option.dest}
        _add(
            _group(command, option.group),
            name,
            option.metavar,
            option.text,
            read=option.read,
            **{key: value for key, value in settings.items() if value is not None},
        )


def _agency(command: argparse.ArgumentParser) -> None:
    command.add_argument("agency", metavar="NAME_OR_FILE", help="a preset's name or a TOML file")


def _plans(
    command: argparse.ArgumentParser, text: str = COMPARED, *, names: Iterable[str] = PLANS
) -> None:
    """Collect the plans of several options, in the order in which they are typed."""
    group = _group(command, "plans", text)
    command.epilog = HIRES
    for option in names:
        pair = partial(_pair, option)
        group.add_argument(
            option,
            metavar=PLANS[option][0],
            help=PLANS[option][1],
            action="append",
            type=pair,
            dest="plans",
            default=[],
        )


def _pair(option: str, text: str) -> tuple[str, str]:
    return option, text


# --- each command's own --------------------------------------------------------------------------


def _compare(command: argparse.ArgumentParser) -> None:
    _comparison(command)
    _share(command, "--all", "--excel")
    _add(command, "--baseline", "NAME", "plan to compare the others with (default: the first)")
    _add(
        command,
        "--beside-null",
        None,
        "show each difference beside the null model's (doubles the runs)",
    )
    _add(
        command,
        "--until-precise",
        "N",
        "add replications until the differences are precise enough, N at most",
        read=whole(at_least=FEWEST_JUDGED, at_most=MOST_REPLICATIONS),
    )


def _comparison(command: argparse.ArgumentParser) -> None:
    """Add what any comparison of plans takes."""
    _agency(command)
    _plans(command)
    _share(command, *STORED_RUNS)


def _rerun(command: argparse.ArgumentParser) -> None:
    command.add_argument("study", metavar="FILE", help="the study.json of an earlier study")
    _share(command, "--clock", "--jobs", "--store", "--out", "--all", "--excel")


def _report(command: argparse.ArgumentParser) -> None:
    """Add what a briefing takes; what an earlier study settles is None unless it was typed."""
    command.add_argument(
        "agency",
        metavar="NAME_FILE_OR_RESULTS",
        help="a preset's name, a TOML file, or an earlier study: its directory or its study.json",
    )
    _plans(command)
    settled = ("--years", "--replications", "--seed")
    _share(command, *settled, "--clock", "--jobs", "--store", replications="20")
    command.set_defaults(**{name.strip("-"): None for name in settled})
    _add(command, "--without-null", None, "leave the null model out (it doubles the runs)")
    _add(
        command,
        "--flips",
        None,
        "search for the values at which the first two plans after the baseline change rank (many "
        "runs)",
    )
    _add(command, "--question", "TEXT", "the question that the briefing answers", default="")
    _add(
        command,
        "--out",
        "FILE",
        "file to write: .html, or .pdf with WeasyPrint",
        dest="file",
        default="briefing.html",
    )


def _simulate(command: argparse.ArgumentParser) -> None:
    _agency(command)
    _plans(command, "one of them (default: the agency's first, As is)")
    _share(command, *ONE_RUN)


def _promises(command: argparse.ArgumentParser) -> None:
    _comparison(command)
    _add(command, "--role", "ROLE", "one role only (default: every role that a plan hires for)")


def _clause(command: argparse.ArgumentParser) -> None:
    """Add the wording of a clause; a plan file can say more (steps, several offices)."""
    _comparison(command)
    add = partial(_add, _group(command, "wording of the clause"))
    cases = partial(reading.number, at_most=MOST_CASES)
    hours = partial(reading.number, at_most=MOST_HOURS)
    add("--limit", "N", "most cases a worker may hold", read=cases, required=True)
    add("--role", "ROLE", "role whose caseloads are limited (default: the one that hires join)")
    add("--unit", "NAME", "children or families (default children)")
    add("--held-by", "NAME", "worker, or office for its average (default worker)")
    add("--measured", "NAME", "month_end or daily_average (default month_end)")
    text = "months in a row above the limit that trigger it (default 1)"
    add("--consecutive", "N", text, read=whole(at_least=1))
    text = "months of the year that do not count, such as 7,8"
    add("--exempt", "MONTHS", text, read=reading.months_of_year, dest="exempt_months")
    add("--start", "N", "first month that counts (default 0)", read=whole())
    add("--office", "NAME", "one office only", dest="offices")
    add("--remedy", "NAME", "report, overtime, stop_intake or move_cases (default report)")
    text = "extra hours a month per worker, with --remedy overtime"
    add("--overtime-hours", "N", text, read=hours)


def _solve(command: argparse.ArgumentParser) -> None:
    _agency(command)
    goal = partial(_add, _group(command, "target", "exactly one of the first three, and a month"))
    month = whole(at_least=1, at_most=MOST_MONTHS)
    for option, metavar, text in (
        ("--cap", "ROLE=CHILDREN", "a role's mean caseload is at most this"),
        ("--at-most", "MEASURE=NUMBER", "a measure, or MEASURE@ROLE, is at most this"),
        ("--at-least", "MEASURE=NUMBER", "a measure, or MEASURE@ROLE, is at least this"),
    ):
        read = partial(reading.named_number, example="continuing_services=21")
        goal(option, metavar, text, read=read)
    goal("--by-month", "N", "at the end of this month", read=month, required=True)
    goal("--through-month", "N", "and at every month end up to this one", read=month)
    goal("--office", "NAME", "in this office")
    chance = partial(reading.number, at_most=1)
    goal("--probability", "P", "with at least this probability", read=chance, default="0.9")
    hires = partial(_add, _group(command, "hires"))
    kinds = partial(one_of, choices=("net", "gross"))
    hires("--kind", "KIND", "net or gross, as in compare", read=kinds, default="net")
    hires("--months", "N", "months of hiring (default: until the target month)", read=month)
    hires("--start", "N", "first month of hiring", read=whole(), default="0")
    rate = whole(at_least=1, at_most=MOST_HIRES)
    hires("--most", "N", "highest monthly rate to try", read=rate)
    hires("--plan", "FILE", "plan to add the hires to")
    hires("--seats", "N", "academy seats a month, instead of the agency's", read=rate)
    _add(
        _group(command, "runs"),
        "--replications",
        "N",
        "worlds to search in, and as many new ones to confirm the answer in",
        read=whole(at_least=2, at_most=MOST_REPLICATIONS),
        default="40",
    )
    _share(command, "--seed", "--clock", "--jobs", "--out", jobs="-1")


def _optimise(command: argparse.ArgumentParser) -> None:
    _agency(command)
    _add(command, "--budget", "MONEY", "total cost of the new positions", read=money)
    _add(
        command,
        "--seats",
        "N",
        "most positions to open in a month (default: the academy's free seats)",
        read=whole(at_least=1, at_most=MOST_HIRES),
    )
    text = "instead of --budget: one whose cost is the budget; it runs beside the schedule"
    _plans(command, text, names=[name for name in PLANS if name != "--gross"])
    _share(command, *RUNS, replications="20")


def _varied(command: argparse.ArgumentParser, *, measures: bool) -> None:
    """Add what every robustness analysis takes: plans, what to measure, what to vary."""
    _agency(command)
    _plans(command, "two, or one to compare with the agency's first (As is)")
    settings: dict[str, Any] = {"action": "append"} if measures else {"default": "unseen_children"}
    text = "measure to compare, such as caseload/adoption"
    _add(command, "--measure", "NAME", text, **settings)
    _add(
        command,
        "--assumption",
        "KEY[=LOW:HIGH]",
        "ledger key to vary, with a range of your own if given (default: the disputed ones)",
        read=reading.key_with_range,
        action="append",
    )
    _share(command, *RUNS, replications="5")


def _flip(command: argparse.ArgumentParser) -> None:
    _varied(command, measures=False)
    text = "by how much the first plan must be better to count as ahead (default 0)"
    _add(command, "--margin", "N", text, read=money)


def _sets(command: argparse.ArgumentParser) -> None:
    _varied(command, measures=True)
    _add(
        command,
        "--drawn",
        "N",
        "draw N sets from the ranges in the ledger (default: the preset's own sets, fitted to the "
        "past)",
        read=whole(at_least=2, at_most=MOST_SETS),
    )
    _add(
        command,
        "--price",
        "MEASURE=MONEY",
        "cost of a unit of harm, such as unseen_children=500 a child-month; shows what knowing the "
        "true set would be worth",
        read=partial(reading.price, at_most=MOST_MONEY),
        action="append",
    )


def _variance(command: argparse.ArgumentParser) -> None:
    _varied(command, measures=False)
    _add(
        command,
        "--points",
        "N",
        "size of the design, a power of 2: each plan is run N x (assumptions + 3) times",
        read=whole(at_least=2, at_most=MOST_POINTS),
        default="64",
    )


def _preview(command: argparse.ArgumentParser) -> None:
    _agency(command)
    _plans(command)
    _share(command, "--years", "--null", "--out")
    text = "show how far each role is from the point where turnover feeds on itself"
    _add(command, "--tipping", None, text)


def _need(command: argparse.ArgumentParser) -> None:
    _agency(command)
    _add(
        command,
        "--standard",
        "NAME",
        "state_1984, sb2030_minimum, sb2030_optimal, cwla, or own for the agency's own hours",
        read=reading.standard,
        default="sb2030_minimum",
    )
    _add(
        command,
        "--hours-short",
        "SHARE",
        "share of the hours due that may go unmet because a worker's desk is full",
        read=partial(reading.number, at_most=1),
        default="0.02",
    )
    _share(command, "--out")


def _init(command: argparse.ArgumentParser) -> None:
    text = "a directory to create, such as county; or a .toml file, for the agency alone"
    command.add_argument("place", metavar="DIR_OR_FILE", help=text)
    text = "agency to start from: a preset's name or a TOML file"
    _add(command, "--from", "NAME_OR_FILE", text, dest="agency", default="small-office")


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="an agency file or a plan file")
    _add(command, "--agency", "NAME_OR_FILE", "the agency that the plan files are for")


def _ledger(command: argparse.ArgumentParser) -> None:
    _agency(command)
    text = "only numbers whose key or source contains every word, such as: adoption hours"
    command.add_argument("words", metavar="WORD", nargs="*", help=text)
    grades = partial(one_of, choices=("published", "derived", "expert", "assumption"))
    text = "published, derived, expert or assumption only"
    _add(command, "--grade", "GRADE", text, read=grades)
    _add(command, "--notes", None, "show the arithmetic and warnings below each source")


OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "compare": _compare,
    "rerun": _rerun,
    "report": _report,
    "simulate": _simulate,
    "promises": _promises,
    "clause": _clause,
    "indicators": _comparison,
    "solve": _solve,
    "optimise": _optimise,
    "frontier": _comparison,
    "robustness tornado": partial(_varied, measures=True),
    "robustness flip": _flip,
    "robustness sets": _sets,
    "robustness variance": _variance,
    "preview": _preview,
    "need": _need,
    "init": _init,
    "check": _check,
    "ledger": _ledger,
}
"""What adds the options of each command."""
