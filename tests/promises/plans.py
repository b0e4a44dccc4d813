"""Random plans for an agency, with every lever in reach."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.timeline import DAYS_PER_MONTH
from tests.promises.agencies import ASSIGNMENTS, OVERFLOWS, SEAT_ORDERS
from tests.promises.laws import among

MONTHS = 7
WHOLE_MONTHS = (DAYS_PER_MONTH, 2 * DAYS_PER_MONTH)  # from the 1st, a strike ends on a 1st


@st.composite
def hires(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    names = [office.name for office in agency.offices]
    roles = [role.name for role in agency.roles]
    kind = draw(among(["net", "net", "gross", "gross", "starts", "vacancies", "desk"]))
    role = draw(among([None, *roles, *(["need"] if kind != "gross" else [])]))
    number = {draw(among(["per_month", "total"])): draw(st.integers(1, 3))}
    places: list[Any] = ["need", "referrals", "staff", {names[-1]: 1}]
    if kind in ("vacancies", "desk"):
        room = _room(agency, kind, role)
        if room == 0:
            kind, number = "starts", {"total": 1}
        else:
            number, places = {"total": draw(st.integers(1, room))}, places[:3]
    return {
        **number,
        "months": draw(st.integers(1, 3)),
        "start": draw(st.integers(start, MONTHS)),
        "kind": kind,
        "role": role,
        "offices": draw(among(places)),
        "trained": draw(st.booleans()),
    }


def _room(agency: Agency, kind: str, role: str | None) -> int:
    """Return how many vacancies or desk items the agency has for a schedule of a role."""
    of_role = role or agency.workforce.hiring_role
    return sum(
        each.desk_items if kind == "desk" else each.vacant + (each.held_open_items or 0)
        for each in agency.roles
        if role == "need" or each.name == of_role
    )


@st.composite
def clauses(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    remedy = draw(among(["report", "overtime", "stop_intake", "move_cases"]))
    first = draw(st.integers(start, MONTHS))
    limit = draw(among([1, 2, 2.5, 4]))
    holders = ["worker"] if remedy == "move_cases" else ["worker", "office"]
    return {
        "role": draw(among([role.name for role in agency.roles])),
        "limit": limit,
        "unit": draw(among(["children", "families"])),
        "held_by": draw(among(holders)),
        "measured": draw(among(["month_end", "daily_average"])),
        "consecutive": draw(st.integers(1, 3)),
        "exempt_months": draw(among([(), (3,)])),
        "start": first,
        "phase_in": draw(among([(), ({"start": first + 2, "limit": limit + 1},)])),
        "offices": draw(among([None, agency.offices[0].name])),
        "remedy": remedy,
        "overtime_hours": 9.3 if remedy == "overtime" else 0.0,
    }


@st.composite
def support(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    names = [office.name for office in agency.offices]
    return {
        "posts": draw(st.integers(0, 3)),
        "hours_per_post": draw(among([0.0, 13.3, 60.0])),
        "most_share": draw(among([0.3, 1.0])),
        "cost_post_year": 1.0,
        "role": draw(among([None, *(role.name for role in agency.roles)])),
        "offices": draw(among(["need", "referrals", "staff", {names[-1]: 1}])),
        "start": draw(st.integers(start, MONTHS)),
        "months": draw(among([None, 2])),
    }


def ways_to_move(agency: Agency) -> list[dict[str, str | None]]:
    """Return every way from a role and office (or all) to another; one desk has none."""
    roles = [role.name for role in agency.roles]
    offices = [office.name for office in agency.offices]
    return [
        {"role": role, "to_role": to_role, "office": office, "to_office": to_office}
        for role in roles
        for to_role in (None, *roles)
        for office in (None, *offices)
        for to_office in (None, *offices)
        if to_role not in (None, role)
        or (to_office is not None and {to_office} != set(offices if office is None else [office]))
    ]


@st.composite
def moves(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    way: dict[str, str | None] = draw(among(ways_to_move(agency)))
    return {
        **way,
        "count": draw(st.integers(1, 3)),
        "start": draw(st.integers(start, MONTHS)),
        "chosen": draw(among(["newest", "longest_serving"])),
        "retrained": draw(st.booleans()),
        "cost_worker": 7.0,
    }


def _together(schedules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a second schedule that would ask for posts which the first may have taken."""
    kinds = [each["kind"] for each in schedules]
    same = len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] in ("vacancies", "desk")
    return schedules[:1] if same else schedules


