"""Permanence at fixed dates group by group, with re-entry; and children followed all the way.

Fixed dates (6, 12, 18, 24 months) and restricted means, by exit, for the whole agency or by the
child's office, age at entry, or year of entry, with those still in care censored. Beside it the
same of children who entered early enough to be followed for 24 months, of whom nobody is censored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import AGED_OUT
from staffing_sim.permanence.curves import UNKNOWN
from staffing_sim.permanence.samples import Stays, entry_cohort, permanent_causes, reentries
from staffing_sim.records import ALL, Run
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

LANDMARKS: Final = (6, 12, 18, 24)
"""Months after entry at which incidence is reported."""

RESTRICTED_TO: Final = 24
"""Months out of which the restricted mean is taken."""

AGE_GROUPS: Final[dict[str, tuple[float, float]]] = {
    "under 1": (0, 1),
    "1 to 5": (1, 6),
    "6 to 12": (6, 13),
    "13 to 17": (13, 18),
}
"""Ages in years, from and up to."""

PERMANENCE: Final = "permanence"
"""Stands for all exits to a permanent home together."""

LANDMARK_COLUMNS: Final[dict[str, str]] = {
    "by": "how children are grouped: all, office, age_group or entry_year",
    "group": "the group",
    "statistic": "incidence, restricted_mean (months without it) or reentry",
    "exit": "the exit; permanence for all exits to a permanent home together",
    "month": "months after entry; after the exit, for re-entry",
    "value": "the estimate; NaN where nobody was followed that long",
    "standard_error": "its standard error within the run, siblings taken as independent",
    "low": "lower end of its 95 % interval within the run",
    "high": "upper end",
    "children": "how many stays it rests on",
}
"""The columns of the table, in words."""

Groups = dict[str, NDArray[np.bool_]]


def landmark_table(run: Run) -> pd.DataFrame:
    """Return incidence by exit, restricted means and re-entry, for the whole agency and by group.

    Children who entered care after day 0 (their first entry), followed to the horizon. Re-entry
    follows every exit to permanence after day 0, grouped by the office, the age and the year of
    that exit.

    Parameters
    ----------
    run
        The run.

    Returns
    -------
    pandas.DataFrame
        The columns of `LANDMARK_COLUMNS`.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> run = ss.simulate(ss.load_agency("small-office"), ss.Plan("As is"), years=1, clock="simpy")
    >>> found = landmark_table(run).query("by == 'all' and exit == 'permanence' and month == 12")
    >>> found["statistic"].tolist()
    ['incidence', 'reentry']
    """
    entered, left = entry_cohort(run), reentries(run)
    rows: list[tuple[Any, ...]] = []
    for by, grouped in GROUPS.items():
        exits = grouped(run, left)
        for group, members in grouped(run, entered).items():
            rows += [(by, group, *row) for row in _entries(run, entered.where(members))]
            rows.append((by, group, *_reentry(run, left.where(exits[group]))))
    return pd.DataFrame(rows, columns=list(LANDMARK_COLUMNS))


def _entries(run: Run, stays: Stays) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a group of entries."""
    found, size = stays.incidence(), len(stays.started)
    permanent = permanent_causes(run)
    for name, causes in ({PERMANENCE: permanent} | exits_from_care(run)).items():
        for month in LANDMARKS:
            known = month <= run.records.months
            value = found.landmark(month, causes=causes) if known else UNKNOWN
            yield ("incidence", name, month, *value, size)
    known = run.records.months >= RESTRICTED_TO
    mean = found.restricted(RESTRICTED_TO, causes=permanent) if known else UNKNOWN
    yield ("restricted_mean", PERMANENCE, RESTRICTED_TO, *mean, size)


def exits_from_care(run: Run) -> dict[str, list[int]]:
    """Return every way out of foster care, by cause; the same in each run of an agency."""
    agency, in_care = run.records.agency, run.layout.stage_in_care
    inside = {stage.name for stage, care in zip(agency.stages, in_care, strict=True) if care}
    routes = [route for stage in agency.stages if stage.name in inside for route in stage.routes]
    ways = dict.fromkeys([*(route.cause for route in routes if route.to not in inside), AGED_OUT])
    return {name: [agency.causes.index(name)] for name in ways}


