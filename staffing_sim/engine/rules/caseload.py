"""Who holds which case, and the next event among a worker's cases.

A worker's cases form a list in the order in which they came; a second worker's (say an adoption
worker's, beside the primary one) form a separate list. Here a case only joins or leaves a list
and its hours join or leave the demand; who should take it is decided in ``assignment``. The first
response to a family runs down with the worker who holds it; what is left goes to the next.
"""

import math

from staffing_sim.engine.codes import BIRTHDAY, FIRST_RESPONSE, HELD, LEG_END, WORK_DONE
from staffing_sim.engine.rules.calendar import cancel, schedule
from staffing_sim.engine.rules.hours import advance, settle
from staffing_sim.engine.tables import Row, Table, Tables


def is_family(t: Tables, c: int) -> bool:
    """Is this case a family under investigation, not a child of an open case?"""
    return bool(c < t.agency[0].families)


def append(links: Table, ends: Row, c: int) -> None:
    """Put a case at the end of a list: of a worker, of a second worker, or of those who wait.

    ``links`` has a row per case with its neighbours, ``ends`` the first and the last of the list.
    """
    links[c].next = -1
    links[c].previous = ends.last
    if ends.last >= 0:
        links[ends.last].next = c
    else:
        ends.first = c
    ends.last = c


def unlink(links: Table, ends: Row, c: int) -> None:
    """Take a case out of its list."""
    link = links[c]
    if link.previous >= 0:
        links[link.previous].next = link.next
    else:
        ends.first = link.next
    if link.next >= 0:
        links[link.next].previous = link.previous
    else:
        ends.last = link.previous


def take(t: Tables, c: int, w: int, now: float) -> None:
    """Let a worker take a case as primary worker; ``refresh`` must follow."""
    advance(t, w, now)
    case = t.cases[c]
    worker = t.workers[w]
    if not holds_family(t, c, w):
        worker.families += 1
    worker.children += case.size
    case.state = HELD
    case.worker = w
    if math.isnan(case.assigned):
        case.assigned = now
    case.target = worker.clock + case.work_left
    _take_up_response(case, worker, now)
    append(t.cases, worker, c)
    _add_demand(t, worker, case, 1.0)
    cancel(t.case_calendar, t.case_where, t.agency[0].positions + c)


def release(t: Tables, c: int, now: float) -> None:
    """Take a case out of its primary worker's hands; ``refresh`` must follow."""
    case = t.cases[c]
    w = case.worker
    advance(t, w, now)
    worker = t.workers[w]
    if case.done == 0:
        case.work_left = max(0.0, case.target - worker.clock)
    if case.unanswered == 1:
        worker.unanswered -= 1
        case.delay_left = max(0.0, case.response_target - worker.response_clock)
    _add_demand(t, worker, case, -1.0)
    unlink(t.cases, worker, c)
    case.worker = -1
    worker.children -= case.size
    if not holds_family(t, c, w):
        worker.families -= 1
    _clear_if_idle(worker)


def take_second(t: Tables, c: int, w: int, now: float) -> None:
    """Let a worker work beside the primary one, with the stage's second hours."""
    advance(t, w, now)
    case = t.cases[c]
    worker = t.workers[w]
    stage = t.stages[case.stage]
    case.second = w
    worker.secondary += case.size
    append(t.second_links, t.second_lists[w], c)
    _add_second_hours(worker, stage, 1.0)


def release_second(t: Tables, c: int, now: float) -> None:
    """End the second worker's part in a case; ``refresh`` must follow."""
    case = t.cases[c]
    w = case.second
    advance(t, w, now)
    worker = t.workers[w]
    unlink(t.second_links, t.second_lists[w], c)
    case.second = -1
    worker.secondary -= case.size
    _add_second_hours(worker, t.stages[case.stage], -1.0)
    _clear_if_idle(worker)


def make_contact(case: Row, worker: Row, now: float) -> None:
    """Let a worker make the first contact with the family of an investigation."""
    case.unanswered = 0
    case.responded = now
    worker.unanswered -= 1
    worker.first_responses += 1.0


def finish_casework(t: Tables, c: int) -> None:
    """Stop demanding casework for a case whose work is done; contact and court go on."""
    case = t.cases[c]
    case.done = 1
    case.work_left = 0.0
    if case.worker >= 0:
        t.workers[case.worker].casework_demand -= t.stages[case.stage].casework


def refresh(t: Tables, w: int) -> None:
    """After a change: settle the worker's hours and find the next event among the cases."""
    settle(t, w)
    plan_next(t, w)


def plan_next(t: Tables, w: int) -> None:
    """Put the earliest event among a worker's cases into the calendar."""
    worker = t.workers[w]
    time, kind, subject = _next_of_cases(t, worker)
    if worker.unanswered > 0:
        family = _next_to_answer(t, worker)
        answered_at = _answered_at(worker, t.cases[family].response_target)
        if answered_at <= time and answered_at < math.inf:
            time = answered_at
            kind = FIRST_RESPONSE
            subject = family
    schedule(t.case_calendar, t.case_where, w, time, kind, subject)


