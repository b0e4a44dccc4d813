"""More hours, one path at a time: what is true of every case, and what only of their mean.

One worker's cases share one clock, so more hours let none of them wait longer. With several workers
the same families fall to other desks, and some case is later for it though most are sooner.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency.pathway import Hours
from staffing_sim.distributions import Exponential
from staffing_sim.world import draw_world
from tests.known_answers.agencies import HOURS, agency, run_as_is, whole_service

Floats = NDArray[np.float64]
OFFICES, MONTHS = 12, 10


@cache
def closings(*, workers: int, case_hours: float) -> Floats:
    """Return when each case closed in the same world; infinite where it is open at the end.

    Desks are short of hours; papers go on being due while a case waits for its date.
    """
    work = Exponential(mean=0.6)
    stage = whole_service(casework=25.0, work=work, wait=0.1, legal=0.5)
    described = agency(
        [stage.replace(hours=Hours(contact=3.0, casework=25.0, court=5.0))],
        offices=OFFICES,
        workers=workers,
        families=8.0,
        role={"case_hours": case_hours, "compressibility": 0.8},
    )
    cases = run_as_is(described, draw_world(described, months=MONTHS, seed=81)).cases
    return np.where(np.isnan(cases["closed"]), np.inf, cases["closed"])


def test_one_worker_with_more_hours_finishes_no_case_later() -> None:
    fewer, more = (closings(workers=1, case_hours=hours) for hours in (HOURS, 1.1 * HOURS))
    assert (more <= fewer + 1e-9).all()
    assert np.mean(more < fewer - 0.01) > 0.5


def test_one_more_worker_may_make_a_case_later_but_not_cases_on_average() -> None:
    """Why no test asks for more staff to be better on every path."""
    two, three = (closings(workers=workers, case_hours=0.7 * HOURS) for workers in (2, 3))
    assert (three > two + 0.01).any()
    ends = [np.minimum(found, MONTHS) for found in (two, three)]
    assert np.mean(ends[1]) < np.mean(ends[0]) - 0.1
