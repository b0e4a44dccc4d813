"""The tables of a run: hand-worked scenes, brute force, and identities on a real run."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing_sim import records as frames
from staffing_sim import simulate
from staffing_sim.engine.records import POSITION_STATES, UNSEEN_REASONS
from staffing_sim.plan.workdays import Overtime, Retention
from staffing_sim.presets import load_agency, load_plans
from staffing_sim.records import MONTH_COLUMNS, NO_ROLE, Run
from staffing_sim.records.layout import Grid, group_quantiles
from tests.records.records_builder import NAN, Scene

# Quarters of a month, so that ties with month ends are common and sums are exact.
TIMES = st.integers(-20, 40).map(lambda quarter: quarter / 4)
SPANS = st.lists(
    st.tuples(TIMES, st.one_of(TIMES, st.just(NAN)), st.integers(0, 1), st.integers(1, 4)),
    max_size=12,
).map(lambda rows: [row for row in rows if not row[1] < row[0]])


def arrays(spans):
    columns = np.array(spans, dtype=float).reshape(-1, 4).T
    return columns[0], columns[1], columns[2].astype(int), columns[3]


# --- counting -------------------------------------------------------------------------------------


@given(SPANS)
@settings(max_examples=200, deadline=None)
def test_stock_and_presence_agree_with_counting_one_by_one(spans) -> None:
    grid = Grid(months=6, groups=2)
    stock, present = np.zeros((6, 2)), np.zeros((6, 2))
    for start, end, group, weight in spans:
        over = np.inf if np.isnan(end) else end
        for month in range(6):
            stock[month, group] += weight * (start < month + 1 <= over)
            present[month, group] += weight * max(0.0, min(over, month + 1) - max(start, month))
    starts, ends, groups, weights = arrays(spans)
    np.testing.assert_array_equal(grid.stock(starts, ends, groups, weights=weights), stock)
    np.testing.assert_allclose(grid.present(starts, ends, groups, weights=weights), present)


@given(SPANS)
@settings(max_examples=100, deadline=None)
def test_a_stock_changes_by_what_comes_less_what_goes(spans) -> None:
    grid = Grid(months=6, groups=2)
    starts, ends, groups, _ = arrays(spans)
    stock = grid.stock(starts, ends, groups)
    open_on_day_0 = np.bincount(groups[(starts < 0) & ~(ends < 0)], minlength=2)
    change = np.diff(stock, axis=0, prepend=open_on_day_0[np.newaxis])
    flows = [grid.flow(times, groups) for times in (starts, ends)]
    np.testing.assert_array_equal(change, flows[0] - flows[1])


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=30),
    st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]),
)
@settings(max_examples=100, deadline=None)
def test_quantiles_by_group_are_numpys(rows, share) -> None:
    table = np.array(rows, dtype=int).reshape(-1, 2)
    found = group_quantiles(table[:, 0], table[:, 1], n_groups=4, quantiles=(share,))[0]
    for group in range(4):
        members = table[table[:, 1] == group, 0]
        if len(members):
            assert found[group] == pytest.approx(np.quantile(members, share))
        else:
            assert np.isnan(found[group])


def test_what_happens_at_the_first_instant_of_a_month_is_its_own() -> None:
    grid = Grid(months=2, groups=1)
    times, groups = np.array([0.0, 1.0, 2.0]), np.zeros(3, dtype=int)
    assert grid.flow(times, groups).ravel().tolist() == [1, 1]


# --- hand-worked scenes ---------------------------------------------------------------------------


def cell(run, month, role="continuing", office="North"):
    table = run.months
    keep = (table["month"] == month) & (table["office"] == office) & (table["role"] == role)
    (row,) = table[keep].to_dict("records")
    return row


def test_the_waterfall_counts_each_position_where_it_stands() -> None:
    scene = Scene(months=1)
    for state in POSITION_STATES:
        scene.desk(0, scene.position(), state=POSITION_STATES.index(state), ramp=0.5)
    scene.desk(0, scene.position(), present=0.0)
    row = cell(Run(scene.records()), 0)
    counted = ["authorised", "vacant", "recruiting", "academy", "absent", "carrying"]
    assert [row[name] for name in counted] == [6, 1, 2, 1, 1, 1]
    assert row["productive_staff"] == 0.5


def test_caseload_statistics_by_hand() -> None:
    scene = Scene(months=1)
    caps = [(10, 10.0, 0), (30, 20.0, 0), (20, 3.0, 1), (0, np.inf, 0)]
    for children, cap, unit in caps:
        desk = scene.position()
        scene.desk(0, desk, children=children, families=4, secondary=2, cap=cap, cap_unit=unit)
    scene.desk(0, scene.position(), children=99, present=0.0, cap=20.0)
    row = cell(Run(scene.records()), 0)
    assert row["caseload_mean"] == 15
    assert row["caseload_median"] == 15
    assert row["caseload_p90"] == pytest.approx(27)
    assert row["caseload_max"] == 30
    assert row["with_secondary"] == 17
    assert row["child_weighted_caseload"] == pytest.approx((100 + 900 + 400) / 60)
    # Over: 30 children against 20, 4 families against 3; 10 of 10 is not, no cap is not counted.
    assert row["share_over_cap"] == pytest.approx(2 / 3)
    assert row["children_over_cap"] == 30 + 20 + 99
    assert row["children_of_absent"] == 99


def test_somebody_away_for_a_part_of_the_month_carries_cases_for_the_other_part() -> None:
    scene = Scene(months=1)
    scene.desk(0, scene.position(), children=10, present=0.9)
    scene.desk(0, scene.position(), children=20)
    row = cell(Run(scene.records()), 0)
    assert row["carrying"] == pytest.approx(1.9)
    assert row["absent"] == pytest.approx(0.1)
    assert row["children_carried"] == pytest.approx(9 + 20)
    assert row["children_of_absent"] == pytest.approx(1)
    assert row["caseload_mean"] == pytest.approx(29 / 1.9)
    assert row["caseload_median"] == 15  # one worker, one caseload


def test_where_nobody_carries_cases_the_caseload_is_undefined_not_zero() -> None:
    row = cell(Run(Scene(months=1).records()), 0)
    assert row["carrying"] == 0
    for name in ("caseload_mean", "caseload_p90", "share_over_cap", "with_secondary"):
        assert np.isnan(row[name])


def test_pay_runs_from_the_day_of_hire_to_the_day_of_leaving() -> None:
    scene = Scene(months=3)
    desk = scene.position()
    scene.person(desk, hired=-4.0, left=1.25, reason=1)
    scene.person(desk, hired=1.5, recruited=1.25)
    run = Run(scene.records())
    assert [cell(run, month)["paid_months"] for month in range(3)] == [1.0, 0.75, 1.0]
    assert [cell(run, month)["hires"] for month in range(3)] == [0, 1, 0]
    assert [cell(run, month)["leavers"] for month in range(3)] == [0, 1, 0]
    assert cell(run, 1)["cost_staff"] == pytest.approx(0.75 * 10_000)
    assert cell(run, 1)["cost_hiring"] == 1_000
    assert cell(run, 1)["cost_departures"] == 500


def test_retention_and_overtime_are_paid_while_they_are_in_force() -> None:
    levers = {
        "retention": Retention(factor=0.8, start=1, months=1, cost_worker_year=1_200),
        "overtime": Overtime(hours_per_month=10, start=2, role="continuing"),
    }
    scene = Scene(months=3, **levers)
    for role in (0, 1):
        desk = scene.position(role=role)
        scene.person(desk, hired=-1.0)
        scene.desk(2, desk)
    scene.team(2, 0, 1, overtime_hours=10.0)
    run = Run(scene.records())
    overtime = 10 * 1.5 * 120_000 / 2080
    assert [cell(run, k)["cost_staff"] for k in range(3)] == pytest.approx([10_000] * 3)
    assert [cell(run, k)["cost_retention"] for k in range(3)] == pytest.approx([0, 100, 0])
    assert [cell(run, k)["cost_overtime"] for k in range(3)] == pytest.approx([0, 0, overtime])
    assert cell(run, 2)["cost"] == pytest.approx(10_000 + overtime)
    assert cell(run, 2, role="investigator")["cost"] == pytest.approx(10_000)


def test_a_hire_counts_where_the_position_was_made_and_a_leaver_where_the_person_ended() -> None:
    scene = Scene(months=1)
    desk = scene.position(office=0)
    scene.person(desk, hired=0.0, left=0.5, office=1, reason=1, transfers=1)
    run = Run(scene.records())
    assert cell(run, 0)["hires"] == 1
    assert cell(run, 0, office="South")["leavers"] == 1


def test_pay_and_service_stand_where_people_worked_at_the_time() -> None:
    scene = Scene(months=3)
    north, south = scene.position(office=0), scene.position(office=1)
    scene.person(north, hired=-1.0, on_duty=-1.0)
    scene.move(south, 1.25)
    run = Run(scene.records())
    assert [cell(run, month)["paid_months"] for month in range(3)] == [1.0, 0.25, 0.0]
    there = [cell(run, month, office="South")["paid_months"] for month in range(3)]
    assert there == [0.0, 0.75, 1.0]
    service = run.service[run.service["role"] == "continuing"].set_index(["office", "tenure"])
    years = service["duty_years"] * 12
    assert years["North", "all"] == pytest.approx(1.25)
    assert years["South", "all"] == pytest.approx(1.75)
    assert years["all", "all"] == pytest.approx(3)


def test_a_response_is_due_in_the_month_of_its_deadline_whenever_the_family_was_referred() -> None:
    day = 1 / 30.4375
    scene = Scene(months=3)
    scene.family(1.0 - 0.5 * day, responded=1.0)  # due half a day into the next month
    scene.family(1.0 - 0.5 * day, responded=2.5)  # late
    rows = Run(scene.records()).months.groupby("month")
    assert rows["referrals"].sum().tolist() == [2, 0, 0]
    assert rows["responses_due"].sum().tolist() == [0, 2, 0]
    assert rows["late_responses"].sum().tolist() == [0, 1, 0]
    assert rows["responses"].sum().tolist() == [0, 1, 1]


def test_a_response_is_due_only_when_its_deadline_lies_inside_the_horizon() -> None:
    day = 1 / 30.4375
    scene = Scene(months=1)
    scene.family(0.2, responded=0.2 + 0.5 * day)  # in time
    scene.family(0.3, responded=0.3 + 2 * day)  # late
    scene.family(0.4)  # never answered: late
    scene.family(0.5)  # not yet by the horizon: late
    scene.family(1 - 0.5 * day)  # deadline beyond the horizon
    scene.family(0.9, tier=1, responded=0.91)  # quick, but its deadline is beyond: not due
    scene.family(0.5, 0.5, turned_away=1)  # turned away
    scene.family(-0.1)  # referred before day 0
    run = Run(scene.records())
    row = cell(run, 0, role="investigator")
    assert (row["referrals"], row["responses_due"], row["late_responses"]) == (7, 4, 3)
    assert row["responses"] == 3
    assert run.families["late"].tolist()[:4] == [0, 1, 1, 1]
    assert run.families["late"].isna().tolist()[4:] == [True] * 4


def test_episodes_join_legs_in_care_and_end_at_18() -> None:
    scene = Scene(months=30)
    scene.family(-20.0, -19.0)
    scene.child(
        ("in_home", -3.0, 2.0, "removed_later"),
        ("reunification", 2.0, 8.0, "reunified"),
        ("in_home", 8.0, 9.0, "removed_later"),
        ("reunification", 9.0, NAN, None),
    )
    scene.child(
        ("reunification", -2.0, 5.0, "aged_out"), ("extended", 5.0, NAN, None), in_care_since=-14.0
    )
    scene.child(("in_home", 1.0, 4.0, "services_ended"))
    run = Run(scene.records())
    assert run.episodes["child"].tolist() == [1, 1, 2]
    assert run.episodes["entered"].tolist() == [2.0, 9.0, -14.0]
    np.testing.assert_array_equal(run.episodes["left"], [8.0, NAN, 5.0])
    assert run.episodes["cause"].tolist()[::2] == ["reunified", "aged_out"]
    np.testing.assert_array_equal(run.episodes["permanent"], [1.0, NAN, 0.0])
    assert run.children["episodes"].tolist() == [2, 1, 0]
    by_month = run.months.groupby("month")[
        ["entries", "exits", "children_in_care", "aged_out", "care_child_months"]
    ].sum()
    assert by_month["entries"].to_numpy().nonzero()[0].tolist() == [2, 9]
    assert by_month["exits"].to_numpy().nonzero()[0].tolist() == [5, 8]
    assert by_month["children_in_care"].iloc[[0, 2, 5, 8, 9]].tolist() == [1, 2, 1, 0, 1]
    assert by_month["aged_out"].sum() == 1
    # Care to 21 is paid for too: 5 months and 25, 6 months, 21 months.
    assert by_month["care_child_months"].sum() == 30 + 6 + 21


def test_legs_that_never_began_do_not_join_what_ageing_brought_together() -> None:
    scene = Scene(months=12)
    scene.family(-9.0, -8.0)
    scene.child(
        ("reunification", -2.0, 5.0, "aged_out"),
        ("in_home", NAN, NAN, None),
        ("extended", 5.0, NAN, None),
        in_care_since=-2.0,
    )
    run = Run(scene.records())
    assert len(run.episodes) == 1
    assert len(run.legs) == 3


# --- identities on a real run ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def run():
    plan = load_plans("small-office")[-1]
    return simulate(load_agency("small-office"), plan, years=2, seed=5, clock="simpy")


def test_the_month_table_has_exactly_the_documented_columns(run) -> None:
    assert run.records.problems() == ()
    assert list(run.months) == list(MONTH_COLUMNS)
    rows = run.records.months * len(run.layout.offices) * len(run.layout.roles)
    assert len(run.months) == rows


def test_open_children_are_carried_waiting_or_in_stages_nobody_works(run) -> None:
    table = run.months
    worked = table[table["role"] != NO_ROLE]
    accounted = worked[["children_carried", "children_of_absent", "unassigned_children"]].sum(
        axis=1
    )
    by_role = ["month", "role"]  # a case may be worked from another office
    np.testing.assert_array_equal(
        accounted.groupby([worked[key] for key in by_role], observed=True).sum(),
        worked.groupby(by_role, observed=True)["open_children"].sum(),
    )


def test_every_eligible_child_is_seen_or_unseen_for_one_reason(run) -> None:
    table = run.months
    reasons = [f"unseen_{name}" for name in UNSEEN_REASONS]
    np.testing.assert_array_equal(table["seen"] + table[reasons].sum(axis=1), table["eligible"])
    assert (table["unseen_three_months"] <= table["unseen_two_months"]).all()
    in_reach = table["unseen"] - table["unseen_out_of_reach"]
    np.testing.assert_array_equal(table["unseen_in_reach"], in_reach)
    assert table["unseen"].sum() > in_reach.sum() > 0


def test_investigations_are_overdue_after_30_and_60_days_at_each_month_end(run) -> None:
    families = run.families
    months = run.months.groupby("month")[["overdue_30_days", "overdue_60_days"]].sum()
    for days in (30, 60):
        for month in range(run.records.months):
            age = month + 1 - families["opened"]
            lasting = ~(families["closed"] <= month + 1)
            expected = ((age > days / 30.4375) & lasting).sum()
            assert months.loc[month, f"overdue_{days}_days"] == expected
    assert months["overdue_60_days"].sum() > 0


def test_adoptions_are_the_exits_that_afcars_calls_so(run) -> None:
    adopted = run.afcars["discharge_reason"] == "adoption"
    left = run.episodes["left"].to_numpy()[adopted.to_numpy()]
    assert run.months["adoptions"].sum() == (left >= 0).sum() > 0


def test_children_in_care_change_by_entries_less_exits(run) -> None:
    totals = run.months.groupby("month")[["entries", "exits", "children_in_care"]].sum()
    change = totals["children_in_care"].diff().iloc[1:]
    np.testing.assert_array_equal(change, (totals["entries"] - totals["exits"]).iloc[1:])


def test_people_on_the_payroll_change_by_hires_less_everyone_who_left(run) -> None:
    table = run.months
    staff = table.groupby("month")[["academy", "absent", "carrying"]].sum().sum(axis=1)
    flows = table.groupby("month")[["hires", "leavers", "academy_failures"]].sum()
    net = flows["hires"] - flows["leavers"] - flows["academy_failures"]
    np.testing.assert_array_equal(staff.diff().iloc[1:], net.iloc[1:])


def test_open_child_months_are_the_total_time_in_the_system(run) -> None:
    legs, records = run.records.legs, run.records
    begun = legs[(legs["case"] >= 0) & ~np.isnan(legs["started"])]
    end = np.where(np.isnan(begun["ended"]), records.months, begun["ended"])
    time = np.clip(end, 0, records.months) - np.clip(begun["started"], 0, records.months)
    total = np.sum(time * records.cases["size"][begun["case"]])
    assert run.months["open_child_months"].sum() == pytest.approx(total, rel=1e-9)


def test_hand_overs_by_child_add_up_to_those_by_month(run) -> None:
    for kind in ("by_leaver", "by_transfer", "by_rebalance"):
        assert run.months[f"hand_overs_{kind}"].sum() == run.records.cases[kind].sum()
    assert run.months["hand_overs_by_leaver"].sum() > 0


def test_every_frame_says_where_it_comes_from(run) -> None:
    for name in ("months", "children", "families", "legs", "episodes", "workers"):
        frame = getattr(run, name)
        assert isinstance(frame, pd.DataFrame)
        assert frame.attrs["fingerprint"] == run.fingerprint
        assert frame.attrs["plan"] == run.records.plan.name
    assert run.fingerprint in repr(run)
    assert run.fingerprint in run._repr_html_()


def test_a_fingerprint_changes_with_anything_that_changes_a_number() -> None:
    agency, plans = load_agency("small-office"), load_plans("small-office")
    base = frames.fingerprint(agency, plans, seed=1, months=12)
    assert base == frames.fingerprint(agency, plans, seed=1, months=12)
    others = {
        frames.fingerprint(agency.null(), plans, seed=1, months=12),
        frames.fingerprint(agency, plans[:1], seed=1, months=12),
        frames.fingerprint(agency, plans, seed=2, months=12),
        frames.fingerprint(agency, plans, seed=1, months=13),
    }
    assert len(others | {base}) == 5
    assert len(base) == 12


def test_a_plan_with_a_function_has_a_fingerprint_by_its_name() -> None:
    agency, (plan, *_) = load_agency("small-office"), load_plans("small-office")
    own = plan.replace(assignment=cell)
    assert frames.fingerprint(agency, [own], seed=1, months=1) != frames.fingerprint(
        agency, [plan], seed=1, months=1
    )
