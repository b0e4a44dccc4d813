"""Writes the tables of docs/reference/files.md from the fields themselves.

Run ``python3 docs/file_tables.py`` after a field has changed; a test fails until it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from staffing_sim.agency import Agency
from staffing_sim.ledger import LedgerEntry
from staffing_sim.plan import Plan
from staffing_sim.values import Value

PAGE = Path(__file__).parent / "reference" / "files.md"
START = "<!-- the tables below are written by docs/file_tables.py -->\n"

SECTIONS: dict[str, type[Value]] = {
    "An agency": Agency,
    "A plan (`[[plans]]`, or a file of its own)": Plan,
    "A ledger entry (`[[ledger]]`)": LedgerEntry,
}


def page_with_tables(page: str) -> str:
    """Return the page with its tables written afresh."""
    words, _, _ = page.partition(START)
    tables = "\n".join(line for title, model in SECTIONS.items() for line in _section(title, model))
    return f"{words}{START}\n{tables}"


def _section(title: str, model: type[Value]) -> Iterator[str]:
    """Yield the tables of a value and of the parts it is made of."""
    yield f"## {title}\n"
    yield from _table(model)
    for key, part in _parts(model):
        yield f"### `{key}`\n\n{_first_line(part)}\n"
        yield from _table(part)


def _table(model: type[Value]) -> Iterator[str]:
    yield "| key | unit | if not given | |\n|---|---|---|---|"
    for name, field in model.model_fields.items():
        key = field.alias or name
        yield f"| `{key}` | {unit(field)} | {if_not_given(field)} | {meaning(field)} |"
    yield ""


def _parts(model: type[Value], prefix: str = "") -> Iterator[tuple[str, type[Value]]]:
    """Yield every value inside a value under its dotted key, once."""
    for name, field in model.model_fields.items():
        for part in _values_in(field.annotation):
            key = f"{prefix}{name}"
            if name in {"ledger", "entries"}:
                continue
            yield key, part
            yield from _parts(part, f"{key}.")


def _values_in(annotation: Any) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        if hasattr(annotation, "quantile"):  # a law: it has a section of its own in words
            return
        yield annotation
    elif get_origin(annotation) is not None or isinstance(annotation, UnionType):
        for inner in get_args(annotation):
            yield from _values_in(inner)


def unit(field: FieldInfo) -> str:
    """Return a field's unit, from the field itself or from the number it may hold."""
    inner = [part for kind in get_args(field.annotation) for part in get_args(kind)[1:]]
    found = [*(part for part in inner if isinstance(part, FieldInfo)), field]
    extras = [part.json_schema_extra for part in found]
    units = [str(extra["unit"]) for extra in extras if isinstance(extra, dict) and "unit" in extra]
    return units[-1] if units else ""


def meaning(field: FieldInfo) -> str:
    """Return what a field says, with the words it may hold where those are given."""
    text = field.description or ""
    unnamed = [word for word in words_of(field.annotation) if word not in text]
    return f"{text}; one of {', '.join(f'`{word}`' for word in unnamed)}" if unnamed else text


def words_of(annotation: Any) -> Iterator[str]:
    """Yield the words a field may hold, if it holds one of a few."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from words_of(inner)


def if_not_given(field: FieldInfo) -> str:
    """Return what a field holds where a file or a call says nothing, as Markdown."""
    default = field.default
    if field.is_required():
        return "*required*"
    if default in (None, (), ""):
        return ""
    if isinstance(default, Value):
        law = getattr(default, "law", None)
        return f"{law} {default.mean():g}" if law else "as below"  # type: ignore[attr-defined]
    if isinstance(default, tuple):
        return f"`{default[0]:g}` each"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _first_line(model: type[Value]) -> str:
    return re.split(r"\n\s*\n", (model.__doc__ or "").strip(), maxsplit=1)[0]


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
