"""The small agency: the engine beside a C program that can do nothing else.

That both are the same agency is a test of the ordinary suite (tests/oracle/test_small_agency.py).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from staffing_sim.engine import run
from staffing_sim.engine.compiled_clock import run_compiled
from staffing_sim.engine.preparation import prepare
from staffing_sim.world import draw_world
from tests.benchmarks import c_program
from tests.benchmarks.agencies import AS_IS, SMALL_MONTHS, small_agency
from tests.benchmarks.measuring import Measure

SEED = 1
REPLICATIONS = 21


@pytest.mark.skipif(c_program.compiler() is None, reason="there is no C compiler")
def test_small_agency_in_c(measure: Measure, tmp_path: Path) -> None:
    """Draws as it goes and keeps sums only. The time is that of one replication."""
    program = c_program.compiled(tmp_path)
    started = time.perf_counter()
    told = measure(
        lambda: c_program.replications(program, seed=SEED, count=REPLICATIONS),
        rounds=1,
        warm_ups=0,
    )
    measure.note(
        events=int(told["events"].median()),
        cpu_seconds=float(told["cpu_seconds"].median()),
        wall_seconds=(time.perf_counter() - started) / REPLICATIONS,
    )


def test_small_agency_loop_alone(measure: Measure) -> None:
    agency = small_agency()
    world = draw_world(agency, months=SMALL_MONTHS, seed=SEED)

    def drive(tables: Any) -> int:
        run_compiled(tables)
        return int(tables.now["events"][0])

    events = measure(drive, rounds=9, fresh=lambda: prepare(agency, world, AS_IS, SMALL_MONTHS))
    measure.note(events=events)


def test_small_agency_run(measure: Measure) -> None:
    """Tables prepared, run, and every record kept."""
    agency = small_agency()
    world = draw_world(agency, months=SMALL_MONTHS, seed=SEED)
    measure.note(events=measure(lambda: run(agency, world, AS_IS), rounds=9).events)


def test_small_agency_world_and_run(measure: Measure) -> None:
    """All that the C program does, and the records: families and luck drawn too."""
    agency = small_agency()

    def draw_and_run() -> int:
        return run(agency, draw_world(agency, months=SMALL_MONTHS, seed=SEED), AS_IS).events

    measure.note(events=measure(draw_and_run, rounds=9))
