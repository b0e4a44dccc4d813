"""Situations in which the random search, or the oracle, once found a fault of the engine."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.plan.hiring import Freeze, Hires
from staffing_sim.presets import load_agency
from staffing_sim.world import draw_world
from tests.promises.running import records_of, watched


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


def test_a_trainee_who_drops_out_during_a_freeze_leaves_one_vacancy(office: Agency) -> None:
    """The position was left with its graduation in the calendar, which then never ended."""
    academy = {"months": 1.5, "dropout_share": 0.99}
    agency = office.replace(workforce=office.workforce.replace(academy=academy))
    hires = Hires.once(4, kind="gross", role="adoption")
    plan = Plan("Frozen", hires=hires, freezes=Freeze(start=1, months=3), backfill_share=1)
    records = records_of(agency, draw_world(agency, months=4, seed=2), plan)
    gross = records.people[records.people["gross"] == 1]
    failed = gross["reason"] == 2
    assert failed.sum() >= 3
    assert np.all(gross["left"][failed] == 1.5)


def test_a_child_who_turns_18_under_investigation_leaves_when_the_case_opens(
    office: Agency,
) -> None:
    """The birthday was planned for a time already past, and the clock ran backwards."""
    age = {"law": "uniform", "low": 17.8, "high": 18}
    agency = office.replace(demand=office.demand.replace(age_years=age))
    world = draw_world(agency, months=6, seed=3)
    records = records_of(agency, world, Plan("As is"))
    children = records.cases[records.n_families :]
    opened = np.isfinite(children["opened"]) & (children["opened"] >= 0)
    adult = opened & (children["birth"] + 216 < children["opened"])
    assert adult.sum() > 5
    first_legs = records.legs[np.unique(records.legs["case"], return_index=True)[1]]
    of_adults = first_legs[np.isin(first_legs["case"], records.n_families + np.flatnonzero(adult))]
    assert len(of_adults) == adult.sum()
    assert np.all(of_adults["ended"] == of_adults["started"])


def test_first_contact_that_was_made_is_kept_when_the_investigation_changes_hands(
    office: Agency,
) -> None:
    """It was overwritten by the next worker's, months later."""
    leaving = [{"rate_per_year": 3}]
    agency = office.replace(workforce=office.workforce.replace(leaving=leaving))
    world = draw_world(agency, months=6, seed=4)
    made: dict[int, float] = {}

    def look(event, view) -> None:
        for c in range(view.tables.agency[0].families):
            case = view.tables.cases[c]
            if c not in made and case.responded < event.months:
                made[c] = case.responded

    records = watched(agency, world, Plan("As is"), look)
    families = records.cases[: records.n_families]
    handed_over = [c for c in made if families["by_leaver"][c] > 0]
    assert len(handed_over) > 20
    assert all(families["responded"][c] == made[c] for c in made)


def test_a_child_of_the_stock_who_turns_18_on_day_0_leaves_on_day_0(office: Agency) -> None:
    """Rounding put the birthday a hair before day 0, and the run before its own beginning."""
    age = {"law": "uniform", "low": 17.9, "high": 18}
    agency = office.replace(demand=office.demand.replace(age_years=age))
    times = [0.0]

    def look(event, view) -> None:
        times.append(event.months)

    for seed in range(3, 6):
        times = [0.0]
        watched(agency, draw_world(agency, months=1, seed=seed), Plan("As is"), look)
        assert times == sorted(times)


def test_nobody_overtakes_a_sibling_group_that_waits_for_room(office: Agency) -> None:
    """Newcomers took each place that came free before the group fitted."""
    cap = PlanCap(role="continuing_services", limit=9, overflow="hard")
    world = draw_world(office, months=14, seed=5)
    records = records_of(office, world, Plan("Cap", caps=cap))
    children = records.cases[records.n_families :]
    new = children[children["opened"] >= 0]
    waited = new[~np.isnan(new["assigned"]) & (new["assigned"] > new["opened"])]
    assert len(waited) > 20
    first_workers = new[new["workers"] >= 1]
    for office_number in range(len(office.offices)):
        for tier in range(len(office.demand.tiers)):
            line = first_workers[
                (first_workers["office"] == office_number) & (first_workers["tier"] == tier)
            ]
            line = line[np.argsort(line["opened"], kind="stable")]
            assert np.all(np.diff(line["assigned"]) >= 0)
