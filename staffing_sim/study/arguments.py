"""The arguments of a study, checked; every fault is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any, TypeGuard

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.plan import Plan, check_plan
from staffing_sim.study.precision import Precision
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["Own", "check_until", "checked_months", "known_keys", "own_functions"]

Own = Callable[..., Any]
"""A user's own SimPy process or hook."""


def checked_months(agency: Agency, plans: Sequence[Plan], *, years: float, **whole: int) -> int:
    """Return the horizon in months after telling every fault of the arguments at once.

    Parameters
    ----------
    agency, plans, years
        What to run, and for how long.
    **whole
        The arguments that must be whole numbers, by name: ``replications``, ``seed``, ``n_jobs``.

    Raises
    ------
    InputError
        With every fault.
    """
    _check_kinds(agency, plans, **whole)
    faults = _plan_faults(plans)
    for plan in plans:
        try:
            check_plan(plan, agency)
        except InputError as error:
            faults += [fault.under(f"plans.{plan.name}") for fault in error.faults]
    months = round(years * MONTHS_PER_YEAR)
    if months < 1 or abs(months - years * MONTHS_PER_YEAR) > 1e-6:
        problem = f"must be a whole number of months, at least one; got {years:g} years"
        faults.append(Fault(key="years", problem=problem, remedy="Give 1.5 for 18 months."))
    faults += [
        Fault(key=key, problem=f"{problem}; got {whole[key]}", remedy=remedy)
        for key, (sound, problem, remedy) in _BOUNDS.items()
        if key in whole and not sound(whole[key])
    ]
    if faults:
        raise InputError(faults)
    return months


def _plan_faults(plans: Sequence[Plan]) -> list[Fault]:
    """Return what is wrong with a list of plans as a list."""
    names = [plan.name for plan in plans]
    if not names:
        return [Fault(key="plans", problem="is empty", remedy="Give at least one plan.")]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    remedy = "Give every plan a name of its own."
    return [
        Fault(key=f"plans.{name}", problem="stands more than once", remedy=remedy) for name in twice
    ]


_BOUNDS: Mapping[str, tuple[Callable[[int], bool], str, str]] = {
    "replications": (lambda count: count >= 1, "must be at least 1", "Give 20, say."),
    "seed": (lambda seed: seed >= 0, "must not be negative", "Give any whole number from 0 on."),
    "n_jobs": (
        lambda jobs: jobs >= 1 or jobs == -1,
        "must be at least 1, or -1",
        "Give 1 for one run at a time, 2 for two, -1 for as many as there are cores.",
    ),
}
"""What a whole number must be, in a function, in words, and what to do."""


def _check_kinds(agency: object, plans: Sequence[object], **whole: object) -> None:
    """Refuse names where an agency or a plan is wanted, and what is no whole number."""
    faults: list[Fault] = []
    if not isinstance(agency, Agency):
        remedy = "Load it first: load_agency('small-office')."
        faults.append(
            Fault(key="agency", problem=f"must be an Agency; got {agency!r}", remedy=remedy)
        )
    for number, plan in enumerate(plans):
        if not isinstance(plan, Plan):
            problem, remedy = f"must be a Plan; got {plan!r}", "Make one: Plan('As is')."
            faults.append(Fault(key=f"plans[{number}]", problem=problem, remedy=remedy))
    for key, value in whole.items():
        if isinstance(value, bool) or not isinstance(value, Integral):
            faults.append(Fault(key=key, problem=f"must be a whole number; got {value!r}"))
    if faults:
        raise InputError(faults)


def check_until(until: object) -> None:
    """Refuse what is no precision.

    Examples
    --------
    >>> check_until(0.5)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: until: must be a Precision; got 0.5. Make one: Precision(ha...
    """
    if until is not None and not isinstance(until, Precision):
        problem = f"must be a Precision; got {until!r}"
        remedy = "Make one: Precision(half_widths={'caseload': 1.0})."
        raise InputError([Fault(key="until", problem=problem, remedy=remedy)])


def own_functions(given: Own | Iterable[Own]) -> tuple[Own, ...]:
    """Return a user's own SimPy processes, given as one function or as any collection of them.

    Raises
    ------
    InputError
        Naming each that is no function.

    Examples
    --------
    >>> own_functions([print]) == own_functions(print) == (print,)
    True
    >>> own_functions(["overtime"])
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: processes[0]: must be a function; got 'overtime'. Give a ...
    """
    processes = tuple(given) if _holds_several(given) else (given,)
    remedy = "Give a function of the environment and the agency that yields events."
    faults = [
        Fault(key=f"processes[{row}]", problem=f"must be a function; got {own!r}", remedy=remedy)
        for row, own in enumerate(processes)
        if not callable(own)
    ]
    if faults:
        raise InputError(faults)
    return processes


def _holds_several(given: object) -> TypeGuard[Iterable[Any]]:
    """Tell a collection from a single function, or from something wrong to be named whole."""
    return isinstance(given, Iterable) and not callable(given) and not isinstance(given, str)


def known_keys(by: str | Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the keys that a table is to be made by, as a list.

    Raises
    ------
    InputError
        Naming each that is unknown.

    Examples
    --------
    >>> known_keys("office", ("month", "office")), known_keys((), ("month", "office"))
    (['office'], [])
    """
    keys = [by] if isinstance(by, str) else list(by)
    if unknown := [key for key in keys if key not in known]:
        raise InputError(
            Fault(key="by", problem=f"does not know '{key}'", remedy=nearest(key, known))
            for key in unknown
        )
    return keys
