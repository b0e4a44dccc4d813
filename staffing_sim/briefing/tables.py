"""The tables that show every plan: levels, differences beside the null model, plans in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from staffing_sim.briefing.answer import CLEAR, outcome_measure
from staffing_sim.briefing.elements import Table, quoted
from staffing_sim.measures import MEASURES
from staffing_sim.study.verdicts import judgement_named
from staffing_sim.study.words import (
    HEADLINES,
    heading,
    interval_text,
    rows_of,
    signed,
    span_text,
)

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["definitions", "difference_tables", "glance", "head_to_head", "level_table"]

Row = dict[str, Any]

_DIFFERENCE = ("difference", "95 % interval", "verdict")
_NULL = ("null model", "95 % interval", "verdict")


def glance(study: Study) -> Table:
    """Return four measures of every plan: what it is under the baseline, and what changes."""
    levels = {
        row["measure"]: row for row in _headlines(study, "summary") if _of_baseline(study, row)
    }
    shown = dict.fromkeys(("unseen_children", "caseload", outcome_measure(study), "cost"))
    measures = [name for name in shown if name in levels]
    rows = [
        (study.names[0], *(_level(levels[name]) for name in measures)),
        *(_changes(study, plan, measures) for plan in study.names[1:]),
    ]
    labels = (heading(levels[name]) for name in measures)
    changes = ", then what each other plan changes" if len(study.plans) > 1 else ""
    return Table(
        caption=f"At a glance: {quoted(study.names[0])}{changes} (95 % intervals in brackets)",
        headings=("plan", *labels),
        rows=tuple(rows),
    )


def _changes(study: Study, plan: str, measures: list[str]) -> tuple[str, ...]:
    found = {row["measure"]: row for row in _headlines(study, "differences") if row["plan"] == plan}
    return (plan, *(_change(found[name]) for name in measures))


def _change(row: Row) -> str:
    """Return a difference, its interval and, where it is not clear, that it is not."""
    if math.isnan(row["difference"]):
        return "undefined"
    size, span, verdict = _difference(row)
    points = " points" if row["unit"] == "share" else ""
    unclear = "" if verdict in CLEAR else f": {verdict}"
    return f"{size}{points} ({span}){unclear}"


def level_table(study: Study) -> Table:
    """Return every headline measure of every plan, mean and interval."""
    by_measure: dict[str, list[str]] = {}
    for row in _headlines(study, "summary"):
        by_measure.setdefault(heading(row), []).append(_level(row))
    return Table(
        caption="Every plan: means over the replications, with 95 % intervals in brackets",
        headings=("measure", *study.names),
        rows=tuple((label, *cells) for label, cells in by_measure.items()),
    )


def difference_tables(study: Study, null_study: Study | None) -> tuple[Table, ...]:
    """Return, for each plan, how it differs from the baseline, beside the null model."""
    null = {} if null_study is None else _by_plan_and_measure(null_study)
    return tuple(_of_plan(study, plan, null) for plan in study.names[1:])


def _of_plan(study: Study, plan: str, null: dict[tuple[str, str], Row]) -> Table:
    rows = []
    for row in _headlines(study, "differences"):
        if row["plan"] != plan:
            continue
        beside = null.get((plan, row["measure"]))
        rows.append((heading(row, points=True), *_difference(row), *_maybe(beside)))
    beside_it = ", beside the same in the null model" if null else ""
    return Table(
        caption=f"{quoted(plan)} less {quoted(study.names[0])}{beside_it}",
        headings=("measure", *_DIFFERENCE, *(_NULL if null else ())),
        rows=tuple(rows),
    )


def head_to_head(study: Study, measure: str = "unseen_children") -> Table | None:
    """Return one measure's differences of every plan from every other; none of two plans."""
    if len(study.plans) < 3:
        return None
    role = study.role_of(measure)
    rows = []
    for against in study.names[1:-1]:
        table = study.differences(against)
        of_measure = table[(table["measure"] == measure) & (table["role"] == role)]
        later = study.names[study.names.index(against) + 1 :]
        rows += [
            (f"{row['plan']}, less {quoted(against)}", *_difference(row))
            for row in rows_of(of_measure)
            if row["plan"] in later
        ]
    return Table(
        caption=f"{MEASURES[measure].label}: the plans against each other",
        headings=("plans", *_DIFFERENCE),
        rows=tuple(rows),
    )


def definitions(study: Study) -> Table:
    """Return what each headline measure counts, in full."""
    shown = [name for name in HEADLINES if (name, study.role_of(name)) in study.measured]
    return Table(
        caption="What each measure counts",
        headings=("measure", "what it counts"),
        rows=tuple((MEASURES[name].label, MEASURES[name].definition) for name in shown),
        words=2,
    )


def _difference(row: Row) -> tuple[str, str, str]:
    """Return a difference, its interval (all plans together) and what it comes to."""
    ends = (row["family_low"], row["family_high"])
    widest = max((abs(end) for end in (row["difference"], *ends) if not math.isnan(end)), default=0)
    if math.isnan(row["difference"]):
        return "undefined", "none", "undefined"
    size = signed(row["difference"], row["unit"], like=widest)
    return size, span_text(ends, row["unit"], like=widest, sign=signed), judgement_named(row)


def _maybe(row: Row | None) -> tuple[str, ...]:
    return () if row is None else _difference(row)


def _level(row: Row) -> str:
    return interval_text(row["mean"], row["low"], row["high"], row["unit"])


def _headlines(study: Study, table: str) -> list[Row]:
    return rows_of(study.headlines(getattr(study, table)()))


def _of_baseline(study: Study, row: Row) -> bool:
    return bool(row["plan"] == study.names[0])


def _by_plan_and_measure(study: Study) -> dict[tuple[str, str], Row]:
    rows = _headlines(study, "differences")
    return {(row["plan"], row["measure"]): row for row in rows}
