"""A short pool of luck for small worlds: drawing four million uniforms is most of their time."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def short_pool() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("staffing_sim.world.POOL_SIZE", 1 << 16)
        yield
