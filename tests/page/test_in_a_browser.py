"""The briefing in a real browser: accessible, nothing fetched, no wider than a phone.

    npm install axe-core playwright-core
    AXE_MODULES=node_modules python3 -m pytest -m browser tests/page

Left out of the ordinary run; skips, and says why, where Chromium, Node or the two modules are
missing.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import staffing_sim as ss

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).with_name("look.cjs")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1100, 360)
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the browser found at each width."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    modules = Path(os.environ.get("AXE_MODULES", "node_modules")).absolute()
    if browser is None or shutil.which("node") is None:
        pytest.skip("no Chromium, or no Node")
    if not (modules / "axe-core").is_dir() or not (modules / "playwright-core").is_dir():
        pytest.skip(f"no axe-core and playwright-core in {modules} (see AXE_MODULES)")
    office, plans = ss.load_agency("small-office"), ss.load_plans("small-office")
    study = ss.compare(office, plans, years=2, replications=3, seed=5, progress=False)
    page = ss.report(study, tmp_path_factory.mktemp("page") / "briefing.html", progress=False)
    done = subprocess.run(
        ["node", SCRIPT, browser, modules, page, *map(str, WIDTHS)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious(looked: dict[str, Any], width: int) -> None:
    found = looked[str(width)]["violations"]
    assert not [entry for entry in found if entry["impact"] in SERIOUS]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_asked_of_any_other_place(looked: dict[str, Any], width: int) -> None:
    assert looked[str(width)]["requests"] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_no_wider_than_the_screen(looked: dict[str, Any], width: int) -> None:
    assert looked[str(width)]["width"] <= width


def test_every_picture_can_be_drawn(looked: dict[str, Any]) -> None:
    assert looked[str(WIDTHS[0])]["broken"] == 0
