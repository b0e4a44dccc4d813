"""Laws of durations and of family sizes: mean, inverse law and survival of each.

Chance is drawn outside: a law turns uniforms into durations by its inverse (`quantile`), so that
a family, a child or a worker keeps its luck whatever else changes. Durations are in months unless
the field that holds the law says otherwise, and never negative.
"""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BeforeValidator, Discriminator, Field

from staffing_sim.errors import Fault
from staffing_sim.values import Months, Ratio, Value, sums_to_one

Floats = NDArray[np.float64]

MAX_CHILDREN = 8
"""Children in the largest family drawn; larger ones are counted as this many."""


class _Law(Value):
    """What every law has: a shift added to each duration, and its three functions."""

    shift: Months = Field(0.0, description="a fixed time added to every duration")

    def quantile(self, u: ArrayLike) -> Floats:
        """Return the durations at the given probabilities, each in [0, 1).

        Examples
        --------
        >>> Exponential(mean=2, shift=1).quantile([0.0, 0.5]).round(3).tolist()
        [1.0, 2.386]
        """
        return self.shift + self._quantile(np.asarray(u, dtype=np.float64))

    def mean(self) -> float:
        """Return the mean duration, shift included.

        Examples
        --------
        >>> Gamma(mean=48, shape=1.5, shift=12).mean()
        60.0
        """
        return self.shift + self._mean()

    def survival(self, t: ArrayLike) -> Floats:
        """Return the chance that a duration is longer than each of the given times.

        Examples
        --------
        >>> Uniform(low=0, high=4).survival([-1, 1, 4]).tolist()
        [1.0, 0.75, 0.0]
        """
        rest = np.asarray(t, dtype=np.float64) - self.shift
        return np.where(rest < 0.0, 1.0, self._survival(np.maximum(rest, 0.0)))

    @abstractmethod
    def _quantile(self, u: Floats) -> Floats: ...

    @abstractmethod
    def _mean(self) -> float: ...

    @abstractmethod
    def _survival(self, t: Floats) -> Floats: ...


class Constant(_Law):
    """Always the same duration; a bare number in a file means this.

    Examples
    --------
    >>> Constant(value=3).quantile([0.1, 0.9]).tolist()
    [3.0, 3.0]
    """

    law: Literal["constant"] = "constant"
    value: Months = Field(description="the duration")

    def _quantile(self, u: Floats) -> Floats:
        return np.full(u.shape, self.value)

    def _mean(self) -> float:
        return self.value

    def _survival(self, t: Floats) -> Floats:
        return (t < self.value).astype(np.float64)


class _WithMean(_Law):
    """A law named by its mean, not counting the shift."""

    average: Months = Field(alias="mean", gt=0, description="the mean, not counting the shift")

    def _mean(self) -> float:
        return self.average


class Exponential(_WithMean):
    """Ends at the same rate however long it has lasted.

    Examples
    --------
    >>> Exponential(mean=0.9).mean()
    0.9
    """

    law: Literal["exponential"] = "exponential"

    def _quantile(self, u: Floats) -> Floats:
        return -self.average * np.log1p(-u)

    def _survival(self, t: Floats) -> Floats:
        return np.exp(-t / self.average)


class Gamma(_WithMean):
    """A sum of steps: with a shape above 1 it seldom ends at once.

    Examples
    --------
    >>> float(Gamma(mean=10, shape=1).survival(10).round(6))
    0.367879
    """

    law: Literal["gamma"] = "gamma"
    shape: Ratio = Field(gt=0, description="the shape; 1 is exponential, larger is more regular")

    def _quantile(self, u: Floats) -> Floats:
        from scipy.special import gammaincinv

        return np.asarray(gammaincinv(self.shape, u) * (self.average / self.shape))

    def _survival(self, t: Floats) -> Floats:
        from scipy.special import gammaincc

        return np.asarray(gammaincc(self.shape, t * (self.shape / self.average)))


class Weibull(_WithMean):
    """Ends at a rate that rises (shape above 1) or falls (below 1) with time.

    Examples
    --------
    >>> Weibull(mean=5, shape=1).quantile([0.5]).round(4).tolist()
    [3.4657]
    """

    law: Literal["weibull"] = "weibull"
    shape: Ratio = Field(gt=0, description="the shape; 1 is exponential")

    @property
    def _scale(self) -> float:
        return self.average / math.gamma(1.0 + 1.0 / self.shape)

    def _quantile(self, u: Floats) -> Floats:
        return np.asarray(self._scale * (-np.log1p(-u)) ** (1.0 / self.shape))

    def _survival(self, t: Floats) -> Floats:
        return np.asarray(np.exp(-((t / self._scale) ** self.shape)))


