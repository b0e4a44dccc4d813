"""Exhibit: how much sooner children have a permanent home, with returns to care beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import across_plans, permanence_measure
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import by_name, capital, quoted
from staffing_sim.study.words import interval_text, rows_of, signed, span_text

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

__all__ = ["permanence_exhibit"]

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


def permanence_exhibit(study: Study) -> Exhibit | None:
    """Return how soon children have a permanent home; none where the horizon shows nothing."""
    if not _statistics(study) or study.incidence()["incidence"].isna().all():
        return None
    told = across_plans(study, permanence_measure(study)) if len(study.plans) > 1 else ""
    followed = study.followed()
    everybody = _of_all_who_entered(study)
    panels = [_of_those_followed(study, followed), everybody] if len(followed) else [everybody]
    return Exhibit(
        question="How much sooner is permanence?",
        found=(f"{capital(told)}.",) if told else (),
        panels=tuple(panels),
        reading=_READING,
    )


def _of_those_followed(study: Study, followed: pd.DataFrame) -> Panel:
    """Return children who entered early enough to be followed to the last of 24 months."""
    rows: dict[tuple[str, str, int], list[dict[str, Any]]] = {key: [] for key in _FOLLOWED}
    for row in rows_of(followed):
        rows.get((row["statistic"], row["exit"], row["month"]), []).append(row)
    alt = (
        "Lines: share of children with a permanent home, and by each way to one, by months since "
        "entering care; below, marks with intervals: months without a home, what plans change of "
        f"it, ageing out and re-entry; under {by_name(study.names)}."
    )
    table = Table(
        caption="Children who entered early enough to be followed for all 24 months, with 95 % "
        "intervals; those of differences for all plans together",
        headings=("what", "plan", "value", f"less {quoted(study.names[0])}"),
        rows=tuple(
            (_STATISTICS[way, exit_to].format(month=month), *_statistic(row, of="family"))
            for (way, exit_to, month), of_plans in rows.items()
            for row in of_plans
        ),
        words=2,
    )
    return Panel(figure=figure_of(study.plot("time_to_permanence"), alt=alt), table=table)


def _of_all_who_entered(study: Study) -> Panel:
    """Return all children who entered, those still in care when the run ends included."""
    alt = (
        "Lines with bands for the spread: share of children with a permanent home by months since "
        f"entering care, under {by_name(study.names)}."
    )
    table = Table(
        caption="All children who entered care after day 0, with 95 % intervals, each by itself",
        headings=("what", "plan", "value", f"less {quoted(study.names[0])}"),
        rows=_statistics(study),
        words=2,
    )
    return Panel(figure=figure_of(study.plot("permanence"), alt=alt), table=table)


def _statistics(study: Study) -> tuple[tuple[str, ...], ...]:
    """Return what is known of each plan at fixed dates."""
    months = _AT if study.horizon >= 24 else _AT_IN_A_SHORT_RUN
    found = [row for row in rows_of(study.permanence()) if row["month"] in months]
    return tuple(
        (words.format(month=row["month"]), *_statistic(row))
        for (statistic, way), words in _STATISTICS.items()
        for row in found
        if (row["statistic"], row["exit"]) == (statistic, way) and not math.isnan(row["value"])
    )


def _statistic(row: dict[str, Any], *, of: str = "difference") -> tuple[str, str, str]:
    """Return a plan, its value, and by how much it differs from the baseline."""
    unit = "months" if row["statistic"] == "restricted_mean" else "share"
    value = interval_text(row["value"], row["low"], row["high"], unit)
    gap, ends = row["difference"], (row[f"{of}_low"], row[f"{of}_high"])
    if math.isnan(gap):
        return str(row["plan"]), value, ""
    widest = max(abs(end) for end in (gap, *ends) if not math.isnan(end))
    points = " points" if unit == "share" else ""
    span = span_text(ends, unit, like=widest, sign=signed)
    return str(row["plan"]), value, f"{signed(gap, unit, like=widest)}{points} ({span})"
