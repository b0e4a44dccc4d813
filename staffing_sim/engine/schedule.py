"""What the plan sets, month by month and role by role: the levers a run reads.

Two plans run alike until the first month in which a row of these tables differs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine.codes import (
    ASSIGNMENTS,
    CAP_UNITS,
    EXTERNAL,
    LEAST_LOADED,
    OVERFLOWS,
)
from staffing_sim.engine.tables import LEVER, MONTH, STRIKE, rows
from staffing_sim.plan import Plan
from staffing_sim.staff import Cap, Rebalance, Role, Triage
from staffing_sim.timeline import DAYS_PER_MONTH, Timeline

UNLIMITED_SEATS = -1


def lever_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return the levers: row ``month * roles + role``."""
    table = rows(LEVER, months * len(agency.roles))
    for number, role in enumerate(agency.roles):
        for month in range(months):
            row = table[month * len(agency.roles) + number]
            _set_cap(row, _cap_in_force(role, plan, month))
            _set_triage(row, _triage_in_force(role, plan, month))
            _set_rebalance(row, _rebalance_in_force(role, plan, month))
            _set_staffing(row, role, plan, month)
            row["backfill"] = _backfill(agency, plan, month)
    return table


def month_table(agency: Agency, plan: Plan, months: int) -> NDArray[Any]:
    """Return academy seats (-1: unlimited) and freezes by month."""
    table = rows(MONTH, months)
    seats = plan.academy_seats or agency.workforce.academy.seats
    table["seats"] = UNLIMITED_SEATS if seats is None else seats
    for freeze in plan.freezes:
        table["frozen"][freeze.start : freeze.start + freeze.months] = 1
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
    return table


def policy_of(role: Role, plan: Plan) -> int:
    """Return who gets new work in this role: a policy's number, or that the user decides."""
    if plan.assignment is None:
        return ASSIGNMENTS.index(role.assignment)
    if callable(plan.assignment):
        return EXTERNAL
    return LEAST_LOADED + ASSIGNMENTS.index(plan.assignment)


def _in_force(start: int, months: int | None, month: int) -> bool:
    return start <= month and (months is None or month < start + months)


def _cap_in_force(role: Role, plan: Plan, month: int) -> Cap | None:
    cap = role.cap
    for change in plan.caps:
        if change.role == role.name and change.start <= month:
            cap = change
    return cap


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


def _triage_in_force(role: Role, plan: Plan, month: int) -> Triage:
    triage = role.triage
    for change in plan.triage:
        if change.role in (None, role.name) and change.start <= month:
            triage = change.triage
    return triage


def _set_triage(row: Any, triage: Triage) -> None:
    row["contact_weight"] = triage.contact
    row["casework_weight"] = triage.casework
    row["court_weight"] = triage.court
    row["training_weight"] = triage.training


def _rebalance_in_force(role: Role, plan: Plan, month: int) -> Rebalance | None:
    rebalance = role.rebalance
    for change in plan.rebalance:
        if change.role in (None, role.name) and change.start <= month:
            rebalance = change
    return rebalance


def _set_rebalance(row: Any, rebalance: Rebalance | None) -> None:
    if rebalance is not None:
        row["rebalance_gap"] = rebalance.gap
        row["rebalance_moves"] = rebalance.moves


def _set_staffing(row: Any, role: Role, plan: Plan, month: int) -> None:
    """Write overtime hours (added up) and the retention factor (multiplied)."""
    row["retention"] = 1.0
    for programme in plan.retention:
        if programme.role in (None, role.name) and _in_force(
            programme.start, programme.months, month
        ):
            row["retention"] *= programme.factor
    for overtime in plan.overtime:
        if overtime.role in (None, role.name) and _in_force(overtime.start, overtime.months, month):
            row["overtime"] += overtime.hours_per_month


def _backfill(agency: Agency, plan: Plan, month: int) -> float:
    """Return the share of leavers replaced: the plan's word, else 0 once gross hiring began."""
    if plan.backfill_share is not None:
        return plan.backfill_share
    gross = [hires.start for hires in plan.hires if hires.kind == "gross"]
    if gross and month >= min(gross):
        return 0.0
    return agency.workforce.backfill_share
