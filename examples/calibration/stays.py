"""Children walked down the pathway as observed: what stays in care come to without any staff.

At rest a stage holds its flow times its mean stay, and a cohort's stays are those of its legs. So
the laws of stays can be fitted here, in seconds, before a single worker is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim import Agency
from staffing_sim.agency.pathway import Stage
from staffing_sim.distributions import family_size_mean
from staffing_sim.need import staff_at_rest

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHILDREN = 400_000
ADULT_YEARS, LAST_YEARS = 18, 21


@dataclass(frozen=True)
class Stays:
    """What a walk leaves: children in each stage at rest, and every stay in care.

    ``months`` and ``causes`` (the name of what ended it) have one entry for each stay.
    """

    stock: dict[str, float]
    months: Floats
    causes: NDArray[np.str_]

    def ended(self, causes: tuple[str, ...], *, within: float) -> float:
        """Return the share of stays that ended for one of some causes within some months."""
        return float(np.mean(np.isin(self.causes, causes) & (self.months <= within)))

    def longer_than(self, months: float) -> float:
        """Return the share of stays longer than some months."""
        return float(np.mean(self.months > months))


class _Walk:
    """Children somewhere on the pathway; each stage moves on all who stand in it."""

    def __init__(self, agency: Agency, seed: int) -> None:
        """Put children of every age at the entry stage."""
        self.agency = agency
        self.again = done_again(agency)
        self.luck = np.random.default_rng(seed)
        self.number = {stage.name: row for row, stage in enumerate(agency.stages)}
        ages = agency.demand.age_years.quantile(self.even(CHILDREN))
        self.left = (ADULT_YEARS - ages) * 12
        self.where = np.full(CHILDREN, self.number[agency.demand.entry_stage])
        self.spent = np.zeros(len(self.number))
        self.in_care = np.zeros(CHILDREN)
        self.stays: list[tuple[Floats, NDArray[np.str_]]] = []

    def even(self, count: int) -> Floats:
        """Return uniforms that fill [0, 1) evenly, in random order: far less noise than plain."""
        return self.luck.permutation((np.arange(count) + 0.5) / max(count, 1))

    def step(self, stage: Stage) -> None:
        """Move on everybody in a stage: by its routes, or by turning 18 (21 where care goes on)."""
        row = self.number[stage.name]
        here = np.flatnonzero(self.where == row)
        length, route = self.legs(stage, len(here))
        extended = self.agency.ageing.extended_stage
        until = self.left[here] + (12 * (LAST_YEARS - ADULT_YEARS) if stage.name == extended else 0)
        grown = length >= until
        stay = np.minimum(length, until)
        self.spent[row] += stay.sum()
        self.left[here] -= stay
        ends = np.array([self.number.get(each.to, -1) for each in stage.routes])[route]
        stays_on = self.even(len(here)) < self.agency.ageing.extended_share
        after = np.where(grown, np.where(stays_on & stage.in_care, self.number[extended], -1), ends)
        self.where[here] = after
        if stage.in_care:
            causes = np.array([each.cause for each in stage.routes])[route]
            self.leave_care(here, stay, after, np.where(grown, "aged_out", causes))

    def leave_care(
        self, here: Integers, stay: Floats, after: Integers, causes: NDArray[np.str_]
    ) -> None:
        """Add a leg to stays in care, and write down those that it ends."""
        self.in_care[here] += stay
        care = np.array([*(stage.in_care for stage in self.agency.stages), False])  # [-1]: out
        out = ~care[after]
        self.stays.append((self.in_care[here[out]], causes[out]))
        self.in_care[here[out]] = 0.0

    def legs(self, stage: Stage, count: int) -> tuple[Floats, Integers]:
        """Return how long legs last, work done over again included, and the route each takes."""
        bounds = np.cumsum([route.share for route in stage.routes])[:-1]
        chosen = np.searchsorted(bounds, self.even(count), side="right")
        length = np.zeros(count)
        for number, route in enumerate(stage.routes):
            here = np.flatnonzero(chosen == number)
            done = route.work.quantile(self.even(len(here))) * self.again
            done += route.wait.quantile(self.even(len(here)))
            end = np.maximum(done, route.legal.quantile(self.even(len(here))))
            if stage.hearing is not None and route.hearing_share > 0:
                missed = np.ceil((end - stage.hearing.first) / stage.hearing.interval)
                at_hearing = stage.hearing.first + np.maximum(0, missed) * stage.hearing.interval
                end = np.where(self.even(len(here)) < route.hearing_share, at_hearing, end)
            length[here] = end
        return length, chosen


def stays(agency: Agency, seed: int) -> Stays:
    """Walk children from referral to the end, every stage as observed."""
    walk = _Walk(agency, seed)
    while np.any(walk.where >= 0):
        for stage in agency.stages:
            walk.step(stage)
    months, causes = (np.concatenate(parts) for parts in zip(*walk.stays, strict=True))
    at_rest = walk.spent / CHILDREN * openings_a_month(agency)
    return Stays(
        {stage.name: float(n) for stage, n in zip(agency.stages, at_rest, strict=True)},
        months,
        causes,
    )


def done_again(agency: Agency) -> float:
    """Return what relearning makes of a month of work, as often as workers leave."""
    lost = agency.hand_overs.relearning_months * staff_at_rest(agency).leaving_per_month
    return 1.0 / (1.0 - lost)


def openings_a_month(agency: Agency) -> float:
    """Return the children whose investigation begins in an average month."""
    demand = agency.demand
    children = family_size_mean(demand.family_size, demand.family_size_dispersion)
    return demand.families_per_month * children * float(np.mean(demand.seasonality))
