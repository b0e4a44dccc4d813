"""The answer run again in fresh worlds, that had no part in finding it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.solving.search import Search

__all__ = ["Confirmation", "confirmed", "enough"]

Floats = NDArray[np.float64]

MOST_TURNS: Final = 5
FEWER: Final = 2
"""How many settings below the answer are run beside it, to show what less would do."""


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What fresh worlds say of an answer.

    Attributes
    ----------
    place
        The answer, perhaps further up than the search had it.
    holds
        Whether enough fresh worlds met the target there.
    values
        Places and their numbers in fresh worlds, in the order they were run.
    reversals
        In how many fresh worlds fewer met the target and the search's answer did not.
    """

    place: int
    holds: bool
    values: tuple[tuple[int, Floats], ...]
    reversals: int


def enough(met: int, runs: int, probability: float) -> bool:
    """Tell whether a target was met in enough runs.

    Examples
    --------
    >>> enough(36, 40, 0.9), enough(35, 40, 0.9)
    (True, False)
    """
    return met >= probability * runs - 1e-9


def confirmed(search: Search, place: int) -> Confirmation:
    """Run the answer and two settings less in fresh worlds; go up while they say it is too little.

    Every setting is confirmed in worlds of its own, that decided nothing before.

    Parameters
    ----------
    search
        What was searched; its worlds are not used again.
    place
        The search's answer, as a place in the dial.
    """
    target, last = search.trials.target, len(search.dial.settings) - 1
    less = max(place - FEWER, 0)
    (fewer, found) = _fresh(search, [less, place], turn=1)
    values = [(less, fewer)] if less < place else []
    values.append((place, found))
    reversals = int(np.sum((target.margin(fewer) >= 0) & ~(target.margin(found) >= 0)))
    for turn in range(2, MOST_TURNS + 2):
        met = int(np.sum(target.margin(values[-1][1]) >= 0))
        holds = enough(met, search.worlds, target.probability)
        if holds or place == last or turn > MOST_TURNS:
            break
        place += 1
        values.append((place, *_fresh(search, [place], turn=turn)))
    return Confirmation(place=place, holds=holds, values=tuple(values), reversals=reversals)


def _fresh(search: Search, places: list[int], *, turn: int) -> Floats:
    """Return the numbers of some settings in the worlds of a turn: [setting, world]."""
    plans = [search.dial.plan(search.dial.settings[place]) for place in places]
    worlds = range(turn * search.worlds, (turn + 1) * search.worlds)
    return search.trials.of(plans).values(worlds)
