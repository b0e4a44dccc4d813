"""Streams of chance: one for each purpose, so that nothing drawn for one thing moves another.

A stream is named by a purpose and whatever numbers it (a month, an office and a role). Its name,
not the order of calls, decides what it yields: a longer horizon, more positions or a surge leave
every other draw as it was.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

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
