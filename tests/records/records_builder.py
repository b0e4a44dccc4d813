"""Records made by hand: a tiny agency, and a builder that takes rows by their field names."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import records as fields
from staffing_sim.engine.records import POSITION_STATES, Records
from staffing_sim.plan import Plan

NAN = float("nan")
STAGES = ("investigation", "in_home", "reunification", "guardian_home", "extended")
ROLES = ("investigator", "continuing")
ON_DUTY = POSITION_STATES.index("on_duty")


def tiny_agency(**changes: Any) -> Agency:
    """Two offices, two roles, five stages; two of them worked by nobody, two out of the home."""

    def route(to: str, cause: str, share: float) -> dict[str, Any]:
        return {"to": to, "cause": cause, "share": share, "legal": 6}

    worked = {"role": "continuing", "contact_required": True}
    values: dict[str, Any] = {
        "name": "tiny",
        "title": "Tiny agency",
        "start": "2013-12-01",
        "offices": {"North": {"referrals": 1}, "South": {"referrals": 1}},
        "roles": {
            name: {"label": name, "positions": 2, "case_hours": 100, "compressibility": 1}
            for name in ROLES
        },
        "stages": {
            "investigation": {
                "label": "Investigation",
                "role": "investigator",
                "unit": "family",
                "routes": [
                    route("exit", "closed", 0.4),
                    route("in_home", "opened", 0.3),
                    route("reunification", "removed", 0.3),
                ],
            },
            "in_home": {
                "label": "In-home services",
                "shared": True,
                "routes": [
                    route("exit", "services_ended", 0.9),
                    route("reunification", "removed_later", 0.1),
                ],
                **worked,
            },
            "reunification": {
                "label": "Reunification",
                "in_care": True,
                "routes": [
                    route("in_home", "reunified", 0.7),
                    route("guardian_home", "guardianship", 0.2),
                    route("exit", "other_exit", 0.1),
                ],
                **worked,
            },
            "guardian_home": {
                "label": "Guardian home",
                "routes": [route("exit", "guardian_closed", 1.0)],
            },
            "extended": {
                "label": "To 21",
                "in_care": True,
                "routes": [route("exit", "left_extended", 1.0)],
            },
        },
        "demand": {
            "entry_stage": "investigation",
            "families_per_month": 10,
            "family_size": 2,
            "tiers": {
                "immediate": {"share": 0.5, "deadline_days": 1, "delay_days": 0.5},
                "ten_day": {"share": 0.5, "deadline_days": 10, "delay_days": 5},
            },
            "age_years": {"law": "uniform", "low": 0, "high": 18},
        },
        "contact": {"success": 0.8, "hours_per_attempt": 1},
        "workforce": {"leaving": [{"rate_per_year": 0.1}], "hiring_role": "continuing"},
        "ageing": {"extended_stage": "extended", "extended_share": 0.5},
        "costs": {"worker_year": 120_000, "hire": 1_000, "departure": 500, "care_month": 2_000},
        "permanence_causes": ["reunified", "guardianship"],
        "observed": "full_service",
    }
    return Agency(**(values | changes))


def rows(dtype: np.dtype[np.void], given: list[dict[str, Any]]) -> NDArray[Any]:
    """A structured array; fields that are not given are NaN (floats) or 0 (integers)."""
    table = np.zeros(len(given), dtype=dtype)
    for name in dtype.names or ():
        empty = NAN if dtype[name] == np.float64 else 0
        table[name] = [row.get(name, empty) for row in given]
    return table


class Scene:
    """Collects rows in the words of the field and makes `Records` of them."""

    def __init__(self, *, months: int = 3, agency: Agency | None = None, **plan: Any) -> None:
        self.months = months
        self.agency = agency or tiny_agency()
        self.plan = Plan("Scene", **plan)
        self.families: list[dict[str, Any]] = []
        self.children: list[dict[str, Any]] = []
        self.family_legs: list[dict[str, Any]] = []
        self.child_legs: list[list[dict[str, Any]]] = []
        self.people: list[dict[str, Any]] = []
        self.stays: list[dict[str, Any]] = []
        self.positions: list[dict[str, Any]] = []
        self.desks: dict[tuple[int, int], dict[str, Any]] = {}
        self.teams: dict[tuple[int, int, int], dict[str, Any]] = {}
        self.clauses: dict[tuple[int, int, int], dict[str, Any]] = {}
        self.visits: dict[tuple[int, int, str], dict[str, Any]] = {}

    def cause(self, name: str | None) -> int:
        return -1 if name is None else self.agency.causes.index(name)

    def family(self, opened: float, closed: float = NAN, *, size: int = 2, **rest: Any) -> None:
        self.families.append({"opened": opened, "closed": closed, "size": size, "cause": -1} | rest)
        self.family_legs.append(
            {"stage": 0, "route": -1, "cause": -1, "started": opened, "ended": closed}
        )

    def child(self, *legs: tuple[str, float, float, str | None], **rest: Any) -> None:
        """A child of family 0 with legs (stage, started, ended, cause at the end)."""
        opened = legs[0][1]
        self.children.append({"opened": opened, "size": 1, "cause": -1} | rest)
        self.child_legs.append(
            [
                {
                    "stage": STAGES.index(stage),
                    "route": -1,
                    "cause": self.cause(cause),
                    "started": started,
                    "ended": ended,
                }
                for stage, started, ended, cause in legs
            ]
        )

    def position(self, office: int = 0, role: int = 1, **rest: Any) -> int:
        self.positions.append(
            {"office": office, "role": role, "number": len(self.positions)} | rest
        )
        return len(self.positions) - 1

    def desk(self, month: int, position: int, **snapshot: Any) -> None:
        """What a position looks like as a month ends; on duty, at full ramp, without a cap."""
        full = {"state": ON_DUTY, "ramp": 1.0, "cap": np.inf, "hours": 0.0, "demanded": 0.0}
        full["present"] = 1.0 if snapshot.get("state", ON_DUTY) == ON_DUTY else 0.0
        self.desks[month, position] = full | snapshot

    def person(self, position: int, hired: float, left: float = NAN, **rest: Any) -> None:
        """Somebody hired for a position, who works there until they leave or `move`."""
        row = self.positions[position]
        stay = {"person": len(self.people), "position": position, "began": hired, "ended": left}
        self.stays.append(stay)
        self.people.append(
            {
                "position": position,
                "origin_position": position,
                "role": row["role"],
                "office": row["office"],
                "hired": hired,
                "left": left,
            }
            | rest
        )

    def move(self, position: int, at: float) -> None:
        """Let the last person go to another position."""
        stay = self.stays[-1]
        self.stays.append(stay | {"position": position, "began": at})
        stay["ended"] = at
        row = self.positions[position]
        self.people[-1] |= {"position": position, "office": row["office"], "role": row["role"]}

    def team(self, month: int, office: int, role: int, **values: Any) -> None:
        self.teams[month, office, role] = values

    def visit(self, month: int, office: int, stage: str, **values: Any) -> None:
        self.visits[month, office, stage] = values

    def clause(self, month: int, clause: int, office: int, **values: Any) -> None:
        self.clauses[month, clause, office] = values

    def records(self) -> Records:
        months, offices = range(self.months), range(len(self.agency.offices))
        none = {"hours": 0.0, "demanded": 0.0, "ramp": 0.0, "cap": np.inf, "present": 0.0}
        hours = {name: 0.0 for name in fields.TEAM_MONTH_DTYPE.names or () if "ed" in name[-9:]}
        hours |= dict.fromkeys(
            ("available", "aide_hours", "clerk_hours", "overtime_hours", "unpaid_months"), 0.0
        )
        families = len(self.families)
        legs = [leg | {"case": row} for row, leg in enumerate(self.family_legs)]
        for row, child in enumerate(self.child_legs):
            legs += [leg | {"case": families + row} for leg in child]
        return Records(
            agency=self.agency,
            plan=self.plan,
            months=self.months,
            seed=1,
            clock="simpy",
            events=0,
            n_families=families,
            cases=rows(fields.CASE_DTYPE, self.families + self.children),
            legs=rows(fields.LEG_DTYPE, legs),
            people=rows(fields.PERSON_DTYPE, self.people),
            stays=rows(fields.STAY_DTYPE, self.stays),
            positions=rows(fields.POSITION_DTYPE, self.positions),
            snapshots=rows(
                fields.SNAPSHOT_DTYPE,
                [self.desks.get((k, p), none) for k in months for p in range(len(self.positions))],
            ),
            team_months=rows(
                fields.TEAM_MONTH_DTYPE,
                [
                    hours | self.teams.get((k, o, r), {})
                    for k in months
                    for o in offices
                    for r in range(len(ROLES))
                ],
            ),
            contact_months=rows(
                fields.CONTACT_MONTH_DTYPE,
                [self.visits.get((k, o, s), {}) for k in months for o in offices for s in STAGES],
            ),
            clause_months=rows(
                fields.CLAUSE_MONTH_DTYPE,
                [
                    {"limit": np.inf, "overtime_hours": 0.0} | self.clauses.get((k, n, o), {})
                    for k in months
                    for n in range(len(self.plan.clauses))
                    for o in offices
                ],
            ),
        )
