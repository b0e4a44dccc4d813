"""The calendar of hires: cohorts by month, the wait for a seat, and when a full load is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from staffing_sim.study.averages import averages
from staffing_sim.timeline import Timeline

__all__ = ["calendar_table"]

_COUNTS = ("started", "waiting", "cohorts_missed", "academy_failures")


def calendar_table(
    cohorts: pd.DataFrame, *, start: date, replications: int, by: Sequence[str] = ("role",)
) -> pd.DataFrame:
    """Return who starts in each month on average, and when that cohort carries a full load.

    Parameters
    ----------
    cohorts
        ``Study.cohorts()``.
    start
        Day 0 of the agency.
    replications
        Of each plan; a run in which nobody starts in a month counts as 0.
    by
        ``"role"``, ``"office"``, both or neither.

    Returns
    -------
    pandas.DataFrame
        Columns plan, month, date, those of `by`, started, waiting and academy_failures (means over
        replications, each with ``_low`` and ``_high``), wait_months (mean wait for a seat of those
        who start, beyond the next cohort), duty_month, duty_date, full_load_month, full_load_date
        (of the first who start; missing where nobody does) and runs.
    """
    keys = ["plan", "month", *by]
    sums = cohorts.groupby(["replication", *keys], observed=True)[list(_COUNTS)].sum()
    groups = cohorts.set_index(keys).index.unique()
    of_run = sums.index.get_level_values("replication")
    every = [  # a run in which nobody starts at all has no rows to look up
        sums[of_run == run].droplevel("replication").reindex(groups, fill_value=0.0)
        for run in range(replications)
    ]
    runs = pd.concat(every, keys=range(replications), names=["replication"]).reset_index()
    runs.attrs = dict(cohorts.attrs)
    table = averages(runs, by=["month", *by], values=_COUNTS, least=0.0)
    waited = table["cohorts_missed"] / table["started"].where(table["started"] > 0)
    first = cohorts.groupby(keys, observed=True)[["duty_month", "full_load_month"]].min()
    table = table.assign(wait_months=waited).merge(first.reset_index(), on=keys, how="left")
    for name, month in (("date", "month"), ("duty_date", "duty_month")):
        table[name] = _dates(table[month], start)
    table["full_load_date"] = _dates(table["full_load_month"], start)
    shown = [f"{name}{end}" for name in ("started", "waiting", "academy_failures") for end in _ENDS]
    later = ["wait_months", "duty_month", "duty_date", "full_load_month", "full_load_date", "runs"]
    found = table.sort_values(keys, kind="stable", ignore_index=True)
    found.attrs = dict(cohorts.attrs)
    return found[["plan", "month", "date", *by, *shown, *later]]


_ENDS = ("", "_low", "_high")


def _dates(months: pd.Series, start: date) -> pd.Series:
    """Return the first day of each month; missing where there is none."""
    line = Timeline(start)
    known = months.dropna()
    days = np.array([line.date(float(month)) for month in known], dtype="datetime64[s]")
    return pd.Series(days, index=known.index).reindex(months.index)
