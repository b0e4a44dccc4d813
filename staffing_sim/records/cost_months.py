"""The month table's columns about money: a line for each lever, their sum, and the cost of care."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency.costs import Costs
from staffing_sim.engine.plan_tables import support_posts
from staffing_sim.engine.records import LEAVING_REASONS, POSITION_STATES
from staffing_sim.plan import Aides, Clerks, Expense
from staffing_sim.plan.terms import in_force
from staffing_sim.plan.workdays import OVERTIME_PAY, PAID_HOURS_PER_YEAR, attendance
from staffing_sim.records.layout import Layout
from staffing_sim.timeline import MONTHS_PER_YEAR

Cells = NDArray[np.float64]
Columns = dict[str, Cells]

COST_LINES: Final[dict[str, str]] = {
    "cost_staff": "pay of everyone on the payroll, academy and absence included",
    "cost_desk": "pay of positions taken from desks, paid before as well (negative)",
    "cost_overtime": "overtime at time and a half, the catch-up after a strike included",
    "cost_retention": "what retention programmes pay for each worker",
    "cost_clerks": "clerical posts",
    "cost_aides": "aides' posts",
    "cost_supervisors": "supervisors for the positions a plan adds",
    "cost_furlough": "pay saved by furlough days (negative)",
    "cost_strike": "pay withheld from strikers (negative)",
    "cost_moves": "moves of workers to another role or office",
    "cost_cuts": "layoffs, at the price the plan gives",
    "cost_clauses": "overtime that clauses of the plan brought, as worked",
    "cost_hiring": "cost of the month's hires",
    "cost_departures": "cost of the month's resignations",
    "cost_other_once": "other spending of the plan, once",
    "cost_other": "other spending of the plan, year by year",
}
"""The lines that make up ``cost``; the cost of care is apart."""


def cost_columns(layout: Layout, columns: Columns) -> Columns:
    """Return what each month costs, line by line, all lines together, and the care of children."""
    costs = layout.records.agency.costs
    monthly_pay = costs.worker_year / MONTHS_PER_YEAR
    overtime_hour = price_of_overtime(costs)
    pay = columns["paid_months"] * monthly_pay
    lines = {
        "cost_staff": pay,
        "cost_desk": 0.0 - columns["from_desk"] * monthly_pay,
        "cost_overtime": columns["overtime_hours"] * overtime_hour,
        "cost_retention": columns["paid_months"] * _retention(layout),
        "cost_clerks": _support(layout, layout.records.plan.clerks),
        "cost_aides": _support(layout, layout.records.plan.aides),
        "cost_supervisors": _supervisors(layout),
        "cost_furlough": pay * (_attendance(layout) - 1.0),
        "cost_strike": 0.0 - columns["unpaid_months"] * monthly_pay,
        "cost_moves": _moves(layout),
        "cost_cuts": _cuts(layout),
        "cost_clauses": _clause_overtime(layout) * overtime_hour,
        "cost_hiring": columns["hires"] * costs.hire,
        "cost_departures": columns["leavers"] * costs.departure,
        "cost_other_once": _spent_once(layout),
        "cost_other": _spent_by_year(layout),
    }
    total = np.sum([lines[name] for name in COST_LINES], axis=0)
    return lines | {"cost": total, "cost_care": columns["care_child_months"] * costs.care_month}


def price_of_overtime(costs: Costs) -> float:
    """Return what an hour of overtime costs."""
    return OVERTIME_PAY * costs.worker_year / PAID_HOURS_PER_YEAR


def _teams(layout: Layout) -> Cells:
    """Return zeros by (month, team)."""
    return np.zeros((layout.records.months, layout.records.n_teams))


def _by_role(layout: Layout, values: Cells) -> Cells:
    """Return a number by (month, role) for every office."""
    return layout.from_teams(np.tile(values, len(layout.offices)))


def _retention(layout: Layout) -> Cells:
    """Return what retention programmes pay a worker in a month."""
    agency, plan = layout.records.agency, layout.records.plan
    pay = np.zeros((layout.records.months, len(agency.roles)))
    for month, number in np.ndindex(pay.shape):
        pay[month, number] = sum(
            programme.cost_worker_year / MONTHS_PER_YEAR
            for programme in plan.retention
            if in_force(programme, agency.roles[number].name, month)
        )
    return _by_role(layout, pay)


def _attendance(layout: Layout) -> Cells:
    """Return the share of pay that furlough days leave."""
    agency, plan = layout.records.agency, layout.records.plan
    shares = np.ones((layout.records.months, len(agency.roles)))
    for month, number in np.ndindex(shares.shape):
        role = agency.roles[number].name
        shares[month, number] = attendance(plan.furloughs, role=role, month=month)
    return _by_role(layout, shares)


def _support(layout: Layout, levers: tuple[Clerks, ...] | tuple[Aides, ...]) -> Cells:
    """Return the pay of posts that relieve caseworkers, where they sit."""
    paid = _teams(layout)
    for posts in levers:
        end = None if posts.months is None else posts.start + posts.months
        for team, count in support_posts(layout.records.agency, posts).items():
            paid[posts.start : end, team] += count * posts.cost_post_year / MONTHS_PER_YEAR
    return layout.from_teams(paid)


def _supervisors(layout: Layout) -> Cells:
    """Return the pay of supervisors: a part of one for each position that the plan has added."""
    records, paid = layout.records, _teams(layout)
    roles = [role.name for role in records.agency.roles]
    for lever in records.plan.supervisors:
        each = lever.cost_post_year / MONTHS_PER_YEAR / lever.workers_each
        for position in records.positions[records.positions["added"] == 1]:
            team = position["office"] * len(roles) + position["role"]
            for month in range(position["authorised"], records.months):
                if in_force(lever, roles[position["role"]], month):
                    paid[month, team] += each
    return layout.from_teams(paid)


def _moves(layout: Layout) -> Cells:
    """Return the price of moves, in the month and the team in which somebody arrived."""
    records, paid = layout.records, _teams(layout)
    snapshots = records.snapshots["state"].reshape(records.months, -1)
    for row, move in enumerate(records.plan.moves):
        for number in np.flatnonzero(records.positions["move"] == row):
            arrived = snapshots[:, number] != POSITION_STATES.index("unauthorised")
            if arrived.any():
                position = records.positions[number]
                team = position["office"] * len(records.agency.roles) + position["role"]
                paid[int(arrived.argmax()), team] += move.cost_worker
    return layout.from_teams(paid)


def _cuts(layout: Layout) -> Cells:
    """Return the price of layoffs, in the month and the team in which somebody is laid off."""
    records, paid = layout.records, _teams(layout)
    people = records.people[records.people["reason"] == LEAVING_REASONS.index("laid_off")]
    for person in people:
        team = person["office"] * len(records.agency.roles) + person["role"]
        paid[int(person["left"]), team] += records.plan.cuts[person["cut"]].cost_worker
    return layout.from_teams(paid)


def _clause_overtime(layout: Layout) -> NDArray[np.float64]:
    """Return the hours of overtime that clauses brought, by month and cell."""
    records = layout.records
    offices, roles = len(layout.offices), [role.name for role in records.agency.roles]
    hours = records.clause_months["overtime_hours"]
    by_clause = hours.reshape(records.months, len(records.plan.clauses), offices)
    cells = np.zeros((records.months, offices, len(roles)))
    for number, clause in enumerate(records.plan.clauses):
        cells[:, :, roles.index(clause.role)] += by_clause[:, number]
    return layout.from_teams(cells)


def _spent_once(layout: Layout) -> Cells:
    """Return other spending of a first month."""
    paid = _teams(layout)
    for expense in layout.records.plan.expenses:
        month = paid[expense.start : expense.start + 1]
        month += expense.once * _booked(layout, expense)
    return layout.from_teams(paid)


def _spent_by_year(layout: Layout) -> Cells:
    """Return other spending that goes on."""
    paid = _teams(layout)
    for expense in layout.records.plan.expenses:
        end = None if expense.months is None else expense.start + expense.months
        months = paid[expense.start : end]
        months += expense.per_year / MONTHS_PER_YEAR * _booked(layout, expense)
    return layout.from_teams(paid)


def _booked(layout: Layout, expense: Expense) -> Cells:
    """Return each team's part of a spending: that of its role, spread over offices by referrals."""
    agency = layout.records.agency
    roles = [role.name for role in agency.roles]
    referrals = np.array([office.referrals for office in agency.offices])
    parts = np.zeros((len(agency.offices), len(roles)))
    role = roles.index(agency.role_or_hiring(expense.role).name)
    parts[:, role] = referrals / referrals.sum()
    return parts.ravel()
