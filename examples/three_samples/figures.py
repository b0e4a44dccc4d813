"""What three samples of stays would publish after three years, and what became of the children.

In a simulation the truth can be waited for: the same seed with a longer horizon repeats the first
three years to the last bit and then follows every child to the end. The truth here is therefore no
model of its own: it is what happened to the very children who entered in the first two years.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

import staffing_sim as ss
from staffing_sim.permanence import (
    Stays,
    entry_cohort,
    exit_cohort,
    permanent_causes,
    point_in_time,
)

__all__ = [
    "FIGURES",
    "PUBLISHED_AFTER",
    "TRUTHS",
    "UNTIL_ALL_ARE_GROWN",
    "Figure",
    "found_on_the_day",
    "mean_stay",
]

Unit = Literal["share", "months"]

ENTERED = (0.0, 24.0)  # whoever enters in the first two years
CENSUS = 24.0  # the day on which a census is taken
LEFT = (24.0, 36.0)  # whoever leaves in the third year
PUBLISHED_AFTER = 3  # years: what is known then is what a sample can publish
UNTIL_ALL_ARE_GROWN = 20  # years: whoever entered in the first two is 18 by then

HOME_IN_12 = "home within 12 months of entry"
HOME_IN_24 = "home within 24 months of entry"
WAITING = "months of the first 24 without a home"
STAY = "months in care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that somebody could publish, and the question it would be taken to answer."""

    sample: str
    says: str
    unit: Unit
    published: Callable[[ss.Run], float]
    question: str


def entrants(run: ss.Run) -> Stays:
    """Return the stays of whoever entered care in the first two years."""
    return entry_cohort(run, after=ENTERED[0], until=ENTERED[1])


def found_on_the_day(run: ss.Run) -> Stays:
    """Return the stays under way on the day of the census."""
    return point_in_time(run, at=CENSUS)


def leavers(run: ss.Run) -> Stays:
    """Return the stays that ended in the third year."""
    return exit_cohort(run, after=LEFT[0], until=LEFT[1])


def months_to_a_home(run: ss.Run, stays: Stays) -> NDArray[np.float64]:
    """Return how long each stay took to end at a permanent home; infinite where it did not."""
    return np.where(np.isin(stays.causes, permanent_causes(run)), stays.durations, np.inf)


def share_home(run: ss.Run, stays: Stays, *, within: float) -> float:
    """Return the share of stays that ended at a permanent home in so many months."""
    return float(np.mean(months_to_a_home(run, stays) <= within))


def finished(stays: Stays) -> Stays:
    """Return the stays that had ended when watching stopped."""
    return stays.where(stays.causes >= 0)


def curve_at(run: ss.Run, stays: Stays, month: float) -> float:
    """Return the Aalen-Johansen share home by a month, censoring and late entry allowed for."""
    return stays.incidence().at(month, causes=permanent_causes(run))


def home_in_the_year_after(run: ss.Run) -> float:
    """Return the share of those found on the day who are home within 12 months of it."""
    there = found_on_the_day(run)
    return float(np.mean(months_to_a_home(run, there) - there.entries <= 12))


def mean_stay(stays: Stays) -> float:
    """Return the mean length of stays."""
    return float(np.mean(stays.durations))


TRUTHS: dict[str, Callable[[ss.Run], float]] = {
    HOME_IN_12: lambda run: share_home(run, entrants(run), within=12),
    HOME_IN_24: lambda run: share_home(run, entrants(run), within=24),
    WAITING: lambda run: float(np.mean(np.minimum(months_to_a_home(run, entrants(run)), 24))),
    STAY: lambda run: mean_stay(entrants(run)),
}
"""What became of the entrants, from a run that follows them all to the end."""

FIGURES = (
    Figure(
        sample="entry cohort",
        says="home within 12 months of entry (Aalen-Johansen)",
        unit="share",
        published=lambda run: curve_at(run, entrants(run), 12),
        question=HOME_IN_12,
    ),
    Figure(
        sample="entry cohort",
        says="home within 24 months of entry (Aalen-Johansen)",
        unit="share",
        published=lambda run: curve_at(run, entrants(run), 24),
        question=HOME_IN_24,
    ),
    Figure(
        sample="entry cohort",
        says="months of the first 24 without a permanent home",
        unit="months",
        published=lambda run: (
            entrants(run).incidence().restricted_mean(24, causes=permanent_causes(run))
        ),
        question=WAITING,
    ),
    Figure(
        sample="entry cohort, finished stays only",
        says="home within 12 months of entry",
        unit="share",
        published=lambda run: share_home(run, finished(entrants(run)), within=12),
        question=HOME_IN_12,
    ),
    Figure(
        sample="entry cohort, finished stays only",
        says="mean stay",
        unit="months",
        published=lambda run: mean_stay(finished(entrants(run))),
        question=STAY,
    ),
    Figure(
        sample="point in time",
        says="home within 12 months of the day",
        unit="share",
        published=home_in_the_year_after,
        question=HOME_IN_12,
    ),
    Figure(
        sample="point in time",
        says="mean time in care so far",
        unit="months",
        published=lambda run: float(np.mean(found_on_the_day(run).entries)),
        question=STAY,
    ),
    Figure(
        sample="point in time, late entry allowed for",
        says="home within 12 months of entry (Aalen-Johansen)",
        unit="share",
        published=lambda run: curve_at(run, found_on_the_day(run), 12),
        question=HOME_IN_12,
    ),
    Figure(
        sample="exit cohort",
        says="home within 12 months of entry, of those who left",
        unit="share",
        published=lambda run: share_home(run, leavers(run), within=12),
        question=HOME_IN_12,
    ),
    Figure(
        sample="exit cohort",
        says="mean stay of those who left",
        unit="months",
        published=lambda run: mean_stay(leavers(run)),
        question=STAY,
    ),
)
"""What an evaluator could publish after `PUBLISHED_AFTER` years, sample by sample."""
