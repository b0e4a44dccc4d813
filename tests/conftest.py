"""What tests in several rooms share, and rules that are compiled once for all processes."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile the rules before the processes of ``-n`` start: each would compile them for itself.

    One that starts a test later than another would not wait for it: it costs 20 seconds a core.
    """
    if not getattr(config.option, "numprocesses", None) or find_spec("numba") is None:
        return
    from staffing_sim.engine import compiled_clock, run
    from staffing_sim.plan import Plan
    from staffing_sim.presets import load_agency
    from staffing_sim.world import draw_world

    if compiled_clock.available() and not compiled_clock.is_compiled():
        office = load_agency("small-office")
        run(office, draw_world(office, months=1, seed=1), Plan("As is"), clock="compiled")


@pytest.fixture(scope="module")
def short_pool() -> Iterator[None]:
    """Draw 65 thousand uniforms for a world's visits and absences, not four million.

    Most of a small world's time goes there. Only where no test looks at how visits vary.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("staffing_sim.world.POOL_SIZE", 1 << 16)
        yield


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a study be written without its charts: drawing them takes most of the time."""
    monkeypatch.setattr("staffing_sim.charts.registry.charts_of", lambda *_, **__: ())
