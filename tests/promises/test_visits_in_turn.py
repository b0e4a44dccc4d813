"""A month's visits, by a worker or whoever covers: more attempts never leave more unseen."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.engine.codes import HELD, ON_DUTY
from staffing_sim.engine.rules.visits import cover_children, visit_caseload
from staffing_sim.engine.tables import (
    AGENCY,
    CASE,
    CONTACT_MONTH,
    NOW,
    ROLE,
    SCRATCH,
    STAGE,
    TEAM,
    WORKER,
    as_objects,
    rows,
)
from tests.promises.running import many_examples

Household = tuple[int, float, int]  # children, luck, months since last seen

households = st.lists(
    st.tuples(st.integers(1, 4), st.floats(0.0, 0.999), st.integers(0, 3)), min_size=1, max_size=8
)


def visited(
    families: list[Household], attempts: float, sibling_cost: float, *, covered: bool = False
) -> Any:
    """Visit a caseload with this many attempts, its worker's or its team's; return the tables."""
    count = sum(children for children, _, _ in families)
    cases = as_objects(rows(CASE, count))
    pool, first = [], 0
    for luck_row, (children, luck, unseen) in enumerate(families):
        pool.append(luck)
        for c in range(first, first + children):
            case = cases[c]
            case.family = case.luck = luck_row
            case.household = case.first_child = first
            case.children, case.size, case.state, case.worker = children, 1, HELD, 0
            case.unseen_run, case.opened, case.no_contact_until = unseen, -1.0, -1.0
            case.next, case.previous = (c + 1 if c + 1 < count else -1), c - 1
        first += children
    agency = as_objects(rows(AGENCY, 1))[0]
    agency.offices = agency.stages = agency.roles = 1
    agency.pool_size, agency.longest_first, agency.whole_month = len(pool), 1, 1
    agency.success, agency.sibling_cost, agency.hours_per_attempt = 0.6, sibling_cost, 1.0
    agency.out_of_reach = 0.05
    worker = as_objects(rows(WORKER, 1))[0]
    worker.state, worker.first, worker.last = ON_DUTY, 0, count - 1
    team = as_objects(rows(TEAM, 1))[0]
    team.end = 1
    if covered:
        worker.away, team.cover_hours = 1.0, attempts
    else:
        worker.visit_hours = attempts
    stage = as_objects(rows(STAGE, 1))[0]
    stage.contact_required = 1
    tables = SimpleNamespace(
        agency=[agency],
        now=as_objects(rows(NOW, 1)),
        cases=cases,
        workers=[worker],
        teams=[team],
        roles=as_objects(rows(ROLE, 1)),
        stages=[stage],
        pool=pool,
        contact_months=as_objects(rows(CONTACT_MONTH, 1)),
        scratch=as_objects(rows(SCRATCH, count)),
    )
    visit_caseload(tables, 0, 1.0)  # type: ignore[arg-type]
    cover_children(tables, 0, 1.0)  # type: ignore[arg-type]
    return tables


@many_examples
@given(
    households,
    st.integers(0, 25),
    st.integers(0, 5),
    st.sampled_from([0.0, 0.4, 1.0]),
    st.booleans(),
)
def test_more_attempts_leave_no_more_children_unseen(
    families: list[Household], attempts: int, more: int, sibling_cost: float, covered: bool
) -> None:
    few, many = (
        visited(families, so_many, sibling_cost, covered=covered).contact_months[0]
        for so_many in (attempts, attempts + more)
    )
    assert many.seen >= few.seen
    assert many.eligible == few.eligible == sum(children for children, _, _ in families)


@many_examples
@given(households, st.integers(0, 25), st.sampled_from([0.0, 0.4, 1.0]), st.booleans())
def test_attempts_are_spent_or_carried_over_while_anyone_waits(
    families: list[Household], attempts: int, sibling_cost: float, covered: bool
) -> None:
    """What is left while someone waits is less than the next attempt would have cost."""
    tables = visited(families, attempts, sibling_cost, covered=covered)
    visitor = tables.teams[0] if covered else tables.workers[0]
    left, cell = visitor.attempts_left, tables.contact_months[0]
    assert 0.0 <= left <= attempts
    assert cell.seen == 0 or cell.seen * min(1.0, sibling_cost) <= attempts - left
    assert (cell.worker_absent == 0) or covered
    if cell.overload + cell.missed_attempts + cell.worker_absent == 0:
        assert left == 0.0  # the month's slack is not saved up
    else:
        largest = max(children for children, _, _ in families)
        assert left < 1.0 + sibling_cost * (largest - 1)


@many_examples
@given(households, st.integers(0, 25))
def test_members_of_a_household_fare_alike(families: list[Household], attempts: int) -> None:
    tables = visited(families, attempts, 0.4)
    for case in tables.cases:
        head = tables.cases[case.household]
        assert (case.unseen_run, case.unseen_months) == (head.unseen_run, head.unseen_months)
    assert all(row.unvisited == 0 for row in tables.scratch)
