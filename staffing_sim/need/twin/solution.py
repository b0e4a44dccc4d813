"""The fluid twin solved month by month: ordinary differential equations between month starts.

Within a month the rates of leaving stand still, as they do in a run; everything else flows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.hours import delivered_shares, pace_of
from staffing_sim.agency.staff import Role
from staffing_sim.need.twin.cases import CaseFlow
from staffing_sim.need.twin.staff import Staff, StaffFlow
from staffing_sim.plan import Plan
from staffing_sim.plan.terms import in_force, latest
from staffing_sim.plan.workdays import attendance
from staffing_sim.timeline import Timeline

Floats = NDArray[np.float64]

ACTIVITIES = ("contact", "casework", "court", "training")
SLOWEST = 1e-3  # casework never runs backwards, however many hand-overs there are
PRECISION = 1e-6  # of the solver, relative, and in people and cases


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What each role's month comes to at a moment: (activities, roles) and (roles)."""

    demands: Floats
    shares: Floats
    hours: Floats
    load: Floats
    speed: Floats


@dataclass(frozen=True, kw_only=True)
class MonthEnd:
    """How things stand as a month ends, and what passed in it; rows are roles."""

    cases: Floats
    staff: dict[str, Floats]
    passed: dict[str, Floats]
    pace: Pace


def referrals_of(agency: Agency, month: int) -> float:
    """Return the families expected in a month: the season, and any surge."""
    demand = agency.demand
    season = demand.seasonality[Timeline(agency.start).month_of_year(month)]
    extra = sum(
        surge.families_per_month
        for surge in demand.surges
        if surge.start <= month < surge.start + surge.months
    )
    return demand.families_per_month * season + extra


class Month:
    """One month's equations: the levers in force, rates of leaving, the layout of the state."""

    def __init__(self, cases: CaseFlow, staff: StaffFlow, month: int, loads: Floats) -> None:
        self.cases, self.staff, self.month = cases, staff, month
        agency = staff.agency
        self.roles = agency.roles
        self.leaving = staff.leaving(month, loads)
        self.refill = staff.refill(month)
        self.laid_off = np.zeros(len(agency.roles))
        self.frozen = staff.frozen(month)
        self.referrals = referrals_of(agency, month)
        changes = staff.plan.triage
        self.triage = [latest(changes, role.name, month) or role.triage for role in agency.roles]
        self.attendance = [
            attendance(staff.plan.furloughs, role=role.name, month=month) for role in agency.roles
        ]
        self.overtime = [_overtime(role, staff.plan, month) for role in agency.roles]
        self.absent = agency.workforce.absent_share
        self.observed_pace = agency.full_service.pace_of_role
        several = len(agency.offices) > 1
        self.transfers = agency.workforce.transfer_rate_per_year / 12.0 if several else 0.0
        self.sizes = (len(cases.rate), self.leaving.size, len(staff.pools) * len(staff.recruiting))

    def by_role(self, of_pools: Floats) -> Floats:
        """Return numbers of pools added up by role."""
        return self.staff.by_role(of_pools)

    def pace(self, cases: Floats, on_duty: Floats) -> Pace:
        """Return demands, delivered shares, hours and load of each role, and speed beside day 0."""
        present = 1.0 - self.absent
        people = self.by_role(on_duty.sum(axis=1)) * present
        ramped = self.by_role(on_duty @ self.staff.ramp) * present
        demands = np.vstack([self.cases.hours @ cases * present, np.zeros(len(self.roles))])
        shares = np.ones_like(demands)
        hours, speed = np.zeros(len(self.roles)), np.ones(len(self.roles))
        moved = np.zeros(len(self.roles))
        np.divide(
            self.by_role((on_duty * self.leaving).sum(axis=1)),
            people,
            out=moved,
            where=people > 0.0,
        )
        relearning = self.staff.agency.hand_overs.relearning_months
        for row, role in enumerate(self.roles):
            part = 1.0 - role.part_load_share * (1.0 - role.part_load)
            demands[3, row] = role.training_hours * part * people[row]
            hours[row] = role.hours_per_month * part * ramped[row] * self.attendance[row]
            hours[row] += self.overtime[row] * people[row]
            weights = self.triage[row]
            triaged = (weights.contact, weights.casework, weights.court, weights.training)
            shares[:, row] = delivered_shares(demands[:, row].tolist(), triaged, hours[row])
            pace = present * pace_of(role.compressibility, shares[1, row])
            lost = relearning * (moved[row] + self.transfers + self.laid_off[row])
            speed[row] = max(SLOWEST, pace / self.observed_pace[row] - lost)
        due = demands.sum(axis=0)
        load = np.where(due > 0.0, np.inf, 0.0)
        np.divide(due, hours, out=load, where=hours > 0.0)
        return Pace(demands=demands, shares=shares, hours=hours, load=load, speed=speed)

    def change(self, _moment: float, state: Floats) -> Floats:
        """Return the change of the whole state a month."""
        cases, on_duty, recruiting = self.parts(state)
        pace = self.pace(cases, on_duty)
        staff = self._staff_change(on_duty, recruiting)
        delivered = pace.demands * pace.shares
        return np.concatenate(
            [
                self.cases.change(cases, pace.speed, self.referrals),
                *staff,
                pace.hours,
                pace.demands.ravel(),
                delivered.ravel(),
            ]
        )

    def _staff_change(self, on_duty: Floats, recruiting: Floats) -> tuple[Floats, ...]:
        """Return the change of people on duty, of posts at each step to duty, and the leavers."""
        left = on_duty * self.leaving
        wanted = left.sum(axis=1) * self.refill
        flow = self.staff.recruiting
        out = recruiting * flow.rate
        gained = np.zeros_like(recruiting)
        for phase, following in enumerate(flow.following):
            if following >= 0:
                gained[:, following] += out[:, phase]
        filled = out[:, flow.following < 0].sum(axis=1)
        hired = np.zeros_like(on_duty)
        waiting, vacant = np.zeros_like(filled), np.zeros_like(filled)
        if self.frozen:
            vacant = wanted
        elif len(flow):
            gained += np.outer(wanted, flow.start)
        else:
            filled = filled + wanted
        if self.staff.academy_months > 0.0:
            waiting = filled
        else:
            hired[:, 0] = filled
        return (hired - left).ravel(), (gained - out).ravel(), vacant, waiting, left.sum(axis=1)

    def parts(self, state: Floats) -> tuple[Floats, Floats, Floats]:
        """Return cases, people on duty and posts being recruited for, from the state."""
        first, second, third = np.cumsum(self.sizes)
        return (
            state[:first],
            state[first:second].reshape(self.leaving.shape),
            state[second:third].reshape(len(self.staff.pools), -1),
        )


