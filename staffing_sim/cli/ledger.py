"""``staffing-sim ledger``: where each number of an agency comes from."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import get_args

from staffing_sim.cli.tables import text_table
from staffing_sim.cli.words import Faults, one_of
from staffing_sim.ledger import Grade, LedgerRow
from staffing_sim.presets import load_agency

__all__ = ["run"]

GRADES: tuple[str, ...] = get_args(Grade)


def run(options: argparse.Namespace) -> None:
    """Print the ledger of an agency, or the numbers of one grade, and counts by grade."""
    faults = Faults()
    agency = faults.reading(lambda: load_agency(options.agency))
    grade = faults.reading(lambda: _grade(options.grade))
    faults.tell()
    rows = agency.ledger.rows(agency)
    print(ledger_table([row for row in rows if grade in {None, row.grade}]))
    print()
    print(counts_by_grade(rows))


def ledger_table(rows: Sequence[LedgerRow]) -> str:
    """Return one row per number: key, value, unit, range, grade, source."""
    cells = [
        (
            row.key,
            f"{row.value:g}",
            row.unit,
            "" if row.low is None else f"{row.low:g} to {row.high:g}",
            row.grade,
            f"{row.source} ({row.date})" if row.date else row.source,
        )
        for row in rows
    ]
    return text_table(("number", "value", "unit", "range", "grade", "source"), cells)


def counts_by_grade(rows: Sequence[LedgerRow]) -> str:
    """Return how many numbers there are of each grade, as one line."""
    counts = Counter(row.grade for row in rows)
    parts = ", ".join(f"{counts[grade]} {grade}" for grade in GRADES)
    return f"{len(rows)} numbers: {parts}"


def _grade(typed: str | None) -> str | None:
    return None if typed is None else one_of("--grade", typed, GRADES)
