"""How long legs last at the speed of day 0: what follows the work, and how often age cuts in.

Quantities with no formula (an end moved to a hearing, the later of a wait and a legal date) are
averaged over a lattice of luck: evenly spread points of the uniforms that a world would draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency, Route, Stage
from staffing_sim.distributions import NO_TIME
from staffing_sim.twin.phases import Phases, phases_of, variance_of
from staffing_sim.world.opening import MONTHS_FROM_18_TO_21, MONTHS_TO_18

__all__ = ["Leg", "ageing_per_month", "leg_of", "opening_speed"]

Floats = NDArray[np.float64]

_POINTS = 4096
# Powers of the generalised golden ratio for six dimensions (an R-sequence): evenly spread points.
_STEPS = (0.8986537126, 0.8075784952, 0.7257334129, 0.6521830259, 0.5860866976, 0.5266889868)
WORK, WAIT, LEGAL, HEARING, PRIOR, AGE = (
    (np.arange(_POINTS) + 0.5) * step % 1.0 for step in _STEPS
)


@dataclass(frozen=True)
class Leg:
    """A route's leg: phases of casework, then phases of what nobody can speed up."""

    work: Phases
    rest: Phases


def opening_speed(agency: Agency, stage: Stage) -> float:
    """Return the speed of casework on day 0 in a stage, 1 where the agency gives none."""
    return next((stock.speed for stock in agency.opening if stock.stage == stage.name), 1.0)


def leg_of(agency: Agency, stage: Stage, route: Route) -> Leg:
    """Return the phases of a route's leg."""
    work, end = _work_and_end(agency, stage, route)
    rest = end - work
    fits_a_law = route.work.mean() == 0.0 and not stage.hearing and route.wait == NO_TIME
    if fits_a_law and stage.name != agency.ageing.extended_stage:
        after = phases_of(route.legal.mean(), variance_of(route.legal))
    else:
        after = phases_of(float(rest.mean()), float(rest.var()))
    return Leg(work=phases_of(route.work.mean(), variance_of(route.work)), rest=after)


def ageing_per_month(agency: Agency, stage: Stage) -> float:
    """Return the rate at which children of a stage turn 18, as if the stage were at rest.

    It is the share of legs that age cuts short over the mean length of a leg, cut or not. Extended
    care ends at 21 within its legs, and families have no age.
    """
    if stage.unit == "family" or stage.name == agency.ageing.extended_stage:
        return 0.0
    prior = next(
        (each.prior_months for each in agency.opening if each.stage == stage.name), NO_TIME
    )
    age = 12.0 * np.minimum(agency.demand.age_years.quantile(AGE), 17.999)
    room = np.maximum(0.0, MONTHS_TO_18 - age - prior.quantile(PRIOR))
    cut = length = 0.0
    for route in stage.routes:
        _, end = _work_and_end(agency, stage, route)
        cut += route.share * float(np.mean((end > room) & (room > 0.0)))
        length += route.share * float(np.mean(np.minimum(end, room)))
    return cut / length if length > 0.0 else 0.0


def _work_and_end(agency: Agency, stage: Stage, route: Route) -> tuple[Floats, Floats]:
    """Return when the work is done and when the leg ends, at each point of luck."""
    work = route.work.quantile(WORK) / opening_speed(agency, stage)
    end = np.maximum(work + route.wait.quantile(WAIT), route.legal.quantile(LEGAL))
    if stage.hearing is not None and route.hearing_share > 0.0:
        missed = np.ceil((end - stage.hearing.first) / stage.hearing.interval - 1e-9)
        heard = stage.hearing.first + np.maximum(missed, 0.0) * stage.hearing.interval
        end = np.where(route.hearing_share > HEARING, heard, end)
    if stage.name == agency.ageing.extended_stage:
        end = np.minimum(end, MONTHS_FROM_18_TO_21)
        work = np.minimum(work, end)
    return work, end
