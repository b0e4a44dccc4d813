"""Three samples of stays in care, which answer three questions and must not be mixed.

    entry_cohort    everyone who enters in a period, followed forward: the answer to "how soon?"
    point_in_time   everyone in care on a day: long stays are over-represented
    exit_cohort     everyone who leaves in a period: nobody still waiting is in it

The same agency shows three different lengths of stay in them, and a plan can seem to help in one
and to harm in another. Each function says what its sample hides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.permanence.curves import CENSORED, Incidence, aalen_johansen
from staffing_sim.records import Run
from staffing_sim.timeline import DAYS_PER_MONTH

ADULT_MONTHS = 18 * 12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stays:
    """How long each member of a sample stayed, or was watched, and what ended it.

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
    episodes
        Rows of ``run.care``; for re-entries, the episode that ended.
    entries
        How long each stay had lasted when it came under watch; minus infinity where it was watched
        from its start.
    """

    started: Floats
    durations: Floats
    causes: NDArray[np.int64]
    n_causes: int
    episodes: NDArray[np.int64]
    entries: Floats

    def incidence(self) -> Incidence:
        """Return the cumulative incidence of each cause, delayed entry taken into account."""
        return aalen_johansen(
            self.durations, self.causes, n_causes=self.n_causes, entries=self.entries
        )

    def where(self, chosen: NDArray[Any]) -> Stays:
        """Return only the stays that a mask, or row numbers, choose."""
        columns = ("started", "durations", "causes", "episodes", "entries")
        return replace(self, **{name: getattr(self, name)[chosen] for name in columns})


def permanent_causes(run: Run, among: Sequence[str] | None = None) -> list[int]:
    """Return the indices of the causes that are a permanent home, or of some of them by name."""
    indices = [int(cause) for cause in np.flatnonzero(run.layout.cause_is_permanence)]
    names = run.records.agency.causes
    return [index for index in indices if among is None or names[index] in among]


def entry_cohort(
    run: Run,
    *,
    after: float = 0.0,
    until: float | None = None,
    shortest_days: float = 0.0,
    first_only: bool = True,
) -> Stays:
    """Return the stays in foster care of children who entered after `after`.

    What it hides: children already in care on day 0, who may be the ones a plan is about; and
    whatever takes longer than the horizon. It is the only one of the three samples in which sooner
    means sooner.

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
    its own; stays under way at the horizon are censored there. The first entry is chosen after
    short stays are left out.
    """
    horizon = float(run.records.months)
    care = run.care
    last = horizon if until is None else until
    length = np.fmin(care.left, horizon) - care.entered
    short = ~np.isnan(care.left) & (length < shortest_days / DAYS_PER_MONTH)
    chosen = np.flatnonzero((care.entered > after) & (care.entered <= last) & ~short)
    return _stays(run, _first_of_each(care.case, chosen) if first_only else chosen)


def point_in_time(
    run: Run, *, at: float, at_least: float = 0.0, less_than: float = np.inf
) -> Stays:
    """Return the stays of all children who are in care at one moment, and what ends them.

    What it hides: everyone whose stay was short enough to fall between two such days. A stay is
    chosen in proportion to its length, so the mean of the stays found here is far above that of
    those who enter (E[T^2]/E[T] at rest); what has *passed* of it by then says little of what is to
    come. `Stays.incidence` allows for that: nobody counts as at risk before they were seen.

    Parameters
    ----------
    run
        The run.
    at
        The moment, in months since the start.
    at_least, less_than
        Only stays that have lasted so many months by then; federal indicators use 12 to 24, and 24
        or more.
    """
    care, horizon = run.care, float(run.records.months)
    there = (care.entered <= at) & ~(care.left <= at) & (at <= horizon)
    elapsed = at - care.entered
    chosen = np.flatnonzero(there & (elapsed >= at_least) & (elapsed < less_than))
    return replace(_stays(run, chosen), entries=elapsed[chosen])


def exit_cohort(run: Run, *, after: float = 0.0, until: float | None = None) -> Stays:
    """Return the whole stays of children who left care in a period.

    What it hides: everyone who is still there. Its mean length mixes those who entered lately with
    those who entered years ago, when fewer or more did; it falls when entries rise, and it *rises*
    when a plan brings long-waiting children home. Never compare plans by it.

    Parameters
    ----------
    run
        The run.
    after, until
        Exits later than `after` and not later than `until` (the horizon where not given).
    """
    care = run.care
    last = float(run.records.months) if until is None else until
    return _stays(run, np.flatnonzero((care.left > after) & (care.left <= last)))


def reentries(run: Run, *, causes: Sequence[str] | None = None) -> Stays:
    """Return how long exits to permanence after day 0 lasted before the child came back into care.

    Cause 0 is a re-entry, cause 1 the 18th birthday; the horizon censors. Every exit counts. Stands
    beside every gain in permanence, because a quicker return may be a shorter one.

    Parameters
    ----------
    run
        The run.
    causes
        Only exits for these causes, by name; all that are a permanent home where not given.
    """
    records, care = run.records, run.care
    horizon = float(records.months)
    wanted = permanent_causes(run, causes)
    exits = np.flatnonzero(np.isin(care.cause, wanted) & (care.left > 0))
    again = next_entries(care.case, care.entered)[exits]
    adult = records.cases["birth"][care.case[exits]] + ADULT_MONTHS
    end = np.fmin(np.fmin(again, adult), horizon)
    cause = np.where(end == again, 0, np.where(end == adult, 1, CENSORED))
    return Stays(
        started=care.left[exits],
        durations=end - care.left[exits],
        causes=cause,
        n_causes=2,
        episodes=exits,
        entries=np.full(len(exits), -np.inf),
    )


def next_entries(case: NDArray[Any], entered: Floats) -> Floats:
    """Return when the same child next entered care; NaN where it did not."""
    following = np.full(len(case), np.nan)
    same = case[1:] == case[:-1]
    following[:-1][same] = entered[1:][same]
    return following


def _stays(run: Run, chosen: NDArray[Any]) -> Stays:
    """Return episodes by row, each followed to its end or the horizon."""
    care = run.care
    entered = care.entered[chosen]
    return Stays(
        started=entered,
        durations=np.fmin(care.left[chosen], float(run.records.months)) - entered,
        causes=care.cause[chosen],
        n_causes=len(run.records.agency.causes),
        episodes=chosen,
        entries=np.full(len(chosen), -np.inf),
    )


def _first_of_each(case: NDArray[Any], chosen: NDArray[Any]) -> NDArray[Any]:
    """Return the first of the chosen rows of each case; rows of a case are in order of time."""
    first: NDArray[Any] = chosen[np.unique(case[chosen], return_index=True)[1]]
    return first
