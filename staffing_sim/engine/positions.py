"""Every position a run may ever know and who may fill it: the agency's, its pipeline's, the plan's.

A position is (office, role, number). The agency's come first, then the pipeline's, then the
plan's in order of their month, so a plan that adds positions changes no number of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.apportionment import apportion
from staffing_sim.engine.codes import (
    BY_MOVING,
    BY_RECRUITING,
    BY_STARTING,
    BY_TRAINED_HIRE,
    FILLED_ON_DAY_ZERO,
    FROM_DESK,
    IN_PIPELINE,
)
from staffing_sim.engine.tables import PERSON, WORKER, rows
from staffing_sim.plan import Hires, Move, Plan
from staffing_sim.plan.dealing import (
    DESK,
    HELD_OPEN,
    NEW,
    RECRUITING,
    Post,
    deal,
    posts_of,
    staff_shares,
)
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.values import STAFF
from staffing_sim.world import World, person_luck, position_luck

_GIVEN = (
    "office",
    "role",
    "start_kind",
    "starts",
    "refilled",
    "fill_month",
    "fill_trained",
    "from_team",
)


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


def staff_tables(
    agency: Agency, plan: Plan, world: World, positions: list[Position]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the rows of positions (workers) and of people: position x generation."""
    workers = _workers(agency, plan, positions)
    people = _people(agency, workers, positions)
    of_position, of_person = _luck(agency, world, workers["team"])
    workers["part_load"] = of_position["part_load"]
    workers["area"] = of_position["area"]
    for name in ("budget", "refill", "academy", "strike"):
        people[name if name == "budget" else f"{name}_luck"] = of_person[name]
    people["luck"] = of_person["luck"]
    law = plan.time_to_fill_days or agency.workforce.time_to_fill_days
    people["fill_months"] = law.quantile(of_person["fill"]) / DAYS_PER_MONTH
    _write_day_zero(agency, workers, people, positions, of_position["tenure"])
    return workers, people


def _workers(agency: Agency, plan: Plan, positions: list[Position]) -> NDArray[Any]:
    workers = rows(WORKER, len(positions))
    for name in _GIVEN:
        workers[name] = [getattr(position, name) for position in positions]
    team = workers["office"] * len(agency.roles) + workers["role"]
    workers["team"] = team
    workers["number"] = np.arange(len(team)) - np.searchsorted(team, team, side="left")
    under_way = workers["start_kind"] == IN_PIPELINE
    workers["authorised"] = np.where(under_way, 0, np.floor(workers["starts"]))
    for name in ("person", "first", "last", "generation"):
        workers[name] = -1
    never = ("resign_at", "transfer_at", "absence_at", "task_at")
    for name in (*never, "stop_children", "stop_families"):
        workers[name] = np.inf
    workers["ramp"] = 1.0
    for row, position in enumerate(positions):
        if position.move >= 0:
            move = plan.moves[position.move]
            workers["longest_first"][row] = move.chosen == "longest_serving"
            workers["retrained"][row] = move.retrained
    return workers


def _people(agency: Agency, workers: NDArray[Any], positions: list[Position]) -> NDArray[Any]:
    """Return who may ever fill a position; nothing has happened to them yet."""
    generations = agency.workforce.generations
    people = rows(PERSON, len(workers) * generations)
    people["origin"] = np.repeat(np.arange(len(workers)), generations)
    people["position"] = people["origin"]
    people["generation"] = np.tile(np.arange(generations), len(workers))
    people["role"] = np.repeat(workers["role"], generations)
    people["office"] = np.repeat(workers["office"], generations)
    for name in ("cut", "mover"):
        people[name] = -1
    for name in ("ready_at", "recruited", "hired", "on_duty", "left", "came", "went"):
        people[name] = np.nan
    first = people["generation"] == 0
    people["gross"][first] = [position.gross for position in positions]
    people["new_post"][first] = [position.added for position in positions]
    return people


def _luck(agency: Agency, world: World, team: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the luck of all positions and all people, team by team as they stand."""
    of_position, of_person = [], []
    for number, count in zip(*np.unique(team, return_counts=True), strict=True):
        office, role = divmod(int(number), len(agency.roles))
        of_position.append(
            position_luck(agency.roles[role], world.seed, (office, role), int(count))
        )
        of_person.append(
            person_luck(
                world.seed,
                (office, role),
                int(count),
                agency.workforce.generations,
                len(world.pool),
            ).ravel()
        )
    return np.concatenate(of_position), np.concatenate(of_person)


def _write_day_zero(
    agency: Agency,
    workers: NDArray[Any],
    people: NDArray[Any],
    positions: list[Position],
    moment: NDArray[Any],
) -> None:
    """Write the tenure of day-0 workers and of those at desks, and recruiting part-way through."""
    first = np.arange(len(workers)) * agency.workforce.generations
    seated = np.flatnonzero(workers["start_kind"] == FILLED_ON_DAY_ZERO)
    tenure = 12.0 * agency.workforce.tenure_years.quantile(moment[seated])
    people["hired"][first[seated]] = -tenure
    people["on_duty"][first[seated]] = -tenure
    at_desks = np.flatnonzero(workers["start_kind"] == FROM_DESK)
    served = 12.0 * agency.workforce.tenure_years.quantile(moment[at_desks])
    people["served"][first[at_desks]] = served
    vacant = np.flatnonzero([position.vacancy_began for position in positions])
    people["fill_months"][first[vacant]] *= moment[vacant]
