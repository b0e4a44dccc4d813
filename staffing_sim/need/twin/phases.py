"""Durations as phases: steps passed one after another, each left at a constant rate.

A law keeps its mean and, where it is not nearly constant, its variance (mixtures of Erlang laws,
Tijms 1994; hyperexponential with balanced means above a coefficient of variation of 1).
Exponential laws and gamma laws of whole shape are exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.distributions import Constant, Exponential, Gamma, Law

Floats = NDArray[np.float64]

MOST_PHASES = 12
"""Phases of a law that hardly varies; its coefficient of variation is then 0.29."""

_POINTS = 4096  # quantiles from which the variance of other laws is taken


@dataclass(frozen=True)
class Phases:
    """A duration as phases.

    Attributes
    ----------
    start
        The chance to start in each phase.
    rate
        The rate at which each is left, per month.
    following
        The phase that follows each, -1 for the end.
    """

    start: Floats
    rate: Floats
    following: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of phases; none for what takes no time."""
        return len(self.rate)


def phases_of(mean: float, variance: float) -> Phases:
    """Return the phases of a duration of this mean and variance.

    Examples
    --------
    >>> phases_of(4.0, 8.0).rate.tolist()  # a gamma law of shape 2
    [0.5, 0.5]
    >>> len(phases_of(0.0, 0.0))
    0
    """
    if mean <= 0.0:
        return Phases(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
    variation = variance / mean**2
    if math.isclose(variation, 1.0, rel_tol=1e-9):
        return Phases(np.ones(1), np.array([1.0 / mean]), np.array([-1]))
    if variation > 1.0:
        share = 0.5 * (1.0 + math.sqrt((variation - 1.0) / (variation + 1.0)))
        start = np.array([share, 1.0 - share])
        return Phases(start, 2.0 * start / mean, np.array([-1, -1]))
    return _erlang_mixture(mean, max(variation, 1.0 / MOST_PHASES))


def _erlang_mixture(mean: float, variation: float) -> Phases:
    """Return k phases, or with some chance one less, all left at the same rate."""
    count = math.ceil(1.0 / variation - 1e-9)
    root = count * (1.0 + variation) - count**2 * variation
    fewer = (count * variation - math.sqrt(max(0.0, root))) / (1.0 + variation)
    start = np.zeros(count)
    start[0] += 1.0 - fewer
    start[min(1, count - 1)] += fewer
    following = np.append(np.arange(1, count), -1)
    return Phases(start, np.full(count, (count - fewer) / mean), following)


def variance_of(law: Law) -> float:
    """Return the variance of a law: by formula, or from its quantiles.

    Examples
    --------
    >>> variance_of(Gamma(mean=4, shape=2)), variance_of(Constant(value=3))
    (8.0, 0.0)
    """
    if isinstance(law, Constant):
        return 0.0
    if isinstance(law, Exponential):
        return law.average**2
    if isinstance(law, Gamma):
        return law.average**2 / law.shape
    return float(np.var(law.quantile((np.arange(_POINTS) + 0.5) / _POINTS)))
