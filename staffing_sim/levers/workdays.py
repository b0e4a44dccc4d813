"""Working time and those who stay: retention, overtime, strikes."""

from __future__ import annotations

from pydantic import Field

from staffing_sim.levers.terms import LengthMonths, Lever, RoleNames, StartMonth
from staffing_sim.values import Day, Days, HoursPerMonth, Money, Name, Ratio, Share

__all__ = ["Overtime", "Retention", "Strike"]


class Retention(Lever):
    """A programme that changes the rate at which workers leave, and its price.

    Examples
    --------
    >>> Retention(factor=0.8, cost_worker_year=2_500).months is None
    True
    """

    factor: Ratio = Field(le=10, description="what rates of leaving are multiplied by")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(
        None, description="for how many months; to the end if not given"
    )
    role: Name | None = Field(None, description="the role; every role when not given")
    cost_worker_year: Money = Field(0.0, description="its price for a worker and year")


class Overtime(Lever):
    """Extra hours of case work for every worker.

    Examples
    --------
    >>> Overtime(hours_per_month=8, months=6).start
    0
    """

    hours_per_month: HoursPerMonth = Field(gt=0, le=400, description="extra hours a worker works")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(
        None, description="for how many months; to the end if not given"
    )
    role: Name | None = Field(None, description="the role; every role when not given")


class Strike(Lever):
    """Days on which some workers do no work.

    Examples
    --------
    >>> Strike(start="2013-12-05", days=6, participation=0.66).roles is None
    True
    """

    start: Day = Field(description="the first day")
    days: Days = Field(gt=0, le=365, description="calendar days it lasts")
    roles: RoleNames = Field(None, description="the roles called out; all when not given")
    participation: Share = Field(1.0, description="the share of those called out who stay away")
