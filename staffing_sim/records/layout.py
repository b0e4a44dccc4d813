"""Where each office and role stands in the month tables, how events are counted there, and names.

A month table has one cell per (office, role). Stages that no role works still hold children; when
an agency has such stages, every office gets one more cell for them, named `NO_ROLE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.engine.records import Records
from staffing_sim.values import NO_ROLE


def named(codes: NDArray[Any], names: Sequence[str], *, ordered: bool = False) -> pd.Series:
    """Return a column of names from their indices; -1 is missing.

    Examples
    --------
    >>> named(np.array([1, 0, -1]), ("North", "South")).tolist()
    ['South', 'North', nan]
    """
    whole = np.asarray(codes, dtype=np.int64)
    categories = pd.Index(list(names), dtype=object)
    return pd.Series(pd.Categorical.from_codes(whole, categories=categories, ordered=ordered))


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


@dataclass(frozen=True)
class Layout:
    """The cells of a run's month tables, and its stages by index.

    Parameters
    ----------
    records
        The run.
    """

    records: Records

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The values of the ``role`` column, `NO_ROLE` last where it is needed."""
        names = tuple(role.name for role in self.records.agency.roles)
        return (*names, NO_ROLE) if None in self._roles_of_stages else names

    @property
    def offices(self) -> tuple[str, ...]:
        """The values of the ``office`` column."""
        return tuple(office.name for office in self.records.agency.offices)

    @cached_property
    def grid(self) -> Grid:
        """The months and cells of the month tables."""
        return Grid(months=self.records.months, groups=len(self.offices) * len(self.roles))

    def cell(self, offices: NDArray[Any], roles: NDArray[Any]) -> NDArray[np.int64]:
        """Return the cell of each (office, role)."""
        return np.asarray(offices * len(self.roles) + roles, dtype=np.int64)

    def from_teams(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return values given by (month, team) by cell; NaN where no role works.

        `values` may be flat, month by month; the result has shape ``(months, cells)``.
        """
        staffed = len(self.records.agency.roles)
        cells = np.full((self.records.months, len(self.offices), len(self.roles)), np.nan)
        cells[:, :, :staffed] = values.reshape(self.records.months, len(self.offices), staffed)
        return cells.reshape(self.records.months, -1)

    def from_stages(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return values given by (month, office, stage) added up by cell."""
        shape = (self.records.months, len(self.offices))
        by_stage = values.reshape(*shape, len(self.role_of_stage))
        cells = np.zeros((*shape, len(self.roles)))
        for stage, role in enumerate(self.role_of_stage):
            cells[:, :, role] += by_stage[:, :, stage]
        return cells.reshape(self.records.months, -1)

    @cached_property
    def role_of_stage(self) -> NDArray[np.int64]:
        """The role index of each stage; one past the last role for stages that none works."""
        index = {role.name: number for number, role in enumerate(self.records.agency.roles)}
        staffless = len(index)
        return np.array([index.get(name or "", staffless) for name in self._roles_of_stages])

    @cached_property
    def stage_pays_care(self) -> NDArray[np.bool_]:
        """Whether a child in each stage is cared for outside the home, at any age."""
        return np.array([stage.in_care for stage in self.records.agency.stages])

    @cached_property
    def stage_in_care(self) -> NDArray[np.bool_]:
        """Whether each stage is foster care before 18; the stage to 21 is not."""
        extended = self.records.agency.ageing.extended_stage
        older = np.array([stage.name == extended for stage in self.records.agency.stages])
        return np.asarray(self.stage_pays_care & ~older, dtype=np.bool_)

    @cached_property
    def cause_is_permanence(self) -> NDArray[np.bool_]:
        """Whether each cause in ``agency.causes`` is a permanent home."""
        agency = self.records.agency
        return np.array([cause in agency.permanence_causes for cause in agency.causes])

    @property
    def _roles_of_stages(self) -> tuple[str | None, ...]:
        return tuple(stage.role for stage in self.records.agency.stages)
