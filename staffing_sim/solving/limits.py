"""When no rate can meet a target: what can be reached, what stands in the way, and from when on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.plan import Plan
from staffing_sim.solving.search import enough
from staffing_sim.solving.trials import Trials

__all__ = ["Limits", "limits_of"]

Floats = NDArray[np.float64]

WORLDS: Final = 10
MOST_MONTHS: Final = 120
ENDLESS_SEATS: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the greatest effort reaches.

    Attributes
    ----------
    effort
        The name of that plan.
    earliest_month
        The first month by whose end the greatest effort meets the target; None if it does not
        within `months`.
    months
        How far was looked.
    months_if_seats
        The same with an academy that has a seat for everyone; None if not even then.
    worlds
        In how many worlds this was tried.
    """

    effort: str
    earliest_month: int | None
    months: int
    months_if_seats: int | None
    worlds: int


def limits_of(trials: Trials, effort: Callable[[int], Plan], *, worlds: range) -> Limits | None:
    """Find from which month on the greatest effort meets a target; None for one over a whole run.

    A longer run repeats a shorter one, so a single run shows what every earlier month would have.

    Parameters
    ----------
    trials
        How plans are run and read.
    effort
        The plan of the greatest effort, kept up for so many months.
    worlds
        Which worlds to try it in, the first few of them.
    """
    if trials.target.of_the_run:
        return None
    tried, months = worlds[:WORLDS], trials.target.months
    earliest: int | None = None
    while earliest is None and months < MOST_MONTHS:
        months = min(2 * months, MOST_MONTHS)
        most = effort(months)
        (found,) = trials.of([most], months=months).series(tried)
        earliest = _earliest(trials, found)
    far = months if earliest is None else earliest + trials.target.months - trials.target.by_month
    seats = most.replace(academy_seats=ENDLESS_SEATS)
    (found,) = trials.of([seats], months=far).series(tried)
    return Limits(
        effort=most.name,
        earliest_month=earliest,
        months=months,
        months_if_seats=_earliest(trials, found),
        worlds=len(tried),
    )


def _earliest(trials: Trials, series: Floats) -> int | None:
    """Return the first month from which enough worlds hold the target for as long as asked."""
    target = trials.target
    held = target.margin(series) >= 0
    span = target.months - target.by_month + 1
    worlds, months = held.shape
    for first in range(months - span + 1):
        met = int(held[:, first : first + span].all(axis=1).sum())
        if enough(met, worlds, target.probability):
            return first + 1
    return None
