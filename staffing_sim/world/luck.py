"""Streams of random numbers, one for each purpose, and the luck of positions and people.

A stream is named by a purpose and whatever numbers it (a month, an office and a role). Its name,
not the order of calls, decides what it yields: a longer horizon, more positions or a surge leave
every other draw as it was. A position is (office, role, number); its luck, and that of each person
who will ever fill it, comes from the stream of its office and role, row by row, so that more
positions leave the luck of the others as it is.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency.opening_load import SMALLEST_AREA
from staffing_sim.agency.staff import Role
from staffing_sim.distributions import Gamma

Seed = int | tuple[int, ...]


class Purpose(IntEnum):
    """What a stream is for. The numbers are part of every result: never reuse one."""

    FAMILIES = 1
    CHILDREN = 2
    YEAR = 3
    SURGE_FAMILIES = 4
    SURGE_CHILDREN = 5
    OPENING = 6
    OPENING_CHILDREN = 7
    POOL = 8
    POSITIONS = 9
    PEOPLE = 10


def stream(seed: Seed, purpose: Purpose, *numbers: int) -> np.random.Generator:
    """Return the stream of this purpose and number.

    Examples
    --------
    >>> first = stream(7, Purpose.FAMILIES, 3).random()
    >>> first == stream(7, Purpose.FAMILIES, 3).random()
    True
    >>> first == stream(7, Purpose.FAMILIES, 4).random()
    False
    """
    sequence = np.random.SeedSequence(entropy=seed, spawn_key=(int(purpose), *numbers))
    return np.random.Generator(np.random.PCG64(sequence))


POSITION = np.dtype([("part_load", np.float64), ("area", np.float64), ("tenure", np.float64)])
PERSON = np.dtype(
    [(name, np.float64) for name in ("budget", "fill", "refill", "academy", "strike")]
    + [("luck", np.int64)]
)


def position_luck(role: Role, seed: Seed, team: tuple[int, int], count: int) -> NDArray[np.void]:
    """Return the luck of the first ``count`` positions of a team (office, role).

    ``part_load`` is the share of a full load, ``area`` how much of the inflow falls here beside
    the mean, ``tenure`` the uniform of the day-0 worker's tenure.
    """
    uniforms = stream(seed, Purpose.POSITIONS, *team).random((count, 3))
    luck = np.empty(count, dtype=POSITION)
    luck["part_load"] = np.where(uniforms[:, 0] < role.part_load_share, role.part_load, 1.0)
    luck["area"] = 1.0
    if role.area_spread > 0.0:
        law = Gamma(mean=1.0, shape=role.area_spread**-2)
        luck["area"] = np.maximum(SMALLEST_AREA, law.quantile(uniforms[:, 1]))
    luck["tenure"] = uniforms[:, 2]
    return luck


def person_luck(
    seed: Seed, team: tuple[int, int], count: int, generations: int, pool_size: int
) -> NDArray[np.void]:
    """Return the luck of each person: shape (positions, generations).

    ``budget`` is exponential with mean 1, the hazard a person's months on duty may use up;
    ``luck`` a place in the pool; the others are uniforms.
    """
    uniforms = np.stack(
        [
            stream(seed, Purpose.PEOPLE, *team, generation).random((count, 6))
            for generation in range(generations)
        ],
        axis=1,
    )
    luck = np.empty((count, generations), dtype=PERSON)
    luck["budget"] = -np.log1p(-uniforms[:, :, 0])
    for column, name in enumerate(("fill", "refill", "academy", "strike"), start=1):
        luck[name] = uniforms[:, :, column]
    luck["luck"] = (uniforms[:, :, 5] * pool_size).astype(np.int64)
    return luck
