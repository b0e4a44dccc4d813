"""Doubt about an agency's numbers, told apart from chance.

More replications narrow an interval and leave this doubt as it is; only other sets of numbers, each
of which fits what was observed as well, show it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from staffing_sim.intervals.means import Interval, mean_interval

__all__ = ["Doubts", "doubts"]


class Doubts(NamedTuple):
    """Three doubts about one number, each a thing of its own.

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
        How many sets of numbers there are.
    """

    mean: Interval
    between_runs: float
    between_sets: float
    sets: int


def doubts(values: ArrayLike) -> Doubts:
    """Tell the doubt about an agency's numbers from chance.

    Every set of numbers meets the same worlds, so a good or bad year is common to all of them and
    must not be taken for a difference of sets. The components are those of a two-way layout with
    one value in each cell (Searle, Casella & McCulloch, Variance Components, 1992, section 4.3).

    Parameters
    ----------
    values
        Shape (sets, replications): a measure, or a difference of plans. At least two of each, and
        none undefined, else the standard deviations are NaN.

    Examples
    --------
    >>> found = doubts([[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]])
    >>> found.mean.mean, found.between_runs, round(found.between_sets, 3)
    (4.0, 1.0, 2.828)
    """
    table = np.atleast_2d(np.asarray(values, dtype=np.float64))
    sets, runs = table.shape
    mean = mean_interval(table.mean(axis=0))
    if min(sets, runs) < 2 or np.isnan(table).any():
        return Doubts(mean, float("nan"), float("nan"), sets)
    own, common = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    rest = table - own - common + table.mean()
    error = float((rest**2).sum()) / ((sets - 1) * (runs - 1))
    between = max(0.0, float(own.var(ddof=1)) - error / runs)
    within = float(table.var(axis=1, ddof=1).mean())
    return Doubts(mean, within**0.5, between**0.5, sets)
