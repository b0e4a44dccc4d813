"""The queue of those without a worker: by tier, then by time of waiting, then by id."""

from staffing_sim.engine.codes import SEEKING, WAITING
from staffing_sim.engine.rules.caseload import plan_unheld
from staffing_sim.engine.rules.groups import team_of
from staffing_sim.engine.tables import Tables


def head_of_queue(t: Tables, team: int) -> int:
    """Return the first case waiting: by tier, then by time of waiting, then by id; or -1."""
    tiers = t.agency[0].tiers
    for tier in range(tiers):
        first = t.queues[team * tiers + tier].first
        if first >= 0:
            return int(first)
    return -1


def leave_queue(t: Tables, c: int) -> None:
    """Take a waiting case out of its queue."""
    case = t.cases[c]
    team = team_of(t, case)
    queue = t.queues[team * t.agency[0].tiers + case.tier]
    if case.previous >= 0:
        t.cases[case.previous].next = case.next
    else:
        queue.first = case.next
    if case.next >= 0:
        t.cases[case.next].previous = case.previous
    else:
        queue.last = case.previous
    t.teams[team].waiting_children -= case.size
    t.teams[team].waiting_families -= 1


def enqueue_group(t: Tables, c: int, team: int) -> None:
    """Put a group at the end of its tier's queue, siblings in the order of their ids."""
    case = t.cases[c]
    t.teams[team].ask = 1
    if c < t.agency[0].families:
        _enqueue(t, c, team)
        return
    for sibling in range(case.first_child, case.first_child + case.children):
        other = t.cases[sibling]
        if other.state == SEEKING and team_of(t, other) == team:
            _enqueue(t, sibling, team)


def _enqueue(t: Tables, c: int, team: int) -> None:
    case = t.cases[c]
    queue = t.queues[team * t.agency[0].tiers + case.tier]
    case.state = WAITING
    case.next = -1
    case.previous = queue.last
    if queue.last >= 0:
        t.cases[queue.last].next = c
    else:
        queue.first = c
    queue.last = c
    t.teams[team].waiting_children += case.size
    t.teams[team].waiting_families += 1
    plan_unheld(t, c)
