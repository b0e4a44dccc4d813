"""Clauses of a contract: measured as a month ends, triggered, and what they bring next month.

A clause looks at what workers hold, never at what they may be given. As the month ends each worker
who was at work in it, or each office's average, is compared with the limit; months over it run up a
streak; a streak long enough makes the remedy due for the whole of the next month. A streak belongs
to the person: a worker who moves office, or a successor, begins anew. A month is passed over,
neither counted nor ending the streak, in which the worker was away throughout, nobody of the office
was at work, or which the clause exempts.
"""

import math

from staffing_sim.engine.codes import (
    IN_CHILDREN,
    ON_DUTY,
    REMEDY_OVERTIME,
    REMEDY_STOP_INTAKE,
)
from staffing_sim.engine.rules.hours import takes_work
from staffing_sim.engine.tables import Row, Tables

NOT_MEASURED = -1.0
DAILY_AVERAGE = 1
OFFICE = 1
TINY = 1e-9  # far below one case: an average of 31 all month must not round to more than 31


def close_clauses(t: Tables) -> None:
    """As the month ends: book overtime worked, end its remedies, measure, and set the next ones."""
    agency = t.agency[0]
    if agency.clauses == 0:
        return
    for w in range(agency.positions):
        leave_clauses(t, w)
    for team in range(agency.offices * agency.roles):
        t.teams[team].stop_children = math.inf
        t.teams[team].stop_families = math.inf
    for clause in range(agency.clauses):
        for office in range(agency.offices):
            _close_office(t, clause, office)


def leave_clauses(t: Tables, w: int) -> None:
    """Book the overtime a worker's remedies brought so far this month, and end them."""
    worker = t.workers[w]
    if worker.clause_overtime > 0.0:
        for clause in range(t.agency[0].clauses):
            described = t.clauses[clause]
            if described.remedy == REMEDY_OVERTIME and is_due(t, clause, w):
                cell = t.clause_months[month_row(t, clause, worker.office, t.now[0].month)]
                cell.overtime_hours += described.overtime * worker.present
    worker.clause_overtime = 0.0
    worker.stop_children = math.inf
    worker.stop_families = math.inf


def is_due(t: Tables, clause: int, w: int) -> bool:
    """Is this person owed the clause's remedy this month?"""
    streak = t.streaks[_streak(t, clause, w)]
    return bool(streak.due == 1 and streak.person == t.workers[w].person)


def month_row(t: Tables, clause: int, office: int, month: int) -> int:
    """Return the number of the row of a month of a clause in an office."""
    agency = t.agency[0]
    return int((month * agency.clauses + clause) * agency.offices + office)


def cases_held(t: Tables, clause: int, w: int) -> int:
    """Return what a worker holds now, in the clause's unit."""
    if t.clauses[clause].unit == IN_CHILDREN:
        return int(t.workers[w].children)
    return int(t.workers[w].families)


def stops_worker(t: Tables, w: int, children: int, families: int) -> bool:
    """Would so many more lift a worker above the limit at which a clause has stopped intake?

    An empty desk takes a group of any size, as it does under a cap.
    """
    worker = t.workers[w]
    if worker.children == 0:
        return False
    return bool(
        worker.children + children > worker.stop_children + TINY
        or worker.families + families > worker.stop_families + TINY
    )


def stops_office(t: Tables, team: int, children: int, families: int) -> bool:
    """Would so many more lift a team's average above the limit at which its intake is stopped?"""
    row = t.teams[team]
    if row.stop_children == math.inf and row.stop_families == math.inf:
        return False
    hands = 0
    held_children = children
    held_families = families
    for w in range(row.first, row.end):
        if takes_work(t.workers[w]):
            hands += 1
            held_children += t.workers[w].children
            held_families += t.workers[w].families
    if held_children == children:
        return False
    return bool(
        held_children > hands * row.stop_children + TINY
        or held_families > hands * row.stop_families + TINY
    )


def _close_office(t: Tables, clause: int, office: int) -> None:
    """Measure one clause in one office, and set what it brings next month."""
    agency = t.agency[0]
    cell = t.clause_months[month_row(t, clause, office, t.now[0].month)]
    team = t.teams[office * agency.roles + t.clauses[clause].role]
    for w in range(team.first, team.end):
        t.streaks[_streak(t, clause, w)].due = 0
    if cell.exempt == 1 and cell.limit < math.inf:
        return
    if t.clauses[clause].held_by == OFFICE:
        _close_average(t, clause, office)
        return
    for w in range(team.first, team.end):
        _close_worker(t, clause, w, cell)


