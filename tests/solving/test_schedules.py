"""Schedules of hires: small ones worked out by hand, and one simulated beside plain ones."""

import itertools
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.charts import schedule as draw
from staffing_sim.solving.linear_model import (
    SLICES,
    LinearModel,
    best_schedule,
    depth_weighted,
    price_by_start,
)

MODEL = LinearModel(
    asked=np.array([[20.0, 24.0], [20.0, 24.0], [20.0, 24.0]]),
    short=np.array([[5.0, 12.0], [11.0, -4.0], [9.0, 14.0]]),
    gained=np.array([0.0, 4.0, 6.0]),
    price=np.array([3.0, 2.0, 1.0]),
    seats=np.array([2, 1, 2]),
)
BUDGET = 8.0
FIVE = ss.Hires.once(5, kind="net")


def brought(model: LinearModel, hires: np.ndarray) -> np.ndarray:
    """Return the hours that hires bring, added up the long way."""
    found = np.zeros(hires.shape)
    for month, office in np.ndindex(*hires.shape):
        for opened in range(month + 1):
            found[month, office] += hires[opened, office] * model.gained[month - opened]
    return found


def affordable(model: LinearModel) -> list[np.ndarray]:
    """Return every schedule within seats and budget."""
    every = (np.array(each).reshape(3, 2) for each in itertools.product(range(3), repeat=6))
    return [
        hires
        for hires in every
        if (hires.sum(axis=1) <= model.seats).all() and hires.sum(axis=1) @ model.price <= BUDGET
    ]


def test_the_schedule_is_the_best_of_every_one_that_can_be_paid_and_seated() -> None:
    def harm(hires: np.ndarray) -> float:
        return float(depth_weighted(MODEL.short - brought(MODEL, hires), MODEL.asked).sum())

    allowed = affordable(MODEL)
    found = best_schedule(MODEL, budget=BUDGET)
    assert any((found == hires).all() for hires in allowed)
    assert harm(found) <= 1.0011 * min(map(harm, allowed))
    assert len({round(harm(hires), 6) for hires in allowed}) > 5  # there was a choice


def test_the_hours_a_schedule_brings_and_leaves_short_are_those_added_up_the_long_way() -> None:
    for hires in affordable(MODEL)[::7]:
        np.testing.assert_allclose(MODEL.brought(hires), brought(MODEL, hires))
        still = MODEL.short - brought(MODEL, hires)
        assert MODEL.left(hires) == pytest.approx(still[still > 0].sum())


def test_the_deepest_shortage_is_relieved_first_and_equal_ones_alike() -> None:
    at_once = replace(
        MODEL,
        asked=np.full((1, 3), 100.0),
        short=np.array([[60.0, 30.0, 60.0]]),
        gained=np.array([10.0]),
        price=np.array([1.0]),
        seats=np.array([100]),
    )
    assert best_schedule(at_once, budget=6.0).tolist() == [[3, 0, 3]]


def test_hours_weigh_as_the_square_of_the_share_short() -> None:
    shares = np.arange(SLICES + 1) / SLICES
    np.testing.assert_allclose(
        depth_weighted(shares * 80.0, np.full(SLICES + 1, 80.0)), 80 * shares**2
    )


@pytest.fixture(scope="module")
def found() -> ss.solving.Schedule:
    office = ss.load_agency("small-office")
    settings = {"replications": 2, "seed": 3, "n_jobs": 1, "progress": False}
    return ss.solving.optimise(office, 1_200_000, months=18, **settings)


def test_a_schedule_keeps_to_budget_and_seats_and_is_run_beside_plain_plans(found) -> None:
    office = found.study.agency
    by_month = found.table.groupby("month")["hires"].sum()
    assert by_month.max() <= office.workforce.academy.seats
    price = price_by_start(office, 18)
    paid = sum(price[month] * count for month, count in by_month.items())
    assert paid == pytest.approx(found.planned_cost)
    assert paid <= found.budget == 1_200_000
    assert found.study.seed == 4
    assert [name.split(":")[0] for name in found.study.names][:2] == ["As is", "All at once"]
    assert found.planned_hours[1] < found.planned_hours[0]


