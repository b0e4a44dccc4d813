"""Counting by month and group: flows, stocks, time present, and the spread within a group.

Each answer has shape ``(months, groups)``. Month *k* runs from time *k* to *k* + 1, and the month
end comes before everything else at the same instant. So whatever happens at exactly *k* belongs to
month *k*, and what ends at exactly *k* + 1 is still there as month *k* ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """The months and groups that events are counted in.

    Parameters
    ----------
    months
        Number of months, from time 0.
    groups
        Number of groups (offices, teams ...); events name theirs by index.

    Examples
    --------
    Three events; the one at exactly 1 is the first of month 1, the one at -2 came before day 0:

    >>> grid = Grid(months=2, groups=1)
    >>> import numpy as np
    >>> grid.flow(np.array([0.4, 1.0, -2.0]), np.zeros(3, dtype=int)).ravel()
    array([1., 1.])
    """

    months: int
    groups: int

    def flow(
        self, times: Numbers, groups: Numbers, *, weights: Numbers | None = None
    ) -> NDArray[np.float64]:
        """Return how many events (or how much weight) fall in each month and group.

        Times that are NaN or outside the months are left out.
        """
        month = np.floor(times)
        inside = (month >= 0) & (month < self.months)
        cells = month[inside].astype(np.int64) * self.groups + groups[inside]
        chosen = None if weights is None else weights[inside]
        counted = np.bincount(cells, chosen, minlength=self.months * self.groups)
        return counted.astype(np.float64).reshape(self.months, self.groups)

    def stock(
        self, starts: Numbers, ends: Numbers, groups: Numbers, *, weights: Numbers | None = None
    ) -> NDArray[np.float64]:
        """Return how many intervals are open as each month ends.

        An interval is open as a month ends at *t* when ``start < t`` and not ``end < t``; a NaN end
        is open, a NaN start never began.

        Examples
        --------
        >>> import numpy as np
        >>> grid = Grid(months=3, groups=1)
        >>> grid.stock(np.array([-5.0, 1.5]), np.array([2.0, np.nan]), np.zeros(2, int)).ravel()
        array([1., 2., 1.])
        """
        first = np.floor(np.maximum(starts, 0.0))
        past = np.floor(np.maximum(ends, 0.0))
        return np.cumsum(self._steps(first, past, starts, groups, weights), axis=0)

    def present(
        self, starts: Numbers, ends: Numbers, groups: Numbers, *, weights: Numbers | None = None
    ) -> NDArray[np.float64]:
        """Return the months each group's intervals cover, month by month.

        Examples
        --------
        Someone here from 0.25 to 2.5 is present three quarters, one and half a month:

        >>> import numpy as np
        >>> Grid(3, 1).present(np.array([0.25]), np.array([2.5]), np.array([0])).ravel()
        array([0.75, 1.  , 0.5 ])
        """
        begun = np.maximum(starts, 0.0)
        over = np.where(np.isnan(ends), np.inf, np.maximum(ends, 0.0))
        first, past = np.floor(begun), np.floor(over)
        whole = np.cumsum(self._steps(first, past, starts, groups, weights), axis=0)
        size = np.ones(len(starts)) if weights is None else weights
        late = self.flow(begun, groups, weights=size * (begun - first))
        with np.errstate(invalid="ignore"):
            part = np.where(np.isinf(over), 0.0, over - past)
        early = self.flow(np.where(np.isnan(starts), np.nan, over), groups, weights=size * part)
        return whole - late + early

    def _steps(
        self,
        first: Numbers,
        past: Numbers,
        starts: Numbers,
        groups: Numbers,
        weights: Numbers | None,
    ) -> NDArray[np.float64]:
        """Return +1 in the month an interval first counts and -1 in the first it no longer does."""
        past = np.where(np.isnan(starts), np.nan, past)
        rises = self.flow(first, groups, weights=weights)
        return rises - self.flow(past, groups, weights=weights)


def group_quantiles(
    values: Numbers, groups: Numbers, *, n_groups: int, quantiles: tuple[float, ...]
) -> NDArray[np.float64]:
    """Return quantiles within each group, by linear interpolation; NaN for an empty group.

    The same definition as :func:`numpy.quantile`, for all groups at once.

    Returns
    -------
    numpy.ndarray
        Shape ``(len(quantiles), n_groups)``.

    Examples
    --------
    >>> import numpy as np
    >>> group_quantiles(
    ...     np.array([4.0, 2.0, 9.0]), np.array([0, 0, 1]), n_groups=3, quantiles=(0.5,)
    ... )
    array([[ 3.,  9., nan]])
    """
    ordered = values[np.lexsort((values, groups))].astype(np.float64)
    sizes = np.bincount(groups, minlength=n_groups)
    starts = np.cumsum(sizes) - sizes
    filled = sizes > 0
    found = np.full((len(quantiles), n_groups), np.nan)
    for row, quantile in enumerate(quantiles):
        place = quantile * (sizes[filled] - 1)
        below = np.floor(place).astype(np.int64)
        above = np.ceil(place).astype(np.int64)
        low, high = ordered[starts[filled] + below], ordered[starts[filled] + above]
        found[row, filled] = low + (place - below) * (high - low)
    return found
