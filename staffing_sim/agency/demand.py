"""Who is referred to an agency, and what each child is due: response, monthly visits."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from staffing_sim.distributions import Law
from staffing_sim.errors import Fault
from staffing_sim.values import (
    Count,
    Days,
    HoursPerMonth,
    Name,
    PerMonth,
    PositiveCount,
    Ratio,
    Share,
    Value,
    names_twice,
    rows_of_table,
    sums_to_one,
)

_MONTHS_OF_YEAR = 12


class Tier(Value):
    """How soon a referral must be answered.

    Examples
    --------
    >>> Tier(name="immediate", share=0.3, deadline_days=1, delay_days=0.5).delay_days.mean()
    0.5
    """

    name: Name = Field(description="the tier")
    share: Share = Field(description="its share of the referrals")
    deadline_days: Days = Field(gt=0, le=3650, description="days within which first contact is due")
    delay_days: Law = Field(description="days to first contact when hours are not short")


class Surge(Value):
    """Extra referrals for some months, on top of the ordinary ones.

    Examples
    --------
    >>> Surge(start=6, months=3, families_per_month=40).months
    3
    """

    start: Count = Field(le=1200, description="the month in which it starts, counted from 0")
    months: PositiveCount = Field(le=1200, description="how many months it lasts")
    families_per_month: PerMonth = Field(gt=0, description="extra families a month")


def _seasonality_mean(seasonality: tuple[float, ...]) -> list[Fault]:
    mean = math.fsum(seasonality) / _MONTHS_OF_YEAR
    if abs(mean - 1.0) <= 0.01:
        return []
    remedy = f"Divide every factor by {mean:g}."
    return [Fault("seasonality", f"must have a mean of 1; got {mean:g}", remedy)]


def _tier_shares(tiers: tuple[Tier, ...]) -> list[Fault]:
    faults = names_twice((tier.name for tier in tiers), "tiers")
    return faults + sums_to_one((tier.share for tier in tiers), "tiers.*.share")


def _ages_of_children(age_years: Law) -> list[Fault]:
    if float(age_years.survival(18.0)) <= 1e-9:
        return []
    remedy = "Give a table or a uniform law that ends at 18."
    return [Fault("age_years", "must be an age from 0 to 18", remedy)]


class Demand(Value):
    """Who is referred to the agency, when, and how soon each must be answered.

    Examples
    --------
    >>> tier = {"name": "all", "share": 1, "deadline_days": 10, "delay_days": 3}
    >>> age = {"law": "uniform", "low": 0, "high": 18}
    >>> Demand(
    ...     entry_stage="investigation",
    ...     families_per_month=40,
    ...     family_size=2.3,
    ...     tiers=[tier],
    ...     age_years=age,
    ... ).family_size
    2.3
    """

    entry_stage: Name = Field(description="the stage in which every case starts")
    families_per_month: PerMonth = Field(le=1e6, description="families referred, mean of a year")
    seasonality: tuple[Ratio, ...] = Field(
        (1.0,) * _MONTHS_OF_YEAR,
        min_length=_MONTHS_OF_YEAR,
        max_length=_MONTHS_OF_YEAR,
        description="factor of each month of the year, January first",
    )
    year_spread: Ratio = Field(0.0, le=1, description="coefficient of variation between years")
    family_size: Ratio = Field(ge=1, le=8, description="mean children per family")
    family_size_dispersion: Ratio = Field(
        1.0, gt=0, description="dispersion of the family size; smaller is more unequal"
    )
    tiers: Annotated[tuple[Tier, ...], rows_of_table("name")] = Field(
        min_length=1, description="how soon referrals must be answered"
    )
    age_years: Law = Field(description="age of a child at referral, in years")
    households_together: Share = Field(
        1.0, description="the chance that a sibling placed away from home lives with the first"
    )
    surges: tuple[Surge, ...] = Field((), description="extra referrals for some months")

    rules = (_seasonality_mean, _tier_shares, _ages_of_children)


class ContactRule(Value):
    """What a monthly visit takes, who can be seen, and which children count.

    Examples
    --------
    >>> ContactRule(success=0.85, hours_per_attempt=1).sibling_cost
    0.4
    """

    success: Share = Field(gt=0, description="the chance that an attempt finds the household")
    hours_per_attempt: HoursPerMonth = Field(gt=0, le=744, description="hours of one attempt")
    sibling_cost: Share = Field(
        0.4, description="cost of each further sibling there, relative to the first"
    )
    out_of_reach_share: Share = Field(0.0, lt=1, description="children nobody could see in a month")
    first_response_hours: HoursPerMonth = Field(
        0.0, le=744, description="contact hours of the first response to a referral"
    )
    order: Literal["longest_unseen", "case_number"] = Field(
        "longest_unseen", description="who is visited first when time is short"
    )
    colleagues_cover: bool = Field(
        default=False,
        description="do workers visit a colleague's children with attempts they have left?",
    )
    eligible: Literal["whole_month", "at_month_end"] = Field(
        "whole_month",
        description="which children count: those with a case open all month, or at its end",
    )
