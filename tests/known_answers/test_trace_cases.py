"""Traces worked out by hand: caps to the last case, ties in one instant, dates on a hearing."""

from __future__ import annotations

import numpy as np

from staffing_sim.agency.pathway import Hearing, Route
from staffing_sim.agency.staff import Cap, Role
from staffing_sim.engine import run
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanCap
from tests.known_answers.agencies import (
    AS_IS,
    HOURS,
    agency,
    care,
    open_door,
    run_as_is,
    scripted,
    whole_service,
)


def test_a_cap_counts_to_its_limit_and_not_one_further() -> None:
    """Caps of 3 over 7 families and two workers: 6 at desks, 1 waits; a soft cap lets none wait."""
    for overflow, desks, queue in (("hard", [3, 3], 1), ("soft", [4, 3], 0)):
        described = agency(
            [whole_service(casework=1.0, work=1000.0)],
            offices=1,
            workers=2,
            families=60.0,
            role={"cap": Cap(limit=3, overflow=overflow)},
        )
        world = scripted(described, arrivals=np.arange(7) / 10.0, months=1)
        records = run_as_is(described, world)
        assert records.snapshots["children"].tolist() == desks
        assert records.team_months["waiting_families"].tolist() == [queue]


def test_a_lower_cap_takes_no_case_away() -> None:
    """Ten at a desk when a cap of 4 begins: ten remain, and the next one waits."""
    described = agency([whole_service(casework=1.0, work=1000.0)], offices=1, families=60.0)
    arrivals = [*(np.arange(10) / 20.0), 2.5]
    world = scripted(described, arrivals=arrivals, months=4)
    plan = Plan("Cap", caps=PlanCap(role="worker", limit=4, overflow="hard", start=2))
    records = run_as_is(described, world, plan)
    assert records.snapshots["children"].tolist() == [10, 10, 10, 10]
    assert records.team_months["waiting_families"].tolist() == [0, 0, 1, 1]


def test_cases_done_at_one_instant_are_done_in_the_order_of_their_numbers() -> None:
    """Eight desks; the later cases sit at the lower desks. All times are exact in binary."""
    described = agency(
        [whole_service(casework=1.0, work=1.0)],
        offices=1,
        workers=8,
        families=60.0,
        role={"cap": Cap(limit=1, overflow="hard")},
    )
    # Cases 0-7 take desks 0-7; desks come free from the last to the first, and are taken anew.
    free = 1.0 + np.arange(8)[::-1] / 16.0
    start = np.arange(8) / 16.0
    again = np.sort(free)
    world = scripted(
        described,
        arrivals=[*start, *again],
        work=[*(free - start), *(4.0 - again)],
        months=5,
    )
    done: list[tuple[float, int]] = []

    def note(event: Event, _view: AgencyView) -> None:
        done.append((event.months, event.subject))

    run(described, world, AS_IS, hooks={"work_done": note})
    assert [case for time, case in done if time == 4.0] == list(range(8, 16))


def test_a_date_that_falls_on_a_hearing_does_not_wait_for_the_next() -> None:
    """The legal date 3.7 is the hearing 0.3 + 2 x 1.7, though not in binary."""
    described = agency(
        [
            open_door("care"),
            care(
                Route(to="exit", cause="closed", share=1.0, legal=3.7, hearing_share=1.0),
                hearing=Hearing(first=0.3, interval=1.7),
            ),
        ],
        offices=1,
        families=60.0,
    )
    arrivals = np.arange(20) / 21.0
    cases = run_as_is(described, scripted(described, arrivals=arrivals, months=7)).cases
    stay = (cases["closed"] - cases["opened"])[20:]
    np.testing.assert_allclose(stay, 3.7, atol=1e-9)


def test_a_role_that_carries_on_keeps_the_worker_and_another_role_hands_over() -> None:
    """Intake by one role, two stages by the other: one hand-over by design, two workers."""
    door = open_door("care").replace(role="worker", hours={"casework": 1.0})
    both = [
        care(Route(to="later", cause="on", share=1.0, work=0.5)),
        care(Route(to="adoption", cause="to_adoption", share=1.0, work=0.5), name="later"),
        care(
            Route(to="exit", cause="adopted", share=1.0, work=0.5),
            name="adoption",
            role="adoption",
        ),
    ]
    described = agency([door, *both[:2], both[2].replace(role="worker")], offices=1, families=60.0)
    other = Role(
        name="adoption", label="Adoption", positions=1, case_hours=HOURS, compressibility=1.0
    )
    described = described.replace(roles=(*described.roles, other), stages=(door, *both))
    records = run_as_is(described, scripted(described, arrivals=[0.0, 0.1], months=3))
    children = records.cases[records.n_families :]
    assert children["by_design"].tolist() == [1, 1]
    assert children["workers"].tolist() == [2, 2]
    np.testing.assert_allclose(children["closed"] - children["opened"], 1.5, atol=1e-9)
