"""What an agency is: its offices, staff, pathway, demand and stock on day 0 (frozen, checked).

An `Agency` is what both sides of a table describe before they argue about a plan. It holds no
chance and no results; a change makes a new one (`replace`). Times are months from `start`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from staffing_sim.agency.costs import Costs
from staffing_sim.agency.demand import ContactRule, Demand
from staffing_sim.agency.opening import (
    CaseworkTime,
    CaseworkTimes,
    OpeningStock,
    Pipeline,
    nobody_staffs,
    opening_faults,
    unknown_roles_of_hires,
)
from staffing_sim.agency.opening_load import (
    FullService,
    Observed,
    ObservedWord,
    TeamLoad,
    full_service,
    load_key,
    team_loads,
    teams_that_remain,
)
from staffing_sim.agency.pathway import Ageing, Stage, pathway_faults
from staffing_sim.agency.staff import HandOver, Role, Workforce
from staffing_sim.errors import AgencyError, Fault, unknown_name
from staffing_sim.ledger import Ledger, LedgerEntries
from staffing_sim.values import (
    Day,
    Line,
    Name,
    Ratio,
    Text,
    Value,
    names_twice,
    reserved_names,
    rows_of_table,
)

AGED_OUT = "aged_out"
"""A child in care turned 18 without permanence."""

TURNED_18_AT_HOME = "turned_18_at_home"
"""A child at home turned 18."""

TURNED_21 = "turned_21"
"""A young adult left extended care at 21."""


def _times(casework_time: tuple[CaseworkTime, ...]) -> list[Fault]:
    return names_twice((time.name for time in casework_time), "casework_time")


class Office(Value):
    """An office: its share of the referrals and of the staff.

    Examples
    --------
    >>> Office(name="Compton", referrals=6.5, leaving_factor=1.6).staff is None
    True
    """

    name: Name = Field(description="the office")
    referrals: Ratio = Field(
        gt=0, description="its share of the referrals, relative to the other offices"
    )
    staff: Ratio | None = Field(
        None, gt=0, description="its share of the staff; as its referrals when not given"
    )
    leaving_factor: Ratio = Field(
        1.0, le=100, description="its rates of leaving, relative to the other offices"
    )
    hires_under_way: Ratio | None = Field(
        None, gt=0, description="its share of the pipeline; as its referrals when not given"
    )
    casework_time: CaseworkTimes = Field(
        (),
        description="casework time here relative to the routes' laws, by role; 1 if not given",
    )

    rules = (_times,)

    @property
    def part_of_staff(self) -> float:
        """Its share of the staff of day 0.

        Examples
        --------
        >>> Office(name="Compton", referrals=6.5).part_of_staff
        6.5
        """
        return self.staff or self.referrals

    @property
    def part_of_pipeline(self) -> float:
        """Its share of the hires under way on day 0.

        Examples
        --------
        >>> Office(name="Compton", referrals=6.5).part_of_pipeline
        6.5
        """
        return self.hires_under_way or self.referrals

    def casework_factor(self, role: str | None) -> float:
        """Return what a role's casework takes here, beside the routes' laws.

        Examples
        --------
        >>> office = Office(name="Compton", referrals=6.5, casework_time={"adoption": 1.25})
        >>> office.casework_factor("adoption"), office.casework_factor(None)
        (1.25, 1.0)
        """
        return next((time.factor for time in self.casework_time if time.name == role), 1.0)


def _names(
    offices: tuple[Office, ...], roles: tuple[Role, ...], stages: tuple[Stage, ...]
) -> list[Fault]:
    return [
        *names_twice((office.name for office in offices), "offices"),
        *names_twice((role.name for role in roles), "roles"),
        *names_twice((stage.name for stage in stages), "stages"),
        *reserved_names((office.name for office in offices), "offices"),
        *reserved_names((role.name for role in roles), "roles"),
        *reserved_names((stage.name for stage in stages), "stages"),
    ]


def _first_of_month(start: date) -> list[Fault]:
    if start.day == 1:
        return []
    first = start.replace(day=1)
    problem = f"must be the first of a month; got {start}"
    return [Fault("start", problem, f"Give {first} or the month after.")]


def _entry_stage(stages: tuple[Stage, ...], demand: Demand) -> Iterator[Fault]:
    """Families enter at one stage, which nothing leads back to; after it children count."""
    entry, names = demand.entry_stage, [stage.name for stage in stages]
    if entry not in names:
        yield unknown_name("demand.entry_stage", "stage", entry, names)
        return
    if stages[names.index(entry)].contact_required:
        problem = "asks for monthly visits at the entry stage, which has first responses instead"
        remedy = "Drop it; set contact.first_response_hours for the hours they take."
        yield Fault(f"stages.{entry}.contact_required", problem, remedy)
    for stage in stages:
        due = "family" if stage.name == entry else "child"
        if stage.unit != due:
            problem = f"must be '{due}'; only the entry stage '{entry}' counts families"
            yield Fault(f"stages.{stage.name}.unit", problem)
        for row, route in enumerate(stage.routes):
            if route.to == entry:
                key = f"stages.{stage.name}.routes[{row}].to"
                remedy = "A case that is reported again is a new referral: lead to 'exit'."
                yield Fault(key, "leads back to the entry stage", remedy)


def _kept_seats(workforce: Workforce, roles: tuple[Role, ...]) -> Iterator[Fault]:
    """Seats of the academy are kept for roles that exist."""
    known = [role.name for role in roles]
    for kept in workforce.academy.kept:
        if kept.name not in known:
            yield unknown_name(f"workforce.academy.kept.{kept.name}", "role", kept.name, known)


def _roles_of_stages(stages: tuple[Stage, ...], roles: tuple[Role, ...]) -> Iterator[Fault]:
    known = [role.name for role in roles]
    for stage in stages:
        for key, name in (("role", stage.role), ("second_role", stage.second_role)):
            if name is not None and name not in known:
                yield unknown_name(f"stages.{stage.name}.{key}", "role", name, known)


def _roles_of_offices(offices: tuple[Office, ...], roles: tuple[Role, ...]) -> Iterator[Fault]:
    known = [role.name for role in roles]
    for office in offices:
        for time in office.casework_time:
            if time.name not in known:
                key = f"offices.{office.name}.casework_time"
                yield unknown_name(f"{key}.{time.name}", "role", time.name, known)


def _load_observed(
    observed: Observed,
    offices: tuple[Office, ...],
    roles: tuple[Role, ...],
    opening: tuple[OpeningStock, ...],
) -> Iterator[Fault]:
    """Durations were seen under some load: that of day 0's open cases, or one that is said."""
    if observed.under == "day_zero" and not any(stock.children for stock in opening):
        problem = "does not say under what load durations were seen, and no cases are open on day 0"
        remedy = "Give opening stock, observed = 'full_service', or [[observed.teams]]."
        yield Fault("observed", problem, remedy)
    for row, team in enumerate(observed.teams):
        for key, name, known in (
            ("office", team.office, [office.name for office in offices]),
            ("role", team.role, [role.name for role in roles]),
        ):
            if name is not None and name not in known:
                yield unknown_name(f"observed.teams[{row}].{key}", key, name, known)


