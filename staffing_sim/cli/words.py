"""Single words of the command line, read into numbers and choices; faults are collected."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from staffing_sim.errors import Fault, InputError, nearest

__all__ = ["Faults", "jobs", "keys_with_ranges", "named_number", "number", "one_of", "whole_number"]

Read = TypeVar("Read")
Choice = TypeVar("Choice", bound=str)


class Faults:
    """The faults found so far, while reading goes on.

    Examples
    --------
    >>> faults = Faults()
    >>> faults.reading(lambda: whole_number("--seed", "7", at_least=0))
    7
    >>> faults.reading(lambda: whole_number("--seed", "x", at_least=0))
    >>> faults.reading(lambda: whole_number("--replications", "0", at_least=1))
    >>> faults.tell()
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --seed: must be a whole number; got 'x'.
    --replications: must be at least 1; got 0.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def reading(self, read: Callable[[], Read]) -> Read:
        """Return what is read; after a fault, a None that nothing may use before `tell`."""
        try:
            return read()
        except InputError as error:
            self.found.extend(fault for fault in error.faults if fault not in self.found)
            return cast("Read", None)

    def tell(self) -> None:
        """Raise every fault that was found, if any."""
        if self.found:
            raise InputError(self.found)


def number(option: str, text: str, *, at_most: float) -> float:
    """Read a number above 0.

    Examples
    --------
    >>> number("--years", "1.5", at_most=30)
    1.5
    >>> number("--years", "nan", at_most=30)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --years: must be a number; got 'nan'.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise _wrong(option, f"must be a number; got '{text}'")
    if not 0 < value <= at_most:
        raise _wrong(option, f"must be more than 0 and at most {at_most:g}; got {text}")
    return value


def whole_number(option: str, text: str, *, at_least: int, at_most: int | None = None) -> int:
    """Read a whole number within bounds.

    Examples
    --------
    >>> whole_number("--replications", "20", at_least=1)
    20
    """
    try:
        value = int(text)
    except ValueError:
        raise _wrong(option, f"must be a whole number; got '{text}'") from None
    if value < at_least:
        raise _wrong(option, f"must be at least {at_least}; got {text}")
    if at_most is not None and value > at_most:
        raise _wrong(option, f"must be at most {at_most}; got {text}")
    return value


def jobs(option: str, text: str) -> int:
    """Read how many runs go on at once; -1 stands for every core.

    Examples
    --------
    >>> jobs("--jobs", "2"), jobs("--jobs", "-1")
    (2, -1)
    """
    return -1 if text == "-1" else whole_number(option, text, at_least=1)


def one_of(option: str, text: str, choices: Sequence[Choice]) -> Choice:
    """Read one of a few words.

    Examples
    --------
    >>> one_of("--clock", "simpi", ["auto", "simpy"])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: --clock: must be auto or simpy; got 'simpi'.
    Did you mean 'simpy'?
    """
    for choice in choices:
        if choice == text:
            return choice
    raise _wrong(option, f"must be {' or '.join(choices)}; got '{text}'", nearest(text, choices))


def keys_with_ranges(
    option: str, texts: Sequence[str]
) -> tuple[str, ...] | dict[str, tuple[float, float]]:
    """Read keys, each with a range or all without.

    Examples
    --------
    >>> keys_with_ranges("--assumption", ["workforce.burnout=0:1"])
    {'workforce.burnout': (0.0, 1.0)}
    >>> keys_with_ranges("--assumption", ["workforce.burnout", "contact.success"])
    ('workforce.burnout', 'contact.success')
    """
    pairs = [text.partition("=") for text in texts]
    if not any(equals for _, equals, _ in pairs):
        return tuple(texts)
    found = {}
    for key, _, span in pairs:
        low, _, high = span.partition(":")
        try:
            found[key] = (float(low), float(high))
        except ValueError:
            remedy = "Write KEY=LOW:HIGH, for every key or for none."
            raise _wrong(option, f"must have a range; got '{key}'", remedy) from None
    return found


def named_number(option: str, text: str, *, at_most: float) -> tuple[str, float]:
    """Read a name and a number above 0.

    Examples
    --------
    >>> named_number("--price", "unseen_children=500", at_most=1e9)
    ('unseen_children', 500.0)
    """
    name, equals, value = text.rpartition("=")
    if not (name and equals):
        raise _wrong(
            option, f"must be NAME=NUMBER; got '{text}'", "Write unseen_children=500, say."
        )
    return name, number(option, value, at_most=at_most)


def _wrong(option: str, problem: str, remedy: str = "") -> InputError:
    return InputError([Fault(key=option, problem=problem, remedy=remedy)])
