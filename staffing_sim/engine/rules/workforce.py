"""Positions are not hires are not hands: recruiting, academy, duty, absence, transfer, leaving.

A position passes through recruiting (time to fill), waiting for an academy cohort, the academy and
the ramp of its first months on duty, until the person resigns and the position is refilled or not.
What becomes of a person is the luck of (position, generation): a budget of hazard that the months
on duty use up, a drop-out uniform, a place in the pool for absences and transfers.
"""

import math

from staffing_sim.engine.codes import (
    ABSENCE_END,
    ABSENCE_START,
    ACADEMY,
    AWAITING_ACADEMY,
    BY_LEAVER,
    BY_TRANSFER,
    FAILED_ACADEMY,
    FILLED,
    GENERATIONS_EXHAUSTED,
    GRADUATION,
    ON_DUTY,
    RECRUITING,
    RESIGNATION,
    RESIGNED,
    STRIKE_END,
    STRIKE_START,
    TRANSFER,
    VACANT,
)
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.calendar import cancel, schedule
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.hand_over import hand_over_all
from staffing_sim.engine.rules.hours import advance, capacity, settle
from staffing_sim.engine.tables import Row, Tables

NOT_MEASURED = -1.0


def want_person(t: Tables, w: int, now: float) -> None:
    """Open a position for a new person: recruiting begins, or waits for the end of a freeze."""
    worker = t.workers[w]
    worker.state = VACANT
    worker.person = -1
    worker.starts = now
    if t.months[t.now[0].month].frozen == 0:
        begin_recruiting(t, w, now)


def begin_recruiting(t: Tables, w: int, now: float) -> None:
    """Start looking for the position's next person."""
    person = _next_person(t, w)
    worker = t.workers[w]
    worker.state = RECRUITING
    worker.starts = math.inf
    t.people[person].recruited = now
    worker.task_at = now + t.people[person].fill_months
    plan_staff(t, w)


def fill(t: Tables, w: int, now: float) -> None:
    """Recruiting found someone: into the queue for the academy, or on duty where there is none."""
    worker = t.workers[w]
    worker.task_at = math.inf
    if t.agency[0].academy_months <= 0.0:
        t.people[worker.person].hired = now
        start_duty(t, w, 0, now)
        return
    worker.state = AWAITING_ACADEMY
    t.people[worker.person].ready_at = now
    plan_staff(t, w)


def start_outright(t: Tables, w: int, now: float) -> None:
    """A person starts without recruiting: a gross hire, or one of the pipeline."""
    _next_person(t, w)
    fill(t, w, now)


def start_trained(t: Tables, w: int, now: float) -> None:
    """A trained person is on duty at once, with a full caseload."""
    person = _next_person(t, w)
    t.people[person].hired = now
    start_duty(t, w, t.agency[0].ramp_steps, now)


def start_cohort(t: Tables, now: float) -> None:
    """Let those who wait start the academy, first come first, as far as the seats reach."""
    seats = t.months[t.now[0].month].seats
    while seats != 0:
        chosen = -1
        for w in range(t.agency[0].positions):
            worker = t.workers[w]
            if worker.state == AWAITING_ACADEMY and (
                chosen < 0
                or t.people[worker.person].ready_at < t.people[t.workers[chosen].person].ready_at
            ):
                chosen = w
        if chosen < 0:
            return
        enter_academy(t, chosen, now)
        seats -= 1


def enter_academy(t: Tables, w: int, began: float) -> None:
    """Begin the academy at this time (before day 0 for those in it when the run starts)."""
    worker = t.workers[w]
    worker.state = ACADEMY
    worker.task_at = began + t.agency[0].academy_months
    t.people[worker.person].hired = began
    plan_staff(t, w)


def graduate(t: Tables, w: int, now: float) -> None:
    """The academy ends: duty begins, or the trainee has dropped out."""
    worker = t.workers[w]
    worker.task_at = math.inf
    if t.people[worker.person].academy_luck < t.agency[0].dropout:
        _end_career(t, w, FAILED_ACADEMY, now)
        _refill(t, w, now)
    else:
        start_duty(t, w, 0, now)


