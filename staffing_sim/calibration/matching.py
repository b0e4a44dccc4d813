"""Waves of history matching: run a design, learn from it, rule out, design again in what is left.

A point is ruled out when some figure is farther from what its runs would give than figure, model
and chance can explain together: its implausibility is that distance in standard deviations, and
above 3 it is out, whatever the other figures say (a unimodal law leaves at most 5 % beyond 3).
Nothing is optimised: what remains is all that the figures do not rule out.

Source: Vernon, Goldstein & Bower, Galaxy formation: a Bayesian uncertainty analysis, Bayesian
Analysis 5 (2010) 619-669. The region is sampled by subset simulation (Au & Beck, Probabilistic
Engineering Mechanics 16 (2001) 263-277), which also says how small it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.calibration.emulation import Emulator, one_core
from staffing_sim.calibration.figures import Figure, Figures
from staffing_sim.calibration.free import Space
from staffing_sim.calibration.runs import Evaluations, Point
from staffing_sim.errors import wrong
from staffing_sim.need.stability import roles_above_limit

Floats = NDArray[np.float64]
Wave = Mapping[str, Emulator]
"""What a wave's runs have taught, by the name of the figure."""

RULED_OUT: Final = 3.0
"""Standard deviations beyond which a figure rules a point out."""

WAVE_COLUMNS: Final = {
    "wave": "its number; the last row is of the candidates, run themselves",
    "runs": "runs made in it",
    "covered": "share of its fresh runs inside the 95 % intervals of the emulators before it",
    "covered_least": "the same, for the figure covered least",
    "space_left": "share of the space that is not ruled out after it",
    "hardest": "the figure that rules out most of what the others leave",
}
"""The columns of the table of waves."""

