"""The compiled loop itself. Importing this module imports numba; only `compiled_clock` does.

Rules receive the tables behind one pointer (a numba structure reference). Handed over as a tuple
of 24 arrays, each call would copy a kilobyte of array headers: measured, eight times slower.
"""

from __future__ import annotations

import importlib
from types import FunctionType
from typing import Any

import numba
from numba.core import types
from numba.experimental import structref
from numba.extending import register_jitable

from staffing_sim.engine.codes import HORIZON, NO_FAULT
from staffing_sim.engine.compiled_clock import ROOMS
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.dispatch import happen, next_event
from staffing_sim.engine.tables import Tables

for _room in ROOMS:
    _module = importlib.import_module(f"staffing_sim.engine.rules.{_room}")
    for _rule in vars(_module).values():
        if isinstance(_rule, FunctionType) and _rule.__module__ == _module.__name__:
            register_jitable(_rule)


new_reference: Any = structref.new  # numba describes no types of its own
type_of: Any = numba.typeof


@structref.register
class TablesReference(types.StructRef):
    """The type of all tables behind one pointer."""


def reference_type(tables: Tables) -> TablesReference:
    """Return the compiled type for tables of these rows."""
    make: Any = TablesReference
    fields = [(name, type_of(table)) for name, table in zip(Tables._fields, tables, strict=True)]
    reference: TablesReference = make(fields)
    return reference


def drive(tables: Tables, reference: Any) -> None:
    """Let one event after another happen, in order of (time, kind), until the horizon."""
    t = new_reference(reference)
    t.agency = tables.agency
    t.now = tables.now
    t.cases = tables.cases
    t.legs = tables.legs
    t.workers = tables.workers
    t.people = tables.people
    t.teams = tables.teams
    t.queues = tables.queues
    t.stages = tables.stages
    t.roles = tables.roles
    t.levers = tables.levers
    t.months = tables.months
    t.bands = tables.bands
    t.ramp = tables.ramp
    t.strikes = tables.strikes
    t.case_calendar = tables.case_calendar
    t.case_where = tables.case_where
    t.staff_calendar = tables.staff_calendar
    t.staff_where = tables.staff_where
    t.pool = tables.pool
    t.snapshots = tables.snapshots
    t.team_months = tables.team_months
    t.contact_months = tables.contact_months
    t.clauses = tables.clauses
    t.streaks = tables.streaks
    t.clause_months = tables.clause_months
    t.scratch = tables.scratch
    begin(t)
    while t.now[0].fault == NO_FAULT:
        time, kind, subject = next_event(t)
        if kind == HORIZON:
            return
        happen(t, kind, subject, time)
