"""``promises`` on the small office, for real."""

from pathlib import Path

import pandas as pd

from staffing_sim.cli.tables import WIDTH

ASKED = ("promises", "small-office", "--years", "0.5", "--replications", "2")


def test_promises_are_told_for_each_role_that_a_plan_hires_for(command, tmp_path: Path):
    outcome = command(*ASKED, "--net", "6", "--net", "1x3@adoption", "--out", tmp_path)
    assert outcome.code == 0
    assert max(map(len, outcome.out.splitlines())) <= WIDTH
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


def test_a_plan_that_promises_nothing_still_shows_staff_and_caseload(command):
    outcome = command(*ASKED, "--role", "adoption")
    assert outcome.code == 0
    assert "Adoption" in outcome.out.splitlines()


def test_an_unknown_role_is_told_in_a_line(command):
    outcome = command(*ASKED, "--role", "adoptions")
    assert outcome.code == 2
    assert outcome.faults == [line for line in outcome.faults if "adoption" in line]
    assert len(outcome.faults) == 1
