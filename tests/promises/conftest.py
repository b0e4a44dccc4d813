"""Small worlds: drawing four million uniforms would be most of their time."""

import pytest


@pytest.fixture(autouse=True, scope="module")
def _small_worlds(short_pool: None) -> None:
    """Give every module of this folder the short pool."""
