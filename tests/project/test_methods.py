"""The figures that scripts of method wrote into pages are those they give today."""

from pathlib import Path

import pytest

from staffing_sim import load_agency
from tests.scripts import ROOT, script

FOLDER = "examples/method"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch):
    """Return what stands between marks of a page, for scripts that import how it got there."""
    monkeypatch.syspath_prepend(str(ROOT / FOLDER))
    return script(f"{FOLDER}/marked.py").held


def test_the_page_on_need_has_that_of_los_angeles_today(held) -> None:
    example = script(f"{FOLDER}/need_of_los_angeles.py")
    assert held(example.PAGE, "need of Los Angeles") == "\n".join(example.need())


def test_the_page_of_the_twin_has_the_tipping_points_of_today(held) -> None:
    example = script(f"{FOLDER}/twin_beside_runs.py")
    told = "\n".join(example.tipping(load_agency(example.PRESET)))
    assert held(example.PAGE, "tipping") == told


@pytest.mark.slow
def test_the_page_of_methods_says_what_controls_add_to_pairing(held) -> None:
    example = script(f"{FOLDER}/control_variates.py")
    assert held(example.PAGE, "control variates") == "\n".join(example.shrinkage())


def test_what_is_put_on_a_page_is_held_there_and_the_rest_stays(held, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- sum -->\nold\n<!-- end of sum -->\nAfter.\n", encoding="utf-8")
    script(f"{FOLDER}/marked.py").put(page, "sum", ["1 + 1", "= 2"])
    assert held(page, "sum") == "1 + 1\n= 2"
    assert page.read_text("utf-8").startswith("Before.\n<!-- sum -->\n\n1 + 1\n")
    assert page.read_text("utf-8").endswith("\n\n<!-- end of sum -->\nAfter.\n")
