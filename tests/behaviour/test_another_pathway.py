"""The pathway is data: a service without children or courts runs from its file alone.

The preset `outreach-teams` says 'in care' of people without a home and 'permanent home' of a home
of their own. Here is what the library's measures then mean, and which of them fall silent.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.measures import evaluate

YEARS = 3


@pytest.fixture(scope="module")
def teams() -> ss.Agency:
    return ss.load_agency("outreach-teams")


@pytest.fixture(scope="module")
def run(teams: ss.Agency) -> ss.Run:
    return ss.simulate(teams, ss.Plan("As is"), years=YEARS, seed=11)


def whole_agency(run: ss.Run) -> dict[str, float]:
    return {name: value for (name, role), value in evaluate(run).items() if role == "all"}


def test_permanence_is_being_housed_and_nothing_else(run: ss.Run) -> None:
    assert run.records.agency.permanence_causes == ("housed",)
    housed = (run.legs["cause"] == "housed") & (run.legs["ended"] < run.records.months)
    assert run.months["exits_to_permanence"].sum() == housed.sum() > 100
    found = whole_agency(run)
    assert 0.15 < found["permanence_within_12_months"] < 0.6
    assert 12 < found["months_to_permanence"] < 24


def test_coming_back_into_care_is_losing_the_housing(run: ss.Run) -> None:
    lost = (run.legs["cause"] == "housing_lost") & (run.legs["ended"] < run.records.months)
    assert lost.sum() > 5
    begun = run.legs[(run.legs["stage"] == "engaged") & (run.legs["started"] > 0)]
    first = (run.legs["cause"] == "engaged") & (run.legs["ended"] < run.records.months)
    assert len(begun) == lost.sum() + first.sum()
    assert 0 < whole_agency(run)["reentry_within_12_months"] < 0.3


def test_nobody_turns_18(run: ss.Run) -> None:
    assert whole_agency(run)["aged_out"] == 0
    assert not run.legs["cause"].isin(["aged_out", "turned_18_at_home", "turned_21"]).any()


def test_families_are_people_alone(run: ss.Run) -> None:
    assert (run.families["children"] == 1).all()
    families = run.months["waiting_families"].to_numpy()
    assert np.array_equal(families, run.months["unassigned_children"].to_numpy())


def test_more_workers_house_people_sooner(teams: ss.Agency) -> None:
    waits = {
        plan.name: np.array(
            [
                whole_agency(ss.simulate(teams, plan, years=YEARS, seed=seed))[
                    "months_to_permanence"
                ]
                for seed in range(6)
            ]
        )
        for plan in ss.load_plans("outreach-teams")
    }
    as_is = waits.pop("As is")
    for plan, wait in waits.items():
        assert (wait - as_is).mean() < -0.05, plan


def test_where_nobody_is_in_care_the_measures_of_permanence_are_undefined(
    teams: ss.Agency,
) -> None:
    at_home = teams.replace(
        stages=tuple(stage.replace(in_care=False) for stage in teams.stages),
        opening=tuple(stock.replace(prior_months=0) for stock in teams.opening),
    )
    found = whole_agency(ss.simulate(at_home, ss.Plan("As is"), years=YEARS, seed=11))
    silent = {name for name, value in found.items() if math.isnan(value)}
    assert silent >= {
        "permanence_within_12_months",
        "months_to_permanence",
        "reentry_within_12_months",
    }
    assert found["children_in_care"] == found["cost_care"] == 0
    assert found["share_seen"] > 0.8
