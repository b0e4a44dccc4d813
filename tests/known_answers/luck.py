"""What an office's own luck explains: referrals, work referred, the desk of one fast worker.

All three have a known expectation, whatever the engine does, so they may be taken out of its
results (`without_luck`): an error of 5 % shows in a run that would else see 20 %.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.world import World
from tests.known_answers.agencies import by_office

Luck = dict[str, tuple[NDArray[Any], float]]


def luck_of_referrals(
    world: World, *, offices: int, rate: float, work: float, start: float, end: float
) -> Luck:
    """Return the referrals and the work referred of each office within a time.

    ``rate`` is one office's families a month, ``work`` the mean work of one.
    """
    families = world.families
    within = (families["arrival"] >= start) & (families["arrival"] < end)
    brought = world.family_legs["work"][families["leg"]] * within
    expected = rate * (end - start)
    return {
        "families": (by_office(within, families["office"], offices), expected),
        "work": (by_office(brought, families["office"], offices), expected * work),
    }


def luck_of_one_desk(
    world: World,
    *,
    offices: int,
    rate: float,
    work: float,
    work_squared: float,
    speed: float,
    start: float,
    end: float,
) -> Luck:
    """Return the mean work lying at one worker of this speed, and what theory says of it.

    The work that lies there does not depend on the order in which it is done; its mean is that of
    Pollaczek and Khinchine.
    """
    families = world.families
    brought = world.family_legs["work"][families["leg"]]
    lying = [
        _mean_backlog(
            families["arrival"][families["office"] == office],
            brought[families["office"] == office] / speed,
            start,
            end,
        )
        for office in range(offices)
    ]
    load = rate * work / speed
    expected = rate * work_squared / speed**2 / (2.0 * (1.0 - load))
    return {"backlog": (np.array(lying), expected)}


def _mean_backlog(arrivals: NDArray[Any], brought: NDArray[Any], start: float, end: float) -> float:
    """Return the mean over a time of the work that lies at a worker who is busy while there is."""
    total = backlog = 0.0
    for (since, until), more in zip(
        pairwise([0.0, *arrivals.tolist(), end]), [*brought.tolist(), 0.0], strict=True
    ):
        total += _backlog_within(backlog, since, max(since, start), min(until, end))
        backlog = max(0.0, backlog - (until - since)) + more
    return total / (end - start)


def _backlog_within(backlog: float, since: float, low: float, high: float) -> float:
    """Return the integral over [low, high] of max(0, backlog - (t - since))."""
    left = max(0.0, backlog - (low - since))
    lasting = min(max(0.0, high - low), left)
    return left * lasting - 0.5 * lasting**2
