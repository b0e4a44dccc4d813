"""Comparing plans: the same worlds for every plan, replications, paired differences, verdicts.

runs         simulate one plan once; finish the runs of several plans on the same worlds
rerunning    a study again, from its file
arguments    what these are given, checked
fan_out      runs one after another, on several cores, or on a cluster
progress     how far a study is
outcome      what is kept of one run
packing      an outcome as bytes, and back
store        finished runs in a folder, so that a study can go on
replicated   what several plans did on the same worlds: the tables of every run
paired       how plans differ from their baselines
precision    how precisely differences are to be known before a comparison stops
stopping     how precisely they are known, whether it goes on, and why it stopped
averages     means and intervals of any table with a row per run
waterfall    positions from ordinanced to carrying cases
attrition    who left, over the service they left from
hiring       the calendar of hires: cohorts, seats, first full load
costs        costs by fiscal year, gross and net
equity       each office's lot, and how far the worst lies from the median
null_model   every headline beside the world in which caseloads change nothing
following    permanence by group, and published indicators
full_follow_up  children followed all the way
placement    where to put new posts
planning     the tables a planner asks for, as methods of the study
promises     promised and delivered; the two queues of a cap
frontier     what each of several caps leads to
clause       the clause tester: what a wording would have triggered
clause_counts  what the clause counted, as tables and a chart
clause_words the same in words, as a card and as files
examination  the counts of a clause with their words, card and files
findings     every table of a study: measures, differences, headlines, verdicts
results      compare, and the study it makes: findings with their card, charts and files
words        numbers as a reader says them
verdicts     what differs, in a word or a sentence
card         the study at a glance, as text and for a notebook
loads        demand over hours by office and role, before and after
one_child    one child's way under several plans
saving       the study as files
worksheets   what the sheets of its workbook hold
workbook     the study as an Excel workbook
defaults     what a study's file says about values that nobody gave
"""

from staffing_sim.study.clause import examine_clause
from staffing_sim.study.frontier import cap_frontier
from staffing_sim.study.one_child import child_history
from staffing_sim.study.placement import where_to_put
from staffing_sim.study.precision import Precision
from staffing_sim.study.rerunning import rerun
from staffing_sim.study.results import Study, compare
from staffing_sim.study.runs import simulate

__all__ = [
    "Precision",
    "Study",
    "cap_frontier",
    "child_history",
    "compare",
    "examine_clause",
    "rerun",
    "simulate",
    "where_to_put",
]
