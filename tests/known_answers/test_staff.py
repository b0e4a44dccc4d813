"""Staff who come and go at constant rates, and what their going means to a child."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing_sim.agency.pathway import Route
from staffing_sim.agency.staff import Academy, LeavingBand, Role, Workforce
from staffing_sim.distributions import Constant, Exponential, Gamma, Law
from staffing_sim.engine.records import POSITION_STATES, Records
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import draw_world, person_luck, position_luck
from tests.known_answers.agencies import (
    AS_IS,
    agency,
    by_office,
    care,
    one_family_per_office,
    open_door,
    run_as_is,
    run_many,
    whole_service,
)
from tests.known_answers.theory import assert_mean_is

ON_DUTY = POSITION_STATES.index("on_duty")


def staff_only(
    *,
    offices: int,
    workers: int,
    months: int,
    workforce: Workforce,
    plan: Plan = AS_IS,
    **role: int,
) -> Records:
    """Run offices in which hardly a case is ever open."""
    described = agency(
        [whole_service(casework=1.0, work=0.1)],
        offices=offices,
        workers=workers,
        families=1e-3,
        workforce=workforce,
        role=dict(role),
    )
    return run_many(described, draw_world(described, months=months, seed=31), plan)


def leaving(rate_per_month: float, **values: object) -> Workforce:
    """Return staff who leave at one rate whatever their tenure or load."""
    bands = (LeavingBand(rate_per_year=12.0 * rate_per_month),)
    return Workforce(leaving=bands, hiring_role="worker", **values)


def on_duty_at(records: Records, month: float) -> np.ndarray:
    """Return how many workers each office has on duty at a time."""
    people = records.people
    here = (people["on_duty"] <= month) & ~(people["left"] <= month)
    return by_office(here, people["office"], len(records.agency.offices))


# --- hires and leavers ----------------------------------------------------------------------------


def test_everyone_leaves_when_the_hazard_has_used_up_their_budget() -> None:
    """Known answer 13, exact: tenure in the run is the person's own exponential / the rate."""
    rate, offices, workers, months = 0.1, 40, 10, 24
    records = staff_only(
        offices=offices,
        workers=workers,
        months=months,
        workforce=leaving(rate, time_to_fill_days=60.0),
    )
    budget = np.concatenate(
        [
            person_luck(records.seed, (office, 0), workers, 16, 1 << 22)["budget"]
            for office in range(offices)
        ]
    )
    people = records.people
    due = (
        np.maximum(people["on_duty"], 0.0) + budget[people["position"], people["generation"]] / rate
    )
    left = np.where(np.isfinite(people["left"]), people["left"], np.inf)
    assert ((due <= months) == np.isfinite(left)).all()
    np.testing.assert_allclose(left[due <= months], due[due <= months], atol=1e-9)
    assert (people["generation"] > 0).sum() > 300  # the refilled ones are held to it, too


def test_more_positions_leave_the_luck_of_the_others_as_it_is() -> None:
    """Exact, for persons and positions, and for more generations."""
    role = Role(
        name="worker",
        label="Workers",
        positions=1,
        case_hours=100.0,
        compressibility=1.0,
        part_load_share=0.5,
        part_load=0.4,
        area_spread=0.3,
    )
    few, many = (position_luck(role, 7, (2, 1), count) for count in (5, 9))
    assert (few == many[:5]).all()
    assert len(set(many["area"])) == 9
    few, many = (person_luck(7, (2, 1), 5 + more, 4 + more, 1 << 22) for more in (0, 3))
    assert (few == many[:5, :4]).all()
    assert len(set(many["budget"].ravel())) == 8 * 7


def test_budgets_of_hazard_are_exponential() -> None:
    """The law behind known answer 13. Sees .025 of each chance."""
    budget = person_luck(32, (0, 0), 4000, 10, 1 << 22)["budget"].ravel()
    for months in (0.1, 0.5, 1.0, 2.0, 4.0):
        assert_mean_is(budget > months, np.exp(-months), smallest_error=0.025)
    assert_mean_is(budget, 1.0, smallest_error=0.045)


