"""Comparing plans: the same worlds, honest intervals, words, files."""

import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from staffing_sim import compare, simulate
from staffing_sim.agency import Agency
from staffing_sim.charts.registry import EXHIBITS
from staffing_sim.errors import InputError, InterruptedStudy
from staffing_sim.measures import ALL, MEASURES, evaluate
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.study import Study
from staffing_sim.study.figures import HEADLINES
from staffing_sim.study.run import Outcome, Setting, outcome_of
from staffing_sim.study.text import text_card
from staffing_sim.study.verdicts import finding
from tests.records.records_builder import Scene, tiny_agency

PLANS = (Plan("As is"), Plan("As is again"), Plan("Ten", hires=Hires.once(10, kind="net")))


@pytest.fixture(scope="module")
def agency():
    return load_agency("small-office")


@pytest.fixture(scope="module")
def study(agency):
    return compare(agency, PLANS, years=2, replications=3, seed=8, clock="simpy", progress=False)


def made(values, plans=("A", "B"), measure="unseen_children"):
    """A study whose measures were written down: values[plan][replication]."""
    blank = outcome_of(Run(Scene(months=1).records()), replication=0)
    zeros = dict.fromkeys(blank.measures, 0.0)
    outcomes = [
        replace(blank, plan=plan, replication=row, measures=zeros | {(measure, ALL): value})
        for row, column in enumerate(zip(*values, strict=True))
        for plan, value in zip(plans, column, strict=True)
    ]
    return Study(
        agency=tiny_agency(),
        plans=tuple(Plan(plan) for plan in plans),
        outcomes=tuple(outcomes),
        horizon=1,
        seed=1,
        wanted=len(values[0]),
    )


def row_of(frame, measure="unseen_children", role=ALL, **keys):
    chosen = frame[(frame["measure"] == measure) & (frame["role"] == role)]
    for key, value in keys.items():
        chosen = chosen[chosen[key] == value]
    (row,) = chosen.to_dict("records")
    return row


# --- numbers --------------------------------------------------------------------------------------


def test_differences_are_paired_so_the_worlds_cancel_out() -> None:
    study = made([[100, 200, 300], [90, 189, 291]])
    row = row_of(study.differences())
    # Differences -10, -11, -9: mean -10, s 1, t(.975, 2) = 4.3027.
    assert row["difference"] == -10
    assert (row["low"], row["high"]) == pytest.approx((-10 - 2.4842, -10 + 2.4842), abs=1e-3)
    assert row["chance_better"] == 1
    assert (row["chance_low"], row["chance_high"]) == pytest.approx(
        (0.4385, 1.0), abs=1e-4
    )  # 3 of 3
    summary = row_of(study.summary(), plan="A")
    assert (summary["mean"], summary["p10"], summary["p90"]) == (200, 120, 280)
    assert summary["low"] == 0.0  # 200 - 4.3027 * 57.7 is below what can be
    assert summary["high"] == pytest.approx(200 + 4.3027 * 100 / 3**0.5, abs=0.1)


def test_another_baseline_turns_the_difference_round() -> None:
    study = made([[1, 2], [4, 4]])
    ours, theirs = row_of(study.differences()), row_of(study.differences("B"))
    assert (ours["difference"], ours["low"]) == (-theirs["difference"], -theirs["high"])
    assert ours["chance_better"] == 1 - theirs["chance_better"]


def test_an_undefined_measure_stays_undefined() -> None:
    study = made([[np.nan, 1.0], [2.0, 2.0]])
    row = row_of(study.differences())
    assert (row["difference"], row["runs"]) == (1.0, 1)
    assert np.isnan(row["low"])
    nowhere = row_of(made([[np.nan, 1.0], [2.0, np.nan]]).differences())
    assert nowhere["runs"] == 0
    assert np.isnan([nowhere[f"chance_{end}"] for end in ("better", "low", "high")]).all()


