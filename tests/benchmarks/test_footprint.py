"""What a user waits for and pays: memory, a county's five years, the first compile, start-up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing_sim import load_agency
from staffing_sim.engine import run
from staffing_sim.engine.compiled_clock import run_compiled
from staffing_sim.engine.preparation import prepare
from staffing_sim.engine.records import records_of
from staffing_sim.engine.tables import Tables
from staffing_sim.records import Run
from staffing_sim.study.run import outcome_of
from staffing_sim.world import draw_world
from tests.benchmarks.agencies import AS_IS
from tests.benchmarks.event_costs import event_costs
from tests.benchmarks.measuring import Measure, in_a_process

MONTHS = 60
COUNTY_RUN = ("-m", "tests.benchmarks.one_county_run")
START_UP = {
    "python": ("-c", ""),
    "numpy": ("-c", "import numpy"),
    "staffing_sim": ("-c", "import staffing_sim"),
    "help": ("-m", "staffing_sim", "--help"),
}


def test_peak_memory_of_five_years_of_the_county(measure: Measure) -> None:
    """One plan, one replication, in a process of its own."""
    told = measure(lambda: in_a_process(*COUNTY_RUN, str(MONTHS)), rounds=1, warm_ups=0)
    measure.note(megabytes=float(told))


def test_five_years_of_the_county(measure: Measure) -> None:
    agency = load_agency("la-county-2013")

    def everything() -> Run:
        done = Run(run(agency, draw_world(agency, months=MONTHS, seed=2013), AS_IS))
        assert len(done.months) > 0
        return done

    measure.note(events=measure(everything, rounds=5).records.events)


@pytest.mark.parametrize("part", ["world", "prepare", "loop", "records", "month_table", "measures"])
def test_part_of_five_years_of_the_county(measure: Measure, part: str) -> None:
    agency = load_agency("la-county-2013")
    world = draw_world(agency, months=MONTHS, seed=2013)

    def fresh() -> Tables:
        return prepare(agency, world, AS_IS, MONTHS)

    finished = fresh()
    run_compiled(finished)
    records = records_of(agency, AS_IS, world, finished, "compiled")
    work: dict[str, Callable[[], object]] = {
        "world": lambda: draw_world(agency, months=MONTHS, seed=2013),
        "prepare": fresh,
        "records": lambda: records_of(agency, AS_IS, world, finished, "compiled"),
        "month_table": lambda: Run(records).months,
        "measures": lambda: outcome_of(Run(records), replication=0),
    }
    if part == "loop":
        measure(run_compiled, rounds=5, fresh=fresh)
    else:
        measure(work[part], rounds=5)


def test_kinds_of_event_in_five_years_of_the_county(measure: Measure) -> None:
    agency = load_agency("la-county-2013")
    world = draw_world(agency, months=MONTHS, seed=2013)
    rounds: list[dict[str, tuple[float, int]]] = []

    def drive(tables: Tables) -> None:
        rounds.append(event_costs(tables))

    measure(drive, rounds=5, fresh=lambda: prepare(agency, world, AS_IS, MONTHS))
    quietest = min(rounds[1:], key=lambda kinds: sum(seconds for seconds, _ in kinds.values()))
    measure.note(kinds=quietest)


def test_first_compile(measure: Measure, tmp_path: Path) -> None:
    """A run of one month where nothing has been compiled yet; start-up included."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    measure(lambda: in_a_process(*COUNTY_RUN, "1", environment=environment), rounds=1, warm_ups=0)


def test_cached_compile(measure: Measure) -> None:
    """The same where the compiled code lies in the cache."""
    measure(lambda: in_a_process(*COUNTY_RUN, "1"), rounds=5)


@pytest.mark.parametrize("what", START_UP)
def test_start_up(measure: Measure, what: str) -> None:
    measure(lambda: in_a_process(*START_UP[what]), rounds=9)
