"""Options that several commands share: agency, plans, how far and how to run, where results go."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial

__all__ = [
    "add_agency",
    "add_all",
    "add_clock",
    "add_compared_plans",
    "add_excel",
    "add_jobs",
    "add_many_runs",
    "add_null",
    "add_out",
    "add_plans",
    "add_run",
    "add_seed",
    "add_span",
    "add_typed_plans",
    "add_years",
]

PLAN_METAVARS = {"--plan-name": "NAME", "--net": "HIRES", "--gross": "HIRES", "--plan": "FILE"}
PLANS = {
    "--plan-name": "one of the agency's own plans",
    "--net": "hires on top of replaced leavers",
    "--gross": "people who start, leavers not replaced",
    "--plan": "a plan file",
}
"""The ways to name a plan, in words."""


def add_agency(command: ArgumentParser) -> None:
    """Add the agency, a preset's name or a file."""
    command.add_argument("agency", metavar="NAME_OR_FILE", help="a preset's name or a TOML file")


def add_plans(
    command: ArgumentParser, options: dict[str, str], description: str | None = None
) -> None:
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


def add_years(command: ArgumentParser) -> None:
    """Add how far to look ahead."""
    command.add_argument(
        "--years", metavar="N", default="3", help="how far to look ahead (default 3)"
    )


def add_seed(command: ArgumentParser) -> None:
    """Add the seed."""
    command.add_argument(
        "--seed", metavar="N", default="2013", help="the seed of all chance (default 2013)"
    )


def add_span(command: ArgumentParser) -> None:
    """Add how far to look ahead, the seed, and which clock runs."""
    add_years(command)
    add_seed(command)
    add_clock(command)


def add_null(command: ArgumentParser) -> None:
    """Add whether caseloads change anything."""
    command.add_argument(
        "--null",
        action="store_true",
        help="a world in which caseloads slow no casework and drive nobody out",
    )


def add_run(command: ArgumentParser) -> None:
    """Add how to run, and where results go."""
    add_span(command)
    add_null(command)
    add_out(command)


def add_out(command: ArgumentParser) -> None:
    """Add where results go."""
    command.add_argument("--out", metavar="DIR", help="write the results to this directory")


def add_clock(command: ArgumentParser) -> None:
    """Add which clock runs."""
    command.add_argument(
        "--clock",
        metavar="NAME",
        default="auto",
        help="auto, simpy or compiled; changes the speed only (default auto)",
    )


def add_jobs(command: ArgumentParser, *, of: str = "runs", default: int = 1) -> None:
    """Add how many runs, or whole worlds of them, go on at once."""
    command.add_argument(
        "--jobs",
        metavar="N",
        default=str(default),
        help=f"{of} at once; -1 for every core (default {default})",
    )


def add_many_runs(command: ArgumentParser) -> None:
    """Add how many runs go on at once, and where finished ones are kept."""
    add_jobs(command)
    command.add_argument(
        "--store",
        metavar="DIR",
        help="keep each finished run here, and go on from those that are",
    )


def add_excel(command: ArgumentParser) -> None:
    """Add the workbook to write."""
    command.add_argument("--excel", metavar="FILE", help="write one workbook, such as results.xlsx")


def add_all(command: ArgumentParser) -> None:
    """Add whether every table and chart is written."""
    command.add_argument(
        "--all",
        action="store_true",
        dest="everything",
        help="with --out: write every table and chart, charts as SVG too",
    )


def add_compared_plans(command: ArgumentParser) -> None:
    """Add plans to compare, and how often each is run."""
    add_typed_plans(command)
    command.add_argument(
        "--replications", metavar="N", default="3", help="runs of each plan (default 3)"
    )


def add_typed_plans(command: ArgumentParser) -> None:
    """Add plans that are typed or in files."""
    typed = ("--net", "--gross", "--plan")
    add_plans(
        command,
        {option: f"{PLANS[option]}; may be given several times" for option in typed},
        "the agency's own; or its first, As is, against those given here",
    )
