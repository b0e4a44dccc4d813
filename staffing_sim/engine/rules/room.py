"""Who has room: under a cap, under a clause that stops intake; and who of them has the least."""

import math

from staffing_sim.engine.codes import IN_CHILDREN
from staffing_sim.engine.rules.caseload import holds_family
from staffing_sim.engine.rules.clauses import stops_office, stops_worker
from staffing_sim.engine.rules.groups import group_size, siblings_worker
from staffing_sim.engine.tables import Tables

TINY = 1e-9


def has_room(t: Tables, c: int, w: int) -> bool:
    """Does a group fit under the worker's cap? One larger than the cap fits an empty desk only.

    The cap is for full hours: it shrinks with the hours of a part load and of a newcomer's ramp.
    """
    worker = t.workers[w]
    lever = t.levers[t.now[0].month * t.agency[0].roles + worker.role]
    limit = lever.cap * worker.part_load * worker.ramp + TINY
    if worker.score == math.inf or stopped(t, c, w):
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
        if score < best:
            best = score
            chosen = w
    return chosen


def lowest_not_stopped(t: Tables, c: int, team: int) -> int:
    """Return the worker with the lowest score whose intake no clause has stopped, or -1."""
    best = math.inf
    chosen = -1
    for w in range(t.teams[team].first, t.teams[team].end):
        score = t.workers[w].score
        if score < best and not stopped(t, c, w):
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
