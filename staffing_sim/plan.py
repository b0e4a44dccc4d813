"""What the parties may decide: hires, caps, triage, retention, overtime, strikes (frozen, checked).

A `Plan` changes nothing that chance decides, so any number of plans meet the same families. Every
lever starts in a month counted from 0, the agency's `start`. `check_plan` holds a plan against the
agency it is meant for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field, PlainValidator

from staffing_sim.agency import Agency, Cap, Triage
from staffing_sim.distributions import Law
from staffing_sim.errors import Fault, PlanError, nearest
from staffing_sim.staff import Assignment, Rebalance
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
    Text,
    Value,
    names_twice,
    one_or_many,
    sums_to_one,
)

__all__ = [
    "Freeze",
    "Hires",
    "Kind",
    "Overtime",
    "Plan",
    "PlanCap",
    "PlanRebalance",
    "PlanTriage",
    "Retention",
    "Strike",
    "check_plan",
]

Kind = Literal["net", "gross"]
"""``net``: positions on top of replaced leavers; ``gross``: people who start, none replaced."""

_LAST_MONTH = 1200
_Start = Annotated[Count, Field(le=_LAST_MONTH, json_schema_extra={"unit": "month, from 0"})]
_Length = Annotated[PositiveCount, Field(le=_LAST_MONTH, json_schema_extra={"unit": "months"})]

_Item = TypeVar("_Item")
OneOrMany = Annotated[tuple[_Item, ...], BeforeValidator(one_or_many)]
"""A list of items, which may be given as a single one."""


def _pairs(value: object) -> object:
    """Accept a table of office = share where a list of pairs is due."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _office_shares(offices: tuple[tuple[str, float], ...] | None) -> list[Fault]:
    if offices is None:
        return []
    faults = names_twice((office for office, _ in offices), "offices")
    return faults + sums_to_one((share for _, share in offices), "offices")


class _Lever(Value):
    """A part of a plan."""

    error_type = PlanError


class Hires(_Lever):
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
    staffing_sim.errors.PlanError: kind: is missing. Give 'net' (positions on top of leavers, who are replaced as ever) or 'gross' (this many people start and leavers are not otherwise replaced).
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
    trained: bool = Field(False, description="whether they come trained, past academy and ramp")

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


class PlanCap(Cap, _Lever):
    """A cap that a plan brings into force.

    Examples
    --------
    >>> PlanCap(role="continuing_services", limit=21).overflow
    'hard'
    """

    role: Name = Field(description="the role whose new cases it limits")
    overflow: Literal["none", "soft", "hard", "decline", "spill"] = Field(
        "hard", description="what happens when every worker is at the limit"
    )
    start: _Start = Field(0, description="the month in which it comes into force")


class PlanTriage(_Lever):
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


class Retention(_Lever):
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


class Overtime(_Lever):
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


class Strike(_Lever):
    """Days on which some workers do no work.

    Examples
    --------
    >>> Strike(start="2013-12-05", days=6, participation=0.66).roles is None
    True
    """

    start: Day = Field(description="the first day")
    days: Days = Field(gt=0, le=365, description="calendar days it lasts")
    roles: Annotated[tuple[Name, ...] | None, BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)] = (
        Field(None, description="the roles called out; all when not given")
    )
    participation: Share = Field(1.0, description="the share of those called out who stay away")


class Freeze(_Lever):
    """Months in which no position is filled.

    Examples
    --------
    >>> Freeze(start=6, months=12).months
    12
    """

    start: _Start = Field(description="the first month")
    months: _Length = Field(description="for how many months")


