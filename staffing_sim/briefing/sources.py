"""Every number that the results rest on, with where it comes from: the weakest grade first.

Numbers that share an entry of the ledger share a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from staffing_sim.briefing.parts import Table
from staffing_sim.values import Value

if TYPE_CHECKING:
    from staffing_sim.ledger import LedgerRow
    from staffing_sim.study import Study

__all__ = ["plan_table", "source_tables"]

_GRADES: Final = {
    "assumption": "Assumed",
    "expert": "An expert's word or memory",
    "derived": "Computed from published numbers",
    "published": "Read in a source",
}
_HEADINGS: Final = ("number", "value", "unit", "range that can be defended", "source")


def source_tables(study: Study) -> tuple[Table, ...]:
    """Return a table of numbers with their sources for each grade."""
    rows = study.agency.ledger.rows(study.agency, study.plans)
    return tuple(
        _table(label, some)
        for grade, label in _GRADES.items()
        if (some := [row for row in rows if row.grade == grade])
    )


def _table(label: str, rows: Sequence[LedgerRow]) -> Table:
    groups = [list(group) for _, group in groupby(rows, key=_entry)]
    return Table(
        caption=f"{label}: {len(rows)} number{'' if len(rows) == 1 else 's'}",
        headings=_HEADINGS,
        rows=tuple(_line(group) for group in groups),
        words=len(_HEADINGS),
    )


def _entry(row: LedgerRow) -> tuple[object, ...]:
    """Return what numbers of one entry have in common."""
    fields = (row.source, row.date, row.note, row.unit, row.low, row.high)
    return (*fields, row.key.count("."), row.key.rpartition(".")[2])


def _line(rows: Sequence[LedgerRow]) -> tuple[str, ...]:
    first = rows[0]
    values = [row.value for row in rows]
    low, high = (f"{end:g}" for end in (min(values), max(values)))
    told = (first.source, f"({first.date})" if first.date else "", first.note)
    return (
        _keys(rows),
        low if low == high else f"{low} to {high}",
        first.unit,
        "" if first.low is None else f"{first.low:g} to {first.high:g}",
        " ".join(part for part in told if part),
    )


def _keys(rows: Sequence[LedgerRow]) -> str:
    """Return the key of one number, or the key that several have in common, and how many."""
    if len(rows) == 1:
        return rows[0].key
    parts = zip(*(row.key.split(".") for row in rows), strict=False)
    common = ".".join(names[0] if len(set(names)) == 1 else "*" for names in parts)
    return f"{common} ({len(rows)} numbers)"


def plan_table(study: Study) -> Table:
    """Return each plan with what it decides, as its file would say it, and its note."""
    rows = []
    for plan in study.plans:
        given = {key: value for key, value in plan.given().items() if key not in {"name", "note"}}
        levers = "; ".join(
            f"{key.replace('_', ' ')}: {_said(value)}" for key, value in given.items()
        )
        rows.append((plan.name, levers or "nothing: the agency as it is", plan.note))
    return Table(
        caption="What each plan decides",
        headings=("plan", "levers", "note"),
        rows=tuple(rows),
        words=3,
    )


def _said(value: object) -> str:
    """Return a lever in words: its fields and what they are set to.

    Examples
    --------
    >>> from staffing_sim.plan import Hires
    >>> _said((Hires.once(5, kind="net"),))
    'per month 5, months 1, kind net'
    """
    if isinstance(value, tuple):
        return ", and ".join(map(_said, value))
    if isinstance(value, Value):
        fields = {name: part for name, part in value.given().items() if part is not None}
        return ", ".join(f"{name.replace('_', ' ')} {_said(part)}" for name, part in fields.items())
    if callable(value):
        return f"a function, {getattr(value, '__name__', type(value).__name__)}"
    return f"{value:g}" if isinstance(value, float) else str(value)
