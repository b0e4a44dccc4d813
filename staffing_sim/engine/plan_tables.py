"""What the plan sets: levers by month and role, cuts, strikes and clauses, as a run reads them.

Two plans run alike until the first month in which a row of these tables differs.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Cap, Rebalance, Role, Triage
from staffing_sim.engine.codes import (
    ASSIGNMENTS,
    CAP_UNITS,
    EXTERNAL,
    HOLDERS,
    LEAST_LOADED,
    MEASURED,
    OVERFLOWS,
    REMEDIES,
    SEAT_ORDERS,
)
from staffing_sim.engine.positions import cut_teams
from staffing_sim.engine.tables import (
    CLAUSE,
    CLAUSE_MONTH,
    CUT,
    LEVER,
    MONTH,
    OUTSIDE,
    STREAK,
    STRIKE,
    TEAM_LEVER,
    rows,
)
from staffing_sim.plan import Aides, Clerks, Plan, PlanTriage
from staffing_sim.plan.dealing import deal
from staffing_sim.plan.terms import in_force, latest
from staffing_sim.plan.workdays import attendance
from staffing_sim.timeline import DAYS_PER_MONTH, Timeline

UNLIMITED_SEATS = -1
NEVER = 1_000_000  # months of overtime after which nobody tires: no horizon is so long


def lever_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return the levers: row ``month * roles + role``."""
    table = rows(LEVER, months * len(agency.roles))
    kept = {each.name: each.seats for each in plan.kept_seats(agency)}
    for number, role in enumerate(agency.roles):
        for month in range(months):
            row = table[month * len(agency.roles) + number]
            _set_cap(row, latest(plan.caps, role.name, month) or role.cap)
            _set_triage(row, latest(plan.triage, role.name, month) or role.triage)
            _set_rebalance(row, latest(plan.rebalance, role.name, month) or role.rebalance)
            _set_staffing(row, role, plan, month)
            _set_overtime(row, role, plan, month)
            row["kept_seats"] = kept.get(role.name, 0)
            row["backfill"] = plan.share_replaced(agency, role.name, month)
    return table


def team_lever_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return the hours of aides and clerks: row ``month * teams + team``."""
    table = rows(TEAM_LEVER, months * len(agency.offices) * len(agency.roles))
    by_team = table.reshape(months, -1)
    for aides in plan.aides:
        _add_support(by_team, agency, aides, "aide")
    for clerks in plan.clerks:
        _add_support(by_team, agency, clerks, "clerk")
    return table


def _add_support(by_team: NDArray[Any], agency: Agency, posts: Aides | Clerks, kind: str) -> None:
    """Add the hours of some posts to the teams and months they work in; the largest limit holds."""
    end = None if posts.months is None else posts.start + posts.months
    for team, count in support_posts(agency, posts).items():
        cells = by_team[posts.start : end, team]
        cells[f"{kind}_hours"] += count * posts.hours_per_post
        cells[f"{kind}_most"] = np.maximum(cells[f"{kind}_most"], posts.most_share)


def support_posts(agency: Agency, posts: Aides | Clerks) -> dict[int, int]:
    """Return how many of these posts each team (office x role) has, where it has any."""
    roles = [role.name for role in agency.roles]
    role = roles.index(agency.role_or_hiring(posts.role).name)
    dealt = Counter(deal(agency, posts.posts, posts.offices, role=role))
    return {office * len(roles) + role: count for office, count in dealt.items()}


def month_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return academy seats (-1: unlimited), who gets them, and freezes by month."""
    table = rows(MONTH, months)
    seats = plan.academy_seats or agency.workforce.academy.seats
    table["seats"] = UNLIMITED_SEATS if seats is None else seats
    order = plan.academy_order or agency.workforce.academy.order
    table["seat_order"] = SEAT_ORDERS.index(order)
    for freeze in plan.freezes:
        table["frozen"][freeze.start : freeze.start + freeze.months] = 1
    return table


def cut_table(agency: Agency, plan: Plan) -> NDArray[Any]:
    """Return how many posts each cut takes from each team, in the order of the plan."""
    found = [
        (team, cut.start, posts, cut.by == "layoff", cut.chosen == "longest_serving", number)
        for number, (cut, teams) in enumerate(zip(plan.cuts, cut_teams(agency, plan), strict=True))
        for team, posts in sorted(Counter(teams).items())
    ]
    table = rows(CUT, len(found))
    for row, values in zip(table, found, strict=True):
        for name, value in zip(CUT.names or (), values, strict=True):
            row[name] = value
    return table


