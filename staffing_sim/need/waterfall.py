"""From the static need to the positions it takes: what leave, turnover and uneven workloads add.

The steps multiply, so each is counted on top of those before it, in the order of `STEPS`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Role
from staffing_sim.errors import wrong
from staffing_sim.need.standards import Standard, static_need
from staffing_sim.need.turnover import StaffAtRest, staff_at_rest

STEPS: Final[dict[str, str]] = {
    "static_need": "Static need",
    "part_loads": "workers on part loads by design",
    "absence": "long absence",
    "reduced_loads": "newcomers' reduced loads",
    "academy": "successors in the academy",
    "vacancies": "posts being recruited for",
    "spread": "uneven offices and workloads",
}
"""What each step adds to the positions needed, in order; the first is where it starts."""


def need_waterfall(
    agency: Agency,
    *,
    standard: str | Standard = "sb2030_minimum",
    components: Mapping[str, str] | None = None,
    hours_short: float = 0.02,
) -> pd.DataFrame:
    """Return the steps from the static need to the positions that keep it met.

    All but the last step are the agency's own rates at rest (as many come as go, load at 1 or
    less). *Spread* is by formula, not by simulation: staff are raised until the hours that fall on
    desks already full are no more than a share of all hours due, desks differing by their office's
    referrals over its staff and by their area (gamma). Seasons and bunched families are not in it.

    Parameters
    ----------
    agency
        Its open cases, rates of leaving and absence, academy, time to fill, offices and areas.
    standard, components
        As in `static_need`.
    hours_short
        The share of hours due that may fall on full desks, between 0 and 1; the default is an
        assumption.

    Returns
    -------
    pandas.DataFrame
        A row a role: ``role``, ``label``, the columns of `STEPS` in positions, ``need`` (their
        sum), ``positions`` (those of day 0, vacant ones and hires under way included) and
        ``gap`` (need less positions); NaN where the standard covers nothing.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> steps = need_waterfall(load_agency("small-office")).set_index("role")
    >>> row = steps.loc["continuing_services"]
    >>> bool(abs(row[list(STEPS)].sum() - row["need"]) < 1e-9 and row["need"] > row["static_need"])
    True
    """
    if not 0.0 < hours_short < 1.0:
        raise wrong("hours_short", f"must be a share between 0 and 1; got {hours_short:g}")
    rest = staff_at_rest(agency)
    static = static_need(agency, standard=standard, components=components)
    needed = static.set_index("role")["full_time_equivalents"]
    rows = [
        _row(agency, role, rest=rest, static=float(needed[role.name]), hours_short=hours_short)
        for role in agency.roles
    ]
    table = pd.DataFrame(rows)
    table.attrs = _origin(agency, standard)
    return table


def _origin(agency: Agency, standard: str | Standard) -> dict[Hashable, Any]:
    """Return what a table or a chart says about where it comes from; nothing was simulated."""
    grades = agency.ledger.counts(agency)
    return {
        "agency": agency.title,
        "standard": standard if isinstance(standard, str) else standard.title,
        "numbers": sum(grades.values()),
        "assumptions": grades["assumption"],
        "version": __version__,
    }


def _row(
    agency: Agency, role: Role, *, rest: StaffAtRest, static: float, hours_short: float
) -> dict[str, object]:
    factors = {
        "part_loads": 1.0 / (1.0 - role.part_load_share * (1.0 - role.part_load)),
        "absence": 1.0 / (1.0 - rest.absent_share),
        "reduced_loads": 1.0 / rest.ramp_share,
        "academy": 1.0 + rest.in_academy,
        "vacancies": (1.0 + rest.in_academy + rest.vacant) / (1.0 + rest.in_academy),
        "spread": _staff_for_spread(agency, role, hours_short),
    }
    steps = {"static_need": static}
    need = static
    for name, factor in factors.items():
        steps[name] = need * (factor - 1.0)
        need *= factor
    coming = sum(hires.count for hires in agency.pipeline if hires.role == role.name)
    positions = role.positions + role.vacant + coming
    return {
        "role": role.name,
        "label": role.label,
        **steps,
        "need": need,
        "positions": positions,
        "gap": need - positions,
    }


def _staff_for_spread(agency: Agency, role: Role, hours_short: float) -> float:
    """Return the factor on staff at which no more than a share of hours falls on full desks."""
    from scipy.optimize import brentq

    if _short(agency, role, 1.0) <= hours_short:
        return 1.0
    most = 2.0
    while _short(agency, role, most) > hours_short:
        most *= 2.0
    return float(brentq(lambda staff: _short(agency, role, staff) - hours_short, 1.0, most))


def _short(agency: Agency, role: Role, staff: float) -> float:
    """Return the share of hours due that falls on full desks with so many times the staff.

    A desk's hours due over its own hours are r a / staff, with r its office's referrals over
    staff and a its area, mean 1; E[(r a - staff)+] is known for a gamma law.
    """
    weights = [office.staff or office.referrals for office in agency.offices]
    referrals = math.fsum(office.referrals for office in agency.offices)
    total = math.fsum(weights)
    short = 0.0
    for office, weight in zip(agency.offices, weights, strict=True):
        ratio = (office.referrals / referrals) / (weight / total)
        short += weight / total * _mean_above(ratio, staff, spread=role.area_spread)
    return short


def _mean_above(mean: float, limit: float, *, spread: float) -> float:
    """Return E[(X - limit)+] for a gamma law of a mean and coefficient of variation."""
    from scipy.special import gammaincc

    if spread == 0.0:
        return max(0.0, mean - limit)
    shape = spread**-2
    at = shape * limit / mean
    return float(mean * gammaincc(shape + 1.0, at) - limit * gammaincc(shape, at))
