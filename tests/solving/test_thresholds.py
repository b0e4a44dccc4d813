"""A world's threshold: halving finds it, and a sample of thresholds says what it should."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing_sim.solving.trials import Bracket, Thresholds, threshold_in, worlds_needed

margins = st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=40).map(sorted)


@given(margins, st.data())
@settings(max_examples=200, deadline=None)
def test_halving_finds_the_least_setting_that_does_whatever_the_slope_it_was_told(
    curve: list[float], data: st.DataObject
) -> None:
    stride = data.draw(st.sampled_from([0.0, 0.1, 1.0, 10.0, math.inf]))
    floor = data.draw(st.integers(0, len(curve) - 1))
    least = next((place for place, margin in enumerate(curve) if margin >= 0), len(curve))
    found = threshold_in(lambda place: curve[place], Bracket(floor, len(curve) - 1, stride))
    assert found == max(least, floor)


def test_an_undefined_number_never_meets_a_target() -> None:
    assert threshold_in(lambda _: math.nan, Bracket(0, 5, 1.0)) == 6


def test_a_straight_curve_takes_three_runs_however_long_the_grid() -> None:
    runs = []

    def margin(place: int) -> float:
        runs.append(place)
        return 0.01 * (place - 700.5)

    assert threshold_in(margin, Bracket(0, 10_000, 100.0)) == 701
    assert len(runs) <= 3


@pytest.mark.parametrize(("worlds", "probability"), [(3, 0.5), (4, 0.6), (5, 0.75)])
def test_the_answer_is_likely_enough_to_be_enough_for_a_further_world(
    worlds: int, probability: float
) -> None:
    """By exchangeability: in each order of n + 1 thresholds the last is the further one."""
    rank = worlds_needed(worlds, probability)
    assert rank / (worlds + 1) >= probability
    assert (rank - 1) / (worlds + 1) < probability


@pytest.mark.parametrize("probability", [0.5, 0.9])
def test_the_range_of_the_answer_holds_the_quantile_nineteen_times_in_twenty(
    probability: float,
) -> None:
    """Thresholds of 1 to 100, all equally likely: the ranges that hold it are counted."""
    draws = np.random.default_rng(7).integers(1, 101, size=(4000, 40))
    held = 0
    for places in draws:
        thresholds = Thresholds(floor=0, top=100, places=tuple(int(place) for place in places))
        low, high = thresholds.interval(probability)
        assert low is not None
        assert high is not None
        held += low <= 100 * probability <= high
    assert held / len(draws) >= 0.95 - 3 * math.sqrt(0.05 * 0.95 / len(draws))


def test_too_few_worlds_leave_the_range_open_above() -> None:
    low, high = Thresholds(floor=0, top=9, places=(1, 2, 3, 4, 5)).interval(0.9)
    assert low == 3  # of 5 thresholds at most 2 lie under the quantile: a chance of 0.0086
    assert high is None


def test_a_threshold_past_the_top_is_out_of_reach_and_none_is_named() -> None:
    thresholds = Thresholds(floor=0, top=2, places=(3, 3, 1, 2))
    assert thresholds.least(0.9) is None
    assert thresholds.least(0.4) == 2


def test_thresholds_at_the_floor_are_looked_for_below_only_if_they_could_move_the_answer() -> None:
    sure = Thresholds(floor=5, top=20, places=(5, 5, 5, *range(6, 21)))
    assert sure.at_floor(0.9) == ()
    unsure = Thresholds(floor=5, top=20, places=(*(5,) * 30, 7, 8))
    assert unsure.at_floor(0.9) == tuple(range(30))
    below = Thresholds(floor=3, top=4, places=(3, 4, *(5,) * 28))
    assert unsure.lowered(below, unsure.at_floor(0.9)).places[:3] == (3, 4, 5)


def test_the_curve_counts_every_world_whose_threshold_is_no_higher() -> None:
    for places in product(range(3), repeat=3):
        thresholds = Thresholds(floor=0, top=2, places=places)
        assert [thresholds.met(place) for place in range(3)] == [
            sum(threshold <= place for threshold in places) for place in range(3)
        ]


def test_further_worlds_join_and_those_out_of_reach_are_counted() -> None:
    thresholds = Thresholds(floor=0, top=4, places=(1, 5)).joined(
        Thresholds(floor=0, top=4, places=(5, 2))
    )
    assert thresholds.places == (1, 5, 5, 2)
    assert thresholds.out_of_reach == 2
