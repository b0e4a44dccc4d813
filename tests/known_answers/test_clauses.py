"""Clauses: what they count must be what the month table shows; remedies by scripts and nulls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import LeavingBand, Workforce
from staffing_sim.engine import run
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import Clause, PlanCap
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import agency, scripted, whole_service
from tests.promises.running import TABLES, differing

ROLE = "continuing_services"
LIMIT = 22
MONTHS = 12
EXEMPT = (3, 7)
FAMILIES = {"family_size": 2.0}


@pytest.fixture(scope="module")
def office() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def world(office: Agency) -> World:
    return draw_world(office, months=MONTHS, seed=7)


def with_clause(office: Agency, world: World, **values: Any) -> Run:
    clause = Clause(**({"role": ROLE, "limit": LIMIT} | values))
    plan = Plan("Clause", clauses=clause, caps=PlanCap(role=ROLE, limit=LIMIT, overflow="none"))
    return Run(run(office, world, plan))


def counted(run_: Run, column: str) -> pd.Series:
    return run_.clauses.set_index(["month", "office"])[column]


def of_role(run_: Run, column: str) -> pd.Series:
    rows = run_.months[run_.months["role"] == ROLE]
    return rows.set_index(["month", "office"])[column]


def at_work(run_: Run) -> np.ndarray:
    """Return who of the role was at work on any day of each month and on duty as it ended."""
    records = run_.records
    role = [role.name for role in records.agency.roles].index(ROLE)
    of_the_role = records.positions["role"] == role
    return (records.snapshots["present"].reshape(records.months, -1) > 0.0) & of_the_role


def test_an_individual_clause_at_the_cap_counts_the_workers_over_it(
    office: Agency, world: World
) -> None:
    found = with_clause(office, world)
    over = of_role(found, "workers_over_cap")
    assert over.sum() > 20
    for column in ("over", "triggered", "entitled"):
        assert counted(found, column).to_list() == over.to_list()
    assert counted(found, "workers").to_list() == of_role(found, "capped_workers").to_list()


def test_a_clause_of_families_counts_families(office: Agency, world: World) -> None:
    limit = 11.5
    found = with_clause(office, world, unit="families", limit=limit)
    snapshots = found.records.snapshots.reshape(MONTHS, -1)
    over = at_work(found) & (snapshots["families"] > limit)
    assert counted(found, "over").sum() == over.sum() > 5
    assert over.sum() != counted(with_clause(office, world, limit=limit), "over").sum()


def test_an_offices_average_is_over_where_its_mean_caseload_is(
    office: Agency, world: World
) -> None:
    found = with_clause(office, world, held_by="office", limit=20.5)
    offices = found.records.positions["office"]
    teams = [here & (offices == team) for here in at_work(found) for team in range(2)]
    held = found.records.snapshots["children"].reshape(MONTHS, -1).repeat(2, axis=0)
    over = [row[team].mean() > 20.5 for row, team in zip(held, teams, strict=True)]
    assert counted(found, "over").astype(bool).to_list() == over
    assert 0 < sum(over) < len(over)
    owed = [team.sum() * above for team, above in zip(teams, over, strict=True)]
    assert counted(found, "entitled").to_list() == owed


def test_exempt_months_are_left_out_and_nothing_else(office: Agency, world: World) -> None:
    whole, part = with_clause(office, world), with_clause(office, world, exempt_months=EXEMPT)
    kept = ~whole.clauses["date"].dt.month.isin(EXEMPT)
    for column in ("workers", "over", "triggered", "entitled"):
        assert part.clauses[column].to_list() == whole.clauses[column].where(kept, 0.0).to_list()


def test_an_exempt_month_does_not_break_a_streak() -> None:
    """Over the limit every month: with February passed over, March is the second one running."""
    found = busy_pair(clause={"consecutive": 2, "exempt_months": (2,)}, months=4)
    assert found.clause_months["triggered"].tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("measured", ["month_end", "daily_average"])
def test_a_longer_trigger_finds_a_part_of_what_a_shorter_one_finds(
    office: Agency, world: World, measured: str
) -> None:
    counts = [
        counted(with_clause(office, world, consecutive=months, measured=measured), "triggered")
        for months in (1, 2, 3)
    ]
    assert (counts[0] >= counts[1]).all()
    assert (counts[1] >= counts[2]).all()
    assert counts[0].sum() > counts[1].sum() > counts[2].sum() > 0


@pytest.mark.parametrize("held_by", ["worker", "office"])
def test_a_clause_that_only_reports_changes_nothing(
    office: Agency, world: World, held_by: str
) -> None:
    cap = PlanCap(role=ROLE, limit=LIMIT, overflow="none")
    without = run(office, world, Plan("Clause", caps=cap))
    found = with_clause(office, world, held_by=held_by, consecutive=2)
    assert counted(found, "workers").sum() > 0
    assert differing(without, found.records, TABLES[:-1]) == []


def test_a_clause_whose_limit_nobody_reaches_brings_no_remedy(office: Agency, world: World) -> None:
    without = run(office, world, Plan("As is"))
    for remedy in ({"remedy": "stop_intake"}, {"remedy": "overtime", "overtime_hours": 20}):
        plan = Plan("Clause", clauses=Clause(role=ROLE, limit=500, **remedy))
        assert differing(without, run(office, world, plan), TABLES[:-1]) == []


# --- remedies, by script: families arrive at given times, one service, one office -----------------


def busy_pair(
    *,
    clause: dict[str, Any],
    months: int,
    arrivals: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    workers: int = 1,
    role: dict[str, Any] | None = None,
) -> Records:
    """Run one office in which every case stays open, under a clause of at most two children."""
    stage = whole_service(casework=1.0, work=1000.0)
    described = agency(
        [stage], offices=1, workers=workers, role=role, families=50.0, costs={"worker_year": 2080}
    )
    world = scripted(described, arrivals=arrivals, months=months, sizes=[1] * len(arrivals))
    plan = Plan("Clause", clauses=Clause(**({"role": "worker", "limit": 2} | clause)))
    return run(described, world, plan, clock="simpy")


def test_the_daily_average_weighs_a_caseload_by_the_time_it_was_held() -> None:
    """One case from 0.25 on, two more from 0.5: 0.25 + 2 x 0.25 + ... = 1.75 over month 0."""
    for limit, over in ((1.74, 1), (1.76, 0)):
        found = busy_pair(
            clause={"limit": limit, "measured": "daily_average"},
            months=1,
            arrivals=(0.25, 0.5, 0.5),
        )
        assert found.clause_months["over"].tolist() == [over]
    at_the_end = busy_pair(clause={"limit": 1.76}, months=1, arrivals=(0.25, 0.5, 0.5))
    assert at_the_end.clause_months["over"].tolist() == [1]


def test_stopped_intake_lets_new_cases_wait_until_the_caseload_is_under_the_limit() -> None:
    """Three cases in month 0 trigger; those of month 1 wait, and still do at its end."""
    arrivals = (0.1, 0.2, 0.3, 1.2, 1.4)
    found = busy_pair(clause={"remedy": "stop_intake"}, months=3, arrivals=arrivals)
    assert found.snapshots["children"].tolist() == [3, 3, 3]
    assert found.team_months["waiting_children"].tolist() == [0, 2, 2]
    freely = busy_pair(clause={"remedy": "report"}, months=3, arrivals=arrivals)
    assert freely.snapshots["children"].tolist() == [3, 5, 5]


def test_stopped_intake_lets_a_family_of_any_size_come_to_an_empty_desk() -> None:
    """Three cases trigger and close in month 1; then a family of three exceeds the limit of two."""
    stage = whole_service(casework=1.0, work=1000.0)
    described = agency([stage], offices=1, families=50.0, demand=FAMILIES)
    arrivals = (0.1, 0.2, 0.3, 1.95)
    world = scripted(
        described, arrivals=arrivals, months=2, sizes=[1, 1, 1, 3], work=(1.5, 1.5, 1.5, 1000.0)
    )
    clause = Clause(role="worker", limit=2, remedy="stop_intake")
    found = run(described, world, Plan("Clause", clauses=clause), clock="simpy")
    assert found.clause_months["entitled"].tolist() == [1, 1]
    assert found.cases["assigned"].tolist() == list(arrivals)


def test_stopped_intake_of_an_office_holds_its_average_at_the_limit() -> None:
    """Two workers, six cases: an average of 3, so that a seventh case waits."""
    arrivals = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.5)
    clause = {"remedy": "stop_intake", "held_by": "office"}
    found = busy_pair(clause=clause, months=2, arrivals=arrivals, workers=2)
    assert found.clause_months["entitled"].tolist() == [2, 2]
    assert found.team_months["waiting_children"].tolist() == [0, 1]


def test_cases_move_to_colleagues_with_room_and_no_further_than_the_limit() -> None:
    """Work goes round in turn: the first worker gets a family of three, and then one of two."""
    clause = {"remedy": "move_cases", "limit": 3}
    role = {"assignment": "round_robin"}
    stage = whole_service(casework=1.0, work=1000.0)
    described = agency([stage], offices=1, workers=2, role=role, families=50.0, demand=FAMILIES)
    world = scripted(described, arrivals=(0.1, 0.2, 0.3), months=3, sizes=[3, 1, 2])
    plan = Plan("Clause", clauses=Clause(role="worker", **clause))
    found = run(described, world, plan, clock="simpy")
    held = found.snapshots["children"].reshape(3, 2)
    assert held.tolist() == [[5, 1], [3, 3], [3, 3]]
    assert found.clause_months["moved"].tolist() == [0, 2, 0]
    assert found.cases["by_rebalance"].sum() == 2


def test_overtime_is_worked_in_the_next_month_and_paid_time_and_a_half() -> None:
    """2,080 a year is a dollar an hour: 8 hours cost 12."""
    clause = {"remedy": "overtime", "overtime_hours": 8}
    found = busy_pair(clause=clause, months=3)
    assert found.snapshots["hours"].tolist() == pytest.approx([100.0, 108.0, 108.0])
    assert found.clause_months["overtime_hours"].tolist() == pytest.approx([0.0, 8.0, 8.0])
    assert Run(found).months["cost_clauses"].tolist() == pytest.approx([0.0, 12.0, 12.0])


def test_a_remedy_ends_when_a_month_ends_at_the_limit() -> None:
    """Two of three cases are short: over at the end of month 0, at the limit a month later."""
    stage = whole_service(casework=1.0, work=1000.0)
    described = agency([stage], offices=1, families=50.0)
    world = scripted(
        described, arrivals=(0.1, 0.2, 0.3), months=3, sizes=[1, 1, 1], work=(1000, 1000, 1.0)
    )
    clause = Clause(role="worker", limit=2, remedy="overtime", overtime_hours=8)
    found = run(described, world, Plan("Clause", clauses=clause), clock="simpy")
    assert found.snapshots["children"].tolist() == [3, 2, 2]
    assert found.clause_months["overtime_hours"].tolist() == pytest.approx([0.0, 8.0, 0.0])


def test_a_streak_belongs_to_the_person_and_ends_with_their_duty() -> None:
    """A worker over the limit resigns; the successor, as loaded, begins a streak anew."""
    stage = whole_service(casework=1.0, work=1000.0)
    rate = Workforce(
        leaving=(LeavingBand(until_years=0.1, rate_per_year=0.0), LeavingBand(rate_per_year=12.0)),
        hiring_role="worker",
        time_to_fill_days=0.0,
        tenure_years=1.0,
    )
    described = agency([stage], offices=1, families=50.0, workforce=rate)
    world = scripted(described, arrivals=(0.01, 0.02, 0.03), months=6, sizes=[1, 1, 1])
    clause = Clause(role="worker", limit=2, consecutive=2)
    found = run(described, world, Plan("Clause", clauses=clause), clock="simpy")
    left = found.people["left"]
    month = int(np.floor(np.nanmin(left)))
    assert found.clause_months["over"].tolist() == [1] * 6
    assert found.clause_months["triggered"][month] == 0
    assert found.clause_months["triggered"][month + 1] == 1


def test_a_step_of_a_phase_in_counts_from_its_month_on(office: Agency, world: World) -> None:
    """What only counts changes no run, so each part is that of a clause with one limit."""
    early, late = (with_clause(office, world, limit=limit) for limit in (LIMIT + 4, LIMIT))
    found = with_clause(
        office, world, limit=LIMIT + 4, phase_in=({"start": 5, "limit": LIMIT},)
    ).clauses
    before = found["month"] < 5
    expected = early.clauses["over"].where(before, late.clauses["over"])
    assert found["over"].to_list() == expected.to_list()
    assert (early.clauses["over"] < late.clauses["over"])[~before].any()


def test_a_clause_holds_in_its_offices_and_months_only(office: Agency, world: World) -> None:
    name = office.offices[0].name
    everywhere = with_clause(office, world)
    found = with_clause(office, world, start=4, offices=name)
    table = everywhere.clauses
    kept = (table["month"] >= 4) & (table["office"] == name)
    assert found.clauses["over"].to_list() == table["over"].where(kept, 0.0).to_list()
    assert np.isnan(found.clauses["limit"]).to_list() == (~kept).to_list()
