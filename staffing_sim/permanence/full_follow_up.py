"""How soon children go home, of those who could be followed all the way; re-entry beside it.

An entry cohort with full follow-up is the plainest sample there is: everyone who entered care early
enough to be followed for the whole time. Nobody is censored, so a cumulative incidence is a share
of children and a restricted mean a mean of capped times. What it leaves out are the children who
enter late in a run, when a plan has had more time to work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from staffing_sim.permanence.landmarks import PERMANENCE, RESTRICTED_TO, exits_from_care
from staffing_sim.permanence.samples import entry_cohort, permanent_causes, reentries
from staffing_sim.records import Run
from staffing_sim.timeline import MONTHS_PER_YEAR

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
    rows = [*_entries(run), *_reentry(run)] if run.records.months > RESTRICTED_TO else []
    return pd.DataFrame(rows, columns=list(FOLLOWED_COLUMNS))


def _entries(run: Run) -> Iterator[tuple[Any, ...]]:
    """Give the incidence of each exit month by month, and the restricted mean."""
    stays = entry_cohort(run, until=run.records.months - RESTRICTED_TO)
    found, children = stays.incidence(), len(stays.started)
    permanent = permanent_causes(run)
    for name, causes in ({PERMANENCE: permanent} | exits_from_care(run)).items():
        for month in range(RESTRICTED_TO + 1):
            yield ("incidence", name, month, found.at(month, causes=causes), children)
    mean = found.restricted_mean(RESTRICTED_TO, causes=permanent)
    yield ("restricted_mean", PERMANENCE, RESTRICTED_TO, mean, children)


def _reentry(run: Run) -> Iterator[tuple[Any, ...]]:
    """Give the share of exits to permanence that did not last a year."""
    exits = reentries(run)
    early = exits.where(exits.started <= run.records.months - MONTHS_PER_YEAR)
    value = early.incidence().at(MONTHS_PER_YEAR, causes=[0])
    yield ("reentry", PERMANENCE, MONTHS_PER_YEAR, value, len(early.started))
