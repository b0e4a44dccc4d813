"""The levers a plan can pull: hires, caps, triage, retention, overtime, strikes, freezes.

Every lever starts in a month counted from 0, the agency's `start`; a strike has a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from staffing_sim.errors import Fault, PlanError
from staffing_sim.staff import Cap, Overflow, Rebalance, Triage
from staffing_sim.values import (
    Count,
    Day,
    Days,
    HoursPerMonth,
    Money,
    Name,
    PositiveCount,
    Ratio,
    Share,
    Value,
    names_twice,
    sums_to_one,
)

__all__ = [
    "Freeze",
    "Hires",
    "Kind",
    "Lever",
    "Overtime",
    "PlanCap",
    "PlanRebalance",
    "PlanTriage",
    "Retention",
    "Strike",
]

Kind = Literal["net", "gross"]
"""``net``: positions on top of replaced leavers; ``gross``: people who start, none replaced."""

_LAST_MONTH = 1200
_Start = Annotated[Count, Field(le=_LAST_MONTH, json_schema_extra={"unit": "month, from 0"})]
_Length = Annotated[PositiveCount, Field(le=_LAST_MONTH, json_schema_extra={"unit": "months"})]


def _pairs(value: object) -> object:
    """Accept a table of office = share where a list of pairs is due."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _one_name(value: object) -> object:
    """Accept a single name where a list of them is due."""
    return (value,) if isinstance(value, str) else value


def _office_shares(offices: tuple[tuple[str, float], ...] | None) -> list[Fault]:
    if offices is None:
        return []
    faults = names_twice((office for office, _ in offices), "offices")
    return faults + sums_to_one((share for _, share in offices), "offices")


class Lever(Value):
    """A part of a plan."""

    error_type = PlanError


class Hires(Lever):
    """A schedule of hires; what its number means must be said.

    ``kind="net"`` adds authorised positions on top of leavers who are replaced as ever.
    ``kind="gross"`` starts this many people, and leavers are not otherwise replaced. Neither is a
    default: with 4,000 workers, 595 gross hires barely outrun the leavers, 595 net ones add 595.

    Examples
    --------
    >>> Hires.monthly(35, months=17, kind="net").total
    595
    >>> Hires.once(500)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: kind: is missing. Give 'net' (positions on top of leavers...
    """

    per_month: PositiveCount = Field(le=1_000_000, description="hires a month")
    months: _Length = Field(1, description="for how many months")
    start: _Start = Field(
        0, description="the first month (earlier hires belong in the agency's pipeline)"
    )
    kind: Kind = Field(
        description="'net' (positions on top of leavers, who are replaced as ever) or 'gross' "
        "(this many people start and leavers are not otherwise replaced)"
    )
    role: Name | None = Field(None, description="the role they join; the agency's when not given")
    offices: Annotated[tuple[tuple[Name, Share], ...] | None, BeforeValidator(_pairs)] = Field(
        None, description="the share of each office; by load of staff when not given"
    )
    trained: bool = Field(
        default=False, description="whether they come trained, past academy and ramp"
    )

    rules = (_office_shares,)

    @property
    def total(self) -> int:
        """Hires over the whole schedule.

        Examples
        --------
        >>> Hires.once(500, kind="net").total
        500
        """
        return self.per_month * self.months

    @classmethod
    def monthly(
        cls, per_month: int, *, months: int, kind: Kind | None = None, **rest: Any
    ) -> Hires:
        """Return the same number of hires every month.

        Parameters
        ----------
        per_month, months
            How many, and for how long.
        kind
            ``"net"`` or ``"gross"``; there is no default.
        rest
            Any other field: `start`, `role`, `offices`, `trained`.

        Examples
        --------
        >>> Hires.monthly(50, months=12, kind="gross", start=1).start
        1
        """
        return cls(per_month=per_month, months=months, **_kind(kind), **rest)

    @classmethod
    def once(cls, count: int, *, kind: Kind | None = None, **rest: Any) -> Hires:
        """Return hires that all start together; they still recruit and train.

        Examples
        --------
        >>> Hires.once(500, kind="net", trained=True).months
        1
        """
        return cls(per_month=count, months=1, **_kind(kind), **rest)

    @classmethod
    def parse(cls, text: str, *, kind: Kind | None = None) -> Hires:
        """Read hires as a command line writes them.

        Parameters
        ----------
        text
            ``500`` (once) or ``35x17`` (35 a month for 17 months), then perhaps ``@role``,
            then perhaps ``+3`` (starting in month 3).
        kind
            ``"net"`` or ``"gross"``; there is no default.

        Raises
        ------
        PlanError
            If the text cannot be read.

        Examples
        --------
        >>> hires = Hires.parse("35x17@continuing_services+3", kind="net")
        >>> hires.per_month, hires.months, hires.role, hires.start
        (35, 17, 'continuing_services', 3)
        """
        match = _HIRES.fullmatch(text.strip())
        if match is None:
            remedy = "Write 500 or 35x17, then perhaps @role, then perhaps +3 for month 3."
            raise PlanError([Fault(key="hires", problem=f"cannot read '{text}'", remedy=remedy)])
        given = {name: word for name, word in match.groupdict().items() if word is not None}
        role = {"role": given.pop("role")} if "role" in given else {}
        numbers = {name: int(word) for name, word in given.items()}
        return cls(**{"months": 1, **numbers}, **role, **_kind(kind))


