"""Agencies and plans as TOML text: what was given is written, defaults are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeGuard

from staffing_sim.distributions import Constant
from staffing_sim.errors import wrong
from staffing_sim.ledger import Ledger
from staffing_sim.values import Value


def plain(value: object, key: str = "") -> object:
    """Return a value as tables, lists, numbers, dates and texts.

    Raises
    ------
    InputError
        If part of it cannot be written, such as a plan's own policy function.

    Examples
    --------
    >>> from staffing_sim.distributions import Gamma
    >>> plain(Gamma(mean=10.5, shape=1.5)), plain(Constant(value=3))
    ({'law': 'gamma', 'mean': 10.5, 'shape': 1.5}, 3.0)
    """
    if isinstance(value, Constant) and "shift" not in value.model_fields_set:
        return value.value
    if isinstance(value, Ledger):
        return plain(value.entries, key)
    if isinstance(value, Value):
        law = {"law": value.law} if hasattr(value, "law") else {}
        given = {name: part for name, part in value.given().items() if part is not None}
        return law | {name: plain(part, f"{key}.{name}") for name, part in given.items()}
    if isinstance(value, list | tuple):
        return [plain(part, key) for part in value]
    if isinstance(value, bool | int | float | str | date):
        return value
    remedy = "Write the plan in Python, or name one of the library's policies."
    raise wrong(key, "cannot be written to a file", remedy)


def toml_text(table: Mapping[str, object]) -> str:
    """Return a table of plain values as a TOML document.

    Examples
    --------
    >>> print(toml_text({"name": "x", "demand": {"age": {"law": "uniform", "low": 0}}}), end="")
    name = "x"
    <BLANKLINE>
    [demand]
    age = { law = "uniform", low = 0 }
    """
    return "\n".join(_lines("", table)) + "\n"


def _lines(name: str, table: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of a table: its own values first, then the tables under it."""
    below = {key: value for key, value in table.items() if _is_table(value) or _is_rows(value)}
    for key, value in table.items():
        if key not in below:
            yield f"{key} = {_inline(value)}"
    for key, value in below.items():
        path = f"{name}.{key}" if name else key
        header = f"[[{path}]]" if isinstance(value, list) else f"[{path}]"
        for row in value if isinstance(value, list) else [value]:
            if _is_table(row):
                yield ""
                yield header
                yield from _lines(path, row)


def _is_table(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping) and "law" not in value


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_table(row) for row in value)


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_inline(part)}' for key, part in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(part) for part in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, date) else repr(value)
