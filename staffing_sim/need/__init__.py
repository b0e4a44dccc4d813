"""The model without chance: workers needed by a standard, stability, and the model as flows.

standards  workload standards with their sources, and the workers that open cases ask for
turnover   staff at rest: leavers, vacancies and people in training
waterfall  what it takes to keep that many at work
stability  how near the load of day 0 is to where cases pile up by themselves
twin       the fluid twin: staff and cases as flows, in under a second
"""

from staffing_sim.need.stability import STABILITY_COLUMNS, stability
from staffing_sim.need.standards import (
    Standard,
    load_standard,
    standard_names,
    standard_of,
    static_need,
)
from staffing_sim.need.turnover import StaffAtRest, staff_at_rest
from staffing_sim.need.twin import FLUID_COLUMNS, Fluid, fluid
from staffing_sim.need.waterfall import STEPS, need_waterfall

__all__ = [
    "FLUID_COLUMNS",
    "STABILITY_COLUMNS",
    "STEPS",
    "Fluid",
    "StaffAtRest",
    "Standard",
    "fluid",
    "load_standard",
    "need_waterfall",
    "stability",
    "staff_at_rest",
    "standard_names",
    "standard_of",
    "static_need",
]
