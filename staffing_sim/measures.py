"""The registry of measures: what each number means, its unit, and which way is better.

A measure turns one run into one number, or one per role; the name ``all`` stands for the whole
agency. Undefined is NaN (a caseload where nobody carries cases), never 0. Most measures add up
columns of the month table, whose own definitions are in `staffing_sim.frames.MONTH_COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.frames import NO_ROLE, Run
from staffing_sim.permanence import entry_cohort, reentries
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALL", "MEASURES", "Measure", "evaluate", "find_measure", "list_measures"]

ALL: Final = "all"
"""Stands for the whole agency where a measure is given by role."""

Values = dict[str, float]

_RESTRICTED_TO = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number of a run: its name, meaning and direction.

    Attributes
    ----------
    name
        The key in every table.
    label
        As a reader should see it.
    unit
        The unit of the number.
    better
        ``"lower"``, ``"higher"``, or None where neither is better in itself.
    definition
        Exactly what is counted, in words.
    compute
        From a run to ``{role: value}``; the role ``all`` is the whole agency.
    by_role
        Whether there is a number for each role besides the whole agency's.
    relevant
        The smallest difference a planner of an agency of any size would care about, where there
        is one; else None.
    """

    name: str
    label: str
    unit: str
    better: Literal["lower", "higher"] | None
    definition: str
    compute: Callable[[Run], Values]
    by_role: bool = False
    relevant: float | None = None

    @property
    def most(self) -> float:
        """The largest value there can be; the smallest is 0 for every measure."""
        return 1.0 if self.unit == "share" else float("inf")


# --- how numbers are made from the month table ------------------------------------------------


def _by_role(frame: pd.DataFrame, column: str, *, by_role: bool) -> Values:
    """Return the column added up over the rows given: the whole agency's and, if asked, by role."""
    values = {ALL: float(frame[column].sum())}
    if by_role:
        sums = frame.groupby("role", observed=False)[column].sum()
        values |= {str(role): float(total) for role, total in sums.items() if role != NO_ROLE}
    return values


def _total(*columns: str, by_role: bool = False) -> Callable[[Run], Values]:
    """Return the rule "these columns added up over the horizon"."""

    def compute(run: Run) -> Values:
        parts = [_by_role(run.months, column, by_role=by_role) for column in columns]
        return {role: sum(part[role] for part in parts) for role in parts[0]}

    return compute


def _monthly(column: str, *, by_role: bool = False) -> Callable[[Run], Values]:
    """Return the rule "mean over the months of the agency's total"."""
    total = _total(column, by_role=by_role)

    def compute(run: Run) -> Values:
        return {role: value / run.records.months for role, value in total(run).items()}

    return compute


def _at_end(column: str, *, by_role: bool = False) -> Callable[[Run], Values]:
    """Return the rule "total at the last month end"."""

    def compute(run: Run) -> Values:
        return _by_role(_last(run), column, by_role=by_role)

    return compute


def _share(
    above: str, below: str, *, by_role: bool = False, at_end: bool = False
) -> Callable[[Run], Values]:
    """Return the rule "one total over another", over the horizon or at the last month end."""

    def compute(run: Run) -> Values:
        frame = _last(run) if at_end else run.months
        parts = _by_role(frame, above, by_role=by_role)
        wholes = _by_role(frame, below, by_role=by_role)
        return {role: _over(parts[role], wholes[role]) for role in parts}

    return compute


def _last(run: Run) -> pd.DataFrame:
    """Return the rows of the last month."""
    return run.months[run.months["month"] == run.records.months - 1]


def _over(above: float, below: float) -> float:
    """Return above / below; NaN where there is nothing to divide by."""
    return above / below if below > 0 else float("nan")


# --- measures that need more than a ratio of columns ------------------------------------------


def _caseload(run: Run) -> Values:
    """Return children per worker carrying cases at the last month end, in roles that work a stage.

    A role that is never a primary worker (supervisors, say) has no caseload; it would only dilute
    the agency's mean.
    """
    working = {stage.role for stage in run.records.agency.stages if stage.role is not None}
    last = _last(run)
    rows = last[last["role"].isin(working)]
    children = _by_role(rows, "children_carried", by_role=True)
    workers = _by_role(rows, "carrying", by_role=True)
    return {role: _over(children[role], workers[role]) for role in children}


