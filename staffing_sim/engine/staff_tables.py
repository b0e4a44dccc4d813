"""The tables of positions and of the people who may ever fill them, with their luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import tables
from staffing_sim.engine.codes import FILLED_ON_DAY_ZERO, FROM_DESK, IN_PIPELINE
from staffing_sim.engine.positions import Position
from staffing_sim.engine.tables import rows
from staffing_sim.plan import Plan
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import World, person_luck, position_luck

Table = NDArray[Any]


def staff_tables(
    agency: Agency, plan: Plan, world: World, positions: list[Position]
) -> tuple[Table, Table]:
    """Return the rows of positions (workers) and of people: position x generation."""
    workers = _positions(agency, plan, positions)
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


def _positions(agency: Agency, plan: Plan, positions: list[Position]) -> Table:
    workers = rows(tables.WORKER, len(positions))
    for name in _GIVEN:
        workers[name] = [getattr(position, name) for position in positions]
    team = workers["office"] * len(agency.roles) + workers["role"]
    workers["team"] = team
    workers["number"] = np.arange(len(team)) - np.searchsorted(team, team, side="left")
    under_way = workers["start_kind"] == IN_PIPELINE
    workers["authorised"] = np.where(under_way, 0, np.floor(workers["starts"]))
    for name in ("person", "first", "last", "first_second", "last_second", "generation"):
        workers[name] = -1
    never = ("resign_at", "transfer_at", "absence_at", "task_at")
    for name in (*never, "score", "stop_children", "stop_families"):
        workers[name] = np.inf
    workers["ramp"] = 1.0
    for row, position in enumerate(positions):
        if position.move >= 0:
            move = plan.moves[position.move]
            workers["longest_first"][row] = move.chosen == "longest_serving"
            workers["retrained"][row] = move.retrained
    return workers


def _people(agency: Agency, workers: Table, positions: list[Position]) -> Table:
    """Return who may ever fill a position; nothing has happened to them yet."""
    generations = agency.workforce.generations
    people = rows(tables.PERSON, len(workers) * generations)
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


def _luck(agency: Agency, world: World, team: Table) -> tuple[Table, Table]:
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
    agency: Agency, workers: Table, people: Table, positions: list[Position], moment: Table
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
