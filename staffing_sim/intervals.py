"""The statistics of a comparison: means, chances and paired differences from few replications.

Replications start from the same day and stop at the same horizon, so nothing is warmed up or
thrown away. Plans met the same worlds, so they are compared pair by pair. Every interval says how
well a mean is known given the number of replications (it shrinks with more); the 10-90 spread says
how far one replication is from another (it does not).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtr, stdtrit

CONFIDENCE = 0.95

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """A mean with the interval in which the true one lies with `CONFIDENCE`.

    The ends are NaN where fewer than two replications have a number: one replication says nothing
    about its own error.
    """

    mean: float
    low: float
    high: float
    runs: int

    def within(self, least: float, most: float) -> Interval:
        """Return the interval cut off where no true mean can lie.

        Examples
        --------
        >>> Interval(0.02, -0.01, 0.05, 3).within(0.0, 1.0)
        Interval(mean=0.02, low=0.0, high=0.05, runs=3)
        """
        low, high = (float(np.clip(end, least, most)) for end in (self.low, self.high))
        return self._replace(low=low, high=high)


def mean_interval(values: ArrayLike, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the mean and its t-interval; undefined (NaN) values are left out and counted.

    Examples
    --------
    >>> found = mean_interval([1.0, 2.0, 3.0])
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (2.0, -0.484, 4.484)
    >>> mean_interval([5.0])
    Interval(mean=5.0, low=nan, high=nan, runs=1)
    """
    defined = known(values)
    runs = len(defined)
    if runs == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(defined.mean())
    if runs == 1:
        return Interval(mean, np.nan, np.nan, 1)
    quantile = float(stdtrit(runs - 1, (1.0 + confidence) / 2.0))
    half = quantile * float(defined.std(ddof=1)) / runs**0.5
    return Interval(mean, mean - half, mean + half, runs)


def ratio_interval(above: ArrayLike, below: ArrayLike) -> Interval:
    """Return one total over another with its t-interval, both summed over the replications.

    The ratio of two means, not the mean of ratios: a replication in which little could happen
    weighs little. Its error is that of the mean of ``above - ratio * below``, over the mean of
    `below` (Cochran, Sampling Techniques, 1977, section 6.3). NaN where `below` adds up to 0.

    Examples
    --------
    >>> found = ratio_interval([1.0, 3.0, 2.0], [10.0, 30.0, 20.0])
    >>> round(found.mean, 3), round(found.low, 3), found.runs
    (0.1, 0.1, 3)
    """
    pairs = np.stack([np.atleast_1d(above), np.atleast_1d(below)]).astype(np.float64)
    top, bottom = pairs[:, ~np.isnan(pairs).any(axis=0)]
    if bottom.sum() <= 0.0:
        return Interval(np.nan, np.nan, np.nan, 0)
    ratio = float(top.sum() / bottom.sum())
    error = mean_interval((top - ratio * bottom) / bottom.mean())
    return Interval(ratio, ratio + error.low, ratio + error.high, error.runs)


def percentile(values: ArrayLike, share: float) -> float:
    """Return the value below which a share of the replications lies; NaN from fewer than two.

    Examples
    --------
    >>> percentile([1.0, 2.0, 3.0], 0.9)
    2.8
    """
    defined = known(values)
    return float(np.quantile(defined, share)) if len(defined) > 1 else float("nan")


def known(values: ArrayLike) -> Floats:
    """Return the values that are defined."""
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    return array[~np.isnan(array)]


# --- chances --------------------------------------------------------------------------------------


def chance_better(differences: ArrayLike, *, better: str | None) -> float:
    """Return the share of replications in which a plan did better, ties counted half.

    NaN where neither direction is better, or no replication has a number.

    Examples
    --------
    >>> chance_better([-2.0, -1.0, 0.0, 3.0], better="lower")
    0.625
    """
    gaps = known(differences)
    if better is None or len(gaps) == 0:
        return float("nan")
    gains = -gaps if better == "lower" else gaps
    return float(np.mean((gains > 0) + 0.5 * (gains == 0)))


def wilson(hits: ArrayLike, runs: ArrayLike) -> tuple[Floats, Floats]:
    """Return the ends of the Wilson interval of a probability seen `hits` times in `runs`.

    It stays inside [0, 1] and has a width even when nothing or everything hit (Wilson, 1927).

    Examples
    --------
    >>> low, high = wilson(0, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 0.2775)
    """
    number = np.asarray(runs, dtype=np.float64)
    share = np.asarray(hits, dtype=np.float64) / number
    z = float(ndtri((1.0 + CONFIDENCE) / 2.0))
    middle = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    root = np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    half = z * root / (1 + z**2 / number)
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


# --- several plans against one, on the same worlds ------------------------------------------------


class Paired(NamedTuple):
    """What is known of one difference among several that are looked at together.

    Attributes
    ----------
    alone
        The t-interval of this difference by itself.
    together
        The interval that, with those of all the others, holds every true difference with
        `CONFIDENCE`.
    p_adjusted
        Holm's adjusted p-value of no difference.
    """

    alone: Interval
    together: Interval
    p_adjusted: float


