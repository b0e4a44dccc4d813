"""What all levers share: when they are in force, whom they concern, how offices are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import BeforeValidator, Field, TypeAdapter, WrapValidator

from staffing_sim.errors import Fault, PlanError
from staffing_sim.values import (
    NEED,
    REFERRALS,
    STAFF,
    Count,
    Name,
    PositiveCount,
    Share,
    Value,
    names_twice,
    sums_to_one,
)
from staffing_sim.wording import shown

LAST_MONTH = 1200

StartMonth = Annotated[Count, Field(le=LAST_MONTH, json_schema_extra={"unit": "month, from 0"})]
LengthMonths = Annotated[PositiveCount, Field(le=LAST_MONTH, json_schema_extra={"unit": "months"})]


_WORDS = (NEED, REFERRALS, STAFF)
_PAIRS: TypeAdapter[tuple[tuple[str, float], ...]] = TypeAdapter(tuple[tuple[Name, Share], ...])


def _word_or_pairs(value: object, _handler: object) -> object:
    """Accept a word, or a table of office = share; names alone give no shares."""
    if isinstance(value, str) and value in _WORDS:
        return value
    of_names = isinstance(value, list | tuple) and str in map(type, value)
    if value is None or isinstance(value, str) or of_names:
        words = "must be 'need', 'referrals', 'staff' or shares by office"
        raise ValueError(f"{words}, such as {{ North = 1.0 }}; got {shown(value)}")
    return _PAIRS.validate_python(tuple(value.items()) if isinstance(value, Mapping) else value)


def _one_name(value: object) -> object:
    """Accept a single name where a list of them is due."""
    return (value,) if isinstance(value, str) else value


OfficeWord = Literal["need", "referrals", "staff"]
"""Where posts go: where hours are short, or by each office's part of referrals or of staff."""

OfficeShares = Annotated[OfficeWord | tuple[tuple[Name, Share], ...], WrapValidator(_word_or_pairs)]
OfficeNames = Annotated[tuple[Name, ...] | None, BeforeValidator(_one_name)]
RoleNames = Annotated[tuple[Name, ...] | None, BeforeValidator(_one_name)]
StageNames = Annotated[tuple[Name, ...] | None, BeforeValidator(_one_name)]


def office_shares(offices: str | tuple[tuple[str, float], ...]) -> list[Fault]:
    """Return what is wrong with the shares of offices, if they are given."""
    if isinstance(offices, str):
        return []
    faults = names_twice((office for office, _ in offices), "offices")
    return faults + sums_to_one((share for _, share in offices), "offices")


class Lever(Value):
    """A part of a plan."""

    error_type = PlanError


class _Change(Protocol):
    """What holds from a month on, for one role or for all."""

    @property
    def start(self) -> int: ...
    @property
    def role(self) -> str | None: ...


class _Lasting(_Change, Protocol):
    """The same for some months only."""

    @property
    def months(self) -> int | None: ...


Change = TypeVar("Change", bound=_Change)


def in_force(lever: _Lasting, role: str, month: int) -> bool:
    """Tell whether a lever is in force for a role in a month."""
    begun = lever.start <= month and (lever.months is None or month < lever.start + lever.months)
    return begun and lever.role in (None, role)


def latest(changes: Iterable[Change], role: str, month: int) -> Change | None:
    """Return the change that holds for a role in a month: the last in the plan that has begun."""
    held = None
    for change in changes:
        if change.role in (None, role) and change.start <= month:
            held = change
    return held
