"""Promised beside delivered, and the two queues of a cap."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim import charts
from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import Clause, PlanCap
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.study import Study, cap_frontier, compare

ROLE = "continuing_services"


@pytest.fixture(scope="module")
def study() -> Study:
    hires = [
        Hires.monthly(2, months=3, start=1, kind="net"),
        Hires.once(5, kind="net", role="adoption"),
    ]
    clause = Clause(role=ROLE, limit=24, start=2, phase_in=[{"start": 4, "limit": 20}])
    plans = [
        Plan("As is"),
        Plan("Union", hires=hires, clauses=clause, caps=PlanCap(role=ROLE, limit=22)),
    ]
    return compare(load_agency("small-office"), plans, years=0.5, replications=3, seed=3)


def test_a_promise_is_the_schedule_so_far_of_the_role(study: Study) -> None:
    table = study.promises().set_index("plan")
    assert table.loc["As is", "promised"].to_list() == [0.0] * 6
    assert table.loc["Union", "promised"].to_list() == [0, 2, 4, 6, 6, 6]
    adoption = study.promises("adoption").set_index("plan")
    assert adoption.loc["Union", "promised"].to_list() == [5] * 6


def test_delivered_is_staff_less_the_staff_of_day_0_and_short_is_the_rest(study: Study) -> None:
    table = study.promises()
    np.testing.assert_allclose(table["short"], table["promised"] - table["filled"])
    months = study.months()
    rows = months[(months["role"] == ROLE) & (months["plan"] == "Union") & (months["month"] == 5)]
    staff = rows[["academy", "carrying", "absent"]].to_numpy().sum() / 3
    begun = sum(
        row.count for row in study.agency.pipeline if row.role == ROLE and row.academy_start <= 0
    )
    last = table[(table["plan"] == "Union") & (table["month"] == 5)]["filled"].item()
    assert last == pytest.approx(staff - study.agency.role(ROLE).positions - begun)


def test_the_limit_is_the_lowest_of_cap_and_clauses_in_force(study: Study) -> None:
    table = study.promises().set_index("plan")
    assert table.loc["Union", "limit"].to_list() == [22, 22, 22, 22, 20, 20]
    assert table.loc["As is", "limit"].to_list() == [25] * 6  # the agency's own
    assert study.promises("emergency_response")["limit"].isna().all()


def test_the_two_queues_are_the_month_tables_columns(study: Study) -> None:
    months = study.months()
    rows = months[months["role"] == ROLE].groupby(["plan", "month"], observed=True)
    queues = study.two_queues()
    for ours, theirs in (("waiting", "unassigned_children"), ("over", "children_over_cap")):
        np.testing.assert_allclose(queues[ours], rows[theirs].sum().to_numpy() / 3)
    assert queues["over"].sum() > 0.0


def test_the_chance_of_a_target_counts_the_runs_whose_mean_is_at_most_it(study: Study) -> None:
    months = study.months()
    rows = months[months["role"] == ROLE].groupby(["plan", "month", "replication"], observed=True)
    sums = rows[["children_carried", "carrying"]].sum()
    caseload = sums["children_carried"] / sums["carrying"]
    target = caseload.iloc[7]  # at the target is within it
    table = study.cap_met(target)
    assert table["met"].tolist() == (caseload <= target).groupby(level=[0, 1]).sum().tolist()
    assert (table["runs"] == 3).all()
    assert 0 < table["met"].sum() < 3 * len(table)
    np.testing.assert_allclose(table["chance"], table["met"] / 3)
    assert ((table["low"] < table["chance"]) | (table["met"] == 0)).all()
    assert table["low"].max() < 0.5  # 3 of 3 is no certainty


def test_the_target_is_the_lowest_limit_of_agency_plans_and_clauses_where_none_is_given(
    study: Study,
) -> None:
    assert (study.cap_met()["target"] == 20).all()
    with pytest.raises(InputError, match="no cap in children is in force for 'emergency_response'"):
        study.cap_met(role="emergency_response")


def test_a_frontier_is_the_same_study_run_cap_by_cap() -> None:
    office = load_agency("small-office")
    how = {"years": 0.5, "replications": 2, "seed": 5}
    found = cap_frontier(office, ROLE, [18, 24, 18], **how)
    assert found["plan"].tolist() == ["As is", "At most 24", "At most 18"]
    assert found["limit"].tolist()[1:] == [24.0, 18.0]
    alone = compare(office, Plan("x", caps=PlanCap(role=ROLE, limit=18)), **how).two_queues()
    for queue in ("waiting", "over"):
        assert found[queue].iloc[2] == pytest.approx(alone[queue].mean())
    assert found["waiting"].iloc[2] > found["waiting"].iloc[1]
    assert len(charts.cap_frontier(found).get_lines()) == 2


def test_an_unknown_role_is_told(study: Study) -> None:
    for ask in (study.promises, study.two_queues, study.cap_met):
        with pytest.raises(InputError, match="adoptions"):
            ask(role="adoptions")


def test_the_chart_shows_the_plan_that_promises(study: Study) -> None:
    axes = study.plot("promises")
    assert "Union" in axes.get_title(loc="left")
    assert len(axes.get_lines()) == 4  # promised, filled, on duty, and the line at 0


def test_a_chart_of_an_unknown_plan_is_refused(study: Study) -> None:
    with pytest.raises(InputError, match="unknown plan 'Onion'"):
        study.plot("promises", plan="Onion")
