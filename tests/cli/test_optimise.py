"""``staffing-sim optimise`` on the small office."""

from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.tables import WIDTH
from tests.cli.conftest import Command

QUICK = ("--years", "1", "--replications", "2")


@pytest.mark.usefixtures("without_charts")  # of its study; its own chart is drawn
def test_optimise_tells_and_writes_the_schedule(command: Command, tmp_path: Path) -> None:
    found = command("optimise", "small-office", "--net", "1x4", *QUICK, "--out", tmp_path)
    assert (found.code, found.err) == (0, "")
    assert max(map(len, found.out.splitlines())) <= WIDTH
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
        (("--budget", "1e6", "--net", "5"), "--budget: does not go with a plan"),
        (("--net", "5", "--net", "6"), "optimise: takes the price of one plan; got 2"),
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
