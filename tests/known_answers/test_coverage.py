"""Intervals of small studies hold the truth as often as they say.

What is asked of the studies of `tests.known_answers.coverage`: their intervals of 95 % hold the
truth in 95 %, within what chance allows (two-sided, one false alarm in a million).
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from staffing_sim.intervals import CONFIDENCE, paired_together
from tests.known_answers.coverage import (
    PAGE,
    RULES,
    WIDTHS,
    holds,
    of_chances,
    of_differences,
    of_differences_together,
    of_means,
    of_means_with_normal_quantiles,
    of_restricted_means,
    stopped,
    with_tables,
)
from tests.known_answers.theory import FALSE_ALARM

pytestmark = pytest.mark.slow


def assert_covers(held: NDArray[np.bool_], nominal: float = CONFIDENCE) -> None:
    """Hold the share of intervals that hold the truth against the share they promise."""
    hits = int(np.sum(held))
    chance = stats.binomtest(hits, len(held), nominal).pvalue
    assert chance > FALSE_ALARM, f"{hits} of {len(held)} hold the truth; {nominal:.2%} promised"


@pytest.mark.parametrize("replications", [3, 5, 20])
def test_a_mean_lies_in_its_interval_as_often_as_that_says(replications: int) -> None:
    assert_covers(of_means(replications).held)


def test_normal_quantiles_in_place_of_students_would_be_found_out() -> None:
    """With five replications the interval of z covers 88 %, not 95 %."""
    with pytest.raises(AssertionError, match="hold the truth"):
        assert_covers(of_means_with_normal_quantiles(5).held)


def test_a_paired_difference_lies_in_its_interval_as_often_as_that_says() -> None:
    for found in of_differences(6):
        assert_covers(found.held)


def test_the_intervals_of_several_plans_hold_together_at_least_as_often_as_they_say() -> None:
    """Bonferroni may hold more often, and the intervals by themselves hold together less often."""
    together, alone = of_differences_together(6)
    hits = int(together.held.sum())
    at_least = stats.binomtest(hits, len(together.held), CONFIDENCE, alternative="less")
    assert at_least.pvalue > FALSE_ALARM
    with pytest.raises(AssertionError, match="hold the truth"):
        assert_covers(alone.held)


def test_plans_that_do_nothing_are_rarely_called_clear_when_there_are_many() -> None:
    """Five null plans a study, dependent through their worlds: at most 5 % of studies err."""
    generator = np.random.default_rng(73)
    false_alarms, unadjusted = [], []
    for _ in range(2_000):
        world = generator.normal(size=8)
        found = paired_together(list(0.6 * world + generator.normal(size=(5, 8))))
        false_alarms.append(any(paired.p_adjusted < 0.05 for paired in found))
        unadjusted.append(any(not holds(paired.alone, 0.0) for paired in found))
    more_than = stats.binomtest(sum(false_alarms), 2_000, 0.05, alternative="greater")
    assert more_than.pvalue > FALSE_ALARM
    assert np.mean(unadjusted) > 0.12


@pytest.mark.parametrize(("limit", "replications"), [(4, 20), (6, 20), (9, 40)])
def test_a_probability_lies_in_wilsons_interval_as_often_as_theory_says(
    limit: int, replications: int
) -> None:
    found, exact = of_chances(limit, replications)
    assert exact == pytest.approx(CONFIDENCE, abs=0.035)
    assert_covers(found.held, exact)


def test_a_restricted_mean_lies_in_its_interval_as_often_as_that_says() -> None:
    assert_covers(of_restricted_means(6).held)


@pytest.mark.parametrize("wanted", WIDTHS)
def test_stopping_when_precise_enough_keeps_what_intervals_promise(wanted: float) -> None:
    """Looking from the second replication on does not, and would be found out."""
    too_soon, _, shipped = RULES
    held, runs = stopped(shipped, "normal", wanted)
    assert abs(held.mean() - CONFIDENCE) < 0.015  # the bias that looking leaves, and the page tells
    assert np.mean(1.96 / runs**0.5 <= wanted) > 0.8  # as assured, the true half-width is smaller
    with pytest.raises(AssertionError, match="hold the truth"):
        assert_covers(stopped(too_soon, "normal", wanted)[0])


def test_the_tables_on_the_page_are_those_of_these_studies() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert with_tables(text) == text
