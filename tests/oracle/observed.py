"""What the load of day 0 made of work and leaving, from the hours due and there in each team.

Workers of a team differ in the area that falls to them; each area's share of casework is found by
the oracle's own bisection, areas by SciPy's gamma law.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from staffing_sim.agency import Agency
from staffing_sim.agency.opening_load import TeamLoad
from tests.oracle.sharing import ACTIVITIES, shares_of_hours

WORKERS, SMALLEST = 16, 0.2


@dataclass(frozen=True)
class Paces:
    """The pace of observed casework, and what observed leaving is multiplied by at that load."""

    pace: float = 1.0
    driven_out: float = 1.0


def observed_paces(agency: Agency) -> dict[tuple[int, int], Paces]:
    """Return the paces of every office and role."""
    found = {}
    for office, place in enumerate(agency.offices):
        for role, described in enumerate(agency.roles):
            here = [
                team
                for team in agency.teams_observed
                if team.role == described.name and team.office in (None, place.name)
            ]
            found[office, role] = paces_of(agency, here[0], role) if here else Paces()
    return found


def paces_of(agency: Agency, team: TeamLoad, role: int) -> Paces:
    """Return what one team's load made of work and leaving."""
    workforce, kappa = agency.workforce, agency.roles[role].compressibility
    areas = np.ones(1)
    if team.area_spread > 0.0:
        shape = 1.0 / team.area_spread**2
        middles = (np.arange(WORKERS) + 0.5) / WORKERS
        drawn = np.maximum(SMALLEST, stats.gamma.ppf(middles, shape, scale=1.0 / shape))
        areas = drawn / drawn.mean()
    weight = {activity: getattr(team.triage, activity) for activity in ACTIVITIES}
    moved = held = driven = 0.0
    for area in areas.tolist():
        demand = {a: getattr(team, a) * (1.0 if a == "training" else area) for a in ACTIVITIES}
        share = shares_of_hours(demand, weight, team.hours)["casework"]
        moved += area * (share**kappa if share > 0.0 else 0.0)
        held += area
        load = min(workforce.load_cap, sum(demand.values()) / team.hours)
        driven += math.exp(workforce.burnout * max(0.0, load - 1.0)) / len(areas)
    return Paces((1.0 - team.absent_share) * moved / held, driven)
