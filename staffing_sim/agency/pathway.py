"""The way of a case through an agency: stages, the routes between them, and their checks.

A case (a family until it opens, a child from then on) is in one stage at a time. What it does
there is a *leg*: work that the stage's role must do, a wait nobody can shorten, a date the law
sets, and a route that says where it goes next and why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from staffing_sim.distributions import NO_TIME, Law
from staffing_sim.errors import Fault, unknown_name
from staffing_sim.values import HoursPerMonth, Months, Name, Share, Value, sums_to_one

EXIT = "exit"
"""The route out of the agency."""

MAX_LEGS = 16
"""Legs a child's itinerary may have; a longer one must be rarer than `LONG_ITINERARIES`."""

LONG_ITINERARIES = 1e-6
"""The chance of an itinerary longer than `MAX_LEGS` above which a pathway is refused."""


class Hours(Value):
    """Hours a month that one open case demands, by activity.

    Examples
    --------
    >>> Hours(contact=1.4, casework=3.4, court=1.8).total
    6.6
    """

    contact: HoursPerMonth = Field(0.0, le=744, description="hours of visits and first responses")
    casework: HoursPerMonth = Field(0.0, le=744, description="hours of work towards the next step")
    court: HoursPerMonth = Field(0.0, le=744, description="hours of reports and paperwork")

    @property
    def total(self) -> float:
        """Hours a month of all three activities.

        Examples
        --------
        >>> Hours(contact=2, court=1).total
        3.0
        """
        return math.fsum((self.contact, self.casework, self.court))


class Hearing(Value):
    """The court's own calendar: hearings at `first`, `first` + `interval`, and so on.

    Examples
    --------
    >>> Hearing(first=1.5, interval=6)
    Hearing(first=1.5, interval=6.0)
    """

    first: Months = Field(description="months from the start of the leg to the first hearing")
    interval: Months = Field(gt=0, description="months between hearings")


class Route(Value):
    """One way out of a stage: where to, why, and what it takes.

    A leg on this route ends at max(work done + `wait`, `legal`), and a `hearing_share` of them
    then waits for the next hearing.

    Examples
    --------
    >>> Route(to="exit", cause="adopted", share=1, work={"law": "exponential", "mean": 12}).work
    Exponential(shift=0.0, average=12.0, law='exponential')
    """

    to: Name = Field(description="the next stage, or 'exit'")
    cause: Name = Field(description="why the leg ends, such as 'reunified'")
    share: Share = Field(description="the share of the stage's legs that take this route")
    work: Law = Field(
        NO_TIME,
        description="months of casework as observed, before any wait, date or hearing, where the "
        "case keeps its worker",
    )
    wait: Law = Field(
        NO_TIME, description="months nobody in the agency can shorten, after the work"
    )
    legal: Law = Field(NO_TIME, description="months from the start before which it cannot end")
    hearing_share: Share = Field(0.0, description="the share that ends only at a hearing")


def _routes_share(routes: tuple[Route, ...]) -> list[Fault]:
    return sums_to_one((route.share for route in routes), "routes.*.share")


def _needs_hearing(routes: tuple[Route, ...], hearing: Hearing | None) -> list[Fault]:
    if hearing is not None:
        return []
    remedy = "Give hearing = {first = ..., interval = ...}, or drop hearing_share."
    return [
        Fault(f"routes[{row}].hearing_share", "needs the stage to have hearings", remedy)
        for row, route in enumerate(routes)
        if route.hearing_share > 0.0
    ]


def _nobody_works(
    *, role: str | None, hours: Hours, second_role: str | None, contact_required: bool
) -> list[Fault]:
    """A stage without a role asks nothing of anybody."""
    if role is not None:
        return []
    asked = {
        "hours": hours.total > 0.0,
        "second_role": second_role is not None,
        "contact_required": contact_required,
    }
    problem = "is work for somebody, but the stage has no role"
    return [
        Fault(key, problem, "Give the stage a role, or drop this.")
        for key, is_asked in asked.items()
        if is_asked
    ]


def _nobody_finishes(role: str | None, routes: tuple[Route, ...]) -> list[Fault]:
    """Work in a stage without a role would never be done."""
    if role is not None:
        return []
    problem = "would never be done, because the stage has no role"
    remedy = "Give the stage a role, or give it as wait or legal."
    return [
        Fault(f"routes[{row}].work", problem, remedy)
        for row, route in enumerate(routes)
        if float(route.work.survival(0.0)) > 0.0
    ]


def _second_worker(role: str | None, second_role: str | None, second_hours: Hours) -> list[Fault]:
    """A second worker is of another role, and does something."""
    faults = []
    if second_role is not None and second_role == role:
        remedy = "Name another role, or add the hours to 'hours'."
        faults.append(Fault("second_role", "is the stage's own role", remedy))
    if second_role is None and second_hours.total > 0.0:
        remedy = "Name the role that works them as second_role."
        faults.append(Fault("second_hours", "has no second_role", remedy))
    return faults


