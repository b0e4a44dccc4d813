"""From the tables a run has left to its `Records`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import records
from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.positions import all_positions
from staffing_sim.engine.records import Records
from staffing_sim.engine.tables import Tables
from staffing_sim.plan import Plan
from staffing_sim.world import World


def records_of(agency: Agency, plan: Plan, world: World, tables: Tables, clock: str) -> Records:
    """Return what the run left, without the engine's own bookkeeping."""
    months = int(tables.agency["months"][0])
    return Records(
        agency=agency,
        plan=plan,
        months=months,
        seed=world.seed,
        clock=clock,
        events=int(tables.now["events"][0]),
        n_families=len(world.families),
        cases=_cases(tables, months),
        legs=_legs(tables),
        people=_people(tables),
        stays=_stays(tables),
        positions=_positions(agency, plan, tables),
        snapshots=_snapshots(tables),
        team_months=_copy(tables.team_months, records.TEAM_MONTH_DTYPE),
        contact_months=_copy(tables.contact_months, records.CONTACT_MONTH_DTYPE),
        clause_months=_copy(tables.clause_months, records.CLAUSE_MONTH_DTYPE),
    )


def _copy(table: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the fields of a record type that a table has."""
    copied = np.zeros(len(table), dtype=dtype)
    for name in set(dtype.names or ()) & set(table.dtype.names or ()):
        copied[name] = table[name]
    return copied


def _cases(tables: Tables, months: int) -> NDArray[Any]:
    cases = _copy(tables.cases, records.CASE_DTYPE)
    cases["birth"][: tables.agency["families"][0]] = np.nan
    beyond = cases["opened"] >= months
    cases["opened"][beyond] = np.nan
    return cases


def _legs(tables: Tables) -> NDArray[Any]:
    """Return the legs; cause and route only where a leg has ended that way."""
    legs = _copy(tables.legs, records.LEG_DTYPE)
    ended = np.isfinite(legs["ended"])
    by_age = np.isin(
        legs["cause"], [tables.agency[name][0] for name in ("aged_out", "turned_18", "turned_21")]
    )
    legs["cause"] = np.where(ended, legs["cause"], -1)
    legs["route"] = np.where(ended & ~by_age, legs["route"], -1)
    legs["case"] = np.where(np.isfinite(legs["started"]), legs["case"], -1)
    return legs


def _people(tables: Tables) -> NDArray[Any]:
    """Return those who were ever hired."""
    people = _copy(tables.people, records.PERSON_DTYPE)
    people["origin_position"] = tables.people["origin"]
    return np.asarray(people[np.isfinite(people["hired"])])


def _stays(tables: Tables) -> NDArray[Any]:
    """Return who was paid in which position, and when: one row per seat that was ever taken."""
    seats = tables.people
    hired = np.isfinite(seats["hired"])
    moved_in = seats["mover"] >= 0
    holder = np.where(moved_in, seats["mover"], np.arange(len(seats)))
    stays = np.zeros(len(seats), dtype=records.STAY_DTYPE)
    stays["began"] = np.where(moved_in, seats["came"], seats["hired"])
    stays["ended"] = np.where(np.isnan(seats["went"]), seats["left"][holder], seats["went"])
    stays["person"] = (np.cumsum(hired) - 1)[holder]
    stays["position"] = seats["origin"]
    return np.asarray(stays[np.isfinite(stays["began"])])


def _positions(agency: Agency, plan: Plan, tables: Tables) -> NDArray[Any]:
    """Return the positions, with what the rules need not know about where they come from."""
    positions = _copy(tables.workers, records.POSITION_DTYPE)
    known = all_positions(agency, plan)
    for name in ("gross", "pipeline", "added", "held_open", "from_desk", "move"):
        positions[name] = [getattr(each, name) for each in known]
    return positions


def _snapshots(tables: Tables) -> NDArray[Any]:
    """Return the snapshots; whoever is not on duty has no ramp and no cap."""
    snapshots = _copy(tables.snapshots, records.SNAPSHOT_DTYPE)
    off = snapshots["state"] != ON_DUTY
    snapshots["ramp"][off] = 0.0
    return snapshots
