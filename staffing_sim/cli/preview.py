"""``staffing-sim preview``: staff and caseloads without chance, in about a second."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from staffing_sim.cli.choosing import compared_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import Request, read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.twin import Fluid

__all__ = ["run"]

NOTE = (
    "The fluid twin: no chance, and every worker at the mean load of the role. Where that is near "
    "1 it is too good, and it counts no children unseen. To decide, use 'staffing-sim compare'."
)


def run(options: argparse.Namespace) -> None:
    """Solve each plan's fluid twin, print staff and caseloads by year, and write the months."""
    request = read_request(options, choose=compared_plans)

    from staffing_sim.twin import fluid  # heavy, so only once the arguments are right

    agency = request.agency.null() if request.null else request.agency
    twins = [fluid(agency, plan, years=request.years) for plan in request.plans]
    print(fitted(f"{agency.title}: staff and children a worker, at the month ends\n"))
    print(year_table(twins))
    if options.tipping:
        print(f"\n{tipping_table(twins)}")
    print(fitted(f"\n{NOTE}"))
    if request.out is not None:
        _write(twins, request)


def year_table(twins: list[Fluid]) -> str:
    """Return full-time equivalents, children a worker and load of each role, by plan and year."""
    months = len(twins[0].months["month"].unique())
    ends = sorted({*range(MONTHS_PER_YEAR - 1, months, MONTHS_PER_YEAR), months - 1})
    rows: list[tuple[str, ...]] = []
    for twin in twins:
        rows.append((twin.plan.name,))
        for end in ends:
            at_end = twin.months[twin.months["month"] == end]
            cells = zip(
                at_end["productive_staff"], at_end["caseload_mean"], at_end["load"], strict=True
            )
            rows.append(
                (
                    f"  month {end + 1}",
                    *(f"{staff:,.0f} / {held:.1f} / {load:.2f}" for staff, held, load in cells),
                )
            )
    headings = ("staff / children / load", *(role.label for role in twins[0].agency.roles))
    return text_table(headings, rows, right=True)


def tipping_table(twins: list[Fluid]) -> str:
    """Return how far each role of each plan is, at rest, from where turnover feeds on itself."""
    rows: list[tuple[str, ...]] = []
    for twin in twins:
        rows.append((twin.plan.name,))
        for _, row in twin.tipping_point().iterrows():
            rows.append(
                (
                    f"  {twin.agency.role(row['role']).label}",
                    _number(row["load"]),
                    _number(row["amplification"]),
                    f"{row['extra_demand']:+.0%}",
                    "more" if math.isnan(row["extra_leaving"]) else f"{row['extra_leaving']:+.0%}",
                    "turnover" if row["by_turnover"] else "demand",
                )
            )
    headings = (
        "at rest",
        "load",
        "a push grows",
        "demand until it tips",
        "leaving until it tips",
        "tipped by",
    )
    return text_table(headings, rows, right=True)


def _number(value: float) -> str:
    return "none" if math.isnan(value) else f"{value:.2f}"


def _write(twins: list[Fluid], request: Request) -> None:
    """Write the months of all plans as a CSV file."""
    import pandas as pd

    from staffing_sim.frames.cells import write_csv

    assert request.out is not None
    frames: list[pd.DataFrame] = []
    for twin in twins:
        months = twin.months.copy()
        months.insert(0, "plan", twin.plan.name)
        frames.append(months)
    with results_in(request.out) as staging:
        write_csv(pd.concat(frames), staging / "preview.csv")
