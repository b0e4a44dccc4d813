"""Exhibits on the choice: what money buys, how the plans differ, where staff are short."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from staffing_sim.briefing.answer import across_plans, capital, listed, quoted
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.staffing import role_name
from staffing_sim.briefing.tables import difference_tables, head_to_head, level_table
from staffing_sim.study.words import amount, interval_text, rows_of

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["difference_exhibit", "money_exhibit", "offices_exhibit"]

Row = dict[str, Any]

_LINES = {"staffing": "staffing", "care": "care outside the home"}


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
    return Exhibit(
        question="What does each dollar buy?"
        if study.agency.costs.currency == "USD"
        else "What does the money buy?",
        found=(told,) if told else (),
        panels=(Panel(figure=figure, table=_cost_table(study)),),
        reading=(
            "Undiscounted. A fiscal year runs from July to June; one that the horizon cuts says "
            "how many of its months are in it. Net is what state and federal money leave to the "
            "agency, where their shares are given."
        ),
    )


def _cost_table(study: Study) -> Table:
    found = [row for row in rows_of(study.costs()) if row["line"] in _LINES]
    shown = [row for row in found if row["gross"] != 0.0]
    net = any(not math.isnan(row["net"]) for row in shown)
    return Table(
        caption=f"Cost by fiscal year, {study.agency.costs.currency}, means with 95 % intervals",
        headings=("plan", "fiscal year", "line", "gross", *(("net",) if net else ())),
        rows=tuple(
            (
                str(row["plan"]),
                _year(row),
                _LINES[row["line"]],
                _money(row, "gross"),
                *((_money(row, "net"),) if net else ()),
            )
            for row in shown
        ),
        words=3,
    )


def _year(row: Row) -> str:
    return (
        f"{row['fiscal_year']} ({row['months']} months)" if row["partial"] else row["fiscal_year"]
    )


def _money(row: Row, name: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], row["currency"])


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
        found=(),
        panels=(*panels, levels),
        reading=reading,
    )


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
        panels=(Panel(figure=figure_of(study.plot("office_loads"), alt=alt), table=table),),
        reading=(
            "Over 1, work is left undone or waits. The number of offices makes it likely that one "
            "of them is full by chance: look at the intervals."
        ),
    )


def _load(row: Row) -> str:
    return interval_text(row["load"], row["low"], row["high"], "")
