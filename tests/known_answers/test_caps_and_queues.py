"""Caps that turn away (Erlang's loss) and caps that make wait (Erlang's delay)."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest

from staffing_sim.agency.staff import Cap
from staffing_sim.distributions import Gamma, family_size
from staffing_sim.engine.records import Records
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import (
    HOURS,
    LAWS,
    WORK,
    agency,
    by_office,
    run_many,
    shares_of_time,
    whole_service,
)
from tests.known_answers.luck import Luck, luck_of_one_desk, luck_of_referrals
from tests.known_answers.theory import assert_mean_is, without_luck

START, END, HORIZON = 3.0, 14.0, 17


@pytest.mark.parametrize("overflow", ["soft", "hard", "decline"])
def test_half_a_load_has_room_for_half_a_cap(overflow: str) -> None:
    """With hours to spare, workers at half load under a cap of 8 are full ones under a cap of 4."""
    halves, whole = (
        run_many(described, draw_world(described, months=12, seed=8))
        for described in (
            agency(
                [whole_service(casework=HOURS / 50, work=LAWS["gamma"][0])],
                offices=4,
                workers=3,
                families=120.0,
                role={
                    "cap": Cap(limit=cap, overflow=overflow),
                    "part_load_share": share,
                    "part_load": 0.5,
                },
            )
            for cap, share in ((8, 1.0), (4, 0.0))
        )
    )
    assert whole.cases["turned_away"].any() == (overflow == "decline")
    assert halves.cases.tobytes() == whole.cases.tobytes()


# --- turned away ----------------------------------------------------------------------------------


def loss_chances(offered: float, room: int, cap: int) -> np.ndarray:
    """Return pi(n), n = 0 ... cap, proportional to a^n / prod min(i, room)."""
    steps = offered / np.minimum(np.arange(1, cap + 1), room)
    weights = np.concatenate([[1.0], np.cumprod(steps)])
    return weights / weights.sum()


@functools.cache
def declining(
    law: str, cap: int, room: int, offered: float, workers: int = 1, unit: str = "children"
) -> tuple[Records, Luck]:
    """Run offices whose workers are given ``cap`` cases each, and have hours for ``room``."""
    offices, rate = 150, offered / WORK
    described = agency(
        [whole_service(casework=HOURS / room, work=LAWS[law][0])],
        offices=offices,
        workers=workers,
        families=rate,
        role={"cap": Cap(limit=cap, unit=unit, overflow="decline")},
    )
    world = draw_world(described, months=HORIZON, seed=5)
    luck = luck_of_referrals(world, offices=offices, rate=rate, work=WORK, start=START, end=END)
    return run_many(described, world), luck


DESKS = {
    "a cap of 4": (4, 4, 2.4),
    "hours for 2, a cap of 5": (5, 2, 1.4),
}


@pytest.mark.parametrize("desk", list(DESKS))
@pytest.mark.parametrize("law", ["exponential", "gamma"])
def test_families_are_turned_away_as_erlang_says(law: str, desk: str) -> None:
    """Known answer 6: Erlang B, for any law of work; with hours for 2 its processor-sharing kin.

    Sees .022 of the chance of being turned away (.05 to .21 here).
    """
    cap, room, offered = DESKS[desk]
    records, luck = declining(law, cap, room, offered)
    theory = loss_chances(offered, room, cap)[-1]
    cases = records.cases
    within = (cases["opened"] >= START) & (cases["opened"] < END)
    excess = np.where(within, cases["turned_away"] - theory, 0.0)
    sums = by_office(excess, cases["office"], len(records.agency.offices))
    expected = offered / WORK * (END - START)
    adjusted = without_luck(sums / expected, luck)
    assert_mean_is(adjusted, 0.0, smallest_error=0.022, estimated=2)


@pytest.mark.parametrize("desk", list(DESKS))
def test_open_cases_under_a_declining_cap_have_the_truncated_law(desk: str) -> None:
    """Known answer 6, all of the law. Sees .03 of each chance; nobody is ever above the cap."""
    cap, room, offered = DESKS[desk]
    records, luck = declining("gamma", cap, room, offered)
    theory = loss_chances(offered, room, cap)
    shares = shares_of_time(records, start=START, end=END, highest=cap)
    assert (shares[:, cap + 1] == 0.0).all()
    for count in range(cap + 1):
        adjusted = without_luck(shares[:, count], luck)
        assert_mean_is(adjusted, theory[count], smallest_error=0.03, estimated=2)


def test_four_workers_with_one_case_each_are_one_worker_with_four() -> None:
    """Exact: where hours are never short, only the places count, in children or in families."""
    together, _ = declining("exponential", 4, 4, 2.4)
    apart, _ = declining("exponential", 1, 1, 2.4, 4, "families")
    assert (together.cases["turned_away"] == apart.cases["turned_away"]).all()
    np.testing.assert_allclose(together.cases["closed"], apart.cases["closed"], atol=1e-9)


def places_taken(offered: float, places: int, sizes: np.ndarray) -> np.ndarray:
    """Return the chance of j places taken when a family of b takes b of them (Kaufman, Roberts).

    j q(j) = sum_b a P(b) b q(j - b), for any law of work.
    """
    weights = np.zeros(places + 1)
    weights[0] = 1.0
    for taken in range(1, places + 1):
        weights[taken] = sum(
            offered * sizes[size] * size * weights[taken - size] / taken
            for size in range(1, min(taken, len(sizes) - 1) + 1)
        )
    return weights / weights.sum()


def test_large_families_are_turned_away_more_often_than_small_ones() -> None:
    """Erlang's loss for families of several sizes under a cap in children (Kaufman 1981).

    Sees .05 of the chance for each size.
    """
    offices, cap, offered = 150, 8, 1.8
    described = agency(
        [whole_service(casework=HOURS / cap, work=Gamma(mean=WORK, shape=0.5))],
        offices=offices,
        families=offered / WORK,
        role={"cap": Cap(limit=cap, overflow="decline")},
        demand={"family_size": 2.0, "family_size_dispersion": 2.0},
    )
    world = draw_world(described, months=HORIZON, seed=6)
    cases = run_many(described, world).cases
    grid = (np.arange(200_000) + 0.5) / 200_000
    sizes = np.bincount(family_size(grid, 2.0, 2.0), minlength=9) / 200_000
    taken = places_taken(offered, cap, sizes)
    within = (cases["opened"] >= START) & (cases["opened"] < END)
    for size in (1, 2, 3):
        theory = taken[cap - size + 1 :].sum()
        chosen = within & (cases["size"] == size)
        excess = np.where(chosen, cases["turned_away"] - theory, 0.0)
        sums = by_office(excess, cases["office"], offices)
        expected = offered / WORK * (END - START) * sizes[size]
        assert_mean_is(sums / expected, 0.0, smallest_error=0.05)


# --- made to wait ---------------------------------------------------------------------------------


def chance_of_waiting(offered: float, workers: int) -> float:
    """Return Erlang's C."""
    below = sum(offered**n / math.factorial(n) for n in range(workers))
    full = offered**workers / math.factorial(workers) / (1.0 - offered / workers)
    return full / (below + full)


