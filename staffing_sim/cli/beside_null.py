"""Every difference beside the null model's, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.study.figures import heading, rows_of, signed

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["beside_null_text"]

READING = (
    "In the null model missing casework slows no case and load drives nobody out; the worlds are "
    "the same. What is left of a difference there does not rest on these two assumptions."
)


def beside_null_text(study: Study, table: pd.DataFrame) -> str:
    """Return each plan's headline differences with those of the null model beside them."""
    parts = []
    for plan in study.names[1:]:
        rows = [_line(row) for row in rows_of(table[table["plan"] == plan])]
        headings = ("measure", "as described", "verdict", "null model", "verdict")
        title = f"{plan}, less {study.names[0]}, beside the null model:"
        parts.append(f"{fitted(title)}\n\n{text_table(headings, rows)}")
    return "\n\n".join([*parts, fitted(READING)])


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    widest = max(abs(row["difference"]), abs(row["null_difference"]))
    sizes = [signed(row[f"{of}difference"], row["unit"], like=widest) for of in ("", "null_")]
    return (heading(row, points=True), sizes[0], row["verdict"], sizes[1], row["null_verdict"])
