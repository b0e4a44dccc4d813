"""A bench: the same worlds again and again, for an agency whose numbers are changed.

A number that decides no chance (hours, weights, compressibility, visits, staff) is changed on the
very same world. One that does (demand, laws, the opening stock) draws the world again from the same
seed, so that families, children and luck stay in step as far as they can.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.frames.identity import origin
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.readings import Reading
from staffing_sim.study.run import Progress, Setting, Told, checked_months, outcomes_of
from staffing_sim.world import World, same_chance

__all__ = ["YEARS", "Bench", "Floats", "bench_of"]

Floats = NDArray[np.float64]

YEARS: Final = 3
"""How far every analysis looks ahead where nothing else is asked for."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Plans, worlds and what is read off each run.

    Attributes
    ----------
    setting
        The agency as described, the plans, the horizon and the seed.
    readings
        What is read off.
    replications
        How many worlds.
    n_jobs
        How many runs go on at once, as in `staffing_sim.study.compare`.
    progress
        As in `staffing_sim.study.compare`.
    """

    setting: Setting
    readings: tuple[Reading, ...]
    replications: int
    n_jobs: int = 1
    progress: Progress | bool | None = None

    def values(self, variants: Sequence[Agency]) -> Floats:
        """Run every plan of every variant of the agency on every world.

        Returns
        -------
        ndarray
            Shape (variants, readings, plans, replications).
        """
        rows, worlds = range(len(variants)), range(self.replications)
        found = self._read(variants, [(row, world) for world in worlds for row in rows])
        by_world = [np.stack([found[row, world] for row in rows]) for world in worlds]
        return np.stack(by_world, axis=-1)

    def values_on(self, variants: Sequence[Agency], worlds: Sequence[int]) -> Floats:
        """Run every plan of each variant on one world of its own choice.

        Parameters
        ----------
        variants
            The agencies.
        worlds
            The number of the world for each.

        Returns
        -------
        ndarray
            Shape (variants, readings, plans).
        """
        asked = list(enumerate(worlds))
        found = self._read(variants, sorted(asked, key=lambda pair: pair[1]))
        return np.stack([found[pair] for pair in asked])

    def _read(
        self, variants: Sequence[Agency], asked: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], Floats]:
        """Return the readings, by plan, of every pair of a variant and a world asked for."""
        runs = _Variants(setting=self.setting, variants=tuple(variants), readings=self.readings)
        plans = len(self.setting.plans)
        missing: dict[int, list[int]] = {}
        for row, world in asked:
            missing.setdefault(runs.place(row, world), []).extend(
                range(row * plans, (row + 1) * plans)
            )
        found = {pair: np.empty((len(self.readings), plans)) for pair in asked}
        with Told(progress=self.progress, done=0, total=plans * len(asked)) as told:
            for row, world, plan, values in outcomes_of(runs, missing, n_jobs=self.n_jobs):
                found[row, world][:, plan] = values
                told.one_more()
        return found

    def signature(self) -> dict[Hashable, Any]:
        """Return what tables and charts say about where they come from."""
        setting = self.setting
        return origin(
            setting.agency,
            setting.plans,
            seed=setting.seed,
            months=setting.months,
            replications=self.replications,
        )


@dataclass(frozen=True, kw_only=True)
class _Variants:
    """The plans of each variant as runs that `outcomes_of` makes, numbered variant by variant.

    A world is drawn once for all variants that leave chance alone, and anew for each other one.
    """

    setting: Setting
    variants: tuple[Agency, ...]
    readings: tuple[Reading, ...]

    @property
    def agency(self) -> Agency:
        """The agency as described."""
        return self.setting.agency

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, once for each variant."""
        return self.setting.plans * len(self.variants)

    @property
    def compiled(self) -> bool:
        """Whether every run takes the compiled clock."""
        return self.setting.compiled

    def place(self, row: int, world: int) -> int:
        """Return the number under which a variant's world is drawn."""
        own = 0 if same_chance(self.variants[row], self.agency) else row + 1
        return world * (len(self.variants) + 1) + own

    def world(self, replication: int) -> World:
        """Draw the world of a place."""
        world, own = divmod(replication, len(self.variants) + 1)
        return (self._setting(own - 1) if own else self.setting).world(world)

    def outcome(
        self, plan: int, world: World, *, replication: int
    ) -> tuple[int, int, int, list[float]]:
        """Return the variant, the world, the plan, and what is read off the run."""
        row, own_plan = divmod(plan, len(self.setting.plans))
        run = self._setting(row).run(own_plan, world)
        values = [reading.of(run) for reading in self.readings]
        return row, replication // (len(self.variants) + 1), own_plan, values

    def _setting(self, row: int) -> Setting:
        return replace(self.setting, agency=self.variants[row])


def bench_of(  # noqa: PLR0913 (each argument is a question of its own)
    agency: Agency,
    plans: Sequence[Plan],
    readings: Sequence[Reading],
    *,
    years: float = YEARS,
    replications: int = 5,
    seed: int = 0,
    clock: Clock = "auto",
    n_jobs: int = 1,
    progress: Progress | bool | None = None,
) -> Bench:
    """Return a bench after checking every argument; what is not given, every analysis takes so.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments.
    """
    whole: dict[str, Any] = {"replications": replications, "seed": seed, "n_jobs": n_jobs}
    months = checked_months(agency, plans, years=years, **whole)
    return Bench(
        setting=Setting(agency=agency, plans=tuple(plans), months=months, seed=seed, clock=clock),
        readings=tuple(readings),
        replications=replications,
        n_jobs=n_jobs,
        progress=progress,
    )
