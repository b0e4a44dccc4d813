"""The clauses of a plan as a run reads them: what each says, and its limit by month and office."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine.codes import CAP_UNITS, HOLDERS, MEASURED, REMEDIES
from staffing_sim.engine.tables import CLAUSE, CLAUSE_MONTH, STREAK, rows
from staffing_sim.plan import Plan
from staffing_sim.timeline import Timeline


def clause_table(agency: Agency, plan: Plan) -> NDArray[Any]:
    """Return what each clause says, whatever the month."""
    roles = [role.name for role in agency.roles]
    table = rows(CLAUSE, len(plan.clauses))
    for row, clause in zip(table, plan.clauses, strict=True):
        row["role"] = roles.index(clause.role)
        row["unit"] = CAP_UNITS.index(clause.unit)
        row["held_by"] = HOLDERS.index(clause.held_by)
        row["measured"] = MEASURED.index(clause.measured)
        row["consecutive"] = clause.consecutive
        row["remedy"] = REMEDIES.index(clause.remedy)
        row["overtime"] = clause.overtime_hours
    return table


def clause_month_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return limits (infinite: not in force) and exempt months by month, clause and office."""
    count, offices = len(plan.clauses), len(agency.offices)
    table = rows(CLAUSE_MONTH, months * count * offices)
    by_place = table.reshape(months, count, offices)
    by_place["limit"] = np.inf
    timeline = Timeline(agency.start)
    for number, clause in enumerate(plan.clauses):
        held = [
            clause.offices is None or office.name in clause.offices for office in agency.offices
        ]
        for month in range(months):
            limit = clause.limit_in(month)
            if limit is not None:
                by_place["limit"][month, number, held] = limit
            exempt = timeline.month_of_year(month) + 1 in clause.exempt_months
            by_place["exempt"][month, number] = exempt
    return table


def streak_table(agency: Agency, plan: Plan, *, positions: int) -> NDArray[Any]:
    """Return a row per clause for every position, then for every office; nobody is over yet."""
    return rows(STREAK, len(plan.clauses) * (positions + len(agency.offices)))
