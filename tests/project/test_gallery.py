"""The gallery shows every chart, and its page is the one its script writes."""

import importlib.util
from pathlib import Path

from staffing_sim.study.pictures import CHARTS

ROOT = Path(__file__).resolve().parents[2]


def gallery():
    """Return the script that writes the page."""
    where = ROOT / "docs" / "gallery.py"
    specification = importlib.util.spec_from_file_location("gallery", where)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_gallery_is_the_page_of_its_script_and_has_every_picture():
    module = gallery()
    assert module.page() == module.PAGE.read_text(encoding="utf-8"), "run: python3 docs/gallery.py"
    wanted = {name for exhibits in module.EXHIBITS.values() for name in exhibits}
    assert {path.stem for path in module.PICTURES.glob("*.png")} == wanted


def test_every_chart_of_a_study_hangs_in_the_gallery():
    hung = {name for exhibits in gallery().EXHIBITS.values() for name in exhibits}
    assert set(CHARTS) <= hung
