"""Traces worked out by hand: which visits are due, and what attempts and first responses cost."""

from __future__ import annotations

from typing import Any

import pytest

from staffing_sim.agency import ContactRule, Hours, Route
from staffing_sim.records import Records
from tests.known_answers.agencies import HOURS, agency, care, open_door, run_as_is, scripted
from tests.known_answers.traces import FOREVER


def visiting(
    *,
    arrivals: list[float],
    sizes: list[int] | None = None,
    contact: float,
    together: float = 1.0,
    **rule: Any,
) -> Records:
    """Run one worker for three months, with children who never leave."""
    described = agency(
        [
            open_door("care"),
            care(FOREVER, hours=Hours(contact=contact), contact_required=True),
        ],
        offices=1,
        families=60.0,
        demand={"family_size": 1.8, "households_together": together},
        contact=ContactRule(**({"success": 1.0} | rule)),
    )
    world = scripted(described, arrivals=arrivals, sizes=sizes or [1] * len(arrivals), months=3)
    return run_as_is(described, world)


def seen(records: Records) -> list[int]:
    stages = len(records.agency.stages)
    return records.contact_months["seen"].reshape(-1, stages).sum(axis=1).tolist()


def due(records: Records) -> list[int]:
    stages = len(records.agency.stages)
    return records.contact_months["eligible"].reshape(-1, stages).sum(axis=1).tolist()


def test_a_visit_is_due_to_children_whose_case_was_open_the_whole_month() -> None:
    arrivals = [0.0, 0.5, 1.0, 1.5]
    records = visiting(arrivals=arrivals, contact=1.0, hours_per_attempt=1.0)
    assert due(records) == [1, 3, 4]
    records = visiting(
        arrivals=arrivals, contact=1.0, hours_per_attempt=1.0, eligible="at_month_end"
    )
    assert due(records) == [2, 4, 4]


@pytest.mark.parametrize("contact", [100.0, 25.0, 1.0])
def test_hours_to_spare_pay_for_attempts_like_hours_for_visits(contact: float) -> None:
    """Three attempts a month whether visits ask for all hours or next to none; 4 children."""
    records = visiting(arrivals=[0.0] * 4, contact=contact, hours_per_attempt=HOURS / 3.0)
    assert seen(records) == [3, 3, 3]


def test_first_responses_are_paid_before_visits() -> None:
    """Hours for 4 visits; the families of months 1 and 2 take 50 and 25 hours of them."""
    door = open_door("care").replace(
        role="worker",
        hours={"contact": 1e-9},
        routes=(
            Route(to="care", cause="opened", share=0.5, wait=1000.0),
            Route(to="exit", cause="closed", share=0.5, wait=1000.0),
        ),
    )
    described = agency(
        [door, care(FOREVER, hours=Hours(contact=HOURS), contact_required=True)],
        offices=1,
        families=60.0,
        contact=ContactRule(success=1.0, hours_per_attempt=25.0, first_response_hours=25.0),
    )
    arrivals = [0.0] * 12 + [1.2, 1.4, 2.5]
    world = scripted(described, arrivals=arrivals, months=3)
    legs = world.family_legs
    first = world.families["leg"][:12]
    legs["wait"][first] = 0.0
    opened = int(world.children["family"].searchsorted(12))
    assert opened >= 4
    # The twelve of day 0 are first responses, too: 12 x 25 hours leave none in month 0.
    records = run_as_is(described, world)
    assert seen(records) == [0, 2, 3]


def test_a_further_sibling_in_a_household_costs_a_share_of_an_attempt() -> None:
    """Five attempts: households of 1, 3 and 1 at cost 1 + 1.8 + 1; then 3 and 3 at 1.8 each.

    Of 3 and 3 and 3 at 1.8 two are reached; what is left, 1.4, is carried and makes 6.4: three.
    """
    first = visiting(
        arrivals=[0.0] * 3, sizes=[1, 3, 1], contact=HOURS, hours_per_attempt=HOURS / 5.0
    )
    assert seen(first) == [5, 5, 5]
    second = visiting(
        arrivals=[0.0] * 3, sizes=[3, 3, 3], contact=HOURS, hours_per_attempt=HOURS / 5.0
    )
    assert seen(second)[:2] == [6, 9]


def test_siblings_who_live_apart_are_visited_one_by_one() -> None:
    """Five attempts reach five of six children in six homes, but six in two homes of three."""
    hours = HOURS / 5.0
    apart, together = (
        visiting(
            arrivals=[0.0] * 2, sizes=[3, 3], contact=HOURS, together=share, hours_per_attempt=hours
        )
        for share in (0.0, 1.0)
    )
    assert seen(apart) == [5, 5, 5]
    assert seen(together) == [6, 6, 6]
