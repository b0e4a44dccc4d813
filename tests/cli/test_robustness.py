"""``robustness tornado``, ``flip`` and ``sets`` for real, on the small office where it can be."""

from pathlib import Path

import pandas as pd
import pytest

from staffing_sim.cli.printing import WIDTH
from tests.cli.conftest import Command

QUICK = ("--years", "0.5", "--replications", "2", "--net", "6", "--assumption", "contact.success")


def test_tornado_tells_and_writes_what_a_number_moves(command: Command, tmp_path: Path) -> None:
    found = command("robustness", "tornado", "small-office", *QUICK, "--out", tmp_path)
    assert (found.code, found.err) == (0, "")
    assert found.width <= WIDTH
    assert "Chance that a visit succeeds from 0.5 to 1: the difference goes from" in found.out
    table = pd.read_csv(tmp_path / "tornado.csv")
    assert set(table["what"]) == {"level", "difference"}
    assert (tmp_path / "tornado_unseen_children_1.png").stat().st_size > 0


def test_flip_tells_and_writes_where_plans_change_rank(command: Command, tmp_path: Path) -> None:
    words = ("--measure", "caseload", "--margin", "0.5", "--out", tmp_path)
    found = command("robustness", "flip", "small-office", *QUICK, *words)
    assert (found.code, found.err) == (0, "")
    assert "Caseload (continuing services): 6 at once (net) against As is" in found.out
    assert (tmp_path / "flips.txt").read_text(encoding="utf-8").strip()
    assert len(pd.read_csv(tmp_path / "flips_tried.csv")) >= 3
    assert (tmp_path / "flip_1.svg").stat().st_size > 0


@pytest.mark.county
def test_sets_tell_and_write_ranges_order_and_the_value_of_knowing_the_set(
    command: Command, tmp_path: Path
) -> None:
    words = ("--sets", "3", "--price", "unseen_children=900", "--net", "500", "--out", tmp_path)
    quick = ("--years", "0.5", "--replications", "2")
    found = command("robustness", "sets", "la-county-2013", *quick, *words)
    assert (found.code, found.err) == (0, "")
    assert found.width <= WIDTH
    assert "You set the price of harm." in " ".join(found.out.split())
    assert "same sign in" in found.out
    sets = pd.read_csv(tmp_path / "sets.csv")
    assert set(sets["set"]) == {"set 1", "set 2", "set 3"}
    assert set(sets["measure"]) == {"unseen_children", "total_cost"}
    assert pd.read_csv(tmp_path / "information.csv")["regret"].min() >= 0.0
    for chart in ("parameter_sets_unseen_children", "parameter_sets_total_cost", "information"):
        assert (tmp_path / f"{chart}.png").stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("sets", "small-office"), "small-office: has no parameter sets. Only presets that were"),
        (("sets", "small-office", "--sets", "1"), "--sets: must be at least 2; got 1"),
        (("sets", "small-office", "--price", "5"), "--price: must be NAME=NUMBER; got '5'"),
        (("flip", "small-office"), "flip: ranks two plans; got 0"),
        (("tornado", "small-office", "--assumption", "x=1"), "--assumption: must have a range"),
        (("flip", "small-office", "--net", "6", "--margin", "-1"), "--margin: must be more than 0"),
        (
            ("tornado", "small-office", "--assumption", "contact.sucess"),
            "contact.sucess: matches no",
        ),
        (("tornado", "small-office", "--measure", "unseen"), "measure: is not known: 'unseen'"),
    ],
)
def test_a_wrong_question_is_told_in_a_line(
    command: Command, words: tuple[str, ...], fault: str
) -> None:
    found = command("robustness", *words, "--replications", "2")
    assert found.code == 2
    assert found.out == ""
    assert found.err.startswith(fault)
