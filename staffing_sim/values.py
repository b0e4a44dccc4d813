"""The frozen value that agencies, plans and laws are made of, and the units of its numbers.

A value is checked when it is made and never changes. Whatever is wrong with it is said in the
words of `staffing_sim.errors`, all at once and each under its own key: no trace of the checking
library reaches a user. A part of a value reports its faults to the whole, which adds its own key
in front, so that ``limit`` of a cap becomes ``roles.adoption.cap.limit`` of an agency.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Self
from unicodedata import bidirectional, category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)

from staffing_sim.errors import Fault, InputError, join_key
from staffing_sim.wording import faults_of, shown

SHARES_TOLERANCE = 1e-6
"""How far shares that must sum to 1 may be from it, for decimals written in a file."""

ALL = "all"
"""Stands for the whole agency where a table gives a number by role, office or tenure."""

NO_ROLE = "no_role"
"""Stands in the ``role`` column for children in stages that no role works."""

NEED: Final = "need"
"""In a plan: posts go where hours are short, by office or by role."""

REFERRALS: Final = "referrals"
"""In a plan: posts go to offices by their part of the referrals."""

STAFF: Final = "staff"
"""In a plan: posts go to offices by their part of the staff."""

RESERVED_WORDS = frozenset({ALL, NO_ROLE, NEED, REFERRALS, STAFF, "total"})
"""What no office, role or stage may be called, whatever its capitals."""


def _plain_number(value: object) -> object:
    """Refuse text and yes/no where a number is due; accept NumPy's scalars."""
    if isinstance(value, bool | str):
        raise ValueError(f"must be a number; got {shown(value)}")
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value


def _plain_day(value: object) -> object:
    """Refuse numbers where a date is due (the checking library would read them as seconds)."""
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise ValueError(f"must be a date such as 2013-12-01; got {shown(value)}")
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(f"must be a date such as 2013-12-01; got {shown(value)}") from None


def _one_line(text: str) -> str:
    """Refuse what no table can show in a line: blanks alone, breaks, marks that turn text."""
    unseen = {mark for mark in text if category(mark) in _BREAKS or bidirectional(mark) in _TURNS}
    if unseen or (text and not text.strip()):
        raise ValueError(f"must be a single line of printable text; got {shown(text)}")
    return text


_BREAKS = {"Cc", "Cs", "Zl", "Zp"}
_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _unit(name: str) -> dict[str, Any]:
    return {"unit": name}


Number = Annotated[float, BeforeValidator(_plain_number), Field(allow_inf_nan=False)]
_Whole = Annotated[int, BeforeValidator(_plain_number)]

Cases = Annotated[Number, Field(gt=0, json_schema_extra=_unit("cases per worker"))]
Count = Annotated[_Whole, Field(ge=0, json_schema_extra=_unit("count"))]
PositiveCount = Annotated[_Whole, Field(ge=1, json_schema_extra=_unit("count"))]
Day = Annotated[date, BeforeValidator(_plain_day), Field(json_schema_extra=_unit("date"))]
Days = Annotated[Number, Field(ge=0, le=1e6, json_schema_extra=_unit("days"))]
HoursPerMonth = Annotated[Number, Field(ge=0, json_schema_extra=_unit("hours a month"))]
Moment = Annotated[Number, Field(json_schema_extra=_unit("months since the start"))]
Money = Annotated[Number, Field(ge=0, le=1e12, json_schema_extra=_unit("money"))]
Months = Annotated[Number, Field(ge=0, le=1e6, json_schema_extra=_unit("months"))]
PerMonth = Annotated[Number, Field(ge=0, le=1e6, json_schema_extra=_unit("per month"))]
PerYear = Annotated[Number, Field(ge=0, le=1e3, json_schema_extra=_unit("per year"))]
Ratio = Annotated[Number, Field(ge=0, le=1e9, json_schema_extra=_unit("ratio"))]
Share = Annotated[Number, Field(ge=0, le=1, json_schema_extra=_unit("share"))]
Years = Annotated[Number, Field(ge=0, le=1e4, json_schema_extra=_unit("years"))]


