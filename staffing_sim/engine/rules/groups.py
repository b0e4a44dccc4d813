"""Who belongs together: a case's team, the siblings who need a worker with it, and who has them."""

import math

from staffing_sim.engine.tables import Row, Tables


def team_of(t: Tables, case: Row) -> int:
    """Return the team a case belongs to: its office's workers of its stage's role, or -1."""
    role = t.stages[case.stage].role
    if role < 0:
        return -1
    return int(case.office * t.agency[0].roles + role)


def group_size(t: Tables, c: int) -> int:
    """Return the number of children who need a worker together with this case."""
    case = t.cases[c]
    if c < t.agency[0].families:
        return int(case.size)
    team = team_of(t, case)
    count = 0
    for sibling in range(case.first_child, case.first_child + case.children):
        if t.cases[sibling].state == case.state and team_of(t, t.cases[sibling]) == team:
            count += 1
    return count


def siblings_worker(t: Tables, c: int, team: int) -> int:
    """Return the worker of this team who has a sibling of the child, or -1."""
    case = t.cases[c]
    if c < t.agency[0].families:
        return -1
    for sibling in range(case.first_child, case.first_child + case.children):
        w = t.cases[sibling].worker
        if w >= 0 and t.workers[w].team == team and t.workers[w].score < math.inf:
            return int(w)
    return -1
