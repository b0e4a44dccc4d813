"""The ``front-door`` directive: every public name, by the room it comes from.

The names are read from the packages' ``__all__`` as the page is built, so a new one needs no edit.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import staffing_sim
from staffing_sim.values import Value

MEMBERS = (
    "   :members:",
    "   :inherited-members: BaseModel",
    "   :exclude-members: model_config, error_type, rules",
)
"""What is shown of a class: its own methods and those of the house, not the checking library's."""


NOT_FOR_USERS = ("charts", "engine", "errors", "intervals", "ledger", "records")
"""Rooms whose names beyond the front door's are for those who build on the library."""


def room_of(name: str) -> str:
    """Return the room of the house that a name of the front door comes from."""
    home = str(getattr(staffing_sim, name).__module__)
    return home.split(".")[1]


def entries() -> Iterator[str]:
    """Yield reStructuredText: a section for each room, an entry for each of its names."""
    found: dict[str, list[str]] = {}
    for name in staffing_sim.__all__:
        found.setdefault(room_of(name), []).append(f"staffing_sim.{name}")
    for room in staffing_sim._ROOMS:
        if room not in NOT_FOR_USERS:
            found.setdefault(room, []).extend(behind(room))
    for room, names in sorted(found.items()):
        words = (import_module(f"staffing_sim.{room}").__doc__ or "").strip().splitlines()[0]
        yield from (room, "=" * len(room), "", words, "")
        for name in names:
            yield from entry(name)


def behind(room: str) -> Iterator[str]:
    """Yield the functions and classes that stand in a room alone."""
    module = import_module(f"staffing_sim.{room}")
    for name in module.__all__:
        if callable(getattr(module, name)) and name not in staffing_sim.__all__:
            yield f"staffing_sim.{room}.{name}"


def entry(name: str) -> Iterator[str]:
    """Yield one name's entry: a function, or a class with the methods a user calls."""
    module, _, own = name.rpartition(".")
    thing = getattr(import_module(module), own)
    short = name.removeprefix("staffing_sim.")
    heading = (short, "-" * len(short), "")
    if not inspect.isclass(thing):
        yield from (*heading, f".. autofunction:: {name}", "")
    elif issubclass(thing, BaseException):
        yield from (*heading, f".. autoexception:: {name}", "")
    else:
        yield from (*heading, f".. autoclass:: {name}", *MEMBERS, "")
        yield from fields(thing) if issubclass(thing, Value) else ()


def fields(value: type[Value]) -> Iterator[str]:
    """Yield the table of a value's fields, written from the fields themselves."""
    from file_tables import if_not_given, unit

    yield from (".. list-table::", "   :header-rows: 1", "")
    rows = [
        (f"``{key}``", unit(field), if_not_given(field).replace("`", "``"), field.description or "")
        for key, field in value.model_fields.items()
    ]
    for row in [("field", "unit", "if not given", "what it says"), *rows]:
        for place, cell in enumerate(row):
            yield f"   {'* -' if place == 0 else '  -'} {cell}"
    yield ""


def short_signature(*about: object) -> tuple[str, str] | None:
    """Return ``(**fields)`` for a value, whose fields stand in a table of their own."""
    value = about[3]
    return ("(**fields)", "") if inspect.isclass(value) and issubclass(value, Value) else None


class FrontDoor(SphinxDirective):
    """Stands for every public name of the package."""

    def run(self) -> list[nodes.Node]:
        """Return the sections of all rooms."""
        self.env.note_reread()  # the package may have changed where this page has not
        return self.parse_text_to_nodes("\n".join(entries()), allow_section_headings=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("front-door", FrontDoor)
    app.connect("autodoc-process-signature", short_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
