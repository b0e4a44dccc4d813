"""``staffing-sim simulate``: one plan, once, month by month."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_sim.cli.choosing import chosen_plan
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted, text_table

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.frames import Run

__all__ = ["run"]

SHOWN = {
    "academy": "in academy",
    "carrying": "carrying cases",
    "hires": "hired",
    "leavers": "left",
    "open_children": "open children",
    "unassigned_children": "no worker yet",
    "eligible": "due a visit",
    "unseen": "not seen",
    "aged_out": "aged out",
}
"""Columns of the month table that are printed, and their headings."""


def run(options: argparse.Namespace) -> None:
    """Simulate one plan, print its months and write its records."""
    request = read_request(options, choose=chosen_plan)

    from staffing_sim.study import simulate  # heavy, so only once the arguments are right

    result = simulate(
        request.agency,
        request.plans[0],
        years=request.years,
        seed=request.seed,
        clock=request.clock,
        null=request.null,
    )
    print(fitted(repr(result).strip("<>")))
    print(f"\n{month_table(result.months)}\n")
    print("One run is one draw of chance, never a forecast: see 'staffing-sim compare'.")
    if request.out is not None:
        write_records(result, request.out)


def month_table(months: pd.DataFrame) -> str:
    """Return the agency's months as text: offices and roles added up."""
    totals = months.groupby("month", observed=True)[list(SHOWN)].sum()
    dates = months.groupby("month", observed=True)["date"].first()
    rows = [
        (f"{dates[month]:%Y-%m}", *(f"{value:,.0f}" for value in row))
        for month, row in zip(totals.index, totals.to_numpy(), strict=True)
    ]
    return text_table(("month", *SHOWN.values()), rows, right=True)


def write_records(result: Run, directory: Path) -> None:
    """Write the run's months, children, removal episodes and workers as CSV files."""
    from staffing_sim.frames.cells import write_csv

    with results_in(directory) as staging:
        for name in ("afcars", "children", "months", "workers"):
            write_csv(getattr(result, name), staging / f"{name}.csv")
