"""The staff: roles and what their hours go to, who leaves, how a hire becomes a worker."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from staffing_sim.distributions import Constant, Exponential, Law
from staffing_sim.errors import Fault
from staffing_sim.values import (
    Cases,
    Count,
    HoursPerMonth,
    Months,
    Name,
    PerYear,
    PositiveCount,
    Ratio,
    Share,
    Value,
    Years,
    names_twice,
    rows_of_table,
)

Assignment = Literal["least_loaded", "fewest_cases", "round_robin"]
"""Who gets a new case: lowest demand over hours, fewest cases, or each in turn."""

HiringBy = Literal["role", "need"]
"""Where hires without a role go."""

SeatOrder = Literal["first_come", "replacements_first"]
"""Whom a seat of the academy goes to: who came first, or successors before a plan's new posts."""

Overflow = Literal["none", "soft", "hard", "decline", "spill"]
"""What a cap does to a new case when everybody is at it."""


class Cap(Value):
    """A limit on the cases a worker may be given; it never takes a case away.

    It is for full hours: a part load and a newcomer's ramp each have room for their share of it.

    Examples
    --------
    >>> Cap(limit=31, unit="children", overflow="soft").limit
    31.0
    """

    limit: Cases = Field(ge=1, le=10_000, description="the most cases a worker may be given")
    unit: Literal["children", "families"] = Field("children", description="what the limit counts")
    overflow: Overflow = Field("none", description="what happens when every worker is at the limit")


class Triage(Value):
    """How strongly each activity is protected when hours are short; equal weights dilute alike.

    Examples
    --------
    >>> Triage(contact=4.3, court=3).casework
    1.0
    """

    contact: Ratio = Field(
        1.0, gt=0, le=1e9, description="the weight of visits and first responses"
    )
    casework: Ratio = Field(1.0, gt=0, le=1e9, description="the weight of casework")
    court: Ratio = Field(1.0, gt=0, le=1e9, description="the weight of court reports and paperwork")
    training: Ratio = Field(1.0, gt=0, le=1e9, description="the weight of training")


class Deduction(Value):
    """Hours that gross paid time loses before any casework.

    Examples
    --------
    >>> Deduction(name="leave", hours=20).hours
    20.0
    """

    name: Name = Field(description="what the hours go to, such as 'leave'")
    hours: HoursPerMonth = Field(description="hours a worker loses to it")


class Rebalance(Value):
    """Moving cases at month ends from the most to the least loaded of an office and role.

    Examples
    --------
    >>> Rebalance(gap=5, moves=2).moves
    2
    """

    gap: Ratio = Field(ge=1, description="the difference in cases below which nothing moves")
    moves: PositiveCount = Field(description="the most cases moved a month")


def _subtracted_twice(
    hours_basis: str, deductions: tuple[Deduction, ...], training_hours: float
) -> list[Fault]:
    if hours_basis == "gross":
        return []
    taken = {"deductions": bool(deductions), "training_hours": training_hours > 0.0}
    remedy = "Drop it, or set hours_basis = 'gross' and give paid hours as case_hours."
    problem = "subtracts hours twice: net case_hours already leave out leave and training"
    return [Fault(key, problem, remedy) for key, is_taken in taken.items() if is_taken]


def _nothing_left(case_hours: float, deductions: tuple[Deduction, ...]) -> list[Fault]:
    taken = math.fsum(deduction.hours for deduction in deductions)
    if taken < case_hours:
        return names_twice((deduction.name for deduction in deductions), "deductions")
    problem = f"must leave some hours for cases; {taken:g} of {case_hours:g} are taken"
    return [Fault("deductions", problem, "Give smaller deductions.")]