def _next_of_cases(t: Tables, worker: Row) -> tuple[float, int, int]:
    """Return time, kind and case of the next work done, leg's end or birthday, if there is one."""
    time = math.inf
    kind = 0
    subject = -1
    lowest = math.inf
    nearest = -1
    c = worker.first
    while c >= 0:
        case = t.cases[c]
        date, what = _next_date(case)
        if date < time or (date == time and _precedes(what, c, kind, subject)):
            time = date
            kind = what
            subject = c
        if case.done == 0 and (case.target < lowest or (case.target == lowest and c < nearest)):
            lowest = case.target
            nearest = c
        c = case.next
    done_at = _reached_at(worker, lowest)
    if done_at <= time and done_at < math.inf:
        time = done_at
        kind = WORK_DONE
        subject = nearest
    return time, kind, subject


def _next_date(case: Row) -> tuple[float, int]:
    """Return when a case next has a date, its leg's end or a birthday, and which; infinite if none.

    No investigation ends before its first contact, whatever its date.
    """
    if case.done == 1 and case.unanswered == 0 and case.due <= case.ages_out:
        return float(case.due), LEG_END
    return float(case.ages_out), BIRTHDAY


def _next_to_answer(t: Tables, worker: Row) -> int:
    """Return the family that the worker contacts next; of equals the lowest id."""
    lowest = math.inf
    nearest = -1
    c = worker.first
    while c >= 0:
        case = t.cases[c]
        if case.unanswered == 1 and (
            case.response_target < lowest or (case.response_target == lowest and c < nearest)
        ):
            lowest = case.response_target
            nearest = c
        c = case.next
    return int(nearest)


def plan_unheld(t: Tables, c: int) -> None:
    """Put the next date of a case without a worker into the calendar: it has no casework."""
    time, kind = _next_date(t.cases[c])
    schedule(t.case_calendar, t.case_where, t.agency[0].positions + c, time, kind, c)


def holds_family(t: Tables, c: int, w: int) -> bool:
    """Does the worker hold this case's family: the case itself or one of its siblings?"""
    case = t.cases[c]
    if case.children == 0:
        return bool(case.worker == w)
    for sibling in range(case.first_child, case.first_child + case.children):
        if t.cases[sibling].worker == w and t.cases[sibling].state == HELD:
            return True
    return False


def _precedes(kind: int, c: int, other_kind: int, other: int) -> bool:
    return kind < other_kind or (kind == other_kind and c < other)


def _reached_at(worker: Row, target: float) -> float:
    """Return when the worker's virtual clock reaches a value."""
    if target == math.inf:
        return math.inf
    ahead = target - worker.clock
    if ahead <= 0.0:
        return float(worker.clock_at)
    if worker.speed <= 0.0:
        return math.inf
    return float(worker.clock_at + ahead / worker.speed)


def _answered_at(worker: Row, target: float) -> float:
    """Return when the clock of first responses reaches a value; it stands still for who is away."""
    if worker.response_speed <= 0.0:
        return math.inf
    ahead = max(0.0, target - worker.response_clock)
    return float(worker.clock_at + ahead / worker.response_speed)


def _take_up_response(case: Row, worker: Row, now: float) -> None:
    """Go on with what is left of a first response; one without delay is made at once."""
    if case.unanswered == 0:
        return
    worker.unanswered += 1
    case.response_target = worker.response_clock + case.delay_left
    if case.delay_left == 0.0 and worker.response_speed > 0.0:
        make_contact(case, worker, now)


def _add_demand(t: Tables, worker: Row, case: Row, sign: float) -> None:
    stage = t.stages[case.stage]
    worker.contact_demand += sign * stage.contact
    worker.court_demand += sign * stage.court
    if stage.contact_required == 1:
        worker.visit_demand += sign * stage.contact
    elif stage.of_families == 1:
        worker.investigation_demand += sign * stage.contact
    if case.done == 0:
        worker.casework_demand += sign * stage.casework


def _add_second_hours(worker: Row, stage: Row, sign: float) -> None:
    worker.contact_demand += sign * stage.second_contact
    if stage.contact_required == 1:
        worker.visit_demand += sign * stage.second_contact
    worker.casework_demand += sign * stage.second_casework
    worker.court_demand += sign * stage.second_court


def _clear_if_idle(worker: Row) -> None:
    """Wipe the rounding left over in the demands of a worker who holds nothing."""
    if worker.children == 0 and worker.secondary == 0:
        worker.contact_demand = 0.0
        worker.casework_demand = 0.0
        worker.court_demand = 0.0
        worker.visit_demand = 0.0
        worker.investigation_demand = 0.0