def start_duty(t: Tables, w: int, ramp_step: int, now: float) -> None:
    """A person begins to carry cases."""
    worker = t.workers[w]
    advance(t, w, now)
    worker.state = ON_DUTY
    worker.absent = 0
    worker.striking = 0
    worker.load_1 = NOT_MEASURED
    worker.load_2 = NOT_MEASURED
    worker.load_3 = NOT_MEASURED
    worker.attempts_left = 0.0
    t.people[worker.person].on_duty = now
    set_ramp(t, w, ramp_step)
    draw_absence(t, w, now)
    draw_transfer(t, w, now)
    set_hazard(t, w, now)
    refresh(t, w)
    serve_queue(t, worker.team, now)


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
    lever = t.levers[month * agency.roles + worker.role]
    overload = max(0.0, _recent_load(worker) - 1.0)
    worker.hazard = (
        _base_rate(t, now - person.on_duty)
        * math.exp(agency.burnout * overload)
        * lever.retention
        * t.teams[worker.team].leaving_factor
    )
    worker.hazard_from = now
    worker.resign_at = math.inf
    if worker.hazard > 0.0:
        at = now + max(0.0, person.budget - person.used) / worker.hazard
        if at <= month + 1.0:
            worker.resign_at = at
    plan_staff(t, w)


def use_up_hazard(t: Tables, w: int, now: float) -> None:
    """Charge the hazard of the time since it was set to the person's budget."""
    worker = t.workers[w]
    t.people[worker.person].used += worker.hazard * (now - worker.hazard_from)
    worker.hazard_from = now


def record_load(t: Tables, w: int) -> None:
    """Add the month's demand over hours to the worker's last three months, if any were worked."""
    worker = t.workers[w]
    if worker.available <= 0.0:
        return
    due = worker.contact_due + worker.casework_due + worker.court_due + worker.training_due
    worker.load_3 = worker.load_2
    worker.load_2 = worker.load_1
    worker.load_1 = min(due / worker.available, t.agency[0].load_cap)


def resign(t: Tables, w: int, now: float) -> None:
    """A worker leaves the agency; colleagues take the cases; the position is refilled or not."""
    use_up_hazard(t, w, now)
    _stop_duty(t, w, now)
    _end_career(t, w, RESIGNED, now)
    hand_over_all(t, w, BY_LEAVER, now)
    _refill(t, w, now)


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


def transfer(t: Tables, w: int, now: float) -> None:
    """A worker moves to an easier office that has a vacancy, if there is one; else stays."""
    draw_transfer(t, w, now)
    to = _easier_vacancy(t, w)
    if to < 0:
        plan_staff(t, w)
        return
    use_up_hazard(t, w, now)
    _stop_duty(t, w, now)
    _move_person(t, w, to, now)
    hand_over_all(t, w, BY_TRANSFER, now)
    want_person(t, w, now)
    serve_queue(t, t.workers[to].team, now)


def start_strike(t: Tables, number: int, now: float) -> None:
    """A strike begins: those of its roles who take part do no work until it ends."""
    for w in range(t.agency[0].positions):
        if _takes_part(t, number, w):
            advance(t, w, now)
            t.workers[w].striking = 1
            refresh(t, w)


def end_strike(t: Tables, number: int, now: float) -> None:
    """A strike ends; whoever takes new cases again is offered those that wait."""
    for w in range(t.agency[0].positions):
        if t.workers[w].striking == 1 and _takes_part(t, number, w):
            advance(t, w, now)
            t.workers[w].striking = 0
            refresh(t, w)
    for team in range(t.agency[0].offices * t.agency[0].roles):
        serve_queue(t, team, now)


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


def staff_event(t: Tables, kind: int, subject: int, now: float) -> None:
    """Let the first entry of the staff calendar happen: to a position, or a strike."""
    if kind == RESIGNATION:
        resign(t, subject, now)
    elif kind == TRANSFER:
        transfer(t, subject, now)
    elif kind == ABSENCE_START or kind == ABSENCE_END:
        change_absence(t, subject, now)
    elif kind == GRADUATION:
        graduate(t, subject, now)
    elif kind == FILLED:
        fill(t, subject, now)
    else:
        _strike_event(t, kind, subject, now)


def _strike_event(t: Tables, kind: int, actor: int, now: float) -> None:
    number = actor - t.agency[0].positions
    if kind == STRIKE_START:
        end = t.strikes[number].end
        schedule(t.staff_calendar, t.staff_where, actor, end, STRIKE_END, actor)
        start_strike(t, number, now)
    else:
        cancel(t.staff_calendar, t.staff_where, actor)
        end_strike(t, number, now)


