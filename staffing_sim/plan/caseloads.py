"""Caseloads: caps on new cases, what is protected when hours are short, evening out; and clauses.

A cap limits what a worker may be *given*. A clause, as a contract writes it, looks at what workers
*hold* as each month ends, and says what follows when that has been too much for long enough.
"""

from __future__ import annotations

import itertools
from typing import Annotated, Literal

from pydantic import Field

from staffing_sim.agency.staff import Cap, Overflow, Rebalance, Triage
from staffing_sim.errors import Fault
from staffing_sim.plan.terms import Lever, OfficeNames, StartMonth
from staffing_sim.values import Cases, HoursPerMonth, Name, PositiveCount, Ratio, names_twice


class PlanCap(Cap, Lever):
    """A cap that a plan brings into force.

    Examples
    --------
    >>> PlanCap(role="continuing_services", limit=21).overflow
    'hard'
    """

    role: Name = Field(description="the role whose new cases it limits")
    overflow: Overflow = Field("hard", description="what happens when every worker is at the limit")
    start: StartMonth = Field(0, description="the month in which it comes into force")


class PlanTriage(Lever):
    """A change in what is protected when hours are short; all four weights are given.

    Examples
    --------
    >>> PlanTriage(contact=4, casework=1, court=4, training=1).role is None
    True
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: StartMonth = Field(0, description="the month from which it applies")
    contact: Ratio = Field(gt=0, le=1e9, description="the weight of visits and first responses")
    casework: Ratio = Field(gt=0, le=1e9, description="the weight of casework")
    court: Ratio = Field(gt=0, le=1e9, description="the weight of court reports and paperwork")
    training: Ratio = Field(gt=0, le=1e9, description="the weight of training")

    @property
    def triage(self) -> Triage:
        """The four weights by themselves.

        Examples
        --------
        >>> PlanTriage(contact=4, casework=1, court=4, training=1).triage.court
        4.0
        """
        weights = self.model_dump(include={"contact", "casework", "court", "training"})
        return Triage(**weights)


class PlanRebalance(Rebalance, Lever):
    """A change in how cases are evened out between workers.

    Examples
    --------
    >>> PlanRebalance(gap=4, moves=2).start
    0
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: StartMonth = Field(0, description="the month from which it applies")


# --- clauses of a contract ------------------------------------------------------------------------


Remedy = Literal["report", "overtime", "stop_intake", "move_cases"]
"""What a triggered clause brings in the next month."""

_MonthOfYear = Annotated[PositiveCount, Field(le=12, json_schema_extra={"unit": "month of a year"})]


class LaterLimit(Lever):
    """A limit that replaces the one before, so that a clause is phased in.

    Examples
    --------
    >>> LaterLimit(start=12, limit=31).limit
    31.0
    """

    start: StartMonth = Field(description="the month from which it applies")
    limit: Cases = Field(ge=1, le=10_000, description="the most cases from then on")


def _remedy_and_hours(remedy: Remedy, overtime_hours: float) -> list[Fault]:
    if (remedy == "overtime") == (overtime_hours > 0.0):
        return []
    if remedy == "overtime":
        problem, cure = "must be more than 0 for a remedy of overtime", "Give 8, say."
    else:
        problem = f"does nothing where the remedy is '{remedy}'"
        cure = "Drop it, or set remedy = 'overtime'."
    return [Fault("overtime_hours", problem, cure)]


def _moves_within_an_office(remedy: Remedy, held_by: str) -> list[Fault]:
    if (remedy, held_by) != ("move_cases", "office"):
        return []
    problem = "cannot be 'move_cases' for an office's average, which moves within it do not change"
    cure = "Set held_by = 'worker', or another remedy."
    return [Fault("remedy", problem, cure)]


def _rising_steps(start: int, phase_in: tuple[LaterLimit, ...]) -> list[Fault]:
    starts = [start, *(step.start for step in phase_in)]
    if all(a < b for a, b in itertools.pairwise(starts)):
        return []
    cure = "Order them by start, each later than the clause's own."
    return [Fault("phase_in", "must be steps in ascending months", cure)]


