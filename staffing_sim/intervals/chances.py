"""Chances: how often a plan does better, and Wilson's interval of a probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from staffing_sim.intervals.means import CONFIDENCE, Floats, known

__all__ = ["chance_better", "wilson"]


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
