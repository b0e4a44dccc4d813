"""The calculator: how many workers open cases ask for, by standard, before anything moves.

`static_need` divides hours by hours; `need_waterfall` adds what it takes to keep that many at
work; the standards are data with their sources. `stability` says how near the load of day 0 is to
where cases pile up by themselves.
"""

from staffing_sim.calculator.need import static_need
from staffing_sim.calculator.stability import STABILITY_COLUMNS, stability
from staffing_sim.calculator.standards import Standard, standard_names, standard_of
from staffing_sim.calculator.turnover import StaffAtRest, staff_at_rest
from staffing_sim.calculator.waterfall import STEPS, need_waterfall

__all__ = [
    "STABILITY_COLUMNS",
    "STEPS",
    "StaffAtRest",
    "Standard",
    "need_waterfall",
    "stability",
    "staff_at_rest",
    "standard_names",
    "standard_of",
    "static_need",
]
