"""How soon children find a permanent home, from stays of which many are still unfinished.

Counting finished stays only would be wrong in a way that can reverse a comparison: when a plan
brings long-waiting children home, the mean length of *finished* stays rises. So plans are compared
by following an entry cohort, with children still in care counted for as long as they were seen
(censoring) and leaving for another reason as a competing event.

The *restricted mean* is the mean number of months without a permanent home out of the first 24. A
median is never reported: it sits on a hearing date.

curves        Kaplan-Meier and Aalen-Johansen with ties, delayed entry and standard errors
samples       entry cohort, point in time, exit cohort, re-entries: who is followed
landmarks     permanence at fixed dates by exit, office, age and year of entry; re-entry beside it
definitions   the published indicators in words: who is counted, since when, by which rule
published     the published indicators of a run
"""

from staffing_sim.permanence.curves import (
    CENSORED,
    Estimate,
    Incidence,
    aalen_johansen,
    kaplan_meier,
)
from staffing_sim.permanence.definitions import INDICATORS, Indicator
from staffing_sim.permanence.landmarks import LANDMARK_COLUMNS, landmark_table
from staffing_sim.permanence.published import INDICATOR_COLUMNS, indicators, latest_known
from staffing_sim.permanence.samples import (
    Stays,
    entry_cohort,
    exit_cohort,
    permanent_causes,
    point_in_time,
    reentries,
)

__all__ = [
    "CENSORED",
    "INDICATORS",
    "INDICATOR_COLUMNS",
    "LANDMARK_COLUMNS",
    "Estimate",
    "Incidence",
    "Indicator",
    "Stays",
    "aalen_johansen",
    "entry_cohort",
    "exit_cohort",
    "indicators",
    "kaplan_meier",
    "landmark_table",
    "latest_known",
    "permanent_causes",
    "point_in_time",
    "reentries",
]
