"""Traces worked out by hand: the first contact on a referral, and the end that waits for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from staffing_sim.agency import Agency, Office
from staffing_sim.agency.demand import Tier
from staffing_sim.agency.pathway import Hours, Route, Stage
from staffing_sim.agency.staff import Cap
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.plan.workdays import Overtime, Strike
from staffing_sim.presets import load_agency
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import draw_world
from tests.known_answers.agencies import AS_IS, HOURS, agency, run_as_is, scripted
from tests.known_answers.traces import leaving
from tests.promises.running import records_of

MONTH = Tier(name="month", share=1.0, deadline_days=31.0, delay_days=DAYS_PER_MONTH)


def investigating(*, contact: float, role: dict[str, Any] | None = None, **route: Any) -> Agency:
    """Return one worker who investigates; a first response takes a month of full contact."""
    stage = Stage(
        name="investigation",
        label="Investigation",
        role="worker",
        unit="family",
        hours=Hours(contact=contact),
        routes=(Route(to="exit", cause="closed", share=1.0, **route),),
    )
    return agency([stage], offices=1, families=60.0, role=role, demand={"tiers": (MONTH,)})


def families(described: Agency, arrivals: list[float], plan: Plan = AS_IS) -> Any:
    records = run_as_is(described, scripted(described, arrivals=arrivals, months=4), plan)
    return records.cases[: records.n_families]


def test_a_first_response_runs_at_the_share_of_contact_as_it_changes() -> None:
    """The first family is alone for half a month; then two share the hours of one.

    From month 1 on overtime brings the hours of both. By then a quarter is left to the first, three
    quarters to the second: a doubled share halves the time that this takes.
    """
    described = investigating(contact=HOURS, wait=1000.0)
    found = families(described, [0.0, 0.5], Plan("O", overtime=Overtime(hours_per_month=HOURS)))
    np.testing.assert_allclose(found["responded"], [1.0, 1.5], atol=1e-9)
    found = families(described, [0.0, 0.5])
    np.testing.assert_allclose(found["responded"], [1.5, 2.5], atol=1e-9)
    overtime = Overtime(hours_per_month=HOURS, start=1)
    found = families(described, [0.0, 0.5], Plan("O", overtime=overtime))
    np.testing.assert_allclose(found["responded"], [1.25, 1.75], atol=1e-9)


def test_a_first_response_is_slowed_down_twentyfold_at_most() -> None:
    described = investigating(contact=7 * HOURS, role={"case_hours": 7.0}, wait=1000.0)
    tier = MONTH.replace(delay_days=0.1 * DAYS_PER_MONTH)
    described = described.replace(demand=described.demand.replace(tiers=(tier,)))
    np.testing.assert_allclose(families(described, [0.0])["responded"], [2.0], atol=1e-9)


def test_a_first_response_stands_still_while_the_worker_is_away() -> None:
    """A strike of .3 months; the investigation, dated for .2, closes as the family is reached."""
    described = investigating(contact=1.0, wait=0.2)
    strike = Strike(start="2024-01-16", days=0.3 * DAYS_PER_MONTH)
    found = families(described, [0.0], Plan("Strike", strikes=strike))
    np.testing.assert_allclose(found["responded"], [1.3], atol=1e-9)
    np.testing.assert_array_equal(found["closed"], found["responded"])


def test_an_investigation_ends_on_its_date_if_that_is_later_than_first_contact() -> None:
    found = families(investigating(contact=1.0, legal=1.5), [0.0])
    np.testing.assert_allclose([found["responded"][0], found["closed"][0]], [1.0, 1.5], atol=1e-9)


def test_a_new_worker_goes_on_with_what_is_left_of_a_first_response() -> None:
    """Hours are never short, so every family is reached after a month, whoever left meanwhile."""
    offices = 60
    described = investigating(contact=1.0, wait=1000.0)
    described = described.replace(
        offices=tuple(Office(name=f"office_{row}", referrals=1.0) for row in range(offices)),
        roles=(described.roles[0].replace(positions=2 * offices),),
        workforce=leaving(0.8, time_to_fill_days=0.0, generations=64),
        demand=described.demand.replace(families_per_month=9.0 * offices),
    )
    world = scripted(described, arrivals=[0.3] * offices, offices=np.arange(offices), months=3)
    found = run_as_is(described, world).cases[:offices]
    np.testing.assert_allclose(found["responded"], 1.3, atol=1e-9)
    assert (found["by_leaver"] > 0).sum() > 20


def test_a_first_response_waits_for_a_worker() -> None:
    """One family at a time: the second is taken up as the first is closed, by its first contact."""
    cap = Cap(limit=1, unit="families", overflow="hard")
    found = families(investigating(contact=1.0, wait=0.2, role={"cap": cap}), [0.0, 0.1])
    np.testing.assert_allclose(found["assigned"], [0.0, 1.0], atol=1e-9)
    np.testing.assert_allclose(found["closed"], [1.0, 2.0], atol=1e-9)


@pytest.mark.parametrize("delay", [0.0, DAYS_PER_MONTH])
def test_an_agency_on_strike_throughout_answers_nobody_and_closes_nothing(delay: float) -> None:
    described = investigating(contact=1.0, wait=0.2)
    tiers = (MONTH.replace(delay_days=delay),)
    described = described.replace(demand=described.demand.replace(tiers=tiers))
    found = families(described, [0.1], Plan("Out", strikes=Strike(start="2024-01-01", days=365)))
    assert np.isnan(found["responded"]).all()
    assert np.isnan(found["closed"]).all()


# --- in a small office ----------------------------------------------------------------------------


def late(records: Records) -> int:
    """Return how many families were not reached by their deadline."""
    found = records.cases[: records.n_families]
    days = np.array([tier.deadline_days for tier in records.agency.demand.tiers])
    deadline = found["opened"] + days[found["tier"]] / DAYS_PER_MONTH
    due = (found["opened"] >= 0.0) & (deadline <= records.months)
    return int((due & ~(found["responded"] <= deadline)).sum())


def test_six_days_of_strike_by_two_thirds_make_first_responses_late() -> None:
    """Of 100 families a month a tenth wait for first contact, two thirds of these for strikers.

    Of these seven, who wait for six days more, at least three in each of three worlds are late.
    """
    office = load_agency("small-office")
    roles = ["emergency_response"]
    strike = Strike(start="2024-02-12", days=6, roles=roles, participation=2 / 3)
    as_is = struck = 0
    for seed in (7, 9, 12):
        world = draw_world(office, months=3, seed=seed)
        as_is += late(records_of(office, world, Plan("As is")))
        struck += late(records_of(office, world, Plan("Strike", strikes=strike)))
    assert struck >= as_is + 9
