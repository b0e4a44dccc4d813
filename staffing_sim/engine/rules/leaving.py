"""What happens when workers resign, transfer, are moved or laid off; colleagues take their cases.

When a worker resigns is set in `workers.set_hazard`.

A transfer is the worker's own wish, to an easier office with a vacancy. A move is the plan's, and
the post goes along: the position that is left is never filled again.

A cut closes posts as a month starts. Vacant posts and those being recruited for go first. Where the
rest go with vacancies, each post that falls vacant from then on is closed (``hiring``). Where
people are laid off, those who have not started go before trainees, trainees before workers on duty,
the newest of each first unless the plan says otherwise. All stop work before anybody hands
over: no case goes from one who is laid off to another.
"""

import math

from staffing_sim.engine.codes import (
    ACADEMY,
    AWAITING_ACADEMY,
    BY_LEAVER,
    BY_RECRUITING,
    BY_STARTING,
    BY_TRANSFER,
    CUT_AWAY,
    LAID_OFF,
    MOVED_AWAY,
    ON_DUTY,
    RECRUITING,
    RESIGNED,
    UNAUTHORISED,
    VACANT,
)
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.hand_over import hand_over_all
from staffing_sim.engine.rules.hiring import (
    close_post,
    closes_with_vacancy,
    end_career,
    next_person,
    refill,
    want_person,
)
from staffing_sim.engine.rules.hours import advance, capacity, takes_work
from staffing_sim.engine.rules.strike import follow_strikes
from staffing_sim.engine.rules.workers import (
    draw_transfer,
    plan_staff,
    set_hazard,
    set_ramp,
    stop_duty,
    use_up_hazard,
)
from staffing_sim.engine.tables import Row, Tables

KEPT = 0  # what is no post of this team, or not yet one
UNFILLED = 4  # goes before anybody does; the higher, the sooner


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


def cut_posts(t: Tables, now: float) -> None:
    """Close the posts that this month's cuts take; then cases of those laid off are handed over."""
    for row in range(t.agency[0].cuts):
        if t.cuts[row].month == t.now[0].month:
            _close_posts(t, row, now)
    for w in range(t.agency[0].positions):
        worker = t.workers[w]
        if worker.start_kind == CUT_AWAY and _holds_any(t, w):
            hand_over_all(t, w, BY_LEAVER, now)


def _next_to_move(t: Tables, w: int) -> int:
    """Return the newest worker at work in the team a position draws from, or the oldest; or -1."""
    team = t.teams[t.workers[w].from_team]
    sign = -1.0 if t.workers[w].longest_first == 1 else 1.0
    best = -math.inf
    chosen = -1
    for other in range(team.first, team.end):
        worker = t.workers[other]
        if takes_work(worker):
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
        if takes_work(worker):
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


def _holds_any(t: Tables, w: int) -> bool:
    return bool(t.workers[w].first >= 0 or t.second_lists[w].first >= 0)


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
