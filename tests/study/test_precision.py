"""A study that stops when its differences are precise enough, and says why it stopped."""

import json
from dataclasses import replace

import numpy as np
import pytest

import staffing_sim as ss
from staffing_sim.cli import main
from staffing_sim.cli.commands.compare import FEWEST_JUDGED
from staffing_sim.errors import InputError
from staffing_sim.measures import ALL
from staffing_sim.study.run import Precision
from staffing_sim.study.text import stopping_words
from staffing_sim.study.verdicts import finding, judgement
from tests.study.same_study import digest
from tests.study.test_study import made

PLANS = (ss.Plan("As is"), ss.Plan("Two", hires=ss.Hires.once(2, kind="net", trained=True)))
UNTIL = Precision(half_widths={"caseload": 0.2}, least=3, batch=3, most=30)
SHORT = {"years": 0.25, "seed": 4, "clock": "simpy"}


@pytest.fixture(scope="module")
def agency():
    return ss.load_agency("small-office")


@pytest.fixture(scope="module")
def study(agency):
    return ss.compare(agency, PLANS, until=UNTIL, **SHORT)


def judged(gaps):
    """A study of two plans whose unseen children differ by these gaps."""
    values = [[20.0] * len(gaps), [20.0 + gap for gap in gaps]]
    return made(values)


# --- the rule -------------------------------------------------------------------------------------


def test_a_study_stops_at_the_first_batch_that_is_precise_enough(agency, study) -> None:
    assert study.replications % 3 == 0
    assert 3 < study.replications < 30, "the test needs a study that neither stops nor runs on"
    assert study.precision()["reached"].all()
    before = ss.compare(agency, PLANS, replications=study.replications - 3, **SHORT)
    assert not before.precision(UNTIL)["reached"].all()


def test_it_holds_the_numbers_of_a_study_that_asked_for_as_many(agency, study) -> None:
    asked = ss.compare(agency, PLANS, replications=study.replications, **SHORT)
    assert asked.fingerprint == study.fingerprint
    assert digest(asked) == digest(study)


def test_it_stops_at_the_same_replication_on_any_cores_and_from_a_store(
    agency, study, tmp_path
) -> None:
    several = ss.compare(agency, PLANS, until=UNTIL, n_jobs=2, **SHORT)
    assert digest(several) == digest(study)
    ss.compare(agency, PLANS, replications=4, store=tmp_path, **SHORT)
    told = []
    stored = ss.compare(
        agency,
        PLANS,
        until=UNTIL,
        store=tmp_path,
        progress=lambda done, total: told.append((done, total)),
        **SHORT,
    )
    assert digest(stored) == digest(study)
    assert told[0] == (6, 6)
    assert told[-1] == (2 * study.replications, 2 * study.replications)


