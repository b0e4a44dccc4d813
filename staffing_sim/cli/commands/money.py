"""``optimise``: what a budget buys, month by month. ``frontier``: plans by cost."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.printing import fitted, publish, report_interruption, text_table
from staffing_sim.cli.reading import Plans, compared_plans, read_request, wrong
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.solving import Schedule

EFFICIENT = (
    "Efficient: no other plan is at least as good on both counts and better on one; in brackets, "
    "the share of resamples of the worlds in which that is so."
)
SCHEDULED = (
    "Planned with a linear model of hours, seats and money, then simulated beside other plans in "
    "worlds that played no part in planning. Judge the schedule by the simulation."
)


def weigh_costs(options: argparse.Namespace) -> None:
    """Compare plans, print what each costs and brings, and write table and charts."""
    request = read_request(options, choose=compared_plans)

    from staffing_sim.solving import frontier  # heavy, so only once the input is right

    found = frontier(request.agency, request.plans, **request.comparison_settings)
    publish(f"{frontier_text(found.table)}\n\n{fitted(EFFICIENT)}", options.out, found.save)
    report_interruption(found.study, store=request.store)


def frontier_text(table: pd.DataFrame) -> str:
    """Return the plans as text, the cheapest first."""
    from staffing_sim.study.words import amount

    currency = table.attrs["currency"]
    headings = (
        *("plan", f"cost, million {currency}", "child-months unseen", "efficient"),
        *("months to permanence", "efficient"),
    )
    rows = [
        (
            str(row["plan"]),
            f"{row['cost'] / 1e6:,.2f}",
            f"{row['unseen']:,.0f}",
            _efficient(row, "unseen"),
            amount(row["months_to_permanence"], "months"),
            _efficient(row, "months_to_permanence"),
        )
        for row in table.sort_values("cost").to_dict("records")
    ]
    return text_table(headings, rows, right=True)


def _efficient(row: dict[Any, Any], outcome: str) -> str:
    """Return whether a plan is efficient, and how surely."""
    if math.isnan(row[outcome]):
        return ""
    word = "yes" if row[f"efficient_{outcome}"] else "no"
    return f"{word} ({row[f'efficient_{outcome}_share']:.2f})"


def schedule_hires(options: argparse.Namespace) -> None:
    """Plan the hires, simulate them beside simple plans, print and write."""
    options.faults.reading(lambda: _check_budget(options))
    request = read_request(options, choose=_one_plan_at_most)

    from staffing_sim.solving import optimise  # heavy, so only once the input is right

    found = optimise(
        request.agency,
        request.plans[0] if options.budget is None else options.budget,
        months=round(request.years * MONTHS_PER_YEAR),
        seats=options.seats,
        replications=request.replications,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
        n_jobs=request.n_jobs,
    )
    publish(schedule_text(found), options.out, found.save)
    report_interruption(found.study)


def _check_budget(options: argparse.Namespace) -> None:
    """Refuse a budget beside a plan, and neither of the two."""
    faulty = any(fault.key == "--budget" for fault in options.faults.found)
    if not faulty and (options.budget is None) == (not options.plans):
        problem = "is missing" if options.budget is None else "cannot be combined with a plan"
        remedy = "Give an amount of money, or a plan that costs as much, such as --net 35x17."
        raise wrong("--budget", problem, remedy)


def _one_plan_at_most(_own: Plans, typed: Plans) -> Plans:
    """Return the plan whose cost is the budget, if one was typed."""
    if len(typed) > 1:
        raise wrong("optimise", f"takes the cost of one plan; got {len(typed)}", "Give one only.")
    return typed


def schedule_text(found: Schedule) -> str:
    """Return the calendar of positions, what each plan costs and brings, and verdicts."""
    from staffing_sim.solving.mixes import frontier_table

    parts = [found.planned(), _calendar(found), frontier_text(frontier_table(found.study))]
    for baseline, texts in found.findings().items():
        parts.append("\n".join((f"The schedule against {baseline}:", *(f"  {t}" for t in texts))))
    return "\n\n".join(map(fitted, [*parts, SCHEDULED, EFFICIENT]))


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
    return text_table(("opened in", "positions", "by office"), rows)
