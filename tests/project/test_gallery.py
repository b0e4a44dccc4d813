"""The gallery shows every chart, and its page is the one its script writes."""

from staffing_sim.study.pictures import CHARTS

from tests.scripts import script


def test_the_gallery_is_the_page_of_its_script_and_has_every_picture():
    module = script("docs/gallery.py")
    assert module.page() == module.PAGE.read_text(encoding="utf-8"), "run: python3 docs/gallery.py"
    wanted = {name for exhibits in module.EXHIBITS.values() for name in exhibits}
    assert {path.stem for path in module.PICTURES.glob("*.png")} == wanted


def test_every_chart_of_a_study_hangs_in_the_gallery():
    hung = {name for exhibits in script("docs/gallery.py").EXHIBITS.values() for name in exhibits}
    assert set(CHARTS) <= hung
