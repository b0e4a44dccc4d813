"""One rulebook, two clocks: whatever drives the rules, a run leaves the same bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from staffing_sim.engine import codes, compiled_clock, rules, run, tables
from staffing_sim.engine.rules import hours, visits
from staffing_sim.errors import RunError
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency, load_plans
from staffing_sim.world import draw_world
from tests.promises.plans import MONTHS
from tests.promises.running import differing, some_examples
from tests.promises.situations import Situation, situations

pytest.importorskip("numba", reason="where numba cannot be imported there is only one clock")
pytestmark = pytest.mark.usefixtures("short_pool")


@given(situation=situations())
@settings(some_examples, max_examples=200)
def test_both_clocks_leave_the_same_bits_in_any_small_agency(situation: Situation) -> None:
    agency, plan = situation.agency, situation.plan
    world = draw_world(agency, months=MONTHS, seed=situation.seed)
    compiled = run(agency, world, plan, clock="compiled")
    assert differing(run(agency, world, plan, clock="simpy"), compiled) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_both_clocks_leave_the_same_bits_in_the_small_office(number: int) -> None:
    agency, plan = load_agency("small-office"), load_plans("small-office")[number]
    world = draw_world(agency, months=24, seed=5)
    compiled = run(agency, world, plan, clock="compiled")
    interpreted = run(agency, world, plan, clock="simpy")
    assert differing(interpreted, compiled) == []
    assert interpreted.events == compiled.events > 1_000


@pytest.mark.parametrize("number", [0, 1, 2])
def test_both_clocks_leave_the_same_bits_in_a_service_without_children(number: int) -> None:
    agency, plan = load_agency("outreach-teams"), load_plans("outreach-teams")[number]
    world = draw_world(agency, months=24, seed=5)
    compiled = run(agency, world, plan, clock="compiled")
    interpreted = run(agency, world, plan, clock="simpy")
    assert differing(interpreted, compiled) == []
    assert interpreted.events == compiled.events > 1_000


@pytest.mark.county
def test_both_clocks_leave_the_same_bits_in_the_county() -> None:
    agency, plan = load_agency("la-county-2013"), load_plans("la-county-2013")[1]
    world = draw_world(agency, months=12, seed=5)
    compiled = run(agency, world, plan, clock="compiled")
    assert differing(run(agency, world, plan, clock="simpy"), compiled) == []


def test_a_plan_with_a_function_of_its_own_goes_to_simpy_and_says_so_when_it_cannot() -> None:
    agency = load_agency("small-office")
    world = draw_world(agency, months=1, seed=1)
    plan = Plan("Mine", assignment=lambda _case, workers: workers[0] if workers else None)
    assert run(agency, world, plan).clock == "simpy"
    with pytest.raises(RunError, match="cannot run a policy, hook or process of your own"):
        run(agency, world, plan, clock="compiled")


def test_every_room_of_the_rulebook_is_compiled_and_stands_in_its_table_of_contents() -> None:
    folder = Path(rules.__file__).parent
    assert sorted(rules.ROOMS) == sorted(path.stem for path in folder.glob("[a-z]*.py"))
    contents = [line.split()[0] for line in str(rules.__doc__).splitlines() if line[:4] == " " * 4]
    assert contents == list(rules.ROOMS)


def test_compiled_code_is_kept_apart_for_every_change_of_a_rule_or_constant() -> None:
    """What counts is the code that is loaded: its file may have changed since."""

    def capacity(worker: Any) -> float:
        return 2.0

    before = compiled_clock.cache_folder()
    for module, name, value in (
        (visits, "AWAY_SHARE", 0.6),
        (codes, "LEG_END", 17),
        (hours, "capacity", capacity),
        (tables, "ROLE", tables.STAGE),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, value)
            assert compiled_clock.cache_folder() != before
        assert compiled_clock.cache_folder() == before
