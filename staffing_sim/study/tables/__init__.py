"""Every table a study makes.

runs      who was compared, the tables of every run, where the numbers come from
averages  means over replications and paired differences, for any table of runs
measures  summary, differences, headlines, and how precisely they are known
staffing  positions, attrition, hires
costs     costs by fiscal year, gross and net
offices   each office's lot and load, and how far the worst lies from the median
caps      promised and delivered; with what chance a cap is met; its two queues
children  permanence and published indicators of children who are followed
"""

from staffing_sim.study.tables.caps import Caps
from staffing_sim.study.tables.children import Children
from staffing_sim.study.tables.costs import Costs
from staffing_sim.study.tables.measures import Measures
from staffing_sim.study.tables.offices import Offices
from staffing_sim.study.tables.staffing import Staffing

__all__ = ["Findings"]


class Findings(Measures, Staffing, Costs, Offices, Caps, Children):
    """Every table of a study. Words, charts and files are made of this; `Study` has them all."""