class Lognormal(_WithMean):
    """A duration whose logarithm is normal: many short, a few very long.

    Examples
    --------
    >>> Lognormal(mean=2, sigma=0.5).quantile([0.5]).round(4).tolist()
    [1.765]
    """

    law: Literal["lognormal"] = "lognormal"
    sigma: Ratio = Field(gt=0, le=5, description="the standard deviation of the logarithm")

    @property
    def _log_median(self) -> float:
        return math.log(self.average) - 0.5 * self.sigma**2

    def _quantile(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        return np.asarray(np.exp(self._log_median + self.sigma * ndtri(u)))

    def _survival(self, t: Floats) -> Floats:
        from scipy.special import ndtr

        with np.errstate(divide="ignore"):
            return np.asarray(ndtr((self._log_median - np.log(t)) / self.sigma))


def _ends_after_it_starts(low: float, high: float) -> list[Fault]:
    if low < high:
        return []
    problem = f"must be more than low; got {high:g} after {low:g}"
    return [Fault("high", problem, "Give a longer duration.")]


class Uniform(_Law):
    """Any duration between two bounds, all as likely.

    Examples
    --------
    >>> Uniform(low=2, high=4).mean()
    3.0
    """

    law: Literal["uniform"] = "uniform"
    low: Months = Field(description="the shortest duration")
    high: Months = Field(description="the longest duration")

    rules = (_ends_after_it_starts,)

    def _quantile(self, u: Floats) -> Floats:
        return np.asarray(self.low + (self.high - self.low) * u)

    def _mean(self) -> float:
        return 0.5 * (self.low + self.high)

    def _survival(self, t: Floats) -> Floats:
        return np.asarray(np.clip((self.high - t) / (self.high - self.low), 0.0, 1.0))


def _is_histogram(edges: tuple[float, ...], shares: tuple[float, ...]) -> list[Fault]:
    faults = []
    if len(edges) != len(shares) + 1:
        problem = f"must be one more than the shares; got {len(edges)} and {len(shares)}"
        faults.append(Fault("edges", problem, "Give both ends of every interval."))
    if any(low >= high for low, high in itertools.pairwise(edges)):
        faults.append(Fault("edges", "must ascend", "Order them and drop empty intervals."))
    return faults + sums_to_one(shares, "shares")


class Table(_Law):
    """A published histogram: a share for each interval, evenly spread within it.

    Examples
    --------
    >>> ages = Table(edges=(0, 1, 18), shares=(0.25, 0.75))
    >>> ages.mean(), ages.quantile([0.25]).tolist(), float(ages.survival(1))
    (7.25, [1.0], 0.75)
    """

    law: Literal["table"] = "table"
    edges: tuple[Months, ...] = Field(description="the bounds of the intervals, ascending")
    shares: tuple[Ratio, ...] = Field(min_length=1, description="the share in each interval")

    rules = (_is_histogram,)

    @property
    def _cumulative(self) -> Floats:
        cumulative = np.concatenate([[0.0], np.cumsum(self.shares)])
        return np.asarray(cumulative / cumulative[-1])

    def _quantile(self, u: Floats) -> Floats:
        cumulative, edges = self._cumulative, np.asarray(self.edges)
        row = np.searchsorted(cumulative, u, side="right") - 1
        row = np.clip(row, 0, len(self.shares) - 1)
        width = cumulative[row + 1] - cumulative[row]
        inside = np.divide(u - cumulative[row], width, out=np.ones_like(u), where=width > 0.0)
        return np.asarray(edges[row] + inside * (edges[row + 1] - edges[row]))

    def _mean(self) -> float:
        middles = 0.5 * (np.asarray(self.edges[1:]) + np.asarray(self.edges[:-1]))
        return float(np.dot(middles, self.shares) / math.fsum(self.shares))

    def _survival(self, t: Floats) -> Floats:
        return np.asarray(1.0 - np.interp(t, self.edges, self._cumulative))


def _bare_number(value: object) -> object:
    """Read a bare number as a constant duration."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Constant(value=value)
    if isinstance(value, Mapping | _Law):
        return value
    raise ValueError(f"must be a number or a table with a key 'law'; got {value!r}")


Law = Annotated[
    Constant | Exponential | Gamma | Weibull | Lognormal | Uniform | Table,
    Discriminator("law"),
    BeforeValidator(_bare_number),
]
"""Any of the laws; in a file a table such as ``{law = "gamma", mean = 10.5, shape = 1.5}``."""

NO_TIME = Constant(value=0.0)
"""The duration of what takes no time."""


def family_size(u: ArrayLike, mean: float, dispersion: float) -> NDArray[np.int64]:
    """Return the number of children of families: 1 + a negative binomial, at most `MAX_CHILDREN`.

    Parameters
    ----------
    u
        A uniform in [0, 1) for each family.
    mean
        Mean children per family before the cut at `MAX_CHILDREN`; at least 1.
    dispersion
        The smaller, the more unequal families are: with m = mean - 1 the variance is
        m + m**2 / dispersion.

    Examples
    --------
    >>> family_size([0.0, 0.5, 0.999999], mean=2.3, dispersion=2.0).tolist()
    [1, 2, 8]
    """
    cumulative = np.cumsum(_family_size_law(mean, dispersion))
    cumulative[-1] = 1.0
    uniforms = np.asarray(u, dtype=np.float64)
    return (1 + np.searchsorted(cumulative, uniforms, side="right")).astype(np.int64)


def family_size_mean(mean: float, dispersion: float) -> float:
    """Return the exact mean of `family_size`, the cut at `MAX_CHILDREN` included.

    Examples
    --------
    >>> family_size_mean(1.0, 2.0), round(family_size_mean(2.3, 2.0), 4)
    (1.0, 2.294)
    """
    sizes = np.arange(1, MAX_CHILDREN + 1)
    return float(np.dot(sizes, _family_size_law(mean, dispersion)))


def _family_size_law(mean: float, dispersion: float) -> Floats:
    """Return the chance of 1, 2, ... `MAX_CHILDREN` children, the last with all larger ones."""
    if not (mean >= 1.0 and dispersion > 0.0):
        raise ValueError(f"needs mean >= 1 and dispersion > 0; got {mean} and {dispersion}")
    more = mean - 1.0
    step = more / (dispersion + more)
    chances = np.empty(MAX_CHILDREN)
    chances[0] = math.exp(-dispersion * math.log1p(more / dispersion))
    for count in range(1, MAX_CHILDREN):
        chances[count] = chances[count - 1] * step * (dispersion + count - 1) / count
    chances[-1] = 1.0 - math.fsum(chances[:-1])
    return chances
