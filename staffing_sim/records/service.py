"""Who leaves, and out of how much service; who starts, and when they carry a full load.

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

from staffing_sim.engine.records import LEAVING_REASONS, POSITION_STATES
from staffing_sim.records.layout import Layout, named
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.values import ALL

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
    "duty_years": "person-years on duty, absence included, where they were served",
    "position_years": "years of authorised positions, filled or not",
    "trainees": "people who finished the academy or dropped out",
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
        people, stays = layout.records.people, layout.records.stays
        of_role = people[people["role"] == number]
        served = stays[layout.records.positions["role"][stays["position"]] == number]
        teams = _by_office(layout, number, of_role, served)
        everybody = {"office": ALL, "role": role.name, "tenure": ALL}
        whole = _served(layout, of_role, served, (0.0, np.inf)) | _tenures(layout, of_role)
        rows.append(everybody | _added_up(teams) | whole)
        rows += [row | {"role": role.name, "tenure": ALL} for row in teams]
        rows += [
            everybody | {"tenure": band} | _served(layout, of_role, served, ends)
            for band, ends in TENURE_BANDS.items()
        ]
    return pd.DataFrame(rows, columns=list(SERVICE_COLUMNS))


def _added_up(teams: Rows) -> dict[str, float]:
    """Return what a role's offices have together, of what is counted by office."""
    added = ("position_years", "trainees", "transfers", "academy_failures")
    return {name: float(sum(row[name] for row in teams)) for name in added}


def _served(
    layout: Layout, people: NDArray[Any], stays: NDArray[Any], tenure: tuple[float, float]
) -> dict[str, float]:
    """Return years on duty in these stays, and separations of these people, within a tenure band.

    The band runs from and up to so many months since duty began.
    """
    least, most = tenure
    duty = layout.records.people["on_duty"][stays["person"]]
    ended = np.fmin(stays["ended"], float(layout.records.months))
    first = np.maximum(np.maximum(duty + least, stays["began"]), 0.0)
    last = np.minimum(duty + most, ended)
    resigned, laid_off = (people["reason"] == LEAVING_REASONS.index(why) for why in _FROM_DUTY)
    after = people["left"] - people["on_duty"]  # NaN: never on duty, or still here
    inside = (after >= least) & (after < most)
    return {
        "duty_years": float(np.nansum(np.maximum(last - first, 0.0))) / MONTHS_PER_YEAR,
        "separations": float(np.sum(resigned & inside)),
        "layoffs": float(np.sum(laid_off & inside)),
    }


def _tenures(layout: Layout, people: NDArray[Any]) -> dict[str, float]:
    """Return how many are on duty at the horizon, and how many of them are new."""
    here = np.isnan(people["left"]) & (people["on_duty"] < layout.records.months)
    new = here & (layout.records.months - people["on_duty"] < _NEW)
    return {"workers": float(here.sum()), "new_workers": float(new.sum())}


def _by_office(layout: Layout, role: int, people: NDArray[Any], stays: NDArray[Any]) -> Rows:
    """Return a role's numbers in each office; trainees count where they were hired."""
    records = layout.records
    shape = (records.months, len(layout.offices), len(records.agency.roles))
    moved = records.team_months["transfers_out"].reshape(shape)[:, :, role].sum(axis=0)
    everyone = records.people
    home = records.positions[everyone["origin_position"]]
    failed = everyone["reason"] == LEAVING_REASONS.index("academy_failure")
    finished = (everyone["on_duty"] > 0.0) & (everyone["on_duty"] > everyone["hired"])
    desk = records.positions["office"][stays["position"]]
    rows: Rows = []
    for number, office in enumerate(layout.offices):
        from_here = (home["office"] == number) & (home["role"] == role)
        here = people[people["office"] == number]
        counts = {
            "position_years": _position_years(layout, (number, role)),
            "trainees": np.sum((failed | finished) & from_here),
            "transfers": moved[number],
            "academy_failures": np.sum(failed & from_here),
        }
        row = {name: float(count) for name, count in counts.items()}
        years = _served(layout, here, stays[desk == number], (0.0, np.inf))
        rows.append({"office": office} | row | years | _tenures(layout, here))
    return rows


def _position_years(layout: Layout, team: tuple[int, int]) -> float:
    """Return the years of a team's authorised positions."""
    records = layout.records
    own = (records.positions["office"] == team[0]) & (records.positions["role"] == team[1])
    states = records.snapshots["state"].reshape(records.months, -1)[:, own]
    return float((states != POSITION_STATES.index("unauthorised")).sum()) / MONTHS_PER_YEAR


# --- the calendar of hires ------------------------------------------------------------------------


