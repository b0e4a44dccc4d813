"""Intervals and chances from replications that are few and independent.

    means    means, ratios of means, their t-intervals; percentiles
    chances  how often a plan does better; Wilson's interval of a probability
    pairs    plans against a baseline on the same worlds, several at once
    doubts   doubt about an agency's numbers, told apart from chance

Replications start from the same day and stop at the same horizon, so nothing is warmed up or
thrown away. Plans met the same worlds, so they are compared pair by pair. Every interval says how
well a mean is known given the number of replications (it shrinks with more); the 10-90 spread says
how far one replication is from another (it does not).
"""

from staffing_sim.intervals.chances import chance_better, wilson
from staffing_sim.intervals.doubts import Doubts, doubts
from staffing_sim.intervals.means import (
    CONFIDENCE,
    Interval,
    mean_interval,
    percentile,
    ratio_interval,
)
from staffing_sim.intervals.pairs import Paired, paired_together, variance_reduction

__all__ = [
    "CONFIDENCE",
    "Doubts",
    "Interval",
    "Paired",
    "chance_better",
    "doubts",
    "mean_interval",
    "paired_together",
    "percentile",
    "ratio_interval",
    "variance_reduction",
    "wilson",
]
