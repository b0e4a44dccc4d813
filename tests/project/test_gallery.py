"""The gallery shows every chart, and its page is the one its script writes."""

from staffing_sim.charts.registry import EXHIBITS
from tests.scripts import script


def test_the_gallery_is_the_page_of_its_script_and_has_every_picture() -> None:
    module = script("docs/gallery.py")
    assert module.page() == module.PAGE.read_text(encoding="utf-8"), "run: python3 docs/gallery.py"
    wanted = {name for pictures in module.PICTURES_BY_QUESTION.values() for name in pictures}
    assert {path.stem for path in module.PICTURES.glob("*.png")} == wanted


def test_every_chart_of_a_study_hangs_in_the_gallery() -> None:
    questions = script("docs/gallery.py").PICTURES_BY_QUESTION.values()
    hung = {name for pictures in questions for name in pictures}
    assert {name for name, exhibit in EXHIBITS.items() if exhibit.draw is not None} <= hung


def test_a_picture_is_told_to_those_who_cannot_see_it_and_not_by_how_to_read_it() -> None:
    questions = script("docs/gallery.py").PICTURES_BY_QUESTION.values()
    for name, picture in [item for pictures in questions for item in pictures.items()]:
        assert len(picture.alt) > 40, name
        assert picture.alt != picture.reading, name
        assert "{" not in picture.alt, name
