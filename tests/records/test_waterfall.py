"""From ordinanced to carrying cases: every step is the next one and what was lost between them."""

import numpy as np
import pytest

from staffing_sim import compare, load_agency, load_plans, simulate
from staffing_sim.agency import Agency
from staffing_sim.agency.opening import Pipeline
from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.workdays import Strike
from staffing_sim.records.waterfall import LOSSES, STEPS, waterfall_frame
from tests.agency.agency_builder import smallest_agency

ROLE = "continuing_services"


@pytest.fixture(scope="module")
def agency() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def study(agency):
    plans = [
        *load_plans("small-office")[:2],
        Plan("Strike", strikes=Strike(start="2024-03-20", days=20)),
    ]
    return compare(agency, plans, years=1, replications=3, seed=4, clock="simpy", progress=False)


def test_in_every_row_a_step_less_its_loss_is_the_next_step(study) -> None:
    rows = study.positions()
    chain = list(zip(STEPS, LOSSES, list(STEPS)[1:], strict=False))
    assert len(chain) == len(LOSSES) == len(STEPS) - 1
    for step, loss, after in chain:
        known = rows[rows[step].notna()]
        assert len(known) >= len(rows) / 3  # one role in three gives its items
        np.testing.assert_allclose(known[step] - known[loss], known[after], rtol=0, atol=1e-9)
        assert (known[loss] >= -1e-9).all(), loss


def test_the_waterfall_counts_what_the_month_table_counts(study) -> None:
    rows, months = study.positions(), study.months()
    months = months[months["role"] != "no_role"].reset_index(drop=True)
    np.testing.assert_array_equal(rows["carrying"], months["carrying"])
    desks = rows["at_desk"]
    unfilled = months[["vacant", "recruiting"]].sum(axis=1)
    np.testing.assert_allclose(rows["filled"] - desks, months["authorised"] - unfilled)
    assert rows["absent"].sum() > 0


def test_items_in_no_run_are_those_the_agency_gives(study, agency) -> None:
    as_is = study.positions().query("plan == 'As is' and role == @ROLE")
    for _, month in as_is.groupby(["replication", "month"]):
        assert month["at_desk"].sum() == agency.role(ROLE).desk_items == 4
        assert month["funded"].sum() == 33
        assert month["ordinanced"].sum() == 35


def test_a_new_position_counts_as_ordinanced_and_funded(study) -> None:
    table = study.waterfall(month=11, role=ROLE).set_index(["plan", "step"])["positions"]
    assert table["One more worker a month for 6 months", "funded"] == table["As is", "funded"] + 6


def test_hires_under_way_are_funded_from_day_0_and_filled_when_they_start() -> None:
    agency = smallest_agency(roles__worker__held_open_items=3).replace(
        pipeline=(Pipeline(role="worker", count=3, academy_start=2),)
    )
    rows = simulate(agency, Plan("As is"), years=0.5, clock="simpy").positions
    assert (rows["funded"] == 10).all()
    authorised = rows["funded"] - rows["unfilled"]
    assert authorised[3] - authorised[1] >= 2  # nobody but those three can have come


def test_hires_under_way_go_where_the_agency_says() -> None:
    agency = smallest_agency(
        offices={
            "North": {"referrals": 1, "hires_under_way": 3},
            "South": {"referrals": 1, "hires_under_way": 1},
        },
        roles__worker__held_open_items=4,
    ).replace(pipeline=(Pipeline(role="worker", count=4, academy_start=2),))
    run = simulate(agency, Plan("As is"), years=0.5, clock="simpy")
    coming = run.records.positions[run.records.positions["pipeline"] == 1]
    assert np.bincount(coming["office"]).tolist() == [3, 1]
    first = run.positions.query("month == 0").set_index("office")
    assert (first["funded"] - first["unfilled"]).notna().all()
    assert first["unfilled"].to_dict() == {"North": 5, "South": 3}


def test_what_is_not_given_is_left_out_of_the_steps(study) -> None:
    steps = study.waterfall(month=0)["step"].unique()  # other roles give no items
    assert "funded" not in steps
    assert steps[0] == "filled"


def test_items_change_no_run(agency) -> None:
    bare = agency.role(ROLE).replace(desk_items=0, held_open_items=None, unfunded_items=None)
    roles = tuple(bare if role.name == ROLE else role for role in agency.roles)
    entries = [entry for entry in agency.ledger.entries if not entry.key.endswith("_items")]
    other = agency.replace(roles=roles, ledger=entries)
    runs = [simulate(one, Plan("As is"), years=0.5, clock="simpy") for one in (agency, other)]
    np.testing.assert_array_equal(runs[0].records.snapshots, runs[1].records.snapshots)


def test_offices_add_up_to_the_agency(study) -> None:
    whole = study.waterfall(role=ROLE).set_index(["plan", "step"])["positions"]
    parts = study.waterfall(role=ROLE, by="office").groupby(["plan", "step"], observed=True)
    np.testing.assert_allclose(parts["positions"].sum(), whole.sort_index())


def test_an_unknown_month_or_key_is_told(study) -> None:
    with pytest.raises(InputError, match="must be a month from 0 to 11; got 12"):
        study.waterfall(month=12)
    with pytest.raises(InputError, match="Did you mean 'office'"):
        study.waterfall(by="ofice")


def test_the_chart_draws_a_bar_for_each_step_and_one_for_each_loss(study) -> None:
    ax = study.plot("waterfall", plan="Strike", month=2)
    steps = study.waterfall(month=2, role=ROLE).query("plan == 'Strike'")
    assert len(ax.patches) == 2 * len(steps)
    assert [bar.get_width() for bar in ax.patches[: len(steps)]] == list(steps["positions"])
    assert "end of Mar 2024" in ax.get_xlabel()


def test_one_run_has_the_same_waterfall(agency) -> None:
    run = simulate(agency, Plan("Two", hires=Hires.once(2, kind="net")), years=0.25, clock="simpy")
    assert run.positions.attrs == run.months.attrs
    assert run.positions.equals(waterfall_frame(run.months, agency))
