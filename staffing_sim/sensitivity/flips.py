"""Flip points: the value of an assumption at which two plans change rank.

On the same worlds the difference between two plans is a function of the assumption. It is tried at
the ends of the range and as described; where its sign turns between two of them, the turning point
is searched by Brent's method. Its interval holds the values at which the paired 95 % interval of
the difference holds zero (a test turned inside out), drawn in straight lines between values tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.assumptions import Asked, Assumption, assumptions_of
from staffing_sim.sensitivity.bench import Bench, Floats, bench_of
from staffing_sim.sensitivity.flip_words import flip_sentence
from staffing_sim.sensitivity.readings import Reading, readings_of
from staffing_sim.sensitivity.search import Found, Search
from staffing_sim.study.figures import rows_of
from staffing_sim.study.files import chart_files, make_directory, table_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FLIP_COLUMNS", "Flips", "flip_points"]

FLIP_COLUMNS: Final = {
    "key": "the assumption's key in the ledger",
    "assumption": "its name",
    "assumption_unit": "its unit",
    "leader": "whose value is shown, where several move together",
    "described": "its value in the agency as described",
    "range_low": "the low end of its range",
    "range_high": "the high end",
    "left_out": "which values of the range are left out; empty where none are",
    "verdict": "flips, never, fades (clear in part of the range only), or not clear anywhere",
    "flips_at": "where the plans change rank; NaN where they do not",
    "flip_low": "lower end of its 95 % interval, or of the part in which nothing is clear",
    "flip_high": "upper end of it",
    "ahead_at_low": "by how much the first plan is ahead at the low end",
    "ahead_as_described": "as described",
    "ahead_at_high": "at the high end",
}
"""The columns of a table of flip points: a row per flip, or per assumption without any."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Flips:
    """Where two plans change rank.

    Attributes
    ----------
    bench
        What was run.
    margin
        How much the first plan must be ahead to count as ahead.
    assumptions
        What was moved.
    tried
        Every value tried: key, value, advantage (of the first plan, in the better direction), low,
        high (its paired 95 % interval), runs.
    table
        What was found; see `FLIP_COLUMNS`.
    """

    bench: Bench
    margin: float
    assumptions: tuple[Assumption, ...]
    tried: pd.DataFrame
    table: pd.DataFrame

    @property
    def reading(self) -> Reading:
        """What the plans are ranked by."""
        return self.bench.readings[0]

    def sentences(self) -> tuple[str, ...]:
        """Return what was found about each assumption in plain words."""
        first, second = (plan.name for plan in self.bench.setting.plans)
        about = {"plan": first, "other": second, "unit": self.reading.unit, "margin": self.margin}
        return tuple(
            flip_sentence([about | row for row in rows_of(group)])
            for _, group in self.table.groupby("key", sort=False)
        )

    def curve(self, key: str | None = None) -> pd.DataFrame:
        """Return the values tried of one assumption in order, with what was found beside them.

        Raises
        ------
        InputError
            If it was not moved.
        """
        keys = [assumption.key for assumption in self.assumptions]
        chosen = keys[0] if key is None else key
        if chosen not in keys:
            remedy = nearest(chosen, keys)
            raise InputError(
                [Fault(key="key", problem=f"was not moved: '{chosen}'", remedy=remedy)]
            )
        tried = self.tried[self.tried["key"] == chosen].sort_values("value", ignore_index=True)
        first, second = (plan.name for plan in self.bench.setting.plans)
        about: dict[str, Any] = rows_of(self.table[self.table["key"] == chosen])[0]
        about |= {"label": self.reading.label, "unit": self.reading.unit, "margin": self.margin}
        curve = tried.assign(**about | {"plan": first, "other": second})
        curve.attrs = dict(self.table.attrs)
        return curve

    def plot(self, key: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Return the chart of one assumption; the first where not given."""
        from staffing_sim.charts import flip as draw

        return draw(self.curve(key), ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the tables, the sentences and a chart of each assumption; return the paths."""
        folder = Path(directory)
        make_directory(folder)
        words = folder / "flips.txt"
        words.write_text("\n".join(self.sentences()) + "\n", encoding="utf-8")
        paths = [
            table_file(self.table, folder / "flips.csv"),
            table_file(self.tried, folder / "flips_tried.csv"),
            words,
        ]
        for number, assumption in enumerate(self.assumptions, start=1):
            paths += chart_files(self.plot(assumption.key), folder / f"flip_{number}")
        return tuple(paths)

    def __repr__(self) -> str:
        return "\n".join(self.sentences())


def flip_points(
    agency: Agency,
    plan_a: Plan,
    plan_b: Plan,
    *,
    measure: str | Reading = "unseen_children",
    role: str | None = None,
    assumptions: Asked | None = None,
    margin: float = 0.0,
    values: int = 2,
    **running: Any,
) -> Flips:
    """Find the value of each assumption, moved by itself, at which two plans change rank.

    Parameters
    ----------
    agency, plan_a, plan_b
        What to compare; the first plan's advantage over the second is followed.
    measure, role
        What they are ranked by; or a reading of your own, such as `total_cost`.
    assumptions
        Keys of the ledger, or ``{key: (low, high)}``; the disputed ones where not given.
    margin
        By how much the first plan must be better to count as ahead, such as half a month.
    values
        Values tried over each range, besides the one described, before any search; more than its
        two ends find plans that change rank twice.
    **running
        ``years``, ``replications`` (5 where not given, at least 2), ``seed``, ``clock``, ``n_jobs``
        (worlds at once) and ``progress``, as in `staffing_sim.compare`.

    Raises
    ------
    InputError
        With every fault of the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> two = ss.Hires.once(2, kind="net", trained=True)
    >>> found = flip_points(
    ...     ss.load_agency("small-office"),
    ...     ss.Plan("Two hires", hires=two),
    ...     ss.Plan("As is"),
    ...     measure="cost",
    ...     assumptions=["costs.worker_year"],
    ...     years=0.5,
    ...     replications=4,
    ... )
    >>> found.table["verdict"].tolist()
    ['never']
    """
    found = assumptions_of(agency, assumptions)
    reading = (
        measure if isinstance(measure, Reading) else readings_of(agency, measure, role=role)[0]
    )
    bench = bench_of(agency, (plan_a, plan_b), (reading,), **running)
    _check(bench, values=values)
    searches = _searches(bench, found, values=values, margin=margin)
    rows, tried = [], []
    for assumption, search in zip(found, searches, strict=True):
        turns = search.found(from_values=_first_values(assumption, values))
        rows += [_row(assumption, search, turn, margin) for turn in turns]
        tried += _tried(assumption, search, margin)
    table = pd.DataFrame(rows, columns=list(FLIP_COLUMNS))
    every = pd.DataFrame(tried, columns=["key", "value", "advantage", "low", "high", "runs"])
    table.attrs = bench.signature()
    every.attrs = dict(table.attrs)
    return Flips(bench=bench, margin=margin, assumptions=found, tried=every, table=table)


def _check(bench: Bench, *, values: int) -> None:
    faults = []
    if bench.readings[0].better is None:
        remedy = "Rank them by a measure that has a better direction."
        faults.append(Fault(key="measure", problem="is neither good nor bad", remedy=remedy))
    if values < 2:
        problem = f"must be at least 2, the ends of the range; got {values}"
        faults.append(Fault(key="values", problem=problem, remedy="Give 2, or more."))
    if bench.replications == 1:
        remedy = "Give 5, say: one draw of chance cannot tell who is ahead."
        faults.append(Fault(key="replications", problem="must be at least 2; got 1", remedy=remedy))
    if faults:
        raise InputError(faults)


def _first_values(assumption: Assumption, values: int) -> list[float]:
    """Return the values tried before any search, ends and description among them."""
    even = np.linspace(assumption.low, assumption.high, values)
    return sorted({*map(float, even), float(assumption.described)})


def _searches(
    bench: Bench, found: Sequence[Assumption], *, values: int, margin: float
) -> list[Search]:
    """Return a search for each assumption, with its first values run on shared worlds."""
    agency = bench.setting.agency
    places = [
        (row, value) for row, each in enumerate(found) for value in _first_values(each, values)
    ]
    moved = [found[row].at(agency, value) for row, value in places]
    variants = [agency, *(variant for variant in moved if variant is not agency)]
    runs = iter(_advantages(bench, variants, margin))
    described = next(runs)
    searches = [Search(advantage=_runner(bench, each, margin)) for each in found]
    for (row, value), variant in zip(places, moved, strict=True):
        searches[row].tried[value] = described if variant is agency else next(runs)
    return searches


def _runner(bench: Bench, assumption: Assumption, margin: float) -> Callable[[float], Floats]:
    """Return what runs both plans with an assumption at a value."""
    quiet = replace(bench, progress=False)

    def advantage(value: float) -> Floats:
        found: Floats = _advantages(quiet, [assumption.at(bench.setting.agency, value)], margin)[0]
        return found

    return advantage


def _advantages(bench: Bench, variants: Sequence[Agency], margin: float) -> Floats:
    """Return by how much the first plan is better, beyond the margin: (variants, replications)."""
    plans = bench.values(variants)[:, 0]
    gaps: Floats = plans[:, 0] - plans[:, 1]
    better: Floats = gaps if bench.readings[0].better == "higher" else -gaps
    beyond: Floats = better - margin
    return beyond


def _row(assumption: Assumption, search: Search, turn: Found, margin: float) -> dict[str, Any]:
    ends = ("low", "high")
    tried = {end: search.at(float(getattr(assumption, end))).mean + margin for end in ends}
    return {
        "key": assumption.key,
        "assumption": assumption.label,
        "assumption_unit": assumption.unit,
        "leader": assumption.leader,
        "described": assumption.described,
        "range_low": assumption.low,
        "range_high": assumption.high,
        "left_out": assumption.left_out,
        "verdict": turn.verdict,
        "flips_at": turn.at,
        "flip_low": turn.low,
        "flip_high": turn.high,
        "ahead_at_low": tried["low"],
        "ahead_as_described": search.at(float(assumption.described)).mean + margin,
        "ahead_at_high": tried["high"],
    }


def _tried(assumption: Assumption, search: Search, margin: float) -> list[tuple[Any, ...]]:
    """Return a row for each value tried, advantages without the margin taken off."""
    rows = []
    for value in sorted(search.tried):
        mean, low, high, runs = search.at(value)
        rows.append((assumption.key, value, mean + margin, low + margin, high + margin, runs))
    return rows
