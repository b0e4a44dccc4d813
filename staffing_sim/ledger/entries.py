"""An entry of the ledger, its grade, and the numbers of a value that entries document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from staffing_sim.distributions import Constant
from staffing_sim.errors import Fault
from staffing_sim.values import Number, Text, Value

Grade = Literal["published", "derived", "expert", "assumption"]
"""Read in a source; computed from such; an expert's word or memory; assumed."""

GIVEN: Final = "given"
"""What stands in the place of a grade where the number is the asker's own: part of the question."""

Key = tuple[str, ...]
"""The parts of the dotted path of a number."""

ANY: Final = "*"
"""What stands in a key for any one name or index."""

_UNDOCUMENTED: Grade = "assumption"
_NOT_GIVEN = "not given"


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A number of an agency or plan, with where it comes from.

    Attributes
    ----------
    key
        Dotted path of the number.
    value, unit
        The number, and what it counts.
    low, high
        The range one could defend; none when nobody gave one.
    source, date, grade, note
        As in the entry that documents it; the grade of an asker's own number is ``"given"``.
    entry
        The key of that entry, which may document several numbers; the number's own where none does.
    """

    key: str
    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    source: str = _NOT_GIVEN
    date: str = ""
    grade: Grade | Literal["given"] = _UNDOCUMENTED
    note: str = ""
    entry: str = ""


def _range_ascends(low: float, high: float) -> list[Fault]:
    if low <= high:
        return []
    return [Fault("high", f"must be at least low; got {high:g} under {low:g}", "Exchange them.")]


class LedgerEntry(Value):
    """Where the numbers under one key come from.

    Examples
    --------
    >>> LedgerEntry(
    ...     key="contact.success",
    ...     unit="share",
    ...     low=0.7,
    ...     high=0.95,
    ...     source="Assumed for a county with many absent parents",
    ...     date="2013",
    ...     grade="assumption",
    ... ).fits(("contact", "success"))
    True
    """

    key: Text = Field(min_length=1, description="dotted path of the number; '*' fits any one name")
    unit: Text = Field(description="the unit, such as 'hours a month'")
    low: Number = Field(description="the lowest value one could defend")
    high: Number = Field(description="the highest value one could defend")
    source: Text = Field(min_length=1, description="a citation that a reader can follow")
    date: Text = Field(description="the date or period the number describes")
    grade: Grade = Field(description="'published', 'derived', 'expert' or 'assumption'")
    note: Text = Field("", description="the arithmetic, or a warning")

    rules = (_range_ascends,)

    @property
    def segments(self) -> Key:
        """The parts of the key.

        Examples
        --------
        >>> entry = dict(unit="", low=0, high=1, source="x", date="", grade="expert")
        >>> LedgerEntry(key="offices.*.referrals", **entry).segments
        ('offices', '*', 'referrals')
        """
        return tuple(self.key.split("."))

    def fits(self, key: Key) -> bool:
        """Does the entry document the number under a key?"""
        own = self.segments
        return len(own) == len(key) and all(
            mine in (ANY, theirs) for mine, theirs in zip(own, key, strict=True)
        )

    @property
    def stars(self) -> int:
        """How many parts of the key are left open; fewer is more specific."""
        return self.segments.count(ANY)


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
