"""How measures are computed: sums, means and shares of the month table, and survival."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from staffing_sim.permanence import entry_cohort, reentries
from staffing_sim.records import ALL, NO_ROLE, Run
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd


Values = dict[str, float]
"""A measure's value by role, `ALL` among them."""

Rule = Callable[[Run], Values]
"""How a run becomes a measure's values."""

_RESTRICTED_TO = 24.0


def by_role_sums(frame: pd.DataFrame, column: str, *, by_role: bool) -> Values:
    """Return the column added up over the rows given: the whole agency's and, if asked, by role."""
    values = {ALL: float(frame[column].sum())}
    if by_role:
        sums = frame.groupby("role", observed=False)[column].sum()
        values |= {str(role): float(value) for role, value in sums.items() if role != NO_ROLE}
    return values


def total(*columns: str, by_role: bool = False) -> Rule:
    """Return the rule "these columns added up over the horizon"."""

    def compute(run: Run) -> Values:
        parts = [by_role_sums(run.months, column, by_role=by_role) for column in columns]
        return {role: sum(part[role] for part in parts) for role in parts[0]}

    return compute


def priced(column: str, *, price: str) -> Rule:
    """Return the rule "this column added up", undefined where the agency gives no such price."""
    summed = total(column)

    def compute(run: Run) -> Values:
        known = getattr(run.records.agency.costs, price) > 0.0
        return summed(run) if known else {ALL: float("nan")}

    return compute


def monthly(column: str, *, by_role: bool = False) -> Rule:
    """Return the rule "mean over the months of the agency's total"."""
    summed = total(column, by_role=by_role)

    def compute(run: Run) -> Values:
        return {role: value / run.records.months for role, value in summed(run).items()}

    return compute


def at_end(column: str, *, by_role: bool = False) -> Rule:
    """Return the rule "total at the last month end"."""

    def compute(run: Run) -> Values:
        return by_role_sums(_last(run), column, by_role=by_role)

    return compute


def share(above: str, below: str, *, by_role: bool = False, at_end: bool = False) -> Rule:
    """Return the rule "one total over another", over the horizon or at the last month end."""

    def compute(run: Run) -> Values:
        frame = _last(run) if at_end else run.months
        parts = by_role_sums(frame, above, by_role=by_role)
        wholes = by_role_sums(frame, below, by_role=by_role)
        return {role: _over(parts[role], wholes[role]) for role in parts}

    return compute


def _last(run: Run) -> pd.DataFrame:
    """Return the rows of the last month."""
    return run.months[run.months["month"] == run.records.months - 1]


def _over(above: float, below: float) -> float:
    """Return above / below; NaN where there is nothing to divide by."""
    return above / below if below > 0 else float("nan")


# --- measures that need more than a ratio of columns ------------------------------------------


def caseload(run: Run) -> Values:
    """Return children per worker carrying cases at the last month end, in roles that work a stage.

    A role that is never a primary worker (supervisors, say) has no caseload; it would only dilute
    the agency's mean.
    """
    working = {stage.role for stage in run.records.agency.stages if stage.role is not None}
    last = _last(run)
    rows = last[last["role"].isin(working)]
    children = by_role_sums(rows, "children_carried", by_role=True)
    workers = by_role_sums(rows, "carrying", by_role=True)
    return {role: _over(children[role], workers[role]) for role in children}


def attrition(run: Run) -> Values:
    """Return people who resigned from duty over years on duty."""
    service = run.service
    rows = service[(service["office"] == ALL) & (service["tenure"] == ALL)]
    left = by_role_sums(rows, "separations", by_role=True)
    years = by_role_sums(rows, "duty_years", by_role=True)
    return {role: _over(left[role], years[role]) for role in left}


def hand_overs_per_child(run: Run) -> Values:
    """Return hand-overs not by design per child-year open in a stage that a role works."""
    kinds = ("by_leaver", "by_transfer", "by_rebalance")
    frame = run.months[run.months["role"] != NO_ROLE]
    moved = sum(float(frame[f"hand_overs_{kind}"].sum()) for kind in kinds)
    return {ALL: _over(moved, float(frame["open_child_months"].sum()) / MONTHS_PER_YEAR)}


def permanence_within(months: float) -> Rule:
    """Return the rule "incidence of a permanent home at so many months after entry"."""

    def compute(run: Run) -> Values:
        if run.records.months < months:
            return {ALL: float("nan")}
        return {ALL: entry_cohort(run).incidence().at(months, causes=_permanent(run))}

    return compute


def months_to_permanence(run: Run) -> Values:
    """Return the restricted mean at 24 months of the time from entry to a permanent home."""
    if run.records.months < _RESTRICTED_TO:
        return {ALL: float("nan")}
    found = entry_cohort(run).incidence()
    return {ALL: found.restricted_mean(_RESTRICTED_TO, causes=_permanent(run))}


def _permanent(run: Run) -> list[int]:
    """Return the indices of the causes that are a permanent home."""
    return [int(cause) for cause in np.flatnonzero(run.layout.cause_is_permanence)]


def reentry(run: Run) -> Values:
    """Return the incidence of re-entry at 12 months after an exit to a permanent home."""
    if run.records.months < MONTHS_PER_YEAR:
        return {ALL: float("nan")}
    return {ALL: reentries(run).incidence().at(MONTHS_PER_YEAR, causes=[0])}
