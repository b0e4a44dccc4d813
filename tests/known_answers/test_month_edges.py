"""No event reaches back: what a strike, an absence or a hire does to the months around it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.costs import Costs
from staffing_sim.agency.pathway import Hours
from staffing_sim.agency.staff import Academy, Workforce
from staffing_sim.engine import codes, run
from staffing_sim.engine.records import Records
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import Clause
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.workdays import Strike
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import draw_world
from tests.known_answers import traces
from tests.known_answers.agencies import (
    AS_IS,
    NOBODY_LEAVES,
    agency,
    care,
    open_door,
    scripted,
    whole_service,
)

DAY = 1.0 / DAYS_PER_MONTH


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


def agency_sums(records: Records, column: str) -> np.ndarray:
    return Run(records).months.groupby("month")[column].sum().to_numpy()


def four_workers(plan: Plan, *, months: int, **workforce: Any) -> Records:
    costs = Costs(worker_year=120_000)
    return traces.staff(traces.leaving(0.0, **workforce), plan, months=months, costs=costs)


# --- the month before -----------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 9, DAYS_PER_MONTH])
def test_a_strike_on_the_first_leaves_the_month_before_as_it_was(
    office: Agency, days: float
) -> None:
    """Every column, to the bit; and the strike is felt in its own month."""
    world = draw_world(office, months=4, seed=3)
    strike = Strike(start=date(2024, 3, 1), days=days)
    found = [
        Run(run(office, world, plan, clock="simpy")).months
        for plan in (AS_IS, Plan("Strike", strikes=strike))
    ]
    before = [table[table["month"] < 2] for table in found]
    pd.testing.assert_frame_equal(*before, check_exact=True)
    carrying = [table.groupby("month")["carrying"].sum()[2] for table in found]
    assert carrying[1] < carrying[0]


def test_a_strike_over_a_month_end_takes_its_part_off_both_months() -> None:
    """From 28 June for 6 days: 3 of June's 30 days, the rest in July."""
    strike = Strike(start=date(2024, 6, 28), days=6)
    records = four_workers(Plan("Strike", strikes=strike), months=8)
    expected = np.full(8, 4.0)
    expected[5] = 4 * (1 - 3 / 30)
    expected[6] = 4 * (1 - (6 * DAY - 3 / 30))
    np.testing.assert_allclose(agency_sums(records, "carrying"), expected, atol=1e-9)
    np.testing.assert_allclose(agency_sums(records, "absent"), 4 - expected, atol=1e-9)


def test_where_everybody_is_away_all_month_nobody_carries_cases() -> None:
    strike = Strike(start=date(2024, 2, 1), days=DAYS_PER_MONTH)
    records = four_workers(Plan("Strike", strikes=strike), months=3)
    months = Run(records).months
    worked = months[months["role"] == "worker"]
    assert worked["carrying"].tolist() == [4, 0, 4]
    assert np.isnan(worked["caseload_mean"].to_numpy()).tolist()[1]
    assert np.isnan(worked["caseload_p90"].to_numpy()).tolist()[1]


@pytest.mark.parametrize(
    ("start", "days", "triggered"),
    [
        (None, 0, [0, 1, 1, 1]),
        (date(2024, 3, 1), 1, [0, 1, 1, 1]),  # the first of March
        (date(2024, 2, 28), 6, [0, 1, 1, 1]),  # over the end of February
        (date(2024, 2, 1), DAYS_PER_MONTH, [0, 0, 1, 1]),  # all February: January counts in March
        (date(2024, 3, 1), DAYS_PER_MONTH, [0, 1, 0, 1]),
    ],
)
def test_a_month_that_cannot_be_measured_neither_extends_nor_ends_a_streak(
    start: date | None, days: float, triggered: list[int]
) -> None:
    """A worker over the limit every month, and owed the remedy from the second on."""
    described = agency([whole_service(casework=1.0, work=1000.0)], offices=1, families=50.0)
    world = scripted(described, arrivals=[0.1, 0.2, 0.3], months=4, sizes=[1, 1, 1])
    strikes = () if start is None else (Strike(start=start, days=days),)
    for held_by in ("worker", "office"):
        clause = Clause(role="worker", limit=2, consecutive=2, held_by=held_by)
        plan = Plan("Clause", clauses=clause, strikes=strikes)
        found = run(described, world, plan, clock="simpy")
        assert found.clause_months["triggered"].tolist() == triggered


def test_trained_hires_are_new_on_duty_in_the_month_they_come() -> None:
    plan = Plan("Two", hires=Hires.once(2, kind="net", trained=True, start=1))
    records = four_workers(plan, months=3)
    assert agency_sums(records, "new_on_duty").tolist() == [0, 2, 0]
    assert agency_sums(records, "carrying").tolist() == [4, 6, 6]


