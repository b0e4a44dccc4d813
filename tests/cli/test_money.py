"""``optimise`` and ``frontier`` on the small office."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.printing import WIDTH
from tests.cli.conftest import Command

QUICK = ("--years", "1", "--replications", "2")


@pytest.mark.usefixtures("without_charts")  # of its study; its own chart is drawn
def test_optimise_tells_and_writes_the_schedule(command: Command, tmp_path: Path) -> None:
    found = command("optimise", "small-office", "--net", "1x4", *QUICK, "--out", tmp_path)
    assert (found.code, found.err) == (0, "")
    assert found.width <= WIDTH
    assert "opened in" in found.out
    assert "The schedule against 1 a month for 4 months (net):" in " ".join(found.out.split())
    table = pd.read_csv(tmp_path / "schedule.csv")
    offices = table["office"].nunique()
    where = "1 office" if offices == 1 else f"{offices} offices"
    assert found.out.startswith(f"{table['hires'].sum()} positions in {where}, opened")
    assert (tmp_path / "schedule.png").stat().st_size > 0
    again = command(
        "simulate", "small-office", "--plan", tmp_path / "schedule.toml", "--years", "1"
    )
    assert again.code == 0, again.err


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "--budget: is missing. Give an amount of money, or a plan"),
        (("--budget", "1e6", "--net", "5"), "--budget: cannot be combined with a plan"),
        (("--net", "5", "--net", "6"), "optimise: takes the cost of one plan; got 2"),
        (("--budget", "x", "--seats", "0"), "--budget: must be a number; got 'x'.\n--seats: must"),
        (("--budget", "1"), "budget: buys no position; got 1"),
    ],
)
def test_a_wrong_question_is_told_in_a_line(
    command: Command, words: tuple[str, ...], fault: str
) -> None:
    found = command("optimise", "small-office", *words, *QUICK)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(fault)


def test_frontier_prints_and_writes_what_each_plan_costs_and_brings(
    command, tmp_path: Path
) -> None:
    asked = ("frontier", "small-office", "--years", "0.5", "--replications", "2", "--net", "6")
    outcome = command(*asked, "--out", tmp_path / "found")
    assert outcome.code == 0, outcome.err
    assert "6 at once (net)" in outcome.out
    table = pd.read_csv(tmp_path / "found" / "frontier.csv")
    assert list(table["plan"]) == ["As is", "6 at once (net)"]
    assert (tmp_path / "found" / "frontier-unseen.png").exists()


def test_an_interrupted_frontier_is_of_what_is_finished_and_says_so(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = import_module("staffing_sim.solving.mixes")
    whole = room.compare

    def one_of_two(agency, plans, *, replications: int, **rest):
        return replace(whole(agency, plans, replications=1, **rest), wanted=replications)

    monkeypatch.setattr(room, "compare", one_of_two)
    outcome = command("frontier", "small-office", *QUICK, "--out", tmp_path)
    assert outcome.code == 130
    assert outcome.err.startswith("stopped after 1 of 2 replications")
    assert (tmp_path / "frontier.csv").exists()
