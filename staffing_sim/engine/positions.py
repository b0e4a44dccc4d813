"""Every position a run may ever know: the agency's own, its pipeline's, and the plan's.

A position is (office, role, number). The agency's come first, then the pipeline's, then the
plan's in order of their month, so a plan that adds positions changes no number of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

from staffing_sim.agency import Agency
from staffing_sim.engine.codes import (
    BY_MOVING,
    BY_RECRUITING,
    BY_STARTING,
    BY_TRAINED_HIRE,
    FILLED_ON_DAY_ZERO,
    IN_PIPELINE,
)
from staffing_sim.levers import Hires, Move
from staffing_sim.plan import Plan


@dataclass(frozen=True, slots=True)
class Position:
    """One position, and how it is first filled.

    ``starts`` is the month the academy starts (pipeline) or the position is authorised;
    ``vacancy_began`` marks those being recruited for on day 0; ``added`` those of a plan's hires;
    ``move`` is the row of the plan's move that brings somebody here from the team ``from_team``.
    """

    office: int
    role: int
    start_kind: int
    starts: float = 0.0
    refilled: bool = True
    gross: bool = False
    pipeline: bool = False
    vacancy_began: bool = False
    added: bool = False
    move: int = -1
    from_team: int = -1

    @property
    def on_day_zero(self) -> bool:
        """Is it one of the agency's own, filled or recruited for as the clock starts?"""
        return self.start_kind == FILLED_ON_DAY_ZERO or self.vacancy_began


def all_positions(agency: Agency, plan: Plan) -> list[Position]:
    """Return all positions, ordered by office, role and number."""
    found = [*_of_agency(agency), *_of_pipeline(agency), *_of_plan(agency, plan)]
    return sorted(found, key=lambda position: (position.office, position.role))  # stable


def apportion(shares: Sequence[float], count: int) -> list[int]:
    """Deal seats to shares one by one (Webster): the first n of a longer deal are the same.

    Returns
    -------
    list of int
        For each seat, the index of the share it goes to.

    Examples
    --------
    >>> apportion([3, 2], 5)
    [0, 1, 0, 1, 0]
    >>> apportion([3, 2], 3) == apportion([3, 2], 5)[:3]
    True
    """
    claims = [(-share, index, 1) for index, share in enumerate(shares)]  # largest first, then index
    heapify(claims)
    order = []
    for _ in range(count):
        _, chosen, divisor = claims[0]
        order.append(chosen)
        heapreplace(claims, (-shares[chosen] / (divisor + 2), chosen, divisor + 2))
    return order


def deal(
    agency: Agency, count: int, offices: Sequence[tuple[str, float]] | None = None
) -> list[int]:
    """Deal so many posts to offices in turn: by the shares given, else by referrals.

    Returns
    -------
    list of int
        For each post, the index of its office; the first n of a longer deal are the same.
    """
    if offices is None:
        return apportion([office.referrals for office in agency.offices], count)
    names = [office.name for office in agency.offices]
    places = [names.index(name) for name, _ in offices]
    return [places[i] for i in apportion([share for _, share in offices], count)]


def _of_agency(agency: Agency) -> Iterator[Position]:
    shares = _staff_shares(agency)
    for number, role in enumerate(agency.roles):
        seats = apportion(shares, role.positions + role.vacant)
        for seat, office in enumerate(seats):
            if seat < role.positions:
                yield Position(office, number, FILLED_ON_DAY_ZERO)
            else:
                yield Position(office, number, BY_RECRUITING, vacancy_began=True)


def _staff_shares(agency: Agency) -> list[float]:
    return [office.staff or office.referrals for office in agency.offices]


def _of_pipeline(agency: Agency) -> Iterator[Position]:
    roles = [role.name for role in agency.roles]
    shares = [office.part_of_pipeline for office in agency.offices]
    for hires in agency.pipeline:
        started = hires.academy_start <= 0.0
        kind = IN_PIPELINE if started else BY_STARTING
        for office in apportion(shares, hires.count):
            yield Position(
                office, roles.index(hires.role), kind, starts=hires.academy_start, pipeline=True
            )


def _of_plan(agency: Agency, plan: Plan) -> Iterator[Position]:
    """Return the plan's positions month by month, each schedule dealt out to offices in turn."""
    deals = [deal(agency, hires.total, hires.offices) for hires in plan.hires]
    roles = [role.name for role in agency.roles]
    ends = [hires.start + hires.months for hires in plan.hires]
    for month in range(max([*ends, *(move.start + 1 for move in plan.moves)], default=0)):
        for hires, dealt in zip(plan.hires, deals, strict=True):
            if not hires.start <= month < hires.start + hires.months:
                continue
            role = roles.index(agency.role_or_hiring(hires.role).name)
            first = (month - hires.start) * hires.per_month
            for office in dealt[first : first + hires.per_month]:
                gross = hires.kind == "gross"
                kind = _start_kind(hires)
                yield Position(office, role, kind, float(month), not gross, gross, added=True)
        for row, move in enumerate(plan.moves):
            if move.start == month:
                yield from _of_move(agency, move, row)


def _of_move(agency: Agency, move: Move, row: int) -> Iterator[Position]:
    """Return the positions that wait for those who move; offices not named go by their staff."""
    offices = [office.name for office in agency.offices]
    roles = [role.name for role in agency.roles]
    from_role = roles.index(agency.role_or_hiring(move.role).name)
    to_role = from_role if move.to_role is None else roles.index(move.to_role)
    sources = _sources(agency, move, stays_in_role=from_role == to_role)
    for source in sources:
        target = source if move.to_office is None else offices.index(move.to_office)
        yield Position(
            target,
            to_role,
            BY_MOVING,
            float(move.start),
            move=row,
            from_team=source * len(roles) + from_role,
        )


def _sources(agency: Agency, move: Move, *, stays_in_role: bool) -> list[int]:
    """Return the office each mover leaves: the one named, else by staff from all but the target."""
    shares = [
        share
        if move.office in (None, office.name)
        and not (stays_in_role and office.name == move.to_office)
        else 0.0
        for office, share in zip(agency.offices, _staff_shares(agency), strict=True)
    ]
    return apportion(shares, move.count)


def _start_kind(hires: Hires) -> int:
    if hires.trained:
        return BY_TRAINED_HIRE
    return BY_STARTING if hires.kind == "gross" else BY_RECRUITING
