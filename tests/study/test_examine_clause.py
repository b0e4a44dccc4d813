"""The clause tester: what a wording would have triggered, and what its remedy would have done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import Clause
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.study import Study, compare, examine_clause
from staffing_sim.study.clause import Examination

ROLE = "continuing_services"
CLAUSE = Clause(role=ROLE, limit=22, consecutive=2, remedy="overtime", overtime_hours=8)


@pytest.fixture(scope="module")
def study() -> Study:
    own = Clause(role="adoption", limit=5, remedy="move_cases")
    plans = [
        Plan("As is"),
        Plan("Union", hires=Hires.once(6, kind="net", trained=True), clauses=own),
    ]
    return compare(load_agency("small-office"), plans, years=1, replications=3, seed=4)


@pytest.fixture(scope="module")
def found(study: Study) -> Examination:
    return examine_clause(study, CLAUSE)


def value(frame: pd.DataFrame, plan: str, column: str) -> float:
    (row,) = frame[frame["plan"] == plan].to_dict("records")
    return float(row[column])


def test_counting_a_clause_leaves_every_run_of_the_study_as_it_was(
    study: Study, found: Examination
) -> None:
    pd.testing.assert_frame_equal(study.measures(), found.without.measures(), check_exact=True)


def test_a_plans_own_clauses_are_not_counted_with_the_one_examined(found: Examination) -> None:
    rows = found.without.clauses()
    (roles,) = (rows[rows["plan"] == "Union"]["role"].astype(str).unique(),)
    assert set(roles) == {"adoption", ROLE}
    runs = found.runs()
    assert set(runs["limit"]) == {22.0}
    there = found.without.months().query("role == @ROLE and plan == 'Union'")["capped_workers"]
    measured = runs.query("plan == 'Union' and remedy == 'report'")["workers"]
    assert measured.sum() == there.sum()  # the role has a cap, so these are all who were there


def test_offices_and_months_add_up_to_the_totals(found: Examination) -> None:
    totals = found.table(by=())
    for by in (("office",), ("month",), ("month", "office")):
        sums = found.table(by=by).groupby(["plan", "remedy"], observed=True)
        for column in ("worker_months", "entitled", "overtime_hours", "cost"):
            parts = sums[column].sum().to_numpy()
            np.testing.assert_allclose(parts, totals[column].to_numpy(), rtol=1e-12)


def test_a_share_is_what_is_owed_over_what_was_measured(found: Examination) -> None:
    runs = found.runs().query("remedy == 'report' and plan == 'As is'")
    sums = runs.groupby("replication")[["entitled", "workers"]].sum()
    expected = (sums["entitled"] / sums["workers"]).mean()
    table = found.table(by=()).query("remedy == 'report'")
    assert value(table, "As is", "entitled_share") == pytest.approx(expected, rel=1e-12)
    assert 0.0 < expected < 1.0


def test_the_price_of_overtime_is_what_the_month_table_says(found: Examination) -> None:
    assert found.remedied is not None
    table = found.table(by=()).query("remedy == 'overtime'")
    months = found.remedied.months()
    paid = months.groupby(["plan", "replication"], observed=True)["cost_clauses"].sum()
    for plan in ("As is", "Union"):
        assert value(table, plan, "cost") == pytest.approx(paid[plan].mean(), rel=1e-12)
    assert value(table, "As is", "cost") > 0.0


def test_more_workers_trigger_less_and_the_difference_is_paired(found: Examination) -> None:
    differences = found.differences()
    totals = found.table(by=()).query("remedy == 'report'")
    gap = value(totals, "Union", "entitled") - value(totals, "As is", "entitled")
    assert value(differences, "Union", "entitled") == pytest.approx(gap)
    assert value(differences, "Union", "entitled_high") < 0.0


def test_the_effects_of_a_remedy_are_runs_with_it_less_the_same_runs_without(
    study: Study, found: Examination
) -> None:
    assert found.remedied is not None
    effects = found.effects().query("measure == 'cost' and role == 'all'")
    with_remedy, without = (
        part.summary().query("measure == 'cost' and role == 'all'")
        for part in (found.remedied, study)
    )
    for plan in ("As is", "Union"):
        gap = value(with_remedy, plan, "mean") - value(without, plan, "mean")
        assert value(effects, plan, "difference") == pytest.approx(gap)


def test_a_clause_that_only_reports_has_no_effects(study: Study) -> None:
    reported = examine_clause(study, Clause(role=ROLE, limit=22))
    assert reported.remedied is None
    assert reported.effects().empty
    assert len(reported.verdicts()) == 2


def test_a_limit_nobody_reaches_is_said_to_be_never_triggered(study: Study) -> None:
    assert examine_clause(study, Clause(role=ROLE, limit=900)).verdicts() == (
        "As is: the clause is never triggered in 12 months.",
        "Union: the clause is never triggered in 12 months.",
    )


def test_the_card_says_wording_counts_and_price(found: Examination) -> None:
    card = repr(found)
    for words in (CLAUSE.wording, "As is, overtime in force", "hours of overtime", "Riverside"):
        assert words in card
    assert "<table" in found._repr_html_()


def test_everything_is_written(found: Examination, tmp_path: Path) -> None:
    names = {path.name for path in found.save(tmp_path)}
    assert {"clause.csv", "clause_offices.csv", "clause_effects.csv", "clause.png"} <= names
    assert all((tmp_path / name).stat().st_size > 0 for name in names)


def test_the_chart_has_a_line_per_plan_and_knows_which_runs_there_are(
    found: Examination,
) -> None:
    axes = found.plot(remedy="overtime")
    assert len(axes.get_lines()) == 2
    with pytest.raises(InputError, match="Did you mean 'overtime'"):
        found.plot(remedy="overtim")


def test_what_is_no_study_or_clause_is_refused(study: Study) -> None:
    with pytest.raises(InputError) as caught:
        examine_clause("study", 31)  # type: ignore[arg-type]
    assert [fault.key for fault in caught.value.faults] == ["study", "clause"]
    with pytest.raises(InputError, match="unknown role 'adoptions'"):
        examine_clause(study, Clause(role="adoptions", limit=15))
