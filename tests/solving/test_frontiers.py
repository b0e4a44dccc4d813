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


def test_every_lever_that_works_from_the_first_day_spends_the_budget(found: Frontier) -> None:
    plans = {plan.name: plan for plan in found.study.plans}
    assert list(plans)[:4] == ["As is", "3 hires", "6 clerks", "7 aides"]
    clerks, aides = plans["6 clerks"].clerks[0], plans["7 aides"].aides[0]
    assert clerks.posts * clerks.cost_post_year == BUDGET
    assert aides.posts * aides.cost_post_year == BUDGET
    months = found.study.months()
    spent = months[months["plan"] == "6 clerks"].groupby("replication")["cost"].sum()
    as_is = months[months["plan"] == "As is"].groupby("replication")["cost"].sum()
    leavers = found.study.agency.costs.departure * 20  # turnover moves with the hours
    assert (spent - as_is).to_numpy() == pytest.approx(BUDGET, abs=leavers)


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
