"""Means, intervals and chances from replications that are few and independent.

Replications start from the same day and stop at the same horizon, so nothing is warmed up or
thrown away. Plans met the same worlds, so they are compared pair by pair. Every interval says how
well a mean is known given the number of replications (it shrinks with more); the 10-90 spread says
how far one replication is from another (it does not).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

__all__ = [
    "CONFIDENCE",
    "Interval",
    "chance_better",
    "mean_interval",
    "percentile",
    "ratio_interval",
    "wilson",
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


def mean_interval(values: ArrayLike) -> Interval:
    """Return the mean and its t-interval; undefined (NaN) values are left out and counted.

    Examples
    --------
    >>> found = mean_interval([1.0, 2.0, 3.0])
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (2.0, -0.484, 4.484)
    >>> mean_interval([5.0])
    Interval(mean=5.0, low=nan, high=nan, runs=1)
    """
    known = _known(values)
    runs = len(known)
    if runs == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if runs == 1:
        return Interval(mean, np.nan, np.nan, 1)
    quantile = float(stdtrit(runs - 1, (1.0 + CONFIDENCE) / 2.0))
    half = quantile * float(known.std(ddof=1)) / runs**0.5
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
    known = _known(values)
    return float(np.quantile(known, share)) if len(known) > 1 else float("nan")


def chance_better(differences: ArrayLike, *, better: str | None) -> float:
    """Return the share of replications in which a plan did better, ties counted half.

    NaN where neither direction is better, or no replication has a number.

    Examples
    --------
    >>> chance_better([-2.0, -1.0, 0.0, 3.0], better="lower")
    0.625
    """
    known = _known(differences)
    if better is None or len(known) == 0:
        return float("nan")
    gains = -known if better == "lower" else known
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


def _known(values: ArrayLike) -> Floats:
    """Return the values that are defined."""
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    return array[~np.isnan(array)]
