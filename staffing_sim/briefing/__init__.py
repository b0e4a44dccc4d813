"""The briefing: a study as one file to hand over, with what it rests on and what it cannot show.

parts       what a briefing is made of
answer      the question, and the answer in three sentences
tables      every plan's levels and differences, beside the null model
dates       a few month ends, for tables
figures     charts as addresses that hold the whole picture
children    exhibits: unseen, and why; permanence
staffing    exhibits: turnover; a cap and its two queues
choices     exhibits: differences; money; offices
doubts      exhibit: the null model and flip points
limits      what no result can show, and what was not looked at
sources     plans in words; every number with its source
rerunning   the files the page carries, and the commands
page        all of it put together, as HTML (``briefing.html`` and ``briefing.css``)
writing     the file
"""

from staffing_sim.briefing.writing import report

__all__ = ["report"]
