"""Plans under unlike caps: each is told with its own cap, and no verdict compares them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import staffing_sim as ss
from staffing_sim.cli.commands.compare import comparison_text
from staffing_sim.plan import PlanCap
from staffing_sim.study.tables.caps import caps_note, chances_met


@pytest.fixture(scope="module")
def study():
    office = ss.load_agency("small-office")
    role = office.workforce.hiring_role
    plans = [
        ss.Plan("As is"),
        ss.Plan("Ten more", hires=ss.Hires.once(10, kind="net")),
        ss.Plan("Offer", caps=PlanCap(role=role, limit=12, unit="children", overflow="soft")),
        ss.Plan("Too late", caps=PlanCap(role=role, limit=12, start=60)),
    ]
    given = {"years": 0.5, "replications": 3, "seed": 3, "clock": "simpy", "progress": False}
    return ss.compare(office, plans, **given)


def test_shares_over_unlike_caps_are_told_but_not_compared(study) -> None:
    found = study.headlines(study.differences()).set_index(["measure", "plan"])["difference"]
    assert np.isnan(found["share_over_cap", "Offer"])
    assert found["share_over_cap"].drop("Offer").notna().all()  # a cap yet to come is not in force
    levels = study.headlines(study.summary()).set_index(["measure", "plan"])["mean"]
    assert levels["share_over_cap"].notna().all()


def test_a_cap_of_one_role_says_nothing_of_another(study) -> None:
    table = study.differences()
    rows = table[(table["measure"] == "share_over_cap") & (table["plan"] == "Offer")]
    found = rows.set_index("role")["difference"]
    assert found[["all", study.agency.workforce.hiring_role]].isna().all()
    assert found["adoption"] == found["adoption"]  # defined: its cap is the same


def test_the_note_says_to_which_cap_each_plan_is_held(study) -> None:
    note = caps_note(study)
    own = study.agency.role(study.agency.workforce.hiring_role).cap
    assert own is not None
    assert "Offer: 12 children" in note
    assert f"Too late: {own.limit:g} {own.unit}" in note
    assert note in repr(study)
    assert note in " ".join(comparison_text(study).split())


def test_a_run_in_which_nobody_carries_cases_neither_meets_a_cap_nor_misses_it() -> None:
    run = {"plan": "A", "month": 0, "date": pd.Timestamp(2024, 1, 1), "children_carried": 0.0}
    rows = pd.DataFrame([run | {"replication": r, "carrying": float(r)} for r in range(2)])
    assert chances_met(rows, 20)[["met", "runs"]].values.tolist() == [[1.0, 1.0]]
    nobody = chances_met(rows[:1], 20)
    assert nobody[["chance", "low", "high"]].isna().all(axis=None)


def test_a_comparison_prints_the_chance_that_the_cap_is_met_with_its_interval(study) -> None:
    text = " ".join(comparison_text(study).split())
    assert "Chance that the mean caseload (continuing services) is at most 12 as the" in text
    last = study.cap_met().query("plan == 'As is' and month == 5").iloc[0]
    assert f"{100 * last['chance']:.0f} % ({100 * last['low']:.0f} to" in text
    free = study.agency.replace(roles=tuple(r.replace(cap=None) for r in study.agency.roles))
    uncapped = replace(study, agency=free, plans=tuple(p.replace(caps=()) for p in study.plans))
    assert "Chance that" not in comparison_text(uncapped)


def test_a_study_of_few_replications_says_so_and_how_many_would_do(study) -> None:
    for text in (repr(study), " ".join(comparison_text(study).split())):
        assert "Too few runs to tell: with 3 replications" in text
        assert "run 20 or more" in text
    assert "+undefined" not in comparison_text(study)
