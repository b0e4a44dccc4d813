"""Plans compared pair by pair on the same worlds, several at once, and what the pairing gains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from staffing_sim.intervals.means import CONFIDENCE, Floats, Interval, known, mean_interval

__all__ = ["Paired", "holm", "paired_p", "paired_together", "variance_reduction"]


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
