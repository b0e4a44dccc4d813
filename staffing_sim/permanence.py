"""How soon children find a permanent home, from stays of which many are still unfinished.

Counting finished stays only would be wrong in a way that can turn a comparison round: when a plan
brings long-waiting children home, the mean length of *finished* stays rises. So everything here
follows an entry cohort and counts children still in care for as long as they were seen (censoring),
with leaving for another reason as a competing event.

The *restricted mean* is the mean number of months without a permanent home out of the first 24. A
median is never reported: it sits on a hearing date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing_sim.frames import Run
from staffing_sim.timeline import DAYS_PER_MONTH

__all__ = [
    "CENSORED",
    "Incidence",
    "Stays",
    "aalen_johansen",
    "entry_cohort",
    "kaplan_meier",
    "reentries",
]

CENSORED = -1
"""Stands for a cause: not ended while it was watched."""

ADULT_MONTHS = 18 * 12


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

    Examples
    --------
    Four stays end at 1, 2, 2 and 3 months, the one at 3 for another cause:

    >>> found = aalen_johansen([1, 2, 2, 3], [0, 0, 0, 1], n_causes=2)
    >>> found.at(2.5, causes=[0]), found.at(3, causes=[1])
    (0.75, 0.25)
    >>> found.restricted_mean(3, causes=[0])
    2.0
    """

    times: NDArray[np.float64]
    survival: NDArray[np.float64]
    incidence: NDArray[np.float64]
    watched: float

    def at(self, time: float, *, causes: Sequence[int]) -> float:
        """Return the chance that one of the causes has ended a stay by `time`.

        NaN where nobody was followed that long and some stays had not ended before.
        """
        if not self._known(time):
            return float("nan")
        return float(self._curve(causes)[np.searchsorted(self.times, time, side="right")])

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

    def _curve(self, causes: Sequence[int]) -> NDArray[np.float64]:
        """Return the incidence of some causes together: before the first time, then at each."""
        together = self.incidence[list(causes)].sum(axis=0)
        return np.concatenate([[0.0], together])

    def _known(self, time: float) -> bool:
        """Tell whether the curves reach this far."""
        if self.watched >= time:
            return True
        return len(self.survival) > 0 and bool(self.survival[-1] <= 1e-12)


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


@dataclass(frozen=True, slots=True)
class Stays:
    """How long each member of a cohort stayed, or was watched, and what ended it.

    Attributes
    ----------
    started
        When each stay started, in months since the agency's start.
    durations
        Months until it ended or the horizon came.
    causes
        Indices into ``agency.causes``, or `CENSORED`.
    n_causes
        How many causes the agency knows.
    """

    started: NDArray[np.float64]
    durations: NDArray[np.float64]
    causes: NDArray[np.int64]
    n_causes: int

    def incidence(self) -> Incidence:
        """Return the cumulative incidence of each cause."""
        return aalen_johansen(self.durations, self.causes, n_causes=self.n_causes)


def entry_cohort(
    run: Run,
    *,
    after: float = 0.0,
    until: float | None = None,
    shortest_days: float = 0.0,
    first_only: bool = True,
) -> Stays:
    """Return the stays in foster care of children who entered after `after`.

    Parameters
    ----------
    run
        The run.
    after, until
        Entries later than `after` and not later than `until` (the horizon where not given).
    shortest_days
        Leave out stays that ended sooner; federal indicators use 8.
    first_only
        Follow only a child's first entry in the period, as federal indicators do.

    Notes
    -----
    A stay ends with permanence, another exit, or the 18th birthday (``aged_out``), each a cause of
    its own; stays under way at the horizon are censored there.
    """
    horizon = float(run.records.months)
    care = run.care
    last = horizon if until is None else until
    length = np.fmin(care.left, horizon) - care.entered
    short = ~np.isnan(care.left) & (length < shortest_days / DAYS_PER_MONTH)
    chosen = np.flatnonzero((care.entered > after) & (care.entered <= last) & ~short)
    if first_only:
        chosen = chosen[np.unique(care.case[chosen], return_index=True)[1]]
    return Stays(
        started=care.entered[chosen],
        durations=length[chosen],
        causes=care.cause[chosen],
        n_causes=len(run.records.agency.causes),
    )


def reentries(run: Run) -> Stays:
    """Return how long exits to permanence after day 0 lasted before the child came back into care.

    Cause 0 is a re-entry, cause 1 the 18th birthday; the horizon censors. All exits of the period
    count, as in the third and fourth rounds of the federal reviews.
    """
    records, care = run.records, run.care
    horizon = float(records.months)
    permanent = (care.cause >= 0) & run.layout.cause_is_permanence[care.cause]
    exits = np.flatnonzero(permanent & (care.left > 0))
    again = _next_entry(care.case, care.entered)[exits]
    adult = records.cases["birth"][care.case[exits]] + ADULT_MONTHS
    end = np.fmin(np.fmin(again, adult), horizon)
    cause = np.where(end == again, 0, np.where(end == adult, 1, CENSORED))
    return Stays(
        started=care.left[exits], durations=end - care.left[exits], causes=cause, n_causes=2
    )


def _next_entry(case: NDArray[Any], entered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return when the same child next entered care; NaN where it did not."""
    following = np.full(len(case), np.nan)
    same = case[1:] == case[:-1]
    following[:-1][same] = entered[1:][same]
    return following
