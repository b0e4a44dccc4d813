"""Schedules of hires: small ones worked out by hand, and one simulated beside plain ones."""

import itertools

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.solving.schedules import _price_by_start, _scheduled


def hours_left(short: np.ndarray, hires: np.ndarray, gained: np.ndarray) -> float:
    """Return the hours that stay short, added up the long way."""
    left = 0.0
    for month, office in np.ndindex(*short.shape):
        brought = sum(hires[k, office] * gained[month - k] for k in range(month + 1))
        left += max(short[month, office] - brought, 0.0)
    return left


def test_the_schedule_is_the_best_of_every_one_that_can_be_paid_and_seated() -> None:
    short = np.array([[5.0, 12.0], [11.0, -4.0], [9.0, 14.0]])
    gained, price = np.array([0.0, 4.0, 6.0]), np.array([3.0, 2.0, 1.0])
    budget, most = 8.0, 2
    every = (np.array(each).reshape(3, 2) for each in itertools.product(range(3), repeat=6))
    allowed = [
        hires
        for hires in every
        if (hires.sum(axis=1) <= most).all() and hires.sum(axis=1) @ price <= budget
    ]
    best = min(hours_left(short, hires, gained) for hires in allowed)
    found, left = _scheduled(short, gained, price, budget=budget, most=most)
    assert left == pytest.approx(best, rel=0.011)
    assert hours_left(short, found, gained) == pytest.approx(left)
    assert (found.sum(axis=1) <= most).all()
    assert found.sum(axis=1) @ price <= budget


def test_a_schedule_keeps_to_budget_and_seats_and_is_run_beside_plain_plans() -> None:
    office = ss.load_agency("small-office")
    found = ss.optimise(
        office, 600_000, months=12, replications=2, seed=3, n_jobs=1, progress=False
    )
    by_month = found.table.groupby("month")["hires"].sum()
    assert by_month.max() <= office.workforce.academy.seats
    price = _price_by_start(office, 12)
    assert sum(price[month] * count for month, count in by_month.items()) <= 600_000
    assert sum(hires.total for hires in found.plan.hires) == found.table["hires"].sum()
    assert found.study.seed == 4
    assert [name.split(":")[0] for name in found.study.names][:2] == ["As is", "All at once"]
    assert found.planned_hours[1] < found.planned_hours[0]


def test_a_budget_too_small_for_one_position_is_refused_with_its_price() -> None:
    with pytest.raises(ss.InputError, match=r"budget: buys no position; got 100\. The cheapest"):
        ss.optimise(ss.load_agency("small-office"), 100, months=12)
