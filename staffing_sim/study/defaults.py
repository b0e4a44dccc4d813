"""Which values of an agency or a plan were left to the library's defaults.

A study's file holds them in full, so that a default that changes in a later version changes no old
study. But an agency made of the whole file would count every default among the numbers that
somebody gave, and its charts would say so. The file therefore lists what was left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan

__all__ = ["left_to_defaults", "without"]

_KIND = "law"
"""The key that says what a table is; never left out, though a law given as a number has none."""


def left_to_defaults(value: Agency | Plan) -> list[str]:
    """Return the keys that were not given, dotted, with rows of lists by number.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> "demand" in left_to_defaults(load_agency("small-office"))
    False
    """
    full, given = (
        value.model_dump(mode="json", by_alias=True, exclude_unset=unset, fallback=str)
        for unset in (False, True)
    )
    return sorted(".".join(path) for path in _left_out(full, given))


def _left_out(full: Any, given: Any) -> Iterator[tuple[str, ...]]:
    """Give the path of everything in the first that is not in the second."""
    if isinstance(full, dict):
        for key, value in full.items():
            if key == _KIND:
                continue
            deeper = _left_out(value, given[key]) if key in given else [()]
            yield from ((key, *path) for path in deeper)
    elif isinstance(full, list):
        for row, (value, kept) in enumerate(zip(full, given, strict=True)):
            yield from ((str(row), *path) for path in _left_out(value, kept))


def without(content: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return a copy of a file's content without what was left to defaults.

    Examples
    --------
    >>> without({"roles": [{"name": "a", "pay": 1.0}]}, ["roles.0.pay"])
    {'roles': [{'name': 'a'}]}
    """
    kept = deepcopy(content)
    for key in keys:
        *outer, last = key.split(".")
        place: Any = kept
        with suppress(KeyError, IndexError, ValueError, TypeError, AttributeError):
            for part in outer:  # of a file edited by hand; what is missing is told when it is read
                place = place[int(part)] if isinstance(place, list) else place[part]
            place.pop(last, None)
    return kept
