"""Kaplan-Meier and Aalen-Johansen: curves of what ends a stay, and how well they are known.

Standard errors are those of Greenwood's kind: the delta method on the shares that end at each time,
which Gaynor and others (1993) give for several causes and which for a single cause is Greenwood's
(1926) formula. They take children to be independent of each other. Siblings who enter and leave
together are not, so within one run intervals are too narrow by about the square root of the mean
sibling group (counted child by child); a study measures the spread between replications instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

CENSORED = -1
"""Stands for a cause: not ended while it was watched."""

CONFIDENCE = 0.95
"""Of intervals within a run."""

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A number from one run, its standard error, and the ends of its `CONFIDENCE` interval."""

    value: float
    standard_error: float
    low: float
    high: float


UNKNOWN = Estimate(*[float("nan")] * 4)
"""Says nothing."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cumulative incidence by cause: the chance that each cause has ended a stay by a time.

    Attributes
    ----------
    times
        When stays ended, ascending; between them the curves are flat.
    survival
        The chance of not having ended by each time (Kaplan-Meier).
    incidence
        Shape ``(causes, times)``: the chance of having ended by each cause.
    watched
        The longest time anybody was followed; beyond it the curves say nothing.
    at_risk
        How many were under way just before each time.
    hazards
        Shape ``(causes, times)``: the share of them that each cause ended there.

    Examples
    --------
    Four stays end at 1, 2, 2 and 3 months, the one at 3 for another cause:

    >>> found = aalen_johansen([1, 2, 2, 3], [0, 0, 0, 1], n_causes=2)
    >>> found.at(2.5, causes=[0]), found.at(3, causes=[1])
    (0.75, 0.25)
    >>> found.restricted_mean(3, causes=[0])
    2.0
    """

    times: Floats
    survival: Floats
    incidence: Floats
    watched: float
    at_risk: Floats
    hazards: Floats

    def at(self, time: float, *, causes: Sequence[int]) -> float:
        """Return the chance that one of the causes has ended a stay by `time`.

        NaN where nobody was followed that long and some stays had not ended before.
        """
        if not self._known(time):
            return float("nan")
        return float(self._curve(causes)[np.searchsorted(self.times, time, side="right")])

    def landmark(self, time: float, *, causes: Sequence[int]) -> Estimate:
        """Return `at` with its standard error and a log-log interval, which stays inside 0 to 1.

        The interval is ``F ** exp(-/+ z se / (F log F))`` (Kalbfleisch & Prentice, 2002); its ends
        are NaN where nobody or everybody has ended so, since no error can be had from that.

        Examples
        --------
        >>> found = kaplan_meier([1, 2, 3, 4], [True] * 4).landmark(2, causes=[0])
        >>> [round(number, 3) for number in found]
        [0.5, 0.25, 0.058, 0.845]
        """
        value = self.at(time, causes=causes)
        if np.isnan(value):
            return UNKNOWN
        error = self._error_at(time, causes)
        if not 0.0 < value < 1.0:
            return Estimate(value, error, float("nan"), float("nan"))
        spread = _normal_quantile() * error / (value * np.log(value))
        low, high = sorted((value ** np.exp(spread), value ** np.exp(-spread)))
        return Estimate(value, error, float(low), float(high))

    def restricted_mean(self, limit: float, *, causes: Sequence[int]) -> float:
        """Return the mean time, out of `limit`, before one of the causes has happened.

        The area above the incidence curve: a stay that ends for another cause counts as waiting to
        the limit. NaN where nobody was followed that long and some stays had not ended before.
        """
        if not self._known(limit):
            return float("nan")
        steps = self.times[self.times < limit]
        edges = np.concatenate([[0.0], steps, [limit]])
        heights = 1.0 - self._curve(causes)[: len(steps) + 1]
        return float(np.sum(np.diff(edges) * heights))

    def restricted(self, limit: float, *, causes: Sequence[int]) -> Estimate:
        """Return `restricted_mean` with its standard error and a normal interval.

        Examples
        --------
        Without censoring it is the plain mean of capped times, and so is its error:

        >>> kaplan_meier([1, 3], [True, True]).restricted(2, causes=[0])[:2]
        (1.5, 0.3535533905932738)
        """
        value = self.restricted_mean(limit, causes=causes)
        if np.isnan(value):
            return UNKNOWN
        error = self._restricted_error(limit, causes)
        half = _normal_quantile() * error
        return Estimate(value, error, max(0.0, value - half), min(limit, value + half))

    def _curve(self, causes: Sequence[int]) -> Floats:
        """Return the incidence of some causes together: before the first time, then at each."""
        together = self.incidence[list(causes)].sum(axis=0)
        return np.concatenate([[0.0], together])

    def _areas(self, limit: float, causes: Sequence[int]) -> Floats:
        """Return the area under the incidence curve from each time up to `limit`."""
        edges = np.minimum(np.append(self.times, limit), limit)
        pieces = np.diff(edges) * self._curve(causes)[1:]
        return np.cumsum(pieces[::-1])[::-1]

    def _error_at(self, time: float, causes: Sequence[int]) -> float:
        """Return the standard error of the incidence at a time.

        A higher hazard of these causes at s brings some home who are still there, and takes them
        from those who could have gone home between s and the time; any other hazard only takes.
        """
        seen = int(np.searchsorted(self.times, time, side="right"))
        curve = self._curve(causes)
        lost = (curve[seen] - curve[1 : seen + 1]) / self._left_over()[:seen]
        return self._error(self._before()[:seen] - lost, -lost, causes)

    def _restricted_error(self, limit: float, causes: Sequence[int]) -> float:
        """Return the standard error of the area under the incidence curve, as `_error_at` does."""
        seen = int(np.searchsorted(self.times, limit, side="left"))
        remaining = limit - self.times[:seen]
        curve = self._curve(causes)[1 : seen + 1]
        gained = self._areas(limit, causes)[:seen] - curve * remaining
        lost = gained / self._left_over()[:seen]
        return self._error(self._before()[:seen] * remaining - lost, -lost, causes)

    def _error(self, own: Floats, other: Floats, causes: Sequence[int]) -> float:
        """Return the standard error of what changes so with the own and the other hazards.

        At each time the endings are multinomial among those at risk; times are independent.
        """
        hazard = self.hazards[list(causes)].sum(axis=0)[: len(own)]
        rest = self.hazards.sum(axis=0)[: len(own)] - hazard
        mean = own * hazard + other * rest
        variance = (own**2 * hazard + other**2 * rest - mean**2) / self.at_risk[: len(own)]
        return float(np.sqrt(max(0.0, variance.sum())))

    def _before(self) -> Floats:
        """Return the chance of not having ended just before each time."""
        return np.concatenate([[1.0], self.survival])[: len(self.times)]

    def _left_over(self) -> Floats:
        """Return the share that no cause ended at each time; 1 where none is left to be lost."""
        share = 1.0 - self.hazards.sum(axis=0)
        return np.where(share <= _NOBODY, 1.0, share)

    def _known(self, time: float) -> bool:
        """Tell whether the curves reach this far."""
        if self.watched >= time:
            return True
        return len(self.survival) > 0 and bool(self.survival[-1] <= _NOBODY)


