"""The briefing: a study as one file to hand over, with its sources and what it cannot show.

elements     what a briefing is made of; tables by month; names in a sentence; charts as pictures
sentences    the question, and what was found in three sentences
differences  exhibit: which plan, and how much difference it makes
outcomes     exhibits: children unseen, time to permanence, cost
workforce    exhibits: turnover, caps and their two queues, offices
robustness   exhibit: the null model and flip points; limits, and what was not looked at
sources      plans in words, every number with its source; the files and commands for a rerun
page         all of it put together, as HTML (``briefing.html`` and ``briefing.css``)
writing      the file
"""

from staffing_sim.briefing.writing import report

__all__ = ["report"]
