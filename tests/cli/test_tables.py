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


def test_the_ledger_shows_only_numbers_whose_key_or_source_holds_every_word(command) -> None:
    outcome = command("ledger", "small-office", "ADOPTION", "hours")
    agency = load_agency("small-office")
    rows = agency.ledger.rows(agency, load_plans("small-office"))
    found = [row for row in rows if "adoption" in row.key and "hours" in row.key]
    assert outcome.code == 0
    assert f"\n{len(found)} shown; " in outcome.out
    assert "emergency_response" not in outcome.out


def test_the_notes_of_the_ledger_are_shown_when_asked_for(command) -> None:
    asked = ("ledger", "small-office", "case_hours")
    assert "note: " not in command(*asked).out
    assert "note: " in command(*asked, "--notes").out


def test_a_dotted_key_goes_on_below_after_a_dot_and_no_name_in_it_is_cut() -> None:
    key = "stages.reunification_services.routes.services_ended.hearing_share"
    table = text_table(("key", "unit"), [(key, "share " * 12)])
    assert key not in table  # it had to be broken
    assert all(name in table for name in key.split("."))