def test_one_replication_has_neither_interval_nor_spread() -> None:
    study = made([[3.0], [4.0]])
    undefined = [row_of(study.summary(), plan="A")[key] for key in ("low", "high", "p10", "p90")]
    assert np.isnan(undefined).all()
    assert "only replication" in study.verdicts()[0]
    assert "no intervals" in text_card(study)


# --- runs -----------------------------------------------------------------------------------------


def test_a_plan_against_itself_differs_by_exactly_nothing(study) -> None:
    table = study.differences()
    same = table[table["plan"] == "As is again"]
    defined = same[same["runs"] > 0]
    assert len(defined) > 20
    assert (defined[["difference", "low", "high"]] == 0).all(axis=None)
    assert set(defined["chance_better"].dropna()) == {0.5}
    words = [line for line in study.verdicts() if line.startswith("As is again")]
    assert all("exactly the same" in line or "undefined" in line for line in words)


def test_more_staff_lower_the_caseload(study) -> None:
    row = row_of(study.differences(), measure="caseload", role="continuing_services", plan="Ten")
    assert row["high"] < 0
    assert row["chance_better"] == 1


def test_simulate_is_the_first_replication_of_compare(agency, study) -> None:
    run = simulate(agency, PLANS[2], years=2, seed=8, clock="simpy")
    table = study.measures()
    first = table[(table["plan"] == "Ten") & (table["replication"] == 0)]
    kept = {(row.measure, row.role): row.value for row in first.itertuples()}
    fresh = evaluate(run)
    assert kept.keys() == fresh.keys()
    np.testing.assert_array_equal([kept[key] for key in fresh], list(fresh.values()))
    months = study.months()
    ours = months[(months["plan"] == "Ten") & (months["replication"] == 0)]
    pd.testing.assert_frame_equal(
        ours.drop(columns=["plan", "replication"]).reset_index(drop=True),
        run.months,
        check_flags=False,
    )


def test_replications_differ_and_do_not_depend_on_how_many_there_are(agency, study) -> None:
    shorter = compare(agency, PLANS[:1], years=2, replications=2, seed=8, clock="simpy")
    table, whole = shorter.measures(), study.measures()
    start = whole[(whole["plan"] == "As is") & (whole["replication"] < 2)]
    np.testing.assert_array_equal(
        table.sort_values(["replication", "measure", "role"])["value"],
        start.sort_values(["replication", "measure", "role"])["value"],
    )
    assert table[table["measure"] == "cost"]["value"].nunique() == 2


def test_the_tables_have_the_documented_columns_and_ordered_plans(study) -> None:
    expected = ["plan", "measure", "role", "unit", "mean", "low", "high", "p10", "p90", "runs"]
    assert list(study.summary()) == expected
    expected = ["plan", "baseline", "measure", "role", "unit", "difference", "low", "high"]
    expected += ["family_low", "family_high", "p_adjusted"]
    expected += ["chance_better", "chance_low", "chance_high", "variance_reduction"]
    assert list(study.differences()) == [*expected, "relevant", "runs"]
    for frame in (study.summary(), study.differences(), study.months(), study.caseloads()):
        assert list(frame["plan"].cat.categories) == ["As is", "As is again", "Ten"]
        assert frame.attrs["fingerprint"] == study.fingerprint


def test_money_is_in_the_agencys_currency(study, agency) -> None:
    assert row_of(study.summary(), measure="cost", plan="Ten")["unit"] == agency.costs.currency


def test_null_runs_the_world_in_which_caseloads_change_nothing(agency) -> None:
    study = compare(agency, PLANS[0], years=0.5, replications=1, null=True, clock="simpy")
    assert study.agency == agency.null()
    assert study.agency.workforce.burnout == 0
    assert simulate(agency, PLANS[0], years=0.5, null=True).records.agency == agency.null()


def test_progress_is_told_run_by_run(agency) -> None:
    told = []
    compare(agency, PLANS[:2], years=1 / 12, replications=2, clock="simpy",
            progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(done, 4) for done in range(5)]


