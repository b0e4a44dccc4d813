"""From an open position to a worker on duty: recruiting, academy seats, the next person.

A position passes through recruiting (time to fill), waiting for an academy cohort and the academy
before duty begins; when its person leaves it is refilled or not. Who comes is the luck of
(position, generation). `Hires` says what net, gross and other kinds of hires mean; they are set in
`engine.positions`: from which month a position may be filled, and whether it is refilled.
"""

import math

from staffing_sim.engine.codes import (
    ACADEMY,
    ANY_ROLE,
    AWAITING_ACADEMY,
    CUT_AWAY,
    FAILED_ACADEMY,
    GENERATIONS_EXHAUSTED,
    RECRUITING,
    REPLACEMENTS_FIRST,
    UNAUTHORISED,
    VACANT,
)
from staffing_sim.engine.rules.hours import lever_of
from staffing_sim.engine.rules.workers import plan_staff, start_duty
from staffing_sim.engine.tables import Tables


def close_post(t: Tables, w: int) -> None:
    """Close a post for good: nobody is looked for any more, and nobody will be."""
    worker = t.workers[w]
    worker.state = UNAUTHORISED
    worker.start_kind = CUT_AWAY
    worker.person = -1
    worker.starts = math.inf
    worker.task_at = math.inf
    plan_staff(t, w)


def closes_with_vacancy(t: Tables, w: int) -> bool:
    """Close a post that has just fallen vacant, if its team has posts to lose."""
    team = t.teams[t.workers[w].team]
    if team.to_close == 0:
        return False
    team.to_close -= 1
    close_post(t, w)
    return True


def want_person(t: Tables, w: int, now: float) -> None:
    """Open a position for a new person: recruiting begins, or waits for the end of a freeze."""
    worker = t.workers[w]
    worker.state = VACANT
    worker.person = -1
    worker.starts = now
    plan_staff(t, w)  # a freeze may leave nothing to happen here for months
    if t.months[t.now[0].month].frozen == 0:
        begin_recruiting(t, w, now)


def begin_recruiting(t: Tables, w: int, now: float) -> None:
    """Start looking for the position's next person."""
    person = next_person(t, w)
    worker = t.workers[w]
    worker.state = RECRUITING
    worker.starts = math.inf
    t.people[person].recruited = now
    worker.task_at = now + t.people[person].fill_months
    plan_staff(t, w)


def fill(t: Tables, w: int, now: float) -> None:
    """Recruiting found someone: into the queue for the academy, or on duty where there is none."""
    worker = t.workers[w]
    worker.task_at = math.inf
    if t.agency[0].academy_months <= 0.0:
        t.people[worker.person].hired = now
        start_duty(t, w, 0, now)
        return
    worker.state = AWAITING_ACADEMY
    t.people[worker.person].ready_at = now
    plan_staff(t, w)


def start_outright(t: Tables, w: int, now: float) -> None:
    """A person starts without recruiting: a gross hire, or one of the pipeline."""
    next_person(t, w)
    fill(t, w, now)


def start_trained(t: Tables, w: int, now: float) -> None:
    """A trained person is on duty at once, with a full caseload."""
    person = t.people[next_person(t, w)]
    person.trained = 1
    person.hired = now
    start_duty(t, w, t.agency[0].ramp_steps, now)


def start_from_desk(t: Tables, w: int, now: float) -> None:
    """Somebody takes cases who has been at a desk until now; the years there count as tenure."""
    t.people[w * t.agency[0].generations].served += now
    start_trained(t, w, now)


def fill_vacancy(t: Tables, w: int, now: float) -> None:
    """A plan fills a post empty since day 0, unless recruiting has found somebody by now."""
    worker = t.workers[w]
    if worker.state == RECRUITING and worker.generation == 0:
        t.people[worker.person].recruited = math.nan
        worker.generation = -1
    elif worker.state != VACANT or worker.generation >= 0:
        return
    if worker.fill_trained == 1:
        start_trained(t, w, now)
    else:
        start_outright(t, w, now)


