"""Legs a case actually reached, and the episodes of foster care that they make up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.records.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """Episodes of foster care: unbroken stays out of the home, one entry per episode.

    Attributes
    ----------
    case
        Row of the child in ``records.cases``, ascending.
    entered
        When care began; at most 0 for children who are in care on day 0.
    left
        When it ended, NaN while it lasts.
    cause
        Index into ``agency.causes`` of what ended it; -1 while it lasts.
    entry_stage, exit_stage
        Indices of the first stage of the episode and of the last one so far.
    """

    case: NDArray[np.int64]
    entered: NDArray[np.float64]
    left: NDArray[np.float64]
    cause: NDArray[np.int64]
    entry_stage: NDArray[np.int64]
    exit_stage: NDArray[np.int64]


def reached_legs(layout: Layout) -> NDArray[Any]:
    """Return the legs that began, of cases that opened, in order of case and time."""
    legs = layout.records.legs
    reached: NDArray[Any] = legs[(legs["case"] >= 0) & ~np.isnan(legs["started"])]
    return reached


def care_episodes(layout: Layout) -> Episodes:
    """Return the episodes of foster care before 18.

    A child enters with a leg in care that no leg in care precedes, and leaves with one that no leg
    in care follows; the stage to 21 is not foster care here, so turning 18 ends an episode.
    """
    legs = reached_legs(layout)
    cases = layout.records.cases
    care = layout.stage_in_care[legs["stage"]]
    same_case = legs["case"][1:] == legs["case"][:-1]
    joined = np.concatenate([[False], same_case & care[:-1] & care[1:]])[: len(legs)]
    first = np.flatnonzero(care & ~joined)
    last = np.flatnonzero(care & ~np.append(joined[1:], [False])[: len(legs)])
    case = legs["case"][first]
    entered = legs["started"][first].copy()
    earlier = cases["in_care_since"][case]
    since_before = (entered <= 0) & ~np.isnan(earlier)
    entered[since_before] = earlier[since_before]
    return Episodes(
        case=case,
        entered=entered,
        left=legs["ended"][last],
        cause=np.where(np.isnan(legs["ended"][last]), -1, legs["cause"][last]),
        entry_stage=legs["stage"][first],
        exit_stage=legs["stage"][last],
    )
