"""Siblings who come and go together make counts of children swing more than children alone."""

from __future__ import annotations

import numpy as np

from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.distributions import Gamma
from staffing_sim.world import draw_world
from tests.known_answers.agencies import agency, by_office, care, open_door, run_many
from tests.known_answers.theory import assert_mean_is

OFFICES = 2_500
SEEN_AT = 4.5


def test_children_of_shared_stays_vary_as_their_sibling_groups() -> None:
    """Known answer 18: Var N / E N = E[B^2] / E[B], B the children of a family.

    The families in care at an instant are Poisson, whatever their stay (known answer 2), so the
    children N are a compound Poisson count. As if siblings were alone, the ratio would be 1.
    """
    home = Route(to="exit", cause="home", share=1.0, legal=Gamma(mean=2.0, shape=0.5))
    described = agency(
        [open_door("care"), care(home, shared=True, role=None, hours=Hours())],
        offices=OFFICES,
        families=1.0,
        demand={"family_size": 2.0},
    )
    world = draw_world(described, months=5, seed=18)
    records = run_many(described, world)
    children = records.cases[records.n_families :]
    there = (children["opened"] <= SEEN_AT) & ~(children["closed"] <= SEEN_AT)
    counts = by_office(there, children["office"], OFFICES)
    size = world.families["size"].astype(float)
    grid = (np.arange(100_000) + 0.5) / 100_000 * SEEN_AT
    families = SEEN_AT * home.legal.survival(grid).mean()
    squares = (counts - families * size.mean()) ** 2
    swing = float((size**2).mean() / size.mean())
    assert_mean_is(squares / (families * size.mean()), swing, smallest_error=1.2, estimated=2)
    assert swing > 1.0 + 1.2  # so that siblings taken as independent would be seen
