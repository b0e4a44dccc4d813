"""Exhibits on the choice: what money buys, how the plans differ, where staff are short."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import CLEAR, across_plans, capital, listed, quoted
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.staffing import role_name
from staffing_sim.briefing.tables import difference_tables, head_to_head, level_table
from staffing_sim.measures import MEASURES
from staffing_sim.study.verdicts import judgement
from staffing_sim.study.words import amount, interval_text, rows_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["difference_exhibit", "money_exhibit", "offices_exhibit"]

Row = dict[str, Any]

_LINES: Final = {"staffing": "staffing", "care": "care outside the home"}
_SHARES: Final = {"gross": "Gross cost", "net": "Net cost to the agency"}


def money_exhibit(study: Study) -> Exhibit:
    """Return what plans cost, gross and net by fiscal year, and what that buys."""
    figure = None
    if len(study.plans) > 1:
        alt = (
            "Marks with crosses for intervals: staffing cost above the baseline's, against unseen "
            f"child-months avoided, for {listed([quoted(name) for name in study.names[1:]])}."
        )
        figure = figure_of(study.plot("cost_and_unseen"), alt=alt)
    told = f"{capital(across_plans(study, 'cost'))}." if figure else ""
    first, *others = _cost_tables(study)
    return Exhibit(
        question="What does each dollar buy?"
        if study.agency.costs.currency == "USD"
        else "What does the money buy?",
        found=(told,) if told else (),
        panels=(Panel(figure=figure, table=first), *(Panel(table=table) for table in others)),
        reading=(
            "Undiscounted. A fiscal year runs from July to June; one that the horizon cuts says "
            "how many of its months are in it. Net is what state and federal money leave to the "
            "agency, where their shares are given."
        ),
    )


def _cost_tables(study: Study) -> tuple[Table, ...]:
    """Return gross cost, then net where the shares of who pays are given."""
    found = [row for row in rows_of(study.costs()) if row["line"] in _LINES]
    known = [name for name in _SHARES if any(row[name] > 0.0 for row in found)]
    return tuple(_cost_table(study, found, name) for name in known or ["gross"])


def _cost_table(study: Study, found: list[Row], name: str) -> Table:
    cells = {(_line(row), row["plan"]): _money(row, name) for row in found}
    return Table(
        caption=f"{_SHARES[name]} by fiscal year, million {study.agency.costs.currency} (95 % "
        "intervals)",
        headings=("line and fiscal year", *study.names),
        rows=tuple(
            (line, *(cells[line, plan] for plan in study.names))
            for line in dict.fromkeys(_line(row) for row in found)
        ),
    )


def _line(row: Row) -> str:
    cut = f" ({row['months']} months of it)" if row["partial"] else ""
    return f"{_LINES[row['line']]}, {row['fiscal_year']}{cut}"


def _money(row: Row, name: str) -> str:
    mean, low, high = (1e-6 * row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if math.isnan(low):
        return f"{mean:,.2f} (no interval)"
    return f"{mean:,.2f} ({low:,.2f} to {high:,.2f})"


def difference_exhibit(study: Study, null_study: Study | None) -> Exhibit:
    """Return how every plan differs from the baseline, beside the null model."""
    levels = Panel(table=level_table(study))
    reading = (
        "Plans met the same families, children and luck, so a difference is the plans' doing. "
        "Intervals hold for all plans together within a measure. No clear difference means that "
        "chance alone could make it, not that there is none."
    )
    if len(study.plans) == 1:
        return Exhibit(question="What does the plan come to?", found=(), panels=(levels,))
    alt = (
        "Marks with intervals, a panel for each headline measure: paired differences of "
        f"{listed([quoted(name) for name in study.names[1:]])} from {quoted(study.names[0])}."
    )
    first, *others = difference_tables(study, null_study)
    panels = [Panel(figure=figure_of(study.plot("differences"), alt=alt), table=first)]
    panels += [Panel(table=table) for table in others]
    against = head_to_head(study)
    panels += [Panel(table=against)] if against else []
    return Exhibit(
        question="Which plan, and how much difference does it make?",
        found=tuple(_told(study, plan) for plan in study.names[1:]),
        panels=(*panels, levels),
        reading=reading,
    )


def _told(study: Study, plan: str) -> str:
    """Return in which headline measures a plan is better, in which worse, and the rest."""
    table = study.headlines(study.differences())
    found: dict[str, list[str]] = {}
    for row in rows_of(table[table["plan"] == plan]):
        label = MEASURES[row["measure"]].label.lower().partition(",")[0]
        found.setdefault(judgement(row), []).append(label)
    order = [*CLEAR, *(verdict for verdict in found if verdict not in CLEAR)]
    parts = [f"{name}: {listed(found[name])}" for name in order if name in found]
    return f"{quoted(plan)}, against {quoted(study.names[0])}. {'. '.join(map(capital, parts))}."


def offices_exhibit(study: Study) -> Exhibit:
    """Return hours demanded for each hour there is, by office, before and after."""
    frame = study.office_loads()
    role = study.agency.workforce.hiring_role
    rows = rows_of(frame[frame["role"] == role])
    offices = list(dict.fromkeys(row["office"] for row in rows))
    cells = {(row["office"], row["period"], row["plan"]): _load(row) for row in rows}
    baseline = study.names[0]
    worst = max(
        (row for row in rows if row["period"] == "after" and row["plan"] == baseline),
        key=lambda row: row["load"],
    )
    alt = (
        "Maps of load, a row for each office and a column for each role, darker for more: before, "
        f"and in the last months under {listed([quoted(name) for name in study.names])}."
    )
    table = Table(
        caption=f"Hours of work for each hour that {role_name(study)} has: in the first month, and "
        "over the last twelve under each plan, with 95 % intervals",
        headings=("office", "first month", *study.names),
        rows=tuple(
            (
                str(office),
                cells[office, "before", baseline],
                *(cells[office, "after", plan] for plan in study.names),
            )
            for office in offices
        ),
    )
    told = (
        f"In the last months under {quoted(baseline)} the fullest office for {role_name(study)} is "
        f"{worst['office']}, with {amount(worst['load'], '')} hours of work for each hour there is."
    )
    return Exhibit(
        question="Where are hours short?",
        found=(told,),
        panels=(
            Panel(figure=figure_of(study.plot("office_loads"), alt=alt), table=table),
            Panel(table=_equity_table(study)),
        ),
        reading=(
            "Over 1, work is left undone or waits. The number of offices makes it likely that one "
            "of them is full by chance: look at the intervals."
        ),
    )


def _equity_table(study: Study) -> Table:
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


def _load(row: Row) -> str:
    return interval_text(row["load"], row["low"], row["high"], "")
