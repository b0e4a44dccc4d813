"""Runs that must be the same: doubled agencies, doubled hours, staff that changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing_sim.agency import Agency, Office
from staffing_sim.agency.pathway import Hours
from staffing_sim.agency.staff import Cap, HandOver
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.posts import Aides, Clerks, Cut, Move
from staffing_sim.plan.workdays import Furlough, OutsideStrike, Overtime, Strike
from staffing_sim.presets import load_agency
from staffing_sim.study import compare
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import AS_IS, run_as_is
from tests.promises.running import TABLES

MONTHS = 14
BUSY = Plan(
    "Everything at once",
    hires=(
        Hires.monthly(2, months=4, kind="net", start=1),
        Hires.once(2, kind="gross", start=3, role="emergency_response"),
    ),
    caps=PlanCap(role="continuing_services", limit=24, overflow="hard", start=2),
    overtime=Overtime(hours_per_month=8.0, start=3, months=4),
    strikes=Strike(
        start=date(2024, 7, 9),
        days=6,
        participation=0.7,
        catch_up=True,
        overtime_hours_per_month=12.0,
        overtime_months=1.3,
    ),
    clerks=Clerks(posts=3, hours_per_post=100.0, cost_post_year=70_000, start=2),
    aides=Aides(posts=2, hours_per_post=100.0, cost_post_year=60_000, months=6),
    furloughs=Furlough(days_per_month=1.0, start=8, months=3),
    moves=Move(count=2, role="emergency_response", to_role="adoption", start=5, retrained=True),
    cuts=(
        Cut(share=0.2, by="layoff", role="adoption", start=6),
        Cut(count=3, by="vacancy", start=7),
    ),
    outside_strikes=OutsideStrike(start=date(2024, 3, 11), days=20, participation=0.6),
    backfill_share=0.8,
)


def same(first: NDArray[np.void], second: NDArray[np.void], *, but: tuple[str, ...] = ()) -> bool:
    """Are two tables bitwise the same, NaN meeting NaN, in all but some columns?"""
    names = [name for name in first.dtype.names if name not in but]
    return len(first) == len(second) and all(
        np.array_equal(first[name], second[name], equal_nan=first[name].dtype.kind == "f")
        for name in names
    )


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def world(office: Agency) -> World:
    return draw_world(office, months=MONTHS, seed=51)


# --- a plan against itself ------------------------------------------------------------------------


def test_a_plan_run_twice_leaves_the_same_records_bit_for_bit(office: Agency, world: World) -> None:
    """Known answer 22: nothing is drawn inside a run, and a run changes nothing of its world."""
    before = [world.families.copy(), world.children.copy(), world.legs.copy()]
    first, second = run_as_is(office, world, BUSY), run_as_is(office, world, BUSY)
    for name in TABLES:
        assert same(getattr(first, name), getattr(second, name)), name
    for kept, now in zip(before, (world.families, world.children, world.legs), strict=True):
        assert same(kept, now)


def test_a_plan_compared_with_itself_differs_by_nothing(office: Agency) -> None:
    """Known answer 22: every difference, and both ends of every interval, are exactly 0."""
    twin = BUSY.replace(name="The same under another name")
    study = compare(office, [BUSY, twin], years=1, replications=2, seed=5, clock="simpy")
    differences = study.differences(baseline=BUSY.name)
    defined = differences["difference"].notna()
    assert defined.sum() > 30
    numbers = differences.loc[defined, ["difference", "low", "high"]].to_numpy()
    assert (numbers == 0.0).all()


# --- hours doubled --------------------------------------------------------------------------------


def hours_doubled(described: Agency) -> Agency:
    """Return the agency in which every hour has become two."""

    def twice(hours: Hours) -> Hours:
        return Hours(contact=2 * hours.contact, casework=2 * hours.casework, court=2 * hours.court)

    return described.replace(
        roles=tuple(
            role.replace(
                case_hours=2 * role.case_hours,
                cover_hours_per_position=2 * role.cover_hours_per_position,
            )
            for role in described.roles
        ),
        stages=tuple(
            stage.replace(hours=twice(stage.hours), second_hours=twice(stage.second_hours))
            for stage in described.stages
        ),
        contact=described.contact.replace(
            hours_per_attempt=2 * described.contact.hours_per_attempt,
            first_response_hours=2 * described.contact.first_response_hours,
        ),
    )


def test_hours_twice_as_long_in_demand_and_supply_change_no_bit(
    office: Agency, world: World
) -> None:
    """Known answer 20: only the ratio of hours counts; multiplying by 2 rounds nothing.

    A plan's hours (overtime, the hours of clerks and aides) are doubled with the agency's.
    """
    strike = BUSY.strikes[0]
    doubled = BUSY.replace(
        overtime=Overtime(hours_per_month=16.0, start=3, months=4),
        clerks=BUSY.clerks[0].replace(hours_per_post=200.0),
        aides=BUSY.aides[0].replace(hours_per_post=200.0),
        strikes=strike.replace(overtime_hours_per_month=2 * strike.overtime_hours_per_month),
    )
    once, twice = run_as_is(office, world, BUSY), run_as_is(hours_doubled(office), world, doubled)
    hours = tuple(name for name in once.team_months.dtype.names if name[-3:] in ("ded", "red"))
    hours += ("available", "aide_hours", "clerk_hours", "overtime_hours")
    for name in TABLES:
        but = hours if name == "team_months" else ("hours", "demanded")
        assert same(getattr(once, name), getattr(twice, name), but=but), name
    for column in hours:
        assert (2.0 * once.team_months[column] == twice.team_months[column]).all(), column
    for column in ("hours", "demanded"):
        assert (2.0 * once.snapshots[column] == twice.snapshots[column]).all(), column


# --- an agency doubled ----------------------------------------------------------------------------


def single(described: Agency) -> Agency:
    """Return the agency with one office, and no transfers, seats or gifts between offices."""
    workforce = described.workforce
    return described.replace(
        offices=(Office(name="Here", referrals=1.0),),
        workforce=workforce.replace(
            transfer_rate_per_year=0.0, academy=workforce.academy.replace(seats=None)
        ),
    )


def doubled_agency(described: Agency) -> Agency:
    """Return the agency with a twin office, and everybody twice."""
    return described.replace(
        offices=(Office(name="Here", referrals=1.0), Office(name="There", referrals=1.0)),
        roles=tuple(
            role.replace(positions=2 * role.positions, vacant=2 * role.vacant)
            for role in described.roles
        ),
        pipeline=tuple(hires.replace(count=2 * hires.count) for hires in described.pipeline),
    )


def doubled_world(world: World) -> World:
    """Return the world in which every family has a twin in the other office, at the same time."""
    families, children, family_legs, legs = (
        np.concatenate([table, table])
        for table in (world.families, world.children, world.family_legs, world.legs)
    )
    count, heads = len(world.families), len(world.children)
    families["office"][count:] = 1
    families["first_child"][count:] += heads
    later = families["leg"][count:]
    later[later >= 0] += len(world.family_legs)
    children["family"][heads:] += count
    children["household"][heads:] += heads
    children["first_leg"][heads:] += len(world.legs)
    extended = children["extended_leg"][heads:]
    extended[extended >= 0] += len(world.legs)
    family_legs["owner"][len(world.family_legs) :] += count
    legs["owner"][len(world.legs) :] += heads
    order = np.arange(2 * count).reshape(2, count).T.ravel()  # each family, then its twin
    place = np.empty_like(order)
    place[order] = np.arange(2 * count)
    children["family"] = place[children["family"]]
    family_legs["owner"] = place[family_legs["owner"]]
    return replace(
        world, families=families[order], children=children, family_legs=family_legs, legs=legs
    )


def of_office(records: Records, number: int) -> NDArray[np.void]:
    """Return the cases of an office, in their order: families as referred, children as drawn."""
    return records.cases[records.cases["office"] == number]


@pytest.mark.parametrize("overflow", ["soft", "hard"])
def test_an_office_does_not_notice_its_twin(office: Agency, overflow: str) -> None:
    """Known answer 19: without transfers two offices are two copies; the first is bitwise itself.

    The staff of the first office keep their luck; the twin's have luck of their own.
    """
    here = single(office)
    world = draw_world(here, months=MONTHS, seed=53)
    cap = PlanCap(role="continuing_services", limit=20, overflow=overflow)
    alone = run_as_is(here, world, Plan("Cap", caps=cap))
    both = run_as_is(doubled_agency(here), doubled_world(world), Plan("Cap", caps=cap))
    hidden = ("family", "office")
    assert same(of_office(alone, 0), of_office(both, 0), but=hidden)
    assert not same(of_office(alone, 0), of_office(both, 1), but=hidden)
    first = both.people["office"] == 0
    assert same(alone.people, both.people[first], but=("position", "origin_position"))


def test_two_offices_without_chance_among_their_staff_are_exact_copies(office: Agency) -> None:
    """Known answer 19: take the staff's luck away, and the twin is bitwise the same, too."""
    here = single(office)
    here = here.replace(
        roles=tuple(
            role.replace(area_spread=0.0, part_load_share=0.0, vacant=0) for role in here.roles
        ),
        workforce=here.workforce.replace(
            leaving=({"rate_per_year": 0.0},), absence_rate_per_year=0.0, tenure_years=50
        ),
    )
    world = draw_world(here, months=MONTHS, seed=54)
    alone = run_as_is(here, world)
    both = run_as_is(doubled_agency(here), doubled_world(world))
    for number in (0, 1):
        assert same(of_office(alone, 0), of_office(both, number), but=("family", "office"))
    sums = both.contact_months.reshape(MONTHS, 2, -1)
    once = alone.contact_months.reshape(MONTHS, 1, -1)
    for name in once.dtype.names:
        assert (sums[name] == once[name]).all(), name


