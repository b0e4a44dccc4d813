"""What the clauses of a plan counted by month and office, and the overtime they brought."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.records.layout import Layout, named
from staffing_sim.timeline import Timeline

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


def clause_overtime(layout: Layout) -> NDArray[np.float64]:
    """Return the hours of overtime that clauses brought, by month and cell."""
    records = layout.records
    offices, roles = len(layout.offices), [role.name for role in records.agency.roles]
    hours = records.clause_months["overtime_hours"]
    by_clause = hours.reshape(records.months, len(records.plan.clauses), offices)
    cells = np.zeros((records.months, offices, len(roles)))
    for number, clause in enumerate(records.plan.clauses):
        cells[:, :, roles.index(clause.role)] += by_clause[:, number]
    return layout.from_teams(cells)
