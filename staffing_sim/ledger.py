"""Where each number comes from: unit, range, source, date and grade, beside the number itself.

A number stands once, in the agency or plan. The ledger's entries point at numbers by dotted keys
in which ``*`` stands for any one name or index; the most specific entry that fits a number is its
entry. What nobody has documented shows as an assumption without a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Field

from staffing_sim.errors import Fault
from staffing_sim.values import Text, Value

__all__ = ["Grade", "Ledger", "LedgerEntries", "LedgerEntry"]

Grade = Literal["published", "derived", "expert", "assumption"]
"""Read in a source; computed from such; an expert's word or memory; assumed."""


class LedgerEntry(Value):
    """Where the numbers under one key come from.

    Examples
    --------
    >>> LedgerEntry(
    ...     key="contact.success", unit="share", low=0.7, high=0.95,
    ...     source="assumption", date="2013", grade="assumption",
    ... ).grade
    'assumption'
    """

    key: Text = Field(min_length=1, description="dotted path of the number; '*' fits any one name")
    unit: Text = Field(description="the unit, such as 'hours a month'")
    low: float = Field(description="the lowest value one could defend")
    high: float = Field(description="the highest value one could defend")
    source: Text = Field(min_length=1, description="a citation a reader can follow")
    date: Text = Field(description="the date or period the number describes")
    grade: Grade = Field(description="published, derived, expert or assumption")
    note: Text = Field("", description="the arithmetic, or a warning")


class Ledger(Value):
    """The entries of an agency or of a preset.

    Examples
    --------
    >>> Ledger().entries
    ()
    """

    entries: tuple[LedgerEntry, ...] = Field((), description="the entries")


def _entries(value: object) -> object:
    return {"entries": value} if isinstance(value, list | tuple) else value


LedgerEntries = Annotated[Ledger, BeforeValidator(_entries)]
"""A ledger, or the list of its entries as a file gives it."""
