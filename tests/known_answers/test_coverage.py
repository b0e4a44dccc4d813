"""Intervals of small studies hold the truth as often as they say.

Every study here is a few offices of one run: offices share no worker and nobody moves between them,
so each is a replication of its own, and thousands of small studies cost a few seconds. The truth is
a known answer, never another simulation. What is asked: of so many studies the intervals of 95 %
hold the truth in 95 %, within what chance allows (two-sided, one false alarm in a million).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from staffing_sim.agency import Hours, Route
from staffing_sim.distributions import Exponential
from staffing_sim.frames import Run
from staffing_sim.intervals import CONFIDENCE, mean_interval, paired_together, wilson
from staffing_sim.permanence import entry_cohort
from staffing_sim.study.precision import spread_limit
from staffing_sim.world import draw_world
from tests.known_answers.agencies import (
    HOURS,
    agency,
    by_office,
    care,
    open_door,
    run_as_is,
    whole_service,
)
from tests.known_answers.theory import FALSE_ALARM

SPARE = 1e-6 * HOURS
Floats = NDArray[np.float64]

pytestmark = pytest.mark.slow


def assert_covers(held: Floats | NDArray[np.bool_], nominal: float = CONFIDENCE) -> None:
    """Hold the share of intervals that hold the truth against the share they promise."""
    hits = int(np.sum(held))
    chance = stats.binomtest(hits, len(held), nominal).pvalue
    assert chance > FALSE_ALARM, f"{hits} of {len(held)} hold the truth; {nominal:.2%} promised"


def in_studies(values: Floats, replications: int) -> Floats:
    """Return offices as studies of so many replications: [study, replication]."""
    studies = len(values) // replications
    return np.asarray(values[: studies * replications], dtype=np.float64).reshape(studies, -1)


def holds(interval: tuple[float, ...], truth: float) -> bool:
    _, low, high, *_ = interval
    return low <= truth <= high


# --- means ----------------------------------------------------------------------------------------


RATE, MEAN, OFFICES = 4.0, 2.0, 3_000
TIMES = (3.0, 2.5, 2.0, 1.0)


@pytest.fixture(scope="module")
def open_at() -> list[tuple[Floats, float]]:
    """Cases open at four times in offices whose hours are never short (known answer 2).

    With their means: referrals come at a constant rate and stay for an exponential time.
    """
    described = agency(
        [whole_service(casework=SPARE, work=Exponential(mean=MEAN))], offices=OFFICES, families=RATE
    )
    cases = run_as_is(described, draw_world(described, months=3, seed=71)).cases
    found = []
    for time in TIMES:
        still = (cases["opened"] <= time) & ~(cases["closed"] <= time)
        truth = RATE * MEAN * (1.0 - float(np.exp(-time / MEAN)))
        found.append((by_office(still, cases["office"], OFFICES), truth))
    return found


@pytest.mark.parametrize("replications", [3, 5, 20])
def test_a_mean_lies_in_its_interval_as_often_as_that_says(
    open_at: list[tuple[Floats, float]], replications: int
) -> None:
    counts, truth = open_at[0]
    assert_covers([holds(mean_interval(x), truth) for x in in_studies(counts, replications)])


def test_normal_quantiles_in_place_of_students_would_be_found_out(
    open_at: list[tuple[Floats, float]],
) -> None:
    """A fault planted: with five replications the interval of z covers 88 %, not 95 %."""
    counts, truth = open_at[0]
    too_narrow = float(stats.norm.ppf(0.975) / stats.t.ppf(0.975, 4))
    held = []
    for values in in_studies(counts, 5):
        found = mean_interval(values)
        held.append(abs(truth - found.mean) <= too_narrow * (found.high - found.mean))
    with pytest.raises(AssertionError, match="hold the truth"):
        assert_covers(held)


# --- paired differences ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def differences(open_at: list[tuple[Floats, float]]) -> list[tuple[Floats, float]]:
    """The same offices at other times, less at the first: paired as plans are in their worlds."""
    counts, truth = open_at[0]
    return [(others - counts, other - truth) for others, other in open_at[1:]]


def test_a_paired_difference_lies_in_its_interval_as_often_as_that_says(
    differences: list[tuple[Floats, float]],
) -> None:
    for gaps, truth in differences:
        held = [holds(paired_together([x])[0].alone, truth) for x in in_studies(gaps, 6)]
        assert_covers(held)


def test_the_intervals_of_several_plans_hold_together_at_least_as_often_as_they_say(
    differences: list[tuple[Floats, float]],
) -> None:
    """Bonferroni may hold more often, and the intervals by themselves hold together less often."""
    studies = [in_studies(gaps, 6) for gaps, _ in differences]
    truths = [truth for _, truth in differences]
    together, alone = [], []
    for gaps in zip(*studies, strict=True):
        found = paired_together(gaps)
        together.append(all(holds(p.together, t) for p, t in zip(found, truths, strict=True)))
        alone.append(all(holds(p.alone, t) for p, t in zip(found, truths, strict=True)))
    at_least = stats.binomtest(sum(together), len(together), CONFIDENCE, alternative="less")
    assert at_least.pvalue > FALSE_ALARM
    with pytest.raises(AssertionError, match="hold the truth"):
        assert_covers(alone)


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


# --- probabilities --------------------------------------------------------------------------------


def test_a_probability_lies_in_wilsons_interval_as_often_as_theory_says(
    open_at: list[tuple[Floats, float]],
) -> None:
    """A chance of counts cannot be covered by exactly 95 %; what Wilson covers is known exactly."""
    counts, mean = open_at[0]
    for limit, replications in ((4, 20), (6, 20), (9, 40)):
        truth = float(stats.poisson.cdf(limit, mean))
        hits = in_studies(counts <= limit, replications).sum(axis=1)
        low, high = wilson(hits, replications)
        possible = np.arange(replications + 1)
        ends = wilson(possible, replications)
        inside = (ends[0] <= truth) & (truth <= ends[1])
        exact = float(stats.binom.pmf(possible, replications, truth)[inside].sum())
        assert exact == pytest.approx(CONFIDENCE, abs=0.035)
        assert_covers((low <= truth) & (truth <= high), exact)


# --- restricted means -----------------------------------------------------------------------------


def test_a_restricted_mean_lies_in_its_interval_as_often_as_that_says() -> None:
    """Known answer 10 without ageing out: exponential stays of mean m, censored at the horizon.

    The restricted mean at L is m (1 - exp(-L / m)).
    """
    mean, limit, offices, months = 4.0, 6.0, 1_200, 12
    described = agency(
        [
            open_door("care"),
            care(
                Route(to="exit", cause="home", share=1.0, work=Exponential(mean=mean)),
                hours=Hours(casework=SPARE),
            ),
        ],
        offices=offices,
        families=1.0,
    )
    run = Run(run_as_is(described, draw_world(described, months=months, seed=74)))
    stays = entry_cohort(run)
    office = run.records.cases["office"][run.care.case[stays.episodes]]
    causes = [run.records.agency.causes.index("home")]
    order = np.argsort(office, kind="stable")
    bounds = np.searchsorted(office[order], np.arange(offices + 1))
    values = [
        stays.where(order[first:last]).incidence().restricted_mean(limit, causes=causes)
        for first, last in pairwise(bounds)
    ]
    truth = mean * (1.0 - np.exp(-limit / mean))
    assert_covers([holds(mean_interval(x), truth) for x in in_studies(np.array(values), 6)])


# --- stopping -------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [0.6, 0.4, 0.25])
def test_stopping_when_precise_enough_keeps_what_intervals_promise(wanted: float) -> None:
    """2,000 sequences of normal differences, ten at least and ten at a time."""
    generator = np.random.default_rng(75)
    held, reached = [], []
    for _ in range(2_000):
        differences = generator.normal(size=200)
        for runs in range(10, 201, 10):
            found = mean_interval(differences[:runs])
            if (found.high - found.mean) * spread_limit(runs, 0.8) <= wanted:
                break
        held.append(holds(found, 0.0))
        reached.append(1.96 / runs**0.5 <= wanted)
    assert_covers(held)
    assert np.mean(reached) > 0.8  # as assured, the true half-width is below what was wanted
