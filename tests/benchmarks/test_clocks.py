"""The compiled clock beside the SimPy clock and beside models with a process for each case."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from staffing_sim import load_agency
from staffing_sim.agency import Agency
from staffing_sim.engine import run
from staffing_sim.engine.compiled_clock import run_compiled
from staffing_sim.engine.preparation import prepare
from staffing_sim.engine.simpy_clock import SimpyClock
from staffing_sim.engine.tables import Tables, object_form
from staffing_sim.engine.view import AgencyView
from staffing_sim.world import World, draw_world
from tests.benchmarks.agencies import AS_IS, small_agency
from tests.benchmarks.measuring import Measure
from tests.benchmarks.process_per_case import SmallAgency
from tests.oracle.model import Oracle

SIMPY_MONTHS = 3
ORACLE_SHARE = 0.1
YEAR = 12
ROUNDS = {"compiled": 7, "simpy": 3}


@functools.cache
def county(months: int) -> tuple[Agency, World]:
    agency = load_agency("la-county-2013")
    return agency, draw_world(agency, months=months, seed=2013)


def county_tables() -> Tables:
    agency, world = county(SIMPY_MONTHS)
    return prepare(agency, world, AS_IS, SIMPY_MONTHS)


def drive_by_simpy(tables: Tables) -> Tables:
    SimpyClock(tables, AgencyView(county(SIMPY_MONTHS)[0], tables)).run()
    return tables


def drive_compiled(tables: Tables) -> Tables:
    run_compiled(tables)
    return tables


def events_of(tables: Tables) -> int:
    first: Any = tables.now[0]
    return int(first["events"] if hasattr(first, "dtype") else first.events)


def test_county_loop_compiled(measure: Measure) -> None:
    tables = measure(drive_compiled, rounds=ROUNDS["compiled"], fresh=county_tables)
    measure.note(events=events_of(tables))


def test_county_loop_simpy(measure: Measure) -> None:
    tables = measure(
        drive_by_simpy, rounds=ROUNDS["simpy"], fresh=lambda: object_form(county_tables())
    )
    measure.note(events=events_of(tables))


@pytest.mark.parametrize("clock", ["compiled", "simpy"])
def test_county_run(measure: Measure, clock: Any) -> None:
    agency, world = county(SIMPY_MONTHS)
    records = measure(lambda: run(agency, world, AS_IS, clock=clock), rounds=ROUNDS[clock])
    measure.note(events=records.events, months=SIMPY_MONTHS)


@pytest.mark.parametrize("model", ["engine", "oracle"])
def test_tenth_of_the_small_agency(measure: Measure, model: str) -> None:
    agency = small_agency(share=ORACLE_SHARE)
    world = draw_world(agency, months=YEAR, seed=1)
    if model == "engine":
        measure(lambda: run(agency, world, AS_IS), rounds=7)
    else:
        measure(lambda: Oracle(agency, world, AS_IS, YEAR).run(), rounds=3, warm_ups=0)
    measure.note(events=run(agency, world, AS_IS).events)


def test_year_of_the_small_agency_by_the_engine(measure: Measure) -> None:
    agency = small_agency()
    world = draw_world(agency, months=YEAR, seed=1)
    records = measure(lambda: run(agency, world, AS_IS), rounds=7)
    measure.note(events=records.events)


def test_year_of_the_small_agency_by_processes(measure: Measure) -> None:
    model = measure(lambda: SmallAgency(seed=1).run(YEAR), rounds=3, warm_ups=0)
    measure.note(events=model.events)
