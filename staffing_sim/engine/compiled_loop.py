"""The compiled loop, and how numba builds it. Importing this module imports numba.

Rules receive the tables behind one plain pointer. Handed over as a tuple of arrays, each call
would copy a kilobyte of array headers: measured, eight times slower. Behind a numba structure
reference, each use of a table would count references up and down: measured, 2.5 times slower.

Left to itself, numba links each function with all that it calls, optimises the whole and writes
machine code for it, and does so again for each of its callers, up to the loop. Here a rule is only
translated; the loop links all rules once and is optimised as a whole. Measured, compiling takes a
third of the time, and the loop is no slower.
"""

from __future__ import annotations

from types import FunctionType, SimpleNamespace
from typing import Any

from numba.core import cgutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
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
from staffing_sim.engine.rules import rulebook
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.events import happen, next_event
from staffing_sim.engine.tables import Tables


class _RuleCode(JITCodeLibrary):
    """The code of one rule: translated, for the loop to link; never run on its own."""

    codegen = SimpleNamespace(set_env=lambda _name, _environment: None)  # nothing to set it in yet

    def finalize(self) -> None:
        self._raise_if_finalized()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002
        return 0


class _LoopCode(JITCodeLibrary):
    """The code of the loop, with that of every rule it reaches."""

    def finalize(self) -> None:
        self._linking_libraries = callers_first(self._linking_libraries)
        super().finalize()


def callers_first(libraries: list[Any]) -> list[Any]:
    """Return libraries and all they link: LLVM takes only what has been asked for by then."""
    found: dict[int, Any] = {}

    def follow(library: Any) -> None:
        if id(library) not in found:
            for linked in library._linking_libraries:
                follow(linked)
            found[id(library)] = library

    for library in libraries:
        follow(library)
    return list(found.values())[::-1]


class _Compiler(CompilerBase):
    """numba's own steps, with a library of ours for what they write."""

    library: type[JITCodeLibrary]

    def define_pipelines(self) -> list[Any]:
        state = self.state
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return [DefaultPassBuilder.define_nopython_pipeline(state)]


class RuleCompiler(_Compiler):
    """Translates a rule."""

    library = _RuleCode


class LoopCompiler(_Compiler):
    """Compiles the loop."""

    library = _LoopCode


for _module in rulebook():
    for _rule in vars(_module).values():
        if isinstance(_rule, FunctionType) and _rule.__module__ == _module.__name__:
            register_jitable(pipeline_class=RuleCompiler, no_cfunc_wrapper=True)(_rule)


class TablesPointer(types.Type):
    """The compiled type of all tables behind one pointer, which owns none of them."""

    def __init__(self, tables: Any) -> None:
        self.tables = tables  # the compiled type of the named tuple
        super().__init__(name="Tables")  # a short one: it stands in the name of each compiled rule

    @property
    def key(self) -> Any:
        """What tells one such type from another."""
        return self.tables


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
