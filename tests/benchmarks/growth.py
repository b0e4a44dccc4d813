"""Agencies that grow in one way and stay the same in every other."""

from __future__ import annotations

from typing import Any

from staffing_sim.agency import Agency

WHOLE = "world, run and month table"
LOOP = "loop alone"


def with_offices(agency: Agency, times: int) -> Agency:
    """Return an agency of so many copies of every office, with staff and families for them."""
    offices = tuple(
        office.replace(name=f"{office.name} {number}")
        for number in range(times)
        for office in agency.offices
    )
    roles = tuple(
        role.replace(positions=role.positions * times, vacant=role.vacant * times)
        for role in agency.roles
    )
    academy = agency.workforce.academy
    seats = academy.seats and academy.seats * times
    return _with_cases(
        agency.replace(
            offices=offices,
            roles=roles,
            workforce=agency.workforce.replace(academy=academy.replace(seats=seats)),
        ),
        times,
    )


def with_caseload(agency: Agency, times: int) -> Agency:
    """Return an agency whose workers carry so many times the cases, each asking for less.

    Hours for each case shrink in proportion, so that workers are as busy as before.
    """
    stages = tuple(
        stage.replace(
            hours=_shorter(stage.hours, times), second_hours=_shorter(stage.second_hours, times)
        )
        for stage in agency.stages
    )
    roles = tuple(
        role.replace(cap=role.cap and role.cap.replace(limit=role.cap.limit * times))
        for role in agency.roles
    )
    contact = agency.contact.replace(
        hours_per_attempt=agency.contact.hours_per_attempt / times,
        first_response_hours=agency.contact.first_response_hours / times,
    )
    return _with_cases(agency.replace(stages=stages, roles=roles, contact=contact), times)


def _with_cases(agency: Agency, times: int) -> Agency:
    """Return the agency with so many times the referrals and the cases open on day 0."""
    demand = agency.demand.replace(families_per_month=agency.demand.families_per_month * times)
    opening = tuple(stock.replace(children=stock.children * times) for stock in agency.opening)
    return agency.replace(demand=demand, opening=opening)


def _shorter(hours: Any, times: int) -> Any:
    return hours.replace(
        contact=hours.contact / times, casework=hours.casework / times, court=hours.court / times
    )
