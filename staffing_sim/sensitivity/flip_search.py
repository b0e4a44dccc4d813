"""Flip points: the search for the value of an assumption at which two plans change rank.

On the same worlds the difference between two plans is a function of the assumption. It is tried at
the ends of the range and as described; where its sign changes between two of them, Brent's method
finds the turning point. Its interval holds the values at which the paired 95 % interval of
the difference contains zero (an inverted test), with straight lines between values tried.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError
from staffing_sim.intervals import Interval, mean_interval
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.assumptions import Asked, Assumption, assumptions_of
from staffing_sim.sensitivity.flips import FLIP_COLUMNS, Flips
from staffing_sim.sensitivity.variants import (
    Experiment,
    Floats,
    Quantity,
    experiment_of,
    quantities_of,
)

Verdict = Literal["flips", "fades", "never", "not clear"]

TOLERANCE: Final = 0.01
"""How near a turning point is searched, as a share of the range."""


class Found(NamedTuple):
    """A turning point, or the fact that there is none.

    A flip lies between `low` and `high`; an advantage that fades is not clear between them.
    """

    verdict: Verdict
    at: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


@dataclass(eq=False, kw_only=True)
class Search:
    """What is known of an advantage as a function of one assumption.

    `advantage` gives, from a value, the advantage in each replication beyond any margin; `tried`
    holds the values tried so far.

    Examples
    --------
    >>> import numpy as np
    >>> noise = np.array([-0.1, 0.0, 0.1])
    >>> search = Search(advantage=lambda value: value - 2.0 + noise)
    >>> (found,) = search.found(from_values=[0.0, 10.0])
    >>> found.verdict, round(found.at, 2), round(found.low, 1), round(found.high, 1)
    ('flips', 2.0, 1.8, 2.2)
    """

    advantage: Callable[[float], Floats]
    tried: dict[float, Floats] = field(default_factory=dict)

    def at(self, value: float) -> Interval:
        """Return the mean advantage at a value and its paired interval; run it if need be."""
        if value not in self.tried:
            self.tried[value] = self.advantage(value)
        return mean_interval(self.tried[value])

    def found(self, *, from_values: Sequence[float]) -> list[Found]:
        """Return each turning point between values, or the one reason why there is none."""
        clear = [(value, self._side(value)) for value in sorted(from_values)]
        known = [(value, side) for value, side in clear if side]
        flips = [
            (one, other)
            for (one, side), (other, other_side) in itertools.pairwise(known)
            if side != other_side
        ]
        if flips:
            return [self._flip(*bracket) for bracket in flips]
        if not known:
            return [Found("not clear")]
        if len(known) == len(clear):
            return [Found("never")]
        return self._fading(clear)

    def _side(self, value: float) -> int:
        """Return 1 where surely ahead, -1 where surely behind, 0 where chance could make it."""
        mean, low, high, _ = self.at(value)
        if np.isnan(mean):
            return 0
        return int(low > 0.0) - int(high < 0.0)

    def _flip(self, one: float, other: float) -> Found:
        """Return the turning point between a value surely ahead and one surely behind."""
        at = self._root(one, other)
        if np.isnan(at):
            return Found("not clear")
        ends = (self._edge(at, one), self._edge(at, other))
        return Found("flips", at, *ends)

    def _fading(self, clear: Sequence[tuple[float, int]]) -> list[Found]:
        """Return the stretches in which the advantage is not clear."""
        found = []
        for side, group in itertools.groupby(clear, key=lambda pair: pair[1]):
            if side:
                continue
            values = [value for value, _ in group]
            before = [value for value, s in clear if s and value < values[0]]
            after = [value for value, s in clear if s and value > values[-1]]
            low = self._edge(values[0], before[-1]) if before else values[0]
            high = self._edge(values[-1], after[0]) if after else values[-1]
            found.append(Found("fades", low=low, high=high))
        return found

    def _root(self, one: float, other: float) -> float:
        """Return where the mean advantage turns between two values; NaN if it is undefined there.

        A measure may be undefined on the way (nobody is left to carry a caseload, say).
        """
        try:
            found = brentq(
                lambda value: self.at(value).mean, one, other, xtol=TOLERANCE * (other - one)
            )
        except ValueError:
            return float("nan")
        return float(found)

    def _edge(self, start: float, surely: float) -> float:
        """Return where the interval ceases to hold zero: straight lines between values tried."""
        end = "low" if self._side(surely) > 0 else "high"
        ends = sorted((start, surely))
        between = sorted(value for value in self.tried if ends[0] <= value <= ends[1])
        path = between if surely > start else between[::-1]
        bounds = [getattr(self.at(value), end) for value in path]
        for (one, bound), (other, beyond) in itertools.pairwise(zip(path, bounds, strict=True)):
            if beyond != bound and min(bound, beyond) <= 0.0 <= max(bound, beyond):
                return float(one + (other - one) * bound / (bound - beyond))
        return surely


def flip_points(
    agency: Agency,
    plan_a: Plan,
    plan_b: Plan,
    *,
    measure: str | Quantity = "unseen_children",
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
        What they are ranked by; or a quantity of your own, such as `total_cost`.
    assumptions
        Keys of the ledger, or ``{key: (low, high)}``; the disputed ones where not given.
    margin
        By how much the first plan must be better to count as ahead, such as half a month.
    values
        Values tried over each range, besides the one described, before any search; more than its
        two ends find plans that change rank twice.
    **running
        ``years``, ``replications`` (5 where not given, at least 2), ``seed``,
        ``clock``, ``n_jobs`` and ``progress``, as in `staffing_sim.compare`.

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
    quantities = quantities_of(agency, measure, role=role)[:1]
    experiment = experiment_of(agency, (plan_a, plan_b), quantities, **running)
    _check(experiment, values=values)
    searches = _searches(experiment, found, values=values, margin=margin)
    rows, tried = [], []
    for assumption, search in zip(found, searches, strict=True):
        turns = search.found(from_values=_first_values(assumption, values))
        rows += [_row(assumption, search, turn, margin) for turn in turns]
        tried += _tried(assumption, search, margin)
    table = pd.DataFrame(rows, columns=list(FLIP_COLUMNS))
    every = pd.DataFrame(tried, columns=["key", "value", "advantage", "low", "high", "runs"])
    table.attrs = experiment.signature()
    every.attrs = dict(table.attrs)
    return Flips(experiment=experiment, margin=margin, assumptions=found, tried=every, table=table)


def flip_line(
    agency: Agency,
    plan_a: Plan,
    plan_b: Plan,
    *,
    moved: Asked,
    along: Asked,
    steps: int = 5,
    **asking: Any,
) -> pd.DataFrame:
    """Find where two plans change rank by one assumption, at each of several values of another.

    Parameters
    ----------
    agency, plan_a, plan_b
        What to compare.
    moved, along
        The assumption that is searched, and the one that is stepped through: a key of the ledger
        each, in a list or with a range of your own.
    steps
        How many values of `along`, evenly over its range.
    **asking
        ``measure``, ``margin`` and how to run, as in `flip_points`.

    Returns
    -------
    pandas.DataFrame
        The columns of `FLIP_COLUMNS`, after along (the other assumption's key) and along_value.

    Raises
    ------
    InputError
        With every fault of the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> found = flip_line(
    ...     ss.load_agency("small-office"),
    ...     ss.Plan("Two", hires=ss.Hires.once(2, kind="net")),
    ...     ss.Plan("As is"),
    ...     moved=["costs.worker_year"],
    ...     along=["costs.hire"],
    ...     steps=2,
    ...     measure="cost",
    ...     years=0.25,
    ...     replications=2,
    ... )
    >>> found["along_value"].nunique()
    2
    """
    (other,) = assumptions_of(agency, along)
    searched = moved if isinstance(moved, Mapping) else tuple(moved)
    assumptions_of(agency, searched)  # wrong keys are told before anything runs
    tables = []
    for value in map(float, np.linspace(other.low, other.high, steps)):
        variant = other.at(agency, value)
        found = flip_points(variant, plan_a, plan_b, assumptions=searched, **asking).table
        found.insert(0, "along", other.key)
        found.insert(1, "along_value", value)
        tables.append(found)
    line = pd.concat(tables, ignore_index=True)
    line.attrs = tables[0].attrs
    return line


def _check(experiment: Experiment, *, values: int) -> None:
    faults = []
    if experiment.quantities[0].better is None:
        remedy = "Rank them by a measure that has one."
        faults.append(Fault("measure", "has no better direction", remedy))
    if values < 2:
        problem = f"must be at least 2, the ends of the range; got {values}"
        faults.append(Fault("values", problem, "Give 2, or more."))
    if experiment.replications == 1:
        remedy = "Give 5, say: one run cannot show which plan is ahead."
        faults.append(Fault("replications", "must be at least 2; got 1", remedy))
    if faults:
        raise InputError(faults)


def _first_values(assumption: Assumption, values: int) -> list[float]:
    """Return the values tried before any search, ends and description among them."""
    even = np.linspace(assumption.low, assumption.high, values)
    return sorted({*map(float, even), float(assumption.described)})


def _searches(
    experiment: Experiment, found: Sequence[Assumption], *, values: int, margin: float
) -> list[Search]:
    """Return a search for each assumption, with its first values run on shared worlds."""
    agency = experiment.setting.agency
    places = [
        (row, value) for row, each in enumerate(found) for value in _first_values(each, values)
    ]
    moved = [found[row].at(agency, value) for row, value in places]
    variants = [agency, *(variant for variant in moved if variant is not agency)]
    runs = iter(_advantages(experiment, variants, margin))
    described = next(runs)
    searches = [Search(advantage=_runner(experiment, each, margin)) for each in found]
    for (row, value), variant in zip(places, moved, strict=True):
        searches[row].tried[value] = described if variant is agency else next(runs)
    return searches


def _runner(
    experiment: Experiment, assumption: Assumption, margin: float
) -> Callable[[float], Floats]:
    """Return what runs both plans with an assumption at a value."""
    quiet = replace(experiment, progress=False)

    def advantage(value: float) -> Floats:
        variant = assumption.at(experiment.setting.agency, value)
        found: Floats = _advantages(quiet, [variant], margin)[0]
        return found

    return advantage


def _advantages(experiment: Experiment, variants: Sequence[Agency], margin: float) -> Floats:
    """Return by how much the first plan is better, beyond the margin: (variants, replications)."""
    plans = experiment.values(variants)[:, 0]
    gaps: Floats = plans[:, 0] - plans[:, 1]
    better: Floats = gaps if experiment.quantities[0].better == "higher" else -gaps
    beyond: Floats = better - margin
    return beyond


def _row(assumption: Assumption, search: Search, turn: Found, margin: float) -> dict[str, Any]:
    low, middle, high = (
        search.at(float(value)).mean + margin
        for value in (assumption.low, assumption.described, assumption.high)
    )
    return {
        **assumption.about,
        "leader": assumption.leader,
        "range_low": assumption.low,
        "range_high": assumption.high,
        "verdict": turn.verdict,
        "flips_at": turn.at,
        "flip_low": turn.low,
        "flip_high": turn.high,
        "ahead_at_low": low,
        "ahead_as_described": middle,
        "ahead_at_high": high,
    }


def _tried(assumption: Assumption, search: Search, margin: float) -> list[tuple[Any, ...]]:
    """Return a row for each value tried, advantages without the margin taken off."""
    rows = []
    for value in sorted(search.tried):
        mean, low, high, runs = search.at(value)
        rows.append((assumption.key, value, mean + margin, low + margin, high + margin, runs))
    return rows