def solve(cases: CaseFlow, flow: StaffFlow, staff: Staff, *, months: int) -> list[MonthEnd]:
    """Return how things stand as each month ends."""
    amounts = cases.opening.copy()
    ends: list[MonthEnd] = []
    loads: list[Floats] = []
    for month in range(months):
        staff.open_month(flow, month)
        if not loads:
            first = Month(cases, flow, 0, np.ones(len(flow.agency.roles)))
            loads = [first.pace(amounts, staff.on_duty).load] * 3
        recent = np.minimum(np.mean(loads[-3:], axis=0), flow.agency.workforce.load_cap)
        this = Month(cases, flow, month, recent)
        staff.plan_closing(flow, this.leaving)
        this.refill = this.refill * staff.not_closing(flow)
        this.laid_off = staff.laid_off
        amounts, passed = _through(this, amounts, staff)
        due = passed["demanded"].sum(axis=0)
        loads.append(
            np.divide(due, passed["hours"], out=np.zeros_like(due), where=passed["hours"] > 0.0)
        )
        ends.append(_month_end(this, amounts, staff, passed))
    return ends


def _through(month: Month, amounts: Floats, staff: Staff) -> tuple[Floats, dict[str, Floats]]:
    """Solve one month, stopping where a cohort finishes; the staff is changed."""
    from scipy.integrate import solve_ivp

    flow, pools, roles = month.staff, len(month.staff.pools), len(month.roles)
    sums = np.zeros(pools + roles + 2 * 4 * roles)
    start = float(month.month)
    inside = {when for when, _ in staff.cohorts if when < month.month + 1.0}
    for end in sorted({*inside, month.month + 1.0}):
        state = np.concatenate(
            [
                amounts,
                staff.on_duty.ravel(),
                staff.recruiting.ravel(),
                staff.vacant,
                staff.waiting,
                sums,
            ]
        )
        if end > start:
            found = solve_ivp(
                month.change, (start, end), state, method="LSODA", rtol=PRECISION, atol=PRECISION
            )
            state = found.y[:, -1]
        amounts, staff.on_duty, staff.recruiting = (part.copy() for part in month.parts(state))
        rest = state[sum(month.sizes) :]
        staff.vacant, staff.waiting, sums = rest[:pools], rest[pools : 2 * pools], rest[2 * pools :]
        staff.vacant, staff.waiting = staff.vacant.copy(), staff.waiting.copy()
        if end in inside:  # whoever finishes as the month ends begins in the next one
            staff.finish(flow, end, month.month)
        start = end
    left, hours, hours_by_activity = np.split(sums, [pools, pools + roles])
    staff.close(flow, left)
    demanded, delivered = hours_by_activity.reshape(2, 4, roles)
    passed = {
        "leavers": month.by_role(left),
        "hours": hours,
        "demanded": demanded,
        "delivered": delivered,
    }
    return amounts, passed


def _month_end(month: Month, amounts: Floats, staff: Staff, passed: dict[str, Floats]) -> MonthEnd:
    """Write down how the month ends."""
    on_duty = month.by_role(staff.on_duty.sum(axis=1))
    present = 1.0 - month.absent
    academy = month.by_role(staff.in_academy(len(month.staff.pools)))
    recruiting = month.by_role(staff.recruiting.sum(axis=1) + staff.waiting)
    vacant = month.by_role(staff.vacant)
    counted = {
        "authorised": on_duty + academy + recruiting + vacant,
        "vacant": vacant,
        "recruiting": recruiting,
        "academy": academy,
        "absent": on_duty * month.absent,
        "carrying": on_duty * present,
        "productive_staff": month.by_role(staff.on_duty @ month.staff.ramp) * present,
    }
    pace = month.pace(amounts, staff.on_duty)
    return MonthEnd(cases=amounts, staff=counted, passed=passed, pace=pace)


def _overtime(role: Role, plan: Plan, month: int) -> float:
    held = [each for each in plan.overtime if in_force(each, role.name, month)]
    limits = [each.most_hours_per_month for each in held if each.most_hours_per_month is not None]
    return min([sum(each.hours_per_month for each in held), *limits])