class Role(Value):
    """A kind of worker: how many there are, their hours, and how they work under pressure.

    Examples
    --------
    >>> role = Role(
    ...     name="adoption",
    ...     label="Adoption workers",
    ...     positions=90,
    ...     case_hours=152,
    ...     hours_basis="gross",
    ...     deductions={"leave": {"hours": 24}},
    ...     training_hours=4,
    ...     compressibility=0.5,
    ... )
    >>> role.hours_per_month
    128.0
    """

    name: Name = Field(description="the key of the role")
    label: str = Field(description="the role's name as readers see it")
    positions: Count = Field(le=1_000_000, description="workers who carry cases on day 0")
    vacant: Count = Field(0, le=1_000_000, description="positions being recruited for on day 0")
    desk_items: Count = Field(
        0,
        le=1_000_000,
        description="filled items that carry no cases (court, desks); not simulated",
    )
    held_open_items: Count | None = Field(
        None, le=1_000_000, description="funded items that nobody is recruited for; not simulated"
    )
    unfunded_items: Count | None = Field(
        None, le=1_000_000, description="items ordinanced without a budget; not simulated"
    )
    case_hours: HoursPerMonth = Field(gt=0, le=744, description="hours a worker has for cases")
    hours_basis: Literal["net", "gross"] = Field(
        "net", description="'net' of leave and training, or 'gross' of the deductions listed"
    )
    deductions: Annotated[tuple[Deduction, ...], rows_of_table("name")] = Field(
        (), description="what gross hours lose before any casework"
    )
    training_hours: HoursPerMonth = Field(0.0, le=744, description="hours of training that are due")
    cover_hours_per_position: HoursPerMonth = Field(
        0.0,
        le=744,
        description="hours a month, for each position of day 0, that supervisors have to visit "
        "children who have no worker at work",
    )
    compressibility: Share = Field(
        description="how far missing casework slows a case (its pace is the share delivered to "
        "this power): 1 in proportion, 0 not at all"
    )
    triage: Triage = Field(Triage(), description="what is protected when hours are short")
    cap: Cap | None = Field(None, description="the limit on new cases")
    part_load_share: Share = Field(0.0, description="the share of workers who carry a part load")
    part_load: Ratio = Field(1.0, gt=0, le=1, description="their load relative to the others")
    area_spread: Ratio = Field(
        0.0, le=2, description="coefficient of variation of the inflow that falls on a position"
    )
    assignment: Assignment = Field("least_loaded", description="who gets a new case")
    rebalance: Rebalance | None = Field(None, description="whether cases are evened out, and how")

    rules = (_subtracted_twice, _nothing_left)

    @property
    def hours_per_month(self) -> float:
        """Hours a month a worker has for cases and training, deductions taken off.

        Examples
        --------
        >>> Role(
        ...     name="a", label="A", positions=1, case_hours=116, compressibility=1
        ... ).hours_per_month
        116.0
        """
        return self.case_hours - math.fsum(deduction.hours for deduction in self.deductions)


class LeavingBand(Value):
    """The rate at which workers leave the agency up to some tenure.

    Examples
    --------
    >>> LeavingBand(until_years=1, rate_per_year=0.18).rate_per_year
    0.18
    """

    until_years: Years | None = Field(
        None, gt=0, description="the tenure at which the band ends; none for the last"
    )
    rate_per_year: PerYear = Field(le=12, description="the rate of leaving as observed")


class KeptSeats(Value):
    """Seats of the academy that a role's people get before anybody else.

    Examples
    --------
    >>> KeptSeats(name="emergency_response", seats=10).seats
    10
    """

    name: Name = Field(description="the role")
    seats: PositiveCount = Field(description="seats a month that its people get first")


def _by_role(value: object) -> object:
    """Accept a table of seats by role, as a file gives it."""
    if not isinstance(value, Mapping):
        return value
    return tuple({"name": role, "seats": seats} for role, seats in value.items())


SeatsByRole = Annotated[tuple[KeptSeats, ...], BeforeValidator(_by_role)]
"""Kept seats: a list of them, or a table such as ``{ emergency_response = 10 }``."""


def kept_faults(kept: tuple[KeptSeats, ...], seats: int | None, key: str) -> list[Fault]:
    """Return what is wrong with seats kept for roles: more than there are, or of no number."""
    faults = names_twice((each.name for each in kept), key)
    total = sum(each.seats for each in kept)
    if kept and seats is None:
        problem = "keeps seats in an academy that has seats for everybody"
        faults.append(Fault(key, problem, "Give seats, or drop it."))
    elif seats is not None and total > seats:
        problem = f"keeps {total} seats a month; there are {seats}"
        faults.append(Fault(key, problem, "Keep fewer, or give more seats."))
    return faults


