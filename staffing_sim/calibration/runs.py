"""Running the points of a design side by side; every finished one is kept.

What is kept is a plain table, a row a run: it can be read, plotted, argued over, and committed
beside the script that made it. A run that stands in the table is not run again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.calibration.free import Space
from staffing_sim.errors import InputError, wrong
from staffing_sim.study.run import Progress, Told

Floats = NDArray[np.float64]

_KEYS = ["wave", "number", "seed"]  # what tells a run from every other

Observe = Callable[[Agency, int], Mapping[str, float]]
"""Runs an agency in the world of a seed and returns quantities by name."""


@dataclass(frozen=True)
class Point:
    """A run to be made: the wave it belongs to, its number there, its place and its world."""

    wave: int
    number: int
    place: tuple[float, ...]
    seed: int

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from every other."""
        return self.wave, self.number, self.seed


@dataclass
class Evaluations:
    """All runs so far, in a table that outlives an interruption.

    Attributes
    ----------
    space
        What the points are points of.
    observe
        What is taken from each run.
    path
        The file of the table, as CSV; None to keep it in memory.
    n_jobs
        Runs at once; each in a process of its own.
    progress
        As in `staffing_sim.compare`.
    """

    space: Space
    observe: Observe
    path: Path | None = None
    n_jobs: int = 1
    progress: Progress | bool | None = None
    table: pd.DataFrame = field(init=False, default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        """Read what an earlier call has kept."""
        if self.path is not None and self.path.exists():
            self.table = _read(self.path)

    def run(self, points: Sequence[Point]) -> pd.DataFrame:
        """Run the points that are not in the table yet; return the rows of all of them.

        Returns
        -------
        pandas.DataFrame
            A row a point, in their order: ``wave``, ``number``, ``seed``, each free number at its
            place in [0, 1], then what was observed.
        """
        kept = self._rows()
        missing = [point for point in points if point.key not in kept]
        if missing:
            with Told(progress=self.progress, done=0, total=len(missing)) as told:
                for row in self._at_once(missing):
                    self._keep(row)
                    told.more(1)
        rows = self._rows()
        found = self.table.iloc[[rows[point.key] for point in points]].reset_index(drop=True)
        if not np.array_equal(found[self.space.names], [point.place for point in points]):
            raise self._another_search()
        return found

    def _rows(self) -> dict[tuple[int, int, int], int]:
        if self.table.empty:
            return {}
        keys = self.table[_KEYS].itertuples(index=False, name=None)
        return {key: row for row, key in enumerate(keys)}

    def _at_once(self, points: Sequence[Point]) -> Any:
        """Give the rows of some points as they are done."""
        if self.n_jobs == 1:
            return (_row(self.space, self.observe, point) for point in points)
        from joblib import Parallel, delayed

        calls = (delayed(_row)(self.space, self.observe, point) for point in points)
        return Parallel(n_jobs=self.n_jobs, return_as="generator_unordered", batch_size=1)(calls)

    def _another_search(self) -> InputError:
        remedy = "Give another file, or the seed, ranges and version that these were made with."
        return wrong(str(self.path), "holds runs of another search", remedy)

    def _keep(self, row: dict[str, float]) -> None:
        """Add a row, and write it at once: an interruption loses only what was going on."""
        frame = pd.DataFrame([row])
        if not self.table.empty and list(frame) != list(self.table):
            raise self._another_search()
        self.table = pd.concat([self.table, frame], ignore_index=True)
        if self.path is not None:
            fresh = not self.path.exists()
            frame.to_csv(self.path, mode="a", header=fresh, index=False)


def _row(space: Space, observe: Observe, point: Point) -> dict[str, float]:
    """Run one point."""
    head = {"wave": point.wave, "number": point.number, "seed": point.seed}
    places = dict(zip(space.names, point.place, strict=True))
    return head | places | dict(observe(space.agency_at(point.place), point.seed))


def _read(path: Path) -> pd.DataFrame:
    """Read a table of runs, every number to its last bit."""
    text = pd.read_csv(path, dtype=str)
    return text.astype({name: int if name in _KEYS else float for name in text})
