"""Charts of a study: each takes a frame and perhaps axes, and returns axes.

style       colours and line styles by plan, direct labels, footer, saving
fans        over time: unseen children, staff, chance that a cap is met, permanence
bars        unseen children by reason and by months running; differences of plans
lines       a line with its uncertainty
caseloads   how unequal caseloads are
indicators  published indicators, a mark per plan
money       what plans cost against what they bring
positions   from items ordinanced to hands on cases
sensitivity what would change if an assumption were wrong
promises    promised and delivered; the two queues of a cap
solving     from effort to the chance that a target is met
"""

from staffing_sim.charts.bars import forest, unseen_by_reason, unseen_running
from staffing_sim.charts.caseloads import caseloads
from staffing_sim.charts.fans import cap_met, column, permanence, staff, unseen
from staffing_sim.charts.indicators import indicators
from staffing_sim.charts.money import efficient_set
from staffing_sim.charts.positions import waterfall
from staffing_sim.charts.promises import cap_frontier, promises
from staffing_sim.charts.sensitivity import flip, tornado
from staffing_sim.charts.solving import target_curve
from staffing_sim.charts.style import save_figure, styled

__all__ = [
    "cap_frontier",
    "cap_met",
    "caseloads",
    "column",
    "efficient_set",
    "flip",
    "forest",
    "indicators",
    "permanence",
    "promises",
    "save_figure",
    "staff",
    "styled",
    "target_curve",
    "tornado",
    "unseen",
    "unseen_by_reason",
    "unseen_running",
    "waterfall",
]
