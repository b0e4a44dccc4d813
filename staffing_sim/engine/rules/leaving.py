"""Leaving: a worker resigns or goes to another team; colleagues take the cases.

A transfer is the worker's own wish, to an easier office with a vacancy. A move is the plan's, and
the post goes along: the position that is left is never filled again.
"""

import math

from staffing_sim.engine.codes import (
    BY_LEAVER,
    BY_TRANSFER,
    MOVED_AWAY,
    ON_DUTY,
    RECRUITING,
    RESIGNED,
    UNAUTHORISED,
)
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
from staffing_sim.engine.rules.hiring import (
    closes_with_vacancy,
    end_career,
    next_person,
    refill,
    want_person,
)
from staffing_sim.engine.rules.hours import advance, capacity
from staffing_sim.engine.rules.strike import follow_strikes
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
    if not closes_with_vacancy(t, w):
        want_person(t, w, now)
    serve_queue(t, t.workers[to].team, now)


def move_in(t: Tables, w: int, now: float) -> None:
    """Let somebody of the team a position draws from come with their post, if there is anybody."""
    mover = _next_to_move(t, w)
    if mover < 0:
        return
    use_up_hazard(t, mover, now)
    stop_duty(t, mover, now)
    next_person(t, w)
    _move_person(t, mover, w, now)
    if t.workers[w].retrained == 1:
        set_ramp(t, w, 0)
        refresh(t, w)
    hand_over_all(t, mover, BY_TRANSFER, now)
    t.workers[mover].state = UNAUTHORISED
    t.workers[mover].start_kind = MOVED_AWAY
    serve_queue(t, t.workers[w].team, now)


def _next_to_move(t: Tables, w: int) -> int:
    """Return the newest worker at work in the team a position draws from, or the oldest; or -1."""
    team = t.teams[t.workers[w].from_team]
    sign = -1.0 if t.workers[w].longest_first == 1 else 1.0
    best = -math.inf
    chosen = -1
    for other in range(team.first, team.end):
        worker = t.workers[other]
        if worker.score < math.inf:
            began = sign * t.people[worker.person].on_duty
            if began > best:
                best = began
                chosen = other
    return chosen


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
    seat = t.people[there.person]
    seat.recruited = math.nan
    seat.mover = person
    seat.came = now
    t.people[w * t.agency[0].generations + here.generation].went = now
    there.person = person
    t.people[person].position = to
    t.people[person].office = there.office
    t.people[person].role = there.role
    t.people[person].transfers += 1
    t.teams[here.team].transfers_out += 1
    t.teams[there.team].transfers_in += 1
    refilled = here.refilled
    here.refilled = there.refilled
    there.refilled = refilled
    there.state = ON_DUTY
    there.task_at = math.inf
    there.absent = here.absent
    follow_strikes(t, to, now)
    there.load_1 = here.load_1
    there.load_2 = here.load_2
    there.load_3 = here.load_3
    there.transfer_at = here.transfer_at
    there.absence_at = here.absence_at
    there.attempts_left = 0.0
    there.overtime_run = here.overtime_run
    set_ramp(t, to, here.ramp_step)
    set_hazard(t, to, now)
    refresh(t, to)
