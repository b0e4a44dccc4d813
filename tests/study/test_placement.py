"""Where to put new posts: the highest load first, and the run puts them there."""

import numpy as np
import pytest

from staffing_sim import Hires, Plan, compare, load_agency
from staffing_sim.engine.positions import all_positions
from staffing_sim.errors import InputError
from staffing_sim.study import where_to_put
from staffing_sim.study.ready_made import posts_by_load


@pytest.fixture(scope="module")
def agency():
    offices = load_agency("small-office").offices
    crowded = offices[1].replace(staff=1.2)  # 40 % of the referrals, 29 % of the staff
    return load_agency("small-office").replace(offices=(offices[0], crowded))


@pytest.fixture(scope="module")
def placement(agency):
    return where_to_put(agency, 5, years=0.5, seed=3)


def test_each_post_goes_where_the_load_is_highest() -> None:
    # Loads 2, 1.5 and 1; posts of 100 hours: 200/100 -> 200/200, then 300/200, then a tie at 1.
    demanded, available = np.array([200.0, 300.0, 100.0]), np.array([100.0, 200.0, 100.0])
    assert posts_by_load(demanded, available, posts=1, hours_per_post=100).tolist() == [1, 0, 0]
    assert posts_by_load(demanded, available, posts=2, hours_per_post=100).tolist() == [1, 1, 0]
    assert posts_by_load(demanded, available, posts=5, hours_per_post=100).tolist() == [2, 2, 1]


def test_an_office_without_hours_comes_first() -> None:
    placed = posts_by_load(
        np.array([10.0, 900.0]), np.array([0.0, 100.0]), posts=2, hours_per_post=100
    )
    assert placed.tolist() == [1, 1]


def test_the_crowded_office_gets_the_posts(placement) -> None:
    table = placement.table.set_index("office")
    assert table.loc["Hillcrest", "load"] > table.loc["Riverside", "load"]
    assert table.loc["Hillcrest", "posts"] > table.loc["Riverside", "posts"]
    assert table["posts"].sum() == 5
    np.testing.assert_allclose(table["load"], table["hours_demanded"] / table["hours_available"])


@pytest.mark.parametrize("counts", [(5, 0), (4, 1), (3, 2)])
def test_the_run_puts_the_posts_where_they_wereposts_by_load(agency, placement, counts) -> None:
    table = placement.table.assign(posts=counts)
    moved = type(placement)(role=placement.role, posts=5, table=table)
    plan = moved.plans(kind="net")[2]
    extra = len(all_positions(agency, Plan("As is")))
    positions = all_positions(agency, plan)
    assert len(positions) == extra + 5
    before = np.bincount([p.office for p in all_positions(agency, Plan("As is"))], minlength=2)
    after = np.bincount([p.office for p in positions], minlength=2)
    assert (after - before).tolist() == list(counts)


def test_posts_where_the_need_is_narrow_the_gap_between_offices(agency, placement) -> None:
    study = compare(agency, placement.plans(kind="net", trained=True), years=1, seed=9)
    gap = study.equity(role=placement.role).set_index(["measure", "plan"])["gap"]
    by_referrals, by_need = study.names[1:]
    assert gap["caseload", by_need] < gap["caseload", by_referrals] - 1.0


def test_shares_serve_any_schedule_of_hires(placement) -> None:
    hires = Hires.monthly(5, months=2, kind="gross", offices=placement.offices)
    assert dict(hires.offices or ()) == placement.offices


def test_nothing_to_place_and_unknown_roles_are_told(agency) -> None:
    with pytest.raises(InputError, match="posts: must be at least 1; got 0"):
        where_to_put(agency, 0)
    with pytest.raises(InputError, match="Did you mean 'adoption'"):
        where_to_put(agency, 3, role="adoptions")