def _takes_part(t: Tables, number: int, w: int) -> bool:
    """Is this worker on duty, called out by the strike, and one of those who follow?"""
    action = t.strikes[number]
    worker = t.workers[w]
    if worker.state != ON_DUTY or (action.roles >> worker.role) % 2 == 0:
        return False
    return bool(t.people[worker.person].strike_luck < action.participation)


def _next_person(t: Tables, w: int) -> int:
    """Return the row of the position's next person; running out of generations stops the run."""
    worker = t.workers[w]
    worker.generation += 1
    if worker.generation >= t.agency[0].generations:
        t.now[0].fault = GENERATIONS_EXHAUSTED
        t.now[0].fault_at = w
        worker.generation = t.agency[0].generations - 1
    worker.person = w * t.agency[0].generations + worker.generation
    t.people[worker.person].position = w
    t.people[worker.person].office = worker.office
    return int(worker.person)


def _stop_duty(t: Tables, w: int, now: float) -> None:
    """Take a worker off the line: no hours and no new work from now on."""
    worker = t.workers[w]
    advance(t, w, now)
    worker.state = VACANT
    worker.absent = 0
    worker.striking = 0
    worker.attempts_left = 0.0
    worker.resign_at = math.inf
    settle(t, w)
    plan_staff(t, w)


def _end_career(t: Tables, w: int, reason: int, now: float) -> None:
    worker = t.workers[w]
    t.people[worker.person].left = now
    t.people[worker.person].reason = reason
    worker.state = VACANT
    worker.person = -1
    worker.starts = math.inf


def _refill(t: Tables, w: int, now: float) -> None:
    """Recruit for a vacated position, if it is one that is refilled and backfill reaches it."""
    worker = t.workers[w]
    lever = t.levers[t.now[0].month * t.agency[0].roles + worker.role]
    leaver = t.people[w * t.agency[0].generations + worker.generation]
    if worker.refilled == 1 and leaver.refill_luck < lever.backfill:
        want_person(t, w, now)
    else:
        plan_staff(t, w)


def _easier_vacancy(t: Tables, w: int) -> int:
    """Return a position being recruited for in the easiest office that is easier than here."""
    agency = t.agency[0]
    role = t.workers[w].role
    best = _team_load(t, t.workers[w].team)
    chosen = -1
    for office in range(agency.offices):
        team = office * agency.roles + role
        vacancy = _vacancy(t, team)
        if vacancy >= 0 and _team_load(t, team) < best:
            best = _team_load(t, team)
            chosen = vacancy
    return chosen


def _vacancy(t: Tables, team: int) -> int:
    for w in range(t.teams[team].first, t.teams[team].end):
        if t.workers[w].state == RECRUITING:
            return w
    return -1


def _team_load(t: Tables, team: int) -> float:
    """Return the team's children per full-time worker on the line."""
    children = 0.0
    hands = 0.0
    for w in range(t.teams[team].first, t.teams[team].end):
        worker = t.workers[w]
        if worker.score < math.inf:
            children += worker.children
            hands += capacity(worker)
    if hands <= 0.0:
        return math.inf
    return children / hands


def _move_person(t: Tables, w: int, to: int, now: float) -> None:
    """Seat the person at the other position; whether each is refilled changes places too."""
    here = t.workers[w]
    there = t.workers[to]
    advance(t, to, now)
    person = here.person
    t.people[there.person].recruited = math.nan
    there.person = person
    t.people[person].position = to
    t.people[person].office = there.office
    t.people[person].transfers += 1
    t.teams[here.team].transfers_out += 1
    t.teams[there.team].transfers_in += 1
    refilled = here.refilled
    here.refilled = there.refilled
    there.refilled = refilled
    there.state = ON_DUTY
    there.task_at = math.inf
    there.absent = 0
    there.striking = 0
    there.load_1 = here.load_1
    there.load_2 = here.load_2
    there.load_3 = here.load_3
    there.transfer_at = here.transfer_at
    there.absence_at = here.absence_at
    there.attempts_left = 0.0
    set_ramp(t, to, here.ramp_step)
    set_hazard(t, to, now)
    refresh(t, to)


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
