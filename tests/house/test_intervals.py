"""Intervals from few replications, against published formulas and tables."""

import numpy as np
import pytest
from scipy import stats

from staffing_sim.intervals import (
    chance_better,
    holm,
    mean_interval,
    paired_p,
    paired_together,
    percentile,
    variance_components,
    variance_reduction,
    wilson,
)


def test_the_t_interval_of_a_textbook_sample() -> None:
    # n = 5, mean 10, s = 1.5811; t(.975, 4) = 2.776.
    found = mean_interval([8, 9, 10, 11, 12])
    assert found.mean == 10
    assert (found.low, found.high) == pytest.approx((10 - 1.9632, 10 + 1.9632), abs=1e-3)


def test_t_intervals_cover_the_mean_as_often_as_they_say() -> None:
    # 4,000 samples of 5: the share covering has a standard error of .0034.
    samples = np.random.default_rng(3).normal(7, 2, (4_000, 5))
    covered = [found.low <= 7 <= found.high for found in map(mean_interval, samples)]
    assert np.mean(covered) == pytest.approx(0.95, abs=5 * 0.0034)


def test_one_replication_has_no_interval_and_no_spread() -> None:
    found = mean_interval([4.0])
    assert np.isnan([found.low, found.high, percentile([4.0], 0.1)]).all()


def test_undefined_values_are_left_out_and_counted() -> None:
    found = mean_interval([1.0, np.nan, 3.0])
    assert (found.mean, found.runs) == (2.0, 2)
    assert mean_interval([np.nan]).runs == 0


def test_wilson_stays_inside_and_has_a_width_at_the_ends() -> None:
    low, high = wilson(np.array([0, 10, 20]), 20)
    assert low[0] == 0
    assert high[0] == pytest.approx(0.1611, abs=1e-4)
    assert (low[1], high[1]) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert high[2] == 1
    assert low[2] == pytest.approx(1 - high[0])


@pytest.mark.parametrize(("better", "chance"), [("lower", 0.375), ("higher", 0.625)])
def test_ties_count_half_and_directions_are_opposite(better, chance) -> None:
    assert chance_better([-1, 2, 3, 0], better=better) == chance


def test_where_neither_is_better_there_is_no_chance_of_it() -> None:
    assert np.isnan(chance_better([1.0, 2.0], better=None))


# --- several together -----------------------------------------------------------------------------


def test_holms_adjusted_p_values_are_those_worked_by_hand() -> None:
    # Sorted .005, .01, .03, .04: times 4, 3, 2, 1 is .02, .03, .06, .04, and no later one less.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]).tolist() == [1.0, 1.0]


def test_what_cannot_be_judged_is_no_member_of_the_family() -> None:
    assert holm([np.nan, 0.03])[1] == 0.03
    assert np.isnan(holm([np.nan, 0.03])[0])
    gaps = [1.0, 2.0, 3.0]
    with_blank, alone = (
        paired_together([gaps, [np.nan, 1.0, np.nan]])[0],
        paired_together([gaps])[0],
    )
    assert with_blank == alone
    assert alone.together == alone.alone


def test_paired_p_values_are_those_of_the_t_test_and_agree_with_the_interval() -> None:
    values = np.random.default_rng(5).normal(0.7, 1.0, (40, 8))
    for gaps in values:
        expected = stats.ttest_1samp(gaps, 0.0).pvalue
        found = paired_together([gaps])[0]
        assert found.p_adjusted == pytest.approx(expected)
        assert (expected < 0.05) == (not found.alone.low <= 0.0 <= found.alone.high)


def test_holm_rejects_whatever_bonferronis_intervals_do() -> None:
    generator = np.random.default_rng(6)
    bolder = 0
    for _ in range(200):
        found = paired_together(list(generator.normal([[0.0], [0.6], [0.9]], 1.0, (3, 10))))
        for one in found:
            excludes = not one.together.low <= 0.0 <= one.together.high
            assert not excludes or one.p_adjusted < 0.05
            bolder += one.p_adjusted < 0.05 and not excludes
    assert bolder > 0


def test_differences_without_any_doubt_are_surely_zero_or_surely_not() -> None:
    assert paired_p([0.0, 0.0, 0.0]) == 1.0
    assert paired_p([2.0, 2.0, 2.0]) == 0.0


def test_pairing_is_worth_nothing_between_independent_runs_and_all_where_chance_cancels() -> None:
    first, second = np.random.default_rng(7).normal(size=(2, 4_000))
    assert variance_reduction(first, second) == pytest.approx(1.0, abs=0.1)
    assert variance_reduction(first, first + 0.5 * second) == pytest.approx(9.0, rel=0.1)
    assert variance_reduction([1.0, 2.0, 4.0], [2.0, 3.0, 5.0]) == np.inf
    assert np.isnan(variance_reduction([1.0, 1.0], [1.0, 1.0]))


# --- parameter sets beside chance -----------------------------------------------------------------


def test_doubt_about_numbers_is_told_from_chance_and_from_common_luck() -> None:
    generator = np.random.default_rng(8)
    sets, worlds = generator.normal(0.0, 2.0, (300, 1)), generator.normal(0.0, 5.0, (1, 40))
    found = variance_components(sets + worlds + generator.normal(0.0, 1.0, (300, 40)))
    # Relative errors: 1 / sqrt(2 * 299) = .041 of the sets; 1 / sqrt(2 * 39) = .11 of the runs.
    assert found.between_sets == pytest.approx(2.0, rel=5 * 0.041)
    assert found.between_runs == pytest.approx(26**0.5, rel=5 * 0.11)


def test_sets_that_differ_by_chance_alone_leave_no_doubt_about_numbers() -> None:
    chance = np.random.default_rng(9).normal(size=(50, 50))
    assert variance_components(chance).between_sets < 0.1
    assert np.isnan(variance_components([[1.0, 2.0]]).between_sets)
