"""Every position a run may ever know: the agency's own, its pipeline's, and the plan's.

A position is (office, role, number). The agency's come first, then the pipeline's, then the
plan's in order of their month, so a plan that adds positions changes no number of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from staffing_sim.agency import Agency
from staffing_sim.dealing import (
    DESK,
    HELD_OPEN,
    NEW,
    RECRUITING,
    Post,
    deal,
    posts_of,
    staff_shares,
)
from staffing_sim.engine.codes import (
    BY_MOVING,
    BY_RECRUITING,
    BY_STARTING,
    BY_TRAINED_HIRE,
    FILLED_ON_DAY_ZERO,
    FROM_DESK,
    IN_PIPELINE,
)
from staffing_sim.levers import Hires, Move
from staffing_sim.opening_load import apportion
from staffing_sim.plan import Plan
from staffing_sim.values import STAFF


@dataclass(frozen=True, slots=True)
class Position:
    """One position, and how it is first filled.

    ``starts`` is the month the academy starts (pipeline) or the position is authorised;
    ``vacancy_began`` marks those being recruited for on day 0, and ``fill_month`` is the month in
    which a plan fills one that is still empty (-1: never), with somebody trained if
    ``fill_trained``; ``added`` marks the posts that a plan creates, ``held_open`` and ``from_desk``
    those that it takes from posts held open and from desks;
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
    fill_month: int = -1
    fill_trained: bool = False
    added: bool = False
    held_open: bool = False
    from_desk: bool = False
    move: int = -1
    from_team: int = -1

    @property
    def on_day_zero(self) -> bool:
        """Is it one of the agency's own, filled or recruited for as the clock starts?"""
        return self.start_kind == FILLED_ON_DAY_ZERO or self.vacancy_began


def all_positions(agency: Agency, plan: Plan) -> list[Position]:
    """Return all positions, ordered by office, role and number."""
    posts = posts_of(agency, plan.hires)
    filled = [post for post in posts if post.source == RECRUITING]
    others = [post for post in posts if post.source != RECRUITING]
    found = [*_of_agency(agency, plan, filled), *_of_pipeline(agency)]
    found += _of_plan(agency, plan, others)
    return sorted(found, key=lambda position: (position.office, position.role))  # stable


def _of_agency(agency: Agency, plan: Plan, filled: list[Post]) -> Iterator[Position]:
    """Return the positions of day 0; the posts filled are those of its vacancies, in turn."""
    shares = staff_shares(agency)
    waiting: dict[tuple[int, int], list[Post]] = {}
    for post in filled:
        waiting.setdefault((post.office, post.role), []).append(post)
    for number, role in enumerate(agency.roles):
        seats = apportion(shares, role.positions + role.vacant)
        for seat, office in enumerate(seats):
            if seat < role.positions:
                yield Position(office, number, FILLED_ON_DAY_ZERO)
            else:
                vacancy = Position(office, number, BY_RECRUITING, vacancy_began=True)
                posts = waiting.get((office, number))
                yield _filled(vacancy, plan, posts.pop(0)) if posts else vacancy


def _filled(vacancy: Position, plan: Plan, post: Post) -> Position:
    """Return a vacancy that a plan fills."""
    trained = plan.hires[post.schedule].trained
    return replace(vacancy, fill_month=post.month, fill_trained=trained)


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


def _of_plan(agency: Agency, plan: Plan, posts: list[Post]) -> Iterator[Position]:
    """Return the plan's positions month by month: hires as they are dealt, then moves."""
    months = [post.month for post in posts] + [move.start for move in plan.moves]
    for month in range(max(months, default=-1) + 1):
        yield from (_of_post(plan, post) for post in posts if post.month == month)
        for row, move in enumerate(plan.moves):
            if move.start == month:
                yield from _of_move(agency, move, row)


def _of_post(plan: Plan, post: Post) -> Position:
    hires = plan.hires[post.schedule]
    gross = hires.kind == "gross"
    return Position(
        post.office,
        post.role,
        _start_kind(hires, post),
        float(post.month),
        refilled=not gross,
        gross=gross,
        added=post.source == NEW,
        held_open=post.source == HELD_OPEN,
        from_desk=post.source == DESK,
    )


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


def cut_teams(agency: Agency, plan: Plan) -> list[list[int]]:
    """Return the team of each post that each cut of a plan takes.

    Where shares are not given the posts of day 0 go in the order in which offices got them, so that
    offices lose posts as they have them; a second cut of a role goes on where the first stopped.
    """
    roles = [role.name for role in agency.roles]
    posts = _offices_of_posts(agency, plan)
    taken = dict.fromkeys(range(len(roles)), 0)
    found = []
    for cut in plan.cuts:
        role = roles.index(agency.role_or_hiring(cut.role).name)
        count = cut.posts(len(posts[role]))
        if cut.offices == STAFF:
            offices = posts[role][taken[role] : taken[role] + count]
            taken[role] += count
        else:
            offices = deal(agency, count, cut.offices, role=role)
        found.append([office * len(roles) + role for office in offices])
    return found


def _offices_of_posts(agency: Agency, plan: Plan) -> list[list[int]]:
    """Return the office of each post on day 0, role by role."""
    found: list[list[int]] = [[] for _ in agency.roles]
    for position in (*_of_agency(agency, plan, []), *_of_pipeline(agency)):
        found[position.role].append(position.office)
    return found


def _sources(agency: Agency, move: Move, *, stays_in_role: bool) -> list[int]:
    """Return the office each mover leaves: the one named, else by staff from all but the target."""
    shares = [
        share
        if move.office in (None, office.name)
        and not (stays_in_role and office.name == move.to_office)
        else 0.0
        for office, share in zip(agency.offices, staff_shares(agency), strict=True)
    ]
    return apportion(shares, move.count)


def _start_kind(hires: Hires, post: Post) -> int:
    if post.source == DESK:
        return FROM_DESK
    if hires.trained:
        return BY_TRAINED_HIRE
    return BY_RECRUITING if hires.kind == "net" else BY_STARTING
