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
    """Print the ledger of an agency, or the numbers of one grade, and counts by grade."""
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    grade = faults.reading(lambda: _grade(options.grade))
    faults.tell()
    plans = load_plans(options.agency)
    rows = agency.ledger.rows(agency, plans)
    print(ledger_table([row for row in rows if grade in {None, row.grade}]))
    print()
    print(by_grade(agency.ledger.counts(agency, plans)))


def ledger_table(rows: Sequence[LedgerRow]) -> str:
    """Return each number with its value, unit, range and grade, and its source below it."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        low_to_high = "" if row.low is None else f"{row.low:g} to {row.high:g}"
        lines.append((row.key, f"{row.value:g}", row.unit, low_to_high, row.grade))
        if row.source:
            lines.append((f"    {row.source}{f' ({row.date})' if row.date else ''}",))
    return text_table(("number, and its source", "value", "unit", "range", "grade"), lines)


def _grade(typed: str | None) -> Grade | None:
    return None if typed is None else one_of("--grade", typed, GRADES)
