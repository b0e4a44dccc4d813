"""The compiled loop itself. Importing this module imports numba; only `compiled_clock` does.

Rules receive the tables behind one plain pointer. Handed over as a tuple of 24 arrays, each call
would copy a kilobyte of array headers: measured, eight times slower. Behind a numba structure
reference, each use of a table would count references up and down: measured, 2.5 times slower.
"""

from __future__ import annotations

import importlib
from types import FunctionType
from typing import Any

from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    register_jitable,
    register_model,
)

from staffing_sim.engine.codes import HORIZON, NO_FAULT
from staffing_sim.engine.rules import ROOMS
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.dispatch import happen, next_event
from staffing_sim.engine.tables import Tables

for _room in ROOMS:
    _module = importlib.import_module(f"staffing_sim.engine.rules.{_room}")
    for _rule in vars(_module).values():
        if isinstance(_rule, FunctionType) and _rule.__module__ == _module.__name__:
            register_jitable(_rule)


class TablesPointer(types.Type):
    """The compiled type of all tables behind one pointer, which owns none of them."""

    def __init__(self, tables: Any) -> None:
        self.tables = tables  # the compiled type of the named tuple
        super().__init__(name=f"TablesPointer({tables})")


@register_model(TablesPointer)
class _TablesPointerModel(models.PrimitiveModel):
    def __init__(self, manager: Any, pointer: TablesPointer) -> None:
        pointed = manager.lookup(pointer.tables).get_value_type()
        super().__init__(manager, pointer, pointed.as_pointer())


@infer_getattr
class _TablesPointerAttributes(AttributeTemplate):
    key = TablesPointer

    def generic_resolve(self, pointer: TablesPointer, name: str) -> Any:  # type: ignore[override]
        return pointer.tables[pointer.tables.fields.index(name)]


@lower_getattr_generic(TablesPointer)
def _table_behind(context: Any, builder: Any, pointer: TablesPointer, value: Any, name: str) -> Any:
    """Load a table as an array without an owner, whose references nobody counts."""
    number = pointer.tables.fields.index(name)
    loaded = builder.load(cgutils.gep_inbounds(builder, value, 0, number))
    table = context.make_array(pointer.tables[number])(context, builder, loaded)
    table.meminfo = table.meminfo.type(None)
    table.parent = table.parent.type(None)
    return table._getvalue()


@intrinsic
def _pointer_to(_typing: Any, tables: Any) -> Any:
    """Return a pointer to the tables, good until the function that asks for it returns."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return cgutils.alloca_once_value(builder, arguments[0])

    return TablesPointer(tables)(tables), code


pointer_to: Any = _pointer_to  # compiled code calls it without the first argument


def drive(tables: Tables) -> None:
    """Let one event after another happen, in order of (time, kind), until the horizon."""
    t = pointer_to(tables)
    begin(t)
    while t.now[0].fault == NO_FAULT:
        time, kind, subject = next_event(t)
        if kind == HORIZON:
            return
        happen(t, kind, subject, time)