class PlanRebalance(Rebalance, _Lever):
    """A change in how cases are evened out between workers.

    Examples
    --------
    >>> PlanRebalance(gap=4, moves=2).start
    0
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: _Start = Field(0, description="the month from which it holds")


def _is_assignment(value: object) -> object:
    known = get_args(Assignment)
    if value is None or callable(value) or value in known:
        return value
    raise ValueError(f"must be a function or one of {', '.join(map(repr, known))}; got {value!r}")


class Plan(_Lever):
    """A plan: a name, and any levers; without any it is the agency as it is.

    Parameters
    ----------
    name
        The plan as tables and charts call it; may be given by position.
    levers
        The fields below; a list of one may be given as the one.

    Raises
    ------
    PlanError
        With every fault of the plan, each under its key.

    Examples
    --------
    >>> union = Plan(
    ...     "Union: 35 a month for 17 months", hires=Hires.monthly(35, months=17, kind="net"),
    ...     caps=PlanCap(role="continuing_services", limit=21, overflow="soft"),
    ... )
    >>> union.hires[0].total, union.caps[0].limit
    (595, 21.0)
    """

    name: Text = Field(min_length=1, max_length=120, description="the name of the plan")
    hires: OneOrMany[Hires] = Field((), description="schedules of hires")
    backfill_share: Share | None = Field(
        None, description="the share of leavers who are replaced; the agency's when not given"
    )
    caps: OneOrMany[PlanCap] = Field((), description="limits on new cases")
    triage: OneOrMany[PlanTriage] = Field((), description="what is protected when hours are short")
    retention: OneOrMany[Retention] = Field((), description="programmes against leaving")
    overtime: OneOrMany[Overtime] = Field((), description="extra hours")
    strikes: OneOrMany[Strike] = Field((), description="strikes")
    freezes: OneOrMany[Freeze] = Field((), description="months without hiring")
    rebalance: OneOrMany[PlanRebalance] = Field((), description="evening out of cases")
    academy_seats: PositiveCount | None = Field(None, description="academy seats a month")
    time_to_fill_days: Law | None = Field(None, description="days to fill a position")
    assignment: Annotated[
        Assignment | Callable[..., Any] | None, PlainValidator(_is_assignment)
    ] = Field(None, description="who gets a new case: a policy by name, or your own function")
    note: Text = Field("", description="what a reader should know about the plan")

    def __init__(self, *name: str, **levers: Any) -> None:
        if len(name) > 1:
            raise TypeError("a plan takes one name by position; give levers by keyword")
        super().__init__(**dict(zip(("name",), name, strict=False)), **levers)


def check_plan(plan: Plan, agency: Agency) -> None:
    """Hold a plan against the agency it is meant for.

    Raises
    ------
    PlanError
        With every fault: unknown roles and offices, strikes before the start.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> hires = Hires.once(5, kind="net", role="adoptions")
    >>> check_plan(Plan("More adoption workers", hires=hires), load_agency("small-office"))
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: hires[0].role: names an unknown role 'adoptions'. Did you mean 'adoption'?
    """
    faults = [
        *_unknown_roles(plan, [role.name for role in agency.roles]),
        *_unknown_offices(plan, [office.name for office in agency.offices]),
        *_early_strikes(plan, agency),
    ]
    if faults:
        raise PlanError(faults)


def _unknown_roles(plan: Plan, known: list[str]) -> Iterator[Fault]:
    for lever in ("hires", "caps", "triage", "retention", "overtime", "rebalance"):
        for row, part in enumerate(getattr(plan, lever)):
            if part.role is not None and part.role not in known:
                yield _unknown(f"{lever}[{row}].role", "role", part.role, known)
    for row, strike in enumerate(plan.strikes):
        for role in strike.roles or ():
            if role not in known:
                yield _unknown(f"strikes[{row}].roles", "role", role, known)


def _unknown_offices(plan: Plan, known: list[str]) -> Iterator[Fault]:
    for row, hires in enumerate(plan.hires):
        for office, _ in hires.offices or ():
            if office not in known:
                yield _unknown(f"hires[{row}].offices", "office", office, known)


def _early_strikes(plan: Plan, agency: Agency) -> Iterator[Fault]:
    for row, strike in enumerate(plan.strikes):
        if strike.start < agency.start:
            problem = f"must not be before the agency's start {agency.start}; got {strike.start}"
            yield Fault(key=f"strikes[{row}].start", problem=problem, remedy="Give a later date.")


def _unknown(key: str, what: str, name: str, known: list[str]) -> Fault:
    return Fault(key=key, problem=f"names an unknown {what} '{name}'", remedy=nearest(name, known))
