"""What a planner asks a study for: attrition, the calendar of hires, costs, offices, the null."""

import numpy as np
import pandas as pd
import pytest

from staffing_sim import compare, load_agency, simulate
from staffing_sim.agency import Agency
from staffing_sim.errors import InputError
from staffing_sim.intervals import ratio_interval
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.workdays import Overtime
from staffing_sim.records.service import TENURE_BANDS
from staffing_sim.study.study import Study
from staffing_sim.study.tables.costs import ONE_TIME, cost_runs
from staffing_sim.study.tables.offices import equity_table
from tests.agency.agency_builder import smallest_agency

PLANS = (
    Plan("As is"),
    Plan("Nine", hires=Hires.once(9, kind="net"), overtime=Overtime(hours_per_month=5, months=4)),
)


@pytest.fixture(scope="module")
def agency() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def study(agency) -> Study:
    return compare(agency, PLANS, years=2, replications=3, seed=5, clock="simpy", progress=False)


@pytest.fixture(scope="module")
def run(agency):
    return simulate(agency, PLANS[1], years=2, seed=5, clock="simpy")


def whole(service: pd.DataFrame) -> pd.DataFrame:
    """A role's rows over all offices and tenures."""
    return service[(service["office"] == "all") & (service["tenure"] == "all")].set_index("role")


# --- attrition ------------------------------------------------------------------------------------


def test_bands_of_tenure_add_up_to_the_role(run) -> None:
    service = run.service
    bands = service[service["tenure"] != "all"].groupby("role")[["duty_years", "separations"]].sum()
    total = whole(service)
    np.testing.assert_allclose(bands["duty_years"], total.loc[bands.index, "duty_years"])
    np.testing.assert_array_equal(bands["separations"], total.loc[bands.index, "separations"])
    assert set(service["tenure"]) == {"all", *TENURE_BANDS}


def test_offices_count_everybody_who_left_and_nearly_every_year(run) -> None:
    service = run.service
    offices = service[service["office"] != "all"].groupby("role").sum(numeric_only=True)
    total = whole(service).loc[offices.index]
    for name in ("separations", "transfers", "academy_failures", "trainees", "workers"):
        np.testing.assert_array_equal(offices[name], total[name])
    np.testing.assert_allclose(offices["duty_years"], total["duty_years"], rtol=0.02)


def test_leavers_are_those_of_the_month_table(run) -> None:
    total = whole(run.service)
    months = run.months.groupby("role", observed=True)[["leavers", "academy_failures"]].sum()
    np.testing.assert_array_equal(total["separations"], months.loc[total.index, "leavers"])
    failures = months.loc[total.index, "academy_failures"]
    np.testing.assert_array_equal(total["academy_failures"], failures)
    authorised = run.months.groupby("role", observed=True)["authorised"].sum()
    np.testing.assert_allclose(total["position_years"], authorised.loc[total.index] / 12)


def test_a_constant_rate_of_leaving_is_found_again() -> None:
    agency = smallest_agency(
        roles__worker__positions=200,
        roles__worker__case_hours=700,
        workforce__leaving=[{"rate_per_year": 0.3}],
        workforce__time_to_fill_days=30,
    )
    study = compare(agency, Plan("A"), years=3, replications=20, seed=11, progress=False)
    for by in ("role", "tenure"):
        rows = study.attrition(by=by)
        rows = rows[rows["denominator"] == "person-years on duty"]
        found = rows[rows["kind"] == "separation"]
        # Poisson events of exposure E a run: s/sqrt(n) = sqrt(rate / (20 E)), here at most .015,
        # so that a rate wrong by a quarter (hired for on duty, months for years) cannot pass.
        error = np.sqrt(0.3 / (20 * found["service"]))
        assert (error < 0.015).all()
        assert (abs(found["rate"] - 0.3) < 5.0 * error).all(), by
    per_position = study.attrition().query("denominator == 'authorised position-years'")
    # Known answer 14: filled share = E[stay] / (E[stay] + E[fill]), from full at the start.
    stay, fill = 12 / 0.3, 30 / 30.4375
    assert per_position["rate"].iloc[0] == pytest.approx(0.3 * stay / (stay + fill), rel=0.05)


