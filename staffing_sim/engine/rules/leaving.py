"""Leaving: a worker resigns, or moves to an easier office; colleagues take the cases."""

import math

from staffing_sim.engine.codes import BY_LEAVER, BY_TRANSFER, ON_DUTY, RECRUITING, RESIGNED
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.duty import (
    draw_transfer,
    plan_staff,
    set_hazard,
    set_ramp,
    stop_duty,
    use_up_hazard,
)
from staffing_sim.engine.rules.hand_over import hand_over_all
from staffing_sim.engine.rules.hiring import end_career, refill, want_person
from staffing_sim.engine.rules.hours import advance, capacity
from staffing_sim.engine.tables import Tables


def resign(t: Tables, w: int, now: float) -> None:
    """A worker leaves the agency; colleagues take the cases; the position is refilled or not."""
    use_up_hazard(t, w, now)
    stop_duty(t, w, now)
    end_career(t, w, RESIGNED, now)
    hand_over_all(t, w, BY_LEAVER, now)
    refill(t, w, now)


def transfer(t: Tables, w: int, now: float) -> None:
    """A worker moves to an easier office that has a vacancy, if there is one; else stays."""
    draw_transfer(t, w, now)
    to = _easier_vacancy(t, w)
    if to < 0:
        plan_staff(t, w)
        return
    use_up_hazard(t, w, now)
    stop_duty(t, w, now)
    _move_person(t, w, to, now)
    hand_over_all(t, w, BY_TRANSFER, now)
    want_person(t, w, now)
    serve_queue(t, t.workers[to].team, now)


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
