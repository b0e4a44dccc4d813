"""What had happened in a run before a month: the part that a later change must leave alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.engine.records import Records
from staffing_sim.records import Run
from staffing_sim.world import World

Facts = dict[str, NDArray[Any]]


def before(records: Records, world: World, month: int, *, part: World | None = None) -> Facts:
    """Return the facts of a run before a month.

    Parameters
    ----------
    records, world
        The run, and the world it was run in.
    month
        Events at this instant or later are left out.
    part
        A shorter world with which this one begins, if only its families are of interest.
    """
    part = part or world
    facts: Facts = {}
    families, family_legs = len(world.families), len(world.family_legs)
    cases = np.concatenate(
        [
            records.cases[: len(part.families)],
            records.cases[families : families + len(part.children)],
        ]
    )
    legs = np.concatenate(
        [
            records.legs[: len(part.family_legs)],
            records.legs[family_legs : family_legs + len(part.legs)],
        ]
    )
    for name in ("opened", "assigned", "responded", "closed"):
        facts[f"cases.{name}"] = _until(cases[name], month)
    closed = cases["closed"] < month
    for name in ("cause", "turned_away"):
        facts[f"cases.{name}"] = np.where(closed, cases[name], -1)
    ended = legs["ended"] < month
    for name in ("started", "ended"):
        facts[f"legs.{name}"] = _until(legs[name], month)
    for name in ("cause", "route"):
        facts[f"legs.{name}"] = np.where(ended, legs[name], -1)
    return facts | _months(records, month) | _staff(records, month) | _frames(records, month)


def _months(records: Records, month: int) -> Facts:
    facts: Facts = {}
    offices, stages = len(records.agency.offices), len(records.agency.stages)
    for name, width in (("team_months", records.n_teams), ("contact_months", offices * stages)):
        facts[name] = getattr(records, name)[: month * width]
    here = records.positions["authorised"] < month
    snapshots = records.snapshots.reshape(records.months, -1)[:month]
    facts["snapshots"] = snapshots[:, here].ravel()
    facts["positions"] = records.positions[here]
    assert not snapshots[:, ~here]["state"].any()  # unauthorised until their month
    return facts


def _frames(records: Records, month: int) -> Facts:
    """Return every column of the tables by month, in the months before this one."""
    run = Run(records)
    facts: Facts = {}
    for name, table in (("months", run.months), ("waterfall", run.positions)):
        rows = table[table["month"] < month]
        for column in rows.columns.difference(["office", "role"]):
            facts[f"{name}: {column}"] = rows[column].to_numpy()
    return facts


def _staff(records: Records, month: int) -> Facts:
    """Return the people hired before the month, by the position they were hired into."""
    people = records.people[records.people["hired"] < month]
    origin = records.positions[people["origin_position"]]
    facts: Facts = {}
    for name in ("office", "role", "number"):
        facts[f"people.{name}"] = origin[name]
    facts["people.generation"] = people["generation"]
    for name in ("hired", "on_duty", "left"):
        facts[f"people.{name}"] = _until(people[name], month)
    facts["people.reason"] = np.where(people["left"] < month, people["reason"], 0)
    return facts


def _until(times: NDArray[Any], month: int) -> NDArray[Any]:
    return np.where(times < month, times, np.nan)


def unequal(one: Facts, other: Facts) -> list[str]:
    """Return the facts in which two histories differ, bit by bit."""
    return [
        name
        for name in one
        if one[name].shape != other[name].shape or one[name].tobytes() != other[name].tobytes()
    ]