def _reentry(run: Run, exits: Stays) -> tuple[Any, ...]:
    """Return the row of a group of exits to permanence."""
    known = run.records.months >= MONTHS_PER_YEAR
    value = exits.incidence().landmark(MONTHS_PER_YEAR, causes=[0]) if known else UNKNOWN
    return ("reentry", PERMANENCE, MONTHS_PER_YEAR, *value, len(exits.started))


# --- groups: each a mask of the stays, by name ---------------------------------------------------


def _together(_run: Run, stays: Stays) -> Groups:
    return {ALL: np.ones(len(stays.started), dtype=bool)}


def _by_office(run: Run, stays: Stays) -> Groups:
    office = run.records.cases["office"][run.care.case[stays.episodes]]
    return {name: office == row for row, name in enumerate(run.layout.offices)}


def _by_age(run: Run, stays: Stays) -> Groups:
    birth = run.records.cases["birth"][run.care.case[stays.episodes]]
    years = (stays.started - birth) / MONTHS_PER_YEAR
    return {name: (years >= low) & (years < high) for name, (low, high) in AGE_GROUPS.items()}


def _by_year(run: Run, stays: Stays) -> Groups:
    """Return years from the start; an entry at the very end of one belongs to it."""
    timeline = Timeline(run.records.agency.start)
    groups: Groups = {}
    for first in range(0, run.records.months, MONTHS_PER_YEAR):
        last = min(first + MONTHS_PER_YEAR, run.records.months)
        name = f"{timeline.month_label(first)} to {timeline.month_label(last - 1)}"
        groups[name] = (stays.started > first) & (stays.started <= last)
    return groups


GROUPS: Final[dict[str, Callable[[Run, Stays], Groups]]] = {
    ALL: _together,
    "office": _by_office,
    "age_group": _by_age,
    "entry_year": _by_year,
}
"""What groups can be made by, and how."""


FOLLOWED_COLUMNS: Final[dict[str, str]] = {
    "statistic": "incidence, restricted_mean (months without a permanent home) or reentry",
    "exit": "the exit; permanence for all exits to a permanent home together",
    "month": "months after entry; after the exit, for re-entry",
    "value": "share of the children, or months",
    "children": "how many children, or exits, were followed",
}
"""The columns of the table, in words."""


def followed_table(run: Run) -> pd.DataFrame:
    """Return what became of the children who entered care early enough to be followed throughout.

    Children whose first entry after day 0 lies at least 24 months before the horizon, followed for
    24 months; and exits to permanence at least 12 months before it, followed for 12.

    Parameters
    ----------
    run
        The run.

    Returns
    -------
    pandas.DataFrame
        The columns of `FOLLOWED_COLUMNS`; no rows where the run is too short.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> run = ss.simulate(office, ss.Plan("As is"), years=2.5, clock="simpy")
    >>> found = followed_table(run)
    >>> home = found[(found["statistic"] == "incidence") & (found["exit"] == "permanence")]
    >>> home["month"].iloc[-1], home["value"].is_monotonic_increasing
    (np.int64(24), True)
    """
    rows = (
        [*_followed_entries(run), *_followed_reentry(run)]
        if run.records.months > RESTRICTED_TO
        else []
    )
    return pd.DataFrame(rows, columns=list(FOLLOWED_COLUMNS))


def _followed_entries(run: Run) -> Iterator[tuple[Any, ...]]:
    """Give the incidence of each exit month by month, and the restricted mean."""
    stays = entry_cohort(run, until=run.records.months - RESTRICTED_TO)
    found, children = stays.incidence(), len(stays.started)
    permanent = permanent_causes(run)
    for name, causes in ({PERMANENCE: permanent} | exits_from_care(run)).items():
        for month in range(RESTRICTED_TO + 1):
            yield ("incidence", name, month, found.at(month, causes=causes), children)
    mean = found.restricted_mean(RESTRICTED_TO, causes=permanent)
    yield ("restricted_mean", PERMANENCE, RESTRICTED_TO, mean, children)


def _followed_reentry(run: Run) -> Iterator[tuple[Any, ...]]:
    """Give the share of exits to permanence that did not last a year."""
    exits = reentries(run)
    early = exits.where(exits.started <= run.records.months - MONTHS_PER_YEAR)
    value = early.incidence().at(MONTHS_PER_YEAR, causes=[0])
    yield ("reentry", PERMANENCE, MONTHS_PER_YEAR, value, len(early.started))
