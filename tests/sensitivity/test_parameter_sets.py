"""Parameter sets, what drives a difference and the value of information, held to formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.sensitivity import SetComparison, compare_sets
from staffing_sim.sensitivity.parameter_sets import spread
from tests.sensitivity.linear import A_SUM, POSTS, SUM, TWO_POSTS, YEARS, linear_agency

AS_IS = Plan("As is")
QUICK: dict[str, Any] = {"years": YEARS, "replications": 2, "clock": "simpy", "progress": False}
PRICES = (60_000.0, 80_000.0, 130_000.0)


def compared(*plans: Plan, **changes: Any) -> SetComparison:
    sets = {f"{price:,.0f}": linear_agency(price=price) for price in PRICES}
    return compare_sets(sets, plans, measure="cost", **QUICK | changes)


def test_what_differs_between_sets_alone_lies_between_the_sets() -> None:
    (row,) = compared(AS_IS, TWO_POSTS).table().to_dict("records")
    differences = [POSTS * price * YEARS for price in PRICES]
    assert row["difference"] == pytest.approx(np.mean(differences))
    assert row["sets_share"] == pytest.approx(1.0)
    assert row["sets_low"] == pytest.approx(np.quantile(differences, 0.1))
    assert row["chance_high"] - row["chance_low"] == pytest.approx(0.0, abs=1e-6)
    assert row["sets_better"] == 0.0


def test_what_differs_between_runs_alone_is_chance() -> None:
    same = linear_agency()
    found = compare_sets([same, same], [AS_IS, TWO_POSTS], measure="unseen_children", **QUICK)
    assert np.array_equal(found.values[0], found.values[1])
    noise = np.random.default_rng(1).normal(size=(1, 50))
    assert spread(np.repeat(noise, 4, axis=0), "lower")["sets_share"] == 0.0


def test_shares_of_the_variance_are_those_of_the_random_effects_that_made_it() -> None:
    draw = np.random.default_rng(2)
    gaps = 3.0 * draw.normal(size=(4000, 1)) + 4.0 * draw.normal(size=(4000, 5))
    assert spread(gaps, "lower")["sets_share"] == pytest.approx(9 / 25, abs=0.03)


def of_formula(sets: int = 40) -> tuple[SetComparison, pd.DataFrame]:
    """Return a comparison in which a plan's difference is 3 x - 2 y and z does nothing."""
    draw = np.random.default_rng(3)
    numbers = pd.DataFrame(draw.random((sets, 3)), columns=["x", "y", "z"])
    one = compared(AS_IS, TWO_POSTS)
    difference = 3.0 * numbers["x"] - 2.0 * numbers["y"]
    values = np.zeros((sets, 1, 2, 2))
    values[:, 0, 1] = difference.to_numpy()[:, None] + 0.01 * draw.normal(size=(sets, 2))
    names = tuple(map(str, range(sets)))
    return replace(one, names=names, values=values), numbers


def test_drivers_of_a_difference_are_those_of_the_formula_that_made_it() -> None:
    found, numbers = of_formula()
    table = found.drivers(numbers, plan="Two posts").set_index("number")
    span = table["high"] - table["low"]
    assert table.index.tolist() == ["x", "y", "z"]
    assert table["effect"].tolist() == pytest.approx((span * [3.0, -2.0, 0.0]).tolist(), abs=0.02)
    assert abs(table.loc["z", "effect"]) < 4 * table.loc["z", "error"]
    assert table.attrs["explained"] > 0.999
    assert table["share"].sum() < 1.05  # numbers drawn independently, and few


def test_the_order_of_plans_turns_where_their_difference_changes_sign() -> None:
    found, numbers = of_formula()
    (row,) = found.orders().to_dict("records")
    difference = 3.0 * numbers["x"] - 2.0 * numbers["y"]
    assert row["difference"] == pytest.approx(difference.median(), abs=0.02)
    assert row["same_sign"] == pytest.approx((difference > 0).mean(), abs=0.03)


def test_a_regression_over_too_few_sets_is_refused() -> None:
    found, numbers = of_formula(sets=12)
    with pytest.raises(InputError, match="numbers: are 3 of 12 sets; 12 were run"):
        found.drivers(numbers, plan="Two posts")


def test_the_value_of_information_is_the_loss_of_choosing_before_knowing() -> None:
    found = compared(TWO_POSTS, A_SUM, prices={}).value_of_information().set_index("plan")
    posts = [POSTS * price * YEARS for price in PRICES]
    best = [min(cost, SUM) for cost in posts]
    assert found.loc["A sum of money", "regret"] == pytest.approx(SUM - np.mean(best))
    assert found.loc["Two posts", "regret"] == pytest.approx(np.mean(posts) - np.mean(best))
    assert found.loc["Two posts", "best_in"] == pytest.approx(1 / 3)
    assert found.index[0] == "A sum of money"


def test_a_price_that_was_not_given_cannot_be_at_stake() -> None:
    with pytest.raises(InputError, match="measure: was not run: 'total_cost'"):
        compared(AS_IS, TWO_POSTS).value_of_information()
