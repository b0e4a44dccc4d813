"""Staff at rest: how many positions it takes to keep one worker on duty when people leave.

Once as many come as go, every worker on duty stands for a fraction of one in the academy and of a
post being recruited for, and some of those on duty are still on their ramp.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Workforce
from staffing_sim.plan import Plan
from staffing_sim.timeline import DAYS_PER_MONTH

_COHORT_WAIT_MONTHS = 0.5  # a cohort starts each month: who is hired at any time waits half of one


@dataclass(frozen=True, kw_only=True)
class StaffAtRest:
    """What stands behind each worker on duty, once as many come as go.

    Attributes
    ----------
    leaving_per_month
        Leavers a month for each worker on duty.
    absent_share
        The share of workers on duty who are on long absence.
    ramp_share
        The mean share of a full load that workers on duty have reached.
    in_academy, vacant
        People in the academy, and posts waiting to be filled, for each worker on duty.
    """

    leaving_per_month: float
    absent_share: float
    ramp_share: float
    in_academy: float
    vacant: float


def staff_at_rest(agency: Agency, *, leaving: float = 1.0, plan: Plan | None = None) -> StaffAtRest:
    """Return how staff stand at rest when every leaver is replaced.

    Parameters
    ----------
    agency
        Its workforce; office factors on leaving enter as their mean by staff.
    leaving
        What observed rates of leaving are multiplied by, more burnout for instance.
    plan
        Its time to fill and months in the academy hold, where it gives them.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> rest = staff_at_rest(load_agency("small-office"))
    >>> round(rest.leaving_per_month * 12, 4), round(rest.absent_share, 4)
    (0.1518, 0.0123)
    """
    workforce = agency.workforce
    factor = leaving * mean_leaving_factor(agency)
    stay, ramp_lost = _stay_and_ramp(workforce, factor)
    rate = 0.0 if math.isinf(stay) else 1.0 / stay
    law = (plan and plan.time_to_fill_days) or workforce.time_to_fill_days
    given = plan.academy_months if plan else None
    academy = workforce.academy.months if given is None else given
    wait = law.mean() / DAYS_PER_MONTH + (_COHORT_WAIT_MONTHS if academy > 0.0 else 0.0)
    dropout = workforce.academy.dropout_share if academy > 0.0 else 0.0
    starts = rate / (1.0 - dropout)
    return StaffAtRest(
        leaving_per_month=rate,
        absent_share=workforce.absent_share,
        ramp_share=1.0 - ramp_lost * rate,
        in_academy=starts * academy,
        vacant=starts * wait,
    )


def mean_leaving_factor(agency: Agency) -> float:
    """Return the offices' factors on leaving, averaged by their staff.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> round(mean_leaving_factor(load_agency("small-office")), 3)
    1.12
    """
    weights = [office.part_of_staff for office in agency.offices]
    weighted = [
        weight * office.leaving_factor
        for weight, office in zip(weights, agency.offices, strict=True)
    ]
    return math.fsum(weighted) / math.fsum(weights)


def _stay_and_ramp(workforce: Workforce, factor: float) -> tuple[float, float]:
    """Return the mean months on duty, and the mean months of work lost on the ramp."""
    stay = lost = 0.0
    alive = 1.0
    for start, end, rate, share in _steps(workforce):
        hazard = rate * factor
        if end == math.inf:
            return (math.inf if hazard == 0.0 else stay + alive / hazard), lost
        served = alive * _months_served(hazard, end - start)
        stay += served
        lost += served * (1.0 - share)
        alive *= math.exp(-hazard * (end - start))
    return stay, lost


def _months_served(rate: float, months: float) -> float:
    """Return the mean months served, of so many, by who leaves at a rate."""
    return months if rate == 0.0 else -math.expm1(-rate * months) / rate


def _steps(workforce: Workforce) -> list[tuple[float, float, float, float]]:
    """Return spans of tenure in months, each with its monthly rate of leaving and its ramp."""
    bands = [
        (math.inf if band.until_years is None else 12.0 * band.until_years, band.rate_per_year)
        for band in workforce.leaving
    ]
    ramp = workforce.ramp
    edges = {0.0, math.inf, *(end for end, _ in bands), *map(float, range(1, len(ramp) + 1))}
    return [
        (
            start,
            end,
            next(rate for until, rate in bands if start < until) / 12.0,
            ramp[int(start)] if start < len(ramp) else 1.0,
        )
        for start, end in itertools.pairwise(sorted(edges))
    ]
