"""Runs an agency twice for each seed: as an evaluator sees it, and until every child is grown."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from figures import (
    FIGURES,
    PUBLISHED_AFTER,
    TRUTHS,
    UNTIL_ALL_ARE_GROWN,
    found_on_the_day,
    mean_stay,
)
from numpy.typing import NDArray

import staffing_sim as ss

__all__ = ["Results", "results"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was published and what was true.

    ``said`` and ``true`` have the shape (plans, figures, seeds): each of `FIGURES`, and what became
    of the children it is taken to speak of. ``stays_of_found`` holds, seed by seed, the mean whole
    stay of the children found on the day of the census, as is.
    """

    plans: tuple[str, ...]
    seeds: tuple[int, ...]
    said: Floats
    true: Floats
    stays_of_found: Floats

    @property
    def bias(self) -> Floats:
        """What was published less what was true, as is: (figures, seeds)."""
        return self.said[0] - self.true[0]

    @property
    def effect_said(self) -> Floats:
        """What the published figures say that the plan changes: (figures, seeds)."""
        return self.said[1] - self.said[0]

    @property
    def effect_true(self) -> Floats:
        """What the plan changed for the children: (figures, seeds)."""
        return self.true[1] - self.true[0]


def results(agency: ss.Agency, plans: Sequence[ss.Plan], seeds: Iterable[int]) -> Results:
    """Return what three samples publish under two plans, the first as is, beside the truth."""
    chosen = tuple(seeds)
    answers = [[_answers(agency, plan, seed) for seed in chosen] for plan in plans]
    said, true, whole = (
        np.array([[of[part] for of in row] for row in answers]) for part in (0, 1, 2)
    )
    return Results(
        plans=tuple(plan.name for plan in plans),
        seeds=chosen,
        said=said.transpose(0, 2, 1),
        true=true.transpose(0, 2, 1),
        stays_of_found=whole[0],
    )


def _answers(agency: ss.Agency, plan: ss.Plan, seed: int) -> tuple[list[float], list[float], float]:
    """Return the figures published, the truth of each, and the whole stays of those found."""
    print(f"{plan.name}: seed {seed}", file=sys.stderr)
    seen = ss.simulate(agency, plan, years=PUBLISHED_AFTER, seed=seed)
    whole = ss.simulate(agency, plan, years=UNTIL_ALL_ARE_GROWN, seed=seed)
    truths = {question: found(whole) for question, found in TRUTHS.items()}
    said = [figure.published(seen) for figure in FIGURES]
    return said, [truths[figure.question] for figure in FIGURES], mean_stay(found_on_the_day(whole))
