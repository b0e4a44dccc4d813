"""When a comparison is precise enough: half-widths that must be reached, and the rule to stop by.

Replications are added in batches of one size until every difference is known to within what
matters, or there are as many as were allowed. Nothing but numbers of the study decides, so that it
stops at the same replication on every machine; a time limit could not promise that.

To look again and again at intervals invites stopping when they happen to be too narrow. Three
things are set against it: a least number of replications; an upper limit of the standard deviation
in place of the deviation seen (Kupper & Hafner, 1989, The American Statistician 43); and widths
that depend on the spread alone, never on the size or the sign of a difference, which stopping
therefore leaves unbiased.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field
from scipy.special import chdtri

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, nearest
from staffing_sim.measures import MEASURES, relevant_difference
from staffing_sim.study.words import HEADLINES
from staffing_sim.values import Number, PositiveCount, Share, Value

__all__ = ["Precision", "spread_limit"]


def _known_measures(half_widths: dict[str, float]) -> Iterator[Fault]:
    """Half-widths are given for measures."""
    for name in half_widths:
        if name not in MEASURES:
            remedy = nearest(name, MEASURES)
            yield Fault(key=f"half_widths.{name}", problem="is no measure", remedy=remedy)


def _room_for_more(least: int, most: int) -> Iterator[Fault]:
    """The most is not below the least."""
    if most < least:
        problem, remedy = f"must be at least {least}, the least; got {most}", "Give more."
        yield Fault(key="most", problem=problem, remedy=remedy)


class Precision(Value):
    """How well differences are to be known before a comparison stops.

    Every plan is held against the first, in every measure that has a half-width. It is the
    half-width of the paired 95 % interval that holds for all plans together, with the upper limit
    of the standard deviation in it. A difference that is undefined in more than half of the
    replications (the horizon is too short for it) is not waited for.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    >>> until = Precision(half_widths={"caseload": 1.5}, least=4, batch=4, most=40)
    >>> study = ss.compare(ss.load_agency("small-office"), plans, years=0.5, until=until)
    >>> study.replications % 4, bool(study.precision()["reached"].all())
    (0, True)
    """

    half_widths: dict[str, Annotated[Number, Field(gt=0)]] = Field(
        default_factory=dict,
        description="half-width to reach, by measure; where none is given, the smallest "
        "difference that matters in every headline measure that declares one",
    )
    least: Annotated[PositiveCount, Field(ge=2)] = Field(10, description="replications at least")
    most: Annotated[PositiveCount, Field(le=100_000)] = Field(
        200, description="replications at most"
    )
    batch: PositiveCount = Field(10, description="replications added at a time")
    assurance: Annotated[Share, Field(ge=0.5, lt=1)] = Field(
        0.8, description="confidence of the upper limit of the standard deviation"
    )

    rules = (_known_measures, _room_for_more)

    def next_count(self, replications: int) -> int:
        """Return how many replications there are after the next batch."""
        return min(self.most, replications + self.batch)

    def wanted(self, agency: Agency) -> dict[str, float]:
        """Return the half-width to reach in each measure, in an agency of this size.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> wanted = Precision().wanted(load_agency("la-county-2013"))
        >>> round(wanted["unseen_children"]), wanted["caseload"], wanted["late_responses_share"]
        (100, 1.0, 0.01)
        """
        if self.half_widths:
            return dict(self.half_widths)
        declared = {name: relevant_difference(name, agency) for name in HEADLINES}
        return {name: width for name, width in declared.items() if not math.isnan(width)}


def spread_limit(runs: int, assurance: float) -> float:
    """Return by how much a standard deviation from so many runs may be too small.

    With a chance of `assurance` the true one is no more than this many times the one seen.

    Examples
    --------
    >>> round(spread_limit(10, 0.8), 3), round(spread_limit(100, 0.8), 3)
    (1.293, 1.067)
    """
    freedom = runs - 1
    return math.sqrt(freedom / float(chdtri(freedom, assurance)))
