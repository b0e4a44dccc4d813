"""Plans run on many worlds, of which only the target's number, or each world's threshold, is kept.

A world's threshold is the least effort with which the target holds in it. Everything chance decides
is in the world, so a setting either meets the target there or does not, and the threshold can be
found by halving. Thresholds of several worlds are a sample: a further world's is at most the k-th
smallest of n with chance k / (n + 1), whatever their law.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from staffing_sim.agency import Agency
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.plan import Plan
from staffing_sim.records.identity import origin
from staffing_sim.solving.targets import Target
from staffing_sim.study.run import Setting, outcomes_of
from staffing_sim.world import World

Floats = NDArray[np.float64]

AIMED: Final = 3
"""How many runs in a world are aimed along the slope before its threshold is found by halving."""


class TrialResult(NamedTuple):
    """The target's number at the end of each month of one run."""

    plan: int
    replication: int
    values: Floats


@dataclass(frozen=True, kw_only=True)
class Trials:
    """Runs of which only the target's number is kept; `outcomes_of` makes them."""

    setting: Setting
    target: Target
    n_jobs: int = 1

    @property
    def agency(self) -> Agency:
        """The agency that every plan is for."""
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

    def outcome(self, plan: int, world: World, *, replication: int) -> TrialResult:
        """Run a plan and keep only the number at the end of each month."""
        return TrialResult(plan, replication, self.target.read(self.setting.run(plan, world)))

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
            (result.plan, result.replication): result.values
            for result in outcomes_of(self, dict.fromkeys(worlds, numbers), n_jobs=self.n_jobs)
        }
        return np.array([[found[plan, world] for world in worlds] for plan in numbers])

    def values(self, worlds: range) -> Floats:
        """Return the decisive number of every plan in every world: [plan, world]."""
        series = self.series(worlds)
        return np.array([[self.target.decisive(run) for run in plan] for plan in series])

    def signature(self, *, label: str, worlds: int) -> dict[Hashable, Any]:
        """Return what a reader must know to run it again, for the ``attrs`` of a frame."""
        setting = self.setting
        produced = origin(
            setting.agency,
            setting.plans,
            seed=setting.seed,
            months=setting.months,
            replications=worlds,
            target=self.target.given(),
        )
        return produced | {"label": label, "target": self.target.phrase(setting.agency)}


