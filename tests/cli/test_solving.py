"""``solve``, ``optimise`` and ``frontier`` on the small office, for real."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.printing import WIDTH
from tests.cli.conftest import Command

GOAL = ("--by-month", "9", "--replications", "6", "--seed", "3")


def test_solve_says_the_answer_and_writes_the_curve(command, tmp_path: Path) -> None:
    asked = ("solve", "small-office", "--cap", "continuing_services=20", *GOAL)
    outcome = command(*asked, "--most", "5", "--out", tmp_path / "found")
    assert outcome.code == 0, outcome.err
    assert "Caseload (continuing services) at most 20 at the end of month 9" in outcome.out
    assert "probability  95 % interval  caseload" in outcome.out
    curve = pd.read_csv(tmp_path / "found" / "curve.csv")
    assert set(curve["phase"]) == {"pilot", "search", "confirmation"}
    assert {path.name for path in (tmp_path / "found").iterdir()} >= {
        *("answer.txt", "curve.csv", "curve.png", "curve.svg")
    }


def test_a_cap_out_of_reach_is_an_answer_not_an_error(command) -> None:
    asked = ("solve", "small-office", "--cap", "continuing_services=5", *GOAL, "--most", "5")
    outcome = command(*asked)
    assert outcome.code == 0, outcome.err
    assert "cannot be met. At 5 net hires a month" in " ".join(outcome.out.split())


def test_a_month_out_of_reach_comes_with_a_table_of_months_and_the_seats_it_would_take(
    command, tmp_path: Path
) -> None:
    asked = ("solve", "small-office", "--cap", "continuing_services=12", *GOAL)
    outcome = command(*asked, "--out", tmp_path / "found")
    assert outcome.code == 0, outcome.err
    said = " ".join(outcome.out.split())
    assert "Academy seats are the limit (4 a month)" in said
    assert "instead of 4, at that rate" in said
    months = pd.read_csv(tmp_path / "found" / "by-month.csv")
    assert months["month"].iloc[0] == 9
    assert months["probability"].is_monotonic_increasing
    seats = said.partition("could be met with ")[2].split()[0]
    met = command(*asked, "--seats", seats)
    assert "Month 9 could be met" not in met.out
    assert "cannot be met" not in met.out


def test_every_fault_of_the_target_is_told_at_once(command) -> None:
    outcome = command(
        *("solve", "small-office", "--at-most", "caselod=x", "--by-month", "0"),
        *("--kind", "nett", "--probability", "2"),
    )
    assert outcome.code == 2
    told = "\n".join(outcome.faults)
    for option in ("--at-most", "--by-month", "--kind", "--probability"):
        assert option in told
    assert "Traceback" not in told


def test_an_unknown_role_suggests_the_nearest(command) -> None:
    outcome = command("solve", "small-office", "--cap", "adoptoin=5", "--by-month", "6")
    assert outcome.code == 2
    assert "Did you mean 'adoption'?" in outcome.err


def test_a_target_must_be_given_once(command) -> None:
    outcome = command("solve", "small-office", "--by-month", "6")
    assert outcome.code == 2
    assert "--cap: is missing" in outcome.err
    words = ("--cap", "adoption=5", "--at-most", "caseload", "--by-month", "6")
    outcome = command("solve", "small-office", *words)
    keys = [fault.partition(":")[0] for fault in outcome.faults]
    assert (outcome.code, keys) == (2, ["--at-most", "--cap"])


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
    room = import_module("staffing_sim.solving.frontiers")
    whole = room.compare

    def one_of_two(agency, plans, *, replications: int, **rest):
        return replace(whole(agency, plans, replications=1, **rest), wanted=replications)

    monkeypatch.setattr(room, "compare", one_of_two)
    outcome = command("frontier", "small-office", *QUICK, "--out", tmp_path)
    assert outcome.code == 130
    assert outcome.err.startswith("stopped after 1 of 2 replications")
    assert (tmp_path / "frontier.csv").exists()
