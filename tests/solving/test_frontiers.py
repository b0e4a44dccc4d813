"""What money buys: plans at equal cost, mixes of levers, and those that no other beats."""

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.solving import Frontier
from staffing_sim.solving.frontiers import efficient

BUDGET = 420_000
PRICES = ss.solving.Prices(clerk_year=70_000, aide_year=60_000, retention_factor=0.7)


@pytest.fixture(scope="module")
def found() -> Frontier:
    office = ss.load_agency("small-office")
    return ss.solving.equal_cost(
        office, BUDGET, prices=PRICES, years=1, replications=3, seed=4, progress=False
    )


def test_every_lever_costs_in_the_runs_what_the_hires_do(found: Frontier) -> None:
    plans = {plan.name: plan for plan in found.study.plans}
    hires, clerks, aides, retention, overtime = list(plans)[1:]
    assert plans[hires].hires[0].total == BUDGET // found.study.agency.costs.worker_year
    cost = dict(zip(plans, found.study.measured["cost", "all"].mean(axis=1), strict=True))
    wanted = cost[hires] - cost["As is"]
    assert 0.2 * BUDGET < wanted < 0.9 * BUDGET  # posts take time to fill
    for name in (retention, overtime):
        assert cost[name] - cost["As is"] == pytest.approx(wanted, rel=0.03)
    for name, post in ((clerks, 70_000), (aides, 60_000)):
        assert cost[name] - cost["As is"] == pytest.approx(wanted, abs=post)


def test_a_budget_too_small_for_one_hire_is_spent_on_the_other_levers() -> None:
    office = ss.load_agency("small-office")
    found = ss.solving.equal_cost(
        office, 60_000, prices=PRICES, years=1, replications=2, seed=4, progress=False
    )
    assert not any("hires" in name for name in found.study.names)
    cost = found.study.measured["cost", "all"].mean(axis=1)
    assert cost[-1] - cost[0] == pytest.approx(60_000, rel=0.03)  # overtime


def test_the_table_agrees_with_the_study(found: Frontier) -> None:
    months = found.study.months()
    unseen = months.groupby(["plan", "replication"], observed=True)["unseen"].sum()
    by_plan = unseen.groupby("plan", observed=True).mean()
    for row in found.table.to_dict("records"):
        assert row["unseen"] == pytest.approx(by_plan[row["plan"]])


def test_the_cheapest_plan_is_never_beaten_and_shares_are_shares(found: Frontier) -> None:
    table = found.table
    assert bool(table.loc[table["cost"].idxmin(), "efficient_unseen"])
    assert table["efficient_unseen_share"].between(0, 1).all()


def test_a_plan_is_beaten_by_one_no_worse_in_both_and_better_in_one() -> None:
    cost = np.array([1.0, 1.0, 2.0, 3.0, 3.0])
    other = np.array([9.0, 9.0, 9.0, 5.0, np.nan])
    assert efficient(cost, other).tolist() == [True, True, False, True, False]


def test_mixes_are_every_combination_with_a_name_of_its_own() -> None:
    plans = ss.solving.mixes(
        hires={"no hires": None, "6 hires": ss.Hires.once(6, kind="net")},
        clerks={"no clerks": None, "2 clerks": ss.Clerks(posts=2, cost_post_year=70_000)},
    )
    assert len({plan.name for plan in plans}) == 4
    assert not plans[0].hires
    assert plans[3].hires[0].total == 6
    assert plans[3].clerks[0].posts == 2


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(ss.InputError, match="budget: must be more than 0"):
        ss.solving.equal_cost(ss.load_agency("small-office"), 0, prices=PRICES)