@pytest.mark.usefixtures("without_charts")
def test_a_rerun_stops_where_the_study_did_and_writes_the_same_file(study, tmp_path) -> None:
    study.save(tmp_path / "first")
    again = ss.rerun(tmp_path / "first" / "study.json", clock="simpy")
    again.save(tmp_path / "second")
    files = [tmp_path / folder / "study.json" for folder in ("first", "second")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert json.loads(files[0].read_text())["until"]["half_widths"] == {"caseload": 0.2}


def test_no_more_than_the_most_are_run_and_that_is_said(agency) -> None:
    until = Precision(half_widths={"caseload": 1e-6}, least=2, batch=3, most=4)
    study = ss.compare(agency, PLANS, replications=2, until=until, **SHORT)
    assert study.replications == 4
    assert "the most allowed" in repr(study)
    assert "caseload of 'Two'" in repr(study)
    assert not study.interrupted


def test_more_replications_may_be_asked_for_than_the_least(agency) -> None:
    until = Precision(half_widths={"caseload": 100.0}, least=2)
    study = ss.compare(agency, PLANS, replications=3, until=until, **SHORT)
    assert study.replications == 3
    assert "precise enough" in repr(study)


def test_the_width_must_be_reached_with_the_upper_limit_of_the_spread() -> None:
    # s = 1, n = 5: half-width 2.776 / sqrt 5 = 1.2417; sqrt(4 / 1.6488) = 1.5576 (chi2 .2, 4).
    gaps = np.array([-1.2649, -0.6325, 0.0, 0.6325, 1.2649])
    study = judged(gaps)
    until = Precision(half_widths={"unseen_children": 1.935}, least=2)
    (row,) = study.precision(until).to_dict("records")
    assert row["half_width"] == pytest.approx(1.2417, abs=1e-3)
    assert row["assured_half_width"] == pytest.approx(1.2417 * 1.5576, abs=1e-3)
    assert not study.goes_on(until)
    assert study.goes_on(until.replace(half_widths={"unseen_children": 1.933}))


def test_stopping_does_not_look_at_the_size_or_the_sign_of_a_difference() -> None:
    gaps = np.array([1.0, 4.0, 2.0, 8.0])
    until = Precision(half_widths={"unseen_children": 1.0})
    widths = [
        judged(shifted).precision(until)["assured_half_width"].iloc[0]
        for shifted in (gaps, -gaps, gaps + 100.0)
    ]
    assert widths == pytest.approx([widths[0]] * 3)


def test_what_is_undefined_is_not_waited_for(agency) -> None:
    until = Precision(half_widths={"months_to_permanence": 0.1}, least=2)
    study = ss.compare(agency, PLANS, replications=2, until=until, **SHORT)
    assert study.replications == 2
    assert "no difference to judge" in stopping_words(study, until)


def test_a_measure_that_is_defined_now_and_then_is_not_waited_for() -> None:
    nan = float("nan")
    until = Precision(half_widths={"unseen_children": 1e-3}, least=2)
    seldom = made([[1.0, 2.0, nan, nan, nan], [3.0, 9.0, 1.0, 1.0, 1.0]])
    often = made([[1.0, 2.0, 4.0, nan, nan], [3.0, 9.0, 1.0, 1.0, 1.0]])
    assert not seldom.goes_on(until)
    assert often.goes_on(until)


def test_the_command_goes_on_until_it_is_precise_or_was_told_to_stop(capsys) -> None:
    words = ["compare", "small-office", "--net", "2", "--years", "0.25", "--clock", "simpy"]
    assert main([*words, "--until-precise", "12"]) == 0
    shown = capsys.readouterr().out
    assert "Stopped at 1" in shown
    assert main([*words, "--until-precise", "9"]) == 2
    assert "--until-precise: must be at least 10" in capsys.readouterr().err


def test_the_command_asks_for_no_fewer_than_the_library_judges() -> None:
    assert Precision().least == FEWEST_JUDGED


def test_where_no_width_is_given_what_matters_decides(agency) -> None:
    assert set(Precision().wanted(agency)) == {
        "unseen_children",
        "unseen_in_reach",
        "caseload",
        "late_responses_share",
        "months_to_permanence",
        "productive_staff",
    }


def test_every_fault_of_a_precision_is_told() -> None:
    with pytest.raises(InputError) as told:
        Precision(half_widths={"caselod": 1.0, "cost": -1.0}, least=20, most=5, assurance=0.2)
    text = str(told.value)
    for part in ("half_widths", "assurance"):
        assert part in text
    with pytest.raises(InputError, match="Did you mean 'caseload'"):
        Precision(half_widths={"caselod": 1.0})
    with pytest.raises(InputError, match="most: must be at least 20"):
        Precision(least=20, most=5)
    with pytest.raises(InputError, match="until: must be a Precision"):
        ss.compare(ss.load_agency("small-office"), PLANS, until=0.5)


# --- several plans together -----------------------------------------------------------------------


def test_more_plans_make_a_verdict_more_careful() -> None:
    """p = .037 alone; with an idle third plan Holm asks for .025, and the interval widens."""
    clear = [-4.0, -1.0, -3.0, -0.3, -2.0]
    idle = [0.3, -0.2, 0.1, -0.4, 0.2]
    base = np.array([10.0, 11.0, 12.0, 13.0, 14.0])
    alone = made([base, base + clear])
    several = made([base, base + clear, base + idle], plans=("A", "B", "C"))
    one, two = (
        found.differences().query("measure == 'unseen_children' and role == 'all' and plan == 'B'")
        for found in (alone, several)
    )
    (one,), (two,) = one.to_dict("records"), two.to_dict("records")
    assert (one["low"], one["high"]) == (one["family_low"], one["family_high"])
    assert judgement(one) == "better"
    assert one["p_adjusted"] < 0.05 < two["p_adjusted"] == pytest.approx(2 * one["p_adjusted"])
    assert (two["low"], two["high"]) == (one["low"], one["high"])
    assert two["family_low"] < two["low"] < two["high"] < 0.0 < two["family_high"]
    assert judgement(two) == "no clear difference"
    assert "both plans jointly" in repr(several)
    assert "jointly" not in repr(alone)


def test_a_direction_that_only_holms_test_is_sure_of_is_called_that() -> None:
    row = {"measure": "unseen_children", "role": ALL, "unit": "children a month", "runs": 9}
    row |= {"difference": -5.0, "low": -9.0, "high": -1.0, "chance_better": 0.9}
    row |= {"family_low": -10.5, "family_high": 0.5, "p_adjusted": 0.04, "relevant": 100.0}
    assert judgement(row) == "too small to matter"
    assert "Holm's test establishes the direction" in finding(row)


def test_the_gain_of_common_worlds_is_told(study) -> None:
    table = study.headlines(study.differences())
    gain = table["variance_reduction"].dropna()
    assert (gain > 1.0).mean() > 0.5
    assert "times as many unpaired runs" in repr(study)


def test_an_interrupted_study_says_that_its_precision_was_not_judged(study) -> None:
    broken = replace(study, wanted=study.replications + 3)
    assert "before its precision was checked" in repr(broken)
