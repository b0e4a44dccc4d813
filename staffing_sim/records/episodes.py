"""Legs a case reached, the episodes of foster care they make up, and these in the shape of AFCARS.

The federal table has one row per removal episode, with the elements of 45 CFR 1355 appendix A that
a simulated child has (as in force from 1993 to September 2022; the rule of 2020, 85 FR 28410, asks
for the same dates and reasons under other numbers). Not simulated, and so not in the table:
placement settings and their number, trial home visits, sex, race, disability, the circumstances of
removal, case plan goals, caretakers and foster parents, termination of parental rights, sources of
payment. Removals before day 0 are known only where they led to the stay a child is in on that day,
so counts of removals are those known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.records.layout import Layout, named
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """Episodes of foster care: unbroken stays out of the home, one entry per episode.

    Attributes
    ----------
    case
        Row of the child in ``records.cases``, ascending.
    entered
        When care began; at most 0 for children who are in care on day 0.
    left
        When it ended, NaN while it lasts.
    cause
        Index into ``agency.causes`` of what ended it; -1 while it lasts.
    entry_stage, exit_stage
        Indices of the first stage of the episode and of the last one so far.
    """

    case: NDArray[np.int64]
    entered: NDArray[np.float64]
    left: NDArray[np.float64]
    cause: NDArray[np.int64]
    entry_stage: NDArray[np.int64]
    exit_stage: NDArray[np.int64]


def reached_legs(layout: Layout) -> NDArray[Any]:
    """Return the legs that began, of cases that opened, in order of case and time."""
    legs = layout.records.legs
    reached: NDArray[Any] = legs[(legs["case"] >= 0) & ~np.isnan(legs["started"])]
    return reached


def care_episodes(layout: Layout) -> Episodes:
    """Return the episodes of foster care before 18.

    A child enters with a leg in care that no leg in care precedes, and leaves with one that no leg
    in care follows; the stage to 21 is not foster care here, so turning 18 ends an episode.
    """
    legs = reached_legs(layout)
    cases = layout.records.cases
    care = layout.stage_in_care[legs["stage"]]
    same_case = legs["case"][1:] == legs["case"][:-1]
    joined = np.concatenate([[False], same_case & care[:-1] & care[1:]])[: len(legs)]
    first = np.flatnonzero(care & ~joined)
    last = np.flatnonzero(care & ~np.append(joined[1:], [False])[: len(legs)])
    case = legs["case"][first]
    entered = legs["started"][first].copy()
    earlier = cases["in_care_since"][case]
    since_before = (entered <= 0) & ~np.isnan(earlier)
    entered[since_before] = earlier[since_before]
    return Episodes(
        case=case,
        entered=entered,
        left=legs["ended"][last],
        cause=np.where(np.isnan(legs["ended"][last]), -1, legs["cause"][last]),
        entry_stage=legs["stage"][first],
        exit_stage=legs["stage"][last],
    )


ADOPTION: Final = "adoption"

DISCHARGE_REASONS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "reunification": (1, ("reunified", "quick_return", "returned_home")),
    "living with other relatives": (2, ("relative", "living_with_relatives")),
    ADOPTION: (3, ("adopted", "adoption")),
    "emancipation": (4, ("aged_out", "emancipated", "emancipation")),
    "guardianship": (5, ("guardianship",)),
    "transfer to another agency": (6, ("transferred",)),
    "runaway": (7, ("runaway", "ran_away")),
    "death of child": (8, ("died", "death")),
}
"""Reasons for discharge (element 58): code, and the causes of an agency file that mean it."""

AFCARS_COLUMNS: Final[dict[str, str]] = {
    "record_number": "element 4: the child's row in the records",
    "local_agency": "element 3, by the office's name",
    "date_of_birth": "element 6",
    "date_of_first_removal": "element 18, of the removals known",
    "total_removals": "element 19, up to this one, of the removals known",
    "date_of_last_discharge": "element 20: the end of the episode before this one",
    "date_of_latest_removal": "element 21: the start of this episode",
    "date_of_discharge": "element 56; missing while the child is in care",
    "discharge_reason_code": "element 58; 0 while in care or where no AFCARS reason fits the cause",
    "discharge_reason": "element 58 in words",
    "cause": "the agency file's own name for what ended the episode",
    "age_at_removal_years": "age at the start of this episode (derived from elements 6 and 21)",
    "in_care_on_day_0": "1 where the episode began before the run, else 0 (no AFCARS element)",
}
"""The columns, with their element of 45 CFR 1355 appendix A."""


def reason_of(cause: str) -> str | None:
    """Return the AFCARS reason for discharge that a cause means; None where none fits.

    Examples
    --------
    >>> reason_of("quick_return"), reason_of("long_term_care")
    ('reunification', None)
    """
    fitting = (reason for reason, (_, causes) in DISCHARGE_REASONS.items() if cause in causes)
    return next(fitting, None)


def afcars_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per removal episode, child by child in order of time.

    Parameters
    ----------
    layout
        The run.

    Returns
    -------
    pandas.DataFrame
        The columns of `AFCARS_COLUMNS`; dates are calendar days, missing where not reached.
    """
    care, cases = care_episodes(layout), layout.records.cases
    timeline = Timeline(layout.records.agency.start)
    birth = cases["birth"][care.case]
    again = np.concatenate([[False], care.case[1:] == care.case[:-1]])[: len(care.case)]
    row = np.arange(len(care.case))
    first = np.maximum.accumulate(np.where(again, 0, row))
    previous = np.full(len(row), np.nan)
    previous[again] = care.left[row[again] - 1]
    causes = layout.records.agency.causes
    codes, reasons = _reasons(causes, care.cause)
    columns = {
        "record_number": care.case,
        "local_agency": named(cases["office"][care.case], layout.offices),
        "date_of_birth": _dates(timeline, birth),
        "date_of_first_removal": _dates(timeline, care.entered[first]),
        "total_removals": row - first + 1,
        "date_of_last_discharge": _dates(timeline, previous),
        "date_of_latest_removal": _dates(timeline, care.entered),
        "date_of_discharge": _dates(timeline, care.left),
        "discharge_reason_code": codes,
        "discharge_reason": reasons,
        "cause": named(care.cause, causes),
        "age_at_removal_years": (care.entered - birth) / MONTHS_PER_YEAR,
        "in_care_on_day_0": (care.entered <= 0.0).astype(np.int64),
    }
    return pd.DataFrame(columns)[list(AFCARS_COLUMNS)]


def _reasons(
    causes: tuple[str, ...], ended_for: NDArray[np.int64]
) -> tuple[NDArray[np.int64], pd.Series]:
    """Return the code and the words of each episode's reason for discharge."""
    names = tuple(DISCHARGE_REASONS)
    index = [names.index(reason) if (reason := reason_of(cause)) else -1 for cause in causes]
    place = np.array([*index, -1])[ended_for]  # -1, still in care, takes the last
    codes = np.array([*(code for code, _ in DISCHARGE_REASONS.values()), 0])
    return codes[place], named(place, names)


def _dates(timeline: Timeline, months: NDArray[np.float64]) -> NDArray[np.datetime64]:
    """Return the days on which moments fall; not a time where there is none."""
    days = [None if np.isnan(month) else timeline.date(float(month)) for month in months]
    return np.array(days, dtype="datetime64[D]").astype("datetime64[s]")
