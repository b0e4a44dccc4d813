"""Goal seek: the hires, or any lever, that a target needs, and by when it can be met at all.

targets       what should hold, where, by when and with what chance
trials        plans on many worlds, of which only the target's number is kept
dials         a lever and its settings, from the least effort to the most
needs         the least effort that meets the target in each world, and what a sample of them says
pilots        where to look first
search        the least effort that is likely enough to meet the target
confirmation  the answer run again in fresh worlds
limits        when no rate will do: by when one does, what binds, how many seats it would take
curve         from effort to chance, as a frame
refusal       a refusal in sentences
solution      the answer, its curve and its sentence
questions     the questions: monthly hires, the latest start, any lever
mixes         what money buys: plans by cost against what they bring
picture       a linear picture of an agency that hires, and the best schedule in it
schedules     hires by month and office under a budget, planned and then simulated
"""

from staffing_sim.solving.mixes import Frontier, Prices, equal_cost, frontier, mixes
from staffing_sim.solving.questions import latest_start, solve, solve_hires
from staffing_sim.solving.schedules import Schedule, optimise
from staffing_sim.solving.solution import Solution
from staffing_sim.solving.targets import Target

__all__ = [
    "Frontier",
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
