"""The frontier over caps: for each hard cap, the children who wait and those over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.staff import Overflow
from staffing_sim.study.promises import cap_frontier_table, capped_plans
from staffing_sim.study.results import compare

__all__ = ["cap_frontier"]


def cap_frontier(
    agency: Agency,
    role: str,
    limits: Sequence[float],
    *,
    overflow: Overflow = "hard",
    **how: Any,
) -> pd.DataFrame:
    """Find what each cap on a role's caseload leads to, on the same worlds.

    Parameters
    ----------
    agency
        The agency; it is also run as it is.
    role
        The role whose new cases are capped, in children.
    limits
        The caps to try.
    overflow
        What a cap does to a new case when everybody is at it; see `PlanCap`.
    how
        Any other argument of `compare`: ``years``, ``replications``, ``seed`` ...

    Returns
    -------
    pandas.DataFrame
        One row for the agency as it is, then one per cap, the highest first: plan, limit, then
        waiting (children without a worker of the role) and over (children whose worker holds more
        than the cap), means of the month ends, unseen (children not seen in a month, all roles) and
        late_share (of first responses due), each with ``_low`` and ``_high``; and runs.

    Raises
    ------
    InputError
        If a limit, the role or another argument is wrong.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> table = cap_frontier(office, "continuing_services", [22, 18], years=0.5, replications=2)
    >>> table["plan"].tolist()
    ['As is', 'At most 22', 'At most 18']
    """
    agency.role(role)
    study = compare(agency, capped_plans(role, limits, overflow), **how)
    return cap_frontier_table(study, role)