def interrupted_at(run_number, monkeypatch) -> None:
    numbers = iter(range(100))
    original = Setting.outcome

    def outcome(*args, **kwargs):
        if next(numbers) == run_number:
            raise KeyboardInterrupt
        return original(*args, **kwargs)

    monkeypatch.setattr(Setting, "outcome", outcome)


def test_an_interrupt_keeps_what_every_plan_has_finished(agency, monkeypatch) -> None:
    interrupted_at(3, monkeypatch)  # the second plan of the second world
    study = compare(agency, PLANS[:2], years=1 / 12, replications=3, clock="simpy")
    assert (study.replications, study.wanted, study.interrupted) == (1, 3, True)
    assert "interrupted; 3 requested" in repr(study)


def test_an_interrupt_before_anything_is_finished_says_so(agency, monkeypatch) -> None:
    interrupted_at(1, monkeypatch)
    with pytest.raises(InterruptedStudy, match="0 of 3"):
        compare(agency, PLANS[:2], years=1 / 12, replications=3, clock="simpy")


def test_every_fault_of_the_arguments_is_told_at_once(agency) -> None:
    wrong = Plan("Wrong", hires=Hires.once(3, kind="net", role="adoptoin"))
    with pytest.raises(InputError) as caught:
        compare(agency, [wrong, wrong], years=0.51, replications=0, seed=-1)
    told = str(caught.value)
    for part in (
        "plans.Wrong: appears more than once",
        "adoptoin",
        "years",
        "replications",
        "seed",
    ):
        assert part in told
    with pytest.raises(InputError, match="plans: is empty"):
        compare(agency, [])


def test_an_unknown_baseline_suggests_the_nearest(study) -> None:
    with pytest.raises(InputError, match="Did you mean 'Ten'"):
        study.differences("Tenn")


# --- words ----------------------------------------------------------------------------------------

ROW = {"measure": "unseen_children", "role": ALL, "unit": "children a month", "runs": 9}


@pytest.mark.parametrize(
    ("difference", "low", "high", "words"),
    [
        (-50.0, -60.0, -40.0, "lower (better) by 50"),
        (50.0, 40.0, 60.0, "higher (worse) by 50"),
        (5.0, -1.0, 11.0, "no clear difference"),
        (0.0, 0.0, 0.0, "exactly the same"),
    ],
)
def test_verdicts_tell_chance_from_difference(difference, low, high, words) -> None:
    row = ROW | {"difference": difference, "low": low, "high": high, "chance_better": 0.9}
    assert words in finding(row)


def test_a_sure_but_tiny_difference_is_called_too_little_to_matter() -> None:
    row = {"measure": "caseload", "role": "adoption", "unit": "children per worker", "runs": 9}
    row |= {"difference": -0.2, "low": -0.3, "high": -0.1, "chance_better": 1.0, "relevant": 1.0}
    assert "less than the 1.00 that would matter" in finding(row)


def test_where_neither_direction_is_better_nothing_is_called_better() -> None:
    row = {"measure": "hires", "role": ALL, "unit": "people", "runs": 9}
    row |= {"difference": 20.0, "low": 18.0, "high": 22.0, "chance_better": np.nan}
    assert "better" not in finding(row)
    assert "worse" not in finding(row)


def test_the_card_says_what_it_rests_on_and_what_it_cannot_show(study) -> None:
    for card in (repr(study), study._repr_html_()):
        assert study.fingerprint in card
        assert "assumption" in card
        assert "cannot show" in card
        assert "3 replications of 24 months" in card
    assert set(HEADLINES) <= set(MEASURES)


def test_a_single_plan_is_a_study_too() -> None:
    study = made([[1.0, 2.0]], plans=("Only",))
    assert study.differences().empty
    assert study.verdicts() == ()
    assert "1 plan" in repr(study)


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_study_saves_the_same_bytes(agency, tmp_path, monkeypatch) -> None:
    """Three of the charts, and two of the tables."""
    charts = ("unseen_children", "staff", "cap")
    few = {name: EXHIBITS[name] for name in ("summary", *charts)}
    monkeypatch.setattr("staffing_sim.charts.registry.EXHIBITS", few)
    folders = (tmp_path / "first", tmp_path / "second")
    for folder in folders:
        plans = (PLANS[0], PLANS[2])
        study = compare(agency, plans, years=1, replications=2, seed=3, clock="simpy")
        study.save(folder, everything=True)
    names = sorted(path.name for path in folders[0].iterdir())
    for name in ("summary.csv", "cap.csv", "study.json", "unseen_children.png"):
        assert name in names
    assert {name.split(".")[0] for name in names if name.endswith(".svg")} == set(charts)
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


