"""Cases as flows: how many are in each stage, and where they flow.

Stages and legs are worked out from the same file as a run's; a law becomes phases, steps passed one
after another, each left at a constant rate. It keeps its mean and, where it is not nearly constant,
its variance (mixtures of Erlang laws, Tijms 1994; hyperexponential with balanced means above a
coefficient of variation of 1). Exponential laws and gamma laws of whole shape are exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.opening_load import months_to_18, work_and_end
from staffing_sim.agency.pathway import EXIT, MAX_LEGS, Route, Stage
from staffing_sim.distributions import NO_TIME, Constant, Exponential, Gamma, Law, family_size_mean

Floats = NDArray[np.float64]

MOST_PHASES = 12
"""Phases of a law that hardly varies; its coefficient of variation is then 0.29."""

_POINTS = 4096  # quantiles from which the variance of other laws is taken


@dataclass(frozen=True)
class Phases:
    """A duration as phases.

    Attributes
    ----------
    start
        The chance to start in each phase.
    rate
        The rate at which each is left, per month.
    following
        The phase that follows each, -1 for the end.
    """

    start: Floats
    rate: Floats
    following: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of phases; none for what takes no time."""
        return len(self.rate)


def phases_of(mean: float, variance: float) -> Phases:
    """Return the phases of a duration of this mean and variance.

    Examples
    --------
    >>> phases_of(4.0, 8.0).rate.tolist()  # a gamma law of shape 2
    [0.5, 0.5]
    >>> len(phases_of(0.0, 0.0))
    0
    """
    if mean <= 0.0:
        return Phases(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64))
    variation = variance / mean**2
    if math.isclose(variation, 1.0, rel_tol=1e-9):
        return Phases(np.ones(1), np.array([1.0 / mean]), np.array([-1]))
    if variation > 1.0:
        share = 0.5 * (1.0 + math.sqrt((variation - 1.0) / (variation + 1.0)))
        start = np.array([share, 1.0 - share])
        return Phases(start, 2.0 * start / mean, np.array([-1, -1]))
    return _erlang_mixture(mean, max(variation, 1.0 / MOST_PHASES))


def _erlang_mixture(mean: float, variation: float) -> Phases:
    """Return k phases, or with some chance one less, all left at the same rate."""
    count = math.ceil(1.0 / variation - 1e-9)
    root = count * (1.0 + variation) - count**2 * variation
    fewer = (count * variation - math.sqrt(max(0.0, root))) / (1.0 + variation)
    start = np.zeros(count)
    start[0] += 1.0 - fewer
    start[min(1, count - 1)] += fewer
    following = np.append(np.arange(1, count), -1)
    return Phases(start, np.full(count, (count - fewer) / mean), following)


def variance_of(law: Law) -> float:
    """Return the variance of a law: by formula, or from its quantiles.

    Examples
    --------
    >>> variance_of(Gamma(mean=4, shape=2)), variance_of(Constant(value=3))
    (8.0, 0.0)
    """
    if isinstance(law, Constant):
        return 0.0
    if isinstance(law, Exponential):
        return law.average**2
    if isinstance(law, Gamma):
        return law.average**2 / law.shape
    return float(np.var(law.quantile((np.arange(_POINTS) + 0.5) / _POINTS)))


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


Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class CaseFlow:
    """Where cases are and go; n phases, of stages worked by roles.

    Attributes
    ----------
    rate, is_work, stage, role
        Of each phase: a month, whether casework goes on, its stage, its role (-1: none).
    within, leaving
        Chances (n, n) of the next phase in the same leg, and of phases of the next legs (times
        children a family).
    ageing, grown
        The rate at which each phase turns 18, and where those flow (n, n).
    entry
        Where a referred family begins (n).
    opening
        Amounts on day 0 (n).
    hours
        Hours a month asked of each role by each phase: (3 activities, roles, n).
    children
        Children that one unit of each phase stands for.
    """

    rate: Floats
    is_work: NDArray[np.bool_]
    stage: Integers
    role: Integers
    within: Floats
    leaving: Floats
    ageing: Floats
    grown: Floats
    entry: Floats
    opening: Floats
    hours: Floats
    children: Floats

    @cached_property
    def _onward(self) -> Floats:
        return np.asarray(self.within + self.leaving)

    def change(self, amounts: Floats, speed: Floats, referrals: float) -> Floats:
        """Return the change of amounts a month, given the speed of each role's casework."""
        out = self._rates(speed) * amounts
        aged = self.ageing * amounts
        gained = np.asarray(out @ self._onward + aged @ self.grown)
        return gained - out - aged + referrals * self.entry

    def at_rest(self, speed: Floats, referrals: float) -> Floats:
        """Return the amounts at which nothing changes, at these speeds and referrals."""
        rates = self._rates(speed)[:, np.newaxis]
        flow = rates * (self._onward - np.eye(len(self.rate)))
        flow += self.ageing[:, np.newaxis] * (self.grown - np.eye(len(self.rate)))
        return np.asarray(np.linalg.solve(-flow.T, referrals * self.entry), dtype=np.float64)

    def _rates(self, speed: Floats) -> Floats:
        return self.rate * np.where(self.is_work, speed[self.role], 1.0)


def case_flow(agency: Agency) -> CaseFlow:
    """Return the flow of an agency's cases."""
    blocks = _Blocks(agency)
    children = blocks.children_per_case()
    stage = blocks.stage
    roles = [role.name for role in agency.roles]
    role_of_stage = [-1 if each.role is None else roles.index(each.role) for each in agency.stages]
    ageing = np.array([ageing_per_month(agency, each) for each in agency.stages])
    within, leaving, grown = blocks.moves()
    flow = CaseFlow(
        rate=blocks.rate,
        is_work=blocks.is_work,
        stage=stage,
        role=np.array(role_of_stage, dtype=np.int64)[stage],
        within=within,
        leaving=leaving,
        ageing=ageing[stage],
        grown=grown,
        entry=blocks.entry(agency.demand.entry_stage),
        opening=np.zeros(len(stage)),
        hours=_hours(agency, stage, blocks.is_work),
        children=children,
    )
    flow.opening[:] = _opening(agency, blocks, flow)
    return flow


