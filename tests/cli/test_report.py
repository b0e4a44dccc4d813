"""``report``: a briefing from nothing, and from an earlier study."""

from dataclasses import replace
from pathlib import Path

import pytest

import staffing_sim as ss
import staffing_sim.study as room
from tests.cli.conftest import Command

QUICK = ("--years", "0.5", "--replications", "2", "--net", "6", "--without-null")


def test_report_writes_the_same_page_from_nothing_and_from_results(
    command: Command, tmp_path: Path
) -> None:
    first, again = tmp_path / "first.html", tmp_path / "again.html"
    found = command("report", "small-office", *QUICK, "--out", first)
    assert (found.code, found.err) == (0, "")
    assert found.out.split() == ["written", "to", str(first)]
    office = ss.load_agency("small-office")
    six = ss.Plan("6 at once (net)", hires=ss.Hires.parse("6", kind="net"))
    plans = [ss.load_plans("small-office")[0], six]
    study = ss.compare(office, plans, years=0.5, replications=2, seed=2013, progress=False)
    study.save(tmp_path / "results")
    found = command("report", tmp_path / "results", "--without-null", "--out", again)
    assert (found.code, found.err) == (0, "")
    assert first.read_bytes() == again.read_bytes()


def test_a_report_that_is_stopped_is_of_what_is_finished_and_says_so(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = room.compare

    def one_of_two(agency, plans, *, replications: int, **rest):
        return replace(compare(agency, plans, replications=1, **rest), wanted=replications)

    monkeypatch.setattr(room, "compare", one_of_two)
    page = tmp_path / "page.html"
    found = command("report", "small-office", *QUICK, "--out", page)
    assert found.code == 130
    said, last = found.err.splitlines()
    assert said == "stopped; writing the briefing from 1 of 2 replications"
    assert last.startswith("stopped after 1 of 2 replications")
    assert page.exists()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("small-office", "--out", "page.docx"), "page.docx: must end in .html or .pdf"),
        (("results", "--seed", "3"), "--seed: is set by the earlier study"),
        (("study.json", "--net", "6"), "--net: is set by the earlier study"),
        (("study.json",), "study.json: cannot be read"),
    ],
)
def test_what_is_wrong_is_told_before_anything_runs(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    fault: str,
) -> None:
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path)
    found = command("report", *words)
    assert (found.code, found.out) == (2, "")
    assert found.faults[0].startswith(fault)
    assert not (tmp_path / "briefing.html").exists()
