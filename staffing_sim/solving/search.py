"""The search for the least effort that meets a target, always on the same worlds.

Pilots show where to look. Then each world's need is found, and the answer is the least effort that
a further world is likely enough to need no more than. Where the pilots see no setting that would
do, the best of them is counted in world after world. Either way the search gives up as soon as the
target has failed in more worlds than it may: the verdict is that of all worlds, because the rest
could not change it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.plan import Plan
from staffing_sim.solving.dials import Dial
from staffing_sim.solving.needs import Needs, Stretch, needed, needs_of
from staffing_sim.solving.pilots import WORLDS as PILOT_WORLDS
from staffing_sim.solving.pilots import Pilots
from staffing_sim.solving.trials import Trials

__all__ = ["Search", "Searched"]

Floats = NDArray[np.float64]

PORTION: Final = 10
"""Worlds counted between two looks at whether the rest could still matter."""
LOWER: Final = 2
"""How many places further down to look first where needs lie below the stretch; then doubled."""


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What a search found.

    Attributes
    ----------
    place
        The least effort that does, as a place in the dial; None if none does.
    needs
        What each world needs; None where no setting was worth looking.
    given_up
        By place, the target's number in the worlds after which it was given up.
    pilots
        By place, the target's number in the worlds of the pilots.
    """

    place: int | None
    needs: Needs | None
    given_up: dict[int, Floats]
    pilots: dict[int, Floats]


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is searched.

    Attributes
    ----------
    trials
        How plans are run and read.
    dial
        The settings, from the least effort to the most.
    worlds
        In how many worlds the need is found.
    """

    trials: Trials
    dial: Dial
    worlds: int

    def least(self) -> Searched:
        """Find the least effort that meets the target."""
        pilots = Pilots(trials=self.trials, dial=self.dial, worlds=min(PILOT_WORLDS, self.worlds))
        stretch, given_up = pilots.stretch(), dict[int, Floats]()
        if stretch is None:
            best = pilots.best()
            values, hopeless = self._counted(best, pilots.values[best])
            if hopeless:
                given_up = {best: values}
            else:
                stretch = Stretch(0, best, math.inf)
        needs = None if stretch is None else self._needs(stretch)
        whole = needs is not None and len(needs.places) == self.worlds
        place = needs.least(self.trials.target.probability) if needs and whole else None
        return Searched(place=place, needs=needs, given_up=given_up, pilots=pilots.values)

    def _counted(self, place: int, values: Floats) -> tuple[Floats, bool]:
        """Count one setting until it has failed too often; return its numbers and whether it did.

        Too often is, for a chance of 0.9, in 4 of 40 worlds.
        """
        trials = self.trials.of([self._plan(place)])
        while len(values) < self.worlds:
            portion = self._portion(len(values))
            values = np.concatenate([values, trials.values(portion)[0]])
            if np.sum(~(self.trials.target.margin(values) >= 0)) > self._allowed:
                return values, True
        return values, False

    def _needs(self, stretch: Stretch) -> Needs:
        """Find every world's need, looking further down while the answer may lie there.

        Of fewer worlds where too many of them need more than there is.
        """
        places = range(len(self.dial.settings))
        trials = self.trials.of([self._plan(place) for place in places])
        needs = needs_of(trials, stretch, self._portion(0))
        while len(needs.places) < self.worlds:
            if needs.out_of_reach > self._allowed:
                return needs
            needs = needs.joined(needs_of(trials, stretch, self._portion(len(needs.places))))
        step = LOWER
        while worlds := needs.at_floor(self.trials.target.probability):
            below = Stretch(max(needs.floor - step, 0), needs.floor - 1, stretch.stride)
            needs, step = needs.lowered(needs_of(trials, below, worlds), worlds), 2 * step
        return needs

    @property
    def _allowed(self) -> int:
        """In how many worlds a setting may fail."""
        return self.worlds - needed(self.worlds, self.trials.target.probability)

    def _portion(self, done: int) -> range:
        """Return the worlds that come next."""
        return range(done, min(done + PORTION, self.worlds))

    def _plan(self, place: int) -> Plan:
        return self.dial.plan(self.dial.settings[place])
