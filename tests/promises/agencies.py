"""Random small agencies, with every idea of the model in reach."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from staffing_sim.agency import Agency
from tests.promises.laws import among, hundredth, quarter
from tests.promises.pathways import pathways

OVERFLOWS = ("none", "soft", "hard", "decline", "spill")
SEAT_ORDERS = ("first_come", "replacements_first")
ASSIGNMENTS = ("least_loaded", "fewest_cases", "round_robin")
OFFICES = ("north", "south", "west")
OBSERVED = ("day_zero", "full_service")
ROLES = ("investigator", "continuing", "specialist")
PRICES = {"worker_year": 120_000, "hire": 1_000, "departure": 5_000, "care_month": 2_000}


@st.composite
def caps(draw: st.DrawFn) -> dict[str, Any] | None:
    if draw(st.booleans()):
        return None
    return {
        "limit": draw(st.integers(1, 8)),
        "unit": draw(among(["children", "families"])),
        "overflow": draw(among(OVERFLOWS)),
    }


@st.composite
def triages(draw: st.DrawFn) -> dict[str, float]:
    weights = among([0.5, 1.0, 1.0, 4.0, 1e6])
    return {name: draw(weights) for name in ("contact", "casework", "court", "training")}


@st.composite
def role_values(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "label": "A role",
        "positions": draw(st.integers(1, 4)),
        "vacant": draw(st.integers(0, 1)),
        "desk_items": draw(st.integers(0, 2)),
        "held_open_items": draw(among([None, 1])),
        "case_hours": draw(hundredth(20, 90)),
        "hours_basis": "gross",
        "training_hours": draw(among([0.0, 5.3])),
        "cover_hours_per_position": draw(among([0.0, 1.7])),
        "compressibility": draw(among([0.0, 0.23, 0.6, 1.0])),
        "triage": draw(triages()),
        "cap": draw(caps()),
        "part_load_share": draw(among([0.0, 0.4])),
        "part_load": 0.6,
        "area_spread": draw(among([0.0, 0.3])),
        "assignment": draw(among(ASSIGNMENTS)),
        "rebalance": draw(st.one_of(st.none(), rebalances())),
    }


@st.composite
def rebalances(draw: st.DrawFn) -> dict[str, Any]:
    return {"gap": draw(quarter(1, 3)), "moves": draw(st.integers(1, 3))}


@st.composite
def workforces(draw: st.DrawFn, roles: list[str]) -> dict[str, Any]:
    rate = among([0.0, 0.3, 1.5])
    seats = draw(among([None, 1, 2]))
    return {
        "leaving": [
            {"until_years": 1, "rate_per_year": draw(rate)},
            {"rate_per_year": draw(rate)},
        ],
        "burnout": draw(among([0.0, 0.7])),
        "transfer_rate_per_year": draw(rate),
        "absence_rate_per_year": draw(rate),
        "absence_months": draw(among([0.4, 1.5])),
        "time_to_fill_days": draw(among([0.0, 10.0, 45.0])),
        "academy": {
            "months": draw(among([0.0, 1.0, 1.6])),
            "seats": seats,
            "order": draw(among(SEAT_ORDERS)),
            "kept": {roles[0]: 1} if seats and draw(st.booleans()) else {},
            "dropout_share": draw(among([0.0, 0.3])),
        },
        "ramp": draw(among([(), (0.4, 0.8)])),
        "hiring_role": draw(among(roles)),
        "backfill_share": draw(among([0.0, 0.6, 1.0])),
        "generations": 40,
        "tenure_years": {"law": "exponential", "mean": 2},
    }


@st.composite
def demands(draw: st.DrawFn) -> dict[str, Any]:
    surge = {"start": draw(st.integers(0, 4)), "months": 2, "families_per_month": 3}
    return {
        "entry_stage": "investigation",
        "families_per_month": draw(st.integers(1, 8)),
        "year_spread": draw(among([0.0, 0.2])),
        "family_size": draw(among([1.0, 2.4])),
        "age_years": {"law": "uniform", "low": draw(among([0, 17])), "high": 18},
        "households_together": draw(among([0.0, 0.5, 1.0])),
        "surges": draw(among([(), (surge,)])),
        "tiers": {
            "immediate": {"share": 0.4, "deadline_days": 1, "delay_days": 0.5},
            "ten_day": {"share": 0.6, "deadline_days": 10, "delay_days": 4},
        },
    }


@st.composite
def contacts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "success": draw(among([0.5, 0.8, 1.0])),
        "hours_per_attempt": draw(hundredth(0.5, 4)),
        "sibling_cost": draw(among([0.0, 0.4, 1.0])),
        "out_of_reach_share": draw(among([0.0, 0.1])),
        "colleagues_cover": draw(st.booleans()),
        "first_response_hours": draw(among([0.0, 2.3])),
        "order": draw(among(["longest_unseen", "case_number"])),
        "eligible": draw(among(["whole_month", "at_month_end"])),
    }


@st.composite
def stocks(draw: st.DrawFn) -> dict[str, Any]:
    stages = draw(
        st.lists(among(["investigation", "home", "care", "kin_home", "extended"]), unique=True)
    )
    return {name: {"children": draw(st.integers(1, 12)), "unseen_share": 0.2} for name in stages}


@st.composite
def agencies(draw: st.DrawFn, /, **changes: Any) -> Agency:
    """Draw an agency; ``changes`` replace whole fields of its values."""
    roles = list(ROLES[: draw(st.integers(1, 3))])
    offices = OFFICES[: draw(st.integers(1, 3))]
    stock = draw(stocks())
    pipeline = {"role": roles[-1], "count": 2, "academy_start": draw(quarter(-3, 2))}
    values = {
        "name": "random",
        "title": "A random agency",
        "start": "2024-01-01",
        "permanence_causes": ["guardianship"],
        "offices": {
            name: {
                "referrals": draw(st.integers(1, 3)),
                "leaving_factor": draw(among([1.0, 1.5])),
                "casework_time": draw(among([{}, {roles[0]: 1.6}])),
            }
            for name in offices
        },
        "roles": {name: draw(role_values()) for name in roles},
        "stages": draw(pathways(roles)),
        "demand": draw(demands()),
        "contact": draw(contacts()),
        "workforce": draw(workforces(roles)),
        "hand_overs": {
            "relearning_months": draw(among([0.0, 0.7])),
            "gap_months": draw(among([0.0, 0.5])),
            "reopen_waiting": draw(st.booleans()),
        },
        "ageing": {"extended_stage": "extended", "extended_share": 0.6},
        "opening": stock,
        "observed": draw(among(OBSERVED)) if stock else "full_service",
        "pipeline": draw(among([(), (pipeline,)])),
        "costs": PRICES,
    }
    return Agency(**{**values, **changes})
