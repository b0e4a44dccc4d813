"""Plans tried on many worlds, of which only the target's number is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.solving.targets import Target
from staffing_sim.study.run import Setting, outcomes_of
from staffing_sim.world import World

__all__ = ["Reading", "Trials"]

Floats = NDArray[np.float64]


class Reading(NamedTuple):
    """The target's number as each month of one run ends."""

    plan: int
    replication: int
    values: Floats


@dataclass(frozen=True, kw_only=True)
class Trials:
    """Runs of which only the target's number is kept; `outcomes_of` makes them.

    Attributes
    ----------
    setting
        Agency, plans, months, seed and clock.
    target
        What to read.
    n_jobs
        Runs at once.
    """

    setting: Setting
    target: Target
    n_jobs: int = 1

    @property
    def agency(self) -> Agency:
        """The agency."""
        return self.setting.agency

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that can be run, by number."""
        return self.setting.plans

    @property
    def compiled(self) -> bool:
        """Whether every run takes the compiled clock."""
        return self.setting.compiled

    def world(self, replication: int) -> World:
        """Draw the world of a replication."""
        return self.setting.world(replication)

    def outcome(self, plan: int, world: World, *, replication: int) -> Reading:
        """Run a plan and keep only the number as each month ends."""
        return Reading(plan, replication, self.target.read(self.setting.run(plan, world)))

    def of(self, plans: Sequence[Plan], *, months: int | None = None) -> Trials:
        """Return the same with these plans, and perhaps another horizon."""
        horizon = self.setting.months if months is None else months
        return replace(self, setting=replace(self.setting, plans=tuple(plans), months=horizon))

    def series(self, worlds: range) -> Floats:
        """Return the number of every plan in every world: [plan, world, month].

        The same worlds give the same numbers however many runs go on at once.
        """
        numbers = range(len(self.plans))
        found = {
            (reading.plan, reading.replication): reading.values
            for reading in outcomes_of(self, dict.fromkeys(worlds, numbers), n_jobs=self.n_jobs)
        }
        return np.array([[found[plan, world] for world in worlds] for plan in numbers])

    def values(self, worlds: range) -> Floats:
        """Return the decisive number of every plan in every world: [plan, world]."""
        series = self.series(worlds)
        return np.array([[self.target.decisive(run) for run in plan] for plan in series])
