"""Cases that change hands: a worker leaves or moves, or caseloads are evened out.

Each such hand-over adds months of relearning to the work outstanding, never a loss of a fraction
(long cases would never end), and a gap without contact may follow. A leg whose work is done and
that waits for its date is not reopened, unless the agency says so.
"""

import math

from staffing_sim.engine.codes import (
    BY_LEAVER,
    BY_REBALANCE,
    BY_TRANSFER,
    FEWEST_CASES,
    HELD,
    IN_CHILDREN,
    REMEDY_MOVE_CASES,
)
from staffing_sim.engine.rules.assignment import (
    assign_second,
    has_room,
    offer,
    place,
    seek,
    team_of,
)
from staffing_sim.engine.rules.caseload import (
    holds_family,
    is_family,
    refresh,
    release,
    release_second,
)
from staffing_sim.engine.rules.clauses import TINY, cases_held, is_due, month_row
from staffing_sim.engine.rules.hours import capacity, lever_of, takes_work, weighted_load
from staffing_sim.engine.tables import Row, Tables


def hand_over_all(t: Tables, w: int, kind: int, now: float) -> None:
    """Hand every case of a worker who takes no more to colleagues, the oldest case first."""
    worker = t.workers[w]
    while worker.first >= 0:
        c = _oldest(t, w)
        _let_go_group(t, c, w, kind, now)
        offer(t, c, now)
    while t.second_lists[w].first >= 0:
        c = t.second_lists[w].first
        release_second(t, c, now)
        assign_second(t, c, now)
    refresh(t, w)


def rebalance(t: Tables, team: int, now: float) -> None:
    """Even out a team at the month end: from the most to the least loaded, newest case first.

    Load is what new work goes by, or assignment would undo each month what was evened out. A move
    must leave both desks between where they were, so that each one brings them closer together.
    """
    lever = lever_of(t, team % t.agency[0].roles)
    if lever.rebalance_moves == 0:
        return
    for w in range(t.teams[team].first, t.teams[team].end):
        t.workers[w].moved = 0
    while True:
        giver = _most_loaded(t, team, lever.rebalance_moves)
        taker = _least_loaded(t, team, lever.rebalance_moves)
        if giver < 0 or taker < 0 or giver == taker:
            return
        if _load(t, giver) - _load(t, taker) <= lever.rebalance_gap * _mean_case(t, team):
            return
        if not _move_newest(t, giver, taker, now):
            t.workers[giver].moved = lever.rebalance_moves


def move_to_limits(t: Tables, now: float) -> None:
    """Move cases from those to whom a clause owes it, newest first, as far as others have room."""
    agency = t.agency[0]
    for clause in range(agency.clauses):
        if t.clauses[clause].remedy == REMEDY_MOVE_CASES:
            for w in range(agency.positions):
                if is_due(t, clause, w) and takes_work(t.workers[w]):
                    _move_to_limit(t, clause, w, now)


def _move_to_limit(t: Tables, clause: int, giver: int, now: float) -> None:
    """Bring one worker down to the limit that was exceeded as the last month ended."""
    month = t.now[0].month
    office = t.workers[giver].office
    limit = t.clause_months[month_row(t, clause, office, month - 1)].limit
    c = _newest(t, giver)
    while c >= 0 and cases_held(t, clause, giver) > limit:
        taker = _taker_within(t, c, giver, clause, limit)
        if taker >= 0:
            cell = t.clause_months[month_row(t, clause, office, month)]
            cell.moved += _move_group(t, c, giver, taker, now)
        c = _newest_before(t, giver, c)


def _taker_within(t: Tables, c: int, giver: int, clause: int, limit: float) -> int:
    """Return the least loaded colleague whom a group leaves within the limit and the cap, or -1."""
    team = t.teams[t.workers[giver].team]
    best = math.inf
    chosen = -1
    for w in range(team.first, team.end):
        if w != giver and takes_work(t.workers[w]) and _load(t, w) < best:
            after = cases_held(t, clause, w) + _weight_of_group(t, c, giver, w, clause)
            if after <= limit + TINY and has_room(t, c, w):
                best = _load(t, w)
                chosen = w
    return chosen


def _weight_of_group(t: Tables, c: int, giver: int, taker: int, clause: int) -> int:
    """Return what a case and the siblings its worker holds add to a taker, in a clause's unit."""
    if t.clauses[clause].unit != IN_CHILDREN:
        return 0 if holds_family(t, c, taker) else 1
    case = t.cases[c]
    if is_family(t, c):
        return int(case.size)
    count = 0
    for sibling in range(case.first_child, case.first_child + case.children):
        if t.cases[sibling].worker == giver and t.cases[sibling].state == HELD:
            count += 1
    return count


def _newest_before(t: Tables, w: int, last: int) -> int:
    """Return the worker's newest case of those opened before another (or with a lower id); or -1.

    The other may be in a colleague's hands by now.
    """
    chosen = -1
    c = t.workers[w].first
    while c >= 0:
        if _opened_later(t, last, c) and (chosen < 0 or _opened_later(t, c, chosen)):
            chosen = c
        c = t.cases[c].next
    return chosen


def _opened_later(t: Tables, c: int, other: int) -> bool:
    """Was a case opened later than another; of those opened together, has it the higher id?"""
    opened = t.cases[c].opened
    other_opened = t.cases[other].opened
    return bool(opened > other_opened or (opened == other_opened and c > other))


