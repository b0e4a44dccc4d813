"""Workers on duty: when each will resign, a newcomer's ramp, long absences.

A worker on duty has a ramp of hours in the first months, a hazard of resigning set anew at each
month start, and long absences by their own luck. The hazard uses up the person's budget; the
instant at which it is spent is known as soon as the hazard is set.
"""

import math

from staffing_sim.engine.codes import (
    ABSENCE_END,
    ABSENCE_START,
    ACADEMY,
    FILLED,
    GRADUATION,
    ON_DUTY,
    RECRUITING,
    RESIGNATION,
    TRANSFER,
    VACANT,
)
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.calendar import schedule
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.clauses import leave_clauses
from staffing_sim.engine.rules.hours import advance, forget_presence, is_tired, lever_of, settle
from staffing_sim.engine.rules.strike import follow_strikes
from staffing_sim.engine.tables import Row, Tables

NOT_MEASURED = -1.0


def start_duty(t: Tables, w: int, ramp_step: int, now: float) -> None:
    """A person begins to carry cases."""
    worker = t.workers[w]
    advance(t, w, now)
    worker.state = ON_DUTY
    worker.absent = 0
    follow_strikes(t, w, now)
    worker.load_1 = NOT_MEASURED
    worker.load_2 = NOT_MEASURED
    worker.load_3 = NOT_MEASURED
    worker.attempts_left = 0.0
    worker.overtime_run = 0
    t.people[worker.person].on_duty = now
    set_ramp(t, w, ramp_step)
    draw_absence(t, w, now)
    draw_transfer(t, w, now)
    set_hazard(t, w, now)
    refresh(t, w)
    serve_queue(t, worker.team, now)


def stop_duty(t: Tables, w: int, now: float) -> None:
    """Take a worker off the line: no hours and no new work from now on."""
    worker = t.workers[w]
    advance(t, w, now)
    leave_clauses(t, w)
    forget_presence(worker)
    worker.state = VACANT
    worker.striking = 0
    worker.missed = 0.0
    worker.catch_up = 0.0
    worker.attempts_left = 0.0
    worker.resign_at = math.inf
    settle(t, w)
    plan_staff(t, w)


def set_ramp(t: Tables, w: int, step: int) -> None:
    """Set the share of hours and of the cap by the number of month ends on duty."""
    worker = t.workers[w]
    worker.ramp_step = step
    if step < t.agency[0].ramp_steps:
        worker.ramp = t.ramp[step].share
    else:
        worker.ramp = 1.0


def set_hazard(t: Tables, w: int, now: float) -> None:
    """Set the resignation hazard until the month ends, and the instant at which it strikes."""
    worker = t.workers[w]
    agency = t.agency[0]
    person = t.people[worker.person]
    month = t.now[0].month
    lever = lever_of(t, worker.role)
    overload = max(0.0, _recent_load(worker) - 1.0)
    worker.hazard = (
        _base_rate(t, now - person.on_duty + person.served)
        * math.exp(agency.burnout * overload)
        * lever.retention
        * t.teams[worker.team].leaving_factor
    )
    if lever.overtime > 0.0 and is_tired(worker, lever):
        worker.hazard *= lever.tired_leaving
    worker.hazard_from = now
    worker.resign_at = math.inf
    if worker.hazard > 0.0:
        at = now + max(0.0, person.budget - person.used) / worker.hazard
        if at < month + 1.0:
            worker.resign_at = at
    plan_staff(t, w)


def use_up_hazard(t: Tables, w: int, now: float) -> None:
    """Charge the hazard of the time since it was set to the person's budget."""
    worker = t.workers[w]
    t.people[worker.person].used += worker.hazard * (now - worker.hazard_from)
    worker.hazard_from = now


def record_load(t: Tables, w: int) -> None:
    """Add the month's demand over hours to the worker's last three months, if any were worked.

    Only the time at work counts: neither a strike nor an absence is load, nor is what a strike left
    undone and is asked for again.
    """
    worker = t.workers[w]
    if worker.available <= 0.0:
        return
    worker.load_3 = worker.load_2
    worker.load_2 = worker.load_1
    worker.load_1 = min(worker.load_due / worker.available, t.agency[0].load_cap)


def record_overtime(t: Tables, w: int) -> None:
    """Count the months running in which a worker has worked overtime."""
    worker = t.workers[w]
    if worker.overtime_hours > 0.0:
        worker.overtime_run += 1
    else:
        worker.overtime_run = 0


def draw_absence(t: Tables, w: int, now: float) -> None:
    """Find when the worker's next long absence begins."""
    rate = t.agency[0].absence_rate
    if rate > 0.0:
        t.workers[w].absence_at = now + _exponential(t, w) / rate
    else:
        t.workers[w].absence_at = math.inf


def draw_transfer(t: Tables, w: int, now: float) -> None:
    """Find when the worker next asks to move to an easier office."""
    rate = t.agency[0].transfer_rate
    if rate > 0.0:
        t.workers[w].transfer_at = now + _exponential(t, w) / rate
    else:
        t.workers[w].transfer_at = math.inf


def change_absence(t: Tables, w: int, now: float) -> None:
    """A long absence begins or ends; the cases stay with the worker meanwhile."""
    worker = t.workers[w]
    advance(t, w, now)
    if worker.absent == 0:
        worker.absent = 1
        worker.absence_at = now + _exponential(t, w) * t.agency[0].absence_months
    else:
        worker.absent = 0
        draw_absence(t, w, now)
    plan_staff(t, w)
    refresh(t, w)
    if worker.absent == 0:
        serve_queue(t, worker.team, now)


def plan_staff(t: Tables, w: int) -> None:
    """Put the earliest of what may happen to a position into the staff calendar."""
    worker = t.workers[w]
    time = math.inf
    kind = 0
    if worker.state == ON_DUTY:
        time = worker.resign_at
        kind = RESIGNATION
        if worker.transfer_at < time:
            time = worker.transfer_at
            kind = TRANSFER
        if worker.absence_at < time:
            time = worker.absence_at
            kind = ABSENCE_START if worker.absent == 0 else ABSENCE_END
    elif worker.state == RECRUITING:
        time = worker.task_at
        kind = FILLED
    elif worker.state == ACADEMY:
        time = worker.task_at
        kind = GRADUATION
    schedule(t.staff_calendar, t.staff_where, w, time, kind, w)


def _base_rate(t: Tables, tenure: float) -> float:
    """Return the monthly resignation rate of this tenure band."""
    last = t.agency[0].bands - 1
    for band in range(last):
        if tenure < t.bands[band].until:
            return float(t.bands[band].rate)
    return float(t.bands[last].rate)


def _recent_load(worker: Row) -> float:
    """Return the mean load of the last three months, or of those there are."""
    total = 0.0
    months = 0
    for load in (worker.load_1, worker.load_2, worker.load_3):
        if load >= 0.0:
            total += load
            months += 1
    if months == 0:
        return 0.0
    return total / months


def _exponential(t: Tables, w: int) -> float:
    """Return the person's next exponential of mean 1, from their place in the pool."""
    person = t.people[t.workers[w].person]
    uniform = t.pool[(person.luck + person.luck_used) % t.agency[0].pool_size]
    person.luck_used += 1
    return float(-math.log(1.0 - uniform))
