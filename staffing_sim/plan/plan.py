"""What the parties may decide: a name and any levers (frozen, checked).

A `Plan` changes nothing that chance decides, so any number of plans meet the same families.
`check_plan` checks a plan against the agency it is meant for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BeforeValidator, Field, PlainValidator

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Assignment, KeptSeats, SeatOrder, SeatsByRole, kept_faults
from staffing_sim.distributions import Law
from staffing_sim.errors import Fault, PlanError, unknown_name
from staffing_sim.plan.caseloads import Clause, PlanCap, PlanRebalance, PlanTriage
from staffing_sim.plan.dealing import posts_of
from staffing_sim.plan.hiring import Freeze, Hires
from staffing_sim.plan.posts import Aides, Clerks, Cut, Expense, Move, Supervisors
from staffing_sim.plan.terms import Lever, in_force
from staffing_sim.plan.workdays import Furlough, OutsideStrike, Overtime, Retention, Strike
from staffing_sim.values import NEED, Line, Months, PositiveCount, Share, Text, one_or_many

_Item = TypeVar("_Item")
OneOrMany = Annotated[tuple[_Item, ...], BeforeValidator(one_or_many)]
"""A list of items, which may be given as a single one."""


def _is_assignment(value: object) -> object:
    known = get_args(Assignment)
    if value is None or callable(value) or value in known:
        return value
    raise ValueError(f"must be a function or one of {', '.join(map(repr, known))}; got {value!r}")


class Plan(Lever):
    """A plan: a name, and any levers; without any it is the agency as it is.

    Parameters
    ----------
    name
        The plan's name in tables and charts; may be given by position.
    levers
        The fields below; a list of one may be given as the one.

    Raises
    ------
    PlanError
        With every fault of the plan, each under its key.

    Examples
    --------
    >>> union = Plan(
    ...     "Union: 35 a month for 17 months",
    ...     hires=Hires.monthly(35, months=17, kind="net"),
    ...     caps=PlanCap(role="continuing_services", limit=21, overflow="soft"),
    ... )
    >>> union.hires[0].total, union.caps[0].limit
    (595, 21.0)
    """

    name: Line = Field(min_length=1, max_length=120, description="the name of the plan")
    hires: OneOrMany[Hires] = Field((), description="schedules of hires")
    backfill_share: Share | None = Field(
        None, description="the share of leavers who are replaced; the agency's when not given"
    )
    caps: OneOrMany[PlanCap] = Field((), description="limits on new cases")
    clauses: OneOrMany[Clause] = Field((), description="limits with a measure and a remedy")
    triage: OneOrMany[PlanTriage] = Field((), description="what is protected when hours are short")
    retention: OneOrMany[Retention] = Field((), description="retention programmes")
    overtime: OneOrMany[Overtime] = Field((), description="extra hours")
    furloughs: OneOrMany[Furlough] = Field((), description="unpaid days off")
    clerks: OneOrMany[Clerks] = Field((), description="posts that take paperwork off caseworkers")
    aides: OneOrMany[Aides] = Field((), description="posts that take visits off caseworkers")
    supervisors: OneOrMany[Supervisors] = Field((), description="supervisors for added positions")
    moves: OneOrMany[Move] = Field((), description="workers moved to another role or office")
    cuts: OneOrMany[Cut] = Field((), description="posts lost as they fall vacant, or by layoff")
    strikes: OneOrMany[Strike] = Field((), description="strikes")
    outside_strikes: OneOrMany[OutsideStrike] = Field(
        (), description="strikes by services that cases wait for"
    )
    freezes: OneOrMany[Freeze] = Field((), description="months without hiring")
    rebalance: OneOrMany[PlanRebalance] = Field((), description="rules that even out caseloads")
    academy_seats: PositiveCount | None = Field(None, description="academy seats a month")
    academy_order: SeatOrder | None = Field(
        None,
        description="who gets an academy seat: 'first_come' or 'replacements_first'; the agency's "
        "when not given",
    )
    academy_kept: SeatsByRole | None = Field(
        None,
        description="academy seats a month that a role's people get before anybody else, by role; "
        "the agency's when not given",
    )
    academy_months: Months | None = Field(
        None, le=60, description="months in the academy for those who start from day 0 on"
    )
    time_to_fill_days: Law | None = Field(None, description="days to fill a position")
    assignment: Annotated[
        Assignment | Callable[..., Any] | None, PlainValidator(_is_assignment)
    ] = Field(None, description="who gets a new case: a policy by name, or your own function")
    expenses: OneOrMany[Expense] = Field((), description="other spending of the plan")
    note: Text = Field("", description="what a reader should know about the plan")

    def __init__(self, /, *name: str, **levers: Any) -> None:
        if len(name) > 1:
            raise TypeError("a plan takes one name by position; give levers by keyword")
        super().__init__(**dict(zip(("name",), name, strict=False)), **levers)

    def share_replaced(self, agency: Agency, role: str, month: int) -> float:
        """Return the share of a role's leavers of a month who are replaced.

        It is the plan's own, where it gives one; 0 while people of a gross schedule start in the
        role; else the agency's.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> office = load_agency("small-office")
        >>> plan = Plan("Six", hires=Hires.once(6, kind="gross", role="adoption", start=2))
        >>> [plan.share_replaced(office, "adoption", month) for month in (1, 2, 3)]
        [1.0, 0.0, 1.0]
        >>> plan.share_replaced(office, "emergency_response", 2)
        1.0
        """
        if self.backfill_share is not None:
            return self.backfill_share
        stopped = any(
            hires.kind == "gross"
            and agency.role_or_hiring(hires.role).name == role
            and in_force(hires, role, month)
            for hires in self.hires
        )
        return 0.0 if stopped else agency.workforce.backfill_share

    def kept_seats(self, agency: Agency) -> tuple[KeptSeats, ...]:
        """Return the academy seats that are kept for roles: the plan's, else the agency's.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> plan = Plan("Hotline first", academy_kept={"emergency_response": 2})
        >>> plan.kept_seats(load_agency("small-office"))
        (KeptSeats(name='emergency_response', seats=2),)
        """
        return agency.workforce.academy.kept if self.academy_kept is None else self.academy_kept


def check_plan(plan: Plan, agency: Agency) -> None:
    """Check a plan against the agency it is meant for.

    Raises
    ------
    PlanError
        With every fault: unknown roles, offices and stages, strikes before the start.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> hires = Hires.once(5, kind="net", role="adoptions")
    >>> check_plan(Plan("More adoption workers", hires=hires), load_agency("small-office"))
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: hires[0].role: names an unknown role 'adoptions'. Did you mean...
    """
    faults = [
        *_unknown_roles(plan, [role.name for role in agency.roles]),
        *_unknown_offices(plan, [office.name for office in agency.offices]),
        *_unknown_stages(plan, [stage.name for stage in agency.stages]),
        *_early_strikes(plan, agency),
        *_idle_moves(plan, agency),
        *_cuts_of_more(plan, agency),
        *_kept_seats(plan, agency),
    ]
    if faults := faults or list(_too_few_posts(plan, agency)):
        raise PlanError(faults)


def _too_few_posts(plan: Plan, agency: Agency) -> Iterator[Fault]:
    """Find hires into more vacancies, or from more desks, than the agency has where they go."""
    dealt = Counter(post.schedule for post in posts_of(agency, plan.hires))
    for row, hires in enumerate(plan.hires):
        if dealt[row] < hires.total:
            of_desks = hires.kind == "desk"
            what = "people from desks" if of_desks else "vacancies"
            keys = "desk_items" if of_desks else "vacant or held_open_items"
            problem = f"asks for {hires.total} {what}; only {dealt[row]} are available there"
            remedy = f"Ask for fewer, or see {keys} of the role in the agency's file."
            yield Fault(f"hires[{row}]", problem, remedy)


def _unknown_roles(plan: Plan, known: list[str]) -> Iterator[Fault]:
    for lever, row, part in _parts(plan):
        for key in ("role", "to_role"):
            name = getattr(part, key, None)
            by_need = isinstance(part, Hires) and name == NEED
            if name is not None and name not in known and not by_need:
                yield unknown_name(f"{lever}[{row}].{key}", "role", name, known)
        for name in getattr(part, "roles", None) or ():
            if name not in known:
                yield unknown_name(f"{lever}[{row}].roles", "role", name, known)


def _unknown_offices(plan: Plan, known: list[str]) -> Iterator[Fault]:
    for lever, row, part in _parts(plan):
        for key in ("office", "to_office"):
            name = getattr(part, key, None)
            if name is not None and name not in known:
                yield unknown_name(f"{lever}[{row}].{key}", "office", name, known)
        named = getattr(part, "offices", None) or ()
        for each in () if isinstance(named, str) else named:
            name = each if isinstance(each, str) else each[0]
            if name not in known:
                yield unknown_name(f"{lever}[{row}].offices", "office", name, known)


def _unknown_stages(plan: Plan, known: list[str]) -> Iterator[Fault]:
    for row, strike in enumerate(plan.outside_strikes):
        for name in strike.stages or ():
            if name not in known:
                yield unknown_name(f"outside_strikes[{row}].stages", "stage", name, known)


def _parts(plan: Plan) -> Iterator[tuple[str, int, Lever]]:
    """Yield each lever of a plan with the field and the row it stands in."""
    for name in type(plan).model_fields:
        held = getattr(plan, name)
        for row, part in enumerate(held if isinstance(held, tuple) else ()):
            if isinstance(part, Lever):
                yield name, row, part


def _early_strikes(plan: Plan, agency: Agency) -> Iterator[Fault]:
    for lever, row, part in _parts(plan):
        if isinstance(part, Strike | OutsideStrike) and part.start < agency.start:
            problem = f"must not be before the agency's start {agency.start}; got {part.start}"
            yield Fault(f"{lever}[{row}].start", problem, "Give a later date.")


def _kept_seats(plan: Plan, agency: Agency) -> Iterator[Fault]:
    """Find seats kept for unknown roles, and more kept than the plan and the agency give."""
    known = [role.name for role in agency.roles]
    for kept in plan.academy_kept or ():
        if kept.name not in known:
            yield unknown_name(f"academy_kept.{kept.name}", "role", kept.name, known)
    key = "academy_seats" if plan.academy_kept is None else "academy_kept"
    seats = plan.academy_seats or agency.workforce.academy.seats
    yield from kept_faults(plan.kept_seats(agency), seats, key)


def _idle_moves(plan: Plan, agency: Agency) -> Iterator[Fault]:
    """Find moves to the role and office that everybody who might move is in already."""
    for row, move in enumerate(plan.moves):
        role = move.role or agency.workforce.hiring_role
        sources = {office.name for office in agency.offices if move.office in (None, office.name)}
        if move.to_role in (None, role) and (not move.to_office or sources == {move.to_office}):
            remedy = "Give a role or an office other than their own."
            yield Fault(f"moves[{row}]", "moves nobody anywhere", remedy)


def _cuts_of_more(plan: Plan, agency: Agency) -> Iterator[Fault]:
    """Find cuts that take more posts of a role than there are on day 0."""
    known = {role.name for role in agency.roles}
    taken = dict.fromkeys(known, 0)
    for row, cut in enumerate(plan.cuts):
        role = cut.role or agency.workforce.hiring_role
        if role not in known:
            continue
        there = agency.posts_on_day_zero(role)
        taken[role] += cut.posts(there)
        if taken[role] > there:
            problem = f"takes {taken[role]} posts of {role} with earlier cuts; only {there} exist"
            yield Fault(f"cuts[{row}]", problem, "Cut fewer, or share = 1.")
