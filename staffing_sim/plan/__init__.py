"""What the parties may decide: a plan, and the levers it is made of.

plan       the plan, and its check against an agency
dealing    where posts go: by need, by referrals, by staff, by shares
hiring     hires and freezes
posts      posts moved, added beside cases (aides, clerks, supervisors) or lost, and other expenses
caseloads  caps, triage, evening out; limits in a contract and what follows when they are broken
workdays   overtime, furloughs, strikes, retention pay
terms      what all levers share: from when, until when, where
"""

from staffing_sim.plan.caseloads import Clause, PlanCap, PlanRebalance, PlanTriage
from staffing_sim.plan.hiring import Freeze, Hires, Kind
from staffing_sim.plan.plan import Plan, check_plan
from staffing_sim.plan.posts import Aides, Clerks, Cut, Expense, Move, Supervisors
from staffing_sim.plan.workdays import Furlough, OutsideStrike, Overtime, Retention, Strike

__all__ = [
    "Aides",
    "Clause",
    "Clerks",
    "Cut",
    "Expense",
    "Freeze",
    "Furlough",
    "Hires",
    "Kind",
    "Move",
    "OutsideStrike",
    "Overtime",
    "Plan",
    "PlanCap",
    "PlanRebalance",
    "PlanTriage",
    "Retention",
    "Strike",
    "Supervisors",
    "check_plan",
]
