"""A bench: the same worlds again and again, for an agency whose numbers are changed.

A number that decides no chance (hours, weights, compressibility, visits, staff) is changed on the
very same world. One that does (demand, laws, the opening stock) draws the world again from the same
seed, so that families, children and luck stay in step as far as they can.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.frames.identity import origin
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.readings import Reading
from staffing_sim.study.arguments import checked_months
from staffing_sim.study.fan_out import Setting
from staffing_sim.study.progress import Progress, Told
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
        How many worlds at once: in threads for the compiled clock, else in processes.
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
        worlds = dict.fromkeys(range(self.replications), variants)
        return np.stack(list(self._by_world(worlds).values()), axis=-1)

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
        found = np.empty((len(variants), len(self.readings), len(self.setting.plans)))
        rows = {
            world: [row for row, each in enumerate(worlds) if each == world] for world in worlds
        }
        asked = {world: [variants[row] for row in mine] for world, mine in rows.items()}
        for world, values in self._by_world(asked).items():
            found[rows[world]] = values
        return found

    def _by_world(self, variants: Mapping[int, Sequence[Agency]]) -> dict[int, Floats]:
        """Return the readings of the variants asked for on each world, by its number."""
        total = len(self.setting.plans) * sum(map(len, variants.values()))
        with Told(progress=self.progress, done=0, total=total) as told:
            if self.n_jobs == 1:
                return {
                    world: self._on_world(world, each, told) for world, each in variants.items()
                }
            return self._at_once(variants, told)

    def _at_once(self, variants: Mapping[int, Sequence[Agency]], told: Told) -> dict[int, Floats]:
        """Return the same of several worlds at once.

        The compiled clock lets other threads work; Python does not, and processes cannot tell how
        far they are, so that they are told of when a world is done.
        """
        from joblib import Parallel, delayed

        threads = self.setting.compiled
        alone = replace(self, progress=False)
        calls = (
            delayed(alone._on_world)(world, each, told if threads else None)
            for world, each in variants.items()
        )
        prefer = "threads" if threads else "processes"
        results = Parallel(n_jobs=self.n_jobs, prefer=prefer, return_as="generator")(calls)
        found = {}
        for world, values in zip(variants, results, strict=True):
            found[world] = values
            if not threads:
                told.more(len(variants[world]) * len(self.setting.plans))
        return found

    def _on_world(self, replication: int, variants: Sequence[Agency], told: Told | None) -> Floats:
        """Return the readings of one world, shape (variants, readings, plans)."""
        found = np.empty((len(variants), len(self.readings), len(self.setting.plans)))
        drawn: World | None = None
        described = self.setting.agency
        for row, variant in enumerate(variants):
            setting = replace(self.setting, agency=variant)
            if not same_chance(variant, described):
                world = setting.world(replication)
            else:
                world = drawn = drawn or self.setting.world(replication)
            for plan in range(len(setting.plans)):
                run = setting.run(plan, world)
                found[row, :, plan] = [reading.of(run) for reading in self.readings]
                if told is not None:
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
