"""Traces worked out by hand: who leaves, who is replaced, and when a hire begins to serve."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.agency.opening import Pipeline
from staffing_sim.agency.staff import Academy, LeavingBand, SeatOrder, Workforce
from staffing_sim.engine.records import POSITION_STATES, Records
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Freeze, Hires
from staffing_sim.plan.workdays import Retention
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import person_luck
from tests.known_answers.agencies import (
    HOURS,
    agency,
    run_as_is,
    scripted,
    whole_service,
    worker_role,
)
from tests.known_answers.traces import leaving, staff

POOL = 1 << 22


def budgets(records: Records, workers: int) -> np.ndarray:
    offices = len(records.agency.offices)
    return np.concatenate(
        [
            person_luck(records.seed, (office, 0), workers, 16, POOL)["budget"][:, 0]
            for office in range(offices)
        ]
    )


def test_retention_slows_leaving_by_its_factor_while_it_lasts() -> None:
    """Rate 0.2; a quarter of it in months 3 to 8: exact by each person's budget."""
    plan = Plan("Stay", retention=Retention(factor=0.25, start=3, months=6), backfill_share=0.0)
    records = staff(leaving(0.2), plan, months=12, offices=30)
    used = np.concatenate([[0.0], np.cumsum([0.2] * 3 + [0.05] * 6 + [0.2] * 3)])
    due_at = np.interp(budgets(records, 4), used, np.arange(13.0), right=np.nan)
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_overload_raises_leaving_by_the_mean_load_of_three_months() -> None:
    """Load 2 from day 0 on, where it had been 0: mean loads 0, 2/3, 4/3, 2; hazard e^(b(l-1)+)."""
    offices, rate, burnout = 60, 0.1, 0.8
    described = agency(
        [whole_service(casework=2.0 * HOURS, work=1000.0)],
        offices=offices,
        families=9.0,
        workforce=leaving(rate, burnout=burnout, backfill_share=0.0),
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=12)
    records = run_as_is(described, world)
    over = np.array([0.0, 0.0, 1.0 / 3.0] + [1.0] * 9)
    used = np.concatenate([[0.0], np.cumsum(rate * np.exp(burnout * over))])
    due_at = np.interp(budgets(records, 1), used, np.arange(13.0), right=np.nan)
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_leaving_follows_the_bands_of_tenure() -> None:
    """Trained hires of month 0: rate 0.3 in the first half year on duty, 0.02 afterwards."""
    bands = (
        LeavingBand(until_years=0.5, rate_per_year=3.6),
        LeavingBand(rate_per_year=0.24),
    )
    workforce = Workforce(leaving=bands, hiring_role="worker", tenure_years=10.0)
    hires = Hires.once(40, kind="gross", trained=True)
    plan = Plan("Hire", hires=hires, backfill_share=0.0)
    records = staff(workforce, plan, months=12, offices=1)
    luck = person_luck(records.seed, (0, 0), 44, 16, POOL)["budget"][:, 0]
    fresh = np.concatenate([[0.0], np.cumsum([0.3] * 6 + [0.02] * 6)])
    old = np.concatenate([[0.0], np.cumsum([0.02] * 12)])
    months = np.arange(13.0)
    due_at = [
        np.interp(budget, old if row < 4 else fresh, months, right=np.nan)
        for row, budget in enumerate(luck)
    ]
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_each_vacancy_is_refilled_by_the_leavers_own_luck() -> None:
    """Backfill 0.6: those leavers whose uniform is below it have a successor, and no others."""
    plan = Plan("Some", backfill_share=0.6)
    records = staff(leaving(0.3, time_to_fill_days=0.0), plan, months=8, offices=20)
    people = records.people
    refill = np.concatenate(
        [person_luck(records.seed, (office, 0), 4, 16, POOL)["refill"] for office in range(20)]
    )[people["position"], people["generation"]]
    has_successor = np.array(
        [
            (
                (people["position"] == row["position"]) & (people["generation"] > row["generation"])
            ).any()
            for row in people
        ]
    )
    left = np.isfinite(people["left"])
    assert (has_successor[left] == (refill[left] < 0.6)).all()
    assert 0.4 < has_successor[left].mean() < 0.8


def test_academy_seats_are_given_out_first_come_first_served() -> None:
    """Eight hired at once, three seats a month: they start 3, 3 and 2, and serve two months on."""
    workforce = leaving(0.0, academy=Academy(months=2.0, seats=3, order="first_come"))
    plan = Plan("Eight", hires=Hires.once(8, kind="gross", start=1))
    people = staff(workforce, plan, months=8).people
    hired = people[people["gross"] == 1]
    assert sorted(hired["hired"].tolist()) == [1.0] * 3 + [2.0] * 3 + [3.0] * 2
    assert (hired["on_duty"] == hired["hired"] + 2.0).all()


def starts(records: Records, *, new: bool) -> list[float]:
    """Return when the academy of each began who came to a new post, or to another, after day 0."""
    people = records.people
    added = records.positions["added"][people["position"]] == 1
    is_new = added & (people["generation"] == 0)
    return sorted(people["hired"][(is_new == new) & (people["hired"] >= 0.0)].tolist())


