"""``presets`` and ``ledger`` print tables that fit 100 columns."""

import pytest

from staffing_sim.cli.tables import WIDTH, text_table
from staffing_sim.presets import load_agency, load_plans, preset_names


def widest(text: str) -> int:
    return max(len(line) for line in text.splitlines())


def test_presets_are_listed_with_their_plans(command) -> None:
    outcome = command("presets")
    assert outcome.code == 0
    assert widest(outcome.out) <= WIDTH
    assert all(name in outcome.out for name in preset_names())
    assert "As is" in outcome.out


@pytest.mark.parametrize("name", preset_names())
def test_the_ledger_lists_every_number_and_counts_them_by_grade(command, name: str) -> None:
    outcome = command("ledger", name)
    agency = load_agency(name)
    rows = agency.ledger.rows(agency, load_plans(name))
    assert outcome.code == 0
    assert widest(outcome.out) <= WIDTH
    assert outcome.out.splitlines()[-1].startswith(f"{len(rows)} numbers: ")


def test_the_ledger_of_one_grade_keeps_the_counts_of_all(command) -> None:
    whole, assumed = (
        command("ledger", "small-office"),
        command("ledger", "small-office", "--grade", "assumption"),
    )
    assert assumed.code == 0
    assert assumed.out.splitlines()[-1] == whole.out.splitlines()[-1]


def test_an_unknown_grade_is_told(command) -> None:
    outcome = command("ledger", "small-office", "--grade", "guess")
    assert outcome.code == 2
    assert outcome.err.startswith("--grade: must be published or derived or expert or assumption")


def test_long_cells_continue_on_the_next_line_within_the_width() -> None:
    table = text_table(("key", "source"), [("a", "word " * 60), ("b" * 150, "short")])
    assert widest(table) <= WIDTH
    assert table.count("word") == 60
    assert table.count("b") == 150


def test_numbers_stand_to_the_right() -> None:
    lines = text_table(("role", "n"), [("adoption", "1"), ("hotline", "200")], right=True)
    assert [line[-1] for line in lines.splitlines()] == ["n", "-", "1", "0"]


def test_a_long_first_cell_goes_on_further_in_and_a_lone_cell_goes_across() -> None:
    label = "Caseload, children per worker"
    table = text_table(("plan", "mean"), [(label,), ("  Union " + "of all " * 20, "3")])
    assert table.splitlines()[2] == label
    assert table.splitlines()[3].startswith("  Union of")
    assert table.splitlines()[4].startswith("    ")
