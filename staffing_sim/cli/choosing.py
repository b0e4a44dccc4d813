"""Which plans run, in which order: the agency's own and those typed, and against which one."""

from __future__ import annotations

from collections.abc import Sequence

from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.plan import Plan

__all__ = [
    "Plans",
    "against",
    "chosen_plan",
    "compared_plans",
    "named_plan",
    "two_or_more_plans",
    "two_plans",
]

Plans = tuple[Plan, ...]


def compared_plans(own: Plans, typed: Plans) -> Plans:
    """Return the plans to compare: the agency's own, or its first against those typed.

    Raises
    ------
    InputError
        If two plans have the same name, so that a table could not tell them apart.
    """
    plans = (own[0], *(typed or own[1:]))
    names = [plan.name for plan in plans]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    problem, remedy = "stands more than once", "Give each plan once, under a name of its own."
    if twice:
        raise InputError(
            Fault(key=f"plan '{name}'", problem=problem, remedy=remedy) for name in twice
        )
    return plans


def against(baseline: str | None, own: Plans, typed: Plans) -> Plans:
    """Return the plans to compare as `compared_plans` does, the one named as baseline first.

    Raises
    ------
    InputError
        If no plan of the agency or of those typed has that name.
    """
    plans = compared_plans(own, typed)
    if baseline is None:
        return plans
    try:
        first = named_plan(baseline, (*own, *typed))
    except InputError as error:
        raise error.in_file(f"--baseline {baseline}") from None
    return (first, *(plan for plan in plans if plan.name != baseline))


def chosen_plan(own: Plans, typed: Plans) -> Plans:
    """Return the one plan to simulate: the one typed, or the agency's first.

    Raises
    ------
    InputError
        If several plans were typed.
    """
    if len(typed) > 1:
        problem = f"runs one plan; got {len(typed)}"
        raise InputError(
            [Fault(key="simulate", problem=problem, remedy="See 'staffing-sim compare'.")]
        )
    return typed or own[:1]


def two_or_more_plans(own: Plans, typed: Plans) -> Plans:
    """Return those typed, if several; else as `compared_plans`."""
    return typed if len(typed) > 1 else compared_plans(own, typed)


def two_plans(own: Plans, typed: Plans) -> Plans:
    """Return the two plans typed, or the one typed and the agency's first.

    Raises
    ------
    InputError
        If none was typed, or more than two.
    """
    if 1 <= len(typed) <= 2:
        return typed if len(typed) == 2 else (*typed, own[0])
    problem = f"ranks two plans; got {len(typed)}"
    remedy = "Give two, or one to rank against the agency's first."
    raise InputError([Fault(key="flip", problem=problem, remedy=remedy)])


def named_plan(name: str, plans: Sequence[Plan]) -> Plan:
    """Return the plan of that name.

    Raises
    ------
    InputError
        If there is none, with the name that is nearest.
    """
    found = {plan.name: plan for plan in plans}
    if name not in found:
        problem = "is not one of the agency's plans"
        raise InputError([Fault(key="", problem=problem, remedy=nearest(name, found))])
    return found[name]
