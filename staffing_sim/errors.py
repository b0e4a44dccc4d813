"""What can go wrong, and how it is said.

```
StaffingSimError
├── InputError            the values given are wrong: every fault at once, one line each
│   ├── AgencyError       in the description of an agency (a preset, a file, an `Agency(...)`)
│   └── PlanError         in a plan (a file, a `Plan(...)`, or a plan that does not fit its agency)
├── PolicyError           a user's own policy or hook failed, or answered nonsense
├── RunError              a run met something it cannot continue from
└── InterruptedStudy      a study was stopped; the finished replications are kept
```

An `InputError` is also a `ValueError`, so code that only knows Python's own errors can catch it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, cast

Read = TypeVar("Read")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was given, and what to do about it.

    Attributes
    ----------
    key
        Dotted path of the value, such as ``roles.adoption.cap.limit``; empty for the whole file.
    problem
        What rule is broken and what was given.
    remedy
        What to do; may be empty.
    where_file
        The file the value came from; empty for values given in Python.

    Examples
    --------
    >>> print(Fault(key="roles.adoption.cap.limit", problem="must be at least 1; got 0"))
    roles.adoption.cap.limit: must be at least 1; got 0.
    """

    key: str
    problem: str
    remedy: str = ""
    where_file: str = ""

    def __str__(self) -> str:
        """Return the fault as the one line a user reads."""
        place = ": ".join(part for part in (self.where_file, self.key) if part)
        text = f"{self.problem.rstrip('.')}."
        if self.remedy:
            text = f"{text} {self.remedy}"
        return f"{place}: {text}" if place else text

    def under(self, key: str) -> Fault:
        """Return the same fault seen from one level further out.

        Examples
        --------
        >>> print(Fault(key="limit", problem="must be at least 1").under("cap"))
        cap.limit: must be at least 1.
        """
        return replace(self, key=join_key(key, self.key))

    def in_file(self, where_file: str) -> Fault:
        """Return the same fault with the file it came from.

        Examples
        --------
        >>> print(Fault(key="", problem="is empty").in_file("county.toml"))
        county.toml: is empty.
        """
        return replace(self, where_file=where_file)


class StaffingSimError(Exception):
    """Every error this library raises on purpose.

    Examples
    --------
    >>> issubclass(InputError, StaffingSimError)
    True
    """


class InputError(StaffingSimError, ValueError):
    """The values given are wrong; carries every fault found, not only the first.

    Parameters
    ----------
    faults
        The faults, in the order in which the values were given.

    Examples
    --------
    >>> error = InputError([Fault(key="start", problem="is missing", remedy="Give a date.")])
    >>> print(error)
    start: is missing. Give a date.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return one line per fault."""
        return "\n".join(str(fault) for fault in self.faults)

    def in_file(self, where_file: str) -> InputError:
        """Return the same error with the file its faults came from.

        Examples
        --------
        >>> print(PlanError([Fault(key="name", problem="is missing")]).in_file("union.toml"))
        union.toml: name: is missing.
        """
        return type(self)(fault.in_file(where_file) for fault in self.faults)


class AgencyError(InputError):
    """The description of an agency is wrong.

    Examples
    --------
    >>> raise AgencyError([Fault(key="offices", problem="is missing")])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.AgencyError: offices: is missing.
    """


class PlanError(InputError):
    """A plan is wrong, or does not fit the agency it is meant for.

    Examples
    --------
    >>> raise PlanError([Fault(key="hires[0].kind", problem="is missing")])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: hires[0].kind: is missing.
    """


class PolicyError(StaffingSimError):
    """A user's own policy or hook failed, or answered with something that is not a worker.

    Parameters
    ----------
    policy
        The name of the policy.
    problem
        What it did.

    Examples
    --------
    >>> print(PolicyError("nearest_desk", "returned -3, which is not an open position"))
    policy 'nearest_desk': returned -3, which is not an open position
    """

    def __init__(self, policy: str, problem: str) -> None:
        self.policy = policy
        self.problem = problem
        super().__init__(policy, problem)

    def __str__(self) -> str:
        """Return the policy's name and what it did."""
        return f"policy '{self.policy}': {self.problem}"


