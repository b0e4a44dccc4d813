"""One queue that every tool can run: ten workers, one family each, first come first served.

Each tool draws its own referrals and work, and its mean wait must be Erlang's (known answer 7).
A tool that is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import json
import math
import random
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
import simpy

from staffing_sim.engine import run
from staffing_sim.engine.compiled_clock import run_compiled
from staffing_sim.engine.preparation import prepare
from staffing_sim.world import draw_world
from tests.benchmarks.agencies import (
    AS_IS,
    DESK_FAMILIES_PER_MONTH,
    DESK_LOAD,
    DESK_MONTHS,
    DESK_WORK_MONTHS,
    DESKS,
    ten_desks,
)
from tests.benchmarks.measuring import Measure, in_a_process

FAMILIES = round(DESK_FAMILIES_PER_MONTH * DESK_MONTHS)


def erlangs_wait() -> float:
    """Return the mean wait of M/M/c."""
    offered = DESKS * DESK_LOAD
    below = sum(offered**n / math.factorial(n) for n in range(DESKS))
    full = offered**DESKS / math.factorial(DESKS) / (1.0 - DESK_LOAD)
    return full / (below + full) * DESK_WORK_MONTHS / (DESKS * (1.0 - DESK_LOAD))


def hold_against_theory(measure: Measure, mean_wait: float, families: int = FAMILIES) -> None:
    assert mean_wait == pytest.approx(erlangs_wait(), rel=0.15), "another queue was run"
    measure.note(families=families)


def test_queue_by_staffing_sim(measure: Measure) -> None:
    """World drawn and run, with every record."""
    agency = ten_desks()

    def draw_and_run() -> Any:
        return run(agency, draw_world(agency, months=DESK_MONTHS, seed=1), AS_IS)

    cases = measure(draw_and_run, rounds=7).cases
    hold_against_theory(measure, float(np.nanmean(cases["assigned"] - cases["opened"])))


def test_queue_by_staffing_sim_loop_alone(measure: Measure) -> None:
    agency = ten_desks()
    world = draw_world(agency, months=DESK_MONTHS, seed=1)

    def drive(tables: Any) -> Any:
        run_compiled(tables)
        return tables

    cases = measure(drive, rounds=7, fresh=lambda: prepare(agency, world, AS_IS, DESK_MONTHS)).cases
    hold_against_theory(measure, float(np.nanmean(cases["assigned"] - cases["opened"])))


def test_queue_by_simpy(measure: Measure) -> None:
    """A bare SimPy model that keeps nothing but the waits."""

    def simulate() -> list[float]:
        environment, chance, waits = simpy.Environment(), random.Random(1), []
        desks = simpy.Resource(environment, DESKS)

        def family() -> Generator[simpy.Event, Any, None]:
            came = environment.now
            with desks.request() as turn:
                yield turn
                waits.append(environment.now - came)
                yield environment.timeout(chance.expovariate(1.0 / DESK_WORK_MONTHS))

        def referrals() -> Generator[simpy.Event, Any, None]:
            while True:
                yield environment.timeout(chance.expovariate(DESK_FAMILIES_PER_MONTH))
                environment.process(family())

        environment.process(referrals())
        environment.run(until=DESK_MONTHS)
        return waits

    waits = measure(simulate, rounds=3)
    hold_against_theory(measure, float(np.mean(waits)), len(waits))


@pytest.mark.filterwarnings("default")
def test_queue_by_ciw(measure: Measure) -> None:
    ciw = pytest.importorskip("ciw")
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=DESK_FAMILIES_PER_MONTH)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / DESK_WORK_MONTHS)],
        number_of_servers=[DESKS],
    )

    def simulate() -> Any:
        ciw.seed(1)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(DESK_MONTHS)
        return simulation.get_all_records()

    waits = [record.waiting_time for record in measure(simulate, rounds=3)]
    hold_against_theory(measure, float(np.mean(waits)), len(waits))


def test_queue_by_cimba(measure: Measure) -> None:
    """Compiled by Cimba before the time is taken; the mean wait is Little's."""
    if importlib.util.find_spec("cimba") is None:
        pytest.skip("Cimba is not installed")
    words = ("-m", "tests.benchmarks.cimba_queue")
    told = json.loads(measure(lambda: in_a_process(*words), rounds=1, warm_ups=0))
    hold_against_theory(measure, told.pop("mean_line") / DESK_FAMILIES_PER_MONTH)
    measure.note(**told)
