"""``staffing-sim frontier``: plans by cost against children unseen and time to permanence."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.choosing import compared_plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.errors import InterruptedStudy

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["run"]

READING = (
    "Efficient: no other plan costs no more and leaves no more unseen (or waiting), one of them "
    "strictly; in brackets, in what share of resamples of the worlds that is so."
)


def run(options: argparse.Namespace) -> None:
    """Compare plans, print what each costs and brings, and write table and charts.

    Raises
    ------
    InterruptedStudy
        If the study was stopped early, after printing and writing what was finished.
    """
    request = read_request(options, choose=compared_plans)

    from staffing_sim.solving import frontier  # heavy, so only once the arguments are right

    found = frontier(request.agency, request.plans, **request.comparison_settings)
    print(f"{frontier_text(found.table)}\n\n{fitted(READING)}")
    if request.out is not None:
        with results_in(request.out) as staging:
            found.save(staging)
    study = found.study
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=request.store)


def frontier_text(table: pd.DataFrame) -> str:
    """Return the plans as text, the cheapest first."""
    from staffing_sim.study.figures import amount

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
            _told(row, "unseen"),
            amount(row["months_to_permanence"], "months"),
            _told(row, "months_to_permanence"),
        )
        for row in table.sort_values("cost").to_dict("records")
    ]
    return text_table(headings, rows, right=True)


def _told(row: dict[Any, Any], outcome: str) -> str:
    """Return whether a plan is efficient, and how surely."""
    if math.isnan(row[outcome]):
        return ""
    word = "yes" if row[f"efficient_{outcome}"] else "no"
    return f"{word} ({row[f'efficient_{outcome}_share']:.2f})"