# --- staff that changes nothing -------------------------------------------------------------------


PLANS = (
    AS_IS,
    Plan("More", hires=Hires.monthly(4, months=6, kind="net", trained=True)),
    Plan("Fewer", backfill_share=0.0),
    Plan("Gross", hires=Hires.monthly(3, months=5, kind="gross", role="emergency_response")),
    Plan("Overtime", overtime=Overtime(hours_per_month=20.0, start=0)),
)


def unmoved(described: Agency) -> Agency:
    """Return the agency in which staff changes nothing, with enough of it that none waits."""
    described = described.null().replace(
        hand_overs=HandOver(relearning_months=0.0),
        workforce=described.null().workforce.replace(absence_rate_per_year=0.0),
        observed="full_service",
    )
    return described.replace(
        roles=tuple(
            role.replace(cap=Cap(limit=20), positions=max(role.positions, 14))
            for role in described.roles
        )
    )


def test_where_hours_change_nothing_no_plan_for_staff_moves_an_exit(office: Agency) -> None:
    """Known answer 21: kappa = 0, beta = 0, no relearning, no queue: the same exits and causes."""
    described = unmoved(office)
    world = draw_world(described, months=MONTHS, seed=55)
    runs = [run_as_is(described, world, plan) for plan in PLANS]
    for records in runs:
        assert (records.team_months["waiting_children"] == 0).all()
        for column in ("case", "stage", "route", "cause"):
            assert (records.legs[column] == runs[0].legs[column]).all()
        for column in ("started", "ended"):
            np.testing.assert_allclose(records.legs[column], runs[0].legs[column], atol=1e-9)
    staffed = [(records.snapshots["state"] == 5).sum() for records in runs]
    assert len(set(staffed)) >= len(PLANS) - 1  # and yet the plans do staff differently


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_hours_asked_are_those_of_the_cases_open(office: Agency, plan: Plan) -> None:
    """Exact, team by team and month by month: each leg asks while it lasts, casework until done.

    In the same agency, where work moves at full speed whatever happens.
    """
    described = unmoved(office)
    world = draw_world(described, months=MONTHS, seed=56)
    records = run_as_is(described, world, plan)
    assert (records.team_months["waiting_children"] == 0).all()
    roles = [role.name for role in described.roles]
    drawn = np.concatenate([world.family_legs, world.legs])
    for month in range(MONTHS):
        asked = np.zeros((len(described.offices) * len(roles), 3))
        for number, stage in enumerate(described.stages):
            chosen = (records.legs["case"] >= 0) & (records.legs["stage"] == number)
            legs, work = records.legs[chosen], drawn["work"][chosen]
            done = np.where(drawn["due"][chosen] < np.inf, -np.inf, np.maximum(legs["started"], 0))
            ended = np.where(np.isfinite(legs["ended"]), legs["ended"], np.inf)
            lasting = _months_within(legs["started"], ended, month)
            worked = _months_within(legs["started"], np.minimum(ended, done + work), month)
            team = records.cases["office"][legs["case"]] * len(roles) + roles.index(stage.role)
            hours = (stage.hours.contact, stage.hours.casework, stage.hours.court)
            for column, time in enumerate((lasting, worked, lasting)):
                np.add.at(asked[:, column], team, hours[column] * time)
        found = records.team_months.reshape(MONTHS, -1)[month]
        for column, activity in enumerate(("contact", "casework", "court")):
            np.testing.assert_allclose(found[f"{activity}_demanded"], asked[:, column], atol=1e-6)


def _months_within(start: NDArray, end: NDArray, month: int) -> NDArray:
    return np.maximum(0.0, np.minimum(end, month + 1.0) - np.maximum(start, float(month)))


def test_where_hours_count_more_staff_moves_exits(office: Agency, world: World) -> None:
    """The other side of known answer 21: the same comparison is not blind."""
    first, more = (run_as_is(office, world, plan) for plan in PLANS[:2])
    ended = np.isfinite(first.legs["ended"]) & np.isfinite(more.legs["ended"])
    assert (np.abs(first.legs["ended"] - more.legs["ended"])[ended] > 1e-3).sum() > 50
