"""The levers a plan can pull, a room per idea.

    hiring     hires and freezes
    cases      caps on new cases, triage, evening out
    clauses    limits on caseloads held, with a measure, a trigger and a remedy
    workdays   retention, overtime, furlough days, strikes, those of outside services too
    posts      clerks, aides, supervisors, moves of workers, cuts, other spending

Every lever starts in a month counted from 0, the agency's `start`; a strike has a date.
"""

from staffing_sim.levers.cases import PlanCap, PlanRebalance, PlanTriage
from staffing_sim.levers.clauses import Clause
from staffing_sim.levers.hiring import Freeze, Hires, Kind
from staffing_sim.levers.posts import Aides, Clerks, Cut, Expense, Move, Supervisors
from staffing_sim.levers.terms import Lever, in_force
from staffing_sim.levers.workdays import (
    OVERTIME_PAY,
    PAID_HOURS_PER_YEAR,
    Furlough,
    OutsideStrike,
    Overtime,
    Retention,
    Strike,
    attendance,
)

__all__ = [
    "OVERTIME_PAY",
    "PAID_HOURS_PER_YEAR",
    "Aides",
    "Clause",
    "Clerks",
    "Cut",
    "Expense",
    "Freeze",
    "Furlough",
    "Hires",
    "Kind",
    "Lever",
    "Move",
    "OutsideStrike",
    "Overtime",
    "PlanCap",
    "PlanRebalance",
    "PlanTriage",
    "Retention",
    "Strike",
    "Supervisors",
    "attendance",
    "in_force",
]
