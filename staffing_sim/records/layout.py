"""Where each office and role stands in the month tables, and what each stage means.

A month table has one cell per (office, role). Stages that no role works still hold children; when
an agency has such stages, every office gets one more cell for them, named `NO_ROLE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.engine.records import Records
from staffing_sim.records.tallies import Grid
from staffing_sim.values import NO_ROLE


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