class RunError(StaffingSimError):
    """A run met something it cannot continue from, such as a position out of generations.

    Examples
    --------
    >>> issubclass(RunError, StaffingSimError)
    True
    """


class InterruptedStudy(StaffingSimError):
    """A study was stopped before its last replication; the finished ones are kept.

    Parameters
    ----------
    done, wanted
        Replications finished and asked for.
    store
        The folder that keeps every finished run, if there is one.

    Examples
    --------
    >>> print(InterruptedStudy(7, 20))
    stopped after 7 of 20 replications; the finished ones are kept
    >>> print(InterruptedStudy(0, 20))
    stopped after 0 of 20 replications; there is nothing to keep
    >>> print(InterruptedStudy(7, 20, store="runs"))
    stopped after 7 of 20 replications; every finished run is kept in runs, and the same command
    resumes from there
    """

    def __init__(self, done: int, wanted: int, *, store: object = None) -> None:
        self.done = done
        self.wanted = wanted
        self.store = store
        super().__init__(done, wanted)

    def __str__(self) -> str:
        """Return how far the study got."""
        if self.store is not None:
            kept = f"every finished run is kept in {self.store}, and the same command resumes"
            return f"stopped after {self.done} of {self.wanted} replications; {kept} from there"
        kept = "the finished ones are kept" if self.done else "there is nothing to keep"
        return f"stopped after {self.done} of {self.wanted} replications; {kept}"


def join_key(outer: str, inner: str) -> str:
    """Join two parts of a dotted key; an index such as ``[2]`` takes no dot.

    Examples
    --------
    >>> join_key("roles.adoption", "cap"), join_key("routes", "[2]"), join_key("start", "")
    ('roles.adoption.cap', 'routes[2]', 'start')
    """
    if not outer or not inner:
        return outer or inner
    return f"{outer}{inner}" if inner.startswith("[") else f"{outer}.{inner}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, or all of them.

    Examples
    --------
    >>> nearest("adoptoin", ["adoption", "investigation"])
    "Did you mean 'adoption'?"
    >>> nearest("x", ["net", "gross"])
    "Choose one of: 'net', 'gross'."
    """
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not names:
        return ""
    return f"Choose one of: {', '.join(repr(name) for name in names)}."


def unknown_name(key: str, what: str, name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a name that nothing goes by.

    Examples
    --------
    >>> print(unknown_name("hires[0].role", "role", "adoptions", ["adoption", "intake"]))
    hires[0].role: names an unknown role 'adoptions'. Did you mean 'adoption'?
    """
    return Fault(key=key, problem=f"names an unknown {what} '{name}'", remedy=nearest(name, known))


def wrong(key: str, problem: str, remedy: str = "") -> InputError:
    """Return an error with one fault.

    Examples
    --------
    >>> print(wrong("posts", "must be at least 1; got 0", "Give 50, say."))
    posts: must be at least 1; got 0. Give 50, say.
    """
    return InputError([Fault(key=key, problem=problem, remedy=remedy)])


class Faults:
    """The faults found so far, while reading goes on.

    Examples
    --------
    >>> def seed(text):
    ...     if not text.isdigit():
    ...         raise wrong("seed", f"must be a whole number; got {text!r}")
    ...     return int(text)
    >>> faults = Faults()
    >>> faults.reading(lambda: seed("7")), faults.reading(lambda: seed("x"))
    (7, None)
    >>> faults.raise_any()
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: seed: must be a whole number; got 'x'.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def reading(self, read: Callable[[], Read]) -> Read:
        """Return what is read; after a fault, a None that nothing may use before `raise_any`."""
        try:
            return read()
        except InputError as error:
            self.add(error)
            return cast("Read", None)

    def add(self, error: InputError) -> None:
        """Keep the faults of an error, each once."""
        self.found.extend(fault for fault in error.faults if fault not in self.found)

    def raise_any(self) -> None:
        """Raise every fault that was found, if any."""
        if self.found:
            raise InputError(self.found)