def _hand_overs_per_child(run: Run) -> Values:
    """Return hand-overs not by design per child-year open in a stage that a role works."""
    kinds = ("by_leaver", "by_transfer", "by_rebalance")
    frame = run.months[run.months["role"] != NO_ROLE]
    moved = sum(float(frame[f"hand_overs_{kind}"].sum()) for kind in kinds)
    return {ALL: _over(moved, float(frame["open_child_months"].sum()) / MONTHS_PER_YEAR)}


def _permanence_within(months: float) -> Callable[[Run], Values]:
    """Return the rule "incidence of a permanent home at so many months after entry"."""

    def compute(run: Run) -> Values:
        if run.records.months < months:
            return {ALL: float("nan")}
        return {ALL: entry_cohort(run).incidence().at(months, causes=_permanent(run))}

    return compute


def _months_to_permanence(run: Run) -> Values:
    """Return the restricted mean at 24 months of the time from entry to a permanent home."""
    if run.records.months < _RESTRICTED_TO:
        return {ALL: float("nan")}
    found = entry_cohort(run).incidence()
    return {ALL: found.restricted_mean(_RESTRICTED_TO, causes=_permanent(run))}


def _permanent(run: Run) -> list[int]:
    """Return the indices of the causes that are a permanent home."""
    return [int(cause) for cause in np.flatnonzero(run.layout.cause_is_permanence)]


def _reentry(run: Run) -> Values:
    """Return the incidence of re-entry at 12 months after an exit to a permanent home."""
    if run.records.months < MONTHS_PER_YEAR:
        return {ALL: float("nan")}
    return {ALL: reentries(run).incidence().at(MONTHS_PER_YEAR, causes=[0])}


# --- the registry -----------------------------------------------------------------------------