@pytest.mark.parametrize("month", [3.5, 12.0])
def test_staff_grow_and_shrink_by_hires_and_leavers(month: float) -> None:
    """Known answer 13: W0 exp(-d t) stay, and h exp(-d s) of each month's hires of age s.

    Hires are monthly, so the integral of h exp(-d s) is a sum. Sees 9 % of the mean; that each
    stay is right to the instant is the test above.
    """
    rate, day_zero, hired = 0.1, 10, 2
    records = staff_only(
        offices=240,
        workers=day_zero,
        months=13,
        workforce=leaving(rate),
        plan=Plan("Hire", hires=Hires.monthly(240 * 2, months=13, kind="gross", trained=True)),
    )
    stay = np.exp(-rate * (month - np.arange(np.floor(month) + 1)))
    old = np.exp(-rate * month)
    mean = day_zero * old + hired * stay.sum()
    count = on_duty_at(records, month)
    assert_mean_is(count / mean, 1.0, smallest_error=0.09)
    if month == 12.0:
        before = records.snapshots[11 * len(records.positions) : 12 * len(records.positions)]
        state = by_office(before["state"] == ON_DUTY, records.positions["office"], 240)
        assert (state + hired == count).all()  # the month end comes before the month's hires


def test_gross_hires_are_not_refilled_and_net_hires_are() -> None:
    """Exact: while gross hiring lasts nobody follows a leaver; a net position has successors."""
    by_kind = {
        kind: staff_only(
            offices=20,
            workers=5,
            months=24,
            workforce=leaving(0.1, time_to_fill_days=10.0),
            plan=Plan("Hire", hires=Hires.monthly(20, months=24, kind=kind)),
        )
        for kind in ("gross", "net")
    }
    assert by_kind["gross"].people["generation"].max() == 0
    net = by_kind["net"].people
    added = by_kind["net"].positions["authorised"][net["position"]] > 0
    assert net["generation"][added].max() > 0


def test_gross_hires_stop_replacement_in_their_own_role_while_they_start() -> None:
    """Exact: a post is empty for good where somebody left its role in months 2 to 5, and no other.

    As is, every post is being recruited for as soon as it falls empty.
    """
    office = load_agency("small-office")
    gross = Hires.monthly(1, months=4, start=2, kind="gross", role="continuing_services")
    bands = [{"rate_per_year": 3.0}]
    workforce = office.workforce.replace(
        leaving=bands, burnout=0.0, transfer_rate_per_year=0.0, academy=Academy(months=1.5)
    )
    office = office.replace(workforce=workforce)
    world = draw_world(office, months=12, seed=3)
    records = run_as_is(office, world, Plan("One a month", hires=gross))
    empty = records.snapshots["state"].reshape(12, -1) == POSITION_STATES.index("vacant")
    gross_role = [role.name for role in office.roles].index("continuing_services")
    of_role = records.positions["role"] == gross_role
    assert not empty[:, ~of_role].any()
    home = records.positions["gross"] == 0
    left = records.people["left"]
    stopped = (left >= 2.0) & (left < 6.0) & (records.people["role"] == gross_role)
    ended = np.bincount(records.people["position"][stopped], minlength=len(home)) > 0
    assert 0 < (ended & home).sum() < (of_role & home).sum()
    assert (empty[-1] & home == ended & home).all()


# --- vacancies ------------------------------------------------------------------------------------


DAYS_TO_FILL = 12.175  # 0.4 months


