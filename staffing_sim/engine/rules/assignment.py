"""Who gets new work, and what a cap does.

Siblings who look for a worker at the same time go to one worker as a unit, and one who comes later
joins the worker who has the others. A cap limits new assignment only: nothing here ever takes a
case away. Under a policy of the user's own every group passes through the queue, from which the
clock hands it out as the policy says.
"""

import math

from staffing_sim.engine.codes import (
    CLOSED,
    EXTERNAL,
    OVERFLOW_DECLINE,
    OVERFLOW_NONE,
    OVERFLOW_SOFT,
    OVERFLOW_SPILL,
    SEEKING,
    WAITING,
)
from staffing_sim.engine.rules.calendar import cancel
from staffing_sim.engine.rules.caseload import refresh, take, take_second
from staffing_sim.engine.rules.groups import siblings_worker, team_of
from staffing_sim.engine.rules.room import (
    has_room,
    lowest_not_stopped,
    lowest_score,
    lowest_with_room,
    office_stopped,
    other_office,
    stopped,
)
from staffing_sim.engine.rules.waiting import enqueue_group, head_of_queue, leave_queue
from staffing_sim.engine.tables import Row, Tables


def seek(t: Tables, c: int) -> None:
    """Mark a case as looking for a worker; ``offer`` must follow at the same instant."""
    t.cases[c].state = SEEKING


def offer(t: Tables, c: int, now: float) -> None:
    """Find a worker for a case and the siblings who look for one too: or queue, or turn away."""
    case = t.cases[c]
    team = team_of(t, case)
    if t.roles[t.stages[case.stage].role].policy == EXTERNAL:
        enqueue_group(t, c, team)
        return
    w = choose(t, c, team)
    if w >= 0:
        place(t, c, w, now)
    elif _overflow(t, case) == OVERFLOW_DECLINE and c < t.agency[0].families and case.workers == 0:
        _turn_away(t, c, team, now)
    else:
        enqueue_group(t, c, team)


def choose(t: Tables, c: int, team: int) -> int:
    """Return the worker for a group, or -1: siblings' worker, else lowest score, under the cap."""
    case = t.cases[c]
    overflow = _overflow(t, case)
    if office_stopped(t, c, team):
        if overflow == OVERFLOW_SPILL:
            return other_office(t, c, team)
        return -1
    w = siblings_worker(t, c, team)
    if w >= 0 and accepts(t, c, w):
        return w
    if _others_first(t, c, team):
        return -1
    if overflow == OVERFLOW_NONE:
        return lowest_not_stopped(t, c, team)
    w = lowest_with_room(t, c, team)
    if w < 0 and overflow == OVERFLOW_SOFT:
        return lowest_not_stopped(t, c, team)
    if w < 0 and overflow == OVERFLOW_SPILL:
        return other_office(t, c, team)
    return w


def accepts(t: Tables, c: int, w: int) -> bool:
    """May this worker be given the group outright: on duty, and with room where a cap binds?"""
    worker = t.workers[w]
    if worker.score == math.inf or t.roles[worker.role].policy == EXTERNAL:
        return False
    if stopped(t, c, w) or office_stopped(t, c, worker.team):
        return False
    return _overflow(t, t.cases[c]) <= OVERFLOW_SOFT or has_room(t, c, w)


def place(t: Tables, c: int, w: int, now: float) -> None:
    """Give a group, seeking or waiting, to a worker."""
    case = t.cases[c]
    if c < t.agency[0].families:
        _place_one(t, c, w, now)
    else:
        state = case.state
        team = team_of(t, case)
        for sibling in range(case.first_child, case.first_child + case.children):
            if t.cases[sibling].state == state and team_of(t, t.cases[sibling]) == team:
                _place_one(t, sibling, w, now)
    sequence = t.now[0]
    sequence.sequence += 1
    t.workers[w].score = float(sequence.sequence)  # kept only where work goes round in turn
    refresh(t, w)


def serve_queue(t: Tables, team: int, now: float) -> None:
    """Hand out waiting groups in order while someone has room for the first of them."""
    while t.teams[team].waiting_children > 0:
        c = head_of_queue(t, team)
        if t.roles[t.stages[t.cases[c].stage].role].policy == EXTERNAL:
            t.teams[team].ask = 1
            return
        w = choose(t, c, team)
        if w < 0:
            return
        place(t, c, w, now)


def assign_second(t: Tables, c: int, now: float) -> None:
    """Give a case its second worker, if its stage has one and the office someone to take it."""
    case = t.cases[c]
    role = t.stages[case.stage].second_role
    if role < 0:
        return
    chosen = lowest_score(t, case.office * t.agency[0].roles + role)
    if chosen >= 0:
        take_second(t, c, chosen, now)
        refresh(t, chosen)


def _overflow(t: Tables, case: Row) -> int:
    role = t.stages[case.stage].role
    return int(t.levers[t.now[0].month * t.agency[0].roles + role].overflow)


def _others_first(t: Tables, c: int, team: int) -> bool:
    """Would a newcomer, placed now, overtake a group that waits for room for all its siblings?

    A family that would be declined, not kept waiting, overtakes nobody.
    """
    case = t.cases[c]
    if case.state != SEEKING or (
        _overflow(t, case) == OVERFLOW_DECLINE and c < t.agency[0].families and case.workers == 0
    ):
        return False
    first = head_of_queue(t, team)
    return bool(first >= 0 and t.cases[first].tier <= case.tier)


def _place_one(t: Tables, c: int, w: int, now: float) -> None:
    if t.cases[c].state == WAITING:
        leave_queue(t, c)
    take(t, c, w, now)
    t.cases[c].workers += 1


def _turn_away(t: Tables, c: int, team: int, now: float) -> None:
    """Decline a family at intake: counted, and gone."""
    case = t.cases[c]
    case.state = CLOSED
    case.closed = now
    case.turned_away = 1
    t.legs[case.leg].ended = now
    t.teams[team].turned_away += case.size
    cancel(t.case_calendar, t.case_where, t.agency[0].positions + c)
