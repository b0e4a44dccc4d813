"""``clause`` on the small office, for real."""

from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.tables import WIDTH
from tests.cli.conftest import Command

QUICK = ("--years", "0.5", "--replications", "2", "--limit", "22")


def test_clause_counts_every_plan_and_writes_its_tables(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "results"
    words = ("--remedy", "overtime", "--overtime-hours", "8", "--exempt", "3,4")
    found = command("clause", "small-office", *QUICK, *words, "--net", "6", "--out", out)
    assert (found.code, found.err) == (0, "")
    assert max(map(len, found.out.splitlines())) <= WIDTH
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
