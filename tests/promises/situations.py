"""Random small agencies, plans and worlds, with every idea of the model in reach.

Everything is drawn by Hypothesis, so that a failing situation shrinks to a small one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan

OVERFLOWS = ("none", "soft", "hard", "decline", "spill")
SEAT_ORDERS = ("first_come", "replacements_first")
ASSIGNMENTS = ("least_loaded", "fewest_cases", "round_robin")
OFFICES = ("north", "south", "west")
ROLES = ("investigator", "continuing", "specialist")
MONTHS = 7


@dataclass(frozen=True)
class Situation:
    """An agency, a plan for it, and the seed of its world."""

    agency: Agency
    plan: Plan
    seed: int


def quarter(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers between two bounds, in quarters."""
    return st.integers(round(4 * low), round(4 * high)).map(lambda number: number / 4)


def hundredth(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers between two bounds that are not exact in binary."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda number: number / 100)


def laws(most: float) -> st.SearchStrategy[Any]:
    """Laws of durations with a mean up to a bound; constants make ties."""
    means = hundredth(0.1, most)
    return st.one_of(
        means.map(lambda value: {"law": "constant", "value": value}),
        means.map(lambda mean: {"law": "exponential", "mean": mean}),
        means.map(lambda mean: {"law": "gamma", "mean": mean, "shape": 1.5}),
        means.map(lambda mean: {"law": "uniform", "low": 0.1, "high": mean + 0.1}),
    )


@st.composite
def hours(draw: st.DrawFn, most: float) -> dict[str, float]:
    return {name: draw(hundredth(0, most)) for name in ("contact", "casework", "court")}


@st.composite
def routes(draw: st.DrawFn, ways: list[tuple[str, str]], worked: bool, hearing: bool) -> list[Any]:
    """Return routes to these stages for these causes; the first takes most."""
    share = round(0.16 / max(1, len(ways) - 1), 6)
    found = []
    for number, (to, cause) in enumerate(ways):
        route: dict[str, Any] = {"to": to, "cause": cause, "share": share}
        if number == 0:
            route["share"] = 1.0 - share * (len(ways) - 1)
        if worked:
            route["work"] = draw(st.one_of(st.just(0.0), laws(2.5), laws(2.5)))
        route["wait"] = draw(st.one_of(st.just(0.0), laws(1)))
        route["legal"] = draw(st.one_of(st.just(0.0), laws(3)))
        if number == 0 and route.get("work", 0.0) == route["wait"] == 0.0:
            route["legal"] = draw(laws(3))  # a stage that nobody stays in can hold no stock
        if hearing:
            route["hearing_share"] = draw(st.sampled_from([0.0, 0.5, 1.0]))
        found.append(route)
    return found


@st.composite
def pathways(draw: st.DrawFn, roles: list[str]) -> dict[str, Any]:
    """Investigation, home, care, a kin home nobody works, a last stage, and care after 18."""
    first, later, last = roles[0], roles[min(1, len(roles) - 1)], roles[-1]
    has_hearings = draw(st.booleans())
    second = draw(st.booleans()) and last != later

    def stage(role: str | None, ways: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
        worked = role is not None
        hearing = bool(more.get("hearing"))
        described = {"label": "A stage", "role": role, **more}
        described["routes"] = draw(routes(ways, worked, hearing))
        if worked:
            described["hours"] = draw(hours(8 if role == first else 5))
        return described

    hearing = {"first": 0.5, "interval": draw(quarter(0.5, 2))} if has_hearings else None
    visited = {"contact_required": draw(st.booleans())}
    care = stage(
        later,
        [("kin_home", "to_kin"), ("home", "reunified"), ("last_stage", "moved_on")],
        in_care=True,
        contact_required=True,
        hearing=hearing,
    )
    if second:
        care |= {"second_role": last, "second_hours": draw(hours(2))}
    return {
        "investigation": stage(
            first,
            [("home", "opened"), ("care", "removed"), ("exit", "unfounded")],
            unit="family",
        ),
        "home": stage(
            later,
            [("exit", "closed"), ("care", "removed_later")],
            shared=draw(st.booleans()),
            contact_required=True,
        ),
        "care": care,
        "kin_home": stage(None, [("exit", "guardianship"), ("care", "disrupted")], in_care=True),
        "last_stage": stage(last, [("exit", "adopted")], in_care=draw(st.booleans()), **visited),
        "extended": stage(later, [("exit", "left_at_will")], contact_required=True),
    }


@st.composite
def caps(draw: st.DrawFn) -> dict[str, Any] | None:
    if draw(st.booleans()):
        return None
    return {
        "limit": draw(st.integers(1, 8)),
        "unit": draw(st.sampled_from(["children", "families"])),
        "overflow": draw(st.sampled_from(OVERFLOWS)),
    }


@st.composite
def triages(draw: st.DrawFn) -> dict[str, float]:
    weights = st.sampled_from([0.5, 1.0, 1.0, 4.0, 1e6])
    return {name: draw(weights) for name in ("contact", "casework", "court", "training")}


@st.composite
def role_values(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "label": "A role",
        "positions": draw(st.integers(1, 4)),
        "vacant": draw(st.integers(0, 1)),
        "case_hours": draw(hundredth(20, 90)),
        "hours_basis": "gross",
        "training_hours": draw(st.sampled_from([0.0, 5.3])),
        "compressibility": draw(st.sampled_from([0.0, 0.6, 1.0])),
        "triage": draw(triages()),
        "cap": draw(caps()),
        "part_load_share": draw(st.sampled_from([0.0, 0.4])),
        "part_load": 0.6,
        "area_spread": draw(st.sampled_from([0.0, 0.3])),
        "assignment": draw(st.sampled_from(ASSIGNMENTS)),
        "rebalance": draw(st.one_of(st.none(), rebalances())),
    }


@st.composite
def rebalances(draw: st.DrawFn) -> dict[str, Any]:
    return {"gap": draw(quarter(1, 3)), "moves": draw(st.integers(1, 3))}


@st.composite
def workforces(draw: st.DrawFn, roles: list[str]) -> dict[str, Any]:
    rate = st.sampled_from([0.0, 0.3, 1.5])
    return {
        "leaving": [
            {"until_years": 1, "rate_per_year": draw(rate)},
            {"rate_per_year": draw(rate)},
        ],
        "burnout": draw(st.sampled_from([0.0, 0.7])),
        "transfer_rate_per_year": draw(rate),
        "absence_rate_per_year": draw(rate),
        "absence_months": draw(st.sampled_from([0.4, 1.5])),
        "time_to_fill_days": draw(st.sampled_from([0.0, 10.0, 45.0])),
        "academy": {
            "months": draw(st.sampled_from([0.0, 1.0, 1.6])),
            "seats": draw(st.sampled_from([None, 1, 2])),
            "order": draw(st.sampled_from(SEAT_ORDERS)),
            "dropout_share": draw(st.sampled_from([0.0, 0.3])),
        },
        "ramp": draw(st.sampled_from([(), (0.4, 0.8)])),
        "hiring_role": draw(st.sampled_from(roles)),
        "backfill_share": draw(st.sampled_from([0.0, 0.6, 1.0])),
        "generations": 200,
        "tenure_years": {"law": "exponential", "mean": 2},
    }


@st.composite
def demands(draw: st.DrawFn) -> dict[str, Any]:
    surge = {"start": draw(st.integers(0, 4)), "months": 2, "families_per_month": 3}
    return {
        "entry_stage": "investigation",
        "families_per_month": draw(st.integers(1, 8)),
        "year_spread": draw(st.sampled_from([0.0, 0.2])),
        "family_size": draw(st.sampled_from([1.0, 2.4])),
        "age_years": {"law": "uniform", "low": draw(st.sampled_from([0, 17])), "high": 18},
        "households_together": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "surges": draw(st.sampled_from([(), (surge,)])),
        "tiers": {
            "immediate": {"share": 0.4, "deadline_days": 1, "delay_days": 0.5},
            "ten_day": {"share": 0.6, "deadline_days": 10, "delay_days": 4},
        },
    }


@st.composite
def contacts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "success": draw(st.sampled_from([0.5, 0.8, 1.0])),
        "hours_per_attempt": draw(hundredth(0.5, 4)),
        "sibling_cost": draw(st.sampled_from([0.0, 0.4, 1.0])),
        "out_of_reach_share": draw(st.sampled_from([0.0, 0.1])),
        "cover_share": draw(st.sampled_from([0.0, 0.3])),
        "first_response_hours": draw(st.sampled_from([0.0, 2.3])),
        "order": draw(st.sampled_from(["longest_unseen", "case_number"])),
        "eligible": draw(st.sampled_from(["whole_month", "at_month_end"])),
    }


@st.composite
def stocks(draw: st.DrawFn) -> dict[str, Any]:
    stages = draw(
        st.lists(
            st.sampled_from(["investigation", "home", "care", "kin_home", "extended"]), unique=True
        )
    )
    return {
        name: {"children": draw(st.integers(1, 12)), "speed": 0.8, "unseen_share": 0.2}
        for name in stages
    }


@st.composite
def agencies(draw: st.DrawFn, **changes: Any) -> Agency:
    """Draw an agency; ``changes`` replace whole fields of its values."""
    roles = list(ROLES[: draw(st.integers(1, 3))])
    offices = OFFICES[: draw(st.integers(1, 3))]
    pipeline = {"role": roles[-1], "count": 2, "academy_start": draw(quarter(-3, 2))}
    values = {
        "name": "random",
        "title": "A random agency",
        "start": "2024-01-01",
        "permanence_causes": ["guardianship"],
        "offices": {
            name: {
                "referrals": draw(st.integers(1, 3)),
                "leaving_factor": draw(st.sampled_from([1.0, 1.5])),
            }
            for name in offices
        },
        "roles": {name: draw(role_values()) for name in roles},
        "stages": draw(pathways(roles)),
        "demand": draw(demands()),
        "contact": draw(contacts()),
        "workforce": draw(workforces(roles)),
        "hand_overs": {
            "relearning_months": draw(st.sampled_from([0.0, 0.7])),
            "gap_months": draw(st.sampled_from([0.0, 0.5])),
            "reopen_waiting": draw(st.booleans()),
        },
        "ageing": {"extended_stage": "extended", "extended_share": 0.6},
        "opening": draw(stocks()),
        "pipeline": draw(st.sampled_from([(), (pipeline,)])),
    }
    return Agency(**{**values, **changes})


@st.composite
def hires(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    names = [office.name for office in agency.offices]
    return {
        "per_month": draw(st.integers(1, 3)),
        "months": draw(st.integers(1, 3)),
        "start": draw(st.integers(start, MONTHS)),
        "kind": draw(st.sampled_from(["net", "gross"])),
        "role": draw(st.sampled_from([None, *(role.name for role in agency.roles)])),
        "offices": draw(st.sampled_from([None, {names[-1]: 1}])),
        "trained": draw(st.booleans()),
    }


@st.composite
def clauses(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    remedy = draw(st.sampled_from(["report", "overtime", "stop_intake", "move_cases"]))
    first = draw(st.integers(start, MONTHS))
    limit = draw(st.sampled_from([1, 2, 2.5, 4]))
    holders = ["worker"] if remedy == "move_cases" else ["worker", "office"]
    return {
        "role": draw(st.sampled_from([role.name for role in agency.roles])),
        "limit": limit,
        "unit": draw(st.sampled_from(["children", "families"])),
        "held_by": draw(st.sampled_from(holders)),
        "measured": draw(st.sampled_from(["month_end", "daily_average"])),
        "consecutive": draw(st.integers(1, 3)),
        "exempt_months": draw(st.sampled_from([(), (3,)])),
        "start": first,
        "phase_in": draw(st.sampled_from([(), ({"start": first + 2, "limit": limit + 1},)])),
        "offices": draw(st.sampled_from([None, agency.offices[0].name])),
        "remedy": remedy,
        "overtime_hours": 9.3 if remedy == "overtime" else 0.0,
    }


@st.composite
def support(draw: st.DrawFn, agency: Agency, start: int) -> dict[str, Any]:
    names = [office.name for office in agency.offices]
    return {
        "posts": draw(st.integers(0, 3)),
        "hours_per_post": draw(st.sampled_from([0.0, 13.3, 60.0])),
        "most_share": draw(st.sampled_from([0.3, 1.0])),
        "cost_post_year": 1.0,
        "role": draw(st.sampled_from([None, *(role.name for role in agency.roles)])),
        "offices": draw(st.sampled_from([None, {names[-1]: 1}])),
        "start": draw(st.integers(start, MONTHS)),
        "months": draw(st.sampled_from([None, 2])),
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
    return draw(st.sampled_from(ways_to_move(agency))) | {
        "count": draw(st.integers(1, 3)),
        "start": draw(st.integers(start, MONTHS)),
        "chosen": draw(st.sampled_from(["newest", "longest_serving"])),
        "retrained": draw(st.booleans()),
        "cost_worker": 7.0,
    }


@st.composite
def levers(draw: st.DrawFn, agency: Agency, start: int = 0) -> dict[str, Any]:
    """Draw a plan's levers, all of which begin in this month or later."""
    months = st.integers(start, MONTHS)
    role = st.sampled_from([role.name for role in agency.roles])
    some_role = st.one_of(st.none(), role)

    def few(strategy: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(strategy, max_size=1))

    first = date(2024 + start // 12, start % 12 + 1, draw(st.integers(1, 28)))
    cap = st.fixed_dictionaries(
        {
            "role": role,
            "limit": st.integers(1, 8),
            "unit": st.sampled_from(["children", "families"]),
            "overflow": st.sampled_from(OVERFLOWS),
            "start": months,
        }
    )
    weights = {name: st.sampled_from([0.5, 1.0, 4.0]) for name in ("contact", "casework")}
    weights |= {name: st.just(1.0) for name in ("court", "training")}
    strike = {"start": st.just(first), "days": st.integers(1, 40), "participation": st.just(0.7)}
    strike |= {
        "catch_up": st.booleans(),
        "overtime_hours_per_month": st.just(9.1),
        "overtime_months": st.sampled_from([0.0, 0.6]),
    }
    overtime = {
        "hours_per_month": st.just(13.7),
        "start": months,
        "months": st.integers(1, 3),
        "most_hours_per_month": st.sampled_from([None, 17.3]),
        "tires_after": st.integers(1, 2),
        "tired_delivery": st.sampled_from([1.0, 0.6]),
        "tired_leaving": st.sampled_from([1.0, 4.8]),
    }
    evening = {"role": some_role, "gap": st.just(1.5), "moves": st.just(2), "start": months}
    return {
        "hires": draw(st.lists(hires(agency, start), max_size=2)),
        "caps": few(cap),
        "clauses": draw(st.lists(clauses(agency, start), max_size=2)),
        "triage": few(st.fixed_dictionaries({"role": some_role, "start": months, **weights})),
        "retention": few(
            st.fixed_dictionaries(
                {"factor": st.sampled_from([0.0, 0.5, 3.0]), "start": months, "role": some_role}
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
                    "leaving_factor": st.sampled_from([1.0, 0.4]),
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
        "strikes": few(st.fixed_dictionaries(strike)),
        "freezes": few(st.fixed_dictionaries({"start": months, "months": st.integers(1, 3)})),
        "rebalance": few(st.fixed_dictionaries(evening)),
    }


@st.composite
def plans(draw: st.DrawFn, agency: Agency) -> Plan:
    """Draw a plan with any levers."""
    return Plan(
        "A plan",
        **draw(levers(agency)),
        backfill_share=draw(st.sampled_from([None, 0.5])),
        academy_seats=draw(st.sampled_from([None, 1])),
        academy_order=draw(st.sampled_from([None, *SEAT_ORDERS])),
        academy_months=draw(st.sampled_from([None, 0.0, 0.7])),
        time_to_fill_days=draw(st.sampled_from([None, 20.0])),
        assignment=draw(st.sampled_from([None, *ASSIGNMENTS])),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw an agency, a plan for it, and the seed of a world."""
    agency = draw(agencies())
    return Situation(agency, draw(plans(agency)), draw(st.integers(0, 10_000)))