_NOBODY = 1e-12  # a share below this is rounding


def _normal_quantile() -> float:
    return float(ndtri((1.0 + CONFIDENCE) / 2.0))


def aalen_johansen(
    durations: ArrayLike,
    causes: ArrayLike,
    *,
    n_causes: int,
    entries: ArrayLike | None = None,
) -> Incidence:
    """Estimate cumulative incidence with competing causes, censoring, ties and delayed entry.

    Parameters
    ----------
    durations
        How long each stay lasted, or was watched.
    causes
        What ended it: 0 to ``n_causes - 1``, or `CENSORED`. At equal times endings come first.
    n_causes
        How many causes there are.
    entries
        How long each stay had already lasted when it came under watch (0 where not given). It is at
        risk after that, up to and including its duration.

    Notes
    -----
    Aalen & Johansen (1978): incidence of cause k by t is the sum, over the times s up to t, of the
    chance of not having ended before s times the share d_k(s) / n(s) of those at risk that k ends.
    With delayed entry a time at which all of few at risk end would end the curve for good; watch
    `Incidence.at_risk` early on.

    Examples
    --------
    Of three children one goes home at 2 months, one is adopted at 5, one is still waiting at 3:

    >>> aalen_johansen([2, 5, 3], [0, 1, CENSORED], n_causes=2).incidence.round(3)
    array([[0.333, 0.333],
           [0.   , 0.667]])
    """
    length = np.asarray(durations, dtype=np.float64)
    cause = np.asarray(causes, dtype=np.int64)
    start = np.full_like(length, -np.inf) if entries is None else np.asarray(entries, float)
    watched = length > start
    length, cause, start = length[watched], cause[watched], start[watched]
    ended = cause != CENSORED
    times, row = np.unique(length[ended], return_inverse=True)
    counts = np.bincount(cause[ended] * len(times) + row, minlength=n_causes * len(times))
    endings = counts.reshape(n_causes, len(times))
    at_risk = np.searchsorted(np.sort(start), times, side="left")
    at_risk = at_risk - np.searchsorted(np.sort(length), times, side="left")
    hazards = endings / at_risk
    survival = np.cumprod(1.0 - hazards.sum(axis=0))
    before = np.concatenate([[1.0], survival[:-1]])[: len(times)]
    return Incidence(
        times=times,
        survival=survival,
        incidence=np.cumsum(before * hazards, axis=1),
        watched=float(length.max(initial=0.0)),
        at_risk=at_risk.astype(np.float64),
        hazards=hazards,
    )


def kaplan_meier(
    durations: ArrayLike, ended: ArrayLike, *, entries: ArrayLike | None = None
) -> Incidence:
    """Estimate the chance of not having ended by each time; the case of a single cause.

    Parameters
    ----------
    durations
        How long each stay lasted, or was watched.
    ended
        Whether it ended (else it was censored).
    entries
        As in `aalen_johansen`.

    Examples
    --------
    >>> kaplan_meier([1, 2, 2, 4], [True, True, False, True]).survival
    array([0.75, 0.5 , 0.  ])
    """
    causes = np.where(np.asarray(ended, dtype=bool), 0, CENSORED)
    return aalen_johansen(durations, causes, n_causes=1, entries=entries)