_ALL_MEASURES: Final = (
    Measure(
        name="unseen_children",
        label="Children not seen in a month",
        unit="children a month",
        better="lower",
        definition="Children who were due a visit in a month and were not seen; the mean of all "
        "months of the horizon.",
        compute=_monthly("unseen", by_role=True),
        by_role=True,
    ),
    Measure(
        name="share_seen",
        label="Share of due children seen",
        unit="share",
        better="higher",
        definition="Child-months in which a child who was due a visit was seen, over all child-"
        "months in which one was due, over the horizon. Eligible as the agency's contact rule "
        "says; in and out of home together, so not the federal figure.",
        compute=_share("seen", "eligible", by_role=True),
        by_role=True,
    ),
    Measure(
        name="unseen_three_months",
        label="Children unseen three months running",
        unit="children",
        better="lower",
        definition="Children who at the month end had gone unseen for three eligible months in a "
        "row or more; the mean of all month ends.",
        compute=_monthly("unseen_three_months"),
    ),
    Measure(
        name="caseload",
        label="Caseload",
        unit="children per worker",
        better="lower",
        definition="Children held as primary worker per worker on duty and not absent, at the last "
        "month end; newcomers on a reduced load count as whole workers. Roles that are the primary "
        "worker of no stage are left out.",
        compute=_caseload,
        by_role=True,
        relevant=1.0,
    ),
    Measure(
        name="share_over_cap",
        label="Share of workers over their cap",
        unit="share",
        better="lower",
        definition="Workers on duty and not absent who hold more than the cap in force for them "
        "(in its own unit, children or families), over all such workers who have a cap, at the "
        "last month end. Undefined where no cap is in force.",
        compute=_share("workers_over_cap", "capped_workers", by_role=True, at_end=True),
        by_role=True,
    ),
    Measure(
        name="unassigned_children",
        label="Children waiting for a worker",
        unit="children",
        better="lower",
        definition="Children whose case is open and waits for a worker, families under "
        "investigation with all their children; the mean of all month ends.",
        compute=_monthly("unassigned_children", by_role=True),
        by_role=True,
    ),
    Measure(
        name="turned_away",
        label="Children turned away",
        unit="children",
        better="lower",
        definition="Children turned away at intake because every worker was at the cap, over the "
        "horizon. They count in no other measure.",
        compute=_total("turned_away"),
    ),
    Measure(
        name="late_responses_share",
        label="Share of first responses late",
        unit="share",
        better="lower",
        definition="Families referred after day 0 whose deadline lies inside the horizon and who "
        "were not contacted by it, over all such families, answered or not; families turned away "
        "are left out.",
        compute=_share("late_responses", "responses_due"),
    ),
    Measure(
        name="permanence_within_12_months",
        label="Permanent home within 12 months",
        unit="share",
        better="higher",
        definition="Chance that a child who enters foster care after day 0 has left it to a "
        "permanent home within 12 months (Aalen-Johansen: first entries, censored at the horizon, "
        "other exits and turning 18 compete; short stays included, later re-entry not subtracted). "
        "Undefined for horizons under 12 months.",
        compute=_permanence_within(12.0),
    ),
    Measure(
        name="months_to_permanence",
        label="Months without a permanent home, of the first 24",
        unit="months",
        better="lower",
        definition="Restricted mean at 24 months of the time from entering foster care to a "
        "permanent home, same cohort; a child who leaves otherwise counts as waiting to the end. "
        "Undefined for horizons under 24 months.",
        compute=_months_to_permanence,
        relevant=0.5,
    ),
    Measure(
        name="reentry_within_12_months",
        label="Back in care within 12 months of a permanent home",
        unit="share",
        better="lower",
        definition="Chance that a child who left foster care to a permanent home after day 0 is "
        "back within 12 months (censored at the horizon; turning 18 competes). Undefined for "
        "horizons under 12 months.",
        compute=_reentry,
    ),
    Measure(
        name="aged_out",
        label="Children who aged out",
        unit="children",
        better="lower",
        definition="Children who turned 18 in foster care without a permanent home, over the "
        "horizon.",
        compute=_total("aged_out"),
    ),
    Measure(
        name="hand_overs_per_child",
        label="Changes of worker a year",
        unit="hand-overs per child-year",
        better="lower",
        definition="Hand-overs because a worker left, moved office or was relieved, in children, "
        "per year that a child's case is open in a stage some role works. Changes that the pathway "
        "itself asks for are left out.",
        compute=_hand_overs_per_child,
    ),
    Measure(
        name="leavers",
        label="Workers who resigned",
        unit="people",
        better="lower",
        definition="People who resigned over the horizon, from duty or from the academy; trainees "
        "who failed the academy and moves between offices are left out.",
        compute=_total("leavers", by_role=True),
        by_role=True,
    ),
    Measure(
        name="hires",
        label="People hired",
        unit="people",
        better=None,
        definition="People whose pay began over the horizon, replacements of leavers included.",
        compute=_total("hires", by_role=True),
        by_role=True,
    ),
    Measure(
        name="productive_staff",
        label="Productive staff",
        unit="full-time equivalents",
        better="higher",
        definition="Workers on duty and not absent, newcomers counted at their ramp share, at the "
        "last month end.",
        compute=_at_end("productive_staff", by_role=True),
        by_role=True,
    ),
    Measure(
        name="children_in_care",
        label="Children in foster care",
        unit="children",
        better=None,
        definition="Children under 18 in foster care at the last month end.",
        compute=_at_end("children_in_care"),
    ),
    Measure(
        name="cost",
        label="Staffing cost",
        unit="money",
        better="lower",
        definition="Pay of everyone on the payroll (academy and absence included), retention pay, "
        "overtime at time and a half, hires and departures, over the horizon, undiscounted. The "
        "cost of care is apart.",
        compute=_total("cost_staff", "cost_hiring", "cost_departures"),
    ),
    Measure(
        name="cost_care",
        label="Cost of care",
        unit="money",
        better=None,
        definition="Months of care outside the home (the stage to 21 included) at the agency's "
        "price, over the horizon.",
        compute=_total("cost_care"),
    ),
)

MEASURES: Final[dict[str, Measure]] = {measure.name: measure for measure in _ALL_MEASURES}
"""Every measure by name, in the order in which they are reported."""


def evaluate(run: Run) -> dict[tuple[str, str], float]:
    """Return every measure of a run, by (measure, role)."""
    return {
        (measure.name, role): value
        for measure in MEASURES.values()
        for role, value in measure.compute(run).items()
    }


def find_measure(name: str) -> Measure:
    """Return a measure by name.

    Raises
    ------
    InputError
        If there is none of that name; suggests the nearest.

    Examples
    --------
    >>> find_measure("caseload").unit
    'children per worker'
    >>> find_measure("caselod")
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: measure: is not known: 'caselod'. Did you mean 'caseload'?
    """
    if name not in MEASURES:
        problem = f"is not known: {name!r}"
        raise InputError([Fault(key="measure", problem=problem, remedy=nearest(name, MEASURES))])
    return MEASURES[name]


def list_measures() -> pd.DataFrame:
    """Return every measure with its label, unit, direction and definition in words.

    Examples
    --------
    >>> list_measures().set_index("measure").loc["caseload", "unit"]
    'children per worker'
    """
    import pandas as pd

    columns = ("name", "label", "unit", "better", "by_role", "definition")
    rows = [[getattr(measure, name) for name in columns] for measure in MEASURES.values()]
    return pd.DataFrame(rows, columns=["measure", *columns[1:]])