_HIRES = re.compile(
    r"(?P<per_month>\d{1,9})(?:x(?P<months>\d{1,9}))?"
    r"(?:@(?P<role>[^@+\s]+))?(?:\+(?P<start>\d{1,9}))?"
)


def _kind(kind: Kind | None) -> dict[str, str]:
    return {} if kind is None else {"kind": kind}


class PlanCap(Cap, Lever):
    """A cap that a plan brings into force.

    Examples
    --------
    >>> PlanCap(role="continuing_services", limit=21).overflow
    'hard'
    """

    role: Name = Field(description="the role whose new cases it limits")
    overflow: Overflow = Field("hard", description="what happens when every worker is at the limit")
    start: _Start = Field(0, description="the month in which it comes into force")


class PlanTriage(Lever):
    """A change in what is protected when hours are short; all four weights are said.

    Examples
    --------
    >>> PlanTriage(contact=4, casework=1, court=4, training=1).role is None
    True
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: _Start = Field(0, description="the month from which it holds")
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


class Retention(Lever):
    """A programme that changes the rate at which workers leave, and its price.

    Examples
    --------
    >>> Retention(factor=0.8, cost_worker_year=2_500).months is None
    True
    """

    factor: Ratio = Field(le=10, description="what rates of leaving are multiplied by")
    start: _Start = Field(0, description="the first month")
    months: _Length | None = Field(None, description="for how many months; to the end if not given")
    role: Name | None = Field(None, description="the role; every role when not given")
    cost_worker_year: Money = Field(0.0, description="its price for a worker and year")


class Overtime(Lever):
    """Extra hours of case work for every worker.

    Examples
    --------
    >>> Overtime(hours_per_month=8, months=6).start
    0
    """

    hours_per_month: HoursPerMonth = Field(gt=0, le=400, description="extra hours a worker works")
    start: _Start = Field(0, description="the first month")
    months: _Length | None = Field(None, description="for how many months; to the end if not given")
    role: Name | None = Field(None, description="the role; every role when not given")


class Strike(Lever):
    """Days on which some workers do no work.

    Examples
    --------
    >>> Strike(start="2013-12-05", days=6, participation=0.66).roles is None
    True
    """

    start: Day = Field(description="the first day")
    days: Days = Field(gt=0, le=365, description="calendar days it lasts")
    roles: Annotated[tuple[Name, ...] | None, BeforeValidator(_one_name)] = Field(
        None, description="the roles called out; all when not given"
    )
    participation: Share = Field(1.0, description="the share of those called out who stay away")


class Freeze(Lever):
    """Months in which no position is filled.

    Examples
    --------
    >>> Freeze(start=6, months=12).months
    12
    """

    start: _Start = Field(description="the first month")
    months: _Length = Field(description="for how many months")


class PlanRebalance(Rebalance, Lever):
    """A change in how cases are evened out between workers.

    Examples
    --------
    >>> PlanRebalance(gap=4, moves=2).start
    0
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: _Start = Field(0, description="the month from which it holds")
