"""What if we are wrong: how results depend on assumptions.

assumptions     numbers that may be wrong, and how far each may be moved
variants        the same worlds again and again, an agency's numbers changed; what each run gives
one_at_a_time   the tornado: each assumption at both ends of its range
flips           where two plans change rank: table, chart, sentences
flip_search     the search for it, by one assumption or by two at once
parameter_sets  several descriptions of one agency: spread, order, drivers, worth of knowing
"""

from staffing_sim.sensitivity.assumptions import (
    DISPUTED,
    Assumption,
    assumptions_of,
    every_assumption,
)
from staffing_sim.sensitivity.flip_search import flip_line, flip_points
from staffing_sim.sensitivity.flips import Flips
from staffing_sim.sensitivity.one_at_a_time import Tornado, tornado
from staffing_sim.sensitivity.parameter_sets import SetComparison, compare_sets
from staffing_sim.sensitivity.variants import Experiment, Quantity, quantities_of, total_cost

__all__ = [
    "DISPUTED",
    "Assumption",
    "Experiment",
    "Flips",
    "Quantity",
    "SetComparison",
    "Tornado",
    "assumptions_of",
    "compare_sets",
    "every_assumption",
    "flip_line",
    "flip_points",
    "quantities_of",
    "tornado",
    "total_cost",
]
