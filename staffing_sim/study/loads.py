"""Demand over hours by office and role, before and after: where staff are short."""

from __future__ import annotations

import pandas as pd

from staffing_sim.frames.layout import NO_ROLE
from staffing_sim.intervals import ratio_interval
from staffing_sim.records import ACTIVITIES

__all__ = ["office_load_table"]


def office_load_table(months: pd.DataFrame, *, last: int) -> pd.DataFrame:
    """Return the hours demanded for each hour there is, by plan, period, office and role.

    Parameters
    ----------
    months
        ``Study.months()``.
    last
        How many months at the end make up ``"after"``; ``"before"`` is the first month.

    Returns
    -------
    pandas.DataFrame
        As `staffing_sim.study.Study.office_loads`.
    """
    staffed = months[months["role"] != NO_ROLE]
    due = staffed[[f"{activity}_hours_demanded" for activity in ACTIVITIES]].sum(axis=1)
    staffed = staffed.assign(demanded=due)
    horizon = int(months["month"].max()) + 1
    periods = {
        "before": staffed["month"] == 0,
        "after": staffed["month"] >= max(horizon - last, 0),
    }
    keys = ["plan", "office", "role"]
    rows = []
    for period, chosen in periods.items():
        runs = staffed[chosen].groupby([*keys, "replication"], observed=True, sort=False)
        sums = runs[["demanded", "hours_available"]].sum().reset_index()
        for place, group in sums.groupby(keys, observed=True, sort=False):
            found = ratio_interval(group["demanded"], group["hours_available"])
            rows.append((*place, period, *found.within(0.0, float("inf"))))
    columns = [*keys, "period", "load", "low", "high", "runs"]
    table = pd.DataFrame(rows, columns=columns)
    for key in keys:
        table[key] = table[key].astype(months[key].dtype)
    table.attrs = dict(months.attrs)
    return table