@pytest.mark.usefixtures("without_charts")
def test_the_saved_file_holds_everything_to_rerun(study, agency, tmp_path) -> None:
    study.save(tmp_path)
    saved = json.loads((tmp_path / "study.json").read_text())
    assert Agency(**saved["agency"]) == agency
    assert tuple(Plan(**plan) for plan in saved["plans"]) == PLANS
    assert saved["signature"]["seed"] == 8
    table = pd.read_csv(tmp_path / "summary.csv")
    assert set(table["fingerprint"]) == {study.fingerprint}
    np.testing.assert_allclose(table["mean"], study.summary()["mean"], rtol=0)


def test_an_outcome_keeps_no_records(study) -> None:
    assert isinstance(study.outcomes[0], Outcome)
    assert not hasattr(study.outcomes[0], "records")


def test_without_pyarrow_months_are_saved_as_csv(study, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("staffing_sim.charts.registry.EXHIBITS", {})
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyarrow", None)
        names = {path.name for path in study.save(tmp_path)}
    assert names == {"months.csv", "study.json"}
    table = pd.read_csv(tmp_path / "months.csv")
    assert table["unseen"].sum() == study.months()["unseen"].sum()


def test_a_progress_bar_can_be_asked_for(agency, capsys) -> None:
    compare(agency, PLANS[0], years=1 / 12, replications=1, clock="simpy", progress=True)
    assert "comparing plans" in capsys.readouterr().err


def test_names_are_no_agencies_or_plans_and_texts_no_numbers() -> None:
    with pytest.raises(InputError) as told:
        compare("small-office", "As is", replications="3")
    assert [fault.key for fault in told.value.faults] == ["agency", "plans[0]", "replications"]


def test_an_option_no_chart_has_is_told_in_a_line(study) -> None:
    with pytest.raises(InputError) as told:
        study.plot("staff", rle="adoption", colour="red")
    assert [fault.key for fault in told.value.faults] == ["plot.rle", "plot.colour"]
    assert "Did you mean 'role'?" in str(told.value)
    with pytest.raises(InputError, match="is not an option of the chart 'leavers'"):
        study.plot("leavers", measure="hires")
    for name, options in (
        ("differences", {"measure": "caseload", "baseline": "Ten"}),
        ("waterfall", {"role": "adoption", "month": 3, "plan": "Ten"}),
        ("cap", {"target": 20, "role": "continuing_services"}),
    ):
        assert study.plot(name, **options).get_title(loc="left")


def test_a_place_where_no_study_can_be_saved_is_told(study, tmp_path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="save: cannot be written: Not a directory"):
        study.save(tmp_path / "file" / "results")
    with pytest.raises(InputError, match="save: cannot be written: File exists"):
        study.save(tmp_path / "file")


def test_processes_of_ones_own_are_one_or_several_functions(agency) -> None:
    seen = []

    def watcher(environment, view):
        seen.append(environment.now)
        yield environment.timeout(1)

    short = {"years": 0.25, "seed": 3}
    for given in (watcher, [watcher], (process for process in (watcher, watcher))):
        simulate(agency, PLANS[0], processes=given, **short)
    assert len(seen) == 4
    study = compare(agency, PLANS[:2], processes=watcher, replications=2, **short)
    assert len(seen) == 8
    assert study.own_functions == ("watcher",)
    for wrong in ("watcher", [watcher, 3], 7):
        with pytest.raises(InputError, match=r"processes\[[01]\]: must be a function; got"):
            simulate(agency, PLANS[0], processes=wrong, **short)
