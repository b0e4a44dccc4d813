"""``staffing-sim preview``: tables by plan, its files, its faults."""

from pathlib import Path

import pandas as pd

from tests.cli.conftest import Command


def test_it_sets_plans_side_by_side(command: Command) -> None:
    done = command("preview", "small-office", "--net", "2x3", "--years", "1.5", "--tipping")
    assert done.code == 0
    for words in ("As is", "2 a month for 3 months (net)", "month 12", "month 18", "tipped by"):
        assert words in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_it_writes_the_months_of_every_plan(command: Command, tmp_path: Path) -> None:
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
