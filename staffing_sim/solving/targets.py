"""A target: a number that should hold by a month, and with what chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest, unknown_name
from staffing_sim.measures import MEASURES
from staffing_sim.records import ALL, CLAUSE_COLUMNS, MONTH_COLUMNS, Run
from staffing_sim.timeline import Timeline
from staffing_sim.values import Count, Name, Number, PositiveCount, Share, Value

Floats = NDArray[np.float64]

_RATIOS: Final = {
    "caseload": ("children_carried", "carrying"),
    "share_over_cap": ("workers_over_cap", "capped_workers"),
    "share_seen": ("seen", "eligible"),
    "late_responses_share": ("late_responses", "responses_due"),
}
"""Measures that are one column over another in every month."""

_OTHER_NAMES: Final = {"unseen_children": "unseen"}
"""Measures that are a column of the month table under another name."""

_KEYS: Final = ("month", "date", "office", "role", "clause", "limit", "exempt")
_OF_A_TEAM: Final = (
    *("caseload_mean", "caseload_median", "caseload_p90", "caseload_max"),
    *("child_weighted_caseload", "with_secondary"),
)
"""Columns that do not add up over offices and roles."""


def _one_side(at_most: float | None, at_least: float | None) -> Iterator[Fault]:
    if (at_most is None) == (at_least is None):
        problem = "or at_least must be given, and not both"
        yield Fault("at_most", problem, "Give at_most=21, say, or at_least=0.95.")


def _no_way_back(by_month: int, through_month: int | None) -> Iterator[Fault]:
    if through_month is not None and through_month < by_month:
        problem = f"must not be before by_month = {by_month}; got {through_month}"
        yield Fault("through_month", problem)


def _one_place(office: str | None, every_office: bool) -> Iterator[Fault]:  # noqa: FBT001 (a rule)
    if office is not None and every_office:
        remedy = "Name one office, or ask for every office."
        yield Fault("every_office", "cannot be combined with office", remedy)


class Target(Value):
    """A number that should hold at the end of a month, with some probability.

    Months are counted from the start, so month 17 ends 17 months after it: it is the last month of
    a study of 17 months, and row 16 of its month table. A measure or column that can be read month
    by month is read in that month; ``over="run"`` asks for it over all months up to then, as
    `list_measures` defines it. An undefined number meets no target.

    Raises
    ------
    InputError
        With every fault.

    Examples
    --------
    >>> cap = Target("caseload", role="continuing_services", at_most=21, by_month=17)
    >>> cap.probability, cap.months
    (0.9, 17)
    >>> Target("share_seen", at_least=0.95, by_month=12, through_month=24).months
    24
    """

    measure: Name = Field(
        description="a measure, a column of the month table, or with `clause` one of its table"
    )
    role: Name | None = Field(
        None, description="the role; the whole agency if not given (a caseload: the hiring role)"
    )
    office: Name | None = Field(None, description="the office; all of them together if not given")
    every_office: bool = Field(default=False, description="whether each office must meet it")
    clause: Count | None = Field(None, description="the row of the plan's clauses it is about")
    at_most: Number | None = Field(None, description="the number must not be above this")
    at_least: Number | None = Field(None, description="the number must not be below this")
    by_month: PositiveCount = Field(
        le=1200, description="months from the start; read at the end of the last"
    )
    through_month: PositiveCount | None = Field(
        None, le=1200, description="it must hold at the end of every month up to this one"
    )
    over: Literal["month", "run"] = Field("month", description="what the number covers")
    probability: Share = Field(
        0.9, gt=0, lt=1, description="the probability with which it must hold"
    )

    rules = (_one_side, _no_way_back, _one_place)

    def __init__(self, /, *measure: str, **values: Any) -> None:
        if len(measure) > 1:
            raise TypeError("a target takes one measure by position; give the rest by keyword")
        super().__init__(**dict(zip(("measure",), measure, strict=False)), **values)

    @property
    def months(self) -> int:
        """How far a run must go to see whether it holds."""
        return self.by_month if self.through_month is None else self.through_month

    @property
    def of_the_run(self) -> bool:
        """Whether it is read over the whole run, not month by month."""
        known = self.measure in {*_RATIOS, *_OTHER_NAMES, *MONTH_COLUMNS}
        return self.over == "run" or (self.clause is None and not known)

    @property
    def limit(self) -> float:
        """The number that must not be passed."""
        limit = self.at_most if self.at_least is None else self.at_least
        return float("nan") if limit is None else limit

    def margin(self, values: Floats) -> Floats:
        """Return how far each value is on the right side; negative where it fails.

        Examples
        --------
        >>> Target("caseload", at_most=21, by_month=6).margin(np.array([20.0, 22.5, np.nan]))
        array([ 1. , -1.5,  nan])
        """
        return values - self.limit if self.at_least is not None else self.limit - values

    def read(self, run: Run) -> Floats:
        """Return the number at the end of each month; one number if it is about the whole run.

        Where every office must meet it, that of the office that is worst off in that month.
        """
        if self.of_the_run:
            role = ALL if self.role is None else self.role
            return np.array([MEASURES[self.measure].compute(run)[role]])
        if self.clause is not None:
            return self._worst(self._clause_cells(run))
        above, below = _RATIOS.get(
            self.measure, (_OTHER_NAMES.get(self.measure, self.measure), None)
        )
        values = self._cells(run, above)
        if below is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                values = values / self._cells(run, below)
                values[~np.isfinite(values)] = np.nan
        return self._worst(values)

    def decisive(self, values: Floats) -> float:
        """Return the worst of the numbers that must hold, of those `read` returned.

        NaN where any of them is undefined.
        """
        held = values if self.of_the_run else values[self.by_month - 1 : self.months]
        return float(held.min() if self.at_least is not None else held.max())

    def slack(self, values: Floats) -> float:
        """Return how far the worst of the numbers that must hold is on the right side."""
        return float(self.margin(np.array(self.decisive(values))))

    def _cells(self, run: Run, column: str) -> Floats:
        """Return a column by month and place: one place, or every office."""
        offices, roles = run.layout.offices, run.layout.roles
        column_values = run.months[column].to_numpy(dtype=np.float64)
        cells: Floats = column_values.reshape(-1, len(offices), len(roles))
        role = target_role(self, run.records.agency)
        if role is not None:
            cells = cells[:, :, [roles.index(role)]]
        by_office = np.nansum(cells, axis=2)
        by_office[np.isnan(cells).all(axis=2)] = np.nan
        return self._places(by_office, offices)

    def _clause_cells(self, run: Run) -> Floats:
        rows = run.clauses[run.clauses["clause"] == self.clause]
        cells = rows[self.measure].to_numpy(dtype=np.float64)
        return self._places(
            cells.reshape(run.records.months, len(run.layout.offices)), run.layout.offices
        )

    def _places(self, by_office: Floats, offices: tuple[str, ...]) -> Floats:
        if self.every_office:
            return by_office
        if self.office is not None:
            return by_office[:, [offices.index(self.office)]]
        return np.asarray(by_office.sum(axis=1, keepdims=True))

    def _worst(self, places: Floats) -> Floats:
        """Return the place furthest on the wrong side; undefined where any of them is."""
        return np.asarray(places.min(axis=1) if self.at_least is not None else places.max(axis=1))

    @property
    def label(self) -> str:
        """What must be met, as a reader says it.

        Examples
        --------
        >>> Target("unseen_children", at_most=100, by_month=12).label
        'children not seen in a month'
        """
        measure = MEASURES.get(self.measure)
        return self.measure.replace("_", " ") if measure is None else measure.label.lower()

    def phrase(self, agency: Agency) -> str:
        """Return the target as a reader says it.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> cap = Target("caseload", at_most=21, by_month=17)
        >>> cap.phrase(load_agency("small-office"))
        'caseload (continuing services) at most 21 at the end of month 17 (May 2025)'
        """
        role = target_role(self, agency)
        where = [
            None if self.clause is None else f"clause {self.clause}",
            None if role is None else role.replace("_", " "),
            "every office" if self.every_office else self.office,
        ]
        places = ", ".join(part for part in where if part)
        label = f"{self.label} ({places})" if places else self.label
        side = f"at most {self.at_most:g}" if self.at_least is None else f"at least {self.limit:g}"
        return f"{label} {side} {self._when(Timeline(agency.start))}"

    def _when(self, timeline: Timeline) -> str:
        first = f"{self.by_month} ({timeline.month_label(self.by_month - 1)})"
        if self.of_the_run:
            return f"over all months to the end of month {first}"
        if self.months == self.by_month:
            return f"at the end of month {first}"
        last = f"{self.months} ({timeline.month_label(self.months - 1)})"
        return f"at the end of every month from {first} to {last}"


def target_role(target: Target, agency: Agency) -> str | None:
    """Return the role a target is about; a caseload without one is that of the hiring role."""
    if target.role is None and target.measure == "caseload" and not target.of_the_run:
        return agency.workforce.hiring_role
    return target.role


def check_target(target: Target, agency: Agency) -> None:
    """Check a target against the agency it is meant for.

    Raises
    ------
    InputError
        With every fault: unknown measures, roles and offices; what cannot be read so.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> check_target(Target("caselod", at_most=21, by_month=6), load_agency("small-office"))
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: target.measure: is not known: 'caselod'. Did you mean...
    """
    faults = [*_unknown_measure(target), *_unknown_places(target, agency)]
    if not faults:
        faults = [*_not_of_the_run(target), *_not_of_a_team(target)]
    if faults:
        raise InputError(fault.under("target") for fault in faults)


def _unknown_measure(target: Target) -> Iterator[Fault]:
    tables = MONTH_COLUMNS if target.clause is None else CLAUSE_COLUMNS
    known = [name for name in tables if name not in _KEYS]
    known += [] if target.clause is not None else list(MEASURES)
    known = list(MEASURES) if target.over == "run" else known
    if target.measure not in known:
        yield Fault("measure", f"is not known: '{target.measure}'", nearest(target.measure, known))


def _unknown_places(target: Target, agency: Agency) -> Iterator[Fault]:
    roles = [role.name for role in agency.roles]
    offices = [office.name for office in agency.offices]
    if target.role is not None and target.role not in roles:
        yield unknown_name("role", "role", target.role, roles)
    if target.office is not None and target.office not in offices:
        yield unknown_name("office", "office", target.office, offices)


def _not_of_the_run(target: Target) -> Iterator[Fault]:
    """Find what does not apply to a number over the whole run."""
    if not target.of_the_run:
        return
    problem = f"does not apply to '{target.measure}', which is a number over a whole run"
    if target.office is not None or target.every_office:
        yield Fault("office", problem, "Leave it out.")
    if target.months > target.by_month:
        yield Fault("through_month", problem, "Leave it out.")
    if target.role is not None and not MEASURES[target.measure].by_role:
        yield Fault("role", problem.replace("a whole run", "the whole agency"))


def _not_of_a_team(target: Target) -> Iterator[Fault]:
    """Find columns that add up neither over offices nor over roles."""
    single = target.role is not None and (target.office is not None or target.every_office)
    if target.measure in _OF_A_TEAM and not target.of_the_run and not single:
        remedy = "Give a role, and an office or every_office=True."
        yield Fault("measure", f"'{target.measure}' does not add up over offices and roles", remedy)
