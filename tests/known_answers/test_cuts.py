"""Cuts by hand: who goes first, whose cases go where, and that nobody comes again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.costs import Costs
from staffing_sim.agency.demand import ContactRule
from staffing_sim.agency.opening import Pipeline
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import Academy
from staffing_sim.engine.records import LEAVING_REASONS, POSITION_STATES, Records
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.posts import Cut
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.world import draw_world
from tests.known_answers.agencies import agency, care, open_door, run_as_is, scripted
from tests.known_answers.traces import leaving, staff
from tests.promises.running import differing

ENDLESS = Route(to="exit", cause="closed", share=1.0, work=1000.0)
UNAUTHORISED = POSITION_STATES.index("unauthorised")
LAID_OFF = LEAVING_REASONS.index("laid_off")


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


def three_desks(cut: Cut, **values: Any) -> Records:
    """Run three workers with three cases each for four months."""
    described = agency(
        [open_door("care"), care(ENDLESS, hours=Hours(contact=1), contact_required=True)],
        offices=1,
        workers=3,
        families=60.0,
        contact=ContactRule(success=1.0, hours_per_attempt=1.0),
        **values,
    )
    world = scripted(described, arrivals=[0.0] * 9, sizes=[1] * 9, months=4)
    return run_as_is(described, world, Plan("Cut", cuts=cut))


def posts(records: Records) -> np.ndarray:
    """Return which posts there are as each month ends: (months, posts)."""
    return np.asarray(records.snapshots["state"].reshape(records.months, -1) != UNAUTHORISED)


@pytest.mark.parametrize("chosen", ["newest", "longest_serving"])
def test_those_laid_off_leave_as_the_month_starts_and_colleagues_take_their_cases(
    chosen: str,
) -> None:
    cut = Cut(count=1, by="layoff", start=2, chosen=chosen, cost_worker=500)
    records = three_desks(cut, costs=Costs(departure=9, worker_year=12))
    months = Run(records).months.query("role == 'worker'")
    assert months["authorised"].tolist() == months["carrying"].tolist() == [3, 3, 2, 2]
    assert months["children_carried"].tolist() == [9, 9, 9, 9]
    assert months["hand_overs_by_leaver"].tolist() == [0, 0, 3, 0]
    assert months["layoffs"].tolist() == [0, 0, 1, 0]
    assert months["leavers"].tolist() == months["cost_departures"].tolist() == [0, 0, 0, 0]
    assert months["cost_cuts"].tolist() == [0, 0, 500, 0]
    assert months["paid_months"].tolist() == months["cost_staff"].tolist() == [3, 3, 2, 2]
    gone = records.people["reason"] == LAID_OFF
    assert records.people["left"][gone].tolist() == [2.0]
    began = records.people["on_duty"]
    assert began[gone] == (began.max() if chosen == "newest" else began.min())


def test_no_case_goes_from_one_who_is_laid_off_to_another() -> None:
    records = three_desks(Cut(count=2, by="layoff", start=1))
    children = records.cases[records.n_families :]
    assert sorted(children["by_leaver"].tolist()) == [0] * 3 + [1] * 6
    assert Run(records).months.query("role == 'worker'")["caseload_max"].tolist() == [3, 9, 9, 9]


def test_everybody_out_leaves_every_child_waiting_and_unseen_and_no_work_done() -> None:
    records = three_desks(Cut(share=1, by="layoff", start=2))
    months = Run(records).months.query("role == 'worker'")
    assert months["authorised"].tolist() == [3, 3, 0, 0]
    assert months["unassigned_children"].tolist() == [0, 0, 9, 9]
    assert months["seen"].tolist() == [9, 9, 0, 0]
    assert months["unseen_unassigned"].tolist() == [0, 0, 9, 9]
    assert months["contact_hours_delivered"].tolist() == [9, 9, 0, 0]


def test_everybody_out_of_an_office_ends_no_leg_but_those_whose_work_was_done(
    office: Agency,
) -> None:
    world = draw_world(office, months=6, seed=9)
    everybody = [Cut(share=1, by="layoff", start=2, role=role.name) for role in office.roles]
    records = run_as_is(office, world, Plan("Everybody", cuts=everybody))
    calm = run_as_is(office, world, Plan("As is"))
    assert not posts(records)[2:].any()
    assert not records.team_months["available"].reshape(6, -1)[2:].any()
    later = records.legs["ended"] >= 2.0
    assert 5 < later.sum() < 0.2 * (calm.legs["ended"] >= 2.0).sum()
    same_date = records.legs["ended"][later] == calm.legs["ended"][later]
    of_age = np.isin(records.legs["route"][later], [-1])
    assert (same_date | of_age | (records.legs["started"][later] >= 2.0)).all()


def test_posts_go_vacant_first_then_by_how_far_their_people_have_come() -> None:
    """Four on duty, one vacant, one in the academy, one hired for month 2; cuts from 1 to 7."""
    workforce = leaving(0.0, academy=Academy(months=3.0), time_to_fill_days=300.0)
    pipeline = (
        Pipeline(role="worker", count=1, academy_start=-1.0),
        Pipeline(role="worker", count=1, academy_start=2.0),
    )
    found = []
    for count in range(1, 8):
        plan = Plan("Cut", cuts=Cut(count=count, by="layoff", start=1))
        records = staff(workforce, plan, months=4, pipeline=pipeline, role={"vacant": 1})
        assert posts(records)[0].sum() == 6
        left = posts(records)[3]
        assert left.sum() == 7 - count
        assert (records.people["reason"] == LAID_OFF).sum() == max(0, count - 2)
        found.append(set(np.flatnonzero(~left).tolist()))
    order = [found[0], *(later - sooner for sooner, later in pairwise(found))]
    assert all(sooner < later for sooner, later in pairwise(found))
    assert order[:3] == [{4}, {6}, {5}]
    tenure = records.people["on_duty"][:4]
    newest_first = [{int(row)} for row in np.argsort(-tenure)]
    assert order[3:] == newest_first


def test_posts_that_fall_vacant_close_until_so_many_are_gone() -> None:
    """Successors come at once; from month 2 on the first three leavers have none."""
    plan = Plan("Cut", cuts=Cut(count=3, by="vacancy", start=2))
    records = staff(leaving(0.3, time_to_fill_days=0.0), plan, months=12, offices=1)
    left = np.sort(records.people["left"][np.isfinite(records.people["left"])])
    assert (left < 2.0).any()
    assert (left > 2.0).sum() > 3
    ends = np.arange(1.0, 13.0)
    gone = np.minimum(3, ((left > 2.0) & (left <= ends[:, np.newaxis])).sum(axis=1))
    assert posts(records).sum(axis=1).tolist() == (4 - gone).tolist()
    assert not (records.people["reason"] == LAID_OFF).any()
    came_back = ~posts(records)[:-1] & posts(records)[1:]
    assert not came_back.any()


def test_a_larger_cut_takes_whom_a_smaller_one_takes(office: Agency) -> None:
    world = draw_world(office, months=4, seed=3)
    found = []
    for share in (0.1, 0.25, 0.6, 1.0):
        plan = Plan("Cut", cuts=Cut(share=share, by="layoff", start=2))
        records = run_as_is(office, world, plan)
        here = records.positions["role"] == 1
        closed = ~posts(records)[2]
        found.append(set(np.flatnonzero(closed & here).tolist()))
        assert not (closed & ~here).any()
        there = office.posts_on_day_zero("continuing_services")
        assert len(found[-1]) == round(share * there)
    assert all(smaller < larger for smaller, larger in pairwise(found))


def test_offices_lose_posts_as_they_have_them_or_as_told(office: Agency) -> None:
    world = draw_world(office, months=2, seed=3)
    half = [Cut(share=0.5, by="layoff")] * 2
    records = run_as_is(office, world, Plan("All in two halves", cuts=half))
    assert office.posts_on_day_zero("continuing_services") == 28
    assert not posts(records)[:, records.positions["role"] == 1].any()
    told = Cut(count=3, by="layoff", offices={"Hillcrest": 1})
    records = run_as_is(office, world, Plan("Told", cuts=told))
    closed = records.positions[~posts(records)[0]]
    assert [office.offices[row].name for row in closed["office"]] == ["Hillcrest"] * 3


@pytest.mark.parametrize(
    "nothing",
    [
        Cut(count=0, by="layoff"),
        Cut(share=0, by="vacancy"),
        Cut(share=1, by="layoff", start=5),
    ],
)
def test_a_cut_of_nothing_changes_no_bit(office: Agency, nothing: Cut) -> None:
    world = draw_world(office, months=5, seed=4)
    hires = Hires.once(2, kind="net")
    one = run_as_is(office, world, Plan("Without", hires=hires))
    other = run_as_is(office, world, Plan("With", hires=hires, cuts=nothing))
    assert differing(one, other) == []


def test_layoffs_are_counted_apart_from_resignations_over_years_on_duty() -> None:
    records = three_desks(Cut(count=1, by="layoff", start=2))
    service = Run(records).service
    whole = service.query("office == 'all' and tenure == 'all'").iloc[0]
    assert whole["layoffs"] == 1
    assert whole["separations"] == 0
    assert whole["duty_years"] == pytest.approx((2 * 4 + 2) / 12)
    by_office = service.query("office != 'all'")
    assert by_office["layoffs"].sum() == 1