def _close_worker(t: Tables, clause: int, w: int, cell: Row) -> None:
    """Hold one worker's caseload against the limit."""
    streak = t.streaks[_streak(t, clause, w)]
    caseload = _caseload(t, clause, w)
    if cell.limit == math.inf:
        streak.run = 0
        return
    if caseload == NOT_MEASURED:
        return
    cell.workers += 1
    if streak.person != t.workers[w].person:
        streak.person = t.workers[w].person
        streak.run = 0
    streak.run = _next_run(cell, streak.run, caseload)
    if streak.run >= t.clauses[clause].consecutive:
        cell.triggered += 1
        _grant(t, clause, w, cell)


def _close_average(t: Tables, clause: int, office: int) -> None:
    """Hold an office's average caseload against the limit; its workers share the remedy."""
    agency = t.agency[0]
    cell = t.clause_months[month_row(t, clause, office, t.now[0].month)]
    number = office * agency.roles + t.clauses[clause].role
    streak = t.streaks[_streak(t, clause, agency.positions + office)]
    if cell.limit == math.inf:
        streak.run = 0
        return
    team = t.teams[number]
    cases = 0.0
    weight = 0.0
    for w in range(team.first, team.end):
        caseload = _caseload(t, clause, w)
        if caseload != NOT_MEASURED:
            cell.workers += 1
            share = _weight(t, clause, w)
            cases += caseload * share
            weight += share
    if cell.workers == 0:
        return
    streak.run = _next_run(cell, streak.run, cases / weight)
    if streak.run < t.clauses[clause].consecutive:
        return
    cell.triggered += 1
    for w in range(team.first, team.end):
        if _caseload(t, clause, w) != NOT_MEASURED:
            t.streaks[_streak(t, clause, w)].person = t.workers[w].person
            _grant(t, clause, w, cell)
    if t.clauses[clause].remedy == REMEDY_STOP_INTAKE:
        _stop(t.teams[number], t.clauses[clause].unit, cell.limit)


def _next_run(cell: Row, run: int, caseload: float) -> int:
    """Return the months running over the limit, this one with them, and count it if it is."""
    if caseload <= cell.limit + TINY:
        return 0
    cell.over += 1
    return run + 1


def _grant(t: Tables, clause: int, w: int, cell: Row) -> None:
    """Let a worker have the clause's remedy next month."""
    described = t.clauses[clause]
    cell.entitled += 1
    t.streaks[_streak(t, clause, w)].due = 1
    if described.remedy == REMEDY_OVERTIME:
        t.workers[w].clause_overtime += described.overtime
    elif described.remedy == REMEDY_STOP_INTAKE and described.held_by != OFFICE:
        _stop(t.workers[w], described.unit, cell.limit)


def _stop(row: Row, unit: int, limit: float) -> None:
    """Let a worker or a team take nothing that would exceed the limit; the lowest one holds."""
    if unit == IN_CHILDREN:
        row.stop_children = min(row.stop_children, limit)
    else:
        row.stop_families = min(row.stop_families, limit)


def _caseload(t: Tables, clause: int, w: int) -> float:
    """Return a worker's caseload as the clause measures it; `NOT_MEASURED` for who was away.

    Measured is who is on duty as the month ends and was at work on any of its days, not who is
    there at the instant of its end.
    """
    worker = t.workers[w]
    if worker.state != ON_DUTY or worker.present <= 0.0:
        return NOT_MEASURED
    if t.clauses[clause].measured == DAILY_AVERAGE:
        held = worker.child_months
        if t.clauses[clause].unit != IN_CHILDREN:
            held = worker.family_months
        return float(held / worker.present)
    return float(cases_held(t, clause, w))


def _weight(t: Tables, clause: int, w: int) -> float:
    """Return how much of an office's average a worker is: one, or the part of the month present."""
    if t.clauses[clause].measured == DAILY_AVERAGE:
        return float(t.workers[w].present)
    return 1.0


def _streak(t: Tables, clause: int, place: int) -> int:
    """Return the row of the streak of a position, or of an office behind the last position."""
    agency = t.agency[0]
    return int(clause * (agency.positions + agency.offices) + place)
