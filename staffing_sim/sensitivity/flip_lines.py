"""Flip lines: where two plans change rank when two assumptions may both be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.assumptions import Asked, assumptions_of
from staffing_sim.sensitivity.flips import flip_points

__all__ = ["flip_line"]


def flip_line(
    agency: Agency,
    plan_a: Plan,
    plan_b: Plan,
    *,
    moved: Asked,
    along: Asked,
    steps: int = 5,
    **asking: Any,
) -> pd.DataFrame:
    """Find where two plans change rank by one assumption, at each of several values of another.

    Parameters
    ----------
    agency, plan_a, plan_b
        What to compare.
    moved, along
        The assumption that is searched, and the one that is stepped through: a key of the ledger
        each, in a list or with a range of your own.
    steps
        How many values of the latter, evenly over its range.
    **asking
        ``measure``, ``margin`` and how to run, as in `flip_points`.

    Returns
    -------
    pandas.DataFrame
        The columns of `FLIP_COLUMNS`, after along (the other assumption's key) and along_value.

    Raises
    ------
    InputError
        With every fault of the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> found = flip_line(
    ...     ss.load_agency("small-office"),
    ...     ss.Plan("Two", hires=ss.Hires.once(2, kind="net")),
    ...     ss.Plan("As is"),
    ...     moved=["costs.worker_year"],
    ...     along=["costs.hire"],
    ...     steps=2,
    ...     measure="cost",
    ...     years=0.25,
    ...     replications=2,
    ... )
    >>> found["along_value"].nunique()
    2
    """
    (other,) = assumptions_of(agency, along)
    searched = moved if isinstance(moved, Mapping) else tuple(moved)
    assumptions_of(agency, searched)  # wrong keys are told before anything runs
    tables = []
    for value in map(float, np.linspace(other.low, other.high, steps)):
        variant = other.at(agency, value)
        found = flip_points(variant, plan_a, plan_b, assumptions=searched, **asking).table
        found.insert(0, "along", other.key)
        found.insert(1, "along_value", value)
        tables.append(found)
    line = pd.concat(tables, ignore_index=True)
    line.attrs = tables[0].attrs
    return line