def start_cohort(t: Tables, now: float) -> None:
    """Let those who wait start the academy as far as the seats reach: first those kept for a role.

    Who did not get a kept seat stands in line with everybody else for the seats that are left,
    kept ones that nobody claimed among them.
    """
    seats = t.months[t.now[0].month].seats
    for role in range(t.agency[0].roles):
        kept = lever_of(t, role).kept_seats
        if kept > 0:
            seats -= _give_seats(t, role, kept, now)
    _give_seats(t, ANY_ROLE, seats, now)


def _give_seats(t: Tables, role: int, seats: int, now: float) -> int:
    """Give so many seats (-1: as many as it takes) to those in line; return how many were taken."""
    taken = 0
    while taken != seats:
        chosen = _first_in_line(t, role)
        if chosen < 0:
            return taken
        enter_academy(t, chosen, now, t.agency[0].academy_months)
        taken += 1
    return taken


def _first_in_line(t: Tables, role: int) -> int:
    """Return whose turn it is for a seat, among those of a role or of any; -1 if nobody waits."""
    chosen = -1
    for w in range(t.agency[0].positions):
        worker = t.workers[w]
        if (
            worker.state == AWAITING_ACADEMY
            and (role == ANY_ROLE or worker.role == role)
            and (chosen < 0 or _is_seated_before(t, w, chosen))
        ):
            chosen = w
    return chosen


def _is_seated_before(t: Tables, w: int, other: int) -> bool:
    """Tell whose turn comes first: a successor's, where those go first, else who came first."""
    person = t.people[t.workers[w].person]
    rival = t.people[t.workers[other].person]
    if (
        t.months[t.now[0].month].seat_order == REPLACEMENTS_FIRST
        and person.new_post != rival.new_post
    ):
        return bool(person.new_post < rival.new_post)
    return bool(person.ready_at < rival.ready_at)


def enter_academy(t: Tables, w: int, began: float, months: float) -> None:
    """Begin so long an academy (before day 0 for those in it when the run starts)."""
    worker = t.workers[w]
    worker.state = ACADEMY
    worker.task_at = began + months
    t.people[worker.person].hired = began
    plan_staff(t, w)


def graduate(t: Tables, w: int, now: float) -> None:
    """The academy ends: duty begins, or the trainee has dropped out."""
    worker = t.workers[w]
    worker.task_at = math.inf
    if t.people[worker.person].academy_luck < t.agency[0].dropout:
        end_career(t, w, FAILED_ACADEMY, now)
        refill(t, w, now)
    else:
        start_duty(t, w, 0, now)


def refill(t: Tables, w: int, now: float) -> None:
    """Recruit for a vacated position, unless a cut takes it or it is not to be refilled."""
    if closes_with_vacancy(t, w):
        return
    worker = t.workers[w]
    lever = lever_of(t, worker.role)
    leaver = t.people[w * t.agency[0].generations + worker.generation]
    if worker.refilled == 1 and leaver.refill_luck < lever.backfill:
        want_person(t, w, now)
    else:
        plan_staff(t, w)


def end_career(t: Tables, w: int, reason: int, now: float) -> None:
    """Write down that a position's person has left, and why; the position is vacant."""
    worker = t.workers[w]
    t.people[worker.person].left = now
    t.people[worker.person].reason = reason
    worker.state = VACANT
    worker.person = -1
    worker.starts = math.inf


def next_person(t: Tables, w: int) -> int:
    """Return the row of the position's next person; running out of generations stops the run."""
    worker = t.workers[w]
    worker.generation += 1
    if worker.generation >= t.agency[0].generations:
        t.now[0].fault = GENERATIONS_EXHAUSTED
        t.now[0].fault_at = w
        worker.generation = t.agency[0].generations - 1
    worker.person = w * t.agency[0].generations + worker.generation
    t.people[worker.person].position = w
    t.people[worker.person].office = worker.office
    return int(worker.person)
