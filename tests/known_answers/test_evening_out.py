"""Rebalancing leaves desks more even, by the very measure that new work goes by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from staffing_sim.agency import Agency
from staffing_sim.engine import codes, run
from staffing_sim.engine.rules.hours import weighted_load
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanRebalance
from staffing_sim.presets import load_agency
from staffing_sim.world import draw_world

MONTHS, SEEDS = 18, 3
ROLE = "continuing_services"
EVENED = Plan("Evened", rebalance=PlanRebalance(gap=3, moves=3, role=ROLE))


@dataclass
class Desks:
    """How unequal the desks of an office are, on the mean of all month ends and offices."""

    by_hours: float = 0.0
    by_children: float = 0.0
    moved: list[float] = field(default_factory=list)


def desks(office: Agency, plan: Plan) -> Desks:
    """Return the spread (standard deviation) of loads within offices, full desks for children."""
    role = [each.name for each in office.roles].index(ROLE)
    spreads: dict[str, list[float]] = {"hours": [], "children": []}

    def look(_: Event, view: AgencyView) -> None:
        for team in view.tables.teams[role :: len(office.roles)]:
            workers = [view.tables.workers[w] for w in range(team.first, team.end)]
            here = [w for w in workers if w.state == codes.ON_DUTY and w.ramp == 1.0]
            spreads["hours"].append(float(np.std([weighted_load(w) for w in here])))
            full = [w.children for w in here if w.part_load == 1.0]
            spreads["children"].append(float(np.std(full)))

    moved = np.zeros(MONTHS)
    for seed in range(SEEDS):
        world = draw_world(office, months=MONTHS, seed=seed)
        records = run(office, world, plan, clock="simpy", hooks={"month_end": look})
        moved += records.team_months["by_rebalance"].reshape(MONTHS, -1).sum(axis=1)
    return Desks(
        float(np.mean(spreads["hours"])), float(np.mean(spreads["children"])), moved.tolist()
    )


@pytest.fixture(scope="module")
def office() -> Agency:
    """Nobody leaves or is away, so that whatever moves, moves to even out."""
    small = load_agency("small-office")
    workforce = small.workforce.replace(
        leaving=[{"rate_per_year": 0}], transfer_rate_per_year=0, absence_rate_per_year=0
    )
    return small.replace(workforce=workforce)


def test_weighted_loads_come_closer_together_and_few_move_once_they_have(office: Agency) -> None:
    as_is, evened = desks(office, Plan("As is")), desks(office, EVENED)
    assert evened.by_hours < 0.75 * as_is.by_hours
    held = sum(stock.children for stock in office.opening)
    assert sum(evened.moved[6:]) / len(evened.moved[6:]) / SEEDS < 0.1 * held


def test_where_new_work_goes_by_cases_they_are_evened_out_by_cases(office: Agency) -> None:
    """Areas that count for nothing here cannot make desks unequal."""
    roles = tuple(
        each.replace(assignment="fewest_cases", area_spread=0.0) if each.name == ROLE else each
        for each in office.roles
    )
    by_cases = office.replace(roles=roles)
    as_is, evened = desks(by_cases, Plan("As is")), desks(by_cases, EVENED)
    assert evened.by_children < 0.75 * as_is.by_children