@pytest.mark.parametrize(
    ("order", "new", "others"),
    [
        ("first_come", [0, 0, 1, 1, 2, 2, 3, 3], [4, 4, 5]),
        ("replacements_first", [0, 0, 2, 3, 3, 4, 4, 5], [1, 1, 2]),
    ],
)
def test_seats_may_go_to_others_before_a_plans_new_posts(
    order: SeatOrder, new: list[float], others: list[float]
) -> None:
    """Eight new posts wait from month 0, three hires under way from month 1; two seats a month."""
    workforce = leaving(0.0, academy=Academy(months=2.0, seats=2))
    coming = Pipeline(role="worker", count=3, academy_start=1.0)
    plan = Plan("Eight", hires=Hires.once(8, kind="gross"), academy_order=order)
    records = staff(workforce, plan, months=8, offices=1, pipeline=(coming,))
    assert starts(records, new=True) == new
    assert starts(records, new=False) == others
    agencys_own = staff(
        workforce.replace(academy=workforce.academy.replace(order=order)),
        plan.replace(academy_order=None),
        months=8,
        offices=1,
        pipeline=(coming,),
    )
    np.testing.assert_array_equal(agencys_own.people["hired"], records.people["hired"])


@pytest.mark.parametrize("by_plan", [False, True])
@pytest.mark.parametrize(
    ("kept", "workers", "others"),
    [({}, [0, 0, 0, 1, 1, 1], [2, 2, 2]), ({"other": 2}, [0, 0, 0, 1, 2, 2], [1, 1, 2])],
)
def test_kept_seats_go_to_their_role_first_and_to_anybody_when_nobody_of_it_waits(
    kept: dict[str, int], workers: list[float], others: list[float], by_plan: bool
) -> None:
    """Three seats a month; six workers come in month 0, three others in month 1.

    Of month 1's seats two are kept for the others, and the worker who came first has the third.
    In month 2 one of the others is left: the second kept seat is free for a worker.
    """
    academy = Academy(months=2.0, seats=3, order="first_come", kept={} if by_plan else kept)
    described = agency(
        [whole_service(casework=1.0, work=0.01)],
        offices=1,
        workers=4,
        families=9.0,
    )
    described = described.replace(
        roles=(*described.roles, worker_role(1).replace(name="other", label="Others")),
        workforce=leaving(0.0, academy=academy),
    )
    plan = Plan(
        "Both",
        hires=[
            Hires.once(6, kind="gross", role="worker"),
            Hires.once(3, kind="gross", role="other", start=1),
        ],
        **({"academy_kept": kept} if by_plan else {}),
    )
    world = scripted(described, arrivals=[5.0], months=6)
    people = run_as_is(described, world, plan).people
    hired = people[people["gross"] == 1]
    assert sorted(hired["hired"][hired["role"] == 0].tolist()) == workers
    assert sorted(hired["hired"][hired["role"] == 1].tolist()) == others


def test_nobody_starts_in_a_new_post_while_a_leavers_successor_waits() -> None:
    """Filling takes no time, so whoever is recruited waits at once for one of three seats."""
    workforce = leaving(0.06, time_to_fill_days=0.0, academy=Academy(months=1.0, seats=3))
    waits = {}
    for order in ("replacements_first", "first_come"):
        hires = Hires.once(30, kind="net", start=1)
        plan = Plan("Thirty", hires=hires, academy_order=order)
        people = staff(workforce, plan, months=24, offices=5).people
        successors = people[(people["generation"] > 0) & np.isfinite(people["recruited"])]
        hired = people["hired"][(people["generation"] == 0) & (people["hired"] >= 1.0)]
        assert len(np.unique(hired)) > 8
        waits[order] = sum(
            ((successors["recruited"] <= month) & ~(successors["hired"] <= month)).sum()
            for month in np.unique(hired)
        )
    assert waits["replacements_first"] == 0 < waits["first_come"]


def test_net_hires_are_recruited_first_and_a_freeze_makes_them_wait() -> None:
    """Time to fill 1.5 months, academy 1: authorised in 0, found 1.5, trained from 2 to 3."""
    workforce = leaving(0.0, academy=Academy(months=1.0), time_to_fill_days=1.5 * DAYS_PER_MONTH)
    hires = Hires.once(2, kind="net")
    free = staff(workforce, Plan("Two", hires=hires), months=8).people[4:]
    frozen = staff(
        workforce, Plan("Two", hires=hires, freezes=Freeze(start=0, months=3)), months=8
    ).people[4:]
    for people, delay in ((free, 0.0), (frozen, 3.0)):
        assert (people["recruited"] == delay).all()
        assert (people["hired"] == delay + 2.0).all()
        assert (people["on_duty"] == delay + 3.0).all()


def test_those_who_fail_the_academy_never_serve() -> None:
    """Drop-out 0.4, by each person's own uniform; gross hires have no successor."""
    workforce = leaving(0.0, academy=Academy(months=1.0, dropout_share=0.4))
    plan = Plan("Many", hires=Hires.once(60, kind="gross"))
    records = staff(workforce, plan, months=3)
    hired = records.people[records.people["gross"] == 1]
    luck = person_luck(records.seed, (0, 0), 64, 16, POOL)["academy"][hired["position"], 0]
    assert (np.isfinite(hired["on_duty"]) == (luck >= 0.4)).all()
    assert (hired["left"][luck < 0.4] == 1.0).all()
    state = records.snapshots["state"].reshape(3, -1)[-1]
    assert (state == POSITION_STATES.index("on_duty")).sum() == 4 + (luck >= 0.4).sum()
