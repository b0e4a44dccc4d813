"""The smallest agency there is, and ways to spoil it, for the tests of agencies and plans."""

from __future__ import annotations

import copy
from typing import Any

from staffing_sim.agency import Agency

SMALLEST: dict[str, Any] = {
    "name": "smallest",
    "title": "The smallest agency",
    "start": "2024-01-01",
    "permanence_causes": ["reunified"],
    "offices": {"North": {"referrals": 1}},
    "roles": {
        "worker": {"label": "Worker", "positions": 4, "case_hours": 116, "compressibility": 0.5},
    },
    "stages": {
        "investigation": {
            "label": "Investigation",
            "role": "worker",
            "unit": "family",
            "hours": {"contact": 3, "casework": 9},
            "routes": [
                {"to": "exit", "cause": "closed", "share": 0.8, "work": 1.2},
                {"to": "care", "cause": "removed", "share": 0.2, "work": 0.5},
            ],
        },
        "care": {
            "label": "Care",
            "role": "worker",
            "in_care": True,
            "contact_required": True,
            "hours": {"contact": 1.4, "casework": 3},
            "hearing": {"first": 1.5, "interval": 6},
            "routes": [
                {"to": "exit", "cause": "reunified", "share": 1, "work": 9, "hearing_share": 0.5},
            ],
        },
    },
    "demand": {
        "entry_stage": "investigation",
        "families_per_month": 10,
        "family_size": 2.0,
        "tiers": {"all": {"share": 1, "deadline_days": 10, "delay_days": 3}},
        "age_years": {"law": "uniform", "low": 0, "high": 18},
    },
    "contact": {"success": 0.85, "hours_per_attempt": 1},
    "workforce": {"leaving": [{"rate_per_year": 0.1}], "hiring_role": "worker"},
    "opening": {"care": {"children": 30, "prior_months": 4}},
}

DROP = object()
"""Given in place of a value: the key is taken out."""


def description(**changes: object) -> dict[str, Any]:
    """Return the smallest agency's fields with changes, keys written with dots as `a__b__0`."""
    fields = copy.deepcopy(SMALLEST)
    for path, value in changes.items():
        *outer, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        table: Any = fields
        for part in outer:
            table = table[part] if isinstance(part, int) else table.setdefault(part, {})
        if value is DROP:
            del table[last]
        else:
            table[last] = value
    return fields


def smallest_agency(**changes: object) -> Agency:
    """Return the smallest agency, changed."""
    return Agency(**description(**changes))
