"""Where to look first: the fluid twin, and a few settings in a few worlds.

Nothing is decided here. The pilots give a place near the answer and the slope of the curve there,
so that the search walks little.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from staffing_sim.agency import Agency
from staffing_sim.errors import PlanError
from staffing_sim.plan import Plan
from staffing_sim.solving.dials import Dial
from staffing_sim.solving.needs import Stretch
from staffing_sim.solving.targets import Target, target_role
from staffing_sim.solving.trials import Trials
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.twin import FLUID_COLUMNS, fluid

__all__ = ["Pilots"]

Floats = NDArray[np.float64]

WORLDS: Final = 4
SETTINGS: Final = 8
REACH: Final = 1.3
"""Spreads from a chance of 0.9 down to one of 0.5."""
LARGE: Final = 500
"""Positions; a run of a smaller agency costs less than its twin."""


@dataclass(kw_only=True)
class Pilots:
    """Settings tried in the first few worlds.

    Attributes
    ----------
    trials, dial
        How plans are run and read, and the settings, from the least effort to the most.
    worlds
        In how many worlds.
    values
        By place in the dial, the target's number in each of them.
    """

    trials: Trials
    dial: Dial
    worlds: int = WORLDS
    values: dict[int, Floats] = field(default_factory=dict)

    def stretch(self) -> Stretch | None:
        """Return where the answer is likely to be; None where no setting is likely to do."""
        foreseen = self._foreseen()
        if foreseen is None:
            self._try(_spaced(len(self.dial.settings)))
        else:
            self._try_beside(foreseen)
        scores, spread = self._scores()
        above = min((place for place, score in scores.items() if score >= 0), default=None)
        if above is None:
            return None
        below = max((place for place in scores if place < above), default=None)
        return self._between(scores, below, above, spread)

    def best(self) -> int:
        """Return the place that came nearest; the most effort where several did alike."""
        scores, _ = self._scores()
        return max(scores, key=lambda place: (scores[place], place))

    @property
    def last(self) -> int:
        """The place of the most effort."""
        return len(self.dial.settings) - 1

    def _try(self, places: Iterable[int]) -> None:
        new = [place for place in dict.fromkeys(places) if place not in self.values]
        if new:
            plans = [self.dial.plan(self.dial.settings[place]) for place in new]
            found = self.trials.of(plans).values(range(self.worlds))
            self.values |= dict(zip(new, found, strict=True))

    def _try_beside(self, foreseen: Floats) -> None:
        """Try where the twin says, then where it says once moved by what it missed there."""
        first = _first(foreseen >= 0)
        self._try([first])
        scores, _ = self._scores()
        self._try([_first(foreseen - foreseen[first] + scores[first] >= 0)])
        scores, _ = self._scores()
        if max(scores.values()) < 0:
            self._try([self.last])
        elif min(scores.values()) >= 0:
            self._try([0])

    def _foreseen(self) -> Floats | None:
        """Return the twin's margin at every place; None where there is no use for a twin."""
        if not _in_the_twin(self.trials.target, self.trials.agency):
            return None
        places = _spaced(len(self.dial.settings))
        try:
            margins = [
                _margin(self.trials, self.dial.plan(self.dial.settings[place])) for place in places
            ]
        except PlanError:  # a lever that the twin lacks
            return None
        return np.asarray(np.interp(np.arange(self.last + 1), places, margins))

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

    def _between(
        self, scores: dict[int, float], below: int | None, above: int, spread: float
    ) -> Stretch:
        """Return the stretch around the place at which a straight line through two passes 0."""
        top = self.last if scores.get(self.last, 0.0) >= 0 else self._last_that_meets(scores)
        if below is None or math.isinf(scores[below]):
            return Stretch(0 if below is None else below + 1, top, math.inf)
        slope = (scores[above] - scores[below]) / (above - below)
        guess = below + math.ceil(-scores[below] / slope)
        floor = max(guess - max(1, math.ceil(REACH * spread / slope)), 0)
        return Stretch(floor, top, 1.0 / slope)

    @staticmethod
    def _last_that_meets(scores: dict[int, float]) -> int:
        """Return the last place that did: too much of a lever may do harm."""
        return max(place for place, score in scores.items() if score >= 0)


def _in_the_twin(target: Target, agency: Agency) -> bool:
    """Tell whether the twin has the number, and a run costs more than it."""
    one_role = target_role(target, agency) is not None and not target.of_the_run
    everywhere = target.office is None and not target.every_office and target.clause is None
    large = sum(role.positions for role in agency.roles) >= LARGE
    return large and one_role and everywhere and _column(target) in FLUID_COLUMNS


def _column(target: Target) -> str:
    return "caseload_mean" if target.measure == "caseload" else target.measure


def _margin(trials: Trials, plan: Plan) -> float:
    """Return how far the twin's number is on the right side."""
    target = trials.target
    months = fluid(trials.agency, plan, years=target.months / MONTHS_PER_YEAR).months
    values = months.loc[months["role"] == target_role(target, trials.agency), _column(target)]
    return target.slack(values.to_numpy(dtype=np.float64))


def _first(true: NDArray[np.bool_]) -> int:
    """Return the first place that is true, or the last of all."""
    return int(np.argmax(true)) if true.any() else len(true) - 1


def _spaced(count: int) -> list[int]:
    """Return places from end to end, closer together where there is little effort.

    Examples
    --------
    >>> _spaced(201)
    [0, 4, 16, 37, 65, 102, 147, 200]
    """
    ends = np.linspace(0.0, 1.0, SETTINGS) ** 2 * (count - 1)
    return sorted({round(float(place)) for place in ends})


def _or_infinite(number: float) -> float:
    return math.inf if math.isnan(number) else number
