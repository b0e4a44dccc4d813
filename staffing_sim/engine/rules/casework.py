"""A case's progress through its legs: received, worked, waited for, ended, passed to the next one.

A leg's casework is done when its worker's work clock has advanced by the leg's work at full service
(`caseload` dates that, at the pace that `hours` sets). The leg
ends at max(work done + external wait, legal date), moved to the next hearing where it has one. The
end is fixed once, when the work is done; a strike by those the case waits for is known by then. An
investigation ends no earlier than its first contact. A
child who reaches the age at which a stage ends by law leaves it at that moment, whatever is
unfinished.
"""

import math

from staffing_sim.engine.codes import CLOSED, SEEKING, UNSTAFFED, WAITING
from staffing_sim.engine.rules.assignment import (
    accepts,
    assign_second,
    leave_queue,
    offer,
    place,
    seek,
    serve_queue,
    team_of,
)
from staffing_sim.engine.rules.calendar import cancel
from staffing_sim.engine.rules.caseload import (
    finish_casework,
    is_family,
    make_contact,
    plan_unheld,
    refresh,
    release,
    release_second,
    take,
)
from staffing_sim.engine.rules.hours import advance
from staffing_sim.engine.tables import Row, Tables

TINY = 1e-9  # a date this close before a hearing still makes it


def receive(t: Tables, c: int, now: float) -> None:
    """A referral for an in-person response arrives: an investigation begins."""
    case = t.cases[c]
    case.opened = now
    start_leg(t, c, case.leg, now)
    if t.stages[case.stage].role >= 0:
        case.unanswered = 1
    offer_if_seeking(t, c, now)


def respond(t: Tables, c: int, now: float) -> None:
    """A family is contacted for the first time; the investigation may end if it waited for this."""
    case = t.cases[c]
    w = case.worker
    advance(t, w, now)
    t.workers[w].response_clock = max(t.workers[w].response_clock, case.response_target)
    make_contact(case, t.workers[w], now)
    if case.done == 1 and case.due <= now:
        end_leg(t, c, now)
    else:
        refresh(t, w)


def finish_work(t: Tables, c: int, now: float) -> None:
    """The casework of a case's leg is done: fix the date at which the leg ends."""
    case = t.cases[c]
    w = case.worker
    advance(t, w, now)
    t.workers[w].clock = max(t.workers[w].clock, case.target)
    finish_casework(t, c)
    case.due = leg_end(t, t.legs[case.leg], now)
    if case.due <= now and case.unanswered == 0:
        end_leg(t, c, now)
    else:
        refresh(t, w)


def leg_end(t: Tables, leg: Row, done_at: float) -> float:
    """Return when a leg ends whose work is done at this time: its date, or the next hearing."""
    end = max(wait_end(t, leg, done_at), leg.started + leg.legal)
    if leg.hearing == 0:
        return float(end)
    stage = t.stages[leg.stage]
    first = leg.started + stage.hearing_first
    number = max(0.0, math.ceil((end - first) / stage.hearing_interval - TINY))
    return float(first + number * stage.hearing_interval)


def wait_end(t: Tables, leg: Row, done_at: float) -> float:
    """Return when a leg's external wait is over: in a strike by those waited for it stands still.

    Where only a share of them strike, the wait goes on at the pace of the others.
    """
    end = done_at + leg.wait
    agency = t.agency[0]
    for period in range(agency.outside_periods):
        strike = t.outside[period * agency.stages + leg.stage]
        met = max(strike.start, done_at)
        if strike.still_share > 0.0 and met < min(end, strike.end):
            pace = 1.0 - strike.still_share
            if end - met <= pace * (strike.end - met):
                end = met + (end - met) / pace
            else:
                end += strike.still_share * (strike.end - met)
    return float(end)


def end_leg(t: Tables, c: int, now: float) -> None:
    """A leg reaches its end: on to the next leg, the children's cases opened, or the exit."""
    case = t.cases[c]
    leg = t.legs[case.leg]
    _end_record(t, c, leg.cause, now)
    if is_family(t, c):
        close_case(t, c, leg.cause, now)
        if leg.final == 0:
            open_children(t, c, now)
    elif leg.final == 1:
        close_case(t, c, leg.cause, now)
    else:
        change_leg(t, c, case.leg + 1, now)


def come_of_age(t: Tables, c: int, now: float) -> None:
    """A child reaches the age at which the stage ends by law: aged out, or extended care."""
    case = t.cases[c]
    agency = t.agency[0]
    stage = t.stages[case.stage]
    if stage.in_care == 1 and case.extended_leg >= 0 and case.leg != case.extended_leg:
        _end_record(t, c, agency.aged_out, now)
        change_leg(t, c, case.extended_leg, now)
        return
    cause = agency.turned_18
    if case.leg == case.extended_leg:
        cause = agency.turned_21
    elif stage.in_care == 1:
        cause = agency.aged_out
    _end_record(t, c, cause, now)
    close_case(t, c, cause, now)


