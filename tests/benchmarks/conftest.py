"""What every benchmark shares."""

from __future__ import annotations

import os
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from staffing_sim.engine import run
from staffing_sim.world import draw_world
from tests.benchmarks.agencies import AS_IS, ten_desks
from tests.benchmarks.measuring import Measure

collect_ignore = ["cimba_queue.py"]  # imports Cimba, which may be missing


def pytest_benchmark_update_machine_info(machine_info: dict[str, Any]) -> None:
    """Note how many processes wanted the processors; the report is written after the last one."""
    machine_info["load"] = os.getloadavg()[0]


@pytest.fixture(scope="session", autouse=True)
def compiled_rules() -> None:
    """Compile the rules, or load them, before any time is taken."""
    run(ten_desks(), draw_world(ten_desks(), months=1, seed=1), AS_IS, clock="compiled")


@pytest.fixture
def measure(benchmark: BenchmarkFixture) -> Measure:
    """Time a piece of work and note what it was."""
    return Measure(benchmark)
