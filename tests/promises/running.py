"""Running a plan under watch, and comparing what two runs left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import run
from staffing_sim.engine.codes import EVENT_NAMES
from staffing_sim.engine.records import Records
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.world import World

TABLES = (
    "cases",
    "legs",
    "people",
    "positions",
    "snapshots",
    "team_months",
    "contact_months",
    "clause_months",
)

some_examples = settings(
    max_examples=14,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # add Phase.shrink to look for the smallest failure
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

more_examples = settings(some_examples, max_examples=30)
many_examples = settings(some_examples, max_examples=120)


def records_of(agency: Agency, world: World, plan: Plan, months: int | None = None) -> Records:
    return run(agency, world, plan, months=months, clock="simpy")


def watched(
    agency: Agency, world: World, plan: Plan, look: Callable[[Event, AgencyView], None]
) -> Records:
    """Run with a look at everything after every event."""
    hooks = dict.fromkeys(EVENT_NAMES.values(), look)
    return run(agency, world, plan, clock="simpy", hooks=hooks)


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Are two tables equal bit by bit, NaN for NaN?"""
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


def differing(one: Records, other: Records, tables: tuple[str, ...] = TABLES) -> list[str]:
    """Return the fields in which two runs differ."""
    found = []
    for table in tables:
        first, second = getattr(one, table), getattr(other, table)
        if len(first) != len(second):
            found.append(f"{table}: {len(first)} rows or {len(second)}")
            continue
        found += [
            f"{table}.{name}: {first[name][rows][:3]} or {second[name][rows][:3]}"
            for name in first.dtype.names or ()
            if (rows := _unequal(first[name], second[name])).any()
        ]
    return found


def _unequal(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray((one != other) & ~((one != one) & (other != other)))  # noqa: PLR0124
