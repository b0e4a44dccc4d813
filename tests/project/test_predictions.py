"""Registered predictions stay as they were registered."""

import hashlib

import pytest

from tests.scripts import ROOT

REGISTERED = {
    "docs/explanation/predictions-la-county-2013.md": (
        "1f57d7765b694f74b8b63ea1b15b750edca5aba782eac9a88e85fdfcdf500339"
    ),
    "examples/counties/predictions-la-county-2013.csv": (
        "3f6bab45e5ea3547e0289d83c2fc4cfb7c0b6bbe250b0fa44068848ee202dad4"
    ),
}


@pytest.mark.parametrize("name", REGISTERED)
def test_what_was_foretold_is_not_edited(name: str) -> None:
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    assert digest == REGISTERED[name], "a later model writes a page of its own"