def _kept(kept: tuple[KeptSeats, ...], seats: int | None) -> list[Fault]:
    return kept_faults(kept, seats, "kept")


class Academy(Value):
    """The classroom between being hired and carrying a first case.

    Examples
    --------
    >>> Academy(months=2.5, seats=50, kept={"emergency_response": 10}).kept[0].seats
    10
    """

    months: Months = Field(0.0, le=60, description="months before the first case")
    seats: PositiveCount | None = Field(
        None, description="the most people who can start in a month"
    )
    order: SeatOrder = Field(
        "replacements_first",
        description="who gets a seat: 'replacements_first' (a plan's new posts are served last), "
        "or 'first_come'",
    )
    kept: SeatsByRole = Field(
        (), description="seats a month that a role's people get before anybody else, by role"
    )
    dropout_share: Share = Field(0.0, lt=1, description="the share that does not finish")

    rules = (_kept,)


def _bands_ascend(leaving: tuple[LeavingBand, ...]) -> list[Fault]:
    ends = [math.inf if band.until_years is None else band.until_years for band in leaving]
    if ends[-1] == math.inf and all(a < b for a, b in itertools.pairwise(ends)):
        return []
    remedy = "Order the bands by until_years and leave it out of the last one only."
    return [
        Fault(
            "leaving",
            "must be bands of ascending tenure, the last open-ended",
            remedy,
        )
    ]


class Workforce(Value):
    """How staff come and go: leaving, transfers, absences, recruiting, training.

    Examples
    --------
    >>> staff = Workforce(leaving=[{"rate_per_year": 0.1}], hiring_role="continuing_services")
    >>> staff.time_to_fill_days.mean()
    113.0
    """

    leaving: tuple[LeavingBand, ...] = Field(
        min_length=1, description="rates of leaving the agency by tenure"
    )
    burnout: Ratio = Field(
        0.0, le=5, description="growth of the rate of leaving per unit of load above 1"
    )
    load_cap: Ratio = Field(3.0, ge=1, description="the load above which leaving grows no further")
    transfer_rate_per_year: PerYear = Field(0.0, le=12, description="transfers to other offices")
    absence_rate_per_year: PerYear = Field(
        0.0, le=12, description="rate at which long absences start"
    )
    absence_months: Months = Field(0.0, le=120, description="the mean length of a long absence")
    time_to_fill_days: Law = Field(
        Constant(value=113), description="days from opening a position to the hire's first day"
    )
    academy: Academy = Field(Academy(), description="training before the first case")
    ramp: tuple[Annotated[Share, Field(gt=0)], ...] = Field(
        (), max_length=120, description="share of hours and cap in the 1st, 2nd ... month on duty"
    )
    hiring_role: Name = Field(description="the role that hires join unless a plan says otherwise")
    hiring_by: HiringBy = Field(
        "role",
        description="where hires go that name no role: 'role' (they join the hiring role) or "
        "'need' (where hours are short, whichever the role; gross hires join the hiring role)",
    )
    backfill_share: Share = Field(1.0, description="the share of leavers who are replaced")
    generations: PositiveCount = Field(
        16, le=1000, description="the most people who may hold one position in turn in a run"
    )
    tenure_years: Law = Field(Exponential(mean=5), description="tenure of the staff of day 0")

    rules = (_bands_ascend,)

    @property
    def absent_share(self) -> float:
        """The share of workers on duty who are on long absence at any time.

        Examples
        --------
        >>> staff = Workforce(leaving=[{"rate_per_year": 0.1}], hiring_role="worker")
        >>> staff.replace(absence_rate_per_year=1, absence_months=3).absent_share
        0.2
        """
        months = self.absence_rate_per_year / 12.0 * self.absence_months
        return months / (1.0 + months)


class HandOver(Value):
    """What a change of worker costs a case.

    Examples
    --------
    >>> HandOver().relearning_months
    1.9
    """

    relearning_months: Months = Field(
        1.9, le=12, description="months of casework that are repeated"
    )
    gap_months: Months = Field(0.0, le=12, description="months before the new worker visits")
    reopen_waiting: bool = Field(
        default=False, description="whether a case that only waits for its hearing is set back too"
    )
