"""``clause`` and ``promises`` on the small office, for real."""

from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.printing import WIDTH
from tests.cli.conftest import Command

QUICK = ("--years", "0.5", "--replications", "2", "--limit", "22")


def test_clause_counts_every_plan_and_writes_its_tables(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "results"
    words = ("--remedy", "overtime", "--overtime-hours", "8", "--exempt", "3,4")
    found = command("clause", "small-office", *QUICK, *words, "--net", "6", "--out", out)
    assert (found.code, found.err) == (0, "")
    assert found.width <= WIDTH
    assert "more than 22 children a worker (continuing services)" in found.out
    assert "6 at once (net), with the remedy in force: still owed for" in found.out
    table = pd.read_csv(out / "clause.csv")
    assert table[["plan", "remedy"]].to_numpy().tolist() == [
        ["As is", "report"],
        ["As is", "overtime"],
        ["6 at once (net)", "report"],
        ["6 at once (net)", "overtime"],
    ]
    assert (out / "clause.png").stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--remedy", "overtim"), "remedy: must be 'report', 'overtime'"),
        (("--remedy", "overtime"), "overtime_hours: must be more than 0"),
        (("--exempt", "13"), "--exempt: must be at most 12; got 13"),
        (("--consecutive", "two"), "--consecutive: must be a whole number; got 'two'"),
        (("--office", "Nowhere"), "offices: names an unknown office 'Nowhere'"),
    ],
)
def test_a_wrong_wording_is_told_before_anything_runs(
    command: Command, words: tuple[str, ...], fault: str
) -> None:
    found = command("clause", "small-office", *QUICK, *words)
    assert (found.code, found.out) == (2, "")
    assert found.faults[0].startswith(fault)


def test_faults_of_wording_and_of_the_run_are_told_together(command: Command) -> None:
    words = ("--years", "0", "--limit", "many", "--role", "adoptions", "--office", "Nowhere")
    found = command("clause", "small-office", *words, "--unit", "cases", "--start", "-1")
    assert found.code == 2
    keys = [fault.partition(":")[0] for fault in found.faults]
    assert sorted(keys) == ["--limit", "--start", "--years", "offices", "roles", "unit"]


def test_an_agency_that_cannot_be_read_keeps_no_fault_of_the_wording_back(
    command: Command,
) -> None:
    found = command("clause", "small-ofice", "--limit", "20", "--unit", "cases")
    keys = [fault.partition(":")[0] for fault in found.faults]
    assert keys == ["small-ofice", "unit"]


ASKED = ("promises", "small-office", "--years", "0.5", "--replications", "2")


def test_promises_are_told_for_each_role_that_a_plan_hires_for(command, tmp_path: Path) -> None:
    outcome = command(*ASKED, "--net", "6", "--net", "1x3@adoption", "--out", tmp_path)
    assert outcome.code == 0
    assert outcome.width <= WIDTH
    lines = outcome.out.splitlines()
    assert lines.index("Continuing services") < lines.index("Adoption")
    assert "Emergency response" not in lines
    assert "-0" not in outcome.out.split()
    written = pd.read_csv(tmp_path / "promises.csv")
    last = written[written["month"] == 5].set_index(["role", "plan"])["promised"]
    assert last["continuing_services"].tolist() == [0, 6, 0]
    assert last["adoption"].tolist() == [0, 0, 3]
    charts = {path.stem for path in tmp_path.glob("*.png")}
    assert charts == {"promises-1-continuing_services", "promises-2-adoption"}


def test_a_plan_that_promises_nothing_still_shows_staff_and_caseload(command) -> None:
    outcome = command(*ASKED, "--role", "adoption")
    assert outcome.code == 0
    assert "Adoption" in outcome.out.splitlines()


def test_an_unknown_role_is_told_in_a_line(command) -> None:
    outcome = command(*ASKED, "--role", "adoptions")
    assert outcome.code == 2
    assert outcome.faults == [line for line in outcome.faults if "adoption" in line]
    assert len(outcome.faults) == 1