_NEAR = 0.25  # share of the sets, those nearest to the figures, of which the central one is
_KEPT = 0.2  # share of them that a level of subset simulation keeps
_WORLDS_APART = 10_000  # seeds between the worlds of a candidate: more may be added to a search
_SWEEPS = 12  # moves of every point at a level
_STALLED = 4  # levels that come no nearer: then nothing is left
_LOOKED_AT = 0.6  # share of the points of a region whose stability is looked at


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How much to run.

    Attributes
    ----------
    waves, points
        Waves, and runs in each.
    candidates, worlds
        Points of what is left after the last wave, and runs of each.
    particles
        Points with which the region that is not ruled out is followed.
    """

    waves: int = 3
    points: int = 200
    candidates: int = 160
    worlds: int = 2
    particles: int = 1000


@dataclass(frozen=True, kw_only=True)
class Matching:
    """What history matching leaves.

    Attributes
    ----------
    space, figures
        What was searched, and held against what.
    waves
        A row a wave; see `WAVE_COLUMNS`.
    candidates
        A row a candidate: its places, the mean of what its runs gave, its ``implausibility``, and
        its ``distance`` from the figures: the root mean square over all of them of what
        implausibility is the largest of.
    """

    space: Space
    figures: Figures
    waves: pd.DataFrame
    candidates: pd.DataFrame

    @property
    def sets(self) -> pd.DataFrame:
        """The candidates that their own runs do not rule out."""
        kept = self.candidates["implausibility"] <= RULED_OUT
        return self.candidates[kept].reset_index(drop=True)

    def central(self) -> int:
        """Return the row of `sets` that may stand for all of them.

        Of the quarter of the sets that lie nearest to the figures, all of them together, the one
        nearest to the medians of the sets: so that a number about which the figures are silent
        stands in the middle of what is left of it, and not by accident at an end. The medians
        themselves need not be a set. Neither tests nor what plans do are looked at.
        """
        places = self.sets[self.space.names].to_numpy()
        from_figures = self.sets["distance"].to_numpy()
        apart = np.linalg.norm(places - np.median(places, axis=0), axis=1)
        near = from_figures <= np.quantile(from_figures, _NEAR)
        return int(np.where(near, apart, np.inf).argmin())

    def in_order(self) -> pd.DataFrame:
        """Return the sets as free numbers: a column each, then ``implausibility``.

        The central set comes first, then always the one farthest from those before it, so that the
        first few are spread over all of them.
        """
        places = self.sets[self.space.names].to_numpy()
        order = _farthest_first(places, self.central(), len(places))
        table = pd.DataFrame([self.space.free_values(places[row]) for row in order])
        return table.assign(implausibility=self.sets["implausibility"].to_numpy()[order])

    def ranges(self) -> pd.DataFrame:
        """Return what is left of each range: low, high, 5th, 50th and 95th percentile of the sets.

        ``left`` is the part of the range between the 5th and the 95th percentile; .9 where the
        figures say nothing about the number.
        """
        sets = self.sets
        rows = []
        for number in self.space.numbers:
            low, middle, high = np.quantile(sets[number.name], (0.05, 0.5, 0.95))
            rows.append(
                {
                    "number": number.name,
                    "label": number.label,
                    "low": number.low,
                    "high": number.high,
                    **{f"p{n}": number.at(x) for n, x in ((5, low), (50, middle), (95, high))},
                    "left": high - low,
                }
            )
        return pd.DataFrame(rows)


def match_history(
    evaluations: Evaluations,
    figures: Figures,
    *,
    budget: Budget = Budget(),
    seed: int = 0,
) -> Matching:
    """Rule out, wave by wave, what the figures cannot be reconciled with.

    Parameters
    ----------
    evaluations
        Runs points of a space; it names every ruling figure among what it observes.
    figures
        What was published; only ``fitted`` and ``identity`` are looked at.
    budget
        How much to run.
    seed
        Decides the designs and the worlds: world ``seed + n`` in the n-th run of a wave.

    Raises
    ------
    InputError
        If nothing is left, with the figures that cannot be reconciled.
    """
    with one_core():
        search = _Search(evaluations, figures, budget, seed)
        for _ in range(budget.waves):
            search.learn()
        return search.judged()


class _Search:
    """The waves so far, and the points from which the next design is taken."""

    def __init__(
        self, evaluations: Evaluations, figures: Figures, budget: Budget, seed: int
    ) -> None:
        self.evaluations, self.figures, self.budget, self.seed = evaluations, figures, budget, seed
        self.space = evaluations.space
        self.waves: list[Wave] = []
        self.rows: list[dict[str, Any]] = []
        self.random = np.random.default_rng(seed)
        self.standing, _ = _standing(self._anywhere(), self.space)

    def learn(self) -> None:
        """Run a design in what is left, learn from it, and see what is left then."""
        number = len(self.waves) + 1
        places = _spread(self.standing, self.budget.points, self.random)
        runs = self.evaluations.run(self._points(number, places))
        fresh = self._coverage(places, runs)
        wave = {
            figure.name: Emulator.fitted(places, runs[figure.name].to_numpy())
            for figure in self.figures.ruling
        }
        self.waves.append(wave)
        region, left = _not_ruled_out(
            self._implausibility, self._random_places(), random=self.random
        )
        self.standing, share = _standing(region, self.space)
        hardest = self._hardest(region)
        row = {"wave": number, "runs": len(runs), "space_left": left * share, "hardest": hardest}
        self.rows.append(row | fresh)

    def judged(self) -> Matching:
        """Run candidates from what is left, in several worlds each; judge them by their runs."""
        places = self._anywhere_left(self.budget.candidates)
        found = self._judged_by_runs(places)
        share = float((found["implausibility"] <= RULED_OUT).mean())
        worlds = self.budget.worlds
        row = {
            "wave": len(self.waves) + 1,
            "runs": len(places) * worlds,
            "hardest": "",
            "space_left": self.rows[-1]["space_left"] * share,
        }
        self.rows.append(row | self._coverage(places, found, runs=worlds))
        return Matching(
            space=self.space,
            figures=self.figures,
            waves=pd.DataFrame(self.rows, columns=list(WAVE_COLUMNS)),
            candidates=found,
        )

    def _judged_by_runs(self, places: Floats) -> pd.DataFrame:
        """Run candidates in several worlds each, and judge them by the mean of their runs."""
        wave = len(self.waves) + 1
        points = [
            point
            for world in range(self.budget.worlds)
            for point in self._points(wave, places, world=world)
        ]
        runs = self.evaluations.run(points)
        found = runs.drop(columns=["wave", "seed"]).groupby("number", sort=True).mean()
        found = found.reset_index().copy()  # in one piece
        apart = self._judged(found)
        distance = np.sqrt(np.mean(apart**2, axis=0))
        return found.assign(implausibility=apart.max(axis=0), distance=distance)

    def _anywhere_left(self, count: int) -> Floats:
        """Return some of the points that stand, each as likely as any other.

        A design goes to the edges, where there is most to learn; sets that stand for the region
        must not.
        """
        different = np.unique(self.standing, axis=0)
        return self.random.permutation(different)[:count]

    def _anywhere(self) -> Floats:
        """Return points that fill the whole space evenly."""
        from scipy.stats import qmc

        cube = qmc.LatinHypercube(len(self.space.numbers), rng=self.random)
        return cube.random(self.budget.particles)

    def _random_places(self) -> Floats:
        return self.random.random((self.budget.particles, len(self.space.numbers)))

    def _points(self, wave: int, places: Floats, *, world: int = 0) -> list[Point]:
        """Return a run for each place, each in a world of its own."""
        seed = self.seed + world * _WORLDS_APART
        return [
            Point(wave, number, tuple(map(float, place)), seed + number)
            for number, place in enumerate(places)
        ]

    def _coverage(self, places: Floats, found: pd.DataFrame, *, runs: int = 1) -> dict[str, float]:
        """Return how well the last wave's emulators foretold runs they have not seen."""
        if not self.waves:
            return {"covered": np.nan, "covered_least": np.nan}
        shares = [
            emulator.covered(places, found[name].to_numpy(), runs=runs)
            for name, emulator in self.waves[-1].items()
        ]
        return {"covered": float(np.mean(shares)), "covered_least": min(shares)}

    def _by_figure(self, places: Floats) -> Floats:
        """Return the implausibility by figure (the largest of all waves) and point."""
        every: Floats = np.max([self._of_wave(wave, places) for wave in self.waves], axis=0)
        return every

    def _of_wave(self, wave: Wave, places: Floats) -> Floats:
        return np.array(
            [
                wave[figure.name].implausibility(
                    figure, places, one_history=self._of_one_history(figure)
                )
                for figure in self.figures.ruling
            ]
        )

    def _of_one_history(self, figure: Figure) -> bool:
        """Is the figure of one history, which chance moves? An identity is of the mean."""
        return figure not in self.figures.identity

    def _implausibility(self, places: Floats) -> Floats:
        largest: Floats = self._by_figure(places).max(axis=0)
        return largest

    def _judged(self, found: pd.DataFrame) -> Floats:
        """Return by figure how far each candidate's own runs lie from it, in deviations."""
        return np.array(
            [
                self.waves[-1][figure.name].judged(
                    figure,
                    found[figure.name].to_numpy(),
                    runs=self.budget.worlds,
                    one_history=self._of_one_history(figure),
                )
                for figure in self.figures.ruling
            ]
        )

    def _hardest(self, region: Floats) -> str:
        """Return the figure that is nearest to ruling out what is left."""
        means = self._by_figure(region).mean(axis=1)
        return self.figures.ruling[int(means.argmax())].label