def test_the_run_opens_the_positions_that_the_table_says(found) -> None:
    rows = found.study.months().query("role == 'continuing_services' and replication == 0")
    rows = rows.pivot_table(
        index=["month", "office"], columns="plan", values="authorised", observed=True
    )
    added = (rows[found.plan.name] - rows["As is"]).unstack("office")
    table = found.table.pivot_table(index="month", columns="office", values="hires", aggfunc="sum")
    planned = table.reindex(index=added.index, columns=added.columns).fillna(0.0).cumsum()
    np.testing.assert_allclose(added, planned)


def test_what_is_said_is_the_paired_difference_from_each_other_plan(found) -> None:
    table = found.differences()
    assert set(table["plan"]) == {found.plan.name}
    assert set(table["baseline"]) == set(found.study.names) - {found.plan.name}
    cost = table.set_index(["measure", "role", "baseline"]).loc[("cost", "all", "As is")]
    values = found.study.measured[("cost", "all")]
    assert cost["difference"] == pytest.approx((values[-1] - values[0]).mean())
    assert any(text.startswith("Against All at once") for text in found.sentences())


def test_files_hold_the_schedule_as_a_plan_that_can_be_run_again(found, tmp_path) -> None:
    names = {path.name for path in found.save(tmp_path)}
    assert names >= {"schedule.csv", "schedule.toml", "schedule.txt", "schedule.png", "study.json"}
    assert ss.load_plan(tmp_path / "schedule.toml") == found.plan


def test_the_map_writes_every_number_and_the_sums(found) -> None:
    ax = draw(found.table)
    wide = found.table.pivot_table(index="office", columns="month", values="hires", aggfunc="sum")
    expected = [
        *found.table["hires"],
        *wide.sum(axis=0),
        *wide.sum(axis=1),
        found.table["hires"].sum(),
    ]
    written = [int(text.get_text()) for text in ax.texts if text.get_text() != "0"]
    assert sorted(written) == sorted(int(count) for count in expected)
    plt.close("all")


def test_a_plan_of_net_hires_is_a_budget_and_runs_beside_the_schedule() -> None:
    office = ss.load_agency("small-office")
    plan = ss.Plan("Two a month", hires=ss.Hires.monthly(2, months=3, start=1, kind="net"))
    settings = {"replications": 2, "clock": "simpy", "progress": False}
    found = ss.solving.optimise(office, plan, months=9, **settings)
    assert found.budget == pytest.approx(2 * price_by_start(office, 9)[1:4].sum())
    assert found.study.names[:2] == ("As is", "Two a month")


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (100, r"budget: buys no position; got 100\. The cheapest"),
        (ss.Plan("x", hires=ss.Hires.once(5, kind="gross")), "budget: must contain only net hires"),
        (ss.Plan("x", hires=FIVE, clerks=ss.Clerks(posts=1, cost_post_year=9)), "budget: must"),
        (ss.Plan("x"), "budget: must contain only net hires"),
    ],
)
def test_what_buys_nothing_or_is_no_price_is_refused(budget: object, told: str) -> None:
    with pytest.raises(ss.InputError, match=told):
        ss.solving.optimise(ss.load_agency("small-office"), budget, months=12)


def test_every_fault_of_the_numbers_is_told_at_once() -> None:
    with pytest.raises(ss.InputError) as told:
        ss.solving.optimise(ss.load_agency("small-office"), 1e6, months=0, seats=0)
    assert [fault.key for fault in told.value.faults] == ["months", "seats"]


def test_a_horizon_in_which_nobody_finishes_training_is_refused() -> None:
    settings = {"replications": 2, "clock": "simpy", "progress": False}
    with pytest.raises(ss.InputError, match="months: leaves nothing to schedule"):
        ss.solving.optimise(ss.load_agency("small-office"), 1e6, months=4, **settings)
