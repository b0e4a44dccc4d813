"""The agencies that are timed: one a C program can be written for, one desk, and ones that grow."""

from __future__ import annotations

from datetime import date

from staffing_sim.agency import Agency, Office
from staffing_sim.agency.demand import ContactRule, Demand, Tier
from staffing_sim.agency.opening import OpeningStock
from staffing_sim.agency.pathway import Hours, Route, Stage
from staffing_sim.agency.staff import Cap, HandOver, LeavingBand, Role, Workforce
from staffing_sim.distributions import Exponential
from staffing_sim.plan import Plan
from staffing_sim.timeline import DAYS_PER_MONTH

AS_IS = Plan("As is")
HOURS = 150.0

DESKS = 10
DESK_LOAD = 0.8
DESK_FAMILIES_PER_MONTH = 4000.0
DESK_MONTHS = 12
DESK_WORK_MONTHS = DESKS * DESK_LOAD / DESK_FAMILIES_PER_MONTH

SMALL_WORKERS = 400
SMALL_OPENING = 6000
SMALL_ROOM = 15  # cases that a worker's hours suffice for
SMALL_CASES_PER_MONTH = 560.0
SMALL_WORK_MONTHS = 10.0
SMALL_STAY_MONTHS = 60.0
SMALL_VACANCY_MONTHS = 3.0
SMALL_MONTHS = 60


def small_agency(*, share: float = 1.0) -> Agency:
    """Return the agency of ``small_agency.c``, or a share of it: cases, workers, nothing else."""
    return _one_stage(
        name="small-agency",
        hours_per_case=HOURS / SMALL_ROOM,
        work_months=SMALL_WORK_MONTHS,
        families_per_month=SMALL_CASES_PER_MONTH * share,
        role=Role(
            name="worker",
            label="Workers",
            positions=round(SMALL_WORKERS * share),
            case_hours=HOURS,
            compressibility=1.0,
            assignment="fewest_cases",
        ),
        workforce=Workforce(
            leaving=(LeavingBand(rate_per_year=12.0 / SMALL_STAY_MONTHS),),
            time_to_fill_days=Exponential(mean=SMALL_VACANCY_MONTHS * DAYS_PER_MONTH),
            hiring_role="worker",
        ),
        opening=(OpeningStock(stage="service", children=round(SMALL_OPENING * share)),),
    )


def ten_desks() -> Agency:
    """Return ten workers who take one family at a time, first come first served."""
    return _one_stage(
        name="ten-desks",
        hours_per_case=HOURS,
        work_months=DESK_WORK_MONTHS,
        families_per_month=DESK_FAMILIES_PER_MONTH,
        role=Role(
            name="worker",
            label="Workers",
            positions=DESKS,
            case_hours=HOURS,
            compressibility=1.0,
            cap=Cap(limit=1, overflow="hard"),
        ),
        workforce=Workforce(leaving=(LeavingBand(rate_per_year=0.0),), hiring_role="worker"),
        opening=(),
    )


def _one_stage(
    *,
    name: str,
    hours_per_case: float,
    work_months: float,
    families_per_month: float,
    role: Role,
    workforce: Workforce,
    opening: tuple[OpeningStock, ...],
) -> Agency:
    """Return an agency of one office and one stage, in which a family is served and leaves."""
    work = Exponential(mean=work_months)
    return Agency(
        name=name,
        title="An agency for benchmarks",
        start=date(2024, 1, 1),
        offices=(Office(name="office", referrals=1.0),),
        roles=(role,),
        stages=(
            Stage(
                name="service",
                label="Service",
                role="worker",
                unit="family",
                hours=Hours(casework=hours_per_case),
                routes=(Route(to="exit", cause="served", share=1.0, work=work),),
            ),
        ),
        demand=Demand(
            entry_stage="service",
            families_per_month=families_per_month,
            family_size=1.0,
            tiers=(Tier(name="all", share=1.0, deadline_days=30.0, delay_days=0.0),),
            age_years=0.0,
        ),
        contact=ContactRule(success=1.0, hours_per_attempt=1.0),
        workforce=workforce,
        hand_overs=HandOver(relearning_months=0.0),
        opening=opening,
        observed="full_service",
        permanence_causes=(),
    )