# --- who joins while a strike is on ---------------------------------------------------------------


def test_a_trainee_who_graduates_into_a_strike_takes_part_till_it_ends() -> None:
    """The academy ends in mid-February; the strike is on from the 10th for a month.

    All follow it: four from 1 + 9 / 29, the newcomer from 1.5, unpaid to 1 + 9 / 29 + 1.
    """
    plan = Plan(
        "Strike",
        hires=Hires.once(1, kind="gross"),
        strikes=Strike(start=date(2024, 2, 10), days=DAYS_PER_MONTH),
    )
    records = four_workers(plan, months=4, academy=Academy(months=1.5))
    part = 9 / 29
    unpaid = agency_sums(records, "unpaid_months")
    np.testing.assert_allclose(unpaid, [0, 4 * (1 - part) + 0.5, 5 * part, 0], atol=1e-9)
    hours = traces.hours_by_month(records)
    np.testing.assert_allclose(hours, [400, 400 * part, 500 * (1 - part), 500], atol=1e-6)


def test_whoever_is_on_long_leave_is_paid_through_a_strike() -> None:
    """All who would be at work strike unpaid, and nobody else: as is they are those with hours."""
    strike = Strike(start=date(2024, 2, 1), days=DAYS_PER_MONTH)
    plan = Plan("Strike", strikes=strike)
    leave = {"absence_rate_per_year": 6.0, "absence_months": 0.5}
    workforce = traces.leaving(0.0, **leave)
    costs = Costs(worker_year=120_000)
    records = traces.staff(workforce, plan, months=3, offices=40, costs=costs)
    as_is = traces.staff(workforce, AS_IS, months=3, offices=40, costs=costs)
    not_on_leave = agency_sums(as_is, "hours_available")[1] / 100.0
    assert agency_sums(records, "unpaid_months")[1] == pytest.approx(not_on_leave, abs=1e-6)
    assert agency_sums(records, "carrying")[1] == 0


def test_who_moves_while_on_long_leave_stays_on_it(office: Agency) -> None:
    """Nobody comes back to work by changing desks."""
    workforce = office.workforce.replace(
        absence_rate_per_year=3, absence_months=2, transfer_rate_per_year=6
    )
    described = office.replace(workforce=workforce)
    away: dict[int, bool] = {}
    movers_away = []

    def look(event: Event, view: AgencyView) -> None:
        for worker in view.tables.workers:
            if worker.state != codes.ON_DUTY:
                continue
            absent = worker.absent == 1
            if away.get(worker.person, False):
                assert absent or event.name == "absence_end"
                movers_away.append(event.name == "transfer")
            away[worker.person] = absent

    hooks = dict.fromkeys(("transfer", "absence_start", "absence_end", "filled"), look)
    world = draw_world(described, months=24, seed=2)
    run(described, world, AS_IS, clock="simpy", hooks=hooks)
    assert sum(movers_away) > 3


# --- time off is not load -------------------------------------------------------------------------


def loads(plan: Plan, workforce: Workforce = NOBODY_LEAVES) -> list[float]:
    """Return the last month's load as each month ends: one worker with 90 hours of cases to 100."""
    forever = traces.FOREVER.replace(wait=0.0, work=1000.0)
    stage = care(forever, hours=Hours(contact=5, casework=4), contact_required=True)
    described = agency([open_door("care"), stage], offices=1, families=60.0, workforce=workforce)
    world = scripted(described, arrivals=[0.0] * 10, sizes=[1] * 10, months=4)
    found: list[float] = []

    def note(_: Event, view: AgencyView) -> None:
        found.append(view.tables.workers[0].load_1)

    run(described, world, plan, clock="simpy", hooks={"month_end": note})
    return found


@pytest.mark.parametrize("catch_up", [False, True])
@pytest.mark.parametrize("days", [3, 0.5 * DAYS_PER_MONTH, DAYS_PER_MONTH])
def test_a_strike_is_not_load(days: float, catch_up: bool) -> None:
    """What falls to the days at work is what falls to any day: .9 of the hours, all months."""
    strike = Strike(start=date(2024, 2, 1), days=days, catch_up=catch_up)
    assert loads(Plan("Strike", strikes=strike)) == pytest.approx([0.9] * 4, abs=1e-9)


def test_an_absence_is_not_load() -> None:
    workforce = traces.leaving(0.0, absence_rate_per_year=12.0, absence_months=0.4)
    assert loads(AS_IS, workforce) == pytest.approx([0.9] * 4, abs=1e-9)
