"""The need of a world: the least effort with which the target holds in it.

Everything chance decides is in the world, so a setting of the dial either meets the target there or
does not, and what a world needs can be found by halving. Needs of several worlds are a sample: a
further world's need is at most the k-th smallest of n with chance k / (n + 1), whatever their law.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final, NamedTuple

from scipy.special import bdtr

from staffing_sim.agency import Agency
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.plan import Plan
from staffing_sim.solving.trials import Trials
from staffing_sim.study.run import outcomes_of
from staffing_sim.world import World

__all__ = ["Needs", "Stretch", "needed", "needs_of"]

AIMED: Final = 3
"""How many runs in a world are aimed along the slope before its need is halved in."""


class Stretch(NamedTuple):
    """The part of a dial in which needs are looked for.

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
class Needs:
    """What each of several worlds needs, as places in a dial.

    Attributes
    ----------
    floor, top
        Where was looked. A need at the floor may be less, one past the top is out of reach.
    places
        The need of each world, in the order of the worlds.
    """

    floor: int
    top: int
    places: tuple[int, ...]

    def least(self, probability: float) -> int | None:
        """Return the least place that a further world is likely enough to need no more than.

        Examples
        --------
        >>> Needs(floor=0, top=9, places=(3, 1, 2, 2)).least(0.6)
        2
        """
        place = self._ranked(needed(len(self.places), probability))
        return None if place > self.top else place

    def interval(self, probability: float) -> tuple[int | None, int | None]:
        """Return the places between which that quantile of all worlds' needs lies, with 95 %.

        The ends are order statistics (binomial ranks), so no law is assumed; None where there are
        too few worlds, or where the end lies outside of what was looked at.

        Examples
        --------
        >>> Needs(floor=0, top=50, places=tuple(range(1, 41))).interval(0.9)
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
        return sum(need <= place for need in self.places)

    @property
    def out_of_reach(self) -> int:
        """In how many worlds even the top is too little."""
        return sum(need > self.top for need in self.places)

    def joined(self, more: Needs) -> Needs:
        """Return the same with further worlds."""
        return Needs(floor=self.floor, top=self.top, places=self.places + more.places)

    def at_floor(self, probability: float) -> tuple[int, ...]:
        """Return the worlds that may need less than the floor, if that may move the answer."""
        low, _ = _ranks(len(self.places), probability)
        if self.floor == 0 or self._ranked(low or 1) > self.floor:
            return ()
        return tuple(world for world, need in enumerate(self.places) if need <= self.floor)

    def lowered(self, lower: Needs, worlds: tuple[int, ...]) -> Needs:
        """Return the same with what was found for some worlds in the stretch below the floor."""
        found = dict(zip(worlds, lower.places, strict=True))
        places = tuple(found.get(world, need) for world, need in enumerate(self.places))
        return Needs(floor=lower.floor, top=self.top, places=places)

    def _ranked(self, rank: int) -> int:
        return sorted(self.places)[rank - 1]


def needed(worlds: int, probability: float) -> int:
    """Return in how many of so many worlds a setting must do, to be chosen for its chance.

    One more than their share, so that a further world, which had no part in the choice, meets the
    target with at least that chance; with too few worlds for that, in all of them.

    Examples
    --------
    >>> needed(40, 0.9), needed(10, 0.9), needed(5, 0.9)
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


class Need(NamedTuple):
    """What one world needs."""

    replication: int
    place: int


@dataclass(frozen=True, kw_only=True)
class Walks:
    """A walk along the dial in each world, so that a world is drawn once for all its runs.

    Attributes
    ----------
    trials
        How plans are run and read; a plan for every place of the dial.
    stretch
        Where to look.
    """

    trials: Trials
    stretch: Stretch

    @property
    def agency(self) -> Agency:
        """The agency."""
        return self.trials.agency

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, by place."""
        return self.trials.plans

    @property
    def compiled(self) -> bool:
        """Whether every run takes the compiled clock."""
        return self.trials.compiled

    def world(self, replication: int) -> World:
        """Draw the world of a replication."""
        return self.trials.world(replication)

    def outcome(self, plan: int, world: World, *, replication: int) -> Need:  # noqa: ARG002
        """Find what a world needs; a walk runs as many plans as it must."""

        def margin(place: int) -> float:
            reading = self.trials.outcome(place, world, replication=replication)
            return self.trials.target.slack(reading.values)

        return Need(replication, _walked(margin, self.stretch))


def _walked(margin: Callable[[int], float], stretch: Stretch) -> int:
    """Return the least place of a stretch with a margin of 0 or more; past its top if none.

    Examples
    --------
    >>> _walked(lambda place: place - 6.5, Stretch(floor=4, top=20, stride=1.0))
    7
    """
    fails, meets, place = stretch.floor - 1, stretch.top + 1, stretch.floor
    for runs in count(1):
        found = margin(place)
        fails, meets = (fails, place) if found >= 0 else (place, meets)
        if meets - fails <= 1:
            break
        aim = place - found * stretch.stride
        aimed = runs <= AIMED and math.isfinite(aim)
        place = math.ceil(aim) if aimed else (fails + meets) // 2
        place = min(max(place, fails + 1), meets - 1)
    return meets


def needs_of(trials: Trials, stretch: Stretch, worlds: Iterable[int]) -> Needs:
    """Find what each world needs.

    Parameters
    ----------
    trials
        How plans are run and read; a plan for every place of the dial.
    stretch
        Where to look.
    worlds
        The worlds, by number.
    """
    walks, missing = Walks(trials=trials, stretch=stretch), dict.fromkeys(worlds, (0,))
    found = dict(outcomes_of(walks, missing, n_jobs=trials.n_jobs))
    places = tuple(found[world] for world in missing)
    return Needs(floor=stretch.floor, top=stretch.top, places=places)
