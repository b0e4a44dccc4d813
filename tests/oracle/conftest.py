"""Engine and oracle read one world; worlds of one seed share their four million uniforms."""

from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing_sim.world.luck import Purpose, Seed, stream


@pytest.fixture(autouse=True, scope="package")
def _pools_of_a_seed_are_drawn_once() -> Iterator[None]:
    """Keep a few pools: to draw one takes longer than to run the small agencies here."""

    @lru_cache(maxsize=4)
    def pool(seed: Seed, size: int) -> NDArray[np.float64]:
        return stream(seed, Purpose.POOL).random(size)

    def kept(seed: Seed, purpose: Purpose, *numbers: int) -> Any:
        if purpose == Purpose.POOL:
            return SimpleNamespace(random=lambda size: pool(seed, size))
        return stream(seed, purpose, *numbers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("staffing_sim.world.stream", kept)
        yield
