"""Who left, and out of how much service: the counts behind every rate of attrition.

A rate without its denominator can be had in any size, so both stand side by side: people who
resigned, were laid off, moved office or failed the academy, and the years on duty (absence
included), the years of authorised positions and the trainees that they are to be divided by.
Promotion is not in the model. Tenure counts from the day duty began, as the rates of leaving do.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.frames.layout import ALL, Layout
from staffing_sim.records import LEAVING_REASONS, POSITION_STATES
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["SERVICE_COLUMNS", "TENURE_BANDS", "service_frame"]

TENURE_BANDS: Final[dict[str, tuple[float, float]]] = {
    "under 1 year": (0.0, 12.0),
    "1 to 2 years": (12.0, 24.0),
    "2 years or more": (24.0, np.inf),
}
"""Months since duty began, from and up to."""

SERVICE_COLUMNS: Final[dict[str, str]] = {
    "office": "office; all for the whole agency",
    "role": "role",
    "tenure": "years since duty began; all for everybody",
    "duty_years": "person-years on duty, absence included; by office from month ends, else exact",
    "position_years": "years of authorised positions, filled or not",
    "trainees": "people whose academy ended, well or not",
    "separations": "people on duty who resigned from the agency",
    "layoffs": "people on duty who were laid off",
    "transfers": "people who moved to another office, counted where they left",
    "academy_failures": "people who left from the academy",
    "new_workers": "people on duty at the horizon for less than 2 years",
    "workers": "people on duty at the horizon",
}
"""The columns of the service table, in words; NaN where a number is not known by those keys."""

Rows = list[dict[str, Any]]

_NEW = 24.0  # months
_FROM_DUTY = ("resigned", "laid_off")


def service_frame(layout: Layout) -> pd.DataFrame:
    """Return leavers and service: each role by tenure, each role by office, each role in all.

    Filter on ``office`` and ``tenure`` before adding up: a role's people stand in three places.
    """
    rows: Rows = []
    for number, role in enumerate(layout.records.agency.roles):
        people = layout.records.people
        of_role = people[(people["role"] == number) & ~np.isnan(people["hired"])]
        teams = _by_office(layout, number, of_role)
        everybody = {"office": ALL, "role": role.name, "tenure": ALL}
        rows.append(everybody | _whole(layout, of_role, teams))
        rows += [row | {"role": role.name, "tenure": ALL} for row in teams]
        rows += [
            everybody | {"tenure": band} | _served(layout, of_role, *ends)
            for band, ends in TENURE_BANDS.items()
        ]
    return pd.DataFrame(rows, columns=list(SERVICE_COLUMNS))


def _whole(layout: Layout, people: NDArray[Any], teams: Rows) -> dict[str, float]:
    """Return a role's numbers over all offices: service exact, the rest added up."""
    added = ("position_years", "trainees", "transfers", "academy_failures")
    sums = {name: float(sum(row[name] for row in teams)) for name in added}
    return _served(layout, people, 0.0, np.inf) | sums | _tenures(layout, people)


def _served(layout: Layout, people: NDArray[Any], least: float, most: float) -> dict[str, float]:
    """Return years on duty and separations of people with this many months since duty began."""
    began, left = people["on_duty"], people["left"]
    ended = np.fmin(left, float(layout.records.months))
    first = np.maximum(began + least, 0.0)
    last = np.minimum(began + most, ended)
    resigned, laid_off = (people["reason"] == LEAVING_REASONS.index(why) for why in _FROM_DUTY)
    inside = (left - began >= least) & (left - began < most)  # NaN: never on duty, or still here
    return {
        "duty_years": float(np.nansum(np.maximum(last - first, 0.0))) / MONTHS_PER_YEAR,
        "separations": float(np.sum(resigned & inside)),
        "layoffs": float(np.sum(laid_off & inside)),
    }


def _tenures(layout: Layout, people: NDArray[Any]) -> dict[str, float]:
    """Return how many are on duty at the horizon, and how many of them are new."""
    here = np.isnan(people["left"]) & (people["on_duty"] <= layout.records.months)
    new = here & (layout.records.months - people["on_duty"] < _NEW)
    return {"workers": float(here.sum()), "new_workers": float(new.sum())}


def _by_office(layout: Layout, role: int, people: NDArray[Any]) -> Rows:
    """Return a role's numbers in each office."""
    records = layout.records
    home = records.positions["office"][people["origin_position"]]
    shape = (records.months, len(layout.offices), len(records.agency.roles))
    moved = records.team_months["transfers_out"].reshape(shape)[:, :, role].sum(axis=0)
    failed = people["reason"] == LEAVING_REASONS.index("academy_failure")
    finished = (people["on_duty"] > 0.0) & (people["on_duty"] > people["hired"])
    resigned, laid_off = (people["reason"] == LEAVING_REASONS.index(why) for why in _FROM_DUTY)
    rows: Rows = []
    for number, office in enumerate(layout.offices):
        from_here, here = home == number, people["office"] == number
        on_duty_at_start = int(np.sum(people["on_duty"][from_here] <= 0.0))
        counts = {
            "trainees": np.sum((failed | finished) & from_here),
            "separations": np.sum(resigned & here),
            "layoffs": np.sum(laid_off & here & ~np.isnan(people["on_duty"])),
            "transfers": moved[number],
            "academy_failures": np.sum(failed & from_here),
        }
        row = {name: float(count) for name, count in counts.items()}
        years = _position_years(layout, (number, role), on_duty_at_start)
        rows.append({"office": office} | row | years | _tenures(layout, people[here]))
    return rows


def _position_years(
    layout: Layout, team: tuple[int, int], on_duty_at_start: int
) -> dict[str, float]:
    """Return the years of a team's positions: authorised, and with somebody on duty.

    People move, and only their last office is on record; so the years on duty are those of the
    positions, from how many are filled at the beginning and at the end of each month.
    """
    records = layout.records
    own = (records.positions["office"] == team[0]) & (records.positions["role"] == team[1])
    states = records.snapshots["state"].reshape(records.months, -1)[:, own]
    on_duty = (states == POSITION_STATES.index("on_duty")).sum(axis=1)
    filled = np.concatenate([[on_duty_at_start], on_duty])
    authorised = states != POSITION_STATES.index("unauthorised")
    return {
        "duty_years": float((filled[:-1] + filled[1:]).sum()) / 2.0 / MONTHS_PER_YEAR,
        "position_years": float(authorised.sum()) / MONTHS_PER_YEAR,
    }
