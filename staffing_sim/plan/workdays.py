"""Working time: retention, overtime, furlough days, and strikes, those of outside services too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from staffing_sim.plan.terms import (
    LengthMonths,
    Lever,
    RoleNames,
    StageNames,
    StartMonth,
    in_force,
)
from staffing_sim.values import (
    Day,
    Days,
    HoursPerMonth,
    Money,
    Months,
    Name,
    Ratio,
    Share,
)

OVERTIME_PAY: Final = 1.5
"""Overtime is paid time and a half (Fair Labor Standards Act, 29 U.S.C. 207(a)(1))."""

PAID_HOURS_PER_YEAR: Final = 2080
"""Paid hours a year behind an hourly rate (52 weeks of 40 hours)."""

PAID_DAYS_PER_MONTH: Final = PAID_HOURS_PER_YEAR / 8 / 12
"""Paid days of 8 hours in a month: 21.67."""

_TO_THE_END = "for how many months; to the end if not given"


class Retention(Lever):
    """A programme that changes the rate at which workers leave, and its price.

    Examples
    --------
    >>> Retention(factor=0.8, cost_worker_year=2_500).months is None
    True
    """

    factor: Ratio = Field(le=10, description="factor on rates of leaving")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)
    role: Name | None = Field(None, description="the role; every role when not given")
    cost_worker_year: Money = Field(0.0, description="its cost per worker and year")


class Overtime(Lever):
    """Extra hours of case work for every worker, at time and a half, and the fatigue they cause.

    Overtime tires a worker who has worked some in `tires_after` months running: from then on an
    extra hour brings `tired_delivery` hours of work, and the rate of leaving is multiplied by
    `tired_leaving`. Both are 1, no effect, unless given, for no study measures them: among 1,263
    caseworkers those on overtime had 4.8 times the odds of *meaning* to leave (a cross-section),
    an upper bound. Where several stand in one month their hours add up, and the lowest limit and
    the strongest fatigue hold.

    Examples
    --------
    >>> Overtime(hours_per_month=8, months=6).start
    0
    >>> Overtime(hours_per_month=20, most_hours_per_month=16, tired_leaving=1.5).tires_after
    3
    """

    hours_per_month: HoursPerMonth = Field(gt=0, le=400, description="extra hours a worker works")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)
    role: Name | None = Field(None, description="the role; every role when not given")
    most_hours_per_month: HoursPerMonth | None = Field(
        None, le=400, description="the most overtime a month, overtime after a strike included"
    )
    tires_after: LengthMonths = Field(
        3, description="months of overtime in a row after which workers tire"
    )
    tired_delivery: Share = Field(
        1.0, description="work delivered by an extra hour of a tired worker"
    )
    tired_leaving: Ratio = Field(
        1.0, le=10, description="factor on a tired worker's rate of leaving"
    )


class Furlough(Lever):
    """Unpaid days off: hours and pay fall by days / 21.67, the paid days of a month.

    Examples
    --------
    >>> Furlough(days_per_month=2, months=12).start
    0
    """

    days_per_month: Days = Field(gt=0, le=20, description="unpaid days off a month")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)
    role: Name | None = Field(None, description="the role; every role when not given")


def attendance(furloughs: Sequence[Furlough], *, role: str, month: int) -> float:
    """Return the share of hours and pay that furlough days leave to a role in a month.

    Examples
    --------
    >>> attendance([Furlough(days_per_month=6.5, start=2)], role="adoption", month=2)
    0.7
    """
    days = sum(each.days_per_month for each in furloughs if in_force(each, role, month))
    return max(0.0, 1.0 - days / PAID_DAYS_PER_MONTH)


class Strike(Lever):
    """Days on which some workers do no work, and how what was missed is caught up.

    With `catch_up` those who return make up the contact hours they missed before the month is
    over, as far as their hours and the triage allow; visits count at month ends, so a visit put
    off is not yet a visit missed. Overtime may follow for everyone in the roles called out.

    Examples
    --------
    >>> strike = Strike(start="2013-12-05", days=6, participation=0.663)
    >>> strike.roles is None, strike.catch_up, strike.pay_withheld_share
    (True, False, 1.0)
    """

    start: Day = Field(description="the first day")
    days: Days = Field(gt=0, le=365, description="calendar days it lasts")
    roles: RoleNames = Field(None, description="the roles called out; all when not given")
    participation: Share = Field(1.0, description="the share of those called out who take part")
    pay_withheld_share: Share = Field(1.0, description="the share of strikers' pay that is kept")
    catch_up: bool = Field(
        default=False, description="whether visits missed are made up before the month ends"
    )
    overtime_hours_per_month: HoursPerMonth = Field(
        0.0, le=400, description="overtime to catch up, a worker, once it is over"
    )
    overtime_months: Months = Field(0.0, le=24, description="how long that overtime lasts")


class OutsideStrike(Lever):
    """Days on which a service outside the agency does no work, and cases that wait for it wait on.

    On 9 and 10 December 2013, 10,000 workers who decide on benefits struck in Los Angeles, beside
    the county's own. The external wait of a leg, after its casework is done, stands still
    meanwhile: it ends later by the part of it that falls on the strike, times the participation.
    Hearings and legal dates stay where they are. Where several overlap, the strongest counts.

    Examples
    --------
    >>> OutsideStrike(start="2013-12-09", days=2).stages is None
    True
    """

    start: Day = Field(description="the first day")
    days: Days = Field(gt=0, le=365, description="calendar days it lasts")
    stages: StageNames = Field(
        None, description="the stages whose external waits are paused; all when not given"
    )
    participation: Share = Field(1.0, description="the share of the service that stops")
