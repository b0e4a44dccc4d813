"""Flip points known in closed form, and those that are not there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.sensitivity import Flips, flip_line, flip_points
from staffing_sim.sensitivity.flip_search import Search
from staffing_sim.sensitivity.variants import Floats
from tests.sensitivity.linear import (
    A_SUM,
    POSTS,
    SUM,
    TURNING_PRICE,
    TWO_POSTS,
    YEARS,
    linear_agency,
)

NOISE = np.array([-0.3, -0.1, 0.1, 0.3])
QUICK: dict[str, Any] = {"measure": "cost", "years": YEARS, "replications": 2}
QUICK |= {"clock": "simpy", "progress": False}
HALF_WIDTH = 0.41082  # of its 95 % t-interval


def flips_of(first: Plan = TWO_POSTS, second: Plan = A_SUM, **changes: Any) -> Flips:
    settings: dict[str, Any] = {"assumptions": ["costs.worker_year"]} | QUICK | changes
    return flip_points(linear_agency(), first, second, **settings)


def test_the_flip_of_a_linear_cost_is_the_price_at_which_both_cost_the_same() -> None:
    (row,) = flips_of().table.to_dict("records")
    assert row["verdict"] == "flips"
    assert row["flips_at"] == pytest.approx(TURNING_PRICE)
    assert (row["flip_low"], row["flip_high"]) == pytest.approx((TURNING_PRICE, TURNING_PRICE))


def test_exchanging_the_plans_exchanges_who_is_ahead_and_leaves_the_flip() -> None:
    (one,), (other,) = flips_of().sentences(), flips_of(A_SUM, TWO_POSTS).sentences()
    assert one.endswith("Below that Two posts is ahead, above it A sum of money.")
    assert other.endswith("Below that Two posts is ahead, above it A sum of money.")


def test_a_margin_moves_the_flip_by_what_it_asks_for() -> None:
    margin = 10_000.0
    (row,) = flips_of(margin=margin).table.to_dict("records")
    assert row["flips_at"] == pytest.approx((SUM - margin) / POSTS)


def test_plans_that_never_change_rank_within_the_range_are_said_to() -> None:
    found = flips_of(assumptions={"costs.worker_year": (80_000.0, 150_000.0)})
    assert found.table["verdict"].tolist() == ["never"]
    assert found.table["flips_at"].isna().all()
    (sentence,) = found.sentences()
    assert "never flips within 80,000 to 150,000" in sentence
    assert "A sum of money is ahead of Two posts throughout" in sentence


def test_a_number_without_effect_never_flips_anything() -> None:
    found = flips_of(assumptions=["costs.care_month"])
    assert found.table["verdict"].tolist() == ["never"]


def test_plans_that_are_the_same_are_never_clearly_apart() -> None:
    found = flips_of(TWO_POSTS, TWO_POSTS.replace(name="The same"))
    assert found.table["verdict"].tolist() == ["not clear"]
    assert "no clear difference between Two posts and The same" in found.sentences()[0]


def linear_search(turning: float, slope: float = 1.0) -> Search:
    return Search(advantage=lambda value: slope * (value - turning) + NOISE)


@pytest.mark.parametrize("slope", [2.0, -0.5])
def test_the_interval_of_a_flip_is_that_of_the_difference_over_its_slope(slope: float) -> None:
    (found,) = linear_search(4.0, slope).found(from_values=[0.0, 10.0])
    assert found.at == pytest.approx(4.0, abs=0.1)
    assert found.low == pytest.approx(4.0 - HALF_WIDTH / abs(slope), abs=1e-3)
    assert found.high == pytest.approx(4.0 + HALF_WIDTH / abs(slope), abs=1e-3)


def test_plans_that_change_rank_twice_have_two_flips_if_looked_for() -> None:
    def bowl(value: float) -> Any:
        return (value - 2.0) * (value - 8.0) + NOISE

    assert [f.verdict for f in Search(advantage=bowl).found(from_values=[0, 10])] == ["never"]
    found = Search(advantage=bowl).found(from_values=[0, 5, 10])
    assert [turn.at for turn in found] == pytest.approx([2.0, 8.0], abs=0.1)


def test_an_advantage_that_is_clear_in_part_of_the_range_fades_in_the_other() -> None:
    (found,) = Search(advantage=lambda value: value + NOISE).found(from_values=[0.0, 5.0, 10.0])
    assert found.verdict == "fades"
    assert found.low == 0.0
    assert found.high == pytest.approx(HALF_WIDTH, abs=1e-3)


def test_an_advantage_smaller_than_its_noise_is_not_clear() -> None:
    (found,) = Search(advantage=lambda value: 0.01 * value + NOISE).found(from_values=[0.0, 10.0])
    assert found.verdict == "not clear"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"replications": 1}, "replications: must be at least 2; got 1"),
        ({"measure": "hires"}, "measure: has no better direction"),
        ({"values": 1}, "values: must be at least 2, the ends of the range; got 1"),
        ({"measure": "caseload/workr"}, "caseload/workr: has no figure for 'workr'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        flips_of(**changes)


def test_a_lead_that_is_never_as_large_as_the_margin_is_said_to_be_none() -> None:
    found = flips_of(margin=1e6)
    assert found.table["verdict"].tolist() == ["never"]
    assert "Two posts is not ahead of A sum of money by at least" in found.sentences()[0]


def test_the_flip_line_of_a_linear_cost_is_a_straight_line() -> None:
    """Two posts hired at a price each: they cost the same as the sum at (sum - 2 x hire) / 2."""
    line = flip_line(
        linear_agency(),
        TWO_POSTS,
        A_SUM,
        moved=["costs.worker_year"],
        along={"costs.hire": (0.0, 10_000.0)},
        steps=3,
        **QUICK,
    )
    hire = line["along_value"].to_numpy()
    assert hire.tolist() == [0.0, 5_000.0, 10_000.0]
    assert line["flips_at"].to_numpy() == pytest.approx((SUM - POSTS * hire) / POSTS)


def test_a_measure_that_is_undefined_on_the_way_is_no_flip() -> None:
    def gone_in_the_middle(value: float) -> Floats:
        return value - 5.0 + NOISE if abs(value - 5.0) > 3.0 else np.full_like(NOISE, np.nan)

    (found,) = Search(advantage=gone_in_the_middle).found(from_values=[0.0, 10.0])
    assert found.verdict == "not clear"
