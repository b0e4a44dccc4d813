"""Day 0: the staff, the cases they hold, and the start of the first month.

Every case open on day 0 has a worker: cases go by score as new work does, ignoring caps, so the
stock is as unequal as the workers' part loads and areas make it. Those on long absence are sent
there last, with the load and the cases they had when they went.
"""

import math

from staffing_sim.engine.codes import (
    FILLED_ON_DAY_ZERO,
    IN_PIPELINE,
    ON_DUTY,
    SEEKING,
    UNSTAFFED,
)
from staffing_sim.engine.rules.assignment import assign_second, lowest_score, offer, team_of
from staffing_sim.engine.rules.caseload import is_family, plan_next, plan_unheld, take
from staffing_sim.engine.rules.casework import leg_end, wait_end
from staffing_sim.engine.rules.hiring import enter_academy
from staffing_sim.engine.rules.hours import settle
from staffing_sim.engine.rules.month import open_month
from staffing_sim.engine.rules.workers import draw_absence, draw_transfer, plan_staff, set_ramp
from staffing_sim.engine.tables import Tables

ATTEMPTS_LEFT_OVER = 0.5  # a month's hours leave part of an attempt to the next: on average, half


def begin(t: Tables) -> None:
    """Set up day 0 and open the first month."""
    agency = t.agency[0]
    for w in range(agency.positions):
        if t.workers[w].start_kind == FILLED_ON_DAY_ZERO:
            _seat(t, w)
        elif t.workers[w].start_kind == IN_PIPELINE:
            _resume_training(t, w)
    if agency.outside_periods > 0:
        _delay_waits(t)
    for c in range(len(t.cases)):
        if t.cases[c].state == SEEKING:
            _give_to_someone(t, c)
        elif t.cases[c].state == UNSTAFFED:
            plan_unheld(t, c)
    for w in range(agency.positions):
        if t.workers[w].state == ON_DUTY:
            _carry_on(t, w)
        plan_next(t, w)
    open_month(t, 0.0)


def _seat(t: Tables, w: int) -> None:
    """Put a day-0 worker on duty, on the step of the ramp that the tenure has reached."""
    worker = t.workers[w]
    worker.generation = 0
    worker.person = w * t.agency[0].generations
    _start_duty(t, w, math.floor(-t.people[worker.person].on_duty))


def _resume_training(t: Tables, w: int) -> None:
    """Put someone hired before day 0 where they are by now: in the academy, or on the ramp."""
    worker = t.workers[w]
    worker.generation = 0
    worker.person = w * t.agency[0].generations
    academy = t.agency[0].academy_months_before
    duty = worker.starts + academy
    if duty > 0.0:
        enter_academy(t, w, worker.starts, academy)
        return
    person = t.people[worker.person]
    person.hired = worker.starts
    person.on_duty = duty
    _start_duty(t, w, math.floor(-duty))


def _start_duty(t: Tables, w: int, ramp_step: int) -> None:
    worker = t.workers[w]
    worker.state = ON_DUTY
    set_ramp(t, w, ramp_step)
    draw_transfer(t, w, 0.0)
    draw_absence(t, w, 0.0)
    settle(t, w)
    plan_staff(t, w)


def _delay_waits(t: Tables) -> None:
    """Date the ends of legs anew whose external wait is under way and meets an outside strike."""
    for c in range(len(t.cases)):
        case = t.cases[c]
        if (case.state == SEEKING or case.state == UNSTAFFED) and case.done == 1:
            leg = t.legs[case.leg]
            if wait_end(t, leg, leg.done_at) > leg.done_at + leg.wait:
                case.due = leg_end(t, leg, leg.done_at)


def _give_to_someone(t: Tables, c: int) -> None:
    """Give a case under way, with its siblings in the same stage's role, to the lowest score.

    Where the team has nobody the case waits.
    """
    case = t.cases[c]
    team = team_of(t, case)
    chosen = lowest_score(t, team)
    if chosen < 0:
        offer(t, c, 0.0)
    elif is_family(t, c):
        _take(t, c, chosen)
    else:
        for sibling in range(case.first_child, case.first_child + case.children):
            other = t.cases[sibling]
            if other.state == SEEKING and team_of(t, other) == team:
                _take(t, sibling, chosen)


def _take(t: Tables, c: int, w: int) -> None:
    take(t, c, w, 0.0)
    t.cases[c].workers = 1
    settle(t, w)
    assign_second(t, c, 0.0)


def _carry_on(t: Tables, w: int) -> None:
    """Let the months before have been like today, with what they leave to this one."""
    _set_recent_load(t, w)
    t.workers[w].attempts_left = ATTEMPTS_LEFT_OVER
    if _absent_on_day_zero(t, w):
        _begin_absence(t, w)


def _set_recent_load(t: Tables, w: int) -> None:
    worker = t.workers[w]
    load = 0.0
    if worker.hours > 0.0:
        due = worker.contact_demand + worker.casework_demand + worker.court_demand
        load = min((due + worker.training_demand) / worker.hours, t.agency[0].load_cap)
    worker.load_1 = load
    worker.load_2 = load
    worker.load_3 = load


def _begin_absence(t: Tables, w: int) -> None:
    """Send a worker who holds cases on the rest of a long absence begun before day 0."""
    worker = t.workers[w]
    worker.absent = 1
    worker.absence_at = -math.log(1.0 - _absence_luck(t, w, 1)) * t.agency[0].absence_months
    settle(t, w)
    plan_staff(t, w)


def _absent_on_day_zero(t: Tables, w: int) -> bool:
    """Is this worker one of the share who are on long absence at any time?"""
    agency = t.agency[0]
    months = agency.absence_rate * agency.absence_months
    return bool(_absence_luck(t, w, 2) < months / (1.0 + months))


def _absence_luck(t: Tables, w: int, number: int) -> float:
    """Return a uniform from behind the person's place in the pool, which nothing else uses."""
    person = t.people[t.workers[w].person]
    return float(t.pool[(person.luck + t.agency[0].pool_size - number) % t.agency[0].pool_size])
