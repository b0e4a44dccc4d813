"""First responses to referrals, and the monthly visits.

At a month end each child whose case was open the whole month is due a visit. An attempt is made to
a household; each further sibling there costs a share of the first. How many attempts a household
needs, and whether it is out of reach this month, is the household's own luck, so two plans meet the
same families: a worker with more hours gets further down the same list.
"""

import math

from staffing_sim.engine.codes import (
    HELD,
    MISSED_ATTEMPTS,
    OUT_OF_REACH,
    OVERLOAD,
    UNASSIGNED,
    WORKER_ABSENT,
)
from staffing_sim.engine.tables import Row, Tables

SEEN = -1
TINY = 1e-9  # guards a floor against rounding; far below one attempt
SLOWEST_RESPONSE_SHARE = 0.05  # a response is delayed at most twentyfold by lack of hours
AWAY_SHARE = 0.5  # a worker away for this share of a month counts as absent in it


def first_response(t: Tables, c: int, w: int, now: float) -> None:
    """Record when the family of a new investigation is first contacted, given its worker.

    Contact already made, before day 0 or by a worker who has left since, is not made again.
    """
    case = t.cases[c]
    if case.opened < 0.0 or case.responded <= now:
        return
    worker = t.workers[w]
    share = max(worker.contact_share, SLOWEST_RESPONSE_SHARE)
    case.responded = now + case.delay / share
    worker.first_responses += 1.0


def visit_caseload(t: Tables, w: int, now: float) -> None:
    """Make a worker's visits of the month that ends now."""
    worker = t.workers[w]
    count = _due_list(t, w, now)
    if worker.away >= AWAY_SHARE:
        for i in range(count):
            _covered(t, t.scratch[i].case, WORKER_ABSENT)
        return
    attempts = _attempts(t, worker)
    budget = math.floor(attempts + TINY)
    worker.attempts_left = float(budget)
    short = 0
    for i in range(count):
        c = t.scratch[i].case
        if t.cases[c].no_contact_until > now:
            _record(t, c, UNASSIGNED)
        elif t.scratch[c].handled == 0:
            outcome = _visit_household(t, c, w, now, short)
            if outcome == OVERLOAD or outcome == MISSED_ATTEMPTS:
                short = 1
    for i in range(count):
        t.scratch[t.scratch[i].case].handled = 0
    carried = max(0.0, attempts - budget)
    if short == 1:
        carried += worker.attempts_left
    worker.attempts_left = carried


def visit_unassigned(t: Tables, c: int, now: float) -> None:
    """Settle the month of a child without a worker: seen by whoever covers, or not."""
    if _is_due(t, t.cases[c], now):
        _covered(t, c, UNASSIGNED)


def _due_list(t: Tables, w: int, now: float) -> int:
    """Write the children due a visit into the scratch rows, in visiting order; return how many."""
    count = 0
    c = t.workers[w].first
    while c >= 0:
        case = t.cases[c]
        if _is_due(t, case, now):
            place = count
            while place > 0 and _visited_before(t, c, t.scratch[place - 1].case):
                t.scratch[place].case = t.scratch[place - 1].case
                place -= 1
            t.scratch[place].case = c
            count += 1
        c = case.next
    return count


def _is_due(t: Tables, case: Row, now: float) -> bool:
    if t.stages[case.stage].contact_required == 0:
        return False
    if t.agency[0].whole_month == 0:
        return True
    return bool(case.opened <= now - 1.0)


def _visited_before(t: Tables, c: int, other: int) -> bool:
    """Does this child come before another: longest unseen first (if that is the rule), then id."""
    if t.agency[0].longest_first == 1:
        run = t.cases[c].unseen_run
        other_run = t.cases[other].unseen_run
        if run != other_run:
            return bool(run > other_run)
    return c < other


def _attempts(t: Tables, worker: Row) -> float:
    """Return the attempts the month's hours allow, first responses paid first."""
    agency = t.agency[0]
    hours = worker.contact_hours + worker.aide_hours + worker.spare
    hours -= worker.first_responses * agency.first_response_hours
    return float(max(0.0, hours) / agency.hours_per_attempt + worker.attempts_left)


def _household(t: Tables, case: Row) -> int:
    """Return the head of the child's household: at home the first child of the family."""
    if t.stages[case.stage].shared == 1:
        return int(case.first_child)
    return int(case.household)


