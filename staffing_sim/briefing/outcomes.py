"""Exhibits on what plans achieve: children unseen, time to permanence, and what that costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.elements import (
    Exhibit,
    Figure,
    Panel,
    Table,
    by_month,
    capital,
    chart_of,
    quoted,
    spread_text,
)
from staffing_sim.briefing.sentences import PERMANENCE, across_plans, outcome_measure
from staffing_sim.intervals import Floats, mean_interval, ratio_interval
from staffing_sim.study.figures import amount, interval_text, rows_of, signed, span_text

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.study import Study

Row = dict[str, Any]

_UNSEEN_READING: Final = (
    "A child is unseen in a month in which a visit was due and none took place, for whatever "
    "reason. Not every such child was harmed, nor every seen child safe."
)


def unseen_exhibit(study: Study) -> Exhibit:
    """Return children unseen by month, and why."""
    across = f"{capital(across_plans(study, 'unseen_children'))}." if len(study.plans) > 1 else ""
    return Exhibit(
        question="How many children go unseen?",
        found=tuple(text for text in (across, _why(study)) if text),
        panels=(_unseen_by_month(study), _unseen_by_reason(study)),
        reading=_UNSEEN_READING,
    )


def _unseen_by_month(study: Study) -> Panel:
    keys = ["plan", "month", "replication"]
    totals = study.months().groupby(keys, observed=True)["unseen"].sum().unstack("replication")
    cells = {place: spread_text(row.to_numpy(), "children") for place, row in totals.iterrows()}
    caption = (
        "Children not seen in the month: mean, and in brackets the 10th to 90th percentile of the "
        "replications"
    )
    return Panel(
        figure=chart_of(study, "unseen_children"),
        table=by_month(study, cells, caption=caption),  # type: ignore[arg-type]
    )


def _unseen_by_reason(study: Study) -> Panel:
    from staffing_sim.charts.visits import REASONS

    found = _reasons(study)
    table = Table(
        caption="Children not seen in a month by reason, means of the whole horizon",
        headings=("reason", *study.names),
        rows=tuple(
            (words, *(amount(found[plan][key], "children") for plan in study.names))
            for key, words in REASONS.items()
        ),
    )
    return Panel(figure=chart_of(study, "unseen_by_reason"), table=table)


def _reasons(study: Study) -> dict[str, dict[str, float]]:
    """Return children unseen a month by plan and reason, means over replications."""
    from staffing_sim.charts.visits import REASONS

    sums = study.months().groupby("plan", observed=True)[list(REASONS)].sum()
    runs_and_months = study.replications * study.horizon
    return {
        str(row["plan"]): {key: row[key] / runs_and_months for key in REASONS}
        for row in rows_of(sums.reset_index())
    }


def _why(study: Study) -> str:
    """Return the commonest reason under the baseline, and its part."""
    from staffing_sim.charts.visits import REASONS

    by_reason = _reasons(study)[study.names[0]]
    total = sum(by_reason.values())
    if total == 0.0:
        return f"Under {quoted(study.names[0])} nobody goes unseen."
    first = max(by_reason, key=lambda key: by_reason[key])
    share = amount(by_reason[first] / total, "share")
    return (
        f"Under {quoted(study.names[0])} the commonest reason is “{REASONS[first]}”: {share} of "
        "those not seen."
    )


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
_PERMANENCE_READING: Final = (
    "Children are followed from entry, including those still in care; finished stays alone would "
    "mislead. Returns to care are beside every gain, because a home that does not last is not "
    "permanent."
)

_FOLLOWED_READING: Final = (
    "Only the earliest to enter can be followed for all 24 months, and they meet a plan before its "
    "hires are at work. So the first table shows less of its effect than the second, which also "
    "holds children who are not followed to the end."
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
        reading=f"{_PERMANENCE_READING} {_FOLLOWED_READING}"
        if len(panels) > 1
        else _PERMANENCE_READING,
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
    table = _permanence_table(study, found, caption=caption, of="family")
    return Panel(figure=chart_of(study, "time_to_permanence"), table=table)


def _of_all_who_entered(study: Study) -> Panel:
    """Return all children who entered, those still in care when the run ends included."""
    caption = "All children who entered care after day 0, with 95 % intervals, each by itself"
    table = _permanence_table(study, _statistics(study), caption=caption, of="difference")
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


def _permanence_table(
    study: Study, found: Mapping[str, list[Row]], *, caption: str, of: str
) -> Table:
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


_LINES: Final = {"staffing": "staffing", "care": "care outside the home"}
_SHARES: Final = {"gross": "Gross cost", "net": "Net cost to the agency"}
_COST_READING: Final = (
    "Undiscounted. A fiscal year runs from {span}; where the horizon covers only part of it, "
    "the months are given. Net is what the agency pays after state and federal money, where their "
    "shares are known."
)


_BOUGHT_READING: Final = (
    "The same money also buys what other exhibits show, smaller caseloads and earlier homes. The "
    "price of one outcome is not the price of the plan and ranks plans on that outcome alone."
)


def money_exhibit(study: Study) -> Exhibit:
    """Return what plans cost, gross and net by fiscal year, and what that buys."""
    several = len(study.plans) > 1
    reading = _COST_READING.format(span=study.agency.costs.fiscal_year_span)
    bought = (Panel(figure=_money_figure(study), table=_bought(study)),) if several else ()
    return Exhibit(
        question="What does each dollar buy?"
        if study.agency.costs.currency == "USD"
        else "What does the money buy?",
        found=(f"{capital(across_plans(study, 'cost'))}.",) if several else (),
        panels=(*bought, *(Panel(table=table) for table in _cost_tables(study))),
        reading=f"{_BOUGHT_READING} {reading}" if several else reading,
    )


def _money_figure(study: Study) -> Figure:
    return chart_of(study, "cost_and_unseen")


def _bought(study: Study) -> Table:
    """Return what each plan costs more, the child-months it makes unseen, and their price."""
    baseline, *others = study.names
    currency = study.agency.costs.currency
    return Table(
        caption=f"What the money buys, against {quoted(baseline)}, over {study.horizon} months "
        "(95 % intervals, each by itself)",
        headings=(
            "plan",
            f"staffing cost, {currency}",
            "child-months unseen",
            f"cost per unseen child-month avoided, {currency}",
        ),
        rows=tuple(_purchase(study, plan) for plan in others),
    )


def _purchase(study: Study, plan: str) -> tuple[str, str, str, str]:
    """Return a plan's cost, its child-months unseen and, where both are clear, what one costs."""
    currency = study.agency.costs.currency
    cost, unseen = (_changes(study, plan, name) for name in ("cost", "unseen_children"))
    unseen = unseen * study.horizon
    told = (_signed_interval(cost, currency), _signed_interval(unseen, "children"))
    both = mean_interval(cost).low > 0.0 and mean_interval(unseen).high < 0.0
    price = ratio_interval(cost, -unseen) if both else None
    return plan, *told, interval_text(*price[:3], currency) if price else "not clear"


