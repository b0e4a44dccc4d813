"""The flow of cases: every phase of every route as one amount, and who flows where.

Amounts count families at the entry stage and children after it. Work phases are passed at their
observed rate times the speed of casework of the stage's role beside that of day 0, all others at
their rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import EXIT, MAX_LEGS
from staffing_sim.distributions import family_size_mean
from staffing_sim.need.twin.legs import ageing_per_month, leg_of
from staffing_sim.need.twin.phases import Phases

Floats = NDArray[np.float64]
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
