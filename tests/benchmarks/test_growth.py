"""Does the cost grow in proportion: with offices, with years, with caseload, with processes?"""

from __future__ import annotations

import pytest

from staffing_sim import load_agency
from staffing_sim.agency import Agency
from staffing_sim.engine import run
from staffing_sim.engine.compiled_clock import run_compiled
from staffing_sim.engine.preparation import prepare
from staffing_sim.engine.tables import Tables
from staffing_sim.records import Run
from staffing_sim.world import draw_world
from tests.benchmarks.agencies import AS_IS
from tests.benchmarks.growth import LOOP, WHOLE, with_caseload, with_offices
from tests.benchmarks.measuring import Measure

TIMES = (1, 2, 4, 8)
OFFICES, YEARS = 8, 2  # copies of the small office, and years, where they do not grow


def grown(way: str, times: int) -> tuple[Agency, int]:
    """Return an agency that has grown in this way so many times, and its horizon."""
    small, months = load_agency("small-office"), YEARS * 12
    if way == "offices":
        return with_offices(small, OFFICES * times), months
    if way == "caseload":
        return with_caseload(with_offices(small, OFFICES), times), months
    return with_offices(small, OFFICES), months * times


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("way", ["offices", "years", "caseload"])
def test_growth_of_a_run(measure: Measure, way: str, times: int) -> None:
    agency, months = grown(way, times)

    def everything() -> Run:
        done = Run(run(agency, draw_world(agency, months=months, seed=1), AS_IS))
        assert len(done.months) > 0
        return done

    events = measure(everything, rounds=3, warm_ups=0).records.events
    measure.note(way=way, times=times, events=events, part=WHOLE)


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("way", ["offices", "years", "caseload"])
def test_growth_of_the_loop(measure: Measure, way: str, times: int) -> None:
    agency, months = grown(way, times)
    world = draw_world(agency, months=months, seed=1)

    def fresh() -> Tables:
        return prepare(agency, world, AS_IS, months)

    def drive(tables: Tables) -> int:
        run_compiled(tables)
        return int(tables.now["events"][0])

    events = measure(drive, rounds=3, warm_ups=0, fresh=fresh)
    measure.note(way=way, times=times, events=events, part=LOOP)