class _Blocks:
    """The phases of all legs in a row, route by route: work, then what follows it."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.names = [stage.name for stage in agency.stages]
        self.parts: dict[tuple[int, int, bool], tuple[int, Phases]] = {}
        size = 0
        for number, stage in enumerate(agency.stages):
            for row, route in enumerate(stage.routes):
                leg = leg_of(agency, stage, route)
                for working, phases in ((True, leg.work), (False, leg.rest)):
                    self.parts[number, row, working] = (size, phases)
                    size += len(phases)
        self.size = size
        self.rate = np.concatenate([phases.rate for _, phases in self.parts.values()])
        counts = [len(phases) for _, phases in self.parts.values()]
        self.stage = np.repeat([key[0] for key in self.parts], counts)
        self.is_work = np.repeat([key[2] for key in self.parts], counts)

    def children_per_case(self) -> Floats:
        entry = self.names.index(self.agency.demand.entry_stage)
        return np.where(self.stage == entry, self._family(), 1.0)

    def entry(self, name: str, depth: int = 0) -> Floats:
        """Return where one case that enters a stage begins; instant legs are passed through."""
        found = np.zeros(self.size)
        if name == EXIT or depth > MAX_LEGS:
            return found
        number = self.names.index(name)
        for row, route in enumerate(self.agency.stages[number].routes):
            found += route.share * self._from((number, row), working=True, depth=depth)
        return found

    def own_entry(self, number: int) -> Floats:
        """Return where cases of a stage begin, those left out that pass it in an instant."""
        found = np.where(self.stage == number, self.entry(self.names[number]), 0.0)
        total = found.sum()
        return found / total if total > 0.0 else found

    def moves(self) -> tuple[Floats, Floats, Floats]:
        """Return the chances of moving on within a leg, to next legs, and on turning 18."""
        within, leaving, grown = (np.zeros((self.size, self.size)) for _ in range(3))
        for (number, row, working), (first, phases) in self.parts.items():
            for phase, following in enumerate(phases.following):
                if following >= 0:
                    within[first + phase, first + following] = 1.0
                    continue
                onward = self._after((number, row), working=working)
                same_leg = self._rest_of((number, row)) if working else np.zeros(self.size)
                within[first + phase] = same_leg
                leaving[first + phase] = onward - same_leg
        ageing = self.agency.ageing
        if ageing.extended_stage is not None:
            in_care = np.array([stage.in_care for stage in self.agency.stages])[self.stage]
            grown[in_care] = ageing.extended_share * self.entry(ageing.extended_stage)
        return within, leaving, grown

    def _family(self) -> float:
        demand = self.agency.demand
        return family_size_mean(demand.family_size, demand.family_size_dispersion)

    def _rest_of(self, leg: tuple[int, int]) -> Floats:
        found = np.zeros(self.size)
        first, phases = self.parts[(*leg, False)]
        found[first : first + len(phases)] = phases.start
        return found

    def _from(self, leg: tuple[int, int], *, working: bool, depth: int = 0) -> Floats:
        """Return where a case goes that begins the work of a leg, or what follows it."""
        first, phases = self.parts[(*leg, working)]
        if len(phases) == 0:
            return self._after(leg, working=working, depth=depth)
        found = np.zeros(self.size)
        found[first : first + len(phases)] = phases.start
        return found

    def _after(self, leg: tuple[int, int], *, working: bool, depth: int = 0) -> Floats:
        """Return where a case goes that has done the work of a leg, or ended it."""
        if working:
            return self._from(leg, working=False, depth=depth)
        number, row = leg
        stage = self.agency.stages[number]
        heads = self._family() if stage.name == self.agency.demand.entry_stage else 1.0
        return np.asarray(heads * self.entry(stage.routes[row].to, depth + 1))


def _hours(agency: Agency, stage: Integers, is_work: NDArray[np.bool_]) -> Floats:
    """Return hours asked of each role by activity and phase: (3, roles, n)."""
    roles = [role.name for role in agency.roles]
    found = np.zeros((3, len(roles), len(stage)))
    for number, each in enumerate(agency.stages):
        here = stage == number
        if each.role is not None:
            row = roles.index(each.role)
            found[0, row, here] += each.hours.contact
            found[1, row, here & is_work] += each.hours.casework
            found[2, row, here] += each.hours.court
        if each.second_role is not None:
            row = roles.index(each.second_role)
            second = (
                each.second_hours.contact,
                each.second_hours.casework,
                each.second_hours.court,
            )
            for activity, hours in enumerate(second):
                found[activity, row, here] += hours
    return found


def _opening(agency: Agency, blocks: _Blocks, flow: CaseFlow) -> Floats:
    """Return the amounts of day 0: each stage's stock in proportion to the time phases last."""
    amounts = np.zeros(len(flow.rate))
    for stock in agency.opening:
        here = np.flatnonzero(flow.stage == blocks.names.index(stock.stage))
        rates = flow.rate[here]
        out = np.diag(rates + flow.ageing[here])
        stays = np.linalg.solve(
            (out - rates[:, np.newaxis] * flow.within[np.ix_(here, here)]).T,
            blocks.own_entry(blocks.names.index(stock.stage))[here],
        )
        cases = stock.children / flow.children[here[0]]
        amounts[here] = cases * stays / stays.sum()
    return amounts
