"""``staffing-sim need``: the table, its files, its faults."""

from pathlib import Path

import pandas as pd

from tests.cli.conftest import Command


def test_it_prints_every_step_for_every_role(command: Command) -> None:
    done = command("need", "la-county-2013")
    assert done.code == 0
    for words in ("Static need", "uneven offices and desks", "Continuing services", "SB 2030"):
        assert words in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_it_writes_the_steps(command: Command, tmp_path: Path) -> None:
    done = command("need", "small-office", "--standard", "own", "--out", tmp_path)
    assert done.code == 0
    frame = pd.read_csv(tmp_path / "need.csv")
    assert frame["role"].tolist() == ["emergency_response", "continuing_services", "adoption"]


def test_it_tells_every_fault_at_once(command: Command) -> None:
    done = command("need", "small-ofice", "--standard", "sb2030", "--hours-short", "2")
    assert done.code == 2
    assert len(done.faults) == 3


def test_another_service_is_told_to_place_its_stages(command: Command) -> None:
    done = command("need", "outreach-teams")
    assert done.code == 2
    assert all("standard='own'" in fault for fault in done.faults)
