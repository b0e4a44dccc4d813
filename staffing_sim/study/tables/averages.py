"""Means over replications with their intervals, and paired differences, for any table of runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.intervals import (
    chance_better,
    mean_interval,
    paired_together,
    variance_reduction,
    wilson,
)
from staffing_sim.measures import ALL, MEASURES, relevant_difference
from staffing_sim.study.tables.runs import Replicated
from staffing_sim.values import NO_ROLE

_PLACE = ("plan", "baseline", "measure", "role", "unit")
_FOUND = (
    "difference",
    "low",
    "high",
    "family_low",
    "family_high",
    "p_adjusted",
    "chance_better",
    "chance_low",
    "chance_high",
    "variance_reduction",
    "relevant",
    "runs",
)

_Key = tuple[str, str]
_Floats = np.ndarray[Any, np.dtype[np.float64]]


def averages(
    runs: pd.DataFrame, *, by: Sequence[str], values: Sequence[str], least: float = -math.inf
) -> pd.DataFrame:
    """Return the mean and its 95 % t-interval of each value, for each plan and group.

    Groups are made by the plan and the columns `by`, in their order of appearance. A run without a
    number (NaN) is left out. Intervals are cut off at the `least` that a value can be. After each
    mean come ``_low`` and ``_high``; at last runs, in which any of the values is known.

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


def monthly_means(months: pd.DataFrame, counts: tuple[str, ...]) -> pd.DataFrame:
    """Return counts, and the caseload, by month for the agency and each role, with intervals.

    Offices are added up; ``children_carried`` and ``carrying`` are among the counts.
    """
    keys, by_role = ["plan", "replication", "month", "date"], months[months["role"] != NO_ROLE]
    parts = [
        months.groupby(keys, observed=True)[[*counts]].sum().reset_index().assign(role=ALL),
        by_role.groupby([*keys, "role"], observed=True)[[*counts]].sum().reset_index(),
    ]
    runs = pd.concat([part.astype({"role": str}) for part in parts], ignore_index=True)
    runs["caseload"] = runs["children_carried"] / runs["carrying"].where(runs["carrying"] > 0.0)
    by, values = ("month", "date", "role"), (*counts, "caseload")
    return averages(runs, by=by, values=values, least=0.0)


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


def paired_table(
    study: Replicated,
    pairs: Mapping[_Key, tuple[_Floats, _Floats]],
    *,
    plans: Sequence[str],
    baselines: Sequence[str],
) -> pd.DataFrame:
    """Return the columns of ``Study.differences()``, plan by plan.

    The pairs are, by (measure, role), the values of the plans and of what each is held against: a
    row for each plan, a column for each replication. The plans are one family: what is said of all
    of them together holds within a measure, not over all measures.
    """
    found = {key: _rows(*values, key=key, study=study) for key, values in pairs.items()}
    rows = [
        (plan, baseline, *key, study.unit_of(key), *of_plans[row])
        for row, (plan, baseline) in enumerate(zip(plans, baselines, strict=True))
        for key, of_plans in found.items()
    ]
    return pd.DataFrame(rows, columns=[*_PLACE, *_FOUND])


def _rows(
    values: _Floats, baseline: _Floats, *, key: _Key, study: Replicated
) -> list[tuple[float, ...]]:
    """Return what is known of each plan's difference in one measure."""
    relevant = relevant_difference(key[0], study.agency)
    better = MEASURES[key[0]].better
    found = paired_together(list(values - baseline))
    rows: list[tuple[float, ...]] = []
    for plan, other, paired in zip(values, baseline, found, strict=True):
        together = (paired.together.low, paired.together.high, paired.p_adjusted)
        chance = chance_better(plan - other, better=better)
        ends = map(float, wilson(chance * paired.alone.runs, max(1, paired.alone.runs)))
        told = (chance, *ends, variance_reduction(plan, other), relevant)
        rows.append((*paired.alone[:3], *together, *told, paired.alone.runs))
    return rows