def test_a_rate_weighs_runs_by_what_could_happen_in_them() -> None:
    found = ratio_interval([1, 0], [10, 90])
    assert found.mean == pytest.approx(0.01)  # not the mean of .1 and 0
    # Residuals 0.9 and -0.9 over a mean of 50: s = .02546, t(.975, 1) = 12.706, n = 2.
    assert found.high - found.mean == pytest.approx(12.7062 * 0.025456 / 2**0.5, rel=1e-4)
    assert np.isnan(ratio_interval([0, 0], [0, 0]).mean)


def test_every_rate_says_its_denominator_and_an_unknown_key_is_told(study) -> None:
    table = study.attrition()
    assert set(table["denominator"]) == {
        "person-years on duty",
        "authorised position-years",
        "people whose academy ended",
    }
    np.testing.assert_allclose(table["rate"], table["events"] / table["service"])
    with pytest.raises(InputError, match="Did you mean 'tenure'"):
        study.attrition(by="tenur")


def test_the_measure_of_attrition_is_the_rate_on_duty(study) -> None:
    total = whole(study.outcomes[0].service)
    kept = study.outcomes[0].measures
    for role, row in total.iterrows():
        assert kept["attrition", role] == pytest.approx(row["separations"] / row["duty_years"])
    everybody = total["separations"].sum() / total["duty_years"].sum()
    assert kept["attrition", "all"] == pytest.approx(everybody)


# --- the calendar of hires ------------------------------------------------------------------------


def test_the_calendar_holds_everybody_who_starts(run) -> None:
    cohorts = run.cohorts
    inside = cohorts[cohorts["month"] >= 0]
    hires = run.months.groupby("month")["hires"].sum()
    started = inside.groupby("month")["started"].sum().reindex(hires.index, fill_value=0.0)
    np.testing.assert_array_equal(started, hires)


def test_no_cohort_is_larger_than_the_seats(run, agency) -> None:
    seats = agency.workforce.academy.seats
    assert seats is not None
    assert run.cohorts.groupby("month")["started"].sum().max() == seats


def test_who_waits_for_a_seat_waits_whole_cohorts() -> None:
    agency = smallest_agency(workforce__academy={"months": 2.5, "seats": 3})
    plan = Plan("Eight", hires=Hires.once(8, kind="gross"))
    cohorts = simulate(agency, plan, years=1, clock="simpy").cohorts
    first = cohorts[cohorts["month"] <= 2].set_index("month")
    assert first["started"].tolist() == [3, 3, 2]
    assert first["cohorts_missed"].tolist() == [0, 3, 4]
    assert first["waiting"].tolist() == [5, 2, 0]
    assert first["duty_month"].tolist() == [2, 3, 4]


def test_full_load_comes_when_the_ramp_has_run_out(run) -> None:
    people = run.records.people
    steps = len(run.records.agency.workforce.ramp)
    ramp = run.records.snapshots["ramp"].reshape(run.records.months, -1)
    for row in run.cohorts.itertuples():
        if not 0 <= row.full_load_month < run.records.months or row.started == 0:
            continue
        chosen = (np.floor(people["hired"]) == row.month) & np.isnan(people["left"])
        chosen &= (people["transfers"] == 0) & ~np.isnan(people["on_duty"])
        month = int(row.full_load_month)
        for person in people[chosen]:
            assert ramp[month, person["position"]] == 1.0
            assert ramp[month - 1, person["position"]] < 1.0
    assert steps > 0


def test_a_month_in_which_a_run_hires_nobody_counts_as_nothing(study) -> None:
    table = study.hiring_calendar(by=())
    runs = study.cohorts().groupby(["plan", "replication"], observed=True)["started"].sum()
    total = table.groupby("plan", observed=True)["started"].sum()
    np.testing.assert_allclose(total, runs.groupby("plan", observed=True).mean())
    assert (table["started_low"] >= 0).all()


def test_a_run_in_which_nobody_starts_at_all_counts_as_nothing() -> None:
    seldom = smallest_agency(workforce__leaving=[{"rate_per_year": 0.4}])
    study = compare(
        seldom, PLANS[0], years=0.5, replications=4, seed=1, clock="simpy", progress=False
    )
    runs = study.cohorts()
    assert 0 < runs["replication"].nunique() < 4
    table = study.hiring_calendar()
    assert table["started"].sum() == runs["started"].sum() / 4
    assert (table["runs"] == 4).all()


