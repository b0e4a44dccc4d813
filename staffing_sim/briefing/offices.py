"""Exhibit: where hours are short, office by office, and how far the worst lies from the median."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import quoted, role_name
from staffing_sim.study.figures import amount, interval_text, rows_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["offices_exhibit"]

Row = dict[str, Any]

_READING: Final = (
    "Over 1, work is left undone or waits. The number of offices makes it likely that one of them "
    "is full by chance: look at the intervals."
)


def offices_exhibit(study: Study) -> Exhibit:
    """Return hours demanded for each hour there is, by office, before and after."""
    frame = study.office_loads()
    rows = rows_of(frame[frame["role"] == study.agency.workforce.hiring_role])
    return Exhibit(
        question="Where are hours short?",
        found=(_fullest(study, rows),),
        panels=(
            Panel(figure=chart_of(study, "office_loads"), table=_loads(study, rows)),
            Panel(table=_gaps(study)),
        ),
        reading=_READING,
    )


def _fullest(study: Study, rows: list[Row]) -> str:
    """Return the office with the most work for its hours under the baseline."""
    baseline = study.names[0]
    after = [row for row in rows if row["period"] == "after" and row["plan"] == baseline]
    worst = max(after, key=lambda row: row["load"])
    return (
        f"In the last months under {quoted(baseline)} the fullest office for {role_name(study)} is "
        f"{worst['office']}, with {amount(worst['load'], '')} hours of work for each hour there is."
    )


def _loads(study: Study, rows: list[Row]) -> Table:
    cells = {
        (row["office"], row["period"], row["plan"]): interval_text(
            row["load"], row["low"], row["high"], ""
        )
        for row in rows
    }
    baseline = study.names[0]
    return Table(
        caption=f"Hours of work for each hour that {role_name(study)} has: in the first month, and "
        "over the last twelve under each plan, with 95 % intervals",
        headings=("office", "first month", *study.names),
        rows=tuple(
            (
                str(office),
                cells[office, "before", baseline],
                *(cells[office, "after", plan] for plan in study.names),
            )
            for office in dict.fromkeys(row["office"] for row in rows)
        ),
    )


def _gaps(study: Study) -> Table:
    """Return how far the worst office lies from the median one."""
    return Table(
        caption="How far the worst office lies from the median one (95 % intervals of the gap)",
        headings=("measure", "plan", "worst office", "worst", "median", "gap"),
        rows=tuple(
            (
                f"{row['label']}, {row['unit']}",
                str(row["plan"]),
                str(row["worst_office"]),
                amount(row["worst"], row["unit"]),
                amount(row["median"], row["unit"]),
                interval_text(row["gap"], row["gap_low"], row["gap_high"], row["unit"]),
            )
            for row in sorted(rows_of(study.equity()), key=lambda row: str(row["measure"]))
        ),
        words=3,
    )
