"""Strikes: those who take part do no work and are not paid; then what was missed is caught up.

Visits count at month ends. Where a strike has a catch-up, the contact hours that were missed are
demanded again, evenly, until the month is over; casework and papers give way as far as the triage
says. Overtime may follow for everyone of the roles that were called out. People who begin duty
during a strike take part like anybody else; those on long leave stay on it. Supervisors strike as
their teams do: the part of a month for which a role is struck is lost to visits they
would cover.
"""

from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.hours import advance
from staffing_sim.engine.tables import Tables


def start_strike(t: Tables, number: int, now: float) -> None:
    """A strike begins: those of its roles who take part do no work until it ends."""
    _change_struck(t, number, t.strikes[number].participation, now)
    for w in range(t.agency[0].positions):
        if _takes_part(t, number, w):
            advance(t, w, now)
            follow_strikes(t, w, now)
            refresh(t, w)


def follow_strikes(t: Tables, w: int, now: float) -> None:
    """Let a worker strike if a strike they follow is under way; ``refresh`` must follow."""
    worker = t.workers[w]
    worker.striking = 0
    for number in range(len(t.strikes)):
        strike = t.strikes[number]
        if strike.start <= now < strike.end and _takes_part(t, number, w):
            worker.striking = 1
            worker.unpaid_share = strike.unpaid_share


def end_strike(t: Tables, number: int, now: float) -> None:
    """A strike ends; whoever takes new cases again is offered those that wait."""
    _change_struck(t, number, -t.strikes[number].participation, now)
    for w in range(t.agency[0].positions):
        if t.workers[w].striking == 1 and _takes_part(t, number, w):
            advance(t, w, now)
            follow_strikes(t, w, now)
            if t.workers[w].striking == 0 and t.strikes[number].catch_up == 1:
                _demand_again(t, w, now)
            refresh(t, w)
    if t.strikes[number].overtime > 0.0:
        _change_overtime(t, number, t.strikes[number].overtime, now)
    for team in range(t.agency[0].offices * t.agency[0].roles):
        serve_queue(t, team, now)


def end_catch_up(t: Tables, number: int, now: float) -> None:
    """The overtime that followed a strike is over."""
    _change_overtime(t, number, -t.strikes[number].overtime, now)


def count_struck(t: Tables, role: int, now: float) -> None:
    """Add the time since the last count to the part of the month for which a role was struck."""
    row = t.roles[role]
    row.struck_months += min(1.0, row.struck_share) * (now - row.struck_until)
    row.struck_until = now


def _change_struck(t: Tables, number: int, change: float, now: float) -> None:
    for role in range(t.agency[0].roles):
        if _called_out(t, number, role):
            count_struck(t, role, now)
            t.roles[role].struck_share += change


def _demand_again(t: Tables, w: int, now: float) -> None:
    """Spread the contact hours a worker missed this month over what is left of it."""
    left = t.now[0].month + 1.0 - now
    if left > 0.0:
        t.workers[w].catch_up = t.workers[w].missed / left


def _change_overtime(t: Tables, number: int, hours: float, now: float) -> None:
    """Let everyone of the roles called out work so many hours a month more, or less."""
    for role in range(t.agency[0].roles):
        if _called_out(t, number, role):
            t.roles[role].catch_up_overtime += hours
    for w in range(t.agency[0].positions):
        if t.workers[w].state == ON_DUTY and _called_out(t, number, t.workers[w].role):
            advance(t, w, now)
            refresh(t, w)


def _called_out(t: Tables, number: int, role: int) -> bool:
    return bool((t.strikes[number].roles >> role) % 2 == 1)


def _takes_part(t: Tables, number: int, w: int) -> bool:
    """Is this worker on duty, called out by the strike, and one of those who follow?"""
    worker = t.workers[w]
    if worker.state != ON_DUTY or not _called_out(t, number, worker.role):
        return False
    return bool(t.people[worker.person].strike_luck < t.strikes[number].participation)
