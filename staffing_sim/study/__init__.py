"""Comparing plans: the same worlds for every plan, replications, paired differences, verdicts.

compare      simulate one plan once; compare several plans on the same worlds
outcome      what is kept of one run
replicated   what several plans did on the same worlds: the tables of every run
averages     means and intervals of any table with a row per run
waterfall    positions from ordinanced to carrying cases
attrition    who left, over the service they left from
hiring       the calendar of hires: cohorts, seats, first full load
costs        costs by fiscal year, gross and net
equity       each office's lot, and how far the worst lies from the median
null_model   every headline beside the world in which caseloads change nothing
planning     the tables a planner asks for, as methods of the study
results      the study: measures, differences, verdicts, charts, files
statistics   means, intervals and chances from few replications
words        numbers as a reader says them
verdicts     what differs, in a word or a sentence
card         the study at a glance, as text and for a notebook
pictures     the charts by name
saving       the study as files
"""

from staffing_sim.study.results import Study
from staffing_sim.study.runs import compare, simulate

__all__ = ["Study", "compare", "simulate"]