def _without_blanks_around(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Name = Annotated[
    str,
    BeforeValidator(_without_blanks_around),
    Field(pattern=r"^[^\s.\[\]*][^.\[\]*]*$", max_length=80, json_schema_extra=_unit("name")),
]
Text = Annotated[str, Field(json_schema_extra=_unit("text"))]
Line = Annotated[Text, AfterValidator(_one_line)]


Rule = Callable[..., Iterable[Fault]]
"""Finds the faults between fields; its parameters are the names of the fields it needs."""


class Value(BaseModel):
    """A frozen, checked value; the base of every part of an agency and of a plan.

    A class lists its `rules`. Each is asked whenever the fields it names are sound, also when
    others are not, so that every fault is reported at once.

    Raises
    ------
    InputError
        With every fault of the values given (a subclass names its own kind of error).

    Examples
    --------
    >>> class Desk(Value):
    ...     hours: HoursPerMonth = Field(description="hours at the desk")
    >>> Desk(hours=10).replace(hours=12)
    Desk(hours=12.0)
    >>> Desk(hour=10)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: hours: is missing. Give hours at the desk (hours a month).
    hour: is not a known key. Did you mean 'hours'?
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    error_type: ClassVar[type[InputError]] = InputError
    rules: ClassVar[tuple[Rule, ...]] = ()

    def __init__(self, /, **values: Any) -> None:
        faults: list[Fault] = []
        try:
            super().__init__(**values)
        except ValidationError as problem:
            faults = faults_of(problem, type(self))
            parts = _sound_parts(type(self), values)
        else:
            parts = {name: getattr(self, name) for name in type(self).model_fields}
        for rule in self.rules:
            needs = _needs(rule)
            if all(need in parts for need in needs):
                faults.extend(rule(**{need: parts[need] for need in needs}))
        if faults:
            raise self.error_type(faults)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked again as a whole.

        Raises
        ------
        InputError
            If the changed value breaks a rule.
        """
        return type(self)(**(self.given() | changes))

    def given(self) -> dict[str, Any]:
        """Return what was given, under the keys it was given by; defaults are left out.

        Examples
        --------
        >>> class Desk(Value):
        ...     hours: HoursPerMonth = 3.0
        ...     window: bool = False
        >>> Desk(hours=4).given()
        {'hours': 4.0}
        """
        fields = type(self).model_fields.items()
        return {
            field.alias or name: getattr(self, name)
            for name, field in fields
            if name in self.model_fields_set
        }


@cache
def _needs(rule: Rule) -> tuple[str, ...]:
    """Return the names of the fields that a rule asks for."""
    return tuple(inspect.signature(rule).parameters)


def _sound_parts(model: type[Value], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are right by themselves when the whole is not."""
    parts: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        definition: dict[str, Any] = {name: (field.annotation, field)}
        alone = create_model("Alone", __config__=model.model_config, **definition)
        try:
            sound = alone(**({key: values[key]} if key in values else {}))
        except (ValidationError, TypeError):
            continue
        parts[name] = getattr(sound, name)
    return parts


def rows_of_table(key: str) -> BeforeValidator:
    """Accept a table keyed by name where a list of rows is due; each row learns its name.

    Examples
    --------
    >>> rows_of_table("name").func({"first": {"hours": 3}, "second": {}})
    ({'name': 'first', 'hours': 3}, {'name': 'second'})
    """

    def rows(value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        if wrong := {name: row for name, row in value.items() if not isinstance(row, Mapping)}:
            problems = {name: f"must be a table; got {shown(row)}" for name, row in wrong.items()}
            raise InputError(Fault(str(name), text) for name, text in problems.items())
        return tuple({key: name, **row} for name, row in value.items())

    return BeforeValidator(rows)


def one_or_many(value: object) -> object:
    """Accept a single item where a list of them is due; nothing given is an empty list.

    Examples
    --------
    >>> one_or_many(None), one_or_many({"start": 3}), one_or_many([1, 2])
    ((), ({'start': 3},), [1, 2])
    """
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def names_twice(names: Iterable[str], key: str) -> list[Fault]:
    """Return a fault for every name that appears more than once, capitals and blanks apart.

    Examples
    --------
    >>> print(*names_twice(["Compton", "Palmdale", "Compton"], "offices"))
    offices.Compton: appears more than once. Give every row its own name.
    >>> print(*names_twice(["North East", "north  east"], "offices"))
    offices.north  east: is 'North East', apart from capitals or blanks. Give every row its own...
    """
    known: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name in names:
        before = known.get(_plain(name))
        known.setdefault(_plain(name), name)
        if before == name:
            problems[name] = "appears more than once"
        elif before is not None:
            problems[name] = f"is '{before}', apart from capitals or blanks"
    remedy = "Give every row its own name."
    return [Fault(join_key(key, name), problem, remedy) for name, problem in problems.items()]


def reserved_names(names: Iterable[str], key: str) -> list[Fault]:
    """Return a fault for every name that is a word of tables or of plans.

    Examples
    --------
    >>> print(*reserved_names(["Compton", "All"], "offices"))
    offices.All: is a reserved word in tables and plans. Give another name.
    """
    problem = "is a reserved word in tables and plans"
    return [
        Fault(join_key(key, name), problem, "Give another name.")
        for name in names
        if _plain(name) in RESERVED_WORDS
    ]


def _plain(name: str) -> str:
    """Return a name as it counts where names are compared: without capitals and spare blanks."""
    return " ".join(name.split()).casefold()


def sums_to_one(shares: Iterable[float], key: str) -> list[Fault]:
    """Return a fault when shares that make up a whole do not sum to 1.

    Examples
    --------
    >>> print(*sums_to_one([0.5, 0.4], "tiers.*.share"))
    tiers.*.share: must sum to 1; they sum to 0.9. Change a share so that they sum to 1.
    """
    total = math.fsum(shares)
    if abs(total - 1.0) <= SHARES_TOLERANCE:
        return []
    remedy = "Change a share so that they sum to 1."
    return [Fault(key, f"must sum to 1; they sum to {total:.7g}", remedy)]
