"""Exhibits on children: how many go unseen and why, how soon they have a permanent home."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import across_plans, capital, listed, permanence_measure, quoted
from staffing_sim.briefing.dates import month_ends, names_of
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.intervals import percentile
from staffing_sim.intervals.means import Floats
from staffing_sim.study.words import amount, interval_text, rows_of, signed, span_text

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["permanence_exhibit", "unseen_exhibit"]

_STATISTICS: Final = {
    ("incidence", "permanence"): "permanent home within {month:.0f} months, share",
    ("restricted_mean", "permanence"): "months without a permanent home, of the first {month:.0f}",
    ("incidence", "aged_out"): "turned 18 in care within {month:.0f} months, share",
    ("reentry", "permanence"): "back in care within {month:.0f} months of a permanent home, share",
}
_AT: Final = (12.0, 24.0)
_AT_IN_A_SHORT_RUN: Final = (6.0, 12.0)


def unseen_exhibit(study: Study) -> Exhibit:
    """Return children unseen by month, and why."""
    from staffing_sim.charts.bars import REASONS

    plans = listed([quoted(name) for name in study.names])
    shares = _reasons(study, REASONS)
    return Exhibit(
        question="How many children go unseen?",
        found=(f"{capital(across_plans(study, 'unseen_children'))}.", _why(study, shares, REASONS))
        if len(study.plans) > 1
        else (_why(study, shares, REASONS),),
        panels=(
            Panel(
                figure=figure_of(
                    study.plot("unseen_children"),
                    alt=f"Lines over {study.horizon} months with bands for the spread: children "
                    f"not seen in each month, under {plans}.",
                ),
                table=_unseen_table(study),
            ),
            Panel(
                figure=figure_of(
                    study.plot("unseen_by_reason"),
                    alt=f"Bars: children not seen in a month by reason, under {plans}.",
                ),
                table=Table(
                    caption="Children not seen in a month by reason, means of the whole horizon",
                    headings=("reason", *study.names),
                    rows=tuple(
                        (words, *(amount(shares[plan][key], "children") for plan in study.names))
                        for key, words in REASONS.items()
                    ),
                ),
            ),
        ),
        reading=(
            "A child is unseen in a month in which a visit was due and none took place, for "
            "whatever reason. Not every such child was harmed, nor every seen child safe."
        ),
    )


def _unseen_table(study: Study) -> Table:
    months = month_ends(study.horizon)
    keys = ["plan", "month", "replication"]
    totals = study.months().groupby(keys, observed=True)["unseen"].sum()
    sums = {place: row.to_numpy() for place, row in totals.unstack("replication").iterrows()}
    return Table(
        caption="Children not seen in the month: mean, and in brackets the 10th to 90th percentile "
        "of the replications",
        headings=("month", *study.names),
        rows=tuple(
            (name, *(_spread(sums[plan, month]) for plan in study.names))
            for month, name in zip(months, names_of(study, months), strict=True)
        ),
    )


def _spread(values: Floats) -> str:
    mean = float(values.mean())
    ends = (percentile(values, share) for share in (0.1, 0.9))
    low, high = (amount(end, "children", like=mean) for end in ends)
    return f"{amount(mean, 'children')} ({low} to {high})"


def _reasons(study: Study, reasons: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return children unseen a month by plan and reason, means over replications."""
    sums = study.months().groupby("plan", observed=True)[list(reasons)].sum()
    runs_and_months = study.replications * study.horizon
    return {
        str(row["plan"]): {key: row[key] / runs_and_months for key in reasons}
        for row in rows_of(sums.reset_index())
    }


def _why(study: Study, found: dict[str, dict[str, float]], reasons: dict[str, str]) -> str:
    """Return the commonest reason under the baseline, and its part."""
    by_reason = found[study.names[0]]
    total = sum(by_reason.values())
    if total == 0.0:
        return f"Under {quoted(study.names[0])} nobody goes unseen."
    first = max(by_reason, key=lambda key: by_reason[key])
    share = amount(by_reason[first] / total, "share")
    return (
        f"Under {quoted(study.names[0])} the commonest reason is “{reasons[first]}”: {share} of "
        "those not seen."
    )


def permanence_exhibit(study: Study) -> Exhibit | None:
    """Return how soon children have a permanent home; none where the horizon shows nothing."""
    if study.incidence()["incidence"].isna().all():
        return None
    rows = _statistics(study)
    if not rows:
        return None
    told = [across_plans(study, permanence_measure(study))] if len(study.plans) > 1 else []
    alt = (
        "Lines with bands for the spread: share of children with a permanent home by months since "
        f"entering care, under {listed([quoted(name) for name in study.names])}."
    )
    table = Table(
        caption="Children who entered care after day 0: shares and months, with 95 % intervals, "
        "each by itself",
        headings=("what", "plan", "value", f"less {quoted(study.names[0])}"),
        rows=tuple(rows),
        words=2,
    )
    return Exhibit(
        question="How much sooner is permanence?",
        found=tuple(f"{capital(text)}." for text in told),
        panels=(Panel(figure=figure_of(study.plot("permanence"), alt=alt), table=table),),
        reading=(
            "Children are followed from entry, those still in care included; finished stays alone "
            "would mislead. Return to care stands beside every gain, because a home that does not "
            "last is none."
        ),
    )


def _statistics(study: Study) -> list[tuple[str, ...]]:
    found = rows_of(study.permanence())
    months = _AT if study.horizon >= 24 else _AT_IN_A_SHORT_RUN
    rows: list[tuple[str, ...]] = []
    for (statistic, way), words in _STATISTICS.items():
        for row in found:
            known = row["statistic"] == statistic and row["exit"] == way and row["month"] in months
            if known and not math.isnan(row["value"]):
                rows.append((words.format(month=row["month"]), *_statistic(row, statistic)))
    return rows


def _statistic(row: dict[str, Any], statistic: str) -> tuple[str, str, str]:
    unit = "months" if statistic == "restricted_mean" else "share"
    value = interval_text(row["value"], row["low"], row["high"], unit)
    gap, ends = row["difference"], (row["difference_low"], row["difference_high"])
    if math.isnan(gap):
        return str(row["plan"]), value, ""
    widest = max(abs(end) for end in (gap, *ends) if not math.isnan(end))
    points = " points" if unit == "share" else ""
    size = signed(gap, unit, like=widest)
    return (
        str(row["plan"]),
        value,
        f"{size}{points} ({span_text(ends, unit, like=widest, sign=signed)})",
    )
