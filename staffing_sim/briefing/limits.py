"""What no result of the library can show, short enough to stand where results are shown.

At greater length, with what each would change, on the page of limits of the documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

__all__ = ["LIMITS", "not_done"]

LIMITS: Final = {
    "It compares; it does not forecast.": (
        "A figure depends on the agency as it was described and on referrals like those it was "
        "described with. A difference between plans is sturdier. No single run is a forecast."
    ),
    "Harm is not in it.": (
        "Visits, first responses, caseloads, hand-overs and exits are counted. Whether a child "
        "is safe, or a visit was a good one, is not known."
    ),
    "The agency does not change its own inflow.": (
        "In life, thresholds for opening a case move when workers are short. If they do, "
        "differences in caseloads are too large here, and those in children turned away too "
        "small."
    ),
    "Two assumptions carry much of the dispute.": (
        "How far missing hours slow a case, and how far load drives workers out, no study "
        "measures well. What does not survive the null model rests on them."
    ),
    "Workers differ only in tenure, load and luck.": (
        "If experience is worth more than hours, fast hiring is flattered and retention sold short."
    ),
    "Intervals say how well a mean is known, not how well the world is.": (
        "They shrink with more replications and know nothing of wrong inputs."
    ),
    "The past is a stock, not a history.": (
        "Cases open on day 0 are drawn to fit totals; no list of an agency's own is read in. "
        "The first months carry what that drawing assumed."
    ),
}
"""Each limit with what it means for a result."""


def not_done(study: Study, null_study: Study | None, flips: Sequence[Flips]) -> tuple[str, ...]:
    """Return what could have been looked at and was not, so that silence misleads nobody."""
    told = []
    if study.interrupted:
        done = f"{study.replications} of {study.wanted} replications were finished."
        told.append(f"The study was stopped early: {done}")
    if study.replications == 1:
        told.append("One replication is one draw of chance: there are no intervals.")
    elif study.replications < 20:
        told.append(
            f"{study.replications} replications: intervals are rough, 20 are worth reporting."
        )
    if null_study is None:
        told.append("The null model was not run beside these results.")
    elif null_study.interrupted:
        done = f"{null_study.replications} of {null_study.wanted} replications were finished."
        told.append(f"The null model was stopped early: {done}")
    if not flips:
        told.append("Where plans would change rank (flip points) was not searched.")
    if study.own_functions:
        told.append(
            "The runs used functions that no file holds, so they cannot be rerun from this page: "
            f"{', '.join(study.own_functions)}."
        )
    return tuple(told)
