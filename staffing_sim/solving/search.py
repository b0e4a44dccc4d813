"""The search for the least effort that meets a target, always on the same worlds.

A few settings from end to end are first tried on a few worlds, to see where to look. Around the
setting at which a normal law through those values gives the chance asked for, settings are then
counted in all worlds, first in growing steps, then by halving, until one meets the target and its
neighbour below does not. Where to look is guessed; what meets the target is counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from staffing_sim.intervals import wilson
from staffing_sim.solving.dials import Dial
from staffing_sim.solving.trials import Trials

__all__ = ["Search", "enough"]

Floats = NDArray[np.float64]

PILOT_WORLDS: Final = 6
PILOT_SETTINGS: Final = 8
MOST_SHOULDERS: Final = 3
"""How often the search steps further out to show where the curve is clearly above or below."""


def enough(met: int, runs: int, probability: float) -> bool:
    """Tell whether a target was met in enough runs.

    Examples
    --------
    >>> enough(36, 40, 0.9), enough(35, 40, 0.9)
    (True, False)
    """
    return met >= probability * runs - 1e-9


@dataclass
class Search:
    """Settings tried so far, and what they gave in the first worlds.

    Attributes
    ----------
    trials
        How plans are run and read.
    dial
        The settings, from the least effort to the most.
    worlds
        How many worlds every setting that matters is counted in.
    values
        By place in the dial, the target's number in the first worlds.
    """

    trials: Trials
    dial: Dial
    worlds: int
    values: dict[int, Floats] = field(default_factory=dict)

    def least(self) -> int | None:
        """Return the place of the least effort that meets the target, or None if none does."""
        self._try(_spaced(len(self.dial.settings)), worlds=min(PILOT_WORLDS, self.worlds))
        guess, reach = self._guess()
        if guess is None:
            self._try([self._best(), self._last], worlds=self.worlds)
            promising = [place for place in (self._best(), self._last) if self.meets(place)]
            if not promising:
                return None
            guess = promising[0]
        self._try(self._inside(guess - reach, guess, guess + reach), worlds=self.worlds)
        found = self._narrowed(*self._bracket(guess))
        if found is not None:
            self._shoulders(found, reach)
        return found

    def met(self, place: int) -> int:
        """Return in how many of the worlds tried a setting met the target."""
        return int(np.sum(self.trials.target.margin(self.values[place]) >= 0))

    def meets(self, place: int) -> bool:
        """Tell whether a setting meets the target in enough of all worlds."""
        self._try([place], worlds=self.worlds)
        return enough(self.met(place), self.worlds, self.trials.target.probability)

    @property
    def _last(self) -> int:
        return len(self.dial.settings) - 1

    def _inside(self, *places: int) -> list[int]:
        return sorted({min(max(place, 0), self._last) for place in places})

    def _try(self, places: Iterable[int], *, worlds: int) -> None:
        """Run settings in those of the first worlds that they have not met yet."""
        missing: dict[int, list[int]] = {}
        for place in dict.fromkeys(places):
            done = len(self.values.get(place, ()))
            if done < worlds:
                missing.setdefault(done, []).append(place)
        for done, group in missing.items():
            plans = [self.dial.plan(self.dial.settings[place]) for place in group]
            found = self.trials.of(plans).values(range(done, worlds))
            for place, values in zip(group, found, strict=True):
                self.values[place] = np.concatenate([self.values.get(place, np.empty(0)), values])

    def _scores(self) -> tuple[dict[int, float], float]:
        """Return how far the asked-for quantile of each setting is on the right side, and a spread.

        The spread between worlds is that of the setting whose mean is nearest to the limit.
        """
        margins = {place: self.trials.target.margin(self.values[place]) for place in self.values}
        nearest = min(margins.values(), key=lambda margin: _or_infinite(abs(float(margin.mean()))))
        spread = float(np.std(nearest, ddof=1)) if len(nearest) > 1 else 0.0
        spread = 0.0 if math.isnan(spread) else spread
        ask = float(ndtri(self.trials.target.probability)) * spread
        scores = {
            place: -math.inf if np.isnan(margin).any() else float(margin.mean()) - ask
            for place, margin in margins.items()
        }
        return dict(sorted(scores.items())), spread

    def _best(self) -> int:
        scores, _ = self._scores()
        return max(scores, key=lambda place: scores[place])

    def _guess(self) -> tuple[int | None, int]:
        """Return where the target is likely to be just met, and how far the curve is from flat."""
        scores, spread = self._scores()
        below: int | None = None
        for place, score in scores.items():
            if score >= 0:
                return self._between(scores, below, place, spread)
            below = place
        return None, 1

    @staticmethod
    def _between(
        scores: dict[int, float], below: int | None, above: int, spread: float
    ) -> tuple[int, int]:
        """Return the place between two at which a straight line passes 0, and a step to each side.

        The step is what moves the mean by 1.3 spreads, from a chance of 0.9 to one of 0.5.
        """
        if below is None or math.isinf(scores[below]):
            return above, 1
        slope = (scores[above] - scores[below]) / (above - below)
        guess = below + math.ceil(-scores[below] / slope)
        reach = max(1, math.ceil(1.3 * spread / slope))
        return guess, min(reach, above - below)

    def _bracket(self, guess: int) -> tuple[int, int | None]:
        """Return a place that fails (-1: none below) and one above it that meets (None: none)."""
        tried = [place for place, values in self.values.items() if len(values) == self.worlds]
        fails = max(
            (place for place in tried if place <= guess and not self.meets(place)), default=-1
        )
        meets = min((place for place in tried if place > fails and self.meets(place)), default=None)
        step = 1
        while meets is None and fails < self._last:
            place = min(max(fails, guess) + step, self._last)
            fails, meets = (fails, place) if self.meets(place) else (place, None)
            step *= 2
        while meets is not None and fails < 0 < meets:
            place = max(meets - step, 0)
            fails, meets = (fails, place) if self.meets(place) else (place, meets)
            step *= 2
        return fails, meets

    def _narrowed(self, fails: int, meets: int | None) -> int | None:
        """Halve the bracket until its ends are neighbours."""
        while meets is not None and meets - fails > 1:
            middle = (fails + meets) // 2
            fails, meets = (fails, middle) if self.meets(middle) else (middle, meets)
        return meets

    def _shoulders(self, found: int, reach: int) -> None:
        """Step out to both sides until the chance is clearly below and clearly above."""
        for side in (-1, 1):
            for turn in range(MOST_SHOULDERS):
                place = found + side * reach * 2**turn
                if not 0 <= place <= self._last:
                    break
                self._try([place], worlds=self.worlds)
                low, high = wilson(self.met(place), self.worlds)
                probability = self.trials.target.probability
                if (high < probability) if side < 0 else (low >= probability):
                    break


def _spaced(count: int) -> list[int]:
    """Return places from end to end, closer together where there is little effort.

    Examples
    --------
    >>> _spaced(201)
    [0, 4, 16, 37, 65, 102, 147, 200]
    """
    ends = np.linspace(0.0, 1.0, PILOT_SETTINGS) ** 2 * (count - 1)
    return sorted({round(float(place)) for place in ends})


def _or_infinite(number: float) -> float:
    return math.inf if math.isnan(number) else number
