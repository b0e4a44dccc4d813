"""Levers by hand: what each does and costs; and that each, set to nothing, is nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.costs import Costs
from staffing_sim.agency.demand import ContactRule
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import Role, Triage
from staffing_sim.distributions import Constant, Uniform
from staffing_sim.engine.records import POSITION_STATES, Records
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import Clause
from staffing_sim.plan.dealing import deal
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.posts import Aides, Clerks, Cut, Expense, Move, Supervisors
from staffing_sim.plan.workdays import (
    PAID_HOURS_PER_YEAR,
    Furlough,
    OutsideStrike,
    Overtime,
    Retention,
    Strike,
)
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.records.cost_months import COST_LINES
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import World, draw_world, person_luck
from tests.known_answers import traces
from tests.known_answers.agencies import (
    HOURS,
    agency,
    care,
    open_door,
    run_as_is,
    scripted,
    whole_service,
)
from tests.promises.running import differing

ENDLESS = Route(to="exit", cause="closed", share=1.0, work=1000.0)
PAY = 120_000.0
POOL = 1 << 22
MONTHS = 10


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def world(office: Agency) -> World:
    return draw_world(office, months=MONTHS, seed=77)


# --- set to nothing, a lever is nothing -----------------------------------------------------------

STRIKE = Strike(start=date(2024, 3, 20), days=5, participation=0.7)
NOTHINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "clerks without hours": ({}, {"clerks": Clerks(posts=9, hours_per_post=0, cost_post_year=1)}),
    "no clerks": ({}, {"clerks": Clerks(posts=0, cost_post_year=1)}),
    "aides who may do nothing": ({}, {"aides": Aides(posts=9, most_share=0, cost_post_year=1)}),
    "supervisors who change nothing": (
        {},
        {"supervisors": Supervisors(workers_each=6, cost_post_year=1)},
    ),
    "overtime that tires nobody": (
        {"overtime": Overtime(hours_per_month=9.7)},
        {"overtime": Overtime(hours_per_month=9.7, most_hours_per_month=9.7, tires_after=1)},
    ),
    "a furlough after the end": ({}, {"furloughs": Furlough(days_per_month=3, start=MONTHS)}),
    "a strike nobody follows": (
        {},
        {"strikes": STRIKE.replace(participation=0, catch_up=True)},
    ),
    "an outside strike nobody follows": (
        {},
        {"outside_strikes": OutsideStrike(start=date(2024, 3, 20), days=5, participation=0)},
    ),
    "a catch-up when the month is over": (
        {"strikes": STRIKE.replace(start=date(2024, 3, 1), days=DAYS_PER_MONTH)},
        {"strikes": STRIKE.replace(start=date(2024, 3, 1), days=DAYS_PER_MONTH, catch_up=True)},
    ),
    "catch-up overtime of no length": (
        {"strikes": STRIKE},
        {"strikes": STRIKE.replace(overtime_hours_per_month=30)},
    ),
    "an academy as long as ever": (
        {"hires": Hires.once(4, kind="net")},
        {"hires": Hires.once(4, kind="net"), "academy_months": 2.5},
    ),
    "seats for who comes first": (
        {"hires": Hires.once(9, kind="net")},
        {"hires": Hires.once(9, kind="net"), "academy_order": "first_come"},
    ),
    "successors before new posts of which there are none": (
        {},
        {"academy_order": "replacements_first"},
    ),
    "successors first where everybody has a seat": (
        {"hires": Hires.once(9, kind="net"), "academy_seats": 99},
        {"hires": Hires.once(9, kind="net"), "academy_seats": 99}
        | {"academy_order": "replacements_first"},
    ),
    "money": ({}, {"expenses": Expense(name="Cars", once=5, per_year=7)}),
}


@pytest.mark.parametrize("name", NOTHINGS)
def test_a_lever_set_to_nothing_changes_no_bit(office: Agency, world: World, name: str) -> None:
    without, with_nothing = NOTHINGS[name]
    if "academy_months" in with_nothing:
        with_nothing = with_nothing | {"academy_months": office.workforce.academy.months}
    one = run_as_is(office, world, Plan("Without", **without))
    other = run_as_is(office, world, Plan("With", **with_nothing))
    assert differing(one, other) == []


def test_supervision_that_slows_leaving_is_retention_under_another_name(
    office: Agency, world: World
) -> None:
    closer = Supervisors(workers_each=6, cost_post_year=1, leaving_factor=0.5, start=2)
    one = run_as_is(office, world, Plan("Supervisors", supervisors=closer))
    other = run_as_is(office, world, Plan("Retention", retention=Retention(factor=0.5, start=2)))
    assert differing(one, other) == []
    assert differing(one, run_as_is(office, world, Plan("As is"))) != []


# --- clerks and aides -----------------------------------------------------------------------------


def one_desk(plan: Plan, *, hours: Hours, children: int = 1, **values: Any) -> Records:
    """Run one worker of 100 hours for three months, with children who are there from day 0 on."""
    described = agency(
        [open_door("care"), care(ENDLESS, hours=hours, contact_required=True)],
        offices=1,
        families=60.0,
        **values,
    )
    arrivals = [0.0] * children
    world = scripted(described, arrivals=arrivals, sizes=[1] * children, months=3)
    return run_as_is(described, world, plan)


@pytest.mark.parametrize(("most", "left"), [(1.0, 30.0), (0.25, 45.0)])
def test_clerks_take_their_hours_of_papers_off_a_worker(most: float, left: float) -> None:
    """60 hours of papers and 90 of casework; a clerk does 30 of the papers, or a quarter."""
    clerks = Clerks(posts=1, hours_per_post=30, most_share=most, cost_post_year=1, start=1)
    records = one_desk(Plan("A clerk", clerks=clerks), hours=Hours(casework=90, court=60))
    months = records.team_months
    share = np.array([HOURS / 150.0, HOURS / (90.0 + left), HOURS / (90.0 + left)])
    np.testing.assert_allclose(months["casework_delivered"], 90.0 * share, atol=1e-9)
    np.testing.assert_allclose(months["court_demanded"], [60.0, left, left], atol=1e-9)
    np.testing.assert_allclose(months["clerk_hours"], [0.0, 60.0 - left, 60.0 - left], atol=1e-9)


def test_what_aides_take_over_counts_as_visits() -> None:
    """Ten children, 20 hours a visit and child; 100 hours reach 5 of them, 60 more reach 8."""
    aides = Aides(posts=2, hours_per_post=30, cost_post_year=1, start=1)
    records = one_desk(
        Plan("Aides", aides=aides),
        hours=Hours(contact=20),
        children=10,
        contact=ContactRule(success=1.0, hours_per_attempt=20.0),
    )
    seen = records.contact_months["seen"].reshape(3, -1).sum(axis=1)
    assert seen.tolist() == [5, 8, 8]
    np.testing.assert_allclose(records.team_months["aide_hours"], [0, 60, 60], atol=1e-9)


def test_posts_are_dealt_to_offices_and_the_first_of_more_stay_where_they_are() -> None:
    described = load_agency("small-office")
    for offices in ("need", "referrals", "staff"):
        first, more = (deal(described, count, offices, role=1) for count in (5, 9))
        assert first == more[:5]
    only = deal(described, 4, (("Hillcrest", 1.0),), role=1)
    assert {described.offices[place].name for place in only} == {"Hillcrest"}


# --- working time ---------------------------------------------------------------------------------


def staff(plan: Plan, *, months: int, rate: float = 0.0, offices: int = 1) -> Records:
    """Run four workers of 100 hours an office, with hardly a case; no leaver is replaced."""
    workforce = traces.leaving(rate, time_to_fill_days=Constant(value=0.0), backfill_share=0.0)
    costs = Costs(worker_year=PAY)
    return traces.staff(workforce, plan, months=months, offices=offices, costs=costs)


def month_sums(records: Records, column: str) -> NDArray[np.float64]:
    return records.team_months[column].reshape(records.months, -1).sum(axis=1)


def test_overtime_stops_at_its_limit_and_brings_less_once_it_tires() -> None:
    """Four workers; 20 hours capped at 16; from the third month an hour brings three quarters."""
    overtime = Overtime(
        hours_per_month=20, months=4, most_hours_per_month=16, tires_after=2, tired_delivery=0.75
    )
    records = staff(Plan("Overtime", overtime=overtime), months=6)
    hours = month_sums(records, "available")
    np.testing.assert_allclose(hours, [464, 464, 448, 448, 400, 400], atol=1e-9)
    paid = month_sums(records, "overtime_hours")
    np.testing.assert_allclose(paid, [64, 64, 64, 64, 0, 0], atol=1e-9)
    cost = Run(records).months["cost_overtime"]
    np.testing.assert_allclose(cost, paid * 1.5 * PAY / PAID_HOURS_PER_YEAR, atol=1e-6)


def test_overtime_that_tires_drives_workers_out_by_its_factor() -> None:
    """Rate 0.1; threefold from the third month of overtime to the sixth: exact by each budget."""
    overtime = Overtime(hours_per_month=8, months=6, tires_after=2, tired_leaving=3)
    records = staff(Plan("Overtime", overtime=overtime), months=9, rate=0.1, offices=30)
    used = np.concatenate([[0.0], np.cumsum([0.1] * 2 + [0.3] * 4 + [0.1] * 3)])
    luck = [person_luck(records.seed, (office, 0), 4, 16, POOL)["budget"] for office in range(30)]
    budgets = np.concatenate([of_office[:, 0] for of_office in luck])
    due_at = np.interp(budgets, used, np.arange(10.0), right=np.nan)
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_furlough_days_take_hours_and_pay_in_proportion() -> None:
    """6.5 of the 21.67 paid days of a month are three tenths."""
    records = staff(Plan("F", furloughs=Furlough(days_per_month=6.5, start=1, months=1)), months=3)
    np.testing.assert_allclose(month_sums(records, "available"), [400, 280, 400], atol=1e-9)
    months = Run(records).months
    np.testing.assert_allclose(months["cost_furlough"], [0, -0.3 * 4 * PAY / 12, 0], atol=1e-6)


# --- a strike and what follows --------------------------------------------------------------------


@pytest.mark.parametrize(("catch_up", "seen", "casework"), [(False, 3, 30.0), (True, 5, 10.0)])
def test_visits_missed_on_strike_are_made_up_before_the_month_ends(
    catch_up: bool, seen: int, casework: float
) -> None:
    """Five visits of 10 hours and 50 hours of casework fill the worker's month of 100 hours.

    A strike of 0.4 months leaves 60 hours: 30 for visits, three of five. To catch up, the 20 hours
    of visits missed are asked for again in the 0.6 months left; visits come first, all five are
    made with 50 hours, and casework gets the 10 that remain.
    """
    strike = Strike(start=date(2024, 2, 1), days=0.4 * DAYS_PER_MONTH, catch_up=catch_up)
    records = one_desk(
        Plan("Strike", strikes=strike),
        hours=Hours(contact=10, casework=10),
        children=5,
        role={"triage": Triage(contact=1e9 if catch_up else 1.0)},
        contact=ContactRule(success=1.0, hours_per_attempt=10.0),
    )
    assert records.contact_months["seen"].reshape(3, -1).sum(axis=1).tolist() == [5, seen, 5]
    months = records.team_months
    np.testing.assert_allclose(months["casework_delivered"], [50, casework, 50], atol=1e-6)
    np.testing.assert_allclose(months["contact_delivered"], [50, 10.0 * seen, 50], atol=1e-6)
    np.testing.assert_allclose(months["available"], [100, 60, 100], atol=1e-9)


def test_strikers_are_not_paid_and_overtime_follows_for_all_who_were_called_out() -> None:
    """Six days from 5 March, half the pay kept back; then half a month of 8 hours more."""
    strike = Strike(
        start=date(2024, 3, 5),
        days=6,
        pay_withheld_share=0.5,
        overtime_hours_per_month=8,
        overtime_months=0.5,
    )
    records = staff(Plan("Strike", strikes=strike), months=4)
    away = 6.0 / DAYS_PER_MONTH
    np.testing.assert_allclose(
        month_sums(records, "unpaid_months"), [0, 0, 4 * away * 0.5, 0], atol=1e-9
    )
    np.testing.assert_allclose(month_sums(records, "overtime_hours"), [0, 0, 16, 0], atol=1e-9)
    np.testing.assert_allclose(
        month_sums(records, "available"), [400, 400, 400 * (1 - away) + 16, 400], atol=1e-9
    )
    months = Run(records).months
    assert months["cost_strike"].sum() == pytest.approx(-4 * away * 0.5 * PAY / 12)


def test_a_limit_holds_for_the_overtime_after_a_strike_too() -> None:
    strike = Strike(
        start=date(2024, 2, 1), days=1, overtime_hours_per_month=30, overtime_months=1.0
    )
    overtime = Overtime(hours_per_month=4, most_hours_per_month=10)
    records = staff(Plan("Both", strikes=strike, overtime=overtime), months=4)
    assert (records.team_months["overtime_hours"] <= 40.0 + 1e-9).all()
    assert records.team_months["overtime_hours"][-1] == pytest.approx(16.0)


# --- a strike by those whom cases wait for --------------------------------------------------------

FEBRUARY = OutsideStrike(start=date(2024, 2, 1), days=0.4 * DAYS_PER_MONTH)
"""From 1.0 to 1.4."""


@pytest.mark.parametrize(
    ("strike", "done", "wait", "over"),
    [
        (FEBRUARY, 0.6, 1.0, 2.0),  # 0.4 done by then, 0.6 to go from 1.4 on
        (FEBRUARY, 1.1, 0.2, 1.6),  # all of it to go
        (FEBRUARY, 0.5, 0.5, 1.0),  # over as the strike begins
        (FEBRUARY, 1.5, 0.2, 1.7),
        (FEBRUARY.replace(participation=0.5), 0.6, 1.0, 1.8),
        (FEBRUARY.replace(participation=0.5), 0.5, 0.6, 1.2),  # 0.1 to go, at half the pace
        (FEBRUARY.replace(stages="service"), 0.6, 1.0, 2.0),
    ],
)
def test_an_external_wait_stands_still_in_an_outside_strike(
    strike: OutsideStrike, done: float, wait: float, over: float
) -> None:
    described = agency([whole_service(casework=1.0, work=0.3, wait=wait)], offices=1, families=9.0)
    world = scripted(described, arrivals=[done - 0.3], months=3)
    records = run_as_is(described, world, Plan("Strike", outside_strikes=strike))
    np.testing.assert_allclose(records.cases["closed"][0], over, atol=1e-9)


def test_strikes_that_overlap_count_once_and_legal_dates_stay() -> None:
    """Work done at 0.3: a wait of 1 strikes from 1.0 to 1.4 and to 1.6; a legal date at 3."""
    longer = FEBRUARY.replace(days=0.6 * DAYS_PER_MONTH)
    plan = Plan("Strikes", outside_strikes=(FEBRUARY, longer))
    for legal, over in ((0.0, 1.9), (3.0, 3.0)):
        service = whole_service(casework=1.0, work=0.3, wait=1.0, legal=legal)
        described = agency([service], offices=1, families=9.0)
        world = scripted(described, arrivals=[0.0], months=4)
        records = run_as_is(described, world, plan)
        np.testing.assert_allclose(records.cases["closed"][0], over, atol=1e-9)


def test_waits_under_way_on_day_0_end_later_by_a_strike_of_the_first_month() -> None:
    """A stage that only waits; only what its wait, not the date of a hearing, would end moves."""
    approval = care(
        Route(to="exit", cause="approved", share=1.0, wait=Uniform(low=0.2, high=5.0)),
        role=None,
        hours=Hours(),
    )
    described = agency(
        [open_door("care"), approval], offices=1, opening=[{"stage": "care", "children": 40}]
    )
    world = draw_world(described, months=8, seed=3)
    month = OutsideStrike(start=date(2024, 1, 1), days=DAYS_PER_MONTH, stages="care")
    calm = run_as_is(described, world)
    struck = run_as_is(described, world, Plan("Strike", outside_strikes=month))
    of_stock = (calm.legs["started"] < 0.0) & (calm.legs["ended"] < 7.0)
    assert of_stock.sum() == 40
    later = struck.legs["ended"][of_stock] - calm.legs["ended"][of_stock]
    np.testing.assert_allclose(later, 1.0, atol=1e-9)


# --- moves ----------------------------------------------------------------------------------------


def two_roles(move: Move, *, months: int = 4) -> Records:
    """Run three workers with three cases each, and two of another role with nothing to do."""
    described = agency(
        [open_door("care"), care(ENDLESS, hours=Hours(contact=1))],
        offices=1,
        workers=3,
        families=60.0,
        costs=Costs(worker_year=PAY),
    )
    other = Role(name="other", label="Other", positions=2, case_hours=HOURS, compressibility=1.0)
    described = described.replace(roles=(*described.roles, other))
    world = scripted(described, arrivals=[0.0] * 9, sizes=[1] * 9, months=months)
    return run_as_is(described, world, Plan("Move", moves=move))


@pytest.mark.parametrize("chosen", ["newest", "longest_serving"])
def test_workers_move_with_their_posts_and_colleagues_take_their_cases(chosen: str) -> None:
    move = Move(count=1, role="worker", to_role="other", start=2, chosen=chosen, cost_worker=500)
    records = two_roles(move)
    run = Run(records)
    by_role = run.months.set_index("role")
    assert by_role.loc["worker", "carrying"].tolist() == [3, 3, 2, 2]
    assert by_role.loc["other", "carrying"].tolist() == [2, 2, 3, 3]
    assert month_sums(records, "by_transfer").tolist() == [0, 0, 3, 0]
    carried = run.months.groupby("month")["children_carried"].sum()
    assert carried.tolist() == [9, 9, 9, 9]
    moved = records.people[records.people["transfers"] == 1]
    stayed = records.people[(records.people["transfers"] == 0) & (records.people["role"] == 0)]
    assert moved["role"].tolist() == [1]
    if chosen == "newest":
        assert (moved["on_duty"] >= stayed["on_duty"]).all()
    else:
        assert (moved["on_duty"] <= stayed["on_duty"]).all()
    assert by_role.loc["other", "cost_moves"].tolist() == [0, 0, 500, 0]


def test_nobody_moves_where_nobody_is_and_no_post_is_made_by_it() -> None:
    records = two_roles(Move(count=5, role="other", to_role="worker", start=1))
    state = records.snapshots["state"].reshape(4, -1)
    here = (state != POSITION_STATES.index("unauthorised")).sum(axis=1)
    assert here.tolist() == [5, 5, 5, 5]
    assert Run(records).months.groupby("month")["transfers"].sum().tolist() == [0, 2, 0, 0]


# --- money ----------------------------------------------------------------------------------------


def everything() -> Plan:
    return Plan(
        "Everything",
        hires=(Hires.monthly(2, months=3, kind="net"), Hires.once(1, kind="desk", start=1)),
        supervisors=Supervisors(workers_each=6, cost_post_year=150_000),
        clerks=Clerks(posts=3, cost_post_year=70_000),
        aides=Aides(posts=2, cost_post_year=60_000, start=2, months=5),
        retention=Retention(factor=0.7, cost_worker_year=3_000),
        overtime=Overtime(hours_per_month=8, months=4),
        furloughs=Furlough(days_per_month=1, start=6),
        strikes=STRIKE,
        clauses=Clause(
            role="continuing_services", limit=2, remedy="overtime", overtime_hours=5, start=1
        ),
        moves=Move(count=1, role="emergency_response", to_role="adoption", start=1, cost_worker=9),
        cuts=Cut(count=7, by="layoff", role="emergency_response", start=2, cost_worker=9),
        expenses=Expense(name="Seats", once=1_000, per_year=12_000),
    )


def test_the_lines_of_cost_add_up_to_the_cost_in_every_row(office: Agency, world: World) -> None:
    months = Run(run_as_is(office, world, everything())).months
    lines = months[list(COST_LINES)]
    np.testing.assert_allclose(lines.sum(axis=1, skipna=False), months["cost"], rtol=1e-12)
    staffed = months["cost"].notna()
    totals = lines[staffed].sum()
    assert (totals != 0).all(), totals
    assert totals["cost_furlough"] < 0
    assert totals["cost_strike"] < 0


def test_posts_cost_their_price_in_every_month_they_are_there(office: Agency, world: World) -> None:
    by_month = (
        Run(run_as_is(office, world, everything())).months.groupby("month").sum(numeric_only=True)
    )
    np.testing.assert_allclose(by_month["cost_clerks"], 3 * 70_000 / 12, rtol=1e-12)
    there = np.isin(np.arange(MONTHS), range(2, 7))
    np.testing.assert_allclose(by_month["cost_aides"], there * 2 * 60_000 / 12, rtol=1e-12)
    added = np.minimum(np.arange(MONTHS) + 1, 3) * 2
    np.testing.assert_allclose(by_month["cost_supervisors"], added / 6 * 150_000 / 12, rtol=1e-12)
    np.testing.assert_allclose(by_month["cost_other"], 12_000 / 12, rtol=1e-12)
    once = 1_000 * (np.arange(MONTHS) == 0)
    np.testing.assert_allclose(by_month["cost_other_once"], once, rtol=1e-12)


def test_a_plans_academy_is_as_long_as_it_says_for_those_who_start_it(
    office: Agency, world: World
) -> None:
    longer = Plan("Longer", hires=Hires.once(6, kind="gross", start=1), academy_months=4.0)
    people = run_as_is(office, world, longer).people
    started = people[(people["hired"] >= 0.0) & np.isfinite(people["on_duty"])]
    assert len(started) >= 4
    np.testing.assert_allclose(started["on_duty"] - started["hired"], 4.0, atol=1e-12)
