"""How many events of each kind a run handles: derived where it can be, pinned where it cannot."""

from __future__ import annotations

from collections import Counter

import numpy as np

from staffing_sim.agency import Agency
from staffing_sim.engine import run
from staffing_sim.engine.codes import EVENT_NAMES
from staffing_sim.engine.records import LEAVING_REASONS, Records
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.presets import load_agency
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import AS_IS, agency, scripted, whole_service


def counted(described: Agency, world: World) -> tuple[Records, Counter[str]]:
    """Run on the SimPy clock, and count the events by kind."""
    kinds: Counter[str] = Counter()

    def count(event: Event, _view: AgencyView) -> None:
        kinds[event.name] += 1

    hooks = dict.fromkeys(EVENT_NAMES.values(), count)
    return run(described, world, AS_IS, hooks=hooks), kinds


def test_a_family_is_two_events_and_three_where_it_waits_for_a_date() -> None:
    """Referral and work done; a leg that must wait ends at an event of its own."""
    for wait, ends in ((0.0, 0), (0.25, 10)):
        described = agency(
            [whole_service(casework=1.0, work=0.125, wait=wait)], offices=1, families=60.0
        )
        world = scripted(described, arrivals=np.arange(10) / 10.0, months=3)
        records, kinds = counted(described, world)
        expected = {"referral": 10, "work_done": 10, "leg_end": ends, "month_end": 3}
        assert kinds == Counter(expected)
        assert records.events == 23 + ends


def test_events_of_the_small_office_are_those_its_records_tell_of() -> None:
    office = load_agency("small-office")
    world = draw_world(office, months=12, seed=5)
    records, kinds = counted(office, world)
    people, cases = records.people, records.cases
    assert kinds["month_end"] == 12
    assert kinds["referral"] == np.sum((cases["opened"] >= 0) & (cases["birth"] != cases["birth"]))
    assert kinds["resignation"] == np.sum(people["reason"] == LEAVING_REASONS.index("resigned"))
    began = np.isfinite(people["on_duty"]) & (people["on_duty"] > 0)
    assert kinds["graduation"] == began.sum() + np.sum(people["reason"] == 2)
    ages = [office.causes.index(name) for name in office.causes if name.startswith("turned_")]
    assert np.isin(cases["cause"], ages).sum() <= kinds["birthday"]
    assert records.events == kinds.total()


def test_no_event_of_the_small_office_is_lost_or_added() -> None:
    """Pinned: whoever changes the model says so here and under "Changed numbers"."""
    office = load_agency("small-office")
    _, kinds = counted(office, draw_world(office, months=12, seed=5))
    assert dict(kinds) == EVENTS_OF_THE_SMALL_OFFICE


EVENTS_OF_THE_SMALL_OFFICE = {
    "work_done": 1850,
    "referral": 1255,
    "first_response": 1243,
    "leg_end": 178,
    "birthday": 25,
    "month_end": 12,
    "filled": 8,
    "resignation": 8,
    "graduation": 6,
    "transfer": 1,
    "absence_start": 1,
    "absence_end": 1,
}
