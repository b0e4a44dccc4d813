"""What nobody has measured in Los Angeles, in either year: free numbers, their ranges and reasons.

Ranges were written down before anything was fitted. Each says what somebody could defend; a number
that is published, or follows from published ones, is not free. What only plans depend on (which
roles hires join) is not here either: no figure of the county as it is can tell.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "validation"))  # names of roles

from quantities import ADOPTION, ER, SERVICES

import staffing_sim as ss
from staffing_sim.calibration import FreeNumber

FULL_MEAN, PART_MEAN = 32.0, 15.0  # children a worker: of all, and of those on part load
LEAVING = (0.18, 0.12, 0.07)  # a year by band of tenure, as observed
SERVED_AT_HOME = ("in_home_services", "in_home_after_return")
SERVED_IN_CARE = ("reunification_services", "permanent_placement", "adoption_planning")
RESPONSE = ("investigation", "er_services")
Numbers = dict[str, float]


def free_numbers(
    ranges: Mapping[str, tuple[float, float]] | None = None, *, without: Sequence[str] = ()
) -> tuple[FreeNumber, ...]:
    """Return the free numbers of a county: some with ranges of its own, some left out."""
    own = ranges or {}
    return tuple(
        replace(each, low=own[each.name][0], high=own[each.name][1]) if each.name in own else each
        for each in FREE
        if each.name not in without
    )


def hires_where_people_are_missing(agency: ss.Agency) -> Numbers:
    """Return where hires under way go: offices that lose more people have more empty positions.

    As runs as is settle to, positions stand empty by staff, the factor of leaving to the power of
    1.4, and referrals for the staff (moves fill the others): a regression over the offices of
    0.1.0, whose own numbers came from runs (R2 = .66; what is left is chance in those runs).
    """
    missing = {
        office.name: office.referrals * office.leaving_factor**1.4 for office in agency.offices
    }
    whole = sum(missing.values())
    return {
        f"offices.{name}.hires_under_way": round(100 * part / whole, 3)
        for name, part in missing.items()
    }


# --- what follows from each ----------------------------------------------------------------------


def _key(pattern: str, *parts: str) -> object:
    """Return what follows when numbers under several keys are one and the same."""
    return lambda _, value: {pattern.format(part): value for part in parts}


def _hours(stages: tuple[str, ...], agency: ss.Agency, factor: float) -> Numbers:
    """Scale the hours that casework and court ask for; visits are counted, not scaled."""
    return {
        f"stages.{name}.hours.{activity}": round(
            getattr(agency.stage(name).hours, activity) * factor, 3
        )
        for name in stages
        for activity in ("casework", "court")
    }


def _triage(agency: ss.Agency, weight: float) -> Numbers:
    return {f"roles.{role}.triage.contact": weight for role in (ER, SERVICES)}


def _staff_shares(agency: ss.Agency, spread: float) -> Numbers:
    """Staff offices by referrals (0), as the start file says (1), or more unevenly still."""
    return {
        f"offices.{each.name}.staff": round(
            each.referrals + spread * (each.part_of_staff - each.referrals), 3
        )
        for each in agency.offices
    }


def _leaving_factors(agency: ss.Agency, spread: float) -> Numbers:
    """Let people leave all offices alike (0), as the start file says (1), or less alike still."""
    return {
        f"offices.{each.name}.leaving_factor": round(1 + spread * (each.leaving_factor - 1), 3)
        for each in agency.offices
    }


def _casework_times(agency: ss.Agency, spread: float) -> Numbers:
    """Let casework take as long everywhere (0), or as the start file says by office (1), or more.

    The mean over referrals stays: the county's durations are observed.
    """
    found: Numbers = {}
    parts = [each.referrals for each in agency.offices]
    for row, role in enumerate(time.name for time in agency.offices[0].casework_time):
        now = [each.casework_time[row].factor for each in agency.offices]
        spread_out = [factor**spread for factor in now]
        level = _mean(now, parts) / _mean(spread_out, parts)
        for office, factor in zip(agency.offices, spread_out, strict=True):
            found[f"offices.{office.name}.casework_time.{role}.factor"] = round(factor * level, 3)
    return found


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(map(operator.mul, values, weights)) / sum(weights)


def _part_loads(agency: ss.Agency, share: float) -> Numbers:
    full = (FULL_MEAN - share * PART_MEAN) / (1 - share)
    role = f"roles.{SERVICES}"
    return {f"{role}.part_load_share": share, f"{role}.part_load": round(PART_MEAN / full, 4)}


def _services_positions(agency: ss.Agency, positions: float) -> Numbers:
    """Set who carries cases; the others of the filled items are in court, or at a desk."""
    role = agency.role(SERVICES)
    return {
        f"roles.{SERVICES}.positions": round(positions),
        f"roles.{SERVICES}.desk_items": role.positions + role.desk_items - round(positions),
    }


def _leaving(agency: ss.Agency, factor: float) -> Numbers:
    return {
        f"workforce.leaving.{band}.rate_per_year": round(rate * factor, 4)
        for band, rate in enumerate(LEAVING)
    }


def _under_way(agency: ss.Agency, count: float) -> Numbers:
    whole = sum(hires.count for hires in agency.pipeline)
    return {
        f"pipeline.{row}.count": round(hires.count * count / whole)
        for row, hires in enumerate(agency.pipeline)
    }


def _closed_at_once(agency: ss.Agency, share: float) -> Numbers:
    routes = "stages.investigation.routes"
    closed = {
        route.cause: route.share
        for route in agency.stage("investigation").routes
        if route.cause in ("closed_at_once", "closed")
    }
    return {
        f"{routes}.closed_at_once.share": share,
        f"{routes}.closed.share": round(sum(closed.values()) - share, 6),
    }


def _free(
    name: str,
    label: str,
    span: tuple[float, float],
    follows: object,
    why: str,
    ratio: bool = False,  # noqa: FBT001, FBT002
) -> FreeNumber:
    return FreeNumber(
        name=name,
        label=label,
        low=span[0],
        high=span[1],
        follows=follows,  # type: ignore[arg-type]
        why=why,
        ratio=ratio,
    )


FREE = (
    _free(
        "kappa_er",
        "Compressibility, emergency response",
        (0.1, 0.4),
        f"roles.{ER}.compressibility",
        "the range of the ledger below the stability limit",
    ),
    _free(
        "kappa_services",
        "Compressibility, continuing services",
        (0.1, 0.4),
        f"roles.{SERVICES}.compressibility",
        "the range of the ledger below the stability limit",
    ),
    _free(
        "kappa_adoption",
        "Compressibility, adoption",
        (0.1, 0.4),
        f"roles.{ADOPTION}.compressibility",
        "as the others",
    ),
    _free(
        "hours_services",
        "Hours a child (1: as in the start file), continuing services",
        (1.0, 1.4),
        partial(_hours, SERVED_AT_HOME + SERVED_IN_CARE),
        "SB 2030, minimum to optimal standard",
    ),
    _free(
        "hours_er",
        "Hours a case (1: as in the start file), emergency response",
        (1.0, 1.3),
        partial(_hours, RESPONSE),
        "SB 2030, minimum to optimal standard",
    ),
    _free(
        "contact",
        "Protection of visits, beside casework",
        (1.5, 9.0),
        _triage,
        "visits come first in every account of overload",
        ratio=True,
    ),
    _free(
        "contact_adoption",
        "Protection of visits in adoption",
        (1.5, 9.0),
        f"roles.{ADOPTION}.triage.contact",
        "as in the other roles",
        ratio=True,
    ),
    _free(
        "court",
        "Protection of court papers, beside casework",
        (1.0, 5.0),
        _key("roles.{}.triage.court", ER, SERVICES, ADOPTION),
        "after visits, before casework",
        ratio=True,
    ),
    _free(
        "burnout",
        "Burnout",
        (0.0, 0.6),
        "workforce.burnout",
        "hazard ratios of 1.00-1.05 a child above the standard (expert reading)",
    ),
    _free(
        "leaving",
        "Rates of leaving, beside .18, .12 and .07 a year",
        (0.6, 1.3),
        _leaving,
        "6-10 % of the payroll a year",
    ),
    _free(
        "transfers",
        "Transfers a year",
        (0.05, 0.25),
        "workforce.transfer_rate_per_year",
        "workers may ask for a move after a year of duty; no rate is published",
    ),
    _free(
        "shortage",
        "How unevenly offices are staffed (1: as in the start file)",
        (0.0, 1.4),
        _staff_shares,
        "no split by office is public; 0 is staff by referrals",
    ),
    _free(
        "leaving_spread",
        "How unevenly people leave offices (1: as in the start file)",
        (0.0, 1.4),
        _leaving_factors,
        "only the order of offices is reported",
    ),
    _free(
        "time_spread",
        "How unequal offices' durations are (1: as in the start file)",
        (0.0, 1.4),
        _casework_times,
        "nobody has published any",
    ),
    _free(
        "part_loads",
        "Workers on part load, continuing services",
        (0.1, 0.3),
        _part_loads,
        "mean 32 and 65 % over 30 need some; how many is not known",
    ),
    _free(
        "area_spread",
        "Spread of areas, continuing services",
        (0.0, 0.3),
        f"roles.{SERVICES}.area_spread",
        "0 is equal areas",
    ),
    _free(
        "out_of_reach",
        "Children out of reach",
        (0.005, 0.035),
        "contact.out_of_reach_share",
        "runaways, out of county, refusals: no count for Los Angeles",
    ),
    _free(
        "cover",
        "Hours of supervisors for children without a worker, a position",
        (0.0, 1.5),
        _key("roles.{}.cover_hours_per_position", ER, SERVICES, ADOPTION),
        "half an hour assumed",
    ),
    _free(
        "time_to_fill",
        "Days to fill a position",
        (60.0, 210.0),
        "workforce.time_to_fill_days.mean",
        "113 in Contra Costa County; range 60-210",
        ratio=True,
    ),
    _free(
        "seats", "Academy seats a month", (35, 60), "workforce.academy.seats", "cohorts of 35-50"
    ),
    _free(
        "er_positions",
        "Workers who carry cases, emergency response",
        (700, 950),
        f"roles.{ER}.positions",
        "counts by function are not public",
    ),
    _free(
        "services_positions",
        "Workers who carry cases, continuing services",
        (950, 1_150),
        _services_positions,
        "counts by function are not public",
    ),
    _free(
        "adoption_positions",
        "Workers who carry cases, adoption",
        (75, 115),
        f"roles.{ADOPTION}.positions",
        "counts by function are not public",
    ),
    _free(
        "under_way",
        "Hires under way who will carry cases",
        (162, 250),
        _under_way,
        "250 published, some of them not for these roles",
    ),
    _free(
        "relearning",
        "Months of relearning at a hand-over",
        (0.0, 4.0),
        "hand_overs.relearning_months",
        "a stall of 0-90 days and a slower quarter",
    ),
    _free(
        "attempt",
        "Hours of an attempt to visit",
        (1.2, 1.7),
        "contact.hours_per_attempt",
        "1.2 attempts of an hour and the way, assumed",
    ),
    _free(
        "closed_shape",
        "Shape of the work of an investigation",
        (1.0, 1.8),
        "stages.investigation.routes.closed.work.shape",
        "1 is exponential",
    ),
    _free(
        "closed_at_once",
        "Investigations closed almost at once",
        (0.2, 0.4),
        _closed_at_once,
        "31.9-44.2 % close in their month",
    ),
    _free(
        "tenure",
        "Mean tenure on day 0, years",
        (4.5, 8.5),
        "workforce.tenure_years.mean",
        "a median of 4.58 in emergency response, read through a censored source",
    ),
    _free(
        "delay_immediate",
        "Days to an immediate response, at full service",
        (0.2, 0.4),
        "demand.tiers.immediate.delay_days.mean",
        "95-96 % within a day",
        ratio=True,
    ),
    _free(
        "delay_five_day",
        "Days to a five-day response, at full service",
        (2.5, 4.0),
        "demand.tiers.five_day.delay_days.mean",
        "about 92 % within ten days",
    ),
)
"""The free numbers; the laws of stays are one more."""
