"""Survival with censoring and competing causes, against hand-worked and brute-force answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from staffing_sim.permanence import (
    CENSORED,
    aalen_johansen,
    entry_cohort,
    exit_cohort,
    kaplan_meier,
    landmark_table,
    point_in_time,
    reentries,
)
from staffing_sim.records import Run
from tests.records.records_builder import NAN, Scene

STAYS = st.lists(
    st.tuples(st.integers(1, 8), st.integers(-1, 2), st.integers(0, 4)), min_size=1, max_size=25
)


def brute_force(rows, n_causes):
    """Aalen-Johansen straight from its definition, stay by stay; rows (duration, cause, entry)."""
    survival, incidence, curve = 1.0, [0.0] * n_causes, {}
    for time in range(9):
        at_risk = [row for row in rows if row[2] < time <= row[0]]
        ended = [row for row in at_risk if row[0] == time and row[1] != CENSORED]
        for cause in range(n_causes):
            share = sum(row[1] == cause for row in ended) / len(at_risk) if ended else 0.0
            incidence[cause] += survival * share
        if ended:
            survival *= 1 - len(ended) / len(at_risk)
        curve[time] = (survival, *incidence)
    return curve


@given(STAYS)
@settings(max_examples=300, deadline=None)
def test_incidence_with_ties_and_delayed_entry_is_the_definitions(rows) -> None:
    rows = [row for row in rows if row[2] < row[0]] or [(1, 0, 0)]
    lengths, causes, entries = (np.array(column) for column in zip(*rows, strict=True))
    found = aalen_johansen(lengths, causes, n_causes=3, entries=entries)
    for time, (survival, *incidence) in brute_force(rows, 3).items():
        if time > found.watched:
            continue
        for cause in range(3):
            assert found.at(time, causes=[cause]) == pytest.approx(incidence[cause])
        assert 1 - found.at(time, causes=[0, 1, 2]) == pytest.approx(survival)


@given(STAYS)
@settings(max_examples=100, deadline=None)
def test_kaplan_meier_is_scipys(rows) -> None:
    lengths = np.array([row[0] for row in rows], dtype=float)
    ended = np.array([row[1] != CENSORED for row in rows])
    if not ended.any():
        return
    scipys = stats.ecdf(stats.CensoredData.right_censored(lengths, ~ended)).sf
    ours = kaplan_meier(lengths, ended)
    expected = scipys.evaluate(ours.times)
    np.testing.assert_allclose(ours.survival, expected, atol=1e-12)


def test_an_example_by_hand() -> None:
    # At risk 5 at 2 months (2 end: home, adopted), 3 at 4 (1 home), 1 at 9 (adopted); 1 lost at 6.
    found = aalen_johansen([2, 2, 4, 6, 9], [0, 1, 0, CENSORED, 1], n_causes=2)
    assert found.times.tolist() == [2, 4, 9]
    np.testing.assert_allclose(found.survival, [3 / 5, 2 / 5, 0])
    np.testing.assert_allclose(found.incidence, [[1 / 5, 2 / 5, 2 / 5], [1 / 5, 1 / 5, 3 / 5]])
    # Area above the curve of "home" up to 6: 2 months at 1, 2 at 4/5, 2 at 3/5.
    assert found.restricted_mean(6, causes=[0]) == pytest.approx(2 + 2 * 0.8 + 2 * 0.6)


def test_without_censoring_the_restricted_mean_is_the_mean_of_capped_waits() -> None:
    generator = np.random.default_rng(4)
    lengths = generator.exponential(10, 500)
    home = generator.random(500) < 0.7
    found = aalen_johansen(lengths, np.where(home, 0, 1), n_causes=2)
    waits = np.where(home, np.minimum(lengths, 24), 24)
    assert found.restricted_mean(24, causes=[0]) == pytest.approx(waits.mean())
    assert found.at(12, causes=[0]) == pytest.approx(np.mean(home & (lengths <= 12)))


def test_constant_intensities_give_the_closed_form_within_chance() -> None:
    # CIF_k(t) = alpha_k / alpha (1 - exp(-alpha t)); censoring at a uniform time loses nothing.
    # The standard error is at most .005: an error of .035 would be seen with power .999.
    generator = np.random.default_rng(11)
    alpha = np.array([0.06, 0.02])
    lengths = generator.exponential(1 / alpha.sum(), 20_000)
    causes = (generator.random(20_000) < alpha[1] / alpha.sum()).astype(int)
    censored_at = generator.uniform(0, 36, 20_000)
    seen = np.where(lengths <= censored_at, causes, CENSORED)
    found = aalen_johansen(np.minimum(lengths, censored_at), seen, n_causes=2)
    for time in (6, 12, 24):
        exact = alpha / alpha.sum() * (1 - np.exp(-alpha.sum() * time))
        for cause in (0, 1):
            assert found.at(time, causes=[cause]) == pytest.approx(exact[cause], abs=0.02)


def test_beyond_what_was_watched_nothing_is_claimed() -> None:
    found = aalen_johansen([2, 5], [0, CENSORED], n_causes=1)
    assert found.at(5, causes=[0]) == 0.5
    assert np.isnan(found.at(5.1, causes=[0]))
    assert np.isnan(found.restricted_mean(6, causes=[0]))
    nobody = aalen_johansen([], [], n_causes=1)
    assert np.isnan(nobody.at(1, causes=[0]))


def test_finishing_old_cases_lowers_the_restricted_mean_though_the_mean_of_finished_rises() -> None:
    # The trap: a plan that brings long-waiting children home raises the mean of finished stays.
    before = ([3, 3, 24, 24], [0, 0, CENSORED, CENSORED])
    after = ([3, 3, 20, 20], [0, 0, 0, 0])
    finished = [
        np.mean([d for d, c in zip(*plan, strict=True) if c == 0]) for plan in (before, after)
    ]
    means = [
        aalen_johansen(*plan, n_causes=1).restricted_mean(24, causes=[0])
        for plan in (before, after)
    ]
    assert finished[0] < finished[1]
    assert means[0] > means[1]


@pytest.fixture
def run():
    scene = Scene(months=30)
    scene.family(-20.0, -19.0)
    # Home on day 0; enters at 2, home at 8, back at 9 and still there.
    scene.child(
        ("in_home", -3.0, 2.0, "removed_later"),
        ("reunification", 2.0, 8.0, "reunified"),
        ("in_home", 8.0, 9.0, "removed_later"),
        ("reunification", 9.0, NAN, None),
        birth=-60.0,
    )
    # In care on day 0: outside the cohort, but its exit counts for re-entry until it turns 18.
    scene.child(
        ("reunification", -2.0, 5.0, "guardianship"),
        ("guardian_home", 5.0, NAN, None),
        in_care_since=-14.0,
        birth=-204.0,
    )
    # Enters at 10 and ages out at 16.
    scene.child(
        ("reunification", 10.0, 16.0, "aged_out"), ("extended", 16.0, NAN, None), birth=-200.0
    )
    # Enters at 20, leaves after 3 days.
    scene.child(
        ("reunification", 20.0, 20.1, "reunified"),
        ("in_home", 20.1, 21.0, "services_ended"),
        birth=-10.0,
    )
    return Run(scene.records())


def test_the_entry_cohort_is_first_entries_after_day_0_followed_to_the_horizon(run) -> None:
    stays = entry_cohort(run)
    causes = run.records.agency.causes
    assert stays.started.tolist() == [2.0, 10.0, 20.0]
    np.testing.assert_allclose(stays.durations, [6.0, 6.0, 0.1])
    assert [causes[cause] for cause in stays.causes] == ["reunified", "aged_out", "reunified"]


def test_the_cohort_can_be_cut_as_federal_indicators_cut_it(run) -> None:
    assert entry_cohort(run, shortest_days=8).started.tolist() == [2.0, 10.0]
    assert entry_cohort(run, first_only=False).started.tolist() == [2.0, 9.0, 10.0, 20.0]
    assert entry_cohort(run, after=2.0, until=10.0).started.tolist() == [9.0, 10.0]
    still_there = entry_cohort(run, first_only=False).causes[1]
    assert still_there == CENSORED


def test_reentries_follow_exits_to_permanence(run) -> None:
    stays = reentries(run)
    assert stays.started.tolist() == [8.0, 5.0, 20.1]
    # Back after 1 month; 18 at month 12; the horizon.
    np.testing.assert_allclose(stays.durations, [1.0, 7.0, 9.9])
    assert stays.causes.tolist() == [0, 1, CENSORED]


def test_reentries_can_follow_some_exits_only(run) -> None:
    assert reentries(run, causes=["guardianship"]).started.tolist() == [5.0]


def test_a_point_in_time_finds_who_is_there_and_how_long_they_had_been(run) -> None:
    stays = point_in_time(run, at=3.0)
    np.testing.assert_allclose(stays.entries, [1.0, 17.0])
    np.testing.assert_allclose(stays.durations, [6.0, 19.0])
    assert point_in_time(run, at=3.0, at_least=12, less_than=24).started.tolist() == [-14.0]
    assert point_in_time(run, at=8.0).started.tolist() == []  # gone home on that day
    assert point_in_time(run, at=31.0).started.tolist() == []  # after the horizon nothing is known


def test_a_point_in_time_puts_nobody_at_risk_before_they_were_seen(run) -> None:
    found = point_in_time(run, at=3.0).incidence()
    assert found.times.tolist() == [6.0, 19.0]
    assert found.at_risk.tolist() == [1.0, 1.0]


def test_an_exit_cohort_holds_whole_stays_of_those_who_left(run) -> None:
    stays = exit_cohort(run)
    np.testing.assert_allclose(stays.durations, [6.0, 19.0, 6.0, 0.1])
    assert exit_cohort(run, after=5.0, until=8.0).started.tolist() == [2.0]


def test_the_three_samples_of_one_agency_show_three_lengths_of_stay() -> None:
    # Stays of 2 and of 10 months, one of each begun every month for ever. Those who enter stay 6
    # months on average; those there on a day E[T^2]/E[T] = 104/12; those who leave 6 again, but
    # not once the long ones come home sooner: then leaving "takes longer".
    scene = Scene(months=40)
    scene.family(-30.0, -29.0)
    for month in range(-12, 40):
        for length in (2.0, 10.0):
            start = month + 0.5
            left = start + length
            over = (left, "reunified") if left <= 40 else (NAN, None)
            scene.child(("reunification", start, *over), birth=-50.0, in_care_since=NAN)
    run = Run(scene.records())
    assert entry_cohort(run, until=20.0).durations.mean() == 6.0
    assert point_in_time(run, at=20.0).durations.mean() == pytest.approx(104 / 12)
    assert exit_cohort(run, after=20.0, until=30.0).durations.mean() == 6.0


def test_landmarks_of_groups_are_those_of_their_stays(run) -> None:
    table = landmark_table(run).set_index(["by", "group", "statistic", "exit", "month"])
    whole = entry_cohort(run).incidence()
    home = run.records.agency.causes.index("reunified")
    row = table.loc[("all", "all", "incidence", "reunified", 6)]
    assert row["value"] == whole.at(6, causes=[home])
    assert row["children"] == 3
    ages = table.loc["age_group"].xs(("incidence", "permanence", 6), level=(1, 2, 3))
    assert ages["children"].to_dict() == {"under 1": 0, "1 to 5": 2, "6 to 12": 0, "13 to 17": 1}
    years = table.loc["entry_year"].xs(("reentry", "permanence", 12), level=(1, 2, 3))
    assert years["children"].tolist() == [2, 1, 0]
    assert years.index[0] == "Dec 2013 to Nov 2014"


def test_landmarks_beyond_the_horizon_are_not_claimed(run) -> None:
    short = Scene(months=9)
    short.family(-20.0, -19.0)
    short.child(("reunification", 1.0, 2.0, "reunified"), ("in_home", 2.0, NAN, None), birth=-9.0)
    table = landmark_table(Run(short.records())).query("by == 'all' and exit == 'permanence'")
    known = table.set_index(["statistic", "month"])["value"].dropna()
    assert known.to_dict() == {("incidence", 6): 1.0}