def strike_table(agency: Agency, plan: Plan) -> NDArray[Any]:
    """Return the strikes: when, for which roles (a bit each), and how many take part."""
    table = rows(STRIKE, len(plan.strikes))
    timeline = Timeline(agency.start)
    for row, strike in zip(table, plan.strikes, strict=True):
        row["start"] = timeline.months(strike.start)
        row["end"] = row["start"] + strike.days / DAYS_PER_MONTH
        called = strike.roles or tuple(role.name for role in agency.roles)
        row["roles"] = sum(
            1 << number for number, role in enumerate(agency.roles) if role.name in called
        )
        row["participation"] = strike.participation
        row["unpaid_share"] = strike.pay_withheld_share
        row["catch_up"] = strike.catch_up
        row["overtime_end"] = row["end"] + strike.overtime_months
        if strike.overtime_months > 0.0:
            row["overtime"] = strike.overtime_hours_per_month
    return table


def outside_table(agency: Agency, plan: Plan) -> NDArray[Any]:
    """Return strikes by outside services: row ``period * stages + stage``, periods in order.

    From one beginning or end of a strike to the next is a period; the strongest strike counts.
    """
    timeline = Timeline(agency.start)
    spans = []
    for strike in plan.outside_strikes:
        start = timeline.months(strike.start)
        spans.append((start, start + strike.days / DAYS_PER_MONTH, strike))
    periods = list(pairwise(sorted({edge for span in spans for edge in span[:2]})))
    table = rows(OUTSIDE, len(periods) * len(agency.stages))
    by_stage = table.reshape(len(periods), len(agency.stages))
    for row, (start, end) in zip(by_stage, periods, strict=True):
        row["start"], row["end"] = start, end
        row["still_share"] = [
            max(
                (
                    strike.participation
                    for first, last, strike in spans
                    if first <= start < last and stage.name in (strike.stages or [stage.name])
                ),
                default=0.0,
            )
            for stage in agency.stages
        ]
    return table


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


def policy_of(role: Role, plan: Plan) -> int:
    """Return who gets new work in this role: a policy's number, or that the user decides."""
    if plan.assignment is None:
        return ASSIGNMENTS.index(role.assignment)
    if callable(plan.assignment):
        return EXTERNAL
    return LEAST_LOADED + ASSIGNMENTS.index(plan.assignment)


def _set_cap(row: Any, cap: Cap | None) -> None:
    """Write the cap: what binds new assignment, and what caseloads are held against."""
    row["cap"] = np.inf
    row["reference_cap"] = np.inf
    if cap is None:
        return
    row["reference_cap"] = cap.limit
    row["cap_unit"] = CAP_UNITS.index(cap.unit)
    row["overflow"] = OVERFLOWS.index(cap.overflow)
    if cap.overflow != "none":
        row["cap"] = cap.limit


def _set_triage(row: Any, triage: Triage | PlanTriage) -> None:
    row["contact_weight"] = triage.contact
    row["casework_weight"] = triage.casework
    row["court_weight"] = triage.court
    row["training_weight"] = triage.training


def _set_rebalance(row: Any, rebalance: Rebalance | None) -> None:
    if rebalance is not None:
        row["rebalance_gap"] = rebalance.gap
        row["rebalance_moves"] = rebalance.moves


def _set_staffing(row: Any, role: Role, plan: Plan, month: int) -> None:
    """Write what changes rates of leaving (multiplied) and furlough days (added up)."""
    row["retention"] = 1.0
    for programme in plan.retention:
        if in_force(programme, role.name, month):
            row["retention"] *= programme.factor
    for supervisors in plan.supervisors:
        if in_force(supervisors, role.name, month):
            row["retention"] *= supervisors.leaving_factor
    row["attendance"] = attendance(plan.furloughs, role=role.name, month=month)


def _set_overtime(row: Any, role: Role, plan: Plan, month: int) -> None:
    """Write overtime: hours add up, the lowest limit and the strongest fatigue hold."""
    row["most_overtime"] = np.inf
    row["tires_after"] = NEVER
    row["tired_delivery"] = 1.0
    row["tired_leaving"] = 1.0
    for overtime in plan.overtime:
        if not in_force(overtime, role.name, month):
            continue
        row["overtime"] += overtime.hours_per_month
        if overtime.most_hours_per_month is not None:
            row["most_overtime"] = min(row["most_overtime"], overtime.most_hours_per_month)
        row["tires_after"] = min(row["tires_after"], overtime.tires_after)
        row["tired_delivery"] = min(row["tired_delivery"], overtime.tired_delivery)
        row["tired_leaving"] = max(row["tired_leaving"], overtime.tired_leaving)
