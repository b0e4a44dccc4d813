"""The monthly visits: who is seen, by their own worker or by cover, and why others are not.

At a month end each child whose case was open the whole month is due a visit. An attempt is made to
a household; each further sibling there costs a share of the first. How many attempts a household
needs, and whether it is out of reach this month, is the household's own luck, so two plans meet the
same families: a worker with more hours gets further down the same list.

Children who wait for a worker, or whose worker was away, are visited with hours that somebody has:
those of their team's supervisors, and attempts that colleagues have left if the agency says so.
"""

import math

from staffing_sim.engine.codes import (
    HELD,
    MISSED_ATTEMPTS,
    ON_DUTY,
    OUT_OF_REACH,
    OVERLOAD,
    UNASSIGNED,
    WORKER_ABSENT,
)
from staffing_sim.engine.tables import Row, Tables

SEEN = -1
TINY = 1e-9  # guards a floor against rounding; far below one attempt
AWAY_SHARE = 0.5  # a worker away for this share of a month counts as absent in it


def visit_caseload(t: Tables, w: int, now: float) -> None:
    """Make a worker's visits of the month that ends now; who was away leaves them to others."""
    worker = t.workers[w]
    if worker.away >= AWAY_SHARE:
        return
    count = _add_to_list(t, worker.first, 0, now)
    worker.attempts_left, unspent = _visit_in_turn(t, count, _attempts(t, worker))
    if t.agency[0].colleagues_cover == 1:
        t.teams[worker.team].colleagues_attempts += unspent


def cover_children(t: Tables, team: int, now: float) -> None:
    """Visit a team's children whose worker was away, and those who wait for one, as hours reach.

    Comes after all the team's own visits. Without any hours of the month what an earlier one left
    over is kept: nobody is seen while everyone is on strike.
    """
    agency = t.agency[0]
    row = t.teams[team]
    count = 0
    for w in range(row.first, row.end):
        if t.workers[w].state == ON_DUTY and t.workers[w].away >= AWAY_SHARE:
            count = _add_to_list(t, t.workers[w].first, count, now)
    for tier in range(agency.tiers):
        count = _add_to_list(t, t.queues[team * agency.tiers + tier].first, count, now)
    month = row.colleagues_attempts + _cover_hours(t, team) / agency.hours_per_attempt
    row.colleagues_attempts = 0.0
    if month > TINY:
        row.attempts_left, _ = _visit_in_turn(t, count, month + row.attempts_left)
    else:
        _visit_in_turn(t, count, 0.0)


def _cover_hours(t: Tables, team: int) -> float:
    """Return the hours a team's supervisors had for visits this month; they strike as it does."""
    role = t.roles[team % t.agency[0].roles]
    return float(t.teams[team].cover_hours * max(0.0, 1.0 - role.struck_months))


def _add_to_list(t: Tables, first: int, count: int, now: float) -> int:
    """Add those of a chain of cases who are due a visit to the scratch rows; return how many.

    Whoever may not be contacted yet after a hand-over is as good as unassigned, and not visited.
    """
    c = first
    while c >= 0:
        case = t.cases[c]
        if _is_due(t, case, now):
            if case.no_contact_until > now:
                _record(t, c, UNASSIGNED)
            else:
                t.scratch[count].case = c
                t.scratch[c].unvisited = 1
                count += 1
        c = case.next
    return count


def _visit_in_turn(t: Tables, count: int, attempts: float) -> tuple[float, float]:
    """Visit the children listed, in order; return the attempts carried over, and those unspent.

    Once attempts have run short for one household, those after it wait too: a smaller one is not
    squeezed in, so that more attempts never leave more children unseen.
    """
    _put_in_order(t, count)
    budget = math.floor(attempts + TINY)
    carried = max(0.0, attempts - budget)
    left = float(budget)
    short = 0
    for i in range(count):
        c = t.scratch[i].case
        if t.scratch[c].unvisited == 1:
            cost = _household_cost(t, c)
            possible = 0
            if short == 0:
                possible = math.floor(left / cost + TINY)
            needed = _attempts_needed(t, t.cases[c])
            left = max(0.0, left - min(needed, possible) * cost)
            if possible < needed:
                short = 1
            _record_household(t, c, needed, possible)
    if short == 1:
        return carried + left, 0.0
    return carried, left


def _put_in_order(t: Tables, count: int) -> None:
    """Put the children listed into visiting order: by insertion, in strides if there are many."""
    stride = 1
    while stride < count // 16:
        stride = 3 * stride + 1
    while stride > 0:
        for i in range(stride, count):
            c = t.scratch[i].case
            place = i
            while place >= stride and _visited_before(t, c, t.scratch[place - stride].case):
                t.scratch[place].case = t.scratch[place - stride].case
                place -= stride
            t.scratch[place].case = c
        stride //= 3


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
    """Return the attempts the month's hours for visits allow, and what was carried over.

    First responses are paid first: out of hours for investigations, and beyond these out of visits.
    """
    agency = t.agency[0]
    responses = worker.first_responses * agency.first_response_hours
    hours = worker.visit_hours + worker.spare
    hours -= max(0.0, responses - worker.investigation_hours)
    return float(max(0.0, hours) / agency.hours_per_attempt + worker.attempts_left)


def _household(t: Tables, case: Row) -> int:
    """Return the head of the child's household: at home the first child of the family."""
    if t.stages[case.stage].shared == 1:
        return int(case.first_child)
    return int(case.household)


def _same_visit(t: Tables, sibling: int, head: int) -> bool:
    """Is this sibling on the list, still unvisited, and in the same household?"""
    return bool(t.scratch[sibling].unvisited == 1 and _household(t, t.cases[sibling]) == head)


def _household_cost(t: Tables, c: int) -> float:
    """Return the cost of one attempt at the child's household, in attempts at a single child."""
    case = t.cases[c]
    head = _household(t, case)
    members = 0
    for sibling in range(case.first_child, case.first_child + case.children):
        if _same_visit(t, sibling, head):
            members += 1
    return float(1.0 + t.agency[0].sibling_cost * (members - 1))


def _record_household(t: Tables, c: int, needed: int, possible: int) -> None:
    """Write the month of everyone in a household, from attempts needed and attempts possible."""
    case = t.cases[c]
    head = _household(t, case)
    for sibling in range(case.first_child, case.first_child + case.children):
        if _same_visit(t, sibling, head):
            t.scratch[sibling].unvisited = 0
            if needed == 0:
                _record(t, sibling, OUT_OF_REACH)
            elif possible >= needed:
                _record(t, sibling, SEEN)
            else:
                _record(t, sibling, _why_missed(t, t.cases[sibling], possible))


def _why_missed(t: Tables, case: Row, possible: int) -> int:
    """Return why a child within reach was not seen: no worker, an absent one, or one overloaded."""
    if case.state != HELD:
        return UNASSIGNED
    if t.workers[case.worker].away >= AWAY_SHARE:
        return WORKER_ABSENT
    if possible == 0:
        return OVERLOAD
    return MISSED_ATTEMPTS


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
