"""Comparing plans: the same worlds for every plan, replications, paired differences, verdicts.

study        simulate, compare and rerun; the study they make, with all it can show
run          what is asked, the runs on one core, several, or a cluster, what is kept of them
tables       every table of a study
answer       the answer, ahead of every table: what each plan does, what it harms, which to take
headlines    the headline table, which card, terminal, briefing and workbook show
figures      numbers as a reader says them
verdicts     what differs, in a word or a sentence
text         the study in words: card, terminal, notes
files        the study as files
workbook     the study as an Excel workbook
actuals      what was delivered, from a file, beside what was promised and is expected
clause       the clause tester: what a wording would have triggered
ready_made   where to put new posts; what each cap leads to; one child under several plans
"""

from staffing_sim.study.clause import examine_clause
from staffing_sim.study.ready_made import cap_frontier, child_history, where_to_put
from staffing_sim.study.run import Precision
from staffing_sim.study.study import Study, compare, rerun, simulate

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