@pytest.mark.usefixtures("without_charts")
def test_where_nobody_leaves_or_comes_the_calendar_is_empty_and_the_study_is_kept(tmp_path) -> None:
    steady = smallest_agency(workforce__leaving=[{"rate_per_year": 0.0}])
    study = compare(steady, PLANS[0], years=0.25, replications=2, clock="simpy", progress=False)
    assert study.hiring_calendar().empty
    study.save(tmp_path, everything=True)
    heading = (tmp_path / "hiring_calendar.csv").read_text("utf-8")
    assert heading.startswith("plan,month,date,role,started")
    assert heading.count("\n") == 1


# --- costs ----------------------------------------------------------------------------------------


def test_fiscal_years_add_up_to_the_measure_of_cost(study, agency) -> None:
    runs = cost_runs(study.months(), agency)
    cost = runs[runs["kind"].isin(["one_time", "ongoing"])]
    cost = cost.groupby(["plan", "replication"], observed=True)["gross"].sum()
    care = runs[runs["kind"] == "care"].groupby(["plan", "replication"], observed=True)["gross"]
    table = study.measures().set_index(["plan", "replication", "measure", "role"])["value"]
    for (plan, replication), value in cost.items():
        assert value == pytest.approx(table[plan, replication, "cost", "all"], rel=1e-12)
        kept = table[plan, replication, "cost_care", "all"]
        assert care.sum()[plan, replication] == pytest.approx(kept, rel=1e-12)


def test_staffing_is_one_time_and_ongoing_and_the_total_adds_care(study) -> None:
    table = study.costs().set_index(["plan", "fiscal_year", "line"])["gross"].unstack()
    parts = table.drop(columns=["staffing", "total", "care", "vacancy_savings"])
    assert set(ONE_TIME) <= set(parts.columns)
    np.testing.assert_allclose(parts.sum(axis=1), table["staffing"])
    np.testing.assert_allclose(table["staffing"] + table["care"], table["total"])


def test_a_fiscal_year_runs_from_july_and_says_how_many_months_it_holds(study) -> None:
    years = study.costs().drop_duplicates("fiscal_year").set_index("fiscal_year")
    assert years["months"].to_dict() == {"2023-24": 6, "2024-25": 12, "2025-26": 6}
    assert years["partial"].to_dict() == {"2023-24": True, "2024-25": False, "2025-26": True}


def test_a_fiscal_year_starts_when_the_agency_s_does(study, agency) -> None:
    costs = agency.costs.replace(fiscal_year_starts="September")
    texas = cost_runs(study.months(), agency.replace(costs=costs))
    covered = texas.drop_duplicates("fiscal_year").set_index("fiscal_year")["months"]
    assert covered.to_dict() == {"2023-24": 8, "2024-25": 12, "2025-26": 4}
    ours = cost_runs(study.months(), agency)
    assert texas["gross"].sum() == pytest.approx(ours["gross"].sum(), rel=1e-12)
    assert costs.fiscal_year_span == "September to August"


def test_net_is_what_state_and_federal_money_leave(study, agency) -> None:
    table = study.costs().set_index("line")
    for line, share in (("staffing", agency.costs.local_share), ("care", 0.5)):
        rows = table.loc[line]
        np.testing.assert_allclose(rows["net"], share * rows["gross"])
    assert agency.costs.local_share == pytest.approx(0.45)


def test_without_shares_net_is_unknown_and_gross_is_not(agency) -> None:
    costs = agency.costs.replace(state_share=None)
    entries = [entry for entry in agency.ledger.entries if entry.key != "costs.state_share"]
    other = agency.replace(costs=costs, ledger=entries)
    table = compare(other, PLANS[0], years=0.5, clock="simpy", progress=False).costs()
    table = table.set_index("line")
    assert table["net"].drop("care").isna().all()
    assert table["net"].notna()["care"]
    assert table["gross"].notna().all()
    assert (table["runs"] == 3).all()


def test_vacancy_savings_are_the_pay_of_unfilled_positions(study, agency) -> None:
    rows = study.positions().query("plan == 'As is'")
    held = rows["unfilled"].fillna(0.0)  # one role's items are given, with one of them held open
    months = study.months().query("plan == 'As is' and role != 'no_role'")
    unfilled = (months["vacant"] + months["recruiting"]).sum() / 3
    saved = study.costs().query("plan == 'As is' and line == 'vacancy_savings'")["gross"].sum()
    assert saved == pytest.approx(unfilled * agency.costs.worker_year / 12)
    assert held.sum() > 0


