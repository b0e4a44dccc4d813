"""A study can be run again from its file alone, to the same bytes."""

import json

import pytest

import staffing_sim as ss
from staffing_sim.cli import main
from staffing_sim.errors import InputError
from tests.study.same_study import digest

PLANS = (ss.Plan("As is"), ss.Plan("Two", hires=ss.Hires.once(2, kind="net")))


@pytest.fixture(scope="module")
def study():
    agency = ss.load_agency("small-office")
    return ss.compare(agency, PLANS, years=0.5, replications=2, seed=4, null=True)


@pytest.fixture(scope="module")
def saved(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    study.save(folder)
    return folder


def edited(saved, tmp_path, **changes):
    content = json.loads((saved / "study.json").read_text(encoding="utf-8"))
    file = tmp_path / "study.json"
    file.write_text(json.dumps(content | changes), encoding="utf-8")
    return file


def test_a_rerun_writes_the_same_bytes(study, saved, tmp_path) -> None:
    again = ss.rerun(saved / "study.json", n_jobs=2)
    assert digest(again) == digest(study)
    again.save(tmp_path)
    for path in sorted(saved.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_command_reruns_a_file_too(saved, tmp_path, capsys) -> None:
    words = ["rerun", str(saved / "study.json"), "--jobs", "2", "--out", str(tmp_path)]
    assert main(words) == 0
    assert "seed 4" in capsys.readouterr().out
    for path in sorted(saved.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_rerun_counts_as_assumed_only_what_somebody_gave(study, saved) -> None:
    """Values left to the library's defaults are in the file, but nobody's numbers."""
    content = json.loads((saved / "study.json").read_text(encoding="utf-8"))
    assert ss.Agency(**content["agency"]) == study.agency
    assert ss.Agency(**content["agency"]).model_fields_set != study.agency.model_fields_set
    again = ss.rerun(saved / "study.json")
    assert again.agency == study.agency
    assert again.signature() == study.signature()


def test_a_default_that_was_edited_in_the_file_is_not_passed_over(saved, tmp_path) -> None:
    content = json.loads((saved / "study.json").read_text(encoding="utf-8"))
    assert "note" in content["plans_left_to_defaults"][0]
    plans = [plan | {"note": "edited"} for plan in content["plans"]]
    again = ss.rerun(edited(saved, tmp_path, plans=plans))
    assert {plan.note for plan in again.plans} == {"edited"}


def test_another_version_is_told(saved, tmp_path) -> None:
    content = json.loads((saved / "study.json").read_text(encoding="utf-8"))
    file = edited(saved, tmp_path, signature=content["signature"] | {"version": "0.0.9"})
    with pytest.warns(UserWarning, match="written by version 0.0.9; this is"):
        ss.rerun(file)


def test_a_study_with_processes_of_ones_own_is_told_apart_and_not_rerun(tmp_path) -> None:
    def idle(environment, agency):
        while True:
            yield environment.timeout(1)

    agency = ss.load_agency("small-office")
    settings = {"years": 0.25, "replications": 1, "seed": 4}
    alone = ss.compare(agency, PLANS, **settings)
    study = ss.compare(agency, PLANS, processes=idle, **settings)
    assert study.fingerprint != alone.fingerprint
    study.save(tmp_path)
    with pytest.raises(InputError, match="functions that its file does not contain: idle"):
        ss.rerun(tmp_path / "study.json")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"agency": {}}, "study.json: agency.start: is missing"),
        ({"agency": 3}, "study.json: agency: cannot be read"),
        ({"plans": [{"name": "A", "hire": 3}]}, "plans.hire: is not a known key"),
        ({"plans": [{"name": "A", "assignment": "mine.fewest"}]}, "must be a function or one of"),
        ({"signature": {"seed": 3}}, "signature: cannot be read: 'version'"),
        ({"signature": None}, "signature: cannot be read"),
    ],
)
def test_a_file_that_was_edited_wrongly_is_told_in_lines(saved, tmp_path, changes, says) -> None:
    with pytest.raises(InputError) as told:
        ss.rerun(edited(saved, tmp_path, **changes))
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("plan,mean", "is not JSON"),
        ("[]", "is not a study"),
        ("{}", "signature: is missing"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_study_is_told(tmp_path, capsys, content, says) -> None:
    file = tmp_path / "study.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["rerun", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{file}: ")
    assert says in line
