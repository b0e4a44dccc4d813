"""The caps that plans are held to: with what chance they are met, and which are comparable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from staffing_sim.intervals import wilson
from staffing_sim.measures import ALL
from staffing_sim.plan import Plan
from staffing_sim.staff import Cap
from staffing_sim.study.replicated import Replicated

__all__ = ["cap_of", "caps_note", "chances_met", "compared"]

_OVER_CAP: Final = "share_over_cap"

_Floats = np.ndarray[Any, np.dtype[np.float64]]


def compared(
    study: Replicated,
    values: _Floats,
    *,
    key: tuple[str, str],
    others: Sequence[int],
    against: int,
) -> _Floats:
    """Return the values of other plans, NaN where they cannot be held against a baseline's.

    Workers over a cap of 26 beside workers over a cap of 31 are counts of two things: a lower cap
    alone would look like a worse plan.
    """
    measure, role = key
    if measure != _OVER_CAP:
        return values
    roles = [each.name for each in study.agency.roles if role in {ALL, each.name}]
    baseline = [_held(study, study.plans[against], name) for name in roles]
    alike = [[_held(study, study.plans[row], name) for name in roles] == baseline for row in others]
    shown: _Floats = np.where(np.array(alike)[:, np.newaxis], values, np.nan)
    return shown


def cap_of(study: Replicated, role: str) -> float | None:
    """Return the lowest limit in children that is set for a role."""
    return min(study.caps(role), default=None)


def chances_met(runs: pd.DataFrame, target: float) -> pd.DataFrame:
    """Return how often the mean caseload of a role is at most a target, month by month.

    Parameters
    ----------
    runs
        A row per plan, replication and month: children_carried and carrying, offices added up.
        Where nobody carries cases there is no mean, and the run does not count.
    target
        Children per worker.

    Examples
    --------
    >>> run = {"plan": "A", "month": 0, "date": pd.Timestamp(2024, 1, 1), "carrying": 2.0}
    >>> rows = [run | {"replication": r, "children_carried": 30.0 + 10 * r} for r in range(4)]
    >>> found = chances_met(pd.DataFrame(rows), 20)
    >>> found[["met", "runs", "chance", "low", "high"]].round(2).values.tolist()
    [[2.0, 4.0, 0.5, 0.15, 0.85]]
    """
    keys = ["plan", "month", "date"]
    caseload = runs["children_carried"] / runs["carrying"].where(runs["carrying"] > 0.0)
    known = runs[keys].assign(met=(caseload <= target).astype(float), runs=caseload.notna())
    table = known.groupby(keys, observed=True, sort=False).sum().reset_index()
    counted = table["runs"].where(table["runs"] > 0)
    table["chance"] = table["met"] / counted
    table["low"], table["high"] = wilson(table["met"], counted)
    table.insert(3, "target", target)
    table.attrs = dict(runs.attrs)
    return table


def caps_note(study: Replicated) -> str:
    """Return the cap on the role that hires join, by plan; nothing where they are all the same."""
    role = study.agency.workforce.hiring_role
    held = [_held(study, plan, role) for plan in study.plans]
    if len(set(held)) == 1:
        return ""
    told = ", ".join(
        f"{plan.name}: {'none' if cap is None else f'{cap[0]:g} {cap[1]}'}"
        for plan, cap in zip(study.plans, held, strict=True)
    )
    return (
        f"Plans are held to different caps as the last month ends ({told}). Each share of workers "
        "over their cap counts against the plan's own, so no verdict compares unlike ones."
    )


def _held(study: Replicated, plan: Plan, role: str) -> tuple[float, str] | None:
    """Return the limit of a role that is in force in the last month, and what it counts."""
    held: Cap | None = study.agency.role(role).cap
    begun = [cap for cap in plan.caps if cap.role == role and cap.start < study.horizon]
    for cap in sorted(begun, key=lambda cap: cap.start):
        held = cap
    return None if held is None else (held.limit, held.unit)
