"""``staffing-sim ledger``: where each number of an agency comes from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import get_args

from staffing_sim.cli.tables import text_table
from staffing_sim.cli.words import Faults, one_of
from staffing_sim.ledger import Grade, LedgerRow, by_grade
from staffing_sim.presets import load_agency, load_plans

__all__ = ["run"]

GRADES: tuple[Grade, ...] = get_args(Grade)


def run(options: argparse.Namespace) -> None:
    """Print an agency's ledger, or those of its numbers that were asked for, and counts of all."""
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    grade = faults.reading(lambda: _grade(options.grade))
    faults.tell()
    plans = load_plans(options.agency)
    rows = agency.ledger.rows(agency, plans)
    shown = [row for row in rows if grade in {None, row.grade} and holds(row, options.words)]
    print(ledger_table(shown, notes=options.notes))
    print()
    print(f"{len(shown)} shown; in all, of the agency and of its plans:")
    print(by_grade(agency.ledger.counts(agency, plans)))


def holds(row: LedgerRow, words: Sequence[str]) -> bool:
    """Does the number's key or its source hold every word, in capitals or not?

    Examples
    --------
    >>> row = LedgerRow(key="stages.adoption.hours.court", value=2, source="Workload study")
    >>> holds(row, ["workload", "court"]), holds(row, ["strike"])
    (True, False)
    """
    text = f"{row.key} {row.source}".casefold()
    return all(word.casefold() in text for word in words)


def ledger_table(rows: Sequence[LedgerRow], *, notes: bool = False) -> str:
    """Return each number with its value, unit, range and grade; below it its source and its note.

    Parameters
    ----------
    rows
        The numbers.
    notes
        Whether notes (the arithmetic, or a warning) stand below the sources.
    """
    lines: list[tuple[str, ...]] = []
    for row in rows:
        low_to_high = "" if row.low is None else f"{row.low:g} to {row.high:g}"
        lines.append((row.key, f"{row.value:g}", row.unit, low_to_high, row.grade))
        if row.source:
            lines.append((f"    {row.source}{f' ({row.date})' if row.date else ''}",))
        if notes and row.note:
            lines.append((f"    note: {row.note}",))
    return text_table(("number, and its source", "value", "unit", "range", "grade"), lines)


def _grade(typed: str | None) -> Grade | None:
    return None if typed is None else one_of("--grade", typed, GRADES)
