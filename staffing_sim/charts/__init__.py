"""Charts: each takes a frame and perhaps axes, and returns axes.

registry      every exhibit of a study: its table, its chart, their name, words and place
study_charts  a study's charts: which table each draws, and its options
visits        children not seen: by month, reason and months running; one child's way
caps          caseloads against a cap, their spread, the two queues
differences   how plans differ, and what that costs
positions     from positions on paper to hands on cases: staff, waterfall, promises, turnover, need
exits         how soon children have a permanent home; published indicators
offices       where hours run short
solving       what a search found: the chance of a target, a schedule of hires
sensitivity   what if we are wrong: tornado, flip points, parameter sets, their drivers
over_time     lines over the months of a study
axes          title, footer, labels, marks and uncertainty, as they stand on axes
style         settings, a plan's look, figures and their files
"""

from staffing_sim.charts.caps import (
    cap_frontier,
    cap_met,
    caseloads,
    mean_caseload,
    queue,
    shared_caseload,
)
from staffing_sim.charts.differences import cost_and_unseen, efficient_set, forest
from staffing_sim.charts.exits import exit_curve, indicators, permanence, plan_marks
from staffing_sim.charts.offices import office_loads
from staffing_sim.charts.over_time import column
from staffing_sim.charts.positions import break_even, need, promises, staff, waterfall
from staffing_sim.charts.sensitivity import drivers, flip, information, parameter_sets, tornado
from staffing_sim.charts.solving import schedule, target_curve
from staffing_sim.charts.style import save_figure, styled
from staffing_sim.charts.visits import child, unseen, unseen_by_reason, unseen_running

__all__ = [
    "break_even",
    "cap_frontier",
    "cap_met",
    "caseloads",
    "child",
    "column",
    "cost_and_unseen",
    "drivers",
    "efficient_set",
    "exit_curve",
    "flip",
    "forest",
    "indicators",
    "information",
    "mean_caseload",
    "need",
    "office_loads",
    "parameter_sets",
    "permanence",
    "plan_marks",
    "promises",
    "queue",
    "save_figure",
    "schedule",
    "shared_caseload",
    "staff",
    "styled",
    "target_curve",
    "tornado",
    "unseen",
    "unseen_by_reason",
    "unseen_running",
    "waterfall",
]