@st.composite
def cuts(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    """Draw a cut of at most half a role, so that another may be added to it."""
    role = draw(among([None, *(role.name for role in agency.roles)]))
    posts = agency.posts_on_day_zero(agency.role_or_hiring(role).name)
    shares = st.fixed_dictionaries({"share": among([0.0, 0.3, 0.5])})
    counts = st.fixed_dictionaries({"count": st.integers(0, posts // 2)})
    by = draw(among(["vacancy", "layoff"]))
    layoff = {"chosen": draw(among(["newest", "longest_serving"])), "cost_worker": 11.0}
    size: dict[str, Any] = draw(st.one_of(shares, counts))
    return {
        **size,
        "by": by,
        "role": role,
        "start": draw(st.integers(start, MONTHS)),
        "offices": draw(among(["staff", "referrals", {agency.offices[-1].name: 1}])),
        **(layoff if by == "layoff" else {}),
    }


@st.composite
def levers(draw: st.DrawFn, agency: Agency, start: int = 0) -> dict[str, Any]:
    """Draw a plan's levers, all of which begin in this month or later."""
    months = st.integers(start, MONTHS)
    role = among([role.name for role in agency.roles])
    some_role = st.one_of(st.none(), role)

    def few(strategy: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(strategy, max_size=1))

    day = draw(among([1, 1, 15, 28]))
    first = date(2024 + start // 12, start % 12 + 1, day)
    cap = st.fixed_dictionaries(
        {
            "role": role,
            "limit": st.integers(1, 8),
            "unit": among(["children", "families"]),
            "overflow": among(OVERFLOWS),
            "start": months,
        }
    )
    weights = {name: among([0.5, 1.0, 4.0]) for name in ("contact", "casework")}
    weights |= {name: st.just(1.0) for name in ("court", "training")}
    strike = {"start": st.just(first), "participation": among([0.7, 1.0])}
    strike["days"] = st.one_of(st.integers(1, 40), among(WHOLE_MONTHS))
    strike |= {
        "catch_up": st.booleans(),
        "overtime_hours_per_month": st.just(9.1),
        "overtime_months": among([0.0, 0.6]),
    }
    outside_strike = {
        "start": st.just(first),
        "days": st.integers(1, 40),
        "participation": among([0.4, 1.0]),
        "stages": among([None, *(stage.name for stage in agency.stages)]),
    }
    overtime = {
        "hours_per_month": st.just(13.7),
        "start": months,
        "months": st.integers(1, 3),
        "most_hours_per_month": among([None, 17.3]),
        "tires_after": st.integers(1, 2),
        "tired_delivery": among([1.0, 0.6]),
        "tired_leaving": among([1.0, 4.8]),
    }
    evening = {"role": some_role, "gap": st.just(1.5), "moves": st.just(2), "start": months}
    return {
        "hires": _together(draw(st.lists(hires(agency, start), max_size=2))),
        "caps": few(cap),
        "clauses": draw(st.lists(clauses(agency, start), max_size=2)),
        "triage": few(st.fixed_dictionaries({"role": some_role, "start": months, **weights})),
        "retention": few(
            st.fixed_dictionaries(
                {"factor": among([0.0, 0.5, 3.0]), "start": months, "role": some_role}
            )
        ),
        "overtime": few(st.fixed_dictionaries(overtime)),
        "furloughs": few(
            st.fixed_dictionaries(
                {"days_per_month": st.just(1.9), "start": months, "role": some_role}
            )
        ),
        "supervisors": few(
            st.fixed_dictionaries(
                {
                    "workers_each": st.just(6),
                    "cost_post_year": st.just(1.0),
                    "start": months,
                    "leaving_factor": among([1.0, 0.4]),
                }
            )
        ),
        "expenses": few(
            st.fixed_dictionaries(
                {
                    "name": st.just("Cars"),
                    "once": st.just(3.0),
                    "per_year": st.just(5.0),
                    "start": months,
                }
            )
        ),
        "clerks": few(support(agency, start)),
        "aides": few(support(agency, start)),
        "moves": draw(st.lists(moves(agency, start), max_size=2)) if ways_to_move(agency) else [],
        "cuts": few(cuts(agency, start)),
        "strikes": few(st.fixed_dictionaries(strike)),
        "outside_strikes": few(st.fixed_dictionaries(outside_strike)),
        "freezes": few(st.fixed_dictionaries({"start": months, "months": st.integers(1, 3)})),
        "rebalance": few(st.fixed_dictionaries(evening)),
    }


@st.composite
def kept_seats(draw: st.DrawFn, agency: Agency) -> dict[str, int] | None:
    """Draw a seat kept for a role, where the agency has a number of seats."""
    role = agency.roles[-1].name
    seats = [{role: 1}] if agency.workforce.academy.seats else []
    kept: dict[str, int] | None = draw(among([None, {}, *seats]))
    return kept


@st.composite
def plans(draw: st.DrawFn, agency: Agency) -> Plan:
    """Draw a plan with any levers."""
    return Plan(
        "A plan",
        **draw(levers(agency)),
        backfill_share=draw(among([None, 0.5])),
        academy_seats=draw(among([None, 1])),
        academy_kept=draw(kept_seats(agency)),
        academy_order=draw(among([None, *SEAT_ORDERS])),
        academy_months=draw(among([None, 0.0, 0.7])),
        time_to_fill_days=draw(among([None, 20.0])),
        assignment=draw(among([None, *ASSIGNMENTS])),
    )