@functools.cache
def waiting(law: str, workers: int, load: float) -> tuple[World, Records, Luck]:
    """Run offices whose workers take one case at a time, first come first served."""
    work, variation = LAWS[law]
    offices, rate = {1: 300, 3: 150}[workers], workers * load / WORK
    described = agency(
        [whole_service(casework=HOURS, work=work)],
        offices=offices,
        workers=workers,
        families=rate,
        role={"cap": Cap(limit=1, overflow="hard")},
    )
    world = draw_world(described, months=HORIZON, seed=7)
    known = {"offices": offices, "rate": rate, "work": WORK, "start": START, "end": END}
    luck = luck_of_referrals(world, **known) | luck_of_one_desk(
        world, **known, work_squared=WORK**2 * (1.0 + variation), speed=float(workers)
    )
    return world, run_many(described, world), luck


def waits_of(records: Records, luck: Luck, values: np.ndarray, theory: float) -> np.ndarray:
    """Return, office by office, how far the families' mean of a function of the wait is off."""
    cases = records.cases
    within = (cases["opened"] >= START) & (cases["opened"] < END)
    assert np.isfinite(cases["assigned"][within]).all()
    excess = np.where(within, values - theory, 0.0)
    sums = by_office(excess, cases["office"], len(records.agency.offices))
    return without_luck(sums / luck["families"][1], luck)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_mean_wait_for_a_worker_is_that_of_erlang(workers: int) -> None:
    """Known answer 7: C(c, a) / (c mu - rate). Sees 11 % of it, that is 4 % of the hours."""
    load = 0.7
    _, records, luck = waiting("exponential", workers, load)
    theory = chance_of_waiting(workers * load, workers) / (workers * (1.0 - load) / WORK)
    wait = records.cases["assigned"] - records.cases["opened"]
    adjusted = waits_of(records, luck, wait, theory)
    assert_mean_is(adjusted / theory, 0.0, smallest_error=0.11, estimated=3)


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("months", [0.0, 0.1])
def test_the_wait_for_a_worker_is_longer_than_t_as_often_as_erlang_says(
    workers: int, months: float
) -> None:
    """Known answer 7, the law of the wait: C exp(-(c mu - rate) t). Sees .04."""
    load = 0.7
    _, records, luck = waiting("exponential", workers, load)
    slope = workers * (1.0 - load) / WORK
    theory = chance_of_waiting(workers * load, workers) * math.exp(-slope * months)
    longer = (records.cases["assigned"] - records.cases["opened"]) > months
    adjusted = waits_of(records, luck, longer, theory)
    assert_mean_is(adjusted, 0.0, smallest_error=0.04, estimated=3)


@pytest.mark.parametrize("law", ["constant", "gamma"])
def test_one_worker_makes_wait_as_pollaczek_and_khinchine_say(law: str) -> None:
    """rate E[X^2] / (2 (1 - load)), here for equal and for very unequal cases. Sees 10 %."""
    load = 0.7
    _, records, luck = waiting(law, 1, load)
    theory = load / WORK * WORK**2 * (1.0 + LAWS[law][1]) / (2.0 * (1.0 - load))
    wait = records.cases["assigned"] - records.cases["opened"]
    adjusted = waits_of(records, luck, wait, theory)
    assert_mean_is(adjusted / theory, 0.0, smallest_error=0.1, estimated=3)


@pytest.mark.parametrize("workers", [1, 3])
def test_who_comes_first_is_served_first(workers: int) -> None:
    """Exact: within an office, assignments come in the order of referrals."""
    _, records, _ = waiting("exponential", workers, 0.7)
    cases = records.cases[np.isfinite(records.cases["assigned"])]
    order = np.lexsort((cases["opened"], cases["office"]))
    steps = np.diff(cases["assigned"][order])
    assert (steps[np.diff(cases["office"][order]) == 0] >= 0.0).all()
