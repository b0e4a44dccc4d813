"""Engine and oracle read one world: a short pool of uniforms is as good to both."""

import pytest


@pytest.fixture(autouse=True, scope="module")
def _small_worlds(short_pool: None) -> None:
    """Give every module of this folder the short pool."""