def open_children(t: Tables, family: int, now: float) -> None:
    """Open the cases of a family's children after the investigation; place them as a unit."""
    first = t.cases[family].first_child
    end = first + t.cases[family].children
    for c in range(first, end):
        t.cases[c].opened = now
        start_leg(t, c, t.cases[c].leg, now)
    for c in range(first, end):
        offer_if_seeking(t, c, now)


def change_leg(t: Tables, c: int, leg: int, now: float) -> None:
    """Move a child to another leg: the same worker where the role stays, else a hand-over."""
    case = t.cases[c]
    w = case.worker
    role = t.stages[t.legs[leg].stage].role
    second = case.second
    if second >= 0:
        release_second(t, c, now)
        refresh(t, second)
    if w >= 0 and t.workers[w].role == role:
        _continue_with(t, c, leg, w, now)
        return
    if case.state == WAITING and t.stages[case.stage].role == role:
        _enter(t, c, leg, now)  # and keeps its place in the queue
        plan_unheld(t, c)
        assign_second(t, c, now)
        return
    left = _leave_worker_or_queue(t, c, now)
    start_leg(t, c, leg, now)
    if w >= 0 and role >= 0:
        _count_by_design(t, c)
    if second >= 0 and t.workers[second].role == role and accepts(t, c, second):
        place(t, c, second, now)
    offer_if_seeking(t, c, now)
    if left >= 0:
        serve_queue(t, left, now)


def start_leg(t: Tables, c: int, number: int, now: float) -> None:
    """Begin a leg for a case that nobody holds: looking for a worker, or in a role-less stage."""
    case = t.cases[c]
    _enter(t, c, number, now)
    if t.stages[case.stage].role >= 0:
        seek(t, c)
    else:
        case.state = UNSTAFFED
        plan_unheld(t, c)


def offer_if_seeking(t: Tables, c: int, now: float) -> None:
    """Find a worker for a case that still looks for one, and a second one beside."""
    case = t.cases[c]
    if case.state == SEEKING:
        offer(t, c, now)
    if case.second < 0 and case.state != CLOSED:
        assign_second(t, c, now)


def close_case(t: Tables, c: int, cause: int, now: float) -> None:
    """End a case; whoever waited for the worker's room moves up."""
    case = t.cases[c]
    second = case.second
    if second >= 0:
        release_second(t, c, now)
        refresh(t, second)
    team = _leave_worker_or_queue(t, c, now)
    case.state = CLOSED
    case.closed = now
    case.cause = cause
    if team >= 0:
        serve_queue(t, team, now)


def _enter(t: Tables, c: int, number: int, now: float) -> None:
    """Write the beginning of a leg into the case and the leg."""
    case = t.cases[c]
    leg = t.legs[number]
    stage = t.stages[leg.stage]
    case.leg = number
    case.stage = leg.stage
    case.work_left = leg.work
    case.ages_out = max(now, case.birth + stage.age_limit)  # some turn 18 before their case opens
    leg.started = now
    if leg.work > 0.0:
        case.done = 0
        case.due = math.inf
    else:
        case.done = 1
        case.due = leg_end(t, leg, now)


def _continue_with(t: Tables, c: int, number: int, w: int, now: float) -> None:
    """Go on to another leg with the same worker."""
    release(t, c, now)
    _enter(t, c, number, now)
    take(t, c, w, now)
    refresh(t, w)
    assign_second(t, c, now)


def _end_record(t: Tables, c: int, cause: int, now: float) -> None:
    """Write the end of the present leg, and why it ended."""
    leg = t.legs[t.cases[c].leg]
    leg.ended = now
    leg.cause = cause


def _leave_worker_or_queue(t: Tables, c: int, now: float) -> int:
    """Take a case out of its worker's hands, its queue or its calendar; return the team it left.

    A sibling who leaves the queue may leave a group behind that fits now.
    """
    case = t.cases[c]
    w = case.worker
    if w >= 0:
        release(t, c, now)
        refresh(t, w)
        return int(t.workers[w].team)
    cancel(t.case_calendar, t.case_where, t.agency[0].positions + c)
    if case.state == WAITING:
        leave_queue(t, c)
        return team_of(t, case)
    return -1


def _count_by_design(t: Tables, c: int) -> None:
    case = t.cases[c]
    case.by_design += case.size
    team = team_of(t, case)
    t.teams[team].by_design += case.size