@pytest.mark.parametrize(
    "fill",
    [
        Constant(value=DAYS_TO_FILL),
        Exponential(mean=DAYS_TO_FILL),
        Gamma(mean=DAYS_TO_FILL, shape=0.5),
    ],
    ids=["constant", "exponential", "gamma"],
)
def test_positions_are_filled_as_long_as_a_stay_lasts_beside_a_vacancy(fill: Law) -> None:
    """Known answer 14: filled ~ Binomial(P, E[stay] / (E[stay] + E[fill])), any time to fill.

    Sees 3 % of the share filled, 30 % of the variance, .09 of the chance that all are filled.
    """
    stay, offices, workers = 1.0, 300, 5
    records = staff_only(
        offices=offices,
        workers=workers,
        months=27,
        workforce=leaving(1.0 / stay, time_to_fill_days=fill, generations=64),
    )
    share = stay / (stay + DAYS_TO_FILL / DAYS_PER_MONTH)
    people = records.people
    end = np.where(np.isfinite(people["left"]), people["left"], 27.0)
    served = np.clip(end, 5.0, 27.0) - np.clip(people["on_duty"], 5.0, 27.0)
    filled = by_office(served, people["office"], offices) / (22.0 * workers)
    assert_mean_is(filled / share, 1.0, smallest_error=0.03)
    # Looks three time constants and more apart, so that they are as good as independent.
    looks = np.concatenate([on_duty_at(records, month) for month in range(6, 27, 4)])
    assert looks.max() <= workers
    variance = workers * share * (1.0 - share)
    assert_mean_is((looks - workers * share) ** 2 / variance, 1.0, smallest_error=0.3)
    assert_mean_is(looks == workers, share**workers, smallest_error=0.09)


def test_trainees_are_paid_but_carry_nothing_and_are_nobodys_hands() -> None:
    """Exact: 2.5 months of academy lie between the first day of pay and of duty."""
    workforce = leaving(0.0, academy=Academy(months=2.5))
    records = staff_only(
        offices=4,
        workers=2,
        months=6,
        workforce=workforce,
        plan=Plan("Hire", hires=Hires.once(8, kind="gross", start=1)),
    )
    hired = records.people[records.people["gross"] == 1]
    assert (hired["hired"] == 1.0).all()
    assert (hired["on_duty"] == 3.5).all()
    states = records.snapshots["state"].reshape(6, -1)
    hands = (states == ON_DUTY).sum(axis=1)
    trainees = (states == POSITION_STATES.index("academy")).sum(axis=1)
    assert hands.tolist() == [8, 8, 8, 16, 16, 16]
    assert trainees.tolist() == [0, 8, 8, 0, 0, 0]
    hours = records.snapshots["hours"].reshape(6, -1).sum(axis=1)
    np.testing.assert_allclose(hours, [800, 800, 800, 1200, 1600, 1600], atol=1e-9)


# --- workers in a child's life --------------------------------------------------------------------


def test_a_child_meets_as_many_workers_as_leave_during_the_stay() -> None:
    """Known answer 15: 1 + Poisson(q T).

    Sees 16 % of the mean number of changes, half of the variance, .12 of each chance.
    """
    rate, stay, offices = 0.4, 7.3, 1000
    described = agency(
        [open_door("care"), care(Route(to="exit", cause="closed", share=1.0, wait=stay))],
        offices=offices,
        workers=2,
        families=1.2,
        workforce=leaving(rate, time_to_fill_days=0.0, generations=64),
    )
    world = replace(
        one_family_per_office(draw_world(described, months=1, seed=33), offices), months=9
    )
    records = run_many(described, world)
    children = records.cases[records.n_families :]
    np.testing.assert_allclose(children["closed"] - children["opened"], stay, atol=1e-9)
    changes = children["workers"] - 1
    assert (changes == children["by_leaver"]).all()
    expected = rate * stay
    assert_mean_is(changes / expected, 1.0, smallest_error=0.16)
    assert_mean_is((changes - expected) ** 2 / expected, 1.0, smallest_error=0.5)
    for count in range(6):
        chance = np.exp(-expected) * expected**count / np.prod(np.arange(1.0, count + 1))
        assert_mean_is(changes == count, chance, smallest_error=0.12)
