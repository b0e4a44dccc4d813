"""What is foretold: staff, caseloads and children as each December ends, flows of its year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from staffing_sim import Run
from staffing_sim.permanence import entry_cohort, permanent_causes

DECEMBERS = (2014, 2015, 2016, 2017, 2018)
START = 2013  # month 0 is its December
YEAR = 12
ROLES = ("emergency_response", "continuing_services", "adoption")


@dataclass(frozen=True)
class Period:
    """The calendar year that a December ends, for one role or for all."""

    run: Run
    end: int
    role: str

    @cached_property
    def year(self) -> pd.DataFrame:
        """The rows of its months."""
        months = self.run.months
        rows = months[months["month"].between(self.end - YEAR + 1, self.end)]
        return rows if self.role == "all" else rows[rows["role"] == self.role]

    @property
    def december(self) -> pd.DataFrame:
        """The rows of its last month."""
        return self.year[self.year["month"] == self.end]


Take = Callable[[Period], float]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A figure, for whom it is given, and how it is written."""

    name: str
    label: str
    take: Take
    roles: tuple[str, ...] = ("all",)
    write: str = ",.0f"


def of_decembers(run: Run) -> pd.DataFrame:
    """Return each figure of a run: december, measure, role, value."""
    found = [
        (year, measure.name, role, measure.take(Period(run, (year - START) * YEAR, role)))
        for year in DECEMBERS
        for measure in MEASURES
        for role in measure.roles
    ]
    return pd.DataFrame(found, columns=["december", "measure", "role", "value"])


def _now(column: str, *, over: str = "") -> Take:
    return lambda period: _ratio(period.december, column, over)


def _in_year(column: str, *, over: str = "", unit: float = 1.0) -> Take:
    return lambda period: _ratio(period.year, column, over) / unit


def _ratio(rows: pd.DataFrame, column: str, over: str) -> float:
    return float(rows[column].sum()) / (float(rows[over].sum()) if over else 1.0)


def _permanent_12(period: Period) -> float:
    """Return the share permanent within 12 months of those who entered in the year before.

    The first December has none: its children entered before day 0.
    """
    until = period.end + 1.0 - YEAR
    if until - YEAR < 0.0:
        return float("nan")
    stays = entry_cohort(period.run, after=until - YEAR, until=until)
    return stays.incidence().at(12.0, causes=permanent_causes(period.run))


MEASURES = (
    Measure(
        name="caseload",
        label="Children a worker on duty",
        take=_now("children_carried", over="carrying"),
        roles=ROLES,
        write=".1f",
    ),
    Measure(
        name="share_over_cap",
        label="Workers over the maximum of 2013",
        take=_now("workers_over_cap", over="capped_workers"),
        roles=ROLES[:2],
        write=".0%",
    ),
    Measure(
        name="unseen",
        label="Children not seen, a month of the year",
        take=_in_year("unseen", unit=YEAR),
    ),
    Measure(
        name="share_unseen",
        label="The same, of those due a visit",
        take=_in_year("unseen", over="eligible"),
        write=".1%",
    ),
    Measure(
        name="late_responses",
        label="First responses late, of the year's",
        take=_in_year("late_responses", over="responses_due"),
        write=".1%",
    ),
    Measure(name="carrying", label="Workers on duty", take=_now("carrying"), roles=ROLES),
    Measure(name="authorised", label="Positions", take=_now("authorised"), roles=ROLES),
    Measure(
        name="recruiting", label="Positions recruited for", take=_now("recruiting"), roles=ROLES
    ),
    Measure(name="academy", label="In the academy", take=_now("academy"), roles=ROLES),
    Measure(
        name="new_on_duty",
        label="New on duty in the year",
        take=_in_year("new_on_duty"),
        roles=ROLES,
    ),
    Measure(name="leavers", label="Leavers in the year", take=_in_year("leavers"), roles=ROLES),
    Measure(
        name="transfers", label="Transfers in the year", take=_in_year("transfers"), roles=ROLES
    ),
    Measure(
        name="referrals",
        label="Families referred, a month of the year",
        take=_in_year("referrals", unit=YEAR),
    ),
    Measure(
        name="open",
        label="Children open, investigations included",
        take=_now("open_children"),
    ),
    Measure(name="in_care", label="Children in care", take=_now("children_in_care")),
    Measure(name="entries", label="Entries to care in the year", take=_in_year("entries")),
    Measure(
        name="permanent",
        label="Exits to a permanent home in the year",
        take=_in_year("exits_to_permanence"),
    ),
    Measure(
        name="permanent_12",
        label="Permanent within 12 months, of entries of the year before",
        take=_permanent_12,
        write=".1%",
    ),
    Measure(name="aged_out", label="Turned 18 in care in the year", take=_in_year("aged_out")),
    Measure(
        name="cost",
        label="Staffing cost of the year, million dollars of 2013",
        take=_in_year("cost", unit=1e6),
    ),
)
