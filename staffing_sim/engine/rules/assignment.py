"""Who gets a case: siblings together, the least loaded with room under the cap, or the queue.

Siblings who look for a worker at the same time go to one worker as a unit, and one who comes later
joins the worker who has the others. A cap limits new assignment only: nothing here ever takes a
case away. The queue goes by tier, then by time of waiting, then by id. Under a policy of the user's
own every group passes through the queue, from which the clock hands it out as the policy says.
"""

import math

from staffing_sim.engine.codes import (
    CLOSED,
    EXTERNAL,
    IN_CHILDREN,
    OVERFLOW_DECLINE,
    OVERFLOW_NONE,
    OVERFLOW_SOFT,
    OVERFLOW_SPILL,
    SEEKING,
    WAITING,
)
from staffing_sim.engine.rules.calendar import cancel
from staffing_sim.engine.rules.caseload import (
    append,
    holds_family,
    is_family,
    plan_unheld,
    refresh,
    take,
    take_second,
    unlink,
)
from staffing_sim.engine.rules.clauses import stops_office, stops_worker
from staffing_sim.engine.rules.hours import lever_of, takes_work
from staffing_sim.engine.tables import Row, Tables

TINY = 1e-9  # far below one case


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
    elif _overflow(t, case) == OVERFLOW_DECLINE and is_family(t, c) and case.workers == 0:
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
    if not takes_work(worker) or t.roles[worker.role].policy == EXTERNAL:
        return False
    if stopped(t, c, w) or office_stopped(t, c, worker.team):
        return False
    return _overflow(t, t.cases[c]) <= OVERFLOW_SOFT or has_room(t, c, w)


def place(t: Tables, c: int, w: int, now: float) -> None:
    """Give a group, seeking or waiting, to a worker."""
    case = t.cases[c]
    if is_family(t, c):
        _place_one(t, c, w, now)
    else:
        state = case.state
        team = team_of(t, case)
        for sibling in range(case.first_child, case.first_child + case.children):
            if t.cases[sibling].state == state and team_of(t, t.cases[sibling]) == team:
                _place_one(t, sibling, w, now)
    t.now[0].turns += 1
    t.workers[w].last_turn = t.now[0].turns
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


def team_of(t: Tables, case: Row) -> int:
    """Return the team a case belongs to: its office's workers of its stage's role, or -1."""
    role = t.stages[case.stage].role
    if role < 0:
        return -1
    return int(case.office * t.agency[0].roles + role)


def group_size(t: Tables, c: int) -> int:
    """Return the number of children who need a worker together with this case."""
    case = t.cases[c]
    if is_family(t, c):
        return int(case.size)
    team = team_of(t, case)
    count = 0
    for sibling in range(case.first_child, case.first_child + case.children):
        if t.cases[sibling].state == case.state and team_of(t, t.cases[sibling]) == team:
            count += 1
    return count


def siblings_worker(t: Tables, c: int, team: int) -> int:
    """Return the worker of this team who has a sibling of the child, or -1."""
    case = t.cases[c]
    if is_family(t, c):
        return -1
    for sibling in range(case.first_child, case.first_child + case.children):
        w = t.cases[sibling].worker
        if w >= 0 and t.workers[w].team == team and takes_work(t.workers[w]):
            return int(w)
    return -1


def has_room(t: Tables, c: int, w: int) -> bool:
    """Does a group fit under the worker's cap? One larger than the cap fits an empty desk only.

    The cap is for full hours: it shrinks with the hours of a part load and of a newcomer's ramp.
    """
    worker = t.workers[w]
    lever = lever_of(t, worker.role)
    limit = lever.cap * worker.part_load * worker.ramp + TINY
    if not takes_work(worker) or stopped(t, c, w):
        return False
    if lever.cap_unit == IN_CHILDREN:
        if worker.children == 0:
            return True
        return bool(worker.children + group_size(t, c) <= limit)
    if worker.families == 0:
        return True
    families = worker.families
    if not holds_family(t, c, w):
        families += 1
    return bool(families <= limit)


