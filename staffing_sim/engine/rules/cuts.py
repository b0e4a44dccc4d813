"""Cuts: posts that a plan closes, as they fall vacant or by layoff, as a month starts.

Vacant posts and those being recruited for go first. Where the rest go with vacancies, each post
that falls vacant from then on is closed (``hiring``). Where people are laid off, those who have not
started go before trainees, trainees before workers on duty, the newest of each first unless the
plan says otherwise. All are off the line before anybody hands over: no case goes from one who is
laid off to another.
"""

import math

from staffing_sim.engine.codes import (
    ACADEMY,
    AWAITING_ACADEMY,
    BY_LEAVER,
    BY_RECRUITING,
    BY_STARTING,
    CUT_AWAY,
    LAID_OFF,
    ON_DUTY,
    RECRUITING,
    UNAUTHORISED,
    VACANT,
)
from staffing_sim.engine.rules.duty import stop_duty, use_up_hazard
from staffing_sim.engine.rules.hand_over import hand_over_all
from staffing_sim.engine.rules.hiring import close_post, end_career
from staffing_sim.engine.tables import Row, Tables

KEPT = 0  # what is no post of this team, or not yet one
UNFILLED = 4  # goes before anybody does; the higher, the sooner


def cut_posts(t: Tables, now: float) -> None:
    """Close the posts that this month's cuts take; then cases of those laid off are handed over."""
    for row in range(t.agency[0].cuts):
        if t.cuts[row].month == t.now[0].month:
            _close_posts(t, row, now)
    for w in range(t.agency[0].positions):
        worker = t.workers[w]
        if worker.start_kind == CUT_AWAY and (worker.first >= 0 or worker.first_second >= 0):
            hand_over_all(t, w, BY_LEAVER, now)


def _close_posts(t: Tables, row: int, now: float) -> None:
    """Close a cut's posts one by one; those it cannot close yet wait for vacancies."""
    cut = t.cuts[row]
    least = KEPT + 1 if cut.by_layoff == 1 else UNFILLED
    for closed in range(cut.posts):
        w = _next_to_go(t, cut, least)
        if w < 0:
            if cut.by_layoff == 0:
                t.teams[cut.team].to_close += cut.posts - closed
            return
        _lay_off(t, w, cut.lever, now)
        close_post(t, w)


def _next_to_go(t: Tables, cut: Row, least: int) -> int:
    """Return the post of the team that goes next, by its state and its person's time; or -1."""
    team = t.teams[cut.team]
    sign = -1.0 if cut.longest_first == 1 else 1.0
    best = least - 1
    newest = -math.inf
    chosen = -1
    for w in range(team.first, team.end):
        turn = _turn(t, w)
        since = sign * _since(t, w)
        if turn > best or (turn == best and chosen >= 0 and since > newest):
            best = turn
            newest = since
            chosen = w
    return chosen


def _turn(t: Tables, w: int) -> int:
    """Return how soon a post goes: unfilled, hired but not started, in the academy, on duty."""
    worker = t.workers[w]
    coming = _is_coming(t, w)
    if worker.state == VACANT or worker.state == RECRUITING:
        return UNFILLED
    if coming and worker.start_kind == BY_RECRUITING:
        return UNFILLED
    if worker.state == AWAITING_ACADEMY or (coming and worker.start_kind == BY_STARTING):
        return 3
    if worker.state == ACADEMY:
        return 2
    if worker.state == ON_DUTY:
        return 1
    return KEPT


def _is_coming(t: Tables, w: int) -> bool:
    """Is it a post of the agency's own, not the plan's, that opens this month or later?"""
    new_post = t.people[w * t.agency[0].generations].new_post == 1
    return bool(t.workers[w].state == UNAUTHORISED and not new_post)


def _since(t: Tables, w: int) -> float:
    """Return when a post's person began duty, or the academy; 0 where nobody has begun anything."""
    worker = t.workers[w]
    if worker.state == ON_DUTY:
        return float(t.people[worker.person].on_duty)
    if worker.state == ACADEMY:
        return float(t.people[worker.person].hired)
    return 0.0


def _lay_off(t: Tables, w: int, lever: int, now: float) -> None:
    """End the career of whoever is paid in a post that is cut; nobody else has one yet."""
    worker = t.workers[w]
    if worker.state == ON_DUTY:
        use_up_hazard(t, w, now)
        stop_duty(t, w, now)
    elif worker.state != ACADEMY:
        return
    t.people[worker.person].cut = lever
    end_career(t, w, LAID_OFF, now)
