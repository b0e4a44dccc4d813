"""The numbers that an agency or a plan gives, each under its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from staffing_sim.distributions import Constant
from staffing_sim.ledger.entries import Key, LedgerEntry
from staffing_sim.values import Value

PLANS: Final = "plans"
"""The first part of the key of every number of a plan."""


def numbers_of(value: object, key: Key = ()) -> Iterator[tuple[Key, float]]:
    """Yield every number given in a value, with the parts of its key.

    Examples
    --------
    >>> from staffing_sim.agency.pathway import Hours
    >>> list(numbers_of(Hours(contact=2, court=1), ("hours",)))
    [(('hours', 'contact'), 2.0), (('hours', 'court'), 1.0)]
    """
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield key, float(value)
    elif isinstance(value, Constant) and "shift" not in value.model_fields_set:
        yield key, value.value
    elif isinstance(value, Value) and not isinstance(value, LedgerEntry):
        for name, part in value.given().items():
            yield from numbers_of(part, (*key, name))
    elif isinstance(value, tuple):
        for name, part in zip(_row_names(value), value, strict=True):
            yield from numbers_of(part, (*key, name))


def plan_numbers(plans: Sequence[Value]) -> Iterator[tuple[Key, float]]:
    """Yield every number given in plans, under the name of its plan."""
    for plan in plans:
        name = str(plan.given().get("name", ""))
        yield from (((PLANS, name, *key), number) for key, number in numbers_of(plan))


def _row_names(rows: tuple[object, ...]) -> list[str]:
    """Return what rows are called in a key: by name, else stage, else cause, else number."""
    for naming in ("name", "stage", "cause"):
        names = [getattr(row, naming, None) for row in rows]
        words = [name for name in names if isinstance(name, str)]
        if len(set(words)) == len(rows):
            return words
    return [str(number) for number in range(len(rows))]
