"""``preview`` and ``need``: tables, files, faults."""

from pathlib import Path

import pandas as pd

from tests.cli.conftest import Command


def test_need_prints_every_step_for_every_role(command: Command) -> None:
    done = command("need", "la-county-2013")
    assert done.code == 0
    for words in ("Static need", "uneven offices and workloads", "Continuing services", "SB 2030"):
        assert words in done.out
    assert done.width <= 100


def test_need_writes_the_steps(command: Command, tmp_path: Path) -> None:
    done = command("need", "small-office", "--standard", "own", "--out", tmp_path)
    assert done.code == 0
    frame = pd.read_csv(tmp_path / "need.csv")
    assert frame["role"].tolist() == ["emergency_response", "continuing_services", "adoption"]


def test_need_tells_every_fault_at_once(command: Command) -> None:
    done = command("need", "small-ofice", "--standard", "sb2030", "--hours-short", "2")
    assert done.code == 2
    assert len(done.faults) == 3


def test_another_service_is_told_to_place_its_stages(command: Command) -> None:
    done = command("need", "outreach-teams")
    assert done.code == 2
    assert all("standard='own'" in fault for fault in done.faults)


def test_preview_sets_plans_side_by_side(command: Command) -> None:
    done = command("preview", "small-office", "--net", "2x3", "--years", "1.5", "--tipping")
    assert done.code == 0
    for words in (
        "As is",
        "2 a month for 3 months (net)",
        "month 12",
        "month 18",
        "tips first through",
    ):
        assert words in done.out
    assert done.width <= 100


def test_preview_writes_the_months_of_every_plan(command: Command, tmp_path: Path) -> None:
    done = command("preview", "small-office", "--net", "2", "--years", "1", "--out", tmp_path)
    assert done.code == 0
    frame = pd.read_csv(tmp_path / "preview.csv")
    assert frame.groupby("plan").size().tolist() == [36, 36]


def test_levers_that_it_lacks_are_told(command: Command, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('name = "Clerks"\nclerks = { posts = 3, cost_post_year = 70000 }\n')
    done = command("preview", "small-office", "--plan", plan)
    assert done.code == 2
    assert "Simulate this plan instead" in done.err
