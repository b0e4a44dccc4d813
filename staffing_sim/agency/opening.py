"""What an agency brings into day 0: the cases that are open, and the hires under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from staffing_sim.agency.pathway import Stage
from staffing_sim.agency.staff import Role, Workforce
from staffing_sim.distributions import NO_TIME, Law
from staffing_sim.errors import Fault, unknown_name
from staffing_sim.values import Count, Moment, Name, PositiveCount, Ratio, Share, Value, names_twice


def _factors(value: object) -> object:
    """Accept a table of factors by role, as a file gives it."""
    if not isinstance(value, Mapping):
        return value
    return tuple({"name": role, "factor": factor} for role, factor in value.items())


class CaseworkTime(Value):
    """How long a role's casework takes in one office as observed, beside the routes' laws.

    Where workers are short, cases move more slowly, so more of them are open.

    Examples
    --------
    >>> CaseworkTime(name="emergency_response", factor=1.4).factor
    1.4
    """

    name: Name = Field(description="the role")
    factor: Ratio = Field(gt=0, le=100, description="factor on months of casework here")


CaseworkTimes = Annotated[tuple[CaseworkTime, ...], BeforeValidator(_factors)]
"""Factors by role: a list of them, or a table such as ``{ adoption = 1.25 }``."""


class OpeningStock(Value):
    """The cases open in a stage on day 0.

    Examples
    --------
    >>> OpeningStock(stage="adoption", children=1900).unseen_share
    0.0
    """

    stage: Name = Field(description="the stage")
    children: Count = Field(le=10_000_000, description="children whose case is open on day 0")
    prior_months: Law = Field(NO_TIME, description="months in care before this stage")
    unseen_share: Share = Field(0.0, lt=1, description="the share not seen in the last month")


class Pipeline(Value):
    """People hired before day 0 who do not carry a full load yet.

    Examples
    --------
    >>> Pipeline(role="continuing_services", count=75, academy_start=1).count
    75
    """

    role: Name = Field(description="the role they join")
    count: PositiveCount = Field(le=1_000_000, description="how many people")
    academy_start: Moment = Field(
        ge=-240,
        le=240,
        description="month in which their academy starts; negative if already begun",
    )


def nobody_staffs(
    stages: tuple[Stage, ...],
    roles: tuple[Role, ...],
    opening: tuple[OpeningStock, ...],
    pipeline: tuple[Pipeline, ...],
) -> Iterator[Fault]:
    """A role that some stage needs has somebody in it, on day 0 if cases are open."""
    open_stages = {stock.stage for stock in opening if stock.children > 0}
    coming = {hires.role for hires in pipeline}
    for role in roles:
        worked = [stage.name for stage in stages if role.name in (stage.role, stage.second_role)]
        if role.positions > 0 or not worked:
            continue
        busy = [name for name in worked if name in open_stages]
        key = f"roles.{role.name}.positions"
        if busy:
            problem = f"is 0, zero workers with open cases in '{busy[0]}'"
            yield Fault(key, problem, "Give the workers who carry them.")
        elif role.vacant == 0 and role.name not in coming:
            problem = f"is 0: '{worked[0]}' is worked by a role nobody staffs"
            yield Fault(key, problem, "Give positions, or a pipeline of hires.")


def unknown_roles_of_hires(
    workforce: Workforce, roles: tuple[Role, ...], pipeline: tuple[Pipeline, ...]
) -> Iterator[Fault]:
    """Hires, now and under way, join roles that exist."""
    known = [role.name for role in roles]
    if workforce.hiring_role not in known:
        yield unknown_name("workforce.hiring_role", "role", workforce.hiring_role, known)
    for row, hires in enumerate(pipeline):
        if hires.role not in known:
            yield unknown_name(f"pipeline[{row}].role", "role", hires.role, known)


def opening_faults(stages: tuple[Stage, ...], opening: tuple[OpeningStock, ...]) -> Iterator[Fault]:
    """Each stock stands in a stage, once; time in care only where children are in care."""
    yield from names_twice((stock.stage for stock in opening), "opening")
    in_care = {stage.name: stage.in_care for stage in stages}
    instant = {stage.name for stage in stages if stage.lasts_no_time}
    for stock in opening:
        if stock.children > 0 and stock.stage in instant:
            problem = "are open in a stage whose legs last no time"
            remedy = "Give its routes work, a wait or a legal date; or no opening stock."
            yield Fault(f"opening.{stock.stage}.children", problem, remedy)
        if stock.stage not in in_care:
            yield unknown_name(f"opening.{stock.stage}", "stage", stock.stage, list(in_care))
        elif stock.prior_months.mean() > 0.0 and not in_care[stock.stage]:
            remedy = "Drop it, or set in_care = true in the stage."
            problem = "is time in care, but the stage is not in care"
            yield Fault(f"opening.{stock.stage}.prior_months", problem, remedy)