def paired_together(differences: Sequence[ArrayLike]) -> list[Paired]:
    """Compare several plans with one baseline in one measure.

    The intervals are Bonferroni's: simple, valid however the plans depend on one another (they
    meet the same worlds), and their ends mean something. The p-values are Holm's (1979), which
    reject whatever Bonferroni's would, and more. A difference that cannot be judged, because it has
    fewer than two numbers, is no member of the family. One member alone is not adjusted.

    Parameters
    ----------
    differences
        For each plan its differences from the baseline, one for each replication.

    Examples
    --------
    >>> clear, vague = paired_together([[-9.0, -10.0, -11.0], [-2.0, 1.0, 4.0]])
    >>> round(clear.alone.high, 2), round(clear.together.high, 2), round(clear.p_adjusted, 4)
    (-7.52, -6.42, 0.0066)
    >>> round(vague.p_adjusted, 4)
    0.622
    """
    p_values = np.array([paired_p(gaps) for gaps in differences])
    members = max(1, int(np.sum(~np.isnan(p_values))))
    each = 1.0 - (1.0 - CONFIDENCE) / members
    return [
        Paired(mean_interval(gaps), mean_interval(gaps, confidence=each), float(adjusted))
        for gaps, adjusted in zip(differences, holm(p_values), strict=True)
    ]


def paired_p(differences: ArrayLike) -> float:
    """Return the two-sided p-value of the paired t-test; NaN from fewer than two.

    Differences that are all the same leave no doubt: 1 if they are 0, else 0.

    Examples
    --------
    >>> round(paired_p([1.0, 2.0, 3.0]), 4), paired_p([0.0, 0.0]), paired_p([1.0])
    (0.0742, 1.0, nan)
    """
    gaps = known(differences)
    if len(gaps) < 2:
        return float("nan")
    mean, spread = float(gaps.mean()), float(gaps.std(ddof=1))
    if spread == 0.0:
        return 1.0 if mean == 0.0 else 0.0
    return 2.0 * float(stdtr(len(gaps) - 1, -abs(mean) / (spread / len(gaps) ** 0.5)))


def holm(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted for being looked at together, by Holm's step-down method.

    With them, the chance to call any true "no difference" a difference is no more than the level
    they are held against, whatever the dependence (Holm, 1979, Scandinavian Journal of Statistics
    6). NaN stays NaN and does not count.

    Examples
    --------
    >>> [round(float(p), 3) for p in holm([0.04, 0.01, 0.03])]
    [0.06, 0.03, 0.06]
    """
    given = np.atleast_1d(np.asarray(p_values, dtype=np.float64))
    order = np.argsort(given, kind="stable")[: int(np.sum(~np.isnan(given)))]
    adjusted = np.full(len(given), np.nan)
    steps = given[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted


def variance_reduction(values: ArrayLike, baseline: ArrayLike) -> float:
    """Return how many pairs of runs on worlds of their own one pair on the same world is worth.

    The variance a difference would have between independent worlds over the one it has: above 1
    where meeting the same worlds paid. Infinite where the difference is the same in every world;
    NaN where neither plan varies, or fewer than two pairs are known.

    Examples
    --------
    >>> round(variance_reduction([1.0, 2.0, 3.0], [11.0, 12.0, 13.1]), 1)
    631.0
    """
    pairs = np.stack([np.atleast_1d(values), np.atleast_1d(baseline)]).astype(np.float64)
    plan, other = pairs[:, ~np.isnan(pairs).any(axis=0)]
    if len(plan) < 2:
        return float("nan")
    apart = float(plan.var(ddof=1) + other.var(ddof=1))
    paired = float((plan - other).var(ddof=1))
    if paired > 0.0:
        return apart / paired
    return float("inf") if apart > 0.0 else float("nan")


# --- parameter sets beside chance -----------------------------------------------------------------


class VarianceComponents(NamedTuple):
    """How far one number varies by chance, and how far between sets of parameters.

    Attributes
    ----------
    mean
        The mean over sets and replications, with the interval that more replications narrow.
    between_runs
        The standard deviation between replications of one set.
    between_sets
        The standard deviation of the sets' own means, with what chance adds to it taken out; 0
        where chance explains all of it.
    sets
        How many parameter sets there are.
    """

    mean: Interval
    between_runs: float
    between_sets: float
    sets: int


def variance_components(values: ArrayLike) -> VarianceComponents:
    """Tell what parameter sets do to a number from what chance does.

    More replications narrow an interval and leave the variance between parameter sets as it is;
    only other sets, each of which fits what was observed as well, show it. Every set meets the same
    worlds, so a good or bad year is common to all of them and must not be taken for a difference of
    sets. The components are those of a two-way layout with
    one value in each cell (Searle, Casella & McCulloch, Variance Components, 1992, section 4.3).

    Parameters
    ----------
    values
        Shape (sets, replications): a measure, or a difference of plans. At least two of each, and
        none undefined, else the standard deviations are NaN.

    Examples
    --------
    >>> found = variance_components([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]])
    >>> found.mean.mean, found.between_runs, round(found.between_sets, 3)
    (4.0, 1.0, 2.828)
    """
    table = np.atleast_2d(np.asarray(values, dtype=np.float64))
    sets, runs = table.shape
    mean = mean_interval(table.mean(axis=0))
    if min(sets, runs) < 2 or np.isnan(table).any():
        return VarianceComponents(mean, float("nan"), float("nan"), sets)
    own, common = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    rest = table - own - common + table.mean()
    error = float((rest**2).sum()) / ((sets - 1) * (runs - 1))
    between = max(0.0, float(own.var(ddof=1)) - error / runs)
    within = float(table.var(axis=1, ddof=1).mean())
    return VarianceComponents(mean, within**0.5, between**0.5, sets)
