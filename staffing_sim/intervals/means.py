"""Means of replications that are few and independent, ratios of means, and their t-intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

__all__ = [
    "CONFIDENCE",
    "Floats",
    "Interval",
    "known",
    "mean_interval",
    "percentile",
    "ratio_interval",
]

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