def _move_newest(t: Tables, giver: int, taker: int, now: float) -> bool:
    """Move the newest case, with its siblings, that evens out the two and finds room."""
    c = _newest(t, giver)
    while c >= 0:
        if _evens_out(t, c, giver, taker) and has_room(t, c, taker):
            size = _move_group(t, c, giver, taker, now)
            t.workers[giver].moved += size
            t.workers[taker].moved += size
            return True
        c = _newest_before(t, giver, c)
    return False


def _evens_out(t: Tables, c: int, giver: int, taker: int) -> bool:
    """Would both desks end up between where they are, if a group changed hands?"""
    apart = _load(t, giver) - _load(t, taker)
    off_giver = 0.0
    onto_taker = 0.0
    first = t.cases[c].first_child
    end = first + t.cases[c].children
    if is_family(t, c):
        first = c
        end = c + 1
    for member in range(first, end):
        case = t.cases[member]
        if case.worker == giver and case.state == HELD:
            off_giver += _load_of_case(t, case, giver)
            onto_taker += _load_of_case(t, case, taker)
    return bool(0.0 < off_giver < apart and onto_taker < apart)


def _load_of_case(t: Tables, case: Row, w: int) -> float:
    """Return what a case adds to a worker's load."""
    if t.roles[t.workers[w].role].policy == FEWEST_CASES:
        return float(case.size)
    stage = t.stages[case.stage]
    hours = stage.contact + stage.court
    if case.done == 0:
        hours += stage.casework
    return float(hours / capacity(t.workers[w]))


def _mean_case(t: Tables, team: int) -> float:
    """Return the load that a child of the team's brings on average."""
    if t.roles[team % t.agency[0].roles].policy == FEWEST_CASES:
        return 1.0
    hours = 0.0
    children = 0
    for w in range(t.teams[team].first, t.teams[team].end):
        if takes_work(t.workers[w]):
            hours += weighted_load(t.workers[w]) * capacity(t.workers[w])
            children += t.workers[w].children
    return hours / max(1, children)


def _move_group(t: Tables, c: int, giver: int, taker: int, now: float) -> int:
    """Move a case, with the siblings the giver holds, to a colleague; return how many children."""
    size = _let_go_group(t, c, giver, BY_REBALANCE, now)
    place(t, c, taker, now)
    refresh(t, giver)
    return size


def _let_go_group(t: Tables, c: int, w: int, kind: int, now: float) -> int:
    """Release a case and the siblings the worker holds, for others to take; return how many."""
    if is_family(t, c):
        _let_go(t, c, kind, now)
        return int(t.cases[c].size)
    count = 0
    first = t.cases[c].first_child
    for sibling in range(first, first + t.cases[c].children):
        if t.cases[sibling].worker == w and t.cases[sibling].state == HELD:
            _let_go(t, sibling, kind, now)
            count += 1
    return count


def _let_go(t: Tables, c: int, kind: int, now: float) -> None:
    agency = t.agency[0]
    case = t.cases[c]
    release(t, c, now)
    seek(t, c)
    team = t.teams[team_of(t, case)]
    relearning = agency.relearning * team.pace  # months as observed, in work at full service
    if case.done == 0:
        case.work_left += relearning
    elif agency.reopen_waiting == 1 and relearning > 0.0:
        case.done = 0
        case.due = math.inf
        case.work_left = relearning
    case.no_contact_until = max(case.no_contact_until, now + agency.gap)
    if kind == BY_LEAVER:
        case.by_leaver += case.size
        team.by_leaver += case.size
    elif kind == BY_TRANSFER:
        case.by_transfer += case.size
        team.by_transfer += case.size
    else:
        case.by_rebalance += case.size
        team.by_rebalance += case.size


def _oldest(t: Tables, w: int) -> int:
    """Return the worker's case that was opened first; of equals the lowest id."""
    chosen = t.workers[w].first
    c = t.cases[chosen].next
    while c >= 0:
        opened = t.cases[c].opened
        if opened < t.cases[chosen].opened or (opened == t.cases[chosen].opened and c < chosen):
            chosen = c
        c = t.cases[c].next
    return int(chosen)


def _newest(t: Tables, w: int) -> int:
    """Return the worker's case that was opened last; of equals the highest id; or -1."""
    chosen = -1
    c = t.workers[w].first
    while c >= 0:
        if chosen < 0 or _opened_later(t, c, chosen):
            chosen = c
        c = t.cases[c].next
    return chosen


def _load(t: Tables, w: int) -> float:
    """Return what new work goes by: children where those count, else the weighted load."""
    if t.roles[t.workers[w].role].policy == FEWEST_CASES:
        return float(t.workers[w].children)
    return weighted_load(t.workers[w])


def _most_loaded(t: Tables, team: int, moves: int) -> int:
    best = -1.0
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        worker = t.workers[w]
        if takes_work(worker) and worker.moved < moves and _load(t, w) > best:
            best = _load(t, w)
            chosen = w
    return chosen


def _least_loaded(t: Tables, team: int, moves: int) -> int:
    best = math.inf
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        worker = t.workers[w]
        if takes_work(worker) and worker.moved < moves and _load(t, w) < best:
            best = _load(t, w)
            chosen = w
    return chosen