class Stage(Value):
    """A stage of the pathway: who works it, what a case there demands, and the ways out.

    Examples
    --------
    >>> stage = Stage(
    ...     name="in_home_services",
    ...     label="In-home services",
    ...     role="continuing_services",
    ...     hours={"contact": 1.4, "casework": 3.4},
    ...     routes=[{"to": "exit", "cause": "closed", "share": 1, "work": 7.5}],
    ... )
    >>> stage.routes[0].work.mean()
    7.5
    """

    name: Name = Field(description="the key of the stage")
    label: str = Field(description="the stage's name as readers see it")
    role: Name | None = Field(None, description="the role that works it; none when nobody does")
    second_role: Name | None = Field(
        None, description="a role that works beside the primary worker"
    )
    unit: Literal["child", "family"] = Field(
        "child", description="'child', or 'family' at the entry"
    )
    in_care: bool = Field(default=False, description="whether the child lives away from home")
    shared: bool = Field(default=False, description="whether siblings share household and ending")
    hours: Hours = Field(Hours(), description="hours a month that an open case demands")
    second_hours: Hours = Field(Hours(), description="hours a month demanded of the second role")
    contact_required: bool = Field(default=False, description="whether a monthly visit is due")
    hearing: Hearing | None = Field(None, description="the court's calendar, where there is one")
    routes: tuple[Route, ...] = Field(min_length=1, description="the ways out")

    rules = (_routes_share, _needs_hearing, _nobody_works, _nobody_finishes, _second_worker)

    @property
    def lasts_no_time(self) -> bool:
        """Whether a case passes through in an instant, whatever its luck."""
        return all(
            route.work.mean() + route.wait.mean() + route.legal.mean() + route.hearing_share == 0.0
            for route in self.routes
        )


class Ageing(Value):
    """What happens at 18 in care; the ages 18 and 21 are law.

    Examples
    --------
    >>> Ageing(extended_stage="non_minor_dependent", extended_share=0.6).extended_share
    0.6
    """

    extended_stage: Name | None = Field(None, description="the stage of those who stay to 21")
    extended_share: Share = Field(0.0, description="the share of those turning 18 who stay")


def pathway_faults(stages: tuple[Stage, ...]) -> list[Fault]:
    """Return the faults of the graph that the stages make: unknown stages, no way out.

    Examples
    --------
    >>> lost = {"to": "care", "cause": "stays", "share": 1}
    >>> care = Stage(name="care", label="Care", role="worker", routes=[lost])
    >>> print(*pathway_faults((care,)))
    stages.care.routes: is a cycle without a way out: no route leads from 'care' to 'exit'. Give...
    """
    unknown = list(_unknown_stages(stages))
    if unknown:
        return unknown
    stuck = [stage.name for stage in stages if stage.name not in _with_way_out(stages)]
    if stuck:
        return [_no_way_out(name) for name in stuck]
    return _too_long(stages)


def _unknown_stages(stages: tuple[Stage, ...]) -> Iterable[Fault]:
    known = [stage.name for stage in stages]
    if EXIT in known:
        remedy = "Call the stage something else."
        yield Fault(f"stages.{EXIT}", "is the name of the way out", remedy)
    for stage in stages:
        for row, route in enumerate(stage.routes):
            if route.to not in {*known, EXIT}:
                key = f"stages.{stage.name}.routes[{row}].to"
                yield unknown_name(key, "stage", route.to, [*known, EXIT])


def _with_way_out(stages: tuple[Stage, ...]) -> set[str]:
    """Return the stages from which an exit can be reached."""
    reached = {EXIT}
    for _ in stages:
        reached |= {
            stage.name
            for stage in stages
            if any(route.share > 0.0 and route.to in reached for route in stage.routes)
        }
    return reached


def _no_way_out(name: str) -> Fault:
    return Fault(
        f"stages.{name}.routes",
        f"is a cycle without a way out: no route leads from '{name}' to 'exit'",
        "Give one of the stages on the way a route to 'exit'.",
    )


def _too_long(stages: tuple[Stage, ...]) -> list[Fault]:
    """Refuse a pathway on which a case goes round too often."""
    chances = 1.0 - _finished_within(stages, MAX_LEGS)
    worst = int(np.argmax(chances))
    if chances[worst] < LONG_ITINERARIES:
        return []
    return [
        Fault(
            f"stages.{stages[worst].name}.routes",
            f"is a cycle almost without a way out: {chances[worst]:.2g} of the cases pass "
            f"through more than {MAX_LEGS} stages",
            "Lower the shares of the routes that lead back.",
        )
    ]


def _finished_within(stages: tuple[Stage, ...], legs: int) -> NDArray[np.float64]:
    """Return, for each stage, the chance that a case starting there exits within some legs."""
    row_of = {stage.name: row for row, stage in enumerate(stages)}
    moves = np.zeros((len(stages) + 1, len(stages) + 1))
    moves[-1, -1] = 1.0
    for row, stage in enumerate(stages):
        for route in stage.routes:
            moves[row, row_of.get(route.to, -1)] += route.share
    moves /= moves.sum(axis=1, keepdims=True)
    finished: NDArray[np.float64] = np.linalg.matrix_power(moves, legs)[:-1, -1]
    return finished
