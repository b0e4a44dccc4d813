"""``staffing-sim optimise``: the hires by month and office that a budget buys best."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from staffing_sim.cli.choosing import Plans
from staffing_sim.cli.frontier import READING as EFFICIENT
from staffing_sim.cli.frontier import frontier_text
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.words import Faults, number, whole_number
from staffing_sim.errors import Fault, InputError, InterruptedStudy
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

if TYPE_CHECKING:
    from staffing_sim.solving import Schedule

__all__ = ["run", "schedule_text"]

MOST_MONEY = 1e12
MOST_SEATS = 100_000

READING = (
    "Planned with a linear model of hours, seats and money, then simulated beside other plans in "
    "worlds that had no part in planning. Judge the schedule by the simulation."
)


def run(options: argparse.Namespace) -> None:
    """Plan the hires, simulate them beside plain plans, print and write.

    Raises
    ------
    InterruptedStudy
        If stopped early, after printing and writing what was finished.
    """
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=_one_plan_at_most))
    budget = faults.reading(lambda: _budget(options))
    seats = faults.reading(lambda: _seats(options.seats))
    faults.tell()

    from staffing_sim.solving import optimise  # heavy, so only once the arguments are right

    found = optimise(
        request.agency,
        request.plans[0] if budget is None else budget,
        months=round(request.years * MONTHS_PER_YEAR),
        seats=seats,
        replications=request.replications,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
        n_jobs=request.jobs,
    )
    print(schedule_text(found))
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)
    if found.study.interrupted:
        raise InterruptedStudy(found.study.replications, found.study.wanted)


def schedule_text(found: Schedule) -> str:
    """Return the calendar of positions, what each plan costs and brings, and verdicts."""
    from staffing_sim.solving.frontiers import frontier_table

    parts = [found.planned(), _calendar(found), frontier_text(frontier_table(found.study))]
    for baseline, texts in found.findings().items():
        parts.append("\n".join((f"The schedule against {baseline}:", *(f"  {t}" for t in texts))))
    return "\n\n".join(map(fitted, [*parts, READING, EFFICIENT]))


def _calendar(found: Schedule) -> str:
    """Return a line for each month in which positions are opened."""
    line = Timeline(found.study.agency.start)
    rows = []
    for month, group in found.table.groupby("month"):
        most_first = group.sort_values("hires", ascending=False, kind="stable")
        offices = (
            f"{office} {count}"
            for office, count in zip(most_first["office"], most_first["hires"], strict=True)
        )
        label = line.month_label(int(str(month)))
        rows.append((label, f"{group['hires'].sum():,}", ", ".join(offices)))
    return text_table(("opened in", "positions", "in which offices"), rows)


def _one_plan_at_most(_own: Plans, typed: Plans) -> Plans:
    """Return the plan whose price is the budget, if one was typed."""
    if len(typed) > 1:
        problem = f"takes the price of one plan; got {len(typed)}"
        raise InputError([Fault(key="optimise", problem=problem, remedy="Give one of them.")])
    return typed


def _budget(options: argparse.Namespace) -> float | None:
    """Return the money that was typed; None where a plan was typed instead."""
    if (options.budget is None) == (not options.plans):
        problem = "is missing" if options.budget is None else "does not go with a plan"
        remedy = "Give an amount of money, or a plan whose price it is, such as --net 35x17."
        raise InputError([Fault(key="--budget", problem=problem, remedy=remedy)])
    if options.budget is None:
        return None
    return number("--budget", options.budget, at_most=MOST_MONEY)


def _seats(typed: str | None) -> int | None:
    if typed is None:
        return None
    return whole_number("--seats", typed, at_least=1, at_most=MOST_SEATS)
