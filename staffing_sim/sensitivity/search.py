"""The search for the value of one assumption at which an advantage turns, or fades into chance."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import numpy as np
from scipy.optimize import brentq

from staffing_sim.intervals import Interval, mean_interval
from staffing_sim.sensitivity.bench import Floats

__all__ = ["Found", "Search"]

Verdict = Literal["flips", "fades", "never", "not clear"]

TOLERANCE: Final = 0.01
"""How near a turning point is searched, as a share of the range."""


class Found(NamedTuple):
    """A turning point, or that there is none.

    A flip lies between `low` and `high`; an advantage that fades is not clear between them.
    """

    verdict: Verdict
    at: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


@dataclass(eq=False, kw_only=True)
class Search:
    """What is known of an advantage as a function of one assumption.

    Attributes
    ----------
    advantage
        From a value to the advantage in each replication, beyond any margin.
    tried
        The values tried so far and the advantages there.

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
