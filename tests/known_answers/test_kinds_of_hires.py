"""What each kind of hires means, and where their posts go: exact, where hardly a case is open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Academy, Workforce
from staffing_sim.engine.records import POSITION_STATES, Records
from staffing_sim.need.twin import fluid
from staffing_sim.plan import Kind, Plan, check_plan
from staffing_sim.plan.dealing import Needs, deal_by_need, needs_of, posts_of
from staffing_sim.plan.hiring import Freeze, Hires
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import draw_world, person_luck
from tests.known_answers.agencies import agency, run_as_is, scripted, whole_service
from tests.known_answers.traces import leaving

ON_DUTY = POSITION_STATES.index("on_duty")
FILL = {"time_to_fill_days": 40.0 * DAYS_PER_MONTH}  # so long that hardly anybody is found


def staffed(workforce: Workforce, *, offices: int = 1, **role: Any) -> Agency:
    return agency(
        [whole_service(casework=1.0, work=0.01)],
        offices=offices,
        workers=4,
        families=9.0,
        workforce=workforce,
        role=role,
    )


def hired(described: Agency, *hires: Hires, months: int = 8, **plan: Any) -> Records:
    chosen = Plan("Hires", hires=hires, **plan)
    check_plan(chosen, described)
    world = scripted(described, arrivals=[months - 0.01], months=months)
    return run_as_is(described, world, chosen)


def on_duty(records: Records) -> list[int]:
    state = records.snapshots["state"].reshape(records.months, -1)
    return [int(count) for count in (state == ON_DUTY).sum(axis=1)]


# --- so many start, and leavers are replaced as usual ---------------------------------------------


def test_those_who_start_need_no_recruiting_and_their_posts_are_filled_again() -> None:
    """Two start in each of months 1 and 2, in the academy for half, though filling takes years."""
    records = hired(
        staffed(leaving(0.0, academy=Academy(months=0.5), **FILL)),
        Hires.monthly(2, months=2, start=1, kind="starts"),
    )
    assert on_duty(records) == [4, 6, 8, 8, 8, 8, 8, 8]
    many = hired(
        staffed(leaving(0.5, time_to_fill_days=0.0)), Hires.once(40, kind="starts"), months=6
    )
    new = many.positions["added"][many.people["position"]] == 1
    assert (many.people["generation"][new] > 0).sum() > 40
    assert (many.people["gross"] == 0).all()
    assert on_duty(many) == [44] * 6


# --- vacancies ------------------------------------------------------------------------------------


def test_vacancies_of_day_0_are_filled_first_and_then_posts_held_open() -> None:
    """Three vacancies and two held open; four are filled, one in each of months 1 to 4.

    Nobody is found by recruiting before month 4 whose own time to fill is longer; so the posts of
    the first three vacancies are filled in months 1 to 3, the held-open post in month 4.
    """
    described = staffed(leaving(0.0, **FILL), vacant=3, held_open_items=2)
    records = hired(described, Hires.over(4, months=4, start=1, kind="vacancies"))
    fill = person_luck(records.seed, (0, 0), 8, 16, 1 << 22)["fill"][4:7, 0]
    assert len(fill) == 3
    people = records.people[4:]
    assert (people["hired"] <= [1.0, 2.0, 3.0, 4.0]).all()
    assert (people["hired"][np.isnan(people["recruited"])] % 1.0 == 0.0).all()
    assert records.positions["held_open"].tolist() == [0] * 7 + [1]
    assert records.positions["added"].sum() == 0
    assert on_duty(records) == [4, 5, 6, 7, 8, 8, 8, 8]


def test_a_vacancy_that_is_filled_by_then_is_left_alone() -> None:
    """Whoever recruiting found before the month stays, and nobody else comes to that post."""
    described = staffed(leaving(0.0, time_to_fill_days=2.0 * DAYS_PER_MONTH), vacant=30)
    as_is = hired(described)
    records = hired(described, Hires.once(30, kind="vacancies", start=1))
    before = as_is.people["hired"] < 1.0
    assert 5 < before[4:].sum() < 30
    assert (records.people["hired"][before] == as_is.people["hired"][before]).all()
    assert (records.people["hired"][~before] == 1.0).all()
    assert len(records.people) == 34


def test_a_freeze_does_not_hold_up_a_vacancy_that_a_plan_fills() -> None:
    described = staffed(leaving(0.0, time_to_fill_days=0.0), vacant=2)
    freeze = Freeze(start=0, months=6)
    records = hired(described, Hires.once(1, kind="vacancies", start=2), freezes=freeze)
    assert on_duty(records) == [4, 4, 5, 5, 5, 5, 6, 6]


# --- desks ----------------------------------------------------------------------------------------


def test_people_from_desks_take_cases_at_once_and_cost_nothing_more() -> None:
    """Three of five desk items in month 2: no hire, no pay beyond what the desks cost before."""
    workforce = leaving(0.0, academy=Academy(months=3.0), ramp=(0.2, 0.5), **FILL)
    described = staffed(workforce, desk_items=5)
    described = described.replace(
        costs=described.costs.replace(worker_year=120_000.0, hire=5_000.0)
    )
    records = hired(described, Hires.once(3, kind="desk", start=2))
    assert on_duty(records) == [4, 4, 7, 7, 7, 7, 7, 7]
    run, as_is = Run(records), Run(hired(described))
    assert run.months["hires"].sum() == 0
    assert run.months["productive_staff"].tolist() == [4.0, 4.0, *[7.0] * 6]
    np.testing.assert_allclose(run.months["cost"], as_is.months["cost"])
    assert run.months["cost_desk"].tolist() == [0.0, 0.0, *[-30_000.0] * 6]
    assert run.positions["at_desk"].tolist() == [5.0, 5.0, *[2.0] * 6]
    assert run.positions["funded"].isna().all()  # nobody has said what is held open


def test_the_years_at_a_desk_count_as_tenure_and_the_post_is_filled_again() -> None:
    """One in a month leaves during the first year, nobody after it."""
    bands = [{"until_years": 1.0, "rate_per_year": 12.0}, {"rate_per_year": 0.0}]
    workforce = Workforce(
        leaving=bands, hiring_role="worker", tenure_years=5.0, time_to_fill_days=0.0
    )
    kinds: tuple[Kind, ...] = ("desk", "starts")
    stays = {
        kind: hired(staffed(workforce, desk_items=6), Hires.once(6, kind=kind, trained=True))
        for kind in kinds
    }
    assert np.isnan(stays["desk"].people["left"]).all()
    assert np.isfinite(stays["starts"].people["left"]).sum() > 6


# --- the fluid twin knows them --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["starts", "vacancies", "desk"])
def test_the_twin_has_the_same_posts(kind: Kind) -> None:
    described = staffed(leaving(0.0, **FILL), vacant=0, desk_items=6, held_open_items=6)
    hires = Hires.over(5, months=3, start=1, kind=kind)
    twin = fluid(described, Plan("Hires", hires=hires), years=0.5).months
    assert twin["carrying"].tolist() == pytest.approx(on_duty(hired(described, hires))[:6])


def test_the_twin_fills_what_is_left_of_the_vacancies() -> None:
    described = staffed(leaving(0.0, time_to_fill_days=3.0 * DAYS_PER_MONTH), vacant=12)
    hires = Hires.once(8, kind="vacancies", start=1)
    twin = fluid(described, Plan("Hires", hires=hires), years=0.5).months
    as_is = fluid(described, years=0.5).months
    assert twin["carrying"].iloc[0] == pytest.approx(as_is["carrying"].iloc[0])
    left = as_is["recruiting"].iloc[1]
    assert twin["recruiting"].iloc[1] == pytest.approx(left * 4 / 12, rel=1e-3)
    assert twin["authorised"].iloc[-1] == pytest.approx(16.0)


# --- where they go --------------------------------------------------------------------------------


def needs(*, due: list[list[float]], workers: list[list[float]]) -> Needs:
    return Needs(due=due, workers=workers, hours_per_worker=[100.0] * len(due[0]))


def test_each_next_post_goes_where_hours_are_most_short_for_each_worker() -> None:
    """Hours due a worker 180, 125, 90; then 150, 129 and 113 in the first; 100 in the second.

    The sixth post makes it 100 in both, and of equals the first goes first.
    """
    found = deal_by_need(needs(due=[[900.0], [500.0], [90.0]], workers=[[5.0], [4.0], [1.0]]), 6)
    assert [office for office, _ in found] == [0, 0, 0, 1, 0, 0]


def test_over_roles_the_hours_of_a_worker_of_the_role_are_taken_off() -> None:
    """Hours short a worker: 20 in the first role, 50 in the second, whose workers have 30 only."""
    short = Needs(due=[[120.0, 80.0]], workers=[[1.0, 1.0]], hours_per_worker=[100.0, 30.0])
    assert deal_by_need(short, 2) == [(0, 1), (0, 0)]


def test_a_longer_deal_begins_with_the_shorter_one() -> None:
    office = load_agency("small-office")
    for count in (1, 7, 20):
        assert deal_by_need(needs_of(office), count) == deal_by_need(needs_of(office), 40)[:count]


def test_posts_go_by_need_unless_a_plan_says_otherwise() -> None:
    """Equal referrals, staff 3 : 1: by need all go to the second until it has as many."""
    described = load_agency("small-office")
    north, south = described.offices
    uneven = described.replace(
        offices=(
            north.replace(referrals=1, staff=3),
            south.replace(referrals=1, staff=1, leaving_factor=1),
        )
    )

    def dealt(**where: Any) -> list[int]:
        hires = Hires.once(8, kind="net", role="continuing_services", **where)
        return [post.office for post in posts_of(uneven, [hires])]

    assert dealt() == dealt(offices="need") == [1] * 8
    assert dealt(offices="referrals") == [0, 1] * 4
    assert dealt(offices="staff").count(0) == 6
    assert dealt(offices={"Hillcrest": 0.25, "Riverside": 0.75}).count(0) == 6


def test_hires_without_a_role_go_by_need_where_the_agency_says_so_and_gross_ones_never() -> None:
    office = load_agency("small-office")
    by_need = office.replace(workforce=office.workforce.replace(hiring_by="need"))

    def dealt(agency: Agency, **hires: Any) -> list[int]:
        return [post.role for post in posts_of(agency, [Hires.once(12, **hires)])]

    continuing = [role.name for role in office.roles].index("continuing_services")
    assert set(dealt(office, kind="net")) == {continuing}
    assert len(set(dealt(by_need, kind="net"))) > 1
    for kind in ("net", "starts"):
        assert dealt(by_need, kind=kind) == dealt(office, kind=kind, role="need")
    assert set(dealt(by_need, kind="gross")) == {continuing}
    assert set(dealt(by_need, kind="net", role="continuing_services")) == {continuing}


def test_a_schedule_that_goes_on_for_longer_moves_no_post_of_another_before() -> None:
    """What another schedule is dealt in a month depends on the months before alone."""
    office = load_agency("small-office")
    later = Hires.monthly(2, months=6, kind="net", role="need")
    short, long = (Hires.monthly(1, months=count, kind="starts") for count in (3, 6))
    early = [
        [post for post in posts_of(office, [first, later]) if post.month < 3]
        for first in (short, long)
    ]
    assert early[0] == early[1]


def test_under_a_strict_cap_fewer_wait_beside_free_places_where_posts_go_by_need() -> None:
    """Offices with half the referrals each and staff 3 : 1; a cap of 15, twelve trained posts."""
    described = load_agency("small-office")
    north, south = described.offices
    uneven = described.replace(
        offices=(north.replace(referrals=1, staff=3), south.replace(referrals=1, staff=1))
    )
    cap = {"role": "continuing_services", "limit": 15, "overflow": "hard"}
    world = draw_world(uneven, months=12, seed=5)
    beside = {}
    for where in ("need", "referrals"):
        hires = Hires.once(12, kind="net", trained=True, offices=where)
        run = Run(run_as_is(uneven, world, Plan(where, hires=hires, caps=cap)))
        rows = run.months[run.months["role"] == "continuing_services"]
        free = (15.0 * rows["productive_staff"] - rows["children_carried"]).clip(lower=0.0)
        by_office = rows.assign(free=free).groupby("month")[["unassigned_children", "free"]].sum()
        beside[where] = by_office.min(axis=1).sum()
    assert beside["need"] < 0.7 * beside["referrals"]