def _extended_care(stages: tuple[Stage, ...], ageing: Ageing) -> Iterator[Fault]:
    name = ageing.extended_stage
    if name is None:
        if ageing.extended_share > 0.0:
            remedy = "Name it as extended_stage, or drop extended_share."
            problem = "needs a stage for those who stay after 18"
            yield Fault("ageing.extended_share", problem, remedy)
        return
    known = [stage.name for stage in stages]
    if name not in known:
        yield unknown_name("ageing.extended_stage", "stage", name, known)
    for stage in stages:
        for row, route in enumerate(stage.routes):
            if route.to == name:
                key = f"stages.{stage.name}.routes[{row}].to"
                remedy = "Lead to another stage; young adults enter it by turning 18."
                yield Fault(key, "leads to the stage after 18", remedy)


def _permanence(stages: tuple[Stage, ...], permanence_causes: tuple[str, ...]) -> Iterator[Fault]:
    known = causes_of(stages)
    for cause in permanence_causes:
        if cause not in known:
            yield unknown_name("permanence_causes", "cause", cause, known)


def causes_of(stages: tuple[Stage, ...]) -> tuple[str, ...]:
    """Return why legs end, each cause once: as the routes stand, then those of ageing.

    Examples
    --------
    >>> causes_of(())
    ('aged_out', 'turned_18_at_home', 'turned_21')
    """
    routes = [route.cause for stage in stages for route in stage.routes]
    return tuple(dict.fromkeys([*routes, AGED_OUT, TURNED_18_AT_HOME, TURNED_21]))


