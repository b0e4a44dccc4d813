"""The page of published indicators is that of their definitions."""

from tests.scripts import script


def test_the_page_of_indicators_is_that_of_their_definitions() -> None:
    module = script("docs/indicator_tables.py")
    written = module.PAGE.read_text(encoding="utf-8")
    assert module.page() == written, "run: python3 docs/indicator_tables.py"
