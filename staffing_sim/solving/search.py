"""The search for the least effort that meets a target, always on the same worlds.

Pilot runs show where to look: the fluid twin, and a few settings in a few worlds. Then each world's
threshold is found, and the answer is the least effort that suffices in a new world with the
required probability. Where the pilot runs see no setting that would do, the best of them is
counted in world after world. Either way the search gives up as soon as the target has failed in
more worlds than it may: the rest could not change the verdict. An answer is confirmed in fresh
worlds, which had no part in finding it.
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
from staffing_sim.need.twin import FLUID_COLUMNS, fluid
from staffing_sim.plan import Plan
from staffing_sim.solving.grids import Grid
from staffing_sim.solving.targets import Target, target_role
from staffing_sim.solving.trials import Bracket, Thresholds, Trials, thresholds_of, worlds_needed
from staffing_sim.timeline import MONTHS_PER_YEAR

Floats = NDArray[np.float64]

PORTION: Final = 10
"""Worlds counted between two looks at whether the rest could still matter."""
LOWER: Final = 2
"""How many places further down to look first where thresholds lie below the bracket; doubled."""
PILOT_WORLDS: Final = 4
PILOT_SETTINGS: Final = 8
REACH: Final = 1.3
"""Spreads from a chance of 0.9 down to one of 0.5."""
LARGE: Final = 500
"""Positions; a run of a smaller agency costs less than its twin."""
MOST_TURNS: Final = 5
FEWER: Final = 2
"""How many settings below the answer are run beside it, to show what less would do."""


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What a search found."""

    place: int | None
    """The least effort that does, as a place in the grid; None if none does."""
    thresholds: Thresholds | None
    """The threshold of each world; None where no setting was worth a look."""
    given_up: dict[int, Floats]
    """By place, the target's number in the worlds after which it was given up."""
    pilots: dict[int, Floats]
    """By place, the target's number in the worlds of the pilot runs."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """A grid to be searched in so many worlds."""

    trials: Trials
    grid: Grid
    worlds: int

    def least(self) -> Searched:
        """Find the least effort that meets the target."""
        pilots = PilotRuns(
            trials=self.trials, grid=self.grid, worlds=min(PILOT_WORLDS, self.worlds)
        )
        bracket, given_up = pilots.bracket(), dict[int, Floats]()
        if bracket is None:
            best = pilots.best()
            values, hopeless = self._counted(best, pilots.values[best])
            if hopeless:
                given_up = {best: values}
            else:
                bracket = Bracket(0, best, math.inf)
        thresholds = None if bracket is None else self._thresholds(bracket)
        whole = thresholds is not None and len(thresholds.places) == self.worlds
        place = thresholds.least(self.trials.target.probability) if thresholds and whole else None
        return Searched(place=place, thresholds=thresholds, given_up=given_up, pilots=pilots.values)

    def _counted(self, place: int, values: Floats) -> tuple[Floats, bool]:
        """Count one setting until it has failed too often; return its numbers and whether it did.

        Too often is, for a chance of 0.9, in 4 of 40 worlds.
        """
        trials = self.trials.of([self.grid.at(place)])
        while len(values) < self.worlds:
            portion = self._portion(len(values))
            values = np.concatenate([values, trials.values(portion)[0]])
            if np.sum(~(self.trials.target.margin(values) >= 0)) > self._allowed:
                return values, True
        return values, False

    def _thresholds(self, bracket: Bracket) -> Thresholds:
        """Find every world's threshold, looking further down while the answer may lie there.

        Of fewer worlds where too many of them ask for more than there is.
        """
        places = range(len(self.grid.settings))
        trials = self.trials.of([self.grid.at(place) for place in places])
        thresholds = thresholds_of(trials, bracket, self._portion(0))
        while len(thresholds.places) < self.worlds:
            if thresholds.out_of_reach > self._allowed:
                return thresholds
            more = self._portion(len(thresholds.places))
            thresholds = thresholds.joined(thresholds_of(trials, bracket, more))
        step = LOWER
        while worlds := thresholds.at_floor(self.trials.target.probability):
            below = Bracket(max(thresholds.floor - step, 0), thresholds.floor - 1, bracket.stride)
            lower = thresholds_of(trials, below, worlds)
            thresholds, step = thresholds.lowered(lower, worlds), 2 * step
        return thresholds

    @property
    def _allowed(self) -> int:
        """In how many worlds a setting may fail."""
        return self.worlds - worlds_needed(self.worlds, self.trials.target.probability)

    def _portion(self, done: int) -> range:
        """Return the worlds that come next."""
        return range(done, min(done + PORTION, self.worlds))


@dataclass(kw_only=True)
class PilotRuns:
    """Settings tried in the first few worlds; `values` holds, by place, the target's numbers."""

    trials: Trials
    grid: Grid
    worlds: int = PILOT_WORLDS
    values: dict[int, Floats] = field(default_factory=dict)

    def bracket(self) -> Bracket | None:
        """Return where the answer is likely to be; None where no setting is likely to do."""
        foreseen = self._foreseen()
        if foreseen is None:
            self._try(_spaced(len(self.grid.settings)))
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

    def _try(self, places: Iterable[int]) -> None:
        new = [place for place in dict.fromkeys(places) if place not in self.values]
        if new:
            plans = [self.grid.at(place) for place in new]
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
            self._try([self.grid.last])
        elif min(scores.values()) >= 0:
            self._try([0])

    def _foreseen(self) -> Floats | None:
        """Return the twin's margin at every place; None where there is no use for a twin."""
        if not _in_the_twin(self.trials.target, self.trials.agency):
            return None
        places = _spaced(len(self.grid.settings))
        try:
            margins = [_margin(self.trials, self.grid.at(place)) for place in places]
        except PlanError:  # a lever that the twin lacks
            return None
        return np.asarray(np.interp(np.arange(self.grid.last + 1), places, margins))

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
    ) -> Bracket:
        """Return the bracket around the place at which a straight line through two passes 0."""
        top = self.grid.last
        if scores.get(top, 0.0) < 0:  # too much of a lever may do harm
            top = max(place for place, score in scores.items() if score >= 0)
        if below is None or math.isinf(scores[below]):
            return Bracket(0 if below is None else below + 1, top, math.inf)
        slope = (scores[above] - scores[below]) / (above - below)
        guess = below + math.ceil(-scores[below] / slope)
        floor = max(guess - max(1, math.ceil(REACH * spread / slope)), 0)
        return Bracket(floor, top, 1.0 / slope)


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
    ends = np.linspace(0.0, 1.0, PILOT_SETTINGS) ** 2 * (count - 1)
    return sorted({round(float(place)) for place in ends})


