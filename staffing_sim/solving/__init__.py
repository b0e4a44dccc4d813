"""Finding plans: the hires a target needs, what a budget buys, and when to hire.

targets       what should hold, where, by when and with what chance
grids         a lever at rising settings, each a plan
trials        plans on many worlds, kept only as the target's number; each world's threshold
search        pilot runs, the search, and the answer confirmed in fresh worlds
infeasible    why a target cannot be met: by when it can be, what binds, what would help
goal_seek     monthly hires, the latest start, or any lever; the answer, its curve and its sentence
frontiers     what money buys: plans by cost against what they bring, at equal cost too
linear_model  a linear model of an agency that hires, and the best schedule in it
schedules     hires by month and office under a budget, planned and then simulated
"""

from staffing_sim.solving.frontiers import Frontier, Prices, equal_cost, frontier, mixes
from staffing_sim.solving.goal_seek import Solution, latest_start, solve, solve_hires
from staffing_sim.solving.infeasible import Limits
from staffing_sim.solving.schedules import Schedule, optimise
from staffing_sim.solving.targets import Target

__all__ = [
    "Frontier",
    "Limits",
    "Prices",
    "Schedule",
    "Solution",
    "Target",
    "equal_cost",
    "frontier",
    "latest_start",
    "mixes",
    "optimise",
    "solve",
    "solve_hires",
]
