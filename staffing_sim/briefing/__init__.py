"""The briefing: a study as one file to hand over, with what it rests on and what it cannot show.

parts       what a briefing is made of
words       names set off, lists, capitals
answer      the question, and the answer in three sentences
tables      every plan's levels and differences, beside the null model
monthly     tables by month, at a few month ends
figures     charts as addresses that hold the whole picture
differences exhibit: which plan, and how much difference it makes
unseen      exhibit: children unseen, and why
turnover    exhibit: hiring against turnover, promise against delivery
caps        exhibits: when a cap is met; its two queues
permanence  exhibit: how much sooner, with returns to care
money       exhibit: cost by fiscal year, and what it buys
offices     exhibit: where hours are short
doubts      exhibit: the null model and flip points
limits      what no result can show, and what was not looked at
sources     plans in words; every number with its source
rerunning   the files the page carries, and the commands
page        all of it put together, as HTML (``briefing.html`` and ``briefing.css``)
writing     the file
"""

from staffing_sim.briefing.writing import report

__all__ = ["report"]
