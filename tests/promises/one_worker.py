"""One worker, settled by the engine's own rule: which share of each activity is delivered."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.records import ACTIVITIES
from staffing_sim.engine.rules.hours import settle

Four = tuple[float, float, float, float]


def settled(demands: Four, priorities: Four, hours: float) -> Any:
    """Settle a worker with these demands, weights and hours; training is the last activity."""
    worker = SimpleNamespace(role=0, team=0, state=ON_DUTY, absent=0, striking=0)
    worker.overtime_run = 0
    worker.catch_up = worker.clause_overtime = 0.0
    worker.part_load = worker.area = worker.ramp = 1.0
    lever = SimpleNamespace(overtime=0.0, most_overtime=math.inf, tires_after=1, attendance=1.0)
    worker.visit_demand = worker.investigation_demand = 0.0
    for activity, demand, weight in zip(ACTIVITIES, demands, priorities, strict=True):
        setattr(worker, f"{activity}_demand", demand)
        setattr(lever, f"{activity}_weight", weight)
    role = {"case_hours": hours, "training_hours": demands[3], "compressibility": 0.5, "policy": 0}
    role["catch_up_overtime"] = 0.0
    tables = SimpleNamespace(
        workers=[worker],
        agency=[SimpleNamespace(roles=1)],
        roles=[SimpleNamespace(**role)],
        teams=[SimpleNamespace(aided_share=0.0, clerked_share=0.0)],
        levers=[lever],
        now=[SimpleNamespace(month=0)],
    )
    settle(tables, 0)  # type: ignore[arg-type]
    return worker


def shares(demands: Four, priorities: Four, hours: float) -> list[float]:
    worker = settled(demands, priorities, hours)
    return [getattr(worker, f"{activity}_share") for activity in ACTIVITIES]