def _same_visit(t: Tables, sibling: int, head: int, w: int, now: float) -> bool:
    case = t.cases[sibling]
    return bool(
        case.state == HELD
        and case.worker == w
        and _household(t, case) == head
        and _is_due(t, case, now)
        and case.no_contact_until <= now
    )


def _household_cost(t: Tables, c: int, w: int, now: float) -> float:
    """Return the cost of one attempt at the child's household, in attempts at a single child."""
    case = t.cases[c]
    head = _household(t, case)
    members = 0
    for sibling in range(case.first_child, case.first_child + case.children):
        if _same_visit(t, sibling, head, w, now):
            members += 1
    return float(1.0 + t.agency[0].sibling_cost * (members - 1))


def _visit_household(t: Tables, c: int, w: int, now: float, short: int) -> int:
    """Try to see a household with the worker's attempts that are left; return the outcome.

    Once attempts have run short for one household, those after it wait too: a smaller one is not
    squeezed in, so that more attempts never leave more children unseen.
    """
    case = t.cases[c]
    worker = t.workers[w]
    head = _household(t, case)
    cost = _household_cost(t, c, w, now)
    possible = 0
    if short == 0:
        possible = math.floor(worker.attempts_left / cost + TINY)
    needed = _attempts_needed(t, case)
    made = min(needed, possible)
    outcome = SEEN
    if needed == 0:
        outcome = OUT_OF_REACH
    elif possible == 0:
        outcome = OVERLOAD
    elif possible < needed:
        outcome = MISSED_ATTEMPTS
    worker.attempts_left = max(0.0, worker.attempts_left - made * cost)
    for sibling in range(case.first_child, case.first_child + case.children):
        if _same_visit(t, sibling, head, w, now):
            t.scratch[sibling].handled = 1
            _record(t, sibling, outcome)
    return outcome


def _luck(t: Tables, case: Row) -> float:
    """Return the uniform of the child's household in this month."""
    agency = t.agency[0]
    offset = t.cases[_household(t, case)].luck
    return float(t.pool[(offset + t.now[0].month) % agency.pool_size])


def _attempts_needed(t: Tables, case: Row) -> int:
    """Return the number of attempts the household takes this month; 0 if it is out of reach."""
    agency = t.agency[0]
    luck = _luck(t, case)
    if luck < agency.out_of_reach:
        return 0
    luck = (luck - agency.out_of_reach) / (1.0 - agency.out_of_reach)
    needed = 1
    missed = 1.0 - agency.success
    while luck >= 1.0 - missed and needed < 1000:
        missed *= 1.0 - agency.success
        needed += 1
    return needed


def _covered(t: Tables, c: int, reason: int) -> None:
    """Settle the month of a child without an active worker."""
    agency = t.agency[0]
    case = t.cases[c]
    luck = _luck(t, case)
    if luck < agency.out_of_reach:
        _record(t, c, OUT_OF_REACH)
    elif (luck - agency.out_of_reach) / (1.0 - agency.out_of_reach) < agency.cover:
        _record(t, c, SEEN)
    else:
        _record(t, c, reason)


def _record(t: Tables, c: int, outcome: int) -> None:
    """Write one child-month: seen, or unseen for exactly one reason."""
    agency = t.agency[0]
    case = t.cases[c]
    cell = t.contact_months[
        (t.now[0].month * agency.offices + case.office) * agency.stages + case.stage
    ]
    cell.eligible += 1
    case.eligible_months += 1
    if outcome == SEEN:
        cell.seen += 1
        case.unseen_run = 0
        return
    if outcome == OUT_OF_REACH:
        cell.out_of_reach += 1
    elif outcome == UNASSIGNED:
        cell.unassigned += 1
    elif outcome == WORKER_ABSENT:
        cell.worker_absent += 1
    elif outcome == OVERLOAD:
        cell.overload += 1
    else:
        cell.missed_attempts += 1
    case.unseen_months += 1
    case.unseen_run += 1
    case.longest_unseen_run = max(case.longest_unseen_run, case.unseen_run)
    if case.unseen_run >= 2:
        cell.unseen_two += 1
    if case.unseen_run >= 3:
        cell.unseen_three += 1
