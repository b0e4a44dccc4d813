"""Exhibit: what plans cost by fiscal year, gross and net, and what that buys."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import across_plans
from staffing_sim.briefing.figures import chart_of
from staffing_sim.briefing.parts import Exhibit, Figure, Panel, Table
from staffing_sim.briefing.words import capital, quoted
from staffing_sim.intervals import Floats, mean_interval, ratio_interval
from staffing_sim.study.figures import interval_text, rows_of, signed, span_text

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["money_exhibit"]

Row = dict[str, Any]

_LINES: Final = {"staffing": "staffing", "care": "care outside the home"}
_SHARES: Final = {"gross": "Gross cost", "net": "Net cost to the agency"}
_READING: Final = (
    "Undiscounted. A fiscal year runs from July to June; one that the horizon cuts says how many "
    "of its months are in it. Net is what state and federal money leave to the agency, where their "
    "shares are given."
)


_BOUGHT_READING: Final = (
    "The same money also buys what is told elsewhere, smaller caseloads and sooner homes; the "
    "price of one of them alone is no price of the plan, and ranks plans only by that one."
)


def money_exhibit(study: Study) -> Exhibit:
    """Return what plans cost, gross and net by fiscal year, and what that buys."""
    several = len(study.plans) > 1
    bought = (Panel(figure=_figure(study), table=_bought(study)),) if several else ()
    return Exhibit(
        question="What does each dollar buy?"
        if study.agency.costs.currency == "USD"
        else "What does the money buy?",
        found=(f"{capital(across_plans(study, 'cost'))}.",) if several else (),
        panels=(*bought, *(Panel(table=table) for table in _tables(study))),
        reading=f"{_BOUGHT_READING} {_READING}" if several else _READING,
    )


def _figure(study: Study) -> Figure:
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
            f"price of a child-month less unseen, {currency}",
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


def _tables(study: Study) -> tuple[Table, ...]:
    """Return gross cost, then net where the shares of who pays are given."""
    found = [row for row in rows_of(study.costs()) if row["line"] in _LINES]
    known = [name for name in _SHARES if any(row[name] > 0.0 for row in found)]
    return tuple(_table(study, found, name) for name in known or ["gross"])


def _table(study: Study, found: list[Row], name: str) -> Table:
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
