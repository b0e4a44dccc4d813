"""How long legs last as observed: what follows the work, and how often age cuts in.

Quantities with no formula (an end moved to a hearing, the later of a wait and a legal date) are
averaged over a lattice of luck: evenly spread points of the uniforms that a world would draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.opening_load import months_to_18, work_and_end
from staffing_sim.agency.pathway import Route, Stage
from staffing_sim.distributions import NO_TIME
from staffing_sim.need.twin.phases import Phases, phases_of, variance_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Leg:
    """A route's leg: phases of casework, then phases of what nobody can speed up."""

    work: Phases
    rest: Phases


def leg_of(agency: Agency, stage: Stage, route: Route) -> Leg:
    """Return the phases of a route's leg."""
    work, end = _work_and_end(agency, stage, route)
    rest = end - work
    fits_a_law = route.work.mean() == 0.0 and not stage.hearing and route.wait == NO_TIME
    if fits_a_law and stage.name != agency.ageing.extended_stage:
        after = phases_of(route.legal.mean(), variance_of(route.legal))
    else:
        after = phases_of(float(rest.mean()), float(rest.var()))
    factor = _mean_factor(agency, stage)
    casework = phases_of(route.work.mean() * factor, variance_of(route.work) * factor**2)
    return Leg(work=casework, rest=after)


def ageing_per_month(agency: Agency, stage: Stage) -> float:
    """Return the rate at which children of a stage turn 18, as if the stage were at rest.

    It is the share of legs that age cuts short over the mean length of a leg, cut or not. Extended
    care ends at 21 within its legs, and families have no age.
    """
    if stage.unit == "family" or stage.name == agency.ageing.extended_stage:
        return 0.0
    stock = next((each for each in agency.opening if each.stage == stage.name), None)
    room = months_to_18(agency, stock)
    cut = length = 0.0
    for route in stage.routes:
        _, end = _work_and_end(agency, stage, route)
        cut += route.share * float(np.mean((end > room) & (room > 0.0)))
        length += route.share * float(np.mean(np.minimum(end, room)))
    return cut / length if length > 0.0 else 0.0


def _mean_factor(agency: Agency, stage: Stage) -> float:
    """Return what casework of a stage takes beside the routes' laws, the mean over referrals."""
    weights = [office.referrals for office in agency.offices]
    factors = [office.casework_factor(stage.role) for office in agency.offices]
    return float(np.average(factors, weights=weights))


def _work_and_end(agency: Agency, stage: Stage, route: Route) -> tuple[Floats, Floats]:
    """Return when the work is done and when the leg ends, at each point of luck."""
    extended = stage.name == agency.ageing.extended_stage
    return work_and_end(stage, route, factor=_mean_factor(agency, stage), extended=extended)
