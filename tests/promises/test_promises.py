"""What every run promises, whatever the agency and the plan."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.engine.preparation import prepare
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.records import Run
from staffing_sim.world import World, draw_world
from tests.promises.agencies import agencies
from tests.promises.history import before, unequal
from tests.promises.plans import MONTHS, levers, plans
from tests.promises.running import differing, more_examples, records_of, same, some_examples
from tests.promises.situations import Situation, situations

ARRAYS = ("families", "children", "family_legs", "legs", "pool")


def world_of(situation: Situation, months: int = MONTHS) -> World:
    return draw_world(situation.agency, months=months, seed=situation.seed)


@some_examples
@given(situations())
def test_a_run_changes_neither_the_world_nor_the_agency_nor_the_plan(situation: Situation) -> None:
    world = world_of(situation)
    before = [getattr(world, name).tobytes() for name in ARRAYS]
    values = situation.agency.model_dump_json(), repr(situation.plan)
    records_of(situation.agency, world, situation.plan)
    assert [getattr(world, name).tobytes() for name in ARRAYS] == before
    assert (situation.agency.model_dump_json(), repr(situation.plan)) == values


@some_examples
@given(situations())
def test_the_same_seed_gives_the_same_world_and_the_same_records(situation: Situation) -> None:
    one, other = world_of(situation), world_of(situation)
    assert all(same(getattr(one, name), getattr(other, name)) for name in ARRAYS)
    runs = [records_of(situation.agency, world, situation.plan) for world in (one, other)]
    assert differing(*runs) == []
    assert runs[0].events == runs[1].events


@some_examples
@given(situations())
def test_a_longer_world_begins_with_the_shorter_one(situation: Situation) -> None:
    short, long = world_of(situation, MONTHS), world_of(situation, 2 * MONTHS)
    for name in ARRAYS:
        one, other = getattr(short, name), getattr(long, name)
        assert same(one, other[: len(one)]), name


@some_examples
@given(situations())
def test_a_horizon_twice_as_long_reproduces_the_short_one(situation: Situation) -> None:
    """Three runs to T: in the world of T, in that of 2T, and the first half of a run to 2T."""
    agency, plan = situation.agency, situation.plan
    short, long = world_of(situation, MONTHS), world_of(situation, 2 * MONTHS)
    ends_there = before(records_of(agency, short, plan), short, MONTHS)
    stops_there = records_of(agency, long, plan, months=MONTHS)
    assert unequal(ends_there, before(stops_there, long, MONTHS, part=short)) == []
    goes_on = records_of(agency, long, plan)
    assert unequal(ends_there, before(goes_on, long, MONTHS, part=short)) == []


@some_examples
@given(situations())
def test_what_a_run_leaves_at_its_horizon_does_not_depend_on_the_worlds_end(
    situation: Situation,
) -> None:
    """Counts by child, too, which no truncation reaches."""
    short, long = world_of(situation, MONTHS), world_of(situation, 2 * MONTHS)
    one = records_of(situation.agency, short, situation.plan)
    other = records_of(situation.agency, long, situation.plan, months=MONTHS)
    whole = ("people", "positions", "snapshots", "team_months", "contact_months", "clause_months")
    for table in whole:
        assert same(getattr(one, table), getattr(other, table)), table
    families, children = len(short.families), len(short.children)
    assert same(one.cases[:families], other.cases[:families])
    assert same(one.cases[families:], other.cases[other.n_families :][:children])


LISTS = (
    "hires",
    "caps",
    "clauses",
    "triage",
    "retention",
    "overtime",
    "furloughs",
    "clerks",
    "aides",
    "supervisors",
    "moves",
    "cuts",
    "strikes",
    "outside_strikes",
    "freezes",
    "rebalance",
    "expenses",
)
"""The levers of which a plan may hold several."""


@st.composite
def forks(draw: st.DrawFn) -> tuple[Situation, Plan, int]:
    """Draw a situation, and a second plan with more levers from some month on."""
    situation = draw(situations())
    month = draw(st.integers(1, MONTHS - 1))
    more = Plan("More", **draw(levers(situation.agency, month)))
    changes: dict[str, Any] = {
        name: getattr(situation.plan, name) + getattr(more, name) for name in LISTS
    }
    return situation, situation.plan.replace(**changes), month


@more_examples
@given(forks())
def test_plans_that_first_differ_in_a_month_run_alike_until_then(
    fork: tuple[Situation, Plan, int],
) -> None:
    situation, changed, month = fork
    world = world_of(situation)
    one = records_of(situation.agency, world, situation.plan)
    other = records_of(situation.agency, world, changed)
    assert unequal(before(one, world, month), before(other, world, month)) == []
    clauses = len(situation.plan.clauses)  # those of the first plan come first in the second
    counted = [_clauses_before(records, month, clauses) for records in (one, other)]
    pd.testing.assert_frame_equal(*counted, check_exact=True)


def _clauses_before(records: Records, month: int, clauses: int) -> pd.DataFrame:
    """Return what the first few clauses of a plan counted before a month."""
    rows = Run(records).clauses
    kept = rows[(rows["month"] < month) & (rows["clause"] < clauses)]
    return kept.reset_index(drop=True)


@some_examples
@given(forks())
def test_a_run_that_ends_when_plans_part_is_the_same_under_both(
    fork: tuple[Situation, Plan, int],
) -> None:
    situation, changed, month = fork
    world = world_of(situation)
    runs = [
        records_of(situation.agency, world, plan, months=month)
        for plan in (situation.plan, changed)
    ]
    assert differing(*runs, tables=("cases", "legs", "team_months", "contact_months")) == []


@some_examples
@given(situations(), st.data())
def test_more_positions_leave_the_luck_of_the_others_as_it_is(
    situation: Situation, data: st.DataObject
) -> None:
    agency = situation.agency
    role = data.draw(st.sampled_from([role.name for role in agency.roles]))
    more = Hires.monthly(2, months=2, kind="net", role=role, start=data.draw(st.integers(0, 3)))
    larger = situation.plan.replace(hires=(*situation.plan.hires, more))
    world = world_of(situation)
    few, many = (_luck(agency, world, plan) for plan in (situation.plan, larger))
    assert len(many) > len(few)
    assert few.items() <= many.items()


def _luck(agency: Agency, world: World, plan: Plan) -> dict[tuple[int, ...], tuple[float, ...]]:
    """Return what chance gives to every position and to every person who may fill it.

    Positions of the plan's own are left out: an earlier hire takes an earlier number.
    """
    tables = prepare(agency, world, plan, MONTHS)
    generations = agency.workforce.generations
    found: dict[tuple[int, ...], tuple[float, ...]] = {}
    for w, worker in enumerate(tables.workers):
        seat = (int(worker["office"]), int(worker["role"]), int(worker["number"]))
        found[seat] = (float(worker["part_load"]), float(worker["area"]))
        for person in tables.people[w * generations : (w + 1) * generations]:
            luck = [person[name] for name in PERSONAL_LUCK]
            found[*seat, int(person["generation"])] = tuple(float(number) for number in luck)
    return found


PERSONAL_LUCK = (
    "budget",
    "fill_months",
    "refill_luck",
    "academy_luck",
    "strike_luck",
    "luck",
)


@some_examples
@given(agencies(), st.integers(0, 10_000), st.data())
def test_every_plan_meets_the_same_families(agency: Agency, seed: int, data: st.DataObject) -> None:
    """Arrivals, sizes and births are those of the world, under any plan."""
    world = draw_world(agency, months=MONTHS, seed=seed)
    for plan in (Plan("As is"), data.draw(plans(agency))):
        cases = records_of(agency, world, plan).cases
        families = cases[: len(world.families)]
        assert families["opened"].tobytes() == world.families["arrival"].tobytes()
        assert (families["size"] == world.families["size"]).all()
        births = cases["birth"][len(world.families) :]
        assert births.tobytes() == world.children["birth"].tobytes()