def _or_infinite(number: float) -> float:
    return math.inf if math.isnan(number) else number


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What fresh worlds say of an answer."""

    place: int
    """The answer, perhaps with more effort than the search found."""
    holds: bool
    """Whether enough fresh worlds met the target there."""
    values: tuple[tuple[int, Floats], ...]
    """Places and their numbers in fresh worlds, in the order they were run."""
    reversals: int
    """In how many fresh worlds less effort met the target and the search's answer did not."""


def enough(met: int, runs: int, probability: float) -> bool:
    """Tell whether a target was met in enough runs.

    Examples
    --------
    >>> enough(36, 40, 0.9), enough(35, 40, 0.9)
    (True, False)
    """
    return met >= probability * runs - 1e-9


def confirmed(search: Search, place: int) -> Confirmation:
    """Run the answer and two settings less in fresh worlds; add effort while too few of them do.

    Every setting is confirmed in worlds of its own, which decided nothing before.
    """
    target = search.trials.target
    less = max(place - FEWER, 0)
    (fewer, found) = _fresh(search, [less, place], turn=1)
    values = [(less, fewer)] if less < place else []
    values.append((place, found))
    reversals = int(np.sum((target.margin(fewer) >= 0) & ~(target.margin(found) >= 0)))
    for turn in range(2, MOST_TURNS + 2):
        met = int(np.sum(target.margin(values[-1][1]) >= 0))
        holds = enough(met, search.worlds, target.probability)
        if holds or place == search.grid.last or turn > MOST_TURNS:
            break
        place += 1
        values.append((place, *_fresh(search, [place], turn=turn)))
    return Confirmation(place=place, holds=holds, values=tuple(values), reversals=reversals)


def _fresh(search: Search, places: list[int], *, turn: int) -> Floats:
    """Return the numbers of some settings in the worlds of a turn: [setting, world]."""
    plans = [search.grid.at(place) for place in places]
    worlds = range(turn * search.worlds, (turn + 1) * search.worlds)
    return search.trials.of(plans).values(worlds)
