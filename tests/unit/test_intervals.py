"""Intervals from few replications, against published formulas and tables."""

import numpy as np
import pytest

from staffing_sim.intervals import chance_better, mean_interval, percentile, wilson


def test_the_t_interval_of_a_textbook_sample():
    # n = 5, mean 10, s = 1.5811; t(.975, 4) = 2.776.
    found = mean_interval([8, 9, 10, 11, 12])
    assert found.mean == 10
    assert (found.low, found.high) == pytest.approx((10 - 1.9632, 10 + 1.9632), abs=1e-3)


def test_t_intervals_cover_the_mean_as_often_as_they_say():
    # 4,000 samples of 5: the share covering has a standard error of .0034.
    samples = np.random.default_rng(3).normal(7, 2, (4_000, 5))
    covered = [found.low <= 7 <= found.high for found in map(mean_interval, samples)]
    assert np.mean(covered) == pytest.approx(0.95, abs=5 * 0.0034)


def test_one_replication_has_no_interval_and_no_spread():
    found = mean_interval([4.0])
    assert np.isnan([found.low, found.high, percentile([4.0], 0.1)]).all()


def test_undefined_values_are_left_out_and_counted():
    found = mean_interval([1.0, np.nan, 3.0])
    assert (found.mean, found.runs) == (2.0, 2)
    assert mean_interval([np.nan]).runs == 0


def test_wilson_stays_inside_and_has_a_width_at_the_ends():
    low, high = wilson(np.array([0, 10, 20]), 20)
    assert low[0] == 0
    assert high[0] == pytest.approx(0.1611, abs=1e-4)
    assert (low[1], high[1]) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert high[2] == 1
    assert low[2] == pytest.approx(1 - high[0])


@pytest.mark.parametrize(("better", "chance"), [("lower", 0.375), ("higher", 0.625)])
def test_ties_count_half_and_directions_are_opposite(better, chance):
    assert chance_better([-1, 2, 3, 0], better=better) == chance


def test_where_neither_is_better_there_is_no_chance_of_it():
    assert np.isnan(chance_better([1.0, 2.0], better=None))
