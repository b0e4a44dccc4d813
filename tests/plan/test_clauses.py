"""What a clause may say, and how what it says wrong is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from staffing_sim.errors import PlanError
from staffing_sim.plan import Plan, check_plan
from staffing_sim.plan.caseloads import Clause
from staffing_sim.presets import load_agency, load_plan

ROLE = "continuing_services"


def faults_of(**values: Any) -> list[str]:
    with pytest.raises(PlanError) as caught:
        Clause(role=ROLE, limit=31, **values)
    return [fault.key for fault in caught.value.faults]


def test_a_limit_comes_in_by_steps() -> None:
    clause = Clause(role=ROLE, limit=38, start=2, phase_in=[{"start": 6, "limit": 31}])
    assert [clause.limit_in(month) for month in (0, 1, 2, 5, 6, 40)] == [
        None,
        None,
        38.0,
        38.0,
        31.0,
        31.0,
    ]


def test_hours_of_overtime_belong_to_the_remedy_of_overtime_and_to_no_other() -> None:
    assert faults_of(remedy="overtime") == ["overtime_hours"]
    assert faults_of(remedy="stop_intake", overtime_hours=8) == ["overtime_hours"]


def test_moving_cases_inside_an_office_cannot_mend_its_average() -> None:
    assert faults_of(held_by="office", remedy="move_cases") == ["remedy"]


def test_steps_must_follow_the_start_and_each_other() -> None:
    assert faults_of(start=6, phase_in=[{"start": 6, "limit": 30}]) == ["phase_in"]
    steps = [{"start": 9, "limit": 30}, {"start": 8, "limit": 29}]
    assert faults_of(phase_in=steps) == ["phase_in"]


def test_a_year_of_exempt_months_leaves_nothing_to_count() -> None:
    assert faults_of(exempt_months=tuple(range(1, 13))) == ["exempt_months"]
    assert faults_of(exempt_months=(7, 7)) == ["exempt_months.7"]


def test_unknown_offices_and_roles_of_a_clause_are_told_together() -> None:
    plan = Plan("Union", clauses=Clause(role="adoptions", limit=15, offices="Nowhere"))
    with pytest.raises(PlanError) as caught:
        check_plan(plan, load_agency("small-office"))
    assert [fault.key for fault in caught.value.faults] == ["clauses[0].role", "clauses[0].offices"]


def test_a_plan_file_can_hold_a_clause(tmp_path: Path) -> None:
    file = tmp_path / "union.toml"
    file.write_text(
        'name = "Union"\n[[clauses]]\nrole = "continuing_services"\nlimit = 25\nconsecutive = 2\n'
        'remedy = "overtime"\novertime_hours = 8\nphase_in = [{ start = 12, limit = 21 }]\n',
        encoding="utf-8",
    )
    clause = load_plan(str(file)).clauses[0]
    assert (clause.consecutive, clause.overtime_hours, clause.limit_in(12)) == (2, 8.0, 21.0)