def _names_once(offices: tuple[str, ...] | None, exempt_months: tuple[int, ...]) -> list[Fault]:
    faults = names_twice(offices or (), "offices")
    faults += names_twice(map(str, exempt_months), "exempt_months")
    if len(set(exempt_months)) == 12:
        problem = "must leave a month of the year in which the clause counts"
        faults.append(Fault("exempt_months", problem, "Drop some."))
    return faults


class Clause(Lever):
    """A limit on caseloads with its measure, its trigger and its remedy.

    As a month ends, the caseload of each worker on the line (or the average of each office) is
    compared with the limit. A worker who has been over
    it for `consecutive` months is owed the remedy in the next
    month, and in each after it until a month end finds the caseload at the limit or below.

    Examples
    --------
    >>> Clause(role="continuing_services", limit=31).wording
    'more than 31 children a worker (continuing services) at the month end'
    >>> clause = Clause(
    ...     role="adoption",
    ...     limit=15,
    ...     held_by="office",
    ...     measured="daily_average",
    ...     consecutive=2,
    ...     remedy="overtime",
    ...     overtime_hours=8,
    ... )
    >>> print(clause.wording)
    more than 15 children a worker on an office's average (adoption) on the month's daily average,
    2 months running: 8 hours of overtime a worker
    """

    role: Name = Field(description="the role whose caseloads it limits")
    limit: Cases = Field(ge=1, le=10_000, description="the most cases a worker may hold")
    unit: Literal["children", "families"] = Field("children", description="what the limit counts")
    held_by: Literal["worker", "office"] = Field(
        "worker", description="whose caseload counts: each 'worker', or the average of an 'office'"
    )
    measured: Literal["month_end", "daily_average"] = Field(
        "month_end", description="the caseload as the month ends, or its average over days present"
    )
    consecutive: PositiveCount = Field(
        1, le=120, description="months in a row over the limit that trigger the remedy"
    )
    exempt_months: tuple[_MonthOfYear, ...] = Field(
        (), description="exempt months of the year (1 to 12): not counted, no remedy after them"
    )
    start: StartMonth = Field(0, description="the first month that counts")
    phase_in: tuple[LaterLimit, ...] = Field((), description="later limits, each from its month on")
    offices: OfficeNames = Field(None, description="the offices it applies to; all when not given")
    remedy: Remedy = Field(
        "report",
        description="'report' (only the count), 'overtime', 'stop_intake' (no new case that "
        "would exceed the limit) or 'move_cases' (to colleagues of the office with room)",
    )
    overtime_hours: HoursPerMonth = Field(
        0.0, le=400, description="extra hours a worker works, for a remedy of overtime"
    )

    rules = (_remedy_and_hours, _moves_within_an_office, _rising_steps, _names_once)

    def limit_in(self, month: int) -> float | None:
        """Return the limit in force in a month counted from 0; None before the clause starts.

        Examples
        --------
        >>> steps = Clause(role="a", limit=38, start=2, phase_in=[{"start": 6, "limit": 31}])
        >>> steps.limit_in(1), steps.limit_in(2), steps.limit_in(6)
        (None, 38.0, 31.0)
        """
        if month < self.start:
            return None
        return [self.limit, *(step.limit for step in self.phase_in if step.start <= month)][-1]

    @property
    def wording(self) -> str:
        """The clause in a line of plain words."""
        whose = "a worker on an office's average" if self.held_by == "office" else "a worker"
        when = "at the month end" if self.measured == "month_end" else _DAILY
        running = f", {self.consecutive} months running" if self.consecutive > 1 else ""
        steps = "".join(f", {step.limit:g} from month {step.start}" for step in self.phase_in)
        role = self.role.replace("_", " ")
        limit = f"{self.limit:g} {self.unit} {whose} ({role}){steps}"
        follows = _REMEDIES[self.remedy].format(hours=self.overtime_hours)
        return f"more than {limit} {when}{running}{follows}"


_DAILY = "on the month's daily average"
_REMEDIES: dict[Remedy, str] = {
    "report": "",
    "overtime": ": {hours:g} hours of overtime a worker",
    "stop_intake": ": no new cases above the limit",
    "move_cases": ": cases move to colleagues with room",
}
