"""Tables fit 100 columns; results are written whole or not at all."""

from pathlib import Path

import pytest

from staffing_sim.cli.options import directory
from staffing_sim.cli.printing import WIDTH, text_table, written_whole
from staffing_sim.errors import InputError


def contents(directory: Path) -> dict[str, str]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_text(encoding="utf-8") for path in files}


def test_a_new_directory_appears_with_everything_in_it(tmp_path: Path) -> None:
    with written_whole(tmp_path / "deep" / "results") as staging:
        (staging / "charts").mkdir()
        (staging / "charts" / "unseen.svg").write_text("<svg/>", encoding="utf-8")
        assert not (tmp_path / "deep" / "results").exists()
    assert contents(tmp_path) == {"deep/results/charts/unseen.svg": "<svg/>"}


def test_an_earlier_result_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").write_text("old", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with written_whole(tmp_path) as staging:
        (staging / "summary.csv").write_text("new", encoding="utf-8")
        assert (tmp_path / "summary.csv").read_text(encoding="utf-8") == "old"
    assert contents(tmp_path) == {"summary.csv": "new", "notes.txt": "mine"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        _write_then_raise(tmp_path / "results", OSError(28, "No space left on device"))
    assert contents(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_the_earlier_result(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _write_then_raise(tmp_path, KeyboardInterrupt())
    assert contents(tmp_path) == {"summary.csv": "old"}


def _write_then_raise(directory: Path, problem: BaseException) -> None:
    with written_whole(directory) as staging:
        (staging / "summary.csv").write_text("half", encoding="utf-8")
        raise problem


def test_a_home_directory_may_be_written_as_a_tilde(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert directory("--out", "~/results") == tmp_path / "results"


def widest(text: str) -> int:
    return max(len(line) for line in text.splitlines())


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


def test_a_dotted_key_goes_on_below_after_a_dot_and_no_name_in_it_is_cut() -> None:
    key = "stages.reunification_services.routes.services_ended.hearing_share"
    table = text_table(("key", "unit"), [(key, "share " * 12)])
    assert key not in table  # it had to be broken
    assert all(name in table for name in key.split("."))
