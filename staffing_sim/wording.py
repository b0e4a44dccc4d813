"""Turns pydantic's errors into plain messages for a reader of agency files.

Each fault gets the key of the value, what rule it breaks and what was given, and a remedy made of
the field's own description and unit. A fault inside a part arrives with the part's own key in
front, and a row that has a name is called by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from staffing_sim.errors import Fault, InputError, join_key, nearest

_NAMING_KEYS = ("name", "stage")  # keys by which a row of a list is known to its reader


def faults_of(problem: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Translate what the checking library found into faults with keys, problems and remedies.

    Parameters
    ----------
    problem
        What the library raised while it made a `model`.
    model
        The value that was being made; its fields give descriptions and units to the remedies.

    Examples
    --------
    >>> from typing import Annotated
    >>> from pydantic import Field
    >>> class Desk(BaseModel):
    ...     hours: Annotated[float, Field(ge=0, json_schema_extra={"unit": "hours a month"})]
    >>> try:
    ...     Desk(hours=-1)
    ... except ValidationError as problem:
    ...     print(*faults_of(problem, Desk))
    hours: must be at least 0; got -1. Give a value in hours a month.
    """
    faults: list[Fault] = []
    errors = problem.errors(include_url=False)
    deeper = {error["loc"][0] for error in errors if len(error["loc"]) > 1}
    for error in errors:
        if error["type"] == "too_short" and error["loc"][0] in deeper:
            continue  # rows at fault were not counted
        key = _key_of(error)
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, InputError):
            faults.extend(fault.under(key) for fault in cause.faults)
        else:
            faults.append(Fault(key, _problem(error), _remedy(error, model)))
    return faults


def _key_of(error: ErrorDetails) -> str:
    """Return the dotted key of an error; rows with a name are called by it."""
    place = error["loc"]
    key = str(place[0]) if place else ""
    numbers = [part for part in place[1:] if isinstance(part, int)]
    if not numbers:
        return key
    return join_key(key, _row_name(error["input"]) or "".join(f"[{n}]" for n in numbers))


def _row_name(given: object) -> str:
    for name in _NAMING_KEYS:
        value = given.get(name) if isinstance(given, Mapping) else getattr(given, name, None)
        if isinstance(value, str) and value:
            return value
    return ""


_COMPARISONS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_KINDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a whole number of ordinary size",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "dict_type": "must be a table",
    "date_type": "must be a date such as 2013-12-01",
    "string_pattern_mismatch": "must be a name without dots, brackets or stars",
    "callable_type": "must be a function",
}
_SAID_IN_FULL = {"missing", "extra_forbidden"}  # without the value that was given


def _problem(error: ErrorDetails) -> str:
    """Return what rule is broken and what was given."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _COMPARISONS:
        words, bound = _COMPARISONS[kind]
        return f"must be {words} {shown(context[bound])}; got {shown(error['input'])}"
    if kind in _KINDS:
        said = kind in _SAID_IN_FULL
        return _KINDS[kind] if said else f"{_KINDS[kind]}; got {shown(error['input'])}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be {context['expected']}; got {shown(error['input'])}"
    if kind.endswith(("too_short", "too_long")):
        return _length_problem(error)
    if kind == "union_tag_invalid":
        return f"has no law called '{context['tag']}'"
    if kind == "union_tag_not_found":
        return "must be a number or a table with a key 'law'"
    message = error["msg"]
    return f"{message[:1].lower()}{message[1:]}; got {shown(error['input'])}"


def _length_problem(error: ErrorDetails) -> str:
    """Return how long a list or a text must be, and how long it is."""
    long = error["type"].endswith("long")
    words, bound = ("at most", "max_length") if long else ("at least", "min_length")
    things = ("character", "characters") if "string" in error["type"] else ("entry", "entries")
    limit = error["ctx"][bound]
    given = error["ctx"].get("actual_length") or len(error["input"])
    return f"must have {words} {limit} {things[limit != 1]}; got {given}"


def _remedy(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what to do, from the description and unit of the field."""
    place, kind = error["loc"], error["type"]
    name = str(place[0]) if place else ""
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    if kind == "extra_forbidden":
        return nearest(name, fields)
    if kind == "union_tag_invalid":
        known = error["ctx"]["expected_tags"].replace("'", "").split(", ")
        return nearest(error["ctx"]["tag"], known)
    field = fields.get(name)
    if field is None:
        return ""
    extra = field.json_schema_extra
    unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    if field.description:
        return f"Give {field.description}{f' ({unit})' if unit else ''}."
    return f"Give a value in {unit}." if unit else ""


def shown(value: object) -> str:
    """Return a value as a short text for an error line.

    Examples
    --------
    >>> shown(0.5), shown([1, 2]), shown("net")
    ('0.5', 'a list of 2', "'net'")
    """
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
