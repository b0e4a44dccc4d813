"""What tests in several rooms share."""

import pytest


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a study be written without its charts: drawing them takes most of the time."""
    monkeypatch.setattr("staffing_sim.charts.registry.charts_of", lambda *_, **__: ())
