"""Random small agencies, plans for them, and seeds of their worlds.

Everything is drawn by Hypothesis, so that a failing situation shrinks to a small one.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from tests.promises.agencies import agencies
from tests.promises.plans import plans


@dataclass(frozen=True)
class Situation:
    """An agency, a plan for it, and the seed of its world."""

    agency: Agency
    plan: Plan
    seed: int


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw an agency, a plan for it, and the seed of a world."""
    agency = draw(agencies())
    return Situation(agency, draw(plans(agency)), draw(st.integers(0, 10_000)))
