"""Small agencies for the oracle: two offices, three roles, a pathway with every kind of leg."""

from __future__ import annotations

from typing import Any

from staffing_sim.agency import Agency

EXPONENTIAL = "exponential"


def work(mean: float, shape: float = 1.5) -> dict[str, Any]:
    return {"law": "gamma", "mean": mean, "shape": shape}


def stages(in_home_role: str) -> dict[str, Any]:
    """Investigation, in-home services, foster care, a home nobody works, adoption."""
    return {
        "investigation": {
            "label": "Investigation",
            "role": "investigator",
            "unit": "family",
            "hours": {"contact": 5, "casework": 8, "court": 3},
            "routes": [
                {"to": "exit", "cause": "unfounded", "share": 0.3, "work": work(0.8)},
                {"to": "in_home", "cause": "opened", "share": 0.35, "work": work(1.0)},
                {"to": "foster_care", "cause": "removed", "share": 0.35, "work": work(0.5)},
            ],
        },
        "in_home": {
            "label": "In-home services",
            "role": in_home_role,
            "shared": True,
            "contact_required": True,
            "hours": {"contact": 2, "casework": 5, "court": 1},
            "routes": [
                {"to": "exit", "cause": "closed", "share": 0.85, "work": work(4)},
                {"to": "foster_care", "cause": "removed_later", "share": 0.15, "work": work(2)},
            ],
        },
        "foster_care": {
            "label": "Foster care",
            "role": "continuing",
            "in_care": True,
            "contact_required": True,
            "hours": {"contact": 1.5, "casework": 4, "court": 3},
            "hearing": {"first": 1.5, "interval": 3},
            "routes": [
                {
                    "to": "in_home",
                    "cause": "reunified",
                    "share": 0.35,
                    "work": work(4),
                    "hearing_share": 0.5,
                },
                {
                    "to": "adoption",
                    "cause": "services_ended",
                    "share": 0.35,
                    "work": work(3),
                    "legal": 4,
                    "hearing_share": 1,
                },
                {
                    "to": "kin_home",
                    "cause": "to_kin",
                    "share": 0.3,
                    "work": work(3),
                    "wait": {"law": "uniform", "low": 0.2, "high": 2},
                },
            ],
        },
        "kin_home": {
            "label": "Kin home",
            "in_care": True,
            "routes": [
                {"to": "exit", "cause": "guardianship", "share": 0.8, "legal": work(5)},
                {"to": "foster_care", "cause": "disrupted", "share": 0.2, "wait": work(3)},
            ],
        },
        "adoption": {
            "label": "Adoption",
            "role": "adoption",
            "in_care": True,
            "contact_required": True,
            "hours": {"contact": 1.5, "casework": 6, "court": 2},
            "routes": [
                {"to": "exit", "cause": "adopted", "share": 1, "work": work(5), "wait": 0.5}
            ],
        },
        "extended": {
            "label": "Young adults",
            "role": "continuing",
            "contact_required": True,
            "hours": {"contact": 1.5, "court": 2},
            "routes": [
                {
                    "to": "exit",
                    "cause": "left_at_will",
                    "share": 1,
                    "legal": {"law": "uniform", "low": 1, "high": 20},
                }
            ],
        },
    }


def role(label: str, positions: int, **changes: Any) -> dict[str, Any]:
    triage = {"contact": 4, "casework": 1, "court": 3, "training": 0.5}
    return {
        "label": label,
        "positions": positions,
        "case_hours": 110,
        "hours_basis": "gross",
        "training_hours": 6,
        "cover_hours_per_position": 0.4,
        "compressibility": 0.7,
        "triage": triage,
        **changes,
    }


def agency(
    *,
    roles: dict[str, Any] | None = None,
    workforce: dict[str, Any] | None = None,
    contact: dict[str, Any] | None = None,
    hand_overs: dict[str, Any] | None = None,
    opening: dict[str, Any] | None = None,
    observed: str = "full_service",
    casework_time: dict[str, float] | None = None,
    in_home_role: str = "continuing",
    **demand: Any,
) -> Agency:
    """Return the agency, with these changes to its parts."""
    changes = roles or {}
    tiers = {
        "immediate": {"share": 0.4, "deadline_days": 1, "delay_days": 0.5},
        "ten_day": {
            "share": 0.6,
            "deadline_days": 10,
            "delay_days": {"law": EXPONENTIAL, "mean": 4},
        },
    }
    values: dict[str, Any] = {
        "name": "oracle",
        "title": "Oracle",
        "start": "2024-01-01",
        "permanence_causes": ["adopted", "guardianship", "reunified"],
        "offices": {
            "north": {"referrals": 3, "staff": 3},
            "south": {
                "referrals": 2,
                "staff": 2,
                "leaving_factor": 1.5,
                "casework_time": casework_time or {},
            },
        },
        "roles": {
            "investigator": role("Investigators", 3, **changes.get("investigator", {})),
            "continuing": role("Continuing", 5, **changes.get("continuing", {})),
            "adoption": role("Adoption", 2, **changes.get("adoption", {})),
        },
        "stages": stages(in_home_role),
        "demand": {
            "entry_stage": "investigation",
            "families_per_month": 7,
            "family_size": 2.2,
            "family_size_dispersion": 2,
            "age_years": {"law": "uniform", "low": 0, "high": 18},
            "households_together": 0.5,
            "tiers": tiers,
            **demand,
        },
        "contact": {
            "success": 0.7,
            "hours_per_attempt": 1.3,
            "out_of_reach_share": 0.06,
            "first_response_hours": 2.5,
            **(contact or {}),
        },
        "workforce": {
            "leaving": [{"rate_per_year": 0}],
            "time_to_fill_days": {"law": "uniform", "low": 35, "high": 90},
            "hiring_role": "continuing",
            **(workforce or {}),
        },
        "hand_overs": {"relearning_months": 1.1, **(hand_overs or {})},
        "ageing": {"extended_stage": "extended", "extended_share": 0.5},
        "opening": opening or {},
        "observed": observed,
    }
    return Agency(**values)
