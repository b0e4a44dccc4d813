"""Known answer 23: where nothing happens, a run asks for just the staff that arithmetic says."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.agency.opening import OpeningStock
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.distributions import Constant
from staffing_sim.need import static_need
from staffing_sim.world import draw_world
from tests.known_answers.agencies import HOURS, agency, care, open_door, run_as_is

STOCKS = {"care": (70, Hours(contact=2.0, casework=5.0, court=1.5)),
          "home": (30, Hours(contact=4.0, casework=1.0, court=0.0))}  # fmt: skip


@pytest.mark.parametrize("workers", [2, 30])
def test_hours_asked_over_a_workers_hours_are_the_full_time_equivalents(workers: int) -> None:
    """Exact, in every month, whether the hours are there or far too few."""
    endless = Constant(value=1e5)
    stages = [
        care(
            Route(to="exit", cause="closed", share=1.0, work=endless),
            name=name,
            label=name,
            hours=hours,
        )
        for name, (_, hours) in STOCKS.items()
    ]
    described = agency(
        [open_door("care"), *stages],
        offices=1,
        workers=workers,
        families=1e-9,
        opening=tuple(
            OpeningStock(stage=name, children=children) for name, (children, _) in STOCKS.items()
        ),
    )
    records = run_as_is(described, draw_world(described, months=3, seed=91))
    asked = sum(
        records.team_months[f"{activity}_demanded"] for activity in ("contact", "casework", "court")
    )
    need = static_need(described, standard="own")["full_time_equivalents"].sum()
    by_hand = (70 * 8.5 + 30 * 5.0) / HOURS
    assert need == pytest.approx(by_hand, rel=1e-12)
    np.testing.assert_allclose(asked / HOURS, by_hand, rtol=1e-9)