def _changes(study: Study, plan: str, measure: str) -> Floats:
    """Return what a plan changes of a measure in each replication."""
    values = study.measured[measure, "all"]
    changes: Floats = values[study.names.index(plan)] - values[0]
    return changes


def _signed_interval(changes: Floats, unit: str) -> str:
    mean, *ends, _ = mean_interval(changes)
    widest = max((abs(end) for end in (mean, *ends) if not math.isnan(end)), default=0.0)
    span = span_text((ends[0], ends[1]), unit, like=widest, sign=signed)
    return f"{signed(mean, unit, like=widest)} ({span})"


def _cost_tables(study: Study) -> tuple[Table, ...]:
    """Return gross cost, then net where the shares of who pays are given."""
    found = [row for row in rows_of(study.costs()) if row["line"] in _LINES]
    known = [name for name in _SHARES if any(row[name] > 0.0 for row in found)]
    return tuple(_cost_table(study, found, name) for name in known or ["gross"])


def _cost_table(study: Study, found: list[Row], name: str) -> Table:
    cells = {(_line(row), row["plan"]): _millions(row, name) for row in found}
    currency = study.agency.costs.currency
    return Table(
        caption=f"{_SHARES[name]} by fiscal year, million {currency} (95 % intervals)",
        headings=("line and fiscal year", *study.names),
        rows=tuple(
            (line, *(cells[line, plan] for plan in study.names))
            for line in dict.fromkeys(_line(row) for row in found)
        ),
    )


def _line(row: Row) -> str:
    cut = f" ({row['months']} months of it)" if row["partial"] else ""
    return f"{_LINES[row['line']]}, {row['fiscal_year']}{cut}"


def _millions(row: Row, name: str) -> str:
    mean, low, high = (1e-6 * row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if math.isnan(mean):
        return "not known"
    if math.isnan(low):
        return f"{mean:,.2f} (no interval)"
    return f"{mean:,.2f} ({low:,.2f} to {high:,.2f})"
