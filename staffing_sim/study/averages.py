"""Means and intervals over replications, for any table that has a row per run."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from staffing_sim.intervals import mean_interval

__all__ = ["averages", "known_sums", "less_baseline"]


def averages(
    runs: pd.DataFrame, *, by: Sequence[str], values: Sequence[str], least: float = -math.inf
) -> pd.DataFrame:
    """Return the mean and its 95 % t-interval of each value, for each plan and group.

    Parameters
    ----------
    runs
        One row per plan, replication and group.
    by
        The columns that make a group, besides the plan; their order of appearance is kept.
    values
        The columns to average; NaN where a run has no number, which leaves that run out.
    least
        What no value can be below, to cut intervals off at.

    Returns
    -------
    pandas.DataFrame
        Columns plan, those of `by`, then for each value its mean under its own name, ``_low`` and
        ``_high``, and at last runs, the replications in which any of the values is known.

    Examples
    --------
    >>> runs = pd.DataFrame({"plan": "A", "replication": [0, 1, 2], "cost": [1.0, 2.0, 3.0]})
    >>> averages(runs, by=(), values=("cost",)).round(2).values.tolist()
    [['A', 2.0, -0.48, 4.48, 3]]
    """
    keys = ["plan", *by]
    rows = []
    for place, group in runs.groupby(keys, observed=True, sort=False):
        found = [mean_interval(group[name]).within(least, math.inf) for name in values]
        numbers = [number for interval in found for number in interval[:3]]
        rows.append((*place, *numbers, max(interval.runs for interval in found)))
    columns = [f"{name}{end}" for name in values for end in ("", "_low", "_high")]
    table = pd.DataFrame(rows, columns=[*keys, *columns, "runs"])
    for key in keys:
        table[key] = table[key].astype(runs[key].dtype)
    table.attrs = dict(runs.attrs)
    return table


def less_baseline(
    runs: pd.DataFrame, baseline: str, *, by: Sequence[str], values: Sequence[str]
) -> pd.DataFrame:
    """Return each other plan's values less the baseline's, run by run on the same worlds.

    A group that only one of the two plans has counts as 0 in the other.

    Examples
    --------
    >>> runs = pd.DataFrame(
    ...     {"plan": ["A", "B"], "replication": 0, "line": "pay", "cost": [5.0, 7.0]}
    ... )
    >>> less_baseline(runs, "A", by=("line",), values=("cost",))["cost"].tolist()
    [2.0]
    """
    keys = ["replication", *by]
    wide = runs.set_index(["plan", *keys])[list(values)]
    base = wide.loc[baseline]
    parts = []
    for plan in runs["plan"].unique():
        if plan == baseline:
            continue
        left, right = wide.loc[plan].align(base, join="outer", fill_value=0.0)
        parts.append((left - right).reset_index().assign(plan=plan))
    table = pd.concat(parts, ignore_index=True) if parts else runs.iloc[:0].copy()
    table["plan"] = table["plan"].astype(runs["plan"].dtype)
    table.attrs = dict(runs.attrs)
    return table[["plan", *keys, *values]]


def known_sums(frame: pd.DataFrame, keys: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """Return values added up by group; NaN where any part of a sum is not known.

    Examples
    --------
    >>> parts = pd.DataFrame({"plan": ["A", "A", "B"], "net": [1.0, float("nan"), 2.0]})
    >>> known_sums(parts, ["plan"], ["net"])["net"].tolist()
    [nan, 2.0]
    """
    groups = [frame[key] for key in keys]
    sums = frame.groupby(groups, observed=True)[list(values)].sum()
    unknown = frame[list(values)].isna().groupby(groups, observed=True).any()
    return sums.mask(unknown).reset_index()
