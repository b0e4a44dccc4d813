"""The stability limit: the most compressibility at which an agency under its load stays in balance.

Casework slows as hours go missing, and a case that takes longer asks for more hours. Where a load
one percent higher slows cases by more than one percent, cases pile up faster than they leave, and
an agency as is is unstable. The limit is the compressibility at which both are equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.agency.opening_load import TeamLoad, together
from staffing_sim.agency.staff import Role
from staffing_sim.values import ALL

STABILITY_COLUMNS: Final = {
    "office": "the office; `all` for the role as a whole",
    "role": "the role",
    "load": "hours due on day 0 over hours available; 0 where nobody works",
    "casework_share": "the share of the casework due that is delivered",
    "pace": "how fast cases move, relative to full service",
    "elasticity": "how much casework is lost as load grows: percent per percent of load",
    "limit": "the stability limit of compressibility; infinite where load takes no casework",
    "compressibility": "the agency's own compressibility",
    "stands": "whether compressibility is at most the limit, or there is none",
}
"""The columns of the table of stability."""


def stability(agency: Agency) -> pd.DataFrame:
    """Return how near each office and role is to where it can no longer stand still.

    Parameters
    ----------
    agency
        Its open cases and staff of day 0, whatever load its durations were observed under. Without
        open cases only training is due, no casework goes missing, and the limit is infinite.

    Returns
    -------
    pandas.DataFrame
        A row per office and role, and after each role's offices one for the role as a whole; see
        `STABILITY_COLUMNS`. Undefined, but for the load, where nobody is there.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> found = stability(load_agency("small-office"))
    >>> whole = found[found["office"] == "all"].set_index("role")
    >>> whole["limit"].round(2).to_dict()
    {'emergency_response': 0.8, 'continuing_services': 0.39, 'adoption': 0.51}
    >>> bool(whole["stands"].all())
    True
    """
    rows = [
        _row(role, team)
        for role in agency.roles
        for team in (*_teams(agency, role), _whole(agency, role))
    ]
    return pd.DataFrame(rows, columns=list(STABILITY_COLUMNS))


def limits_of_roles(agency: Agency) -> dict[str, float]:
    """Return the stability limit of each role as a whole; NaN where nobody works in it.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> round(limits_of_roles(load_agency("small-office"))["continuing_services"], 3)
    0.389
    """
    return {role.name: _whole(agency, role).stability_limit for role in agency.roles}


def roles_above_limit(agency: Agency) -> dict[str, float]:
    """Return the limits of those roles whose compressibility is above it, as a whole.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> roles_above_limit(load_agency("small-office"))
    {}
    """
    limits = limits_of_roles(agency)
    return {
        role.name: limits[role.name]
        for role in agency.roles
        if role.compressibility > limits[role.name]
    }


def limit_text(limit: float) -> str:
    """Return a limit as a reader says it, never rounded up.

    Examples
    --------
    >>> limit_text(0.38881), limit_text(float("inf"))
    ('0.388', 'any')
    """
    return f"{math.floor(1000.0 * limit) / 1000.0:g}" if math.isfinite(limit) else "any"


def _teams(agency: Agency, role: Role) -> Iterator[TeamLoad]:
    return (team for team in agency.teams_on_day_zero if team.role == role.name)


def _whole(agency: Agency, role: Role) -> TeamLoad:
    """Return all teams of a role as one, or any where nobody works in it."""
    teams = tuple(_teams(agency, role))
    return together(teams) or teams[0].replace(office=None)


def _row(role: Role, team: TeamLoad) -> dict[str, Any]:
    limit, somebody = team.stability_limit, team.hours > 0.0
    return {
        "office": team.office or ALL,
        "role": role.name,
        "load": team.load,
        "casework_share": team.casework_share if somebody else math.nan,
        "pace": team.pace(role.compressibility) if somebody else math.nan,
        "elasticity": team.elasticity,
        "limit": limit,
        "compressibility": role.compressibility,
        "stands": not role.compressibility > limit,
    }
