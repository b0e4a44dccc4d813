"""Several descriptions of one agency, any of which may be right."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from staffing_sim.agency import Agency
from staffing_sim.sensitivity.assumptions import Asked, assumptions_of

__all__ = ["drawn_sets", "numbered"]


def numbered(sets: Iterable[Agency]) -> dict[str, Agency]:
    """Return descriptions by name, in order."""
    return {f"set {number}": each for number, each in enumerate(sets, start=1)}


def drawn_sets(
    agency: Agency, *, count: int = 16, assumptions: Asked | None = None, seed: int = 0
) -> dict[str, Agency]:
    """Return descriptions of an agency spread evenly over the ranges of its assumptions.

    A Latin hypercube: each assumption's range is cut into as many pieces as there are sets, and
    each piece is used once. Numbers are drawn independently of each other, so that some sets may
    fit the past badly; calibrated sets (`staffing_sim.load_fits`) are better where there are any.

    Parameters
    ----------
    agency
        As described.
    count
        How many.
    assumptions
        Keys of the ledger, or ``{key: (low, high)}``; the disputed ones where not given.
    seed
        Decides the draw.

    Raises
    ------
    InputError
        With every fault of the assumptions.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> sets = drawn_sets(office, count=4, assumptions=["contact.success"])
    >>> [0.5 <= each.contact.success <= 1.0 for each in sets.values()]
    [True, True, True, True]
    """
    from scipy.stats import qmc

    found = assumptions_of(agency, assumptions)
    places = qmc.LatinHypercube(d=len(found), rng=np.random.default_rng(seed)).random(count)
    sets = []
    for place in places:
        variant = agency
        for assumption, share in zip(found, place, strict=True):
            value = assumption.low + float(share) * (assumption.high - assumption.low)
            variant = assumption.at(variant, value)
        sets.append(variant)
    return numbered(sets)