COHORT_COLUMNS: Final[dict[str, str]] = {
    "month": "month in which they start on the payroll; negative if before day 0",
    "office": "office they were hired for",
    "role": "role they join",
    "started": "people who start in the month: the cohort",
    "cohorts_missed": "months they waited for an academy seat, in total",
    "waiting": "people found who wait for a cohort as the month ends",
    "academy_failures": "those of the cohort who leave from the academy within the horizon",
    "duty_month": "month in which their duty begins",
    "full_load_month": "first month in which they carry a full load",
}
"""The columns of the calendar of hires, in words."""


def cohort_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per month, office and role in which people start, or wait for a seat.

    People in the academy on day 0 are there under the month in which they started. The months of
    duty and full load are those of the cohort as a whole, NaN where nobody starts; people who come
    trained begin duty at once with a full load and stand in a row of their own.
    """
    started = _started(layout).groupby(["month", "office", "role", "duty_month", "full_load_month"])
    cohorts = started[["started", "cohorts_missed", "academy_failures"]].sum().reset_index()
    frame = cohorts.merge(_waiting(layout), on=["month", "office", "role"], how="outer")
    counts = ["started", "cohorts_missed", "waiting", "academy_failures"]
    frame[counts] = frame[counts].fillna(0.0)
    again = frame.duplicated(["month", "office", "role"])
    frame.loc[again, "waiting"] = 0.0  # said once where a month has two rows
    frame = frame.sort_values(["month", "office", "role"], kind="stable", ignore_index=True)
    roles = tuple(role.name for role in layout.records.agency.roles)
    frame["office"] = named(frame["office"].to_numpy(), layout.offices, ordered=True)
    frame["role"] = named(frame["role"].to_numpy(), roles, ordered=True)
    return frame[list(COHORT_COLUMNS)]


def _started(layout: Layout) -> pd.DataFrame:
    """Return one row per hire: when, where, after how long, and when duty begins."""
    records = layout.records
    people = records.people
    hires = people[~np.isnan(people["hired"]) & ~(people["on_duty"] <= 0.0)]
    duty = np.where(np.isnan(hires["on_duty"]), _due(layout, hires), hires["on_duty"])
    failed = hires["reason"] == LEAVING_REASONS.index("academy_failure")
    ramp = np.where(hires["trained"] == 1, 0, len(records.agency.workforce.ramp))
    desk = records.positions[hires["origin_position"]]
    return pd.DataFrame(
        {
            "month": np.floor(hires["hired"]).astype(np.int64),
            "office": desk["office"],
            "role": desk["role"],
            "started": 1.0,
            "cohorts_missed": _cohorts_missed(layout, hires),
            "academy_failures": failed.astype(np.float64),
            "duty_month": np.floor(duty),
            "full_load_month": np.floor(duty) + ramp,
        }
    )


def _due(layout: Layout, hires: NDArray[Any]) -> NDArray[np.float64]:
    """Return when the academy of those still in it, or who failed it, ends or would have."""
    ended: NDArray[np.float64] = hires["hired"] + layout.records.agency.workforce.academy.months
    return ended


def _in_line(layout: Layout) -> NDArray[np.bool_]:
    """Return who waits for the academy as each month ends, by month and position."""
    states = layout.records.snapshots["state"].reshape(layout.records.months, -1)
    return np.asarray(states == POSITION_STATES.index("awaiting_academy"), dtype=np.bool_)


def _cohorts_missed(layout: Layout, hires: NDArray[Any]) -> NDArray[np.float64]:
    """Return how many cohorts started without each hire after the hire was ready.

    Whoever is found during a month waits for its end in any case; hires who start outright (gross
    hires, those under way) are ready as a month begins.
    """
    line = _in_line(layout)
    missed = np.zeros(len(hires))
    for row, hire in enumerate(hires):
        month = int(np.floor(hire["hired"]))
        before = line[:month, hire["origin_position"]][::-1] if month > 0 else line[:0, 0]
        run = int(np.argmin(np.append(before, [False])))
        missed[row] = run - (1 if run and _was_recruited(hire) else 0)
    return missed


def _was_recruited(hire: np.void) -> bool:
    """Did recruiting find this person, rather than a plan or the agency name the month?"""
    return not np.isnan(hire["recruited"])


def _waiting(layout: Layout) -> pd.DataFrame:
    """Return how many wait for a cohort as each month ends, by office and role."""
    positions = layout.records.positions
    months, waiting = np.nonzero(_in_line(layout))
    found = {"month": months} | {name: positions[name][waiting] for name in ("office", "role")}
    return pd.DataFrame(found).value_counts().rename("waiting").astype(np.float64).reset_index()
