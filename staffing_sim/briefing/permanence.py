"""Exhibit: how much sooner children have a permanent home, with returns to care beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import PERMANENCE, across_plans, outcome_measure
from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import capital, quoted
from staffing_sim.study.figures import interval_text, rows_of, signed, span_text

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["permanence_exhibit"]

Row = dict[str, Any]

_STATISTICS: Final = {
    ("incidence", "permanence"): "permanent home within {month:.0f} months, share",
    ("restricted_mean", "permanence"): "months without a permanent home, of the first {month:.0f}",
    ("incidence", "aged_out"): "turned 18 in care within {month:.0f} months, share",
    ("reentry", "permanence"): "back in care within {month:.0f} months of a permanent home, share",
}
_AT: Final = (12.0, 24.0)
_AT_IN_A_SHORT_RUN: Final = (6.0, 12.0)
_FOLLOWED: Final = (
    ("incidence", "permanence", 12),
    ("incidence", "permanence", 24),
    ("restricted_mean", "permanence", 24),
    ("incidence", "aged_out", 24),
    ("reentry", "permanence", 12),
)
_READING: Final = (
    "Children are followed from entry, those still in care included; finished stays alone would "
    "mislead. Return to care stands beside every gain, because a home that does not last is none."
)

_READING_OF_TWO: Final = (
    "Only the first to enter can be followed all the way, and they meet a plan before its hires "
    "are at work: so the first table shows less of it than the second, whose last children are not "
    "followed to the end."
)


def permanence_exhibit(study: Study) -> Exhibit | None:
    """Return how soon children have a permanent home; none where the horizon shows nothing."""
    if not _statistics(study) or study.incidence()["incidence"].isna().all():
        return None
    measure = outcome_measure(study)
    compared = len(study.plans) > 1 and measure in PERMANENCE
    followed = study.followed()
    everybody = _of_all_who_entered(study)
    panels = [_of_those_followed(study, followed), everybody] if len(followed) else [everybody]
    return Exhibit(
        question="How much sooner is permanence?",
        found=(f"{capital(across_plans(study, measure))}.",) if compared else (),
        panels=tuple(panels),
        reading=f"{_READING} {_READING_OF_TWO}" if len(panels) > 1 else _READING,
    )


def _of_those_followed(study: Study, followed: pd.DataFrame) -> Panel:
    """Return children who entered early enough to be followed to the last of 24 months."""
    rows: dict[tuple[str, str, int], list[Row]] = {key: [] for key in _FOLLOWED}
    for row in rows_of(followed):
        rows.get((row["statistic"], row["exit"], row["month"]), []).append(row)
    caption = (
        "Children who entered early enough to be followed for all 24 months, with 95 % intervals; "
        "those of differences for all plans together"
    )
    found = {
        _STATISTICS[way, exit_to].format(month=month): of_plans
        for (way, exit_to, month), of_plans in rows.items()
    }
    table = _table(study, found, caption=caption, of="family")
    return Panel(figure=chart_of(study, "time_to_permanence"), table=table)


def _of_all_who_entered(study: Study) -> Panel:
    """Return all children who entered, those still in care when the run ends included."""
    caption = "All children who entered care after day 0, with 95 % intervals, each by itself"
    table = _table(study, _statistics(study), caption=caption, of="difference")
    return Panel(figure=chart_of(study, "permanence"), table=table)


def _statistics(study: Study) -> dict[str, list[Row]]:
    """Return what is known of each plan at fixed dates, by what it is."""
    months = _AT if study.horizon >= 24 else _AT_IN_A_SHORT_RUN
    known = study.permanence().dropna(subset=["value"])
    found: dict[str, list[Row]] = {}
    for (statistic, way), words in _STATISTICS.items():
        for row in rows_of(known[known["month"].isin(months)]):
            if (row["statistic"], row["exit"]) == (statistic, way):
                found.setdefault(words.format(month=row["month"]), []).append(row)
    return found


def _table(study: Study, found: Mapping[str, list[Row]], *, caption: str, of: str) -> Table:
    """Return a column for each plan; under each statistic, by how much plans change it."""
    baseline, *others = study.names
    rows: list[tuple[str, ...]] = []
    for what, of_plans in found.items():
        told = {str(row["plan"]): row for row in of_plans}
        rows.append((what, *(_value(told.get(plan)) for plan in study.names)))
        if others:
            changes = (_change(told.get(plan), of=of) for plan in others)
            rows.append((f"{what}, less {quoted(baseline)}", "", *changes))
    return Table(caption=caption, headings=("what", *study.names), rows=tuple(rows))


def _value(row: Row | None) -> str:
    if row is None:
        return "not known"
    return interval_text(row["value"], row["low"], row["high"], _unit(row))


def _change(row: Row | None, *, of: str) -> str:
    """Return by how much a plan differs from the baseline, with its interval."""
    if row is None or math.isnan(row["difference"]):
        return "not known"
    unit = _unit(row)
    gap, ends = row["difference"], (row[f"{of}_low"], row[f"{of}_high"])
    widest = max(abs(end) for end in (gap, *ends) if not math.isnan(end))
    points = " points" if unit == "share" else ""
    span = span_text(ends, unit, like=widest, sign=signed)
    return f"{signed(gap, unit, like=widest)}{points} ({span})"


def _unit(row: Row) -> str:
    return "months" if row["statistic"] == "restricted_mean" else "share"
