"""When a target counts as met: the worst of its months, in enough of the worlds."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.solving import Target
from staffing_sim.solving.search import enough

CASELOADS = np.array([9.0, 3.0, 5.0, 7.0, 9.0])
SHARES = np.array([0.5, 0.9, 0.8, 0.6, 0.5])


def test_a_target_is_judged_by_the_worst_of_the_months_in_which_it_must_hold() -> None:
    held = Target("caseload", at_most=6, by_month=2, through_month=4)
    assert held.decisive(CASELOADS) == 7.0
    assert held.slack(CASELOADS) == -1.0
    seen = Target("share_seen", at_least=0.55, by_month=2, through_month=4)
    assert seen.decisive(SHARES) == 0.6
    assert seen.slack(SHARES) == pytest.approx(0.05)


def test_a_target_for_one_month_asks_for_that_month_alone() -> None:
    assert Target("caseload", at_most=6, by_month=2).decisive(CASELOADS) == 3.0


def test_a_month_in_which_the_number_is_undefined_decides_nothing() -> None:
    gone = CASELOADS.copy()
    gone[2] = np.nan
    target = Target("caseload", at_most=6, by_month=2, through_month=4)
    assert np.isnan(target.decisive(gone))
    assert not target.slack(gone) >= 0


@pytest.mark.parametrize("runs", [1, 7, 20, 40, 1000])
@pytest.mark.parametrize("probability", [0.1, 0.3, 0.9, 1.0])
def test_enough_worlds_are_the_fewest_whose_share_is_the_probability(
    runs: int, probability: float
) -> None:
    fewest = next(met for met in range(runs + 1) if enough(met, runs, probability))
    assert fewest / runs >= probability - 1e-9
    assert (fewest - 1) / runs < probability - 1e-9
