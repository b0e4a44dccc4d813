"""The page of published indicators is that of their definitions."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_indicators_is_that_of_their_definitions() -> None:
    where = ROOT / "docs" / "indicator_tables.py"
    specification = importlib.util.spec_from_file_location("indicator_tables", where)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    written = module.PAGE.read_text(encoding="utf-8")
    assert module.page() == written, "run: python3 docs/indicator_tables.py"