def test_what_a_plan_adds_is_paired_with_the_baseline(study) -> None:
    added = study.costs(against="As is")
    assert set(added["plan"]) == {"Nine"}
    whole_cost = study.costs().set_index(["plan", "fiscal_year", "line"])["gross"]
    for row in added.itertuples():
        gap = whole_cost["Nine", row.fiscal_year, row.line]
        gap -= whole_cost["As is", row.fiscal_year, row.line]
        assert row.gross == pytest.approx(gap, abs=1e-6)
    with pytest.raises(InputError, match="Did you mean 'As is'"):
        study.costs(against="As it is")


def test_shares_of_a_cost_make_no_more_than_the_whole() -> None:
    with pytest.raises(InputError, match="must not exceed 1 together"):
        smallest_agency(costs={"federal_share": 0.6, "state_share": 0.5})


# --- offices --------------------------------------------------------------------------------------


def office_rows(levels):
    """Runs of three offices, levels[replication][office]."""
    rows = [
        ("A", run, office, "caseload", level, 1.0)
        for run, of_run in enumerate(levels)
        for office, level in zip("xyz", of_run, strict=True)
    ]
    frame = pd.DataFrame(
        rows, columns=["plan", "replication", "office", "measure", "above", "below"]
    )
    frame["plan"] = pd.Categorical(frame["plan"], ["A"], ordered=True)
    return frame


def test_the_worst_office_is_the_worst_on_average_not_in_each_run() -> None:
    (row,) = equity_table(office_rows([[9, 5, 5], [4, 5, 5], [5, 9, 3]])).to_dict("records")
    # Means 6, 6.33, 4.33; the mean of the runs' worst would be 7.67.
    assert row["worst_office"] == "y"
    assert row["worst"] == pytest.approx(19 / 3)
    assert row["median"] == pytest.approx(6)
    assert row["gap"] == pytest.approx(1 / 3)
    assert row["worst_in_share"] == pytest.approx(2 / 3)


def test_the_interval_of_a_gap_is_that_of_paired_differences_where_those_would_do() -> None:
    # The worst and the median office never change places, so the jackknife is the t-interval.
    (row,) = equity_table(office_rows([[9, 5, 1], [11, 6, 1], [10, 4, 1]])).to_dict("records")
    assert row["gap"] == pytest.approx(5)
    half = 4.302653 * np.std([4, 5, 6], ddof=1) / 3**0.5
    assert (row["gap_low"], row["gap_high"]) == pytest.approx((5 - half, 5 + half))


def test_offices_are_weighed_as_the_month_table_counts_them(study) -> None:
    table = study.offices(role="continuing_services").query("plan == 'Nine'")
    months = study.months().query("plan == 'Nine' and role == 'continuing_services'")
    sums = months.groupby("office", observed=True).sum(numeric_only=True)
    found = table.set_index(["measure", "office"])["mean"]
    for office, row in sums.iterrows():
        unseen = 1000 * row["unseen"] / row["eligible"]
        assert found["unseen_per_1000", office] == pytest.approx(unseen)
        caseload = row["children_carried"] / row["carrying"]
        assert found["caseload", office] == pytest.approx(caseload)


# --- the null model -------------------------------------------------------------------------------


def test_the_null_model_stands_beside_every_headline(study, agency) -> None:
    table = study.beside_null(clock="simpy", progress=False)
    headlines = study.headlines(study.differences())
    np.testing.assert_array_equal(table["difference"], headlines["difference"])
    null = compare(
        agency, PLANS, years=2, replications=3, seed=5, null=True, clock="simpy", progress=False
    )
    fresh = null.headlines(null.differences())
    np.testing.assert_array_equal(table["null_difference"], fresh["difference"])
    assert table.attrs["null_fingerprint"] == null.fingerprint


def test_where_caseloads_change_nothing_the_null_model_is_the_model(agency) -> None:
    null = agency.null()
    study = compare(null, PLANS, years=0.5, clock="simpy", progress=False)
    table = study.beside_null(clock="simpy", progress=False)
    np.testing.assert_array_equal(table["difference"], table["null_difference"])
