"""One worker whose hours are shared by all open cases: processor sharing, capped at full service.

Cohen (1979): with room for c cases at full service, the law of the number open is the same for
every law of work with one mean, and a case's expected stay is in proportion to its own work.
"""

from __future__ import annotations

import functools

import numpy as np
import pytest

from staffing_sim.agency.staff import Cap
from staffing_sim.distributions import Constant, Exponential
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

START, END, HORIZON = 6.0, 18.0, 22
HIGHEST = 60


@functools.cache
def shared(law: str, room: int, load: float, offices: int) -> tuple[World, Records, Luck]:
    """Run offices of one worker with hours for so many cases, at this load."""
    work, variation = LAWS[law]
    rate = room * load / WORK
    described = agency(
        [whole_service(casework=HOURS / room, work=work)], offices=offices, families=rate
    )
    world = draw_world(described, months=HORIZON, seed=3)
    known = {"offices": offices, "rate": rate, "work": WORK, "start": START, "end": END}
    luck = luck_of_referrals(world, **known) | luck_of_one_desk(
        world, **known, work_squared=WORK**2 * (1.0 + variation), speed=float(room)
    )
    return world, run_many(described, world), luck


def chances_of_open_cases(offered: float, room: int) -> np.ndarray:
    """Return pi(n), proportional to a^n / prod min(i, c)."""
    steps = offered / np.minimum(np.arange(1, 400), room)
    weights = np.concatenate([[1.0], np.cumprod(steps)])
    return weights / weights.sum()


@pytest.mark.parametrize(
    ("law", "error"), [("constant", 0.02), ("exponential", 0.06), ("gamma", 0.08)]
)
def test_mean_open_cases_do_not_depend_on_the_law_of_work(law: str, error: float) -> None:
    """Known answer 3. Sees 2, 6 and 8 % of the mean, that is 1 to 3 % of the hours at load .7."""
    _, records, luck = shared(law, 3, 0.7, 150)
    shares = shares_of_time(records, start=START, end=END, highest=HIGHEST)
    open_cases = shares @ np.arange(HIGHEST + 2)
    theory = float(chances_of_open_cases(2.1, 3) @ np.arange(400))
    adjusted = without_luck(open_cases, luck)
    assert_mean_is(adjusted / theory, 1.0, smallest_error=error, estimated=3)


@pytest.mark.parametrize("law", list(LAWS))
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6])
def test_each_number_of_open_cases_has_its_chance(law: str, count: int) -> None:
    """Known answer 3, the law of the number open. Sees .02 of a chance."""
    _, records, luck = shared(law, 3, 0.7, 150)
    shares = shares_of_time(records, start=START, end=END, highest=HIGHEST)
    theory = float(chances_of_open_cases(2.1, 3)[count])
    adjusted = without_luck(shares[:, count], luck)
    assert_mean_is(adjusted, theory, smallest_error=0.02, estimated=3)


@pytest.mark.parametrize(
    ("room", "load", "offices"), [(3, 0.7, 150), (1, 0.6, 300)], ids=["three", "one"]
)
@pytest.mark.parametrize(
    ("law", "long"),
    [
        ("constant", True),
        ("exponential", False),
        ("exponential", True),
        ("gamma", False),
        ("gamma", True),
    ],
)
def test_a_case_stays_in_proportion_to_its_own_work(
    law: str, long: bool, room: int, load: float, offices: int
) -> None:
    """Known answers 3 and 4: E[stay | work x] = x E[N] / (rate E[X]), x / (1 - load) for one.

    Short and long cases apart. Sees 12 % of the factor (5 % of the hours).
    """
    world, records, luck = shared(law, room, load, offices)
    offered = room * load
    factor = float(chances_of_open_cases(offered, room) @ np.arange(400)) / offered
    families = world.families
    work = world.family_legs["work"][families["leg"]]
    within = (families["arrival"] >= START) & (families["arrival"] < END)
    longest = 6.0 * WORK  # longer cases may still be open at the horizon
    chosen = within & ((work >= WORK) & (work < longest) if long else work < WORK)
    cases = records.cases
    stay = cases["closed"] - cases["opened"]
    assert np.isfinite(stay[chosen]).all()
    excess = by_office(np.where(chosen, stay - factor * work, 0.0), cases["office"], offices)
    expected_work = work[chosen].sum() / offices
    adjusted = without_luck(excess / expected_work / factor, luck)
    assert_mean_is(adjusted, 0.0, smallest_error=0.12, estimated=3)


def saturated(law: Constant | Exponential, cap: int, room: int, offices: int) -> Records:
    """Run a worker who always has a full desk: a hard cap, and a queue that never ends."""
    described = agency(
        [whole_service(casework=HOURS / room, work=law)],
        offices=offices,
        families=2.5 * min(cap, room) / WORK,
        role={"cap": Cap(limit=cap, overflow="hard")},
    )
    records = run_many(described, draw_world(described, months=4, seed=8))
    assert (records.team_months["waiting_families"] > 0).all()
    return records


def served(records: Records, *, start: float, end: float) -> np.ndarray:
    """Return how many cases each office closed within a time."""
    closed = records.cases["closed"]
    within = (closed > start) & (closed <= end)
    return by_office(within, records.cases["office"], len(records.agency.offices))


@pytest.mark.parametrize(("cap", "room"), [(2, 4), (4, 4), (6, 4)])
def test_a_saturated_worker_closes_as_many_cases_as_the_hours_carry(cap: int, room: int) -> None:
    """Known answer 8, exact: equal cases, so throughput is min(K, c) / work in whole rounds."""
    records = saturated(Constant(value=WORK), cap, room, 20)
    round_of_desk = WORK * max(1.0, cap / room)
    rounds = 12
    start = 1.0
    count = served(records, start=start, end=start + rounds * round_of_desk)
    assert (count == rounds * cap).all()


@pytest.mark.parametrize(("cap", "room"), [(2, 4), (6, 4)])
def test_a_saturated_worker_closes_cases_at_random_when_work_is_exponential(
    cap: int, room: int
) -> None:
    """Known answer 8: a Poisson number, independent from one time to the next.

    Sees 10 % of its mean and 30 % of its variance.
    """
    records = saturated(Exponential(mean=WORK), cap, room, 150)
    parts = [served(records, start=1.0 + 0.3 * k, end=1.3 + 0.3 * k) for k in range(10)]
    theory = 0.3 * min(cap, room) / WORK
    count = np.concatenate(parts)
    assert_mean_is(count / theory, 1.0, smallest_error=0.1)
    assert_mean_is((count - theory) ** 2 / theory, 1.0, smallest_error=0.32)