class Bracket(NamedTuple):
    """The part of a grid in which thresholds are looked for.

    Attributes
    ----------
    floor, top
        The first and the last place of it.
    stride
        By how many places the number moves by 1, about.
    """

    floor: int
    top: int
    stride: float


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The thresholds of several worlds, as places in a grid.

    Attributes
    ----------
    floor, top
        Where was looked. One at the floor may lie lower, one past the top is out of reach.
    places
        The threshold of each world, in the order of the worlds.
    """

    floor: int
    top: int
    places: tuple[int, ...]

    def least(self, probability: float) -> int | None:
        """Return the least place likely enough to be no less than a further world's threshold.

        Examples
        --------
        >>> Thresholds(floor=0, top=9, places=(3, 1, 2, 2)).least(0.6)
        2
        """
        place = self._ranked(worlds_needed(len(self.places), probability))
        return None if place > self.top else place

    def interval(self, probability: float) -> tuple[int | None, int | None]:
        """Return the places between which that quantile of all worlds' thresholds lies, with 95 %.

        The ends are order statistics (binomial ranks), so no law is assumed; None where there are
        too few worlds, or where the end lies outside of what was looked at.

        Examples
        --------
        >>> Thresholds(floor=0, top=50, places=tuple(range(1, 41))).interval(0.9)
        (32, 40)
        """
        low, high = _ranks(len(self.places), probability)
        least = None if low is None else self._ranked(low)
        most = None if high is None else self._ranked(high)
        return (
            None if least is not None and 0 < least <= self.floor else least,
            None if most is not None and most > self.top else most,
        )

    def met(self, place: int) -> int:
        """Return in how many worlds so much is enough."""
        return sum(threshold <= place for threshold in self.places)

    @property
    def out_of_reach(self) -> int:
        """In how many worlds even the top is too little."""
        return sum(threshold > self.top for threshold in self.places)

    def joined(self, more: Thresholds) -> Thresholds:
        """Return the same with further worlds."""
        return Thresholds(floor=self.floor, top=self.top, places=self.places + more.places)

    def at_floor(self, probability: float) -> tuple[int, ...]:
        """Return the worlds whose threshold may lie lower still, if that may move the answer."""
        low, _ = _ranks(len(self.places), probability)
        if self.floor == 0 or self._ranked(low or 1) > self.floor:
            return ()
        return tuple(world for world, place in enumerate(self.places) if place <= self.floor)

    def lowered(self, lower: Thresholds, worlds: tuple[int, ...]) -> Thresholds:
        """Return the same with what was found for some worlds in the bracket below the floor."""
        found = dict(zip(worlds, lower.places, strict=True))
        places = tuple(found.get(world, place) for world, place in enumerate(self.places))
        return Thresholds(floor=lower.floor, top=self.top, places=places)

    def _ranked(self, rank: int) -> int:
        return sorted(self.places)[rank - 1]


def worlds_needed(worlds: int, probability: float) -> int:
    """Return in how many of so many worlds a setting must meet the target to be chosen.

    One more than their share, so that a further world, which had no part in the choice, meets the
    target with at least that chance; with too few worlds for that, in all of them.

    Examples
    --------
    >>> worlds_needed(40, 0.9), worlds_needed(10, 0.9), worlds_needed(5, 0.9)
    (37, 10, 5)
    """
    return min(math.ceil(probability * (worlds + 1) - 1e-9), worlds)


def _ranks(worlds: int, probability: float) -> tuple[int | None, int | None]:
    """Return the ranks between which the quantile lies; None where no rank is safe enough."""
    tail = (1.0 - CONFIDENCE) / 2.0
    below = [float(bdtr(rank - 1, worlds, probability)) for rank in range(1, worlds + 1)]
    low = [rank for rank, chance in enumerate(below, 1) if chance <= tail]
    high = [rank for rank, chance in enumerate(below, 1) if 1.0 - chance <= tail]
    return (max(low, default=None), min(high, default=None))


class Threshold(NamedTuple):
    """The threshold of one world, as a place in the grid."""

    replication: int
    place: int


@dataclass(frozen=True, kw_only=True)
class _ThresholdRuns:
    """The search within each world, so that a world is drawn once for all its runs."""

    trials: Trials
    bracket: Bracket

    @property
    def agency(self) -> Agency:
        return self.trials.agency

    @property
    def plans(self) -> tuple[Plan, ...]:
        return self.trials.plans

    @property
    def compiled(self) -> bool:
        return self.trials.compiled

    def world(self, replication: int) -> World:
        return self.trials.world(replication)

    def outcome(self, plan: int, world: World, *, replication: int) -> Threshold:  # noqa: ARG002
        """Find a world's threshold, running as many plans as that takes."""

        def margin(place: int) -> float:
            result = self.trials.outcome(place, world, replication=replication)
            return self.trials.target.slack(result.values)

        return Threshold(replication, threshold_in(margin, self.bracket))


def threshold_in(margin: Callable[[int], float], bracket: Bracket) -> int:
    """Return the least place of a bracket with a margin of 0 or more; past its top if none.

    Examples
    --------
    >>> threshold_in(lambda place: place - 6.5, Bracket(floor=4, top=20, stride=1.0))
    7
    """
    fails, meets, place = bracket.floor - 1, bracket.top + 1, bracket.floor
    for runs in count(1):
        found = margin(place)
        fails, meets = (fails, place) if found >= 0 else (place, meets)
        if meets - fails <= 1:
            break
        aim = place - found * bracket.stride
        aimed = runs <= AIMED and math.isfinite(aim)
        place = math.ceil(aim) if aimed else (fails + meets) // 2
        place = min(max(place, fails + 1), meets - 1)
    return meets


def thresholds_of(trials: Trials, bracket: Bracket, worlds: Iterable[int]) -> Thresholds:
    """Find the threshold of each world, with a plan in `trials` for every place of the grid."""
    runs, missing = _ThresholdRuns(trials=trials, bracket=bracket), dict.fromkeys(worlds, (0,))
    found = dict(outcomes_of(runs, missing, n_jobs=trials.n_jobs))
    places = tuple(found[world] for world in missing)
    return Thresholds(floor=bracket.floor, top=bracket.top, places=places)
