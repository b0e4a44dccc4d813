"""What if we are wrong: how results hang on assumptions.

assumptions    numbers that may be wrong, and how far each may be moved
readings       what is read off a run: a measure, or cost with a price on harm
bench          the same worlds again and again, for an agency whose numbers are changed
one_at_a_time  the tornado: each assumption at both ends of its range
flips          the value of an assumption at which two plans change rank
flip_lines     the same for two assumptions at once
search         the search for it
words          what was found, in plain words
flip_words     the same for flip points
sets           several descriptions of one agency, spread over the ranges of its assumptions
shades         chance within a parameter set, and the sets themselves; the value of information
shares         global sensitivity: whose doing the variance is, chance among the factors
"""

from staffing_sim.sensitivity.assumptions import (
    DISPUTED,
    Assumption,
    assumptions_of,
    every_assumption,
)
from staffing_sim.sensitivity.flip_lines import flip_line
from staffing_sim.sensitivity.flips import Flips, flip_points
from staffing_sim.sensitivity.one_at_a_time import Tornado, tornado
from staffing_sim.sensitivity.readings import Reading, readings_of, total_cost
from staffing_sim.sensitivity.sets import drawn_sets
from staffing_sim.sensitivity.shades import Shades, compare_sets
from staffing_sim.sensitivity.shares import global_sensitivity

__all__ = [
    "DISPUTED",
    "Assumption",
    "Flips",
    "Reading",
    "Shades",
    "Tornado",
    "assumptions_of",
    "compare_sets",
    "drawn_sets",
    "every_assumption",
    "flip_line",
    "flip_points",
    "global_sensitivity",
    "readings_of",
    "tornado",
    "total_cost",
]
