"""The month table: one row per month, office and role, with everything a planner counts."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from staffing_sim.engine.records import Records
from staffing_sim.records.children_months import (
    care_columns,
    contact_columns,
    open_columns,
    response_columns,
)
from staffing_sim.records.cost_months import COST_LINES, cost_columns
from staffing_sim.records.episodes import care_episodes
from staffing_sim.records.layout import Layout, named
from staffing_sim.records.staff_months import (
    caseload_columns,
    people_columns,
    position_columns,
    team_columns,
)
from staffing_sim.timeline import Timeline

MONTH_COLUMNS: Final[dict[str, str]] = {
    "month": "months since the start; the month that runs from this number to the next",
    "date": "first day of the month",
    "office": "office",
    "role": "role; no_role for stages worked by no role",
    "authorised": "positions created, at the month end",
    "vacant": "positions authorised and not being recruited, at the month end",
    "recruiting": "positions being recruited or waiting for an academy cohort, at the month end",
    "academy": "people in the academy, at the month end",
    "absent": "people on duty at the month end, by the part of the month they were away",
    "carrying": "people on duty at the month end, by the part of the month they were present",
    "productive_staff": "full-time equivalents: the same, newcomers counted at their ramp share",
    "from_desk": "positions that a plan has taken from desks, at the month end",
    "from_held_open": "positions held open on day 0 that a plan has filled, at the month end",
    "children_carried": "children held at the month end, by the part their worker was present",
    "children_of_absent": "children held at the month end, by the part their worker was away",
    "caseload_mean": "children_carried / carrying",
    "caseload_median": "median caseload at the month end, of workers present on any day of it",
    "caseload_p90": "90th percentile of these",
    "caseload_max": "largest of these",
    "capped_workers": "workers with a cap, on duty at the month end and present on any day of it",
    "workers_over_cap": "those of them who hold more than their cap",
    "share_over_cap": "workers_over_cap / capped_workers",
    "child_weighted_caseload": "the caseload that an average child shares, E[C^2] / E[C]",
    "with_secondary": "children per worker, those held as second worker included",
    "children_over_cap": "children whose worker is over the cap, at the month end",
    "open_children": "children whose case is open, at the month end",
    "open_child_months": "months of open cases, in child-months over the month",
    "unassigned_children": "children waiting for a worker, at the month end",
    "waiting_families": "families waiting for a worker, at the month end",
    "turned_away": "children turned away at intake over the month",
    "eligible": "children who were due a visit in the month",
    "seen": "those of them who were seen",
    "unseen": "those of them who were not seen",
    "unseen_out_of_reach": "unseen: runaway, out of county, refusal",
    "unseen_unassigned": "unseen: no worker yet",
    "unseen_worker_absent": "unseen: the worker was absent",
    "unseen_overload": "unseen: the worker's hours ran out before an attempt",
    "unseen_missed_attempts": "unseen: attempted, but nobody was met",
    "unseen_in_reach": "unseen for any reason but the first: those whom staffing could change",
    "unseen_two_months": "children unseen for two months running or more, at the month end",
    "unseen_three_months": "children unseen for three months running or more, at the month end",
    "referrals": "families referred in the month",
    "responses": "families first contacted in the month",
    "responses_due": "families whose deadline for a first contact fell in the month",
    "late_responses": "those of them who were not contacted by then",
    "overdue_30_days": "families under investigation for over 30 days, at the month end",
    "overdue_60_days": "families under investigation for over 60 days, at the month end",
    "hires": "people who joined the payroll in the month",
    "new_on_duty": "people whose duty began in the month",
    "leavers": "people who resigned in the month",
    "academy_failures": "people who left from the academy in the month",
    "layoffs": "people laid off in the month, trainees included",
    "transfers": "workers who moved to another office in the month",
    "transfers_in": "workers who came from another office in the month",
    "paid_months": "worker-months on the payroll over the month, where people worked",
    "hand_overs_by_design": "children handed over because the pathway changes worker",
    "hand_overs_by_leaver": "children handed over because a worker left",
    "hand_overs_by_transfer": "children handed over because a worker moved office",
    "hand_overs_by_rebalance": "children moved to even out caseloads",
    "contact_hours_demanded": "hours of contact due from workers over the month",
    "contact_hours_delivered": "hours of contact worked over the month",
    "casework_hours_demanded": "hours of casework due over the month",
    "casework_hours_delivered": "hours of casework worked over the month",
    "court_hours_demanded": "hours of court work due from workers over the month",
    "court_hours_delivered": "hours of court work worked over the month",
    "training_hours_demanded": "hours of training due over the month",
    "training_hours_delivered": "hours of training taken over the month",
    "hours_available": "hours that workers had for cases over the month",
    "aide_hours": "hours of contact that aides took off the workers",
    "clerk_hours": "hours of court work and papers that clerks took off the workers",
    "overtime_hours": "hours of overtime worked",
    "unpaid_months": "worker-months without pay on strike",
    "entries": "children who entered foster care in the month",
    "exits": "children who left foster care in the month",
    "exits_to_permanence": "those of them who left to a permanent home",
    "adoptions": "those of them who were adopted",
    "aged_out": "children who turned 18 without a permanent home in the month",
    "children_in_care": "children in foster care, at the month end",
    "care_child_months": "child-months cared for outside the home, the stage to 21 included",
    **COST_LINES,
    "cost": "sum of all cost lines",
    "cost_care": "cost of care outside the home; not part of the staffing cost",
}
"""Every column of the month table, in order, in words. Offices and roles add up, except the
caseload statistics and shares."""


def month_frame(records: Records) -> pd.DataFrame:
    """Return the month table of a run.

    One row per month, office and role; all counts are ``float64`` and undefined is NaN (a caseload
    where nobody carries cases, staff where no role works).

    Parameters
    ----------
    records
        The run.
    """
    layout = Layout(records)
    found = position_columns(layout) | caseload_columns(layout) | team_columns(layout)
    found |= people_columns(layout) | contact_columns(layout) | open_columns(layout)
    found |= response_columns(layout) | care_columns(layout, care_episodes(layout))
    found |= cost_columns(layout, found)
    columns: dict[str, object] = dict(_keys(layout))
    columns |= {name: found[name].ravel() for name in MONTH_COLUMNS if name not in columns}
    return pd.DataFrame(columns, copy=False)


def _keys(layout: Layout) -> dict[str, object]:
    """Return the columns that say which month, office and role a row is about."""
    months, offices, roles = layout.records.months, layout.offices, layout.roles
    cells = len(offices) * len(roles)
    timeline = Timeline(layout.records.agency.start)
    dates = np.array([timeline.date(month) for month in range(months)], dtype="datetime64[s]")
    by_office = np.tile(np.repeat(np.arange(len(offices)), len(roles)), months)
    by_role = np.tile(np.arange(len(roles)), months * len(offices))
    return {
        "month": np.repeat(np.arange(months), cells),
        "date": np.repeat(dates, cells),
        "office": named(by_office, offices, ordered=True),
        "role": named(by_role, roles, ordered=True),
    }


# --- clauses, month by month ----------------------------------------------------------------------


CLAUSE_COLUMNS: Final[dict[str, str]] = {
    "month": "months since the start; counted as it ends",
    "date": "first day of the month",
    "clause": "the clause's place among those of its plan, from 0",
    "role": "the role whose caseloads it limits",
    "office": "office",
    "limit": "the limit in force; undefined while the clause is not",
    "exempt": "1 in an exempt month",
    "workers": "workers measured",
    "over": "those of them over the limit; or 1 where the office's average is",
    "triggered": "those over it for as many months as the clause says; or 1 for the office",
    "entitled": "workers to whom the remedy is due in the next month",
    "overtime_hours": "hours of overtime worked because of the month before",
    "moved": "children moved to colleagues because of the month before",
}
"""Every column of the clause table, in order, in words."""


def clause_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per month, clause of the plan and office."""
    records = layout.records
    clauses, offices = records.plan.clauses, layout.offices
    cells = len(clauses) * len(offices)
    table = records.clause_months
    timeline = Timeline(records.agency.start)
    months = range(records.months)
    dates = np.array([timeline.date(month) for month in months], dtype="datetime64[s]")
    roles = [role.name for role in records.agency.roles]
    by_clause = np.tile(np.repeat(np.arange(len(clauses)), len(offices)), records.months)
    role_of_clause = np.array([roles.index(clause.role) for clause in clauses], dtype=np.int64)
    by_office = np.tile(np.arange(len(offices)), records.months * len(clauses))
    columns: dict[str, object] = {
        "month": np.repeat(np.arange(records.months), cells),
        "date": np.repeat(dates, cells),
        "clause": by_clause,
        "role": named(role_of_clause[by_clause], roles, ordered=True),
        "office": named(by_office, offices, ordered=True),
        "limit": np.where(np.isinf(table["limit"]), np.nan, table["limit"]),
    }
    columns |= {name: table[name].astype(np.float64) for name in list(CLAUSE_COLUMNS)[6:]}
    return pd.DataFrame(columns)
