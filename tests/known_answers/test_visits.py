"""The monthly visits of one worker with a fixed caseload."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from staffing_sim.agency.demand import ContactRule
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.engine.records import Records
from staffing_sim.world import draw_world
from tests.known_answers.agencies import (
    HOURS,
    agency,
    care,
    open_door,
    run_as_is,
)
from tests.known_answers.theory import assert_law_is, assert_mean_is


def visits(*, children: int, attempts: float, months: int, offices: int, **rule: Any) -> Records:
    """Run offices with one worker, hours for so many attempts, and children who never leave.

    Their cases open in the first month, in which no visit is due yet.
    """
    described = agency(
        [
            open_door("care"),
            care(
                Route(to="exit", cause="closed", share=1.0, wait=1000.0),
                hours=Hours(contact=HOURS),
                contact_required=True,
            ),
        ],
        offices=offices,
        families=1.2 * children,
        contact=ContactRule(**({"success": 1.0, "hours_per_attempt": HOURS / attempts} | rule)),
    )
    world = draw_world(described, months=1, seed=21)
    families = world.families[: offices * children].copy()
    families["office"] = np.arange(len(families)) // children
    found = world.children[: len(families)]
    world = replace(world, families=families, children=found, months=months + 1)
    return run_as_is(described, world)


def month_by_office(records: Records, column: str) -> np.ndarray:
    """Return a count for each month and office, the first month left out."""
    stages, offices = len(records.agency.stages), len(records.agency.offices)
    counts = records.contact_months[column].reshape(records.months, offices, stages)
    return np.asarray(counts.sum(axis=2)[1:])


def law_of_seen(children: int, attempts: int, success: float, reach: float = 1.0) -> np.ndarray:
    """Return the chance that k children are seen: min(those in reach, successful attempts)."""
    in_reach = stats.binom.pmf(np.arange(children + 1), children, reach)
    hits = stats.binom.pmf(np.arange(attempts + 1), attempts, success)
    seen = np.zeros(children + 1)
    for reachable, chance in enumerate(in_reach):
        for hit, chance_of_hit in enumerate(hits):
            seen[min(reachable, hit)] += chance * chance_of_hit
    return seen


@pytest.mark.parametrize(
    ("children", "attempts", "success", "beyond"),
    [(5, 6, 0.6, 0.0), (5, 4, 0.85, 0.0), (4, 12, 0.3, 0.0), (5, 6, 0.6, 0.2)],
)
def test_unseen_children_have_the_law_of_a_limited_number_of_attempts(
    children: int, attempts: int, success: float, beyond: float
) -> None:
    """Known answer 11: E[unseen] = sum_{k<n} (n - k) C(A, k) q^k (1 - q)^(A - k), and all the law.

    Months are independent replications: a household's luck is new in each. Sees .09 of a child in
    the mean and .04 of each chance.
    """
    records = visits(
        children=children,
        attempts=attempts,
        months=60,
        offices=180,
        success=success,
        out_of_reach_share=beyond,
    )
    assert (month_by_office(records, "eligible") == children).all()
    seen = month_by_office(records, "seen").ravel()
    law = law_of_seen(children, attempts, success, 1.0 - beyond)
    assert_law_is(seen, law, smallest_error=0.04)
    unseen = float((children - np.arange(children + 1)) @ law)
    assert_mean_is(children - seen, unseen, smallest_error=0.1)
    if beyond == 0.0:
        k = np.arange(children)
        formula = ((children - k) * stats.binom.pmf(k, attempts, success)).sum()
        assert formula == pytest.approx(unseen, abs=1e-12)


def test_every_unseen_child_has_one_reason_and_it_is_the_right_one() -> None:
    """Exact: nobody is unassigned or absent here, and without lack of reach none is beyond it."""
    records = visits(children=5, attempts=4, months=24, offices=20, success=0.7)
    names = ("out_of_reach", "unassigned", "worker_absent", "overload", "missed_attempts")
    reasons = {name: month_by_office(records, name) for name in names}
    unseen = month_by_office(records, "eligible") - month_by_office(records, "seen")
    assert (sum(reasons.values()) == unseen).all()
    for name in ("out_of_reach", "unassigned", "worker_absent"):
        assert (reasons[name] == 0).all()
    assert (reasons["missed_attempts"] <= 1).all()  # only the last household visited is cut short


@pytest.mark.parametrize(("children", "visited"), [(7, 3), (10, 2), (6, 5), (8, 4)])
def test_nobody_waits_longer_than_a_full_round_when_the_longest_unseen_come_first(
    children: int, visited: int
) -> None:
    """Known answer 12, exact: no gap above ceil(n / s) months, and the bound is met."""
    records = visits(children=children, attempts=visited, months=40, offices=2)
    longest = records.cases["longest_unseen_run"][records.n_families :]
    gap = -(-children // visited)
    assert longest.max() + 1 == gap
    assert (month_by_office(records, "seen") == visited).all()


def test_the_last_in_line_are_never_seen_when_visits_go_by_case_number() -> None:
    """Exact, the other side of known answer 12."""
    records = visits(children=7, attempts=3, months=30, offices=2, order="case_number")
    unseen = records.cases["unseen_months"][records.n_families :].reshape(2, 7)
    assert (unseen == [0, 0, 0, 30, 30, 30, 30]).all()


@pytest.mark.parametrize(("attempts", "in_two_years"), [(2.5, 60), (1.75, 42), (0.4, 9)])
def test_parts_of_attempts_are_carried_over_to_the_next_month(
    attempts: float, in_two_years: int
) -> None:
    """Exact: hours for 2.5 visits a month make 60 in two years, not 48."""
    records = visits(children=7, attempts=attempts, months=24, offices=2)
    # The month in which the cases open brings attempts, too, beside the half that day 0 found: of
    # them the part is carried.
    first = (attempts + 0.5) % 1.0
    assert np.floor(24 * attempts + 1e-9) == in_two_years
    expected = np.floor(24 * attempts + first + 1e-9)
    assert (month_by_office(records, "seen").sum(axis=0) == expected).all()
