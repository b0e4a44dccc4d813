"""Traces worked out by hand: which visits are due, and what attempts and first responses cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from staffing_sim.agency.demand import ContactRule
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import Cap
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.plan.workdays import Strike
from staffing_sim.timeline import DAYS_PER_MONTH
from tests.known_answers.agencies import (
    AS_IS,
    HOURS,
    agency,
    care,
    open_door,
    run_as_is,
    scripted,
)
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


@pytest.mark.parametrize(("each", "expected"), [(2.0, [4, 4]), (5.0, [3, 4])])
def test_hours_for_investigations_pay_for_first_responses_and_for_no_visits(
    each: float, expected: list[int]
) -> None:
    """Investigations ask for 40 hours, children for 60; an attempt takes 15.

    Twelve first responses of 2 hours leave all 60 for visits; of 5 hours they take 20 of them, and
    40 / 15 with half an attempt left from before make three. Next month 60 / 15 are four again.
    """
    door = open_door("care").replace(
        role="worker",
        routes=(
            Route(to="care", cause="opened", share=0.5, wait=1000.0),
            Route(to="exit", cause="closed", share=0.5, wait=1000.0),
        ),
    )
    children = care(FOREVER, contact_required=True)
    rule = ContactRule(success=1.0, hours_per_attempt=15.0, first_response_hours=each)
    described = agency([door, children], offices=1, families=60.0, contact=rule)
    world = scripted(described, arrivals=[0.0] * 12, months=2)
    opens = world.family_legs["final"][world.families["leg"]] == 0
    world.family_legs["wait"][world.families["leg"][opens]] = 0.0
    assert 5 <= opens.sum() <= 11
    stages = (
        door.replace(hours={"contact": 40.0 / (~opens).sum()}),
        children.replace(hours={"contact": 60.0 / opens.sum()}),
    )
    assert seen(run_as_is(described.replace(stages=stages), world)) == expected


def test_homes_to_which_no_visit_is_due_buy_no_visit() -> None:
    """Eight children and eight guardian homes share 100 hours of contact; an attempt takes ten."""
    door = open_door("care").replace(
        routes=(
            Route(to="care", cause="opened", share=0.5),
            Route(to="home", cause="to_guardian", share=0.5),
        )
    )
    hours = Hours(contact=20.0)
    described = agency(
        [
            door,
            care(FOREVER, hours=hours, contact_required=True),
            care(FOREVER, hours=hours, name="home"),
        ],
        offices=1,
        families=60.0,
        contact=ContactRule(success=1.0, hours_per_attempt=10.0),
    )
    world = scripted(described, arrivals=[0.0] * 16, months=3)
    cared_for = np.isin(np.arange(len(world.children)), np.arange(8))
    stage = np.where(cared_for, 1, 2)
    world.legs["stage"][world.children["first_leg"]] = stage
    records = run_as_is(described, world)
    assert due(records) == [8, 8, 8]
    assert seen(records) == [5, 5, 5]


def covered(
    plan: Plan = AS_IS, *, colleagues: bool = False, supervisors: float = 10.0, waiting: int = 6
) -> Records:
    """Run two workers with one child each and children who wait; four months.

    Supervisors have ten hours a position, 20 in all; an attempt takes eight: 2.5 attempts.
    """
    described = agency(
        [open_door("care"), care(FOREVER, hours=Hours(contact=10.0), contact_required=True)],
        offices=1,
        workers=2,
        families=60.0,
        role={
            "cap": Cap(limit=1, overflow="hard"),
            "cover_hours_per_position": supervisors,
        },
        contact=ContactRule(success=1.0, hours_per_attempt=8.0, colleagues_cover=colleagues),
    )
    return run_as_is(described, scripted(described, arrivals=[0.0] * (2 + waiting), months=4), plan)


def reasons(records: Records, name: str) -> list[int]:
    stages = len(records.agency.stages)
    return records.contact_months[name].reshape(-1, stages).sum(axis=1).tolist()


def test_children_who_wait_are_seen_out_of_supervisors_hours_and_no_others() -> None:
    records = covered()
    assert seen(records) == [4, 5, 4, 5]  # two by their workers; 2.5 attempts a month, carried
    assert reasons(records, "unassigned") == [4, 3, 4, 3]
    nobody = covered(supervisors=0.0)
    assert seen(nobody) == [2, 2, 2, 2]
    assert reasons(nobody, "unassigned") == [6, 6, 6, 6]


def test_who_waits_longest_unseen_is_covered_first() -> None:
    """Six wait for 2, 3, 2, 3 visits: each is seen every second or third month."""
    children = covered().cases[8:]
    assert sorted(children["unseen_months"].tolist()) == [0, 0, 2, 2, 2, 2, 3, 3]
    assert children["longest_unseen_run"].max() == 2


def test_colleagues_cover_with_attempts_they_have_left_if_the_agency_says_so() -> None:
    """Each has 100 hours, 12.5 attempts: a child of one's own, then eleven or so for others."""
    assert seen(covered(colleagues=True, supervisors=0.0)) == [8, 8, 8, 8]


def test_nobody_is_seen_in_a_month_that_is_struck_throughout() -> None:
    """Neither supervisors nor colleagues see anybody; the month after, they see all eight."""
    everybody = Strike(start="2024-02-01", days=DAYS_PER_MONTH)
    records = covered(Plan("Strike", strikes=everybody), colleagues=True)
    assert seen(records)[1] == 0
    assert reasons(records, "worker_absent")[1] == 2
    assert reasons(records, "unassigned")[1] == 6
    assert seen(records)[2] == 8


def test_a_strike_takes_supervisors_hours_for_as_long_as_it_lasts() -> None:
    """0.4 months of everybody leave 12 of 20 hours: 1.5 attempts, and the half left over: two."""
    strike = Strike(start="2024-02-01", days=0.4 * DAYS_PER_MONTH)
    records = covered(Plan("Strike", strikes=strike))
    assert seen(records) == [4, 2 + 2, 2 + 2, 2 + 3]


def test_cover_that_nobody_needs_is_not_kept_for_later() -> None:
    """Nobody waits in the first two months; 0.6 months of strike then leave one attempt for two."""
    strike = Strike(start="2024-03-01", days=0.6 * DAYS_PER_MONTH)
    records = covered(Plan("Strike", strikes=strike), waiting=0)
    assert seen(records) == [2, 2, 1, 2]


def test_two_strikes_at_once_take_no_more_than_there_is() -> None:
    """Everybody is called out twice for the same 0.3 months: 14 of 20 hours are left, not 8.

    With what is carried: 2.5, 1.75 + 0.5, 2.5 + 0.25 and 2.5 + 0.75 attempts.
    """
    once = Strike(start="2024-02-01", days=0.3 * DAYS_PER_MONTH)
    one, two = (covered(Plan("Strike", strikes=(once,) * times)) for times in (1, 2))
    assert seen(one) == seen(two) == [4, 4, 4, 5]


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
