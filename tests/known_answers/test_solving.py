"""A search whose answer can be worked out by hand: staff who leave at a constant rate.

Everyone leaves at the same rate and nobody is replaced, positions are filled at once and there is
no academy. So each of those here on day 0 is still here after t months with chance exp(-rate t),
someone hired at the start of month k with chance exp(-rate (t - k)), all independently: the head
count is a sum of binomials, and the chance that it is high enough is known for every rate of hires.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import LeavingBand, Workforce
from staffing_sim.distributions import Constant
from staffing_sim.intervals import wilson
from staffing_sim.solving import Solution, Target, solve_hires
from tests.known_answers.agencies import agency, whole_service

pytestmark = pytest.mark.usefixtures("short_pool")  # nobody is visited, nobody absent

STAFF = 60
MONTHS = 6
RATE_PER_YEAR = 1.2
WANTED = 59
WORLDS = 150


def staff_that_leaves() -> Agency:
    workforce = Workforce(
        leaving=(LeavingBand(rate_per_year=RATE_PER_YEAR),),
        hiring_role="worker",
        backfill_share=0.0,
        time_to_fill_days=Constant(value=0.0),
    )
    stage = whole_service(casework=1.0, work=Constant(value=0.1))
    return agency([stage], offices=1, workers=STAFF, families=1.0, workforce=workforce)


def chance_of_at_least(wanted: int, *, hires_a_month: int) -> float:
    """Return the exact chance that so many are here as the last month ends."""
    law: NDArray[np.float64] = np.ones(1)
    groups = [(STAFF, MONTHS), *((hires_a_month, MONTHS - month) for month in range(MONTHS))]
    for people, months in groups:
        stays = math.exp(-RATE_PER_YEAR / 12 * months)
        counts = range(people + 1)
        one = [math.comb(people, n) * stays**n * (1 - stays) ** (people - n) for n in counts]
        law = np.convolve(law, one)
    return float(law[wanted:].sum())


@pytest.fixture(scope="module")
def solution() -> Solution:
    target = Target("carrying", role="worker", at_least=WANTED, by_month=MONTHS, probability=0.9)
    return solve_hires(
        staff_that_leaves(), target, kind="gross", most=12, replications=WORLDS, seed=5
    )


def test_the_least_rate_is_the_one_worked_out_by_hand(solution: Solution) -> None:
    exact = {rate: chance_of_at_least(WANTED, hires_a_month=rate) for rate in range(1, 13)}
    least = min(rate for rate, chance in exact.items() if chance >= 0.9)
    assert exact[least] > 0.95  # neither rate is so near to 0.9 that chance would decide
    assert exact[least - 1] < 0.83
    assert solution.setting == least
    assert solution.confirmed
    low, high = solution.range
    assert low is not None
    assert low <= least
    assert high is None or least <= high


def test_every_point_of_the_curve_lies_on_the_exact_one(solution: Solution) -> None:
    counted = solution.curve[solution.curve["runs"] == WORLDS]
    assert len(counted) >= 4
    for row in counted.to_dict("records"):
        exact = chance_of_at_least(WANTED, hires_a_month=int(row["setting"]))
        low, high = wilson(row["met"], row["runs"])
        width = float(high - low) / 2  # of 95 %, so four of its halves hold all of them
        assert abs(row["probability"] - exact) <= 2 * width


def test_the_answer_and_less_are_run_again_in_worlds_that_decided_nothing(
    solution: Solution,
) -> None:
    fresh = solution.curve[solution.curve["phase"] == "confirmation"]
    assert set(fresh["setting"]) >= {solution.setting}
    less = fresh[fresh["setting"] < solution.setting].iloc[0]
    assert less["high"] < 0.9


def test_a_target_beyond_every_rate_says_so_and_when_it_could_be_met() -> None:
    target = Target("carrying", role="worker", at_least=STAFF + 20, by_month=2)
    found = solve_hires(staff_that_leaves(), target, kind="gross", most=15, replications=10, seed=1)
    assert not found.reachable
    assert found.limits is not None
    assert found.limits.earliest_month is not None
    assert found.limits.earliest_month > 2
    assert "cannot be met" in found.sentence()
    assert f"end of month {found.limits.earliest_month} " in found.sentence()


def test_hires_are_net_where_nothing_is_said_and_the_answer_says_so() -> None:
    target = Target("carrying", role="worker", at_least=STAFF + 2, by_month=3, probability=0.5)
    asked = {"most": 4, "replications": 2, "seed": 1}
    found = solve_hires(staff_that_leaves(), target, **asked)
    assert found.plan == solve_hires(staff_that_leaves(), target, kind="net", **asked).plan
    assert "net hires a month" in found.sentence()