def stopped(t: Tables, c: int, w: int) -> bool:
    """Has a clause stopped the worker's intake, and would this group exceed its limit?"""
    worker = t.workers[w]
    if worker.stop_children == math.inf and worker.stop_families == math.inf:
        return False
    return stops_worker(t, w, group_size(t, c), 0 if holds_family(t, c, w) else 1)


def office_stopped(t: Tables, c: int, team: int) -> bool:
    """Has a clause stopped the office's intake, and would this group exceed its limit?"""
    row = t.teams[team]
    if row.stop_children == math.inf and row.stop_families == math.inf:
        return False
    return stops_office(t, team, group_size(t, c), 0 if siblings_worker(t, c, team) >= 0 else 1)


def lowest_score(t: Tables, team: int) -> int:
    """Return the team's worker with the lowest score (the first of equals), or -1."""
    best = math.inf
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        score = t.workers[w].score
        if score < best and takes_work(t.workers[w]):
            best = score
            chosen = w
    return chosen


def lowest_not_stopped(t: Tables, c: int, team: int) -> int:
    """Return the worker with the lowest score whose intake no clause has stopped, or -1."""
    best = math.inf
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        score = t.workers[w].score
        if score < best and takes_work(t.workers[w]) and not stopped(t, c, w):
            best = score
            chosen = w
    return chosen


def lowest_with_room(t: Tables, c: int, team: int) -> int:
    """Return the worker with the lowest score among those whose cap leaves room, or -1."""
    best = math.inf
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        score = t.workers[w].score
        if score < best and has_room(t, c, w):
            best = score
            chosen = w
    return chosen


def other_office(t: Tables, c: int, team: int) -> int:
    """Return a worker with room in another office: the lowest score, then the first office."""
    agency = t.agency[0]
    role = team % agency.roles
    best = math.inf
    chosen = -1
    for office in range(agency.offices):
        other = office * agency.roles + role
        if office_stopped(t, c, other):
            continue
        w = lowest_with_room(t, c, other)
        if w >= 0 and t.workers[w].score < best:
            best = t.workers[w].score
            chosen = w
    return chosen


def head_of_queue(t: Tables, team: int) -> int:
    """Return the first case waiting: by tier, then by time of waiting, then by id; or -1."""
    tiers = t.agency[0].tiers
    for tier in range(tiers):
        first = t.queues[team * tiers + tier].first
        if first >= 0:
            return int(first)
    return -1


def leave_queue(t: Tables, c: int) -> None:
    """Take a waiting case out of its queue."""
    case = t.cases[c]
    team = team_of(t, case)
    queue = t.queues[team * t.agency[0].tiers + case.tier]
    unlink(t.cases, queue, c)
    t.teams[team].waiting_children -= case.size
    t.teams[team].waiting_families -= 1


def enqueue_group(t: Tables, c: int, team: int) -> None:
    """Put a group at the end of its tier's queue, siblings in the order of their ids."""
    case = t.cases[c]
    t.teams[team].ask = 1
    if is_family(t, c):
        _enqueue(t, c, team)
        return
    for sibling in range(case.first_child, case.first_child + case.children):
        other = t.cases[sibling]
        if other.state == SEEKING and team_of(t, other) == team:
            _enqueue(t, sibling, team)


def _enqueue(t: Tables, c: int, team: int) -> None:
    case = t.cases[c]
    queue = t.queues[team * t.agency[0].tiers + case.tier]
    case.state = WAITING
    append(t.cases, queue, c)
    t.teams[team].waiting_children += case.size
    t.teams[team].waiting_families += 1
    plan_unheld(t, c)


def _overflow(t: Tables, case: Row) -> int:
    role = t.stages[case.stage].role
    return int(lever_of(t, role).overflow)


def _others_first(t: Tables, c: int, team: int) -> bool:
    """Would a newcomer, placed now, overtake a group that waits for room for all its siblings?

    A family that would be declined, not kept waiting, overtakes nobody.
    """
    case = t.cases[c]
    if case.state != SEEKING or (
        _overflow(t, case) == OVERFLOW_DECLINE and is_family(t, c) and case.workers == 0
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
