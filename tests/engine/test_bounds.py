"""Compiled code that checks every row number (``NUMBA_BOUNDSCHECK=1``) notices a row too far.

Unchecked code would write over other memory, so these faults are planted in checked runs only:
``NUMBA_BOUNDSCHECK=1 python -m pytest tests/engine``.
"""

from __future__ import annotations

import os

import pytest

from staffing_sim.engine import compiled_clock
from staffing_sim.engine.preparation import prepare
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency
from staffing_sim.world import draw_world

CHECKED = os.environ.get("NUMBA_BOUNDSCHECK") == "1"


@pytest.mark.skipif(not CHECKED, reason="planted only where compiled code checks its bounds")
@pytest.mark.parametrize("table", ["scratch", "case_calendar", "snapshots", "stages", "pool"])
def test_a_table_with_too_few_rows_stops_a_checked_run(table: str) -> None:
    agency = load_agency("small-office")
    world = draw_world(agency, months=2, seed=1)
    tables = prepare(agency, world, Plan("As is"), 2)
    short = getattr(tables, table)[:2]
    with pytest.raises(IndexError):
        compiled_clock.run_compiled(tables._replace(**{table: short}))


def test_code_that_checks_its_bounds_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for checked in ("0", "1"):
        monkeypatch.setenv("NUMBA_BOUNDSCHECK", checked)
        names.add(compiled_clock.rulebook_digest())
    assert len(names) == 2
