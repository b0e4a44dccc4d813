"""Whether a candidate fits: every target of the validation, on worlds it was not fitted to.

A candidate is accepted when each target's mean over runs lies in the target's range. The loss is
the mean over targets of the squared distance from the middle of the range, in half-ranges: 0 in
the middle of all, 1 at the edge of all. Every target weighs the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quantities import Quantities, long_run, unseen_by_year
from running import experiment
from solving import Candidate, as_is, mean_of
from targets import AS_IS, EXPERIMENT, FIVE_YEARS, HERE, PRESENT_SHARE, THREE_YEARS, Target

import staffing_sim as ss

NOT_JUDGED = ("over_40", "rate_ratio", "unseen_first")
"""Shown, not judged: what no parameter set meets together with the rest, and the children unseen
in the first months, which the share seen already tells."""

TARGETS = (*AS_IS, *THREE_YEARS, *FIVE_YEARS, *EXPERIMENT)
JUDGED = tuple(target for target in TARGETS if target.quantity not in NOT_JUDGED)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A candidate, what its runs give, and the targets it misses (none: it is accepted)."""

    candidate: Candidate
    found: Quantities
    missed: tuple[Target, ...]
    loss: float


def judge(candidate: Candidate, seeds: Sequence[int]) -> Verdict:
    """Run a candidate on fresh worlds; the long runs only where the short ones leave a chance."""
    agency = candidate.agency
    found = mean_of(as_is(agency, seed) for seed in seeds)
    if not _missed(found):
        found |= mean_of(three_years(agency, seed) for seed in seeds)
        few = seeds[:4]
        found |= mean_of(five_years(agency, seed) for seed in few)
        settled = agency.replace(pipeline=())
        found |= experiment(settled, seeds[0], here=HERE, present_share=PRESENT_SHARE)
    return Verdict(candidate=candidate, found=found, missed=_missed(found), loss=_loss(found))


def three_years(agency: ss.Agency, seed: int) -> Quantities:
    """Return how the children not seen change from year to year."""
    return unseen_by_year(ss.simulate(agency, ss.Plan("As is"), years=3, seed=seed))


def five_years(agency: ss.Agency, seed: int) -> Quantities:
    """Return what needs five years; what two years tell as well is left to them."""
    found = long_run(ss.simulate(agency, ss.Plan("As is"), years=5, seed=seed))
    return {target.quantity: found[target.quantity] for target in FIVE_YEARS}


def _missed(found: Quantities) -> tuple[Target, ...]:
    return tuple(
        target
        for target in JUDGED
        if target.quantity in found and not target.low <= found[target.quantity] <= target.high
    )


def _loss(found: Quantities) -> float:
    told = [target for target in JUDGED if target.quantity in found]
    return sum(_distance(target, found) ** 2 for target in told) / len(told)


def _distance(target: Target, found: Quantities) -> float:
    middle, half = (target.low + target.high) / 2, (target.high - target.low) / 2
    return (found[target.quantity] - middle) / half