class Agency(Value):  # noqa: PLW1641 (a frozen value has a hash of its fields)
    """An agency as it is on day 0, before any plan.

    Raises
    ------
    AgencyError
        With every fault of the description, each under its key.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> agency = load_agency("small-office")
    >>> agency.stage("adoption").role
    'adoption'
    >>> agency.replace(title="Another name").title
    'Another name'
    """

    name: Line = Field(min_length=1, description="a short name for files and tables")
    title: Line = Field(min_length=1, description="the agency's name as readers see it")
    start: Day = Field(description="day 0, the first of a month")
    note: Text = Field("", description="what a reader should know about this description")
    offices: Annotated[tuple[Office, ...], rows_of_table("name")] = Field(
        min_length=1, description="the offices"
    )
    roles: Annotated[tuple[Role, ...], rows_of_table("name")] = Field(
        min_length=1, description="the kinds of worker"
    )
    stages: Annotated[tuple[Stage, ...], rows_of_table("name")] = Field(
        min_length=1, description="the pathway of a case"
    )
    demand: Demand = Field(description="who is referred, and when")
    contact: ContactRule = Field(description="the rules for monthly visits")
    workforce: Workforce = Field(description="how staff come and go")
    hand_overs: HandOver = Field(HandOver(), description="what a change of worker costs a case")
    ageing: Ageing = Field(Ageing(), description="what happens at 18")
    costs: Costs = Field(Costs(), description="prices")
    opening: Annotated[tuple[OpeningStock, ...], rows_of_table("stage")] = Field(
        (), description="the cases open on day 0"
    )
    observed: ObservedWord = Field(
        Observed(), description="under what load durations and rates of leaving were seen"
    )
    pipeline: tuple[Pipeline, ...] = Field((), description="hires under way on day 0")
    permanence_causes: tuple[Name, ...] = Field(
        description="the causes that count as permanence, such as 'reunified' and 'adopted'"
    )
    ledger: LedgerEntries = Field(Ledger(), description="where each number comes from")

    error_type = AgencyError
    rules = (
        _first_of_month,
        _names,
        pathway_faults,
        _entry_stage,
        _roles_of_stages,
        _roles_of_offices,
        nobody_staffs,
        unknown_roles_of_hires,
        _kept_seats,
        _extended_care,
        opening_faults,
        _load_observed,
        _permanence,
    )

    def __eq__(self, other: object) -> bool:
        """Are all fields equal? What was worked out from them and is kept does not count."""
        if not isinstance(other, Agency):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Agency.model_fields)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked again as a whole.

        Durations and rates of leaving stay as they were observed: a copy with other staff, hours
        or triage keeps the load they were seen under, and with it what a case takes at full
        service. `rebase` takes the copy for another observation instead.

        Raises
        ------
        AgencyError
            If the changed value breaks a rule.
        """
        if "observed" in changes or self.observed.under != "day_zero":
            return super().replace(**changes)
        changed = super().replace(**changes, observed=Observed(under="full_service"))
        if load_key(changed) == load_key(self):
            return super().replace(**changes)
        kept = teams_that_remain(self.teams_observed, changed)
        return super().replace(**changes, observed=Observed(under="teams", teams=kept))

    def rebase(self) -> Self:
        """Return the agency with its durations and leaving taken as observed under its own day 0.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> office = load_agency("small-office")
        >>> longer = office.replace(
        ...     roles=[role.replace(case_hours=role.case_hours + 10) for role in office.roles]
        ... )
        >>> longer.observed.under, longer.rebase().observed.under
        ('teams', 'day_zero')
        """
        return self.replace(observed=Observed())

    @cached_property
    def casework_factors(self) -> NDArray[np.float64]:
        """What casework takes beside the routes' laws: (offices, stages)."""
        factors = np.ones((len(self.offices), len(self.stages)))
        for place, office in enumerate(self.offices):
            if office.casework_time:
                factors[place] = [office.casework_factor(stage.role) for stage in self.stages]
        return factors

    @cached_property
    def teams_on_day_zero(self) -> tuple[TeamLoad, ...]:
        """Hours due and available on day 0 in each team, office by office and role by role."""
        return team_loads(self)

    @cached_property
    def teams_observed(self) -> tuple[TeamLoad, ...]:
        """Hours due and available in each team when durations were seen; none if sufficient."""
        return self.teams_on_day_zero if self.observed.under == "day_zero" else self.observed.teams

    @cached_property
    def full_service(self) -> FullService:
        """What a month of observed casework, and an observed rate of leaving, are without load."""
        return full_service(self, self.teams_observed)

    @property
    def causes(self) -> tuple[str, ...]:
        """Why legs end, each cause once, in a stable order.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> load_agency("small-office").causes[-3:]
        ('aged_out', 'turned_18_at_home', 'turned_21')
        """
        return causes_of(self.stages)

    def office(self, name: str) -> Office:
        """Return the office of a name.

        Raises
        ------
        AgencyError
            If there is none; the text names the nearest.
        """
        return _of_name(self.offices, "office", name)

    def role(self, name: str) -> Role:
        """Return the role of a name.

        Raises
        ------
        AgencyError
            If there is none; the text names the nearest.
        """
        return _of_name(self.roles, "role", name)

    def role_or_hiring(self, name: str | None) -> Role:
        """Return the role of a name; the one that hires join where none is given.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> load_agency("small-office").role_or_hiring(None).name
        'continuing_services'
        """
        return self.role(self.workforce.hiring_role if name is None else name)

    def posts_on_day_zero(self, role: str) -> int:
        """Return a role's posts on day 0: filled, vacant, and those of hires under way.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> load_agency("small-office").posts_on_day_zero("adoption")
        2
        """
        described = self.role(role)
        coming = sum(hires.count for hires in self.pipeline if hires.role == role)
        return described.positions + described.vacant + coming

    def stage(self, name: str) -> Stage:
        """Return the stage of a name.

        Raises
        ------
        AgencyError
            If there is none; the text names the nearest.
        """
        return _of_name(self.stages, "stage", name)

    def null(self) -> Agency:
        """Return the agency in which caseloads change nothing.

        Missing casework slows no case (compressibility 0) and load drives nobody away
        (burnout 0); durations and leaving stay as observed. Compare every result with this one.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> load_agency("small-office").null().workforce.burnout
        0.0
        """
        return self.replace(
            roles=tuple(role.replace(compressibility=0.0) for role in self.roles),
            workforce=self.workforce.replace(burnout=0.0),
        )


_Named = TypeVar("_Named", Office, Role, Stage)


def _of_name(rows: tuple[_Named, ...], what: str, name: str) -> _Named:
    for row in rows:
        if row.name == name:
            return row
    raise AgencyError([unknown_name(f"{what}s", what, name, [row.name for row in rows])])
