"""What is kept of one run in a study: its measures and small tables, never its records.

A county's records fill a gigabyte; a study of many runs keeps a few megabytes of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.frames import Run
from staffing_sim.measures import evaluate
from staffing_sim.permanence import entry_cohort, landmark_table
from staffing_sim.permanence.full_follow_up import followed_table
from staffing_sim.permanence.published import indicators

__all__ = ["FOLLOWED_MONTHS", "Outcome", "outcome_of"]

FOLLOWED_MONTHS = 24
"""Months after entry for which cumulative incidence is kept."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Outcome:
    """One replication of one plan.

    Attributes
    ----------
    plan
        The plan's name.
    replication
        The number of the world it met.
    measures
        Every measure, by (measure, role).
    months
        The month table (`staffing_sim.frames.MONTH_COLUMNS`).
    caseloads
        How many workers carry how many children at the last month end: role, children, workers.
    incidence
        Cumulative incidence after entry into care at whole months: month, cause, incidence.
    service
        Who left and out of how many years of service (`staffing_sim.frames.service`).
    cohorts
        Who started when (`staffing_sim.frames.cohorts`).
    clauses
        What the plan's clauses counted (`staffing_sim.frames.CLAUSE_COLUMNS`).
    landmarks
        Permanence at fixed dates by group, and re-entry (`staffing_sim.permanence.landmarks`).
    followed
        Children followed all the way (`staffing_sim.permanence.full_follow_up`).
    indicators
        Published indicators by period (`staffing_sim.permanence.published`).
    """

    plan: str
    replication: int
    measures: dict[tuple[str, str], float]
    months: pd.DataFrame
    caseloads: pd.DataFrame
    incidence: pd.DataFrame
    service: pd.DataFrame
    cohorts: pd.DataFrame
    clauses: pd.DataFrame
    landmarks: pd.DataFrame
    followed: pd.DataFrame
    indicators: pd.DataFrame


def outcome_of(run: Run, *, replication: int) -> Outcome:
    """Return what a study keeps of a run."""
    for frame in (run.months, run.service, run.cohorts, run.clauses):
        frame.attrs = {}
    return Outcome(
        plan=run.records.plan.name,
        replication=replication,
        measures=evaluate(run),
        months=run.months,
        caseloads=_caseloads(run),
        incidence=_incidence(run),
        service=run.service,
        cohorts=run.cohorts,
        clauses=run.clauses,
        landmarks=landmark_table(run),
        followed=followed_table(run),
        indicators=indicators(run),
    )


def _caseloads(run: Run) -> pd.DataFrame:
    """Return how many workers carry how many children at the end.

    Counted are those on duty as the last month ends who were present on any of its days.
    """
    records = run.records
    last = records.snapshots[(records.months - 1) * len(records.positions) :]
    carrying = last["present"] > 0.0
    held = last["children"][carrying]
    role = records.positions["role"][carrying]
    names = np.array([role.name for role in records.agency.roles], dtype=object)
    pairs, workers = np.unique(np.stack([role, held]), axis=1, return_counts=True)
    return pd.DataFrame(
        {"role": names[pairs[0]], "children": pairs[1], "workers": workers.astype(np.int64)}
    )


def _incidence(run: Run) -> pd.DataFrame:
    """Return cumulative incidence by cause at whole months after entry; NaN beyond the horizon."""
    found = entry_cohort(run).incidence()
    rows: list[dict[str, Any]] = []
    for index, cause in enumerate(run.records.agency.causes):
        if not found.incidence[index].any():
            continue
        permanent = bool(run.layout.cause_is_permanence[index])
        for month in range(FOLLOWED_MONTHS + 1):
            known = month <= run.records.months
            value = found.at(month, causes=[index]) if known else float("nan")
            rows.append(
                {"month": month, "cause": cause, "permanent": permanent, "incidence": value}
            )
    return pd.DataFrame(rows, columns=["month", "cause", "permanent", "incidence"])
