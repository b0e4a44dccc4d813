"""``staffing-sim shares``: whose doing the spread of a result is, chance among the causes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_sim.cli.choosing import Plans
from staffing_sim.cli.output import results_in
from staffing_sim.cli.requests import read_request
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.cli.tornado import moved_settings
from staffing_sim.cli.words import Faults, whole_number
from staffing_sim.errors import Fault, InputError
from staffing_sim.study.words import rows_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["run", "shares_text"]

MOST_POINTS = 2**16

READING = (
    "Every value in a range of the ledger, and every world, is equally likely here. Alone: what "
    "this factor does by itself; with interactions: what would be left if all others were known. "
    "Shares of a small design are rough, and may lie below 0 or above 1: read the intervals."
)


def run(options: argparse.Namespace) -> None:
    """Run the design, print the shares, and write table and chart."""
    faults = Faults()
    request = faults.reading(lambda: read_request(options, choose=_one_or_two))
    moved = faults.reading(lambda: moved_settings(options))
    points = faults.reading(
        lambda: whole_number("--points", options.points, at_least=2, at_most=MOST_POINTS)
    )
    faults.tell()

    # Heavy, so only once the arguments are right.
    from staffing_sim.sensitivity import global_sensitivity

    how = request.run_settings
    table = global_sensitivity(
        request.agency.null() if request.null else request.agency,
        request.plans,
        measure=options.measure,
        points=points,
        worlds=how.pop("replications"),
        **moved,
        **how,
    )
    print(shares_text(table))
    if request.out is not None:
        with results_in(request.out) as staging:
            _write(table, staging)


def shares_text(table: pd.DataFrame) -> str:
    """Return the factors, the largest share first."""
    from staffing_sim.sensitivity.words import left_out_sentence

    rows = [
        (
            row["factor"],
            *(
                cell
                for name in ("total", "first")
                for cell in (
                    f"{row[name]:.2f}",
                    f"{row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f}",
                )
            ),
        )
        for row in rows_of(table)
    ]
    headings = ("factor", "with interactions", "95 % interval", "alone", "95 % interval")
    beside = [
        f"{row['factor']}:{left_out_sentence(row)}" for row in rows_of(table) if row["left_out"]
    ]
    if (above := table.attrs["above_limit"]) > 0.0:
        beside.append(
            f"At {above:.0%} of the points numbers moved together put a role above its stability "
            "limit. There the agency as is drifts, and the drift is among the variance."
        )
    parts = (fitted(table.attrs["result"]), text_table(headings, rows, right=True))
    return "\n\n".join([*parts, *map(fitted, [*beside, READING])])


def _write(table: pd.DataFrame, folder: Path) -> None:
    from staffing_sim.charts import variance_shares as draw
    from staffing_sim.study.saving import chart_files, table_file

    table_file(table, folder / "shares.csv")
    chart_files(draw(table), folder / "shares")


def _one_or_two(own: Plans, typed: Plans) -> Plans:
    """Return those typed: one for its level, two for their difference; else the agency's first."""
    if len(typed) <= 2:
        return typed or own[:1]
    problem = f"takes one plan, or two for their difference; got {len(typed)}"
    raise InputError([Fault(key="shares", problem=problem)])
