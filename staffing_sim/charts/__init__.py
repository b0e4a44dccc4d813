"""Charts of a study: each takes a frame and perhaps axes, and returns axes.

style       settings in force while a chart is drawn, and its figure
looks       how a plan looks: colour, line, hatching and mark
captions    title and footer
labels      names at the ends of lines, and legends
scales      what stands along an axis
files       charts as PNG, SVG and PDF
fans        over time: unseen children, staff, permanence
caps        the mean caseload by month, and the chance that it is at most a cap
bars        unseen children by reason and by months running; differences of plans
lines       a line with its uncertainty, and whiskers
caseloads   how unequal caseloads are
indicators  published indicators, a mark per plan
money       what plans cost against what they bring
exits       how children followed all the way leave care
need        from the static need to the positions that keep it met
positions   from items ordinanced to hands on cases
sensitivity what would change if an assumption were wrong
doubts      chance beside assumptions; whose doing the variance is; what knowing is worth
promises    promised and delivered; the two queues of a cap
schedules   hires by month and office
solving     from effort to the chance that a target is met
loads       where hours run short, by office and role
turnover    attrition beside the rate that would undo all hiring
effects     what money buys in children seen
child       one child's way under each plan
"""

from staffing_sim.charts.bars import forest, unseen_by_reason, unseen_running
from staffing_sim.charts.caps import cap_met, mean_caseload
from staffing_sim.charts.caseloads import caseloads, shared_caseload
from staffing_sim.charts.child import child
from staffing_sim.charts.doubts import information, shades, shares
from staffing_sim.charts.effects import cost_and_unseen
from staffing_sim.charts.exits import exit_curve, plan_marks
from staffing_sim.charts.fans import column, permanence, staff, unseen
from staffing_sim.charts.files import save_figure
from staffing_sim.charts.indicators import indicators
from staffing_sim.charts.loads import office_loads
from staffing_sim.charts.money import efficient_set
from staffing_sim.charts.need import need
from staffing_sim.charts.positions import waterfall
from staffing_sim.charts.promises import cap_frontier, promises, queue
from staffing_sim.charts.schedules import schedule
from staffing_sim.charts.sensitivity import flip, tornado
from staffing_sim.charts.solving import target_curve
from staffing_sim.charts.style import styled
from staffing_sim.charts.turnover import break_even

__all__ = [
    "break_even",
    "cap_frontier",
    "cap_met",
    "caseloads",
    "child",
    "column",
    "cost_and_unseen",
    "efficient_set",
    "exit_curve",
    "flip",
    "forest",
    "indicators",
    "information",
    "mean_caseload",
    "need",
    "office_loads",
    "permanence",
    "plan_marks",
    "promises",
    "queue",
    "save_figure",
    "schedule",
    "shades",
    "shared_caseload",
    "shares",
    "staff",
    "styled",
    "target_curve",
    "tornado",
    "unseen",
    "unseen_by_reason",
    "unseen_running",
    "waterfall",
]
