"""Running plans: what is asked, the runs themselves, what is kept of them.

setting   what the runs of a study share, and how precise it is to be; every fault told at once
fan_out   runs one after another, on several cores, or on a cluster, and whoever is told of it
outcome   what is kept of one run, also as bytes
store     finished runs in a folder, so that a study can go on
"""

from staffing_sim.study.run.fan_out import Progress, Told, outcomes_of
from staffing_sim.study.run.outcome import Outcome, outcome_of
from staffing_sim.study.run.setting import Own, Precision, Setting, checked_months, spread_limit
from staffing_sim.study.run.store import Store

__all__ = [
    "Outcome",
    "Own",
    "Precision",
    "Progress",
    "Setting",
    "Store",
    "Told",
    "checked_months",
    "outcome_of",
    "outcomes_of",
    "spread_limit",
]
