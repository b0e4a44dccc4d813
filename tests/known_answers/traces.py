"""What the traces share: staff without cases, hours by month, a case that never ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing_sim.agency.pathway import Route
from staffing_sim.agency.staff import LeavingBand, Workforce
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from tests.known_answers.agencies import agency, run_as_is, scripted, whole_service

FOREVER = Route(to="exit", cause="closed", share=1.0, wait=1000.0)


def leaving(rate_per_month: float, **values: Any) -> Workforce:
    bands = (LeavingBand(rate_per_year=12.0 * rate_per_month),)
    return Workforce(leaving=bands, hiring_role="worker", **values)


def staff(
    workforce: Workforce, plan: Plan, *, months: int, offices: int = 1, **more: Any
) -> Records:
    """Run an agency with hardly a case, four workers to an office."""
    described = agency(
        [whole_service(casework=1.0, work=0.01)],
        offices=offices,
        workers=4,
        families=9.0,
        workforce=workforce,
        **more,
    )
    world = scripted(described, arrivals=[months - 0.01], months=months)
    return run_as_is(described, world, plan)


def hours_by_month(records: Records) -> np.ndarray:
    return np.asarray(records.snapshots["hours"].reshape(records.months, -1).sum(axis=1))
