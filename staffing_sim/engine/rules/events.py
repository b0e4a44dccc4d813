"""Which event is next, and which rule carries it out."""

from staffing_sim.engine.codes import (
    ABSENCE_END,
    ABSENCE_START,
    BIRTHDAY,
    CATCH_UP_END,
    FILLED,
    FIRST_RESPONSE,
    GRADUATION,
    HORIZON,
    LEG_END,
    MONTH_END,
    REFERRAL,
    RESIGNATION,
    STRIKE_END,
    STRIKE_START,
    TRANSFER,
    WORK_DONE,
)
from staffing_sim.engine.rules.calendar import cancel, schedule
from staffing_sim.engine.rules.casework import come_of_age, end_leg, finish_work, receive, respond
from staffing_sim.engine.rules.hiring import fill, graduate
from staffing_sim.engine.rules.leaving import resign, transfer
from staffing_sim.engine.rules.month import end_month
from staffing_sim.engine.rules.strike import end_catch_up, end_strike, start_strike
from staffing_sim.engine.rules.workers import change_absence
from staffing_sim.engine.tables import Tables


def next_event(t: Tables) -> tuple[float, int, int]:
    """Return (time, kind, subject) of what happens next; the horizon once the last month ended."""
    now = t.now[0]
    time = now.months_ended + 1.0
    kind = MONTH_END
    subject = -1
    if now.months_ended == t.agency[0].months:
        time = float(now.months_ended)
        kind = HORIZON
    for calendar in (t.case_calendar, t.staff_calendar):
        if calendar[0].actor > 0:
            first = calendar[1]
            if _comes_before(first.time, first.kind, time, kind):
                time = first.time
                kind = first.kind
                subject = first.subject
    if now.next_family < t.agency[0].families:
        arrival = t.cases[now.next_family].opened
        if _comes_before(arrival, REFERRAL, time, kind):
            time = arrival
            kind = REFERRAL
            subject = now.next_family
    return time, kind, subject


def happen(t: Tables, kind: int, subject: int, now: float) -> None:
    """Let an event happen, and count it."""
    if kind == MONTH_END:
        end_month(t, now)
    elif kind <= BIRTHDAY:
        case_event(t, kind, subject, now)
    elif kind < REFERRAL:
        staff_event(t, kind, subject, now)
    else:
        t.now[0].next_family = subject + 1
        receive(t, subject, now)
    t.now[0].events += 1


def case_event(t: Tables, kind: int, subject: int, now: float) -> None:
    """Let the first entry of the case calendar happen to its case."""
    if kind == FIRST_RESPONSE:
        respond(t, subject, now)
    elif kind == WORK_DONE:
        finish_work(t, subject, now)
    elif kind == LEG_END:
        end_leg(t, subject, now)
    else:
        come_of_age(t, subject, now)


def staff_event(t: Tables, kind: int, subject: int, now: float) -> None:
    """Let the first entry of the staff calendar happen: to a position, or a strike."""
    if kind == RESIGNATION:
        resign(t, subject, now)
    elif kind == TRANSFER:
        transfer(t, subject, now)
    elif kind == ABSENCE_START or kind == ABSENCE_END:
        change_absence(t, subject, now)
    elif kind == GRADUATION:
        graduate(t, subject, now)
    elif kind == FILLED:
        fill(t, subject, now)
    else:
        _strike_event(t, kind, subject, now)


def _strike_event(t: Tables, kind: int, actor: int, now: float) -> None:
    """Let a strike begin, end or be caught up, and put what comes next into the calendar."""
    number = actor - t.agency[0].positions
    action = t.strikes[number]
    if kind == STRIKE_START:
        schedule(t.staff_calendar, t.staff_where, actor, action.end, STRIKE_END, actor)
        start_strike(t, number, now)
    elif kind == STRIKE_END and action.overtime > 0.0:
        end = action.overtime_end
        schedule(t.staff_calendar, t.staff_where, actor, end, CATCH_UP_END, actor)
        end_strike(t, number, now)
    elif kind == STRIKE_END:
        cancel(t.staff_calendar, t.staff_where, actor)
        end_strike(t, number, now)
    else:
        cancel(t.staff_calendar, t.staff_where, actor)
        end_catch_up(t, number, now)


def _comes_before(time: float, kind: int, other_time: float, other_kind: int) -> bool:
    return time < other_time or (time == other_time and kind < other_kind)
