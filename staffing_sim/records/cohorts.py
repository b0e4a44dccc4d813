"""The calendar of hires: who starts when, what they waited for, and when they carry a full load."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.engine.records import LEAVING_REASONS, POSITION_STATES
from staffing_sim.records.layout import Layout, named

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
