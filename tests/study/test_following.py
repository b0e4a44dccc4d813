"""Permanence and indicators of a study: means over replications, paired differences."""

import numpy as np
import pandas as pd
import pytest

import staffing_sim as ss
from staffing_sim.errors import InputError
from staffing_sim.permanence import indicators, landmark_table, latest_known
from staffing_sim.study.tables.children import GROUPINGS


@pytest.fixture(scope="module")
def study():
    plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    office = ss.load_agency("small-office")
    return ss.compare(office, plans, years=1.75, replications=2, seed=7, progress=False)


@pytest.fixture(scope="module")
def run():
    """The baseline's first replication, whole."""
    return ss.simulate(ss.load_agency("small-office"), ss.Plan("As is"), years=1.75, seed=7)


def test_each_run_keeps_its_own_indicators_and_landmarks(study, run) -> None:
    kept = study.outcomes[0]
    pd.testing.assert_frame_equal(kept.indicators, indicators(run))
    pd.testing.assert_frame_equal(kept.landmarks, landmark_table(run))


def test_an_indicator_is_the_mean_of_the_runs_and_its_difference_is_paired(study) -> None:
    table = study.indicators().set_index(["indicator", "period", "plan"])
    shares = [
        outcome.indicators.set_index(["indicator", "period"]).loc[
            ("visits_child_months", "FFY 2025"), "share"
        ]
        for outcome in study.outcomes
    ]
    as_is, six = np.array(shares).reshape(2, 2).T
    row = table.loc[("visits_child_months", "FFY 2025", "Six")]
    assert row["share"] == pytest.approx(six.mean())
    assert row["difference"] == pytest.approx((six - as_is).mean())
    assert row["runs"] == 2
    base = table.loc[("visits_child_months", "FFY 2025", "As is")]
    assert np.isnan(base["difference"])


def test_differences_can_be_taken_from_another_plan(study) -> None:
    ours = study.indicators().query("plan == 'Six'")["difference"].to_numpy()
    turned = study.indicators(against="Six").query("plan == 'As is'")["difference"].to_numpy()
    np.testing.assert_allclose(ours, -turned)
    ours = study.permanence().query("plan == 'Six'")["difference"].to_numpy()
    turned = study.permanence(against="Six").query("plan == 'As is'")["difference"].to_numpy()
    np.testing.assert_allclose(ours, -turned)


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_grouping_has_a_re_entry_beside_each_permanence(study, by) -> None:
    table = study.permanence(by=by)
    for group in table["group"].unique():
        of_group = table[table["group"] == group]
        assert {"incidence", "reentry", "restricted_mean"} <= set(of_group["statistic"])


def test_offices_and_ages_hold_every_child_once(study) -> None:
    at_twelve = "statistic == 'incidence' and exit == 'permanence' and month == 12"
    whole = study.permanence().query(at_twelve).set_index("plan")["children"]
    for by in ("office", "age_group", "entry_year"):
        parts = study.permanence(by=by).query(at_twelve)
        sums = parts.groupby("plan", observed=True)["children"].sum()
        np.testing.assert_allclose(sums.to_numpy(), whole.loc[sums.index].to_numpy())


def test_exits_add_up_to_permanence(study) -> None:
    table = study.permanence().query("statistic == 'incidence' and month == 12 and plan == 'Six'")
    value = table.set_index("exit")["value"]
    permanent = study.agency.permanence_causes
    assert value[list(permanent)].sum() == pytest.approx(value["permanence"])


def test_an_unknown_grouping_suggests_the_nearest(study) -> None:
    with pytest.raises(InputError, match="office"):
        study.permanence(by="offices")
    with pytest.raises(InputError, match="Six"):
        study.indicators(against="Sixx")


def test_the_latest_known_period_is_the_last_that_was_followed(study) -> None:
    latest = latest_known(study.indicators()).set_index("indicator")["period"]
    assert set(latest["response_ten_day"]) == {"2025 Q2"}  # referrals of the third end later
    assert set(latest["permanence_24_on"]) == {"FFY 2025"}
    assert "permanence_of_entries" not in latest.index
