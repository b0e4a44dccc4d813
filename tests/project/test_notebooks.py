"""Notebooks are kept without results; building the site runs them."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(ROOT.joinpath("notebooks").glob("*.ipynb"))


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """Return a notebook's cells."""
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return cells


def test_each_of_the_three_users_has_a_notebook() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["negotiator", "planner", "researcher"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_a_run_of_it_leaves(notebook: Path) -> None:
    code = [cell for cell in cells_of(notebook) if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert all(cell["metadata"] == {} for cell in cells_of(notebook))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_its_title(notebook: Path) -> None:
    first = cells_of(notebook)[0]
    assert first["cell_type"] == "markdown"
    assert first["source"][0].startswith("# ")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_site_shows_every_notebook(notebook: Path) -> None:
    page = ROOT.joinpath("docs", "tutorials", "notebooks.md").read_text(encoding="utf-8")
    assert f"../notebooks/{notebook.stem}\n" in page
    assert f"`{notebook.name}`" in page