def _not_ruled_out(
    score: Callable[[Floats], Floats], places: Floats, *, random: np.random.Generator
) -> tuple[Floats, float]:
    """Return points spread over the region that is not ruled out, and its share of the space.

    ``places`` are spread over the whole space.
    """
    scores = score(places)
    left, reach = 1.0, 0.5
    level, stalled = np.inf, 0
    while stalled < _STALLED:
        before, level = level, max(RULED_OUT, float(np.quantile(scores, _KEPT)))
        stalled = stalled + 1 if level > 0.99 * before else 0
        kept = np.flatnonzero(scores <= level)
        left *= len(kept) / len(places)
        chosen = random.choice(kept, len(places))
        places, scores = places[chosen], scores[chosen]
        for _ in range(_SWEEPS):
            places, scores, accepted = _moved(places, scores, score, level, reach, random)
            reach = float(np.clip(reach * (1.5 if accepted > 0.3 else 0.7), 0.005, 1.0))
        if level == RULED_OUT:
            return places, left
    problem = f"rule out every point; the least implausible is {scores.min():.1f} deviations off"
    remedy = "Widen a range, state a discrepancy, or say which figures conflict."
    raise wrong("figures", problem, remedy)


def _moved(
    places: Floats,
    scores: Floats,
    score: Callable[[Floats], Floats],
    level: float,
    reach: float,
    random: np.random.Generator,
) -> tuple[Floats, Floats, float]:
    """Move some numbers of every point, where that leads nowhere above a level."""
    some = random.random(places.shape) < max(0.2, 2.0 / places.shape[1])
    steps = random.uniform(-reach, reach, places.shape) * some
    tried = 1.0 - np.abs(1.0 - np.abs(places + steps) % 2.0)  # reflected at 0 and at 1
    found = score(tried)
    better = found <= level
    places = np.where(better[:, None], tried, places)
    return places, np.where(better, found, scores), float(better.mean())


def _standing(places: Floats, space: Space) -> tuple[Floats, float]:
    """Return points at which every role can stand still, and the share of those looked at."""
    looked_at = places[: round(_LOOKED_AT * len(places))]
    stands = [not roles_above_limit(space.agency_at(place)) for place in looked_at]
    return looked_at[stands], float(np.mean(stands))


def _spread(places: Floats, count: int, random: np.random.Generator) -> Floats:
    """Return some of the points, far from one another."""
    first = int(random.integers(len(places)))
    return places[_farthest_first(places, first, min(count, len(places)))]


def _farthest_first(places: Floats, first: int, count: int) -> list[int]:
    """Return rows of points, each next one farthest from those before it."""
    taken = [first]
    nearest = np.linalg.norm(places - places[first], axis=1)
    while len(taken) < count:
        taken.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(places - places[taken[-1]], axis=1))
    return taken
