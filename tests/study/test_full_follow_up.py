"""Children followed all the way: shares of children anybody can count, and one figure of them."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import staffing_sim as ss
from staffing_sim.charts.style import own_figure
from staffing_sim.errors import InputError
from staffing_sim.intervals import mean_interval
from staffing_sim.permanence.landmarks import FOLLOWED_COLUMNS, followed_table

PLANS = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
YEARS = 2.75


@pytest.fixture(scope="module")
def study():
    office = ss.load_agency("small-office")
    return ss.compare(office, PLANS, years=YEARS, replications=3, seed=7, progress=False)


@pytest.fixture(scope="module")
def run():
    """The baseline's first replication, whole."""
    return ss.simulate(ss.load_agency("small-office"), PLANS[0], years=YEARS, seed=7)


@pytest.fixture(scope="module")
def stays(run):
    """Each child's first stay that began in the first nine months, counted by hand."""
    frame = run.episodes
    first = frame[frame["entered"] > 0.0].sort_values("entered").groupby("child").head(1)
    return first[first["entered"] <= 12 * YEARS - 24]


def test_incidence_is_a_plain_share_of_the_children(run, stays) -> None:
    table = followed_table(run)
    home = run.records.agency.permanence_causes
    length = stays["left"] - stays["entered"]
    for exit_to, causes in (("permanence", home), ("adopted", ["adopted"])):
        rows = table[(table["statistic"] == "incidence") & (table["exit"] == exit_to)]
        left = stays["cause"].isin(causes)
        counted = [(left & (length <= month)).mean() for month in range(25)]
        np.testing.assert_allclose(rows["value"], counted, atol=1e-12)
        assert set(rows["children"]) == {len(stays)}


def test_the_restricted_mean_is_a_plain_mean_of_capped_times(run, stays) -> None:
    home = stays["cause"].isin(run.records.agency.permanence_causes)
    waited = (stays["left"] - stays["entered"]).where(home, 24.0).clip(upper=24.0)
    found = followed_table(run).set_index("statistic").loc["restricted_mean"]
    assert found["value"] == pytest.approx(waited.mean())
    assert list(followed_table(run)) == list(FOLLOWED_COLUMNS)


def test_exits_add_up_to_permanence(study) -> None:
    rows = study.followed().query("statistic == 'incidence' and plan == 'Six'")
    values = rows.pivot(index="month", columns="exit", values="value")
    parts = values[list(study.agency.permanence_causes)].sum(axis=1)
    np.testing.assert_allclose(parts, values["permanence"])


def test_a_difference_is_paired_world_by_world(study) -> None:
    table = study.followed().set_index(["plan", "statistic"])
    runs = pd.DataFrame(
        [
            outcome.followed.set_index("statistic").loc["restricted_mean", "value"]
            for outcome in study.outcomes
        ]
    ).to_numpy()
    gaps = runs.reshape(3, 2) @ [-1.0, 1.0]
    row = table.loc[("Six", "restricted_mean")]
    assert row["difference"] == pytest.approx(gaps.mean())
    assert row["family_low"] == pytest.approx(mean_interval(gaps).low)  # two plans are no family
    assert np.isnan(table.loc[("As is", "restricted_mean"), "difference"])
    turned = study.followed(against="Six").set_index(["plan", "statistic"])
    assert turned.loc[("As is", "restricted_mean"), "difference"] == pytest.approx(-gaps.mean())


def test_a_study_too_short_to_follow_anybody_claims_nothing() -> None:
    office = ss.load_agency("small-office")
    short = ss.compare(office, PLANS, years=2, replications=1, progress=False)
    assert short.followed().empty
    with pytest.raises(InputError, match="follows nobody for 24 months"):
        short.plot("time_to_permanence")


def test_the_figure_shows_exits_the_restricted_mean_and_what_stands_beside_a_gain(study) -> None:
    figure = own_figure(study.plot("time_to_permanence"))
    titles = [ax.get_title(loc="left").replace("\n", " ") for ax in figure.axes]
    assert "Any permanent home" in titles
    assert "Months without a home, of the first 24" in titles
    assert any(title.startswith("Turned 18 without a home, less") for title in titles)
    assert any(title.startswith("Back in care within a year, less") for title in titles)
    assert "Jan 2024 to Sep 2024" in figure.get_suptitle()
    curve = figure.axes[0].lines[1].get_ydata()
    rows = study.followed().query("statistic == 'incidence' and exit == 'permanence'")
    np.testing.assert_allclose(curve, rows[rows["plan"] == "Six"]["value"])
    plt.close(figure)


def test_one_exit_alone_can_be_drawn_on_axes_of_ones_own(study) -> None:
    figure, ax = plt.subplots()
    assert study.plot("time_to_permanence", exit_to="reunified", ax=ax) is ax
    assert len(ax.lines) == 2
    plt.close(figure)


def test_one_plan_alone_has_no_differences_to_show() -> None:
    office = ss.load_agency("small-office")
    alone = ss.compare(office, PLANS[0], years=2.5, replications=2, progress=False)
    figure = own_figure(alone.plot("time_to_permanence"))
    assert not any("less" in ax.get_title(loc="left") for ax in figure.axes)
    plt.close(figure)
