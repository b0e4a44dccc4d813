"""The load of day 0: hours required and available by office and role, and what follows from them.

An agency's file says what the agency *observes*: how long casework takes and how many leave, under
the load of day 0. What the same work takes at full service, and how many would leave at a load of
1, follows from that load and from how far load slows casework (compressibility) and drives people
out (burnout). So either of these may be assumed to be anything, and the agency as it is stays what
it was observed to be.

The load is the *expected* one: stocks spread over offices, legs and tenures by their laws, over a
lattice of luck, because a single world's day 0 has few workers in a small office.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from staffing_sim.agency.apportionment import apportion
from staffing_sim.agency.demand import Demand
from staffing_sim.agency.hours import delivered_shares, pace_of
from staffing_sim.agency.opening import OpeningStock, Pipeline
from staffing_sim.agency.pathway import Ageing, Route, Stage
from staffing_sim.agency.staff import Role, Triage, Workforce
from staffing_sim.distributions import NO_TIME, Gamma, Law, family_size_mean
from staffing_sim.errors import Fault
from staffing_sim.timeline import MONTHS_FROM_18_TO_21, MONTHS_TO_18
from staffing_sim.values import HoursPerMonth, Name, Ratio, Share, Value

Floats = NDArray[np.float64]

SMALLEST_AREA = 0.2
"""Nobody's area brings less than a fifth of the mean."""

_AREAS = 16  # workers of a team, from the lightest area to the heaviest
_POINTS = 4096
# Powers of the generalised golden ratio for six dimensions (an R-sequence): evenly spread points.
_STEPS = {
    "work": 0.8986537126,
    "wait": 0.8075784952,
    "legal": 0.7257334129,
    "hearing": 0.6521830259,
    "prior": 0.5860866976,
    "age": 0.5266889868,
}
_LUCK = {name: (np.arange(_POINTS) + 0.5) * step % 1.0 for name, step in _STEPS.items()}


# --- what a file observes -------------------------------------------------------------------------


class TeamLoad(Value):
    """Hours a month that were due and available in a team (office and role) when it was observed.

    Examples
    --------
    >>> team = TeamLoad(role="worker", hours=100, casework=80, contact=45)
    >>> team.load
    1.25
    >>> round(team.pace(compressibility=0.5), 4), team.pace(compressibility=0)
    (0.8944, 1.0)
    """

    office: Name | None = Field(None, description="the office; every office when not given")
    role: Name = Field(description="the role")
    hours: HoursPerMonth = Field(description="hours available, of everybody on duty")
    contact: HoursPerMonth = Field(0.0, description="hours of visits and first responses due")
    casework: HoursPerMonth = Field(0.0, description="hours of casework due")
    court: HoursPerMonth = Field(0.0, description="hours of reports and paperwork due")
    training: HoursPerMonth = Field(0.0, description="hours of training due")
    triage: Triage = Field(Triage(), description="what is protected when hours are short")
    area_spread: Ratio = Field(
        0.0, le=2, description="coefficient of variation of the inflow between workers"
    )
    absent_share: Share = Field(0.0, description="the share of workers on long absence")

    @property
    def due(self) -> float:
        """Hours due of all four activities."""
        return math.fsum((self.contact, self.casework, self.court, self.training))

    @property
    def load(self) -> float:
        """Hours due over hours there; 0 where nobody is."""
        return self.due / self.hours if self.hours > 0.0 else 0.0

    @property
    def casework_share(self) -> float:
        """The share of the casework due that a worker of mean area delivers."""
        return self._share(1.0)

    def pace(self, compressibility: float) -> float:
        """Return the pace of casework there, beside full service: the mean over open cases.

        A worker with a heavier area holds more cases and delivers less to each. Cases of workers
        on long absence stand still.
        """
        areas = _areas(self.area_spread)
        paces = [pace_of(compressibility, self._share(area)) for area in areas]
        moving = math.fsum(area * pace for area, pace in zip(areas, paces, strict=True))
        return (1.0 - self.absent_share) * moving / math.fsum(areas)

    def driven_out(self, burnout: float, load_cap: float) -> float:
        """Return what that load multiplies rates of leaving by: the mean over workers."""
        over = [
            max(0.0, min(self._load(area), load_cap) - 1.0) for area in _areas(self.area_spread)
        ]
        return math.fsum(math.exp(burnout * each) for each in over) / len(over)

    @property
    def elasticity(self) -> float:
        """How strongly casework delivered falls as load grows: - d ln share / d ln load.

        Unprotected casework takes every missing hour, so it is largest just above a load of 1.
        Undefined (NaN) where nobody is there.
        """
        if self.hours == 0.0:
            return math.nan
        areas = _areas(self.area_spread)
        falls = [
            area * (math.log(self._share(area)) - math.log(self._share(area * (1.0 + _STEP))))
            for area in areas
        ]
        return math.fsum(falls) / math.fsum(areas) / math.log1p(_STEP)

    @property
    def stability_limit(self) -> float:
        """The compressibility above which such a team is unstable; infinite for none.

        Where a load one percent higher slows cases by more than one percent, cases pile up faster
        than they leave: an agency at rest would not stay there.
        """
        elasticity = self.elasticity
        return math.inf if elasticity == 0.0 else 1.0 / elasticity

    def _load(self, area: float) -> float:
        return sum(self._demands(area)) / self.hours if self.hours > 0.0 else 0.0

    def _share(self, area: float) -> float:
        triage = self.triage
        weights = (triage.contact, triage.casework, triage.court, triage.training)
        return delivered_shares(self._demands(area), weights, self.hours)[1]

    def _demands(self, area: float) -> tuple[float, float, float, float]:
        return self.contact * area, self.casework * area, self.court * area, self.training


_STEP = 0.01  # by which load is raised to see what it does


def _areas(spread: float) -> list[float]:
    """Return the areas of a team's workers, from the lightest to the heaviest, with a mean of 1."""
    if spread == 0.0:
        return [1.0]
    law = Gamma(mean=1.0, shape=spread**-2)
    drawn = np.maximum(SMALLEST_AREA, law.quantile((np.arange(_AREAS) + 0.5) / _AREAS))
    return [float(area) for area in drawn / drawn.mean()]


ObservedUnder = Literal["day_zero", "full_service", "teams"]
"""The load under which a file's durations were seen: its own day 0, none, or one that is given."""


def _given_with_word(under: ObservedUnder, teams: tuple[TeamLoad, ...]) -> Iterator[Fault]:
    if (under == "teams") == bool(teams):
        return
    if teams:
        problem = f"are given, but under is '{under}'"
        yield Fault("teams", problem, "Set under = 'teams', or drop them.")
    else:
        remedy = "Give [[observed.teams]] with hours available and due for each role."
        yield Fault("teams", "are missing", remedy)


class Observed(Value):
    """Under what load the durations and rates of leaving of a file were seen.

    Examples
    --------
    >>> Observed().under, Observed(under="full_service").teams
    ('day_zero', ())
    """

    under: ObservedUnder = Field(
        "day_zero",
        description="'day_zero' (the load that the file's own staff and open cases make), "
        "'full_service' (hours not short, load drove nobody out), or 'teams' (given in `teams`)",
    )
    teams: tuple[TeamLoad, ...] = Field(
        (), description="hours available and due by office and role"
    )

    rules = (_given_with_word,)


def _word(value: object) -> object:
    """Accept the word alone, as a file may say it: observed = 'full_service'."""
    return {"under": value} if isinstance(value, str) else value


ObservedWord = Annotated[Observed, BeforeValidator(_word)]


# --- what the file's own day 0 makes of it --------------------------------------------------------


class _Office(Protocol):
    """What is needed of an office."""

    @property
    def name(self) -> str: ...
    @property
    def referrals(self) -> float: ...
    @property
    def part_of_staff(self) -> float: ...
    @property
    def part_of_pipeline(self) -> float: ...
    def casework_factor(self, role: str | None) -> float: ...


class _Described(Protocol):
    """What is needed of an agency."""

    @property
    def offices(self) -> Sequence[_Office]: ...
    @property
    def roles(self) -> tuple[Role, ...]: ...
    @property
    def stages(self) -> tuple[Stage, ...]: ...
    @property
    def demand(self) -> Demand: ...
    @property
    def workforce(self) -> Workforce: ...
    @property
    def ageing(self) -> Ageing: ...
    @property
    def opening(self) -> tuple[OpeningStock, ...]: ...
    @property
    def pipeline(self) -> tuple[Pipeline, ...]: ...


def load_key(agency: _Described) -> tuple[object, ...]:
    """Return all that the load of day 0 depends on, to tell whether two agencies share it."""
    demand, workforce = agency.demand, agency.workforce
    roles = [
        (
            (role.name, role.positions, role.hours_per_month, role.training_hours),
            (role.triage, role.part_load_share, role.part_load, role.area_spread),
        )
        for role in agency.roles
    ]
    staff = (workforce.absent_share, workforce.ramp, workforce.tenure_years, workforce.academy)
    people = (demand.family_size, demand.family_size_dispersion, demand.age_years)
    stock = (agency.opening, agency.pipeline, agency.ageing, demand.entry_stage)
    return (tuple(agency.offices), tuple(roles), agency.stages, staff, people, stock)


def team_loads(agency: _Described) -> tuple[TeamLoad, ...]:
    """Return the load of day 0 of every team, office by office and role by role."""
    due = _hours_due(agency)
    seated = [
        apportion([o.part_of_staff for o in agency.offices], r.positions) for r in agency.roles
    ]
    found = []
    for place, office in enumerate(agency.offices):
        for number, role in enumerate(agency.roles):
            hours, training = _hours_there(agency, role, place, seated[number].count(place))
            contact, casework, court = due[:, place, number].tolist()
            found.append(
                TeamLoad(
                    office=office.name,
                    role=role.name,
                    hours=hours,
                    contact=contact,
                    casework=casework,
                    court=court,
                    training=training,
                    triage=role.triage,
                    area_spread=role.area_spread,
                    absent_share=agency.workforce.absent_share,
                )
            )
    return tuple(found)


def _hours_there(agency: _Described, role: Role, office: int, seated: int) -> tuple[float, float]:
    """Return the hours available, and the hours of training due, of those on duty in a team."""
    ramp, part = agency.workforce.ramp, 1.0 - role.part_load_share * (1.0 - role.part_load)
    people, worth = float(seated), seated * _ramp_reached(agency.workforce)
    for hires in agency.pipeline:
        months = -(hires.academy_start + agency.workforce.academy.months)
        if hires.role == role.name and hires.academy_start <= 0.0 and months >= 0.0:
            here = apportion([each.part_of_pipeline for each in agency.offices], hires.count)
            step = math.floor(months)
            people += here.count(office)
            worth += here.count(office) * (ramp[step] if step < len(ramp) else 1.0)
    return role.hours_per_month * part * worth, role.training_hours * part * people


def _ramp_reached(workforce: Workforce) -> float:
    """Return the mean share of a full load that the tenures of day 0 have reached."""
    ramp = workforce.ramp
    alive = workforce.tenure_years.survival(np.arange(len(ramp) + 1) / 12.0)
    alive[0] = 1.0  # whoever has no tenure yet is in the first month
    return float(np.dot(alive[:-1] - alive[1:], ramp) + alive[-1])


def _hours_due(agency: _Described) -> NDArray[np.float64]:
    """Return the hours a month that the stock of day 0 asks for: (activities, offices, roles)."""
    roles = {role.name: number for number, role in enumerate(agency.roles)}
    due = np.zeros((3, len(agency.offices), len(roles)))
    for stock in agency.opening:
        stage = next(each for each in agency.stages if each.name == stock.stage)
        if stage.role is None:
            continue
        cases, working = _open_cases(agency, stock, stage)
        hours, second = stage.hours, stage.second_hours
        asked = (cases * hours.contact, cases * working * hours.casework, cases * hours.court)
        due[:, :, roles[stage.role]] += asked
        if stage.second_role is not None:
            beside = (second.contact, second.casework, second.court)
            due[:, :, roles[stage.second_role]] += np.outer(beside, cases)
    return due


def _open_cases(agency: _Described, stock: OpeningStock, stage: Stage) -> tuple[Floats, Floats]:
    """Return a stock's cases in each office, and the share of them whose work is under way.

    Offices hold cases in proportion to their referrals and to how long legs last there.
    """
    factors = [office.casework_factor(stage.role) for office in agency.offices]
    times = {factor: _leg_times(agency, stock, stage, factor) for factor in set(factors)}
    length = np.array([times[factor][0] for factor in factors])
    working = np.array([times[factor][1] for factor in factors])
    parts = np.array([office.referrals for office in agency.offices]) * np.maximum(length, 1e-12)
    size = 1.0
    if stage.unit == "family":
        size = family_size_mean(agency.demand.family_size, agency.demand.family_size_dispersion)
    share = np.divide(working, length, out=np.zeros_like(length), where=length > 0.0)
    return stock.children / size * parts / parts.sum(), share


def _leg_times(
    agency: _Described, stock: OpeningStock, stage: Stage, factor: float
) -> tuple[float, float]:
    """Return how long legs of a stage last, and how long their work goes on, in the mean."""
    extended = stage.name == agency.ageing.extended_stage
    room = np.full(_POINTS, np.inf)
    if stage.unit == "child" and not extended:
        room = months_to_18(agency, stock)
    length = working = 0.0
    for route in stage.routes:
        work, end = work_and_end(stage, route, factor=factor, extended=extended)
        length += route.share * float(np.mean(np.minimum(end, room)))
        working += route.share * float(np.mean(np.minimum(work, np.minimum(end, room))))
    return length, working


def months_to_18(agency: _Described, stock: OpeningStock | None) -> Floats:
    """Return how long children of a stock have until they turn 18, at each point of luck."""
    prior = NO_TIME if stock is None else stock.prior_months
    age = 12.0 * np.minimum(_drawn(agency.demand.age_years, "age"), 17.999)
    return np.asarray(np.maximum(0.0, MONTHS_TO_18 - age - _drawn(prior, "prior")))


def work_and_end(
    stage: Stage, route: Route, *, factor: float, extended: bool
) -> tuple[Floats, Floats]:
    """Return when the work of a leg is done and when it ends, at each point of luck.

    ``factor`` is what casework takes beside the file's law.
    """
    work = _drawn(route.work, "work") * factor
    end = np.maximum(work + _drawn(route.wait, "wait"), _drawn(route.legal, "legal"))
    if stage.hearing is not None and route.hearing_share > 0.0:
        missed = np.ceil((end - stage.hearing.first) / stage.hearing.interval - 1e-9)
        heard = stage.hearing.first + np.maximum(missed, 0.0) * stage.hearing.interval
        end = np.where(route.hearing_share > _LUCK["hearing"], heard, end)
    if extended:
        end = np.minimum(end, MONTHS_FROM_18_TO_21)
        work = np.minimum(work, end)
    return np.asarray(work), np.asarray(end)


@lru_cache(maxsize=256)
def _drawn(law: Law, luck: str) -> Floats:
    """Return a law's durations at each point of luck; not to be changed."""
    return law.quantile(_LUCK[luck])


# --- what follows: work at full service, leaving at a load of 1 -----------------------------------


@dataclass(frozen=True)
class FullService:
    """What turns observations into work at full service and base rates.

    Attributes
    ----------
    pace
        Months of work at full service for each month of casework observed: (offices, roles).
    leaving
        The rate of leaving at a load of 1 for each observed: (offices, roles).
    pace_of_role, leaving_of_role
        The same of each role as a whole, all its workers at its mean load: (roles).
    """

    pace: Floats
    leaving: Floats
    pace_of_role: Floats
    leaving_of_role: Floats


def full_service(agency: _Described, teams: Sequence[TeamLoad]) -> FullService:
    """Return what observations under these loads come to, none given meaning full service.

    A team where nobody was goes by its role's others.
    """
    shape = (len(agency.offices), len(agency.roles))
    pace, leaving = np.ones(shape), np.ones(shape)
    pace_of_role, leaving_of_role = np.ones(shape[1]), np.ones(shape[1])
    burnout, load_cap = agency.workforce.burnout, agency.workforce.load_cap
    for number, role in enumerate(agency.roles):
        of_role = [team for team in teams if team.role == role.name]
        whole = together(of_role)
        if whole is None:
            continue
        equal = whole.replace(area_spread=0.0)
        pace_of_role[number] = equal.pace(role.compressibility)
        leaving_of_role[number] = 1.0 / equal.driven_out(burnout, load_cap)
        for place, office in enumerate(agency.offices):
            here = [each for each in of_role if each.office in (None, office.name)]
            team = next((each for each in here if each.hours > 0.0), whole)
            pace[place, number] = team.pace(role.compressibility)
            leaving[place, number] = 1.0 / team.driven_out(burnout, load_cap)
    return FullService(pace, leaving, pace_of_role, leaving_of_role)


def teams_that_remain(teams: Sequence[TeamLoad], agency: _Described) -> tuple[TeamLoad, ...]:
    """Return the loads of teams that an agency has; a role of new offices only keeps its whole."""
    offices = {office.name for office in agency.offices}
    found: list[TeamLoad] = []
    for role in agency.roles:
        of_role = [team for team in teams if team.role == role.name]
        remain = [team for team in of_role if team.office is None or team.office in offices]
        whole = together(of_role)
        found += remain or ([] if whole is None else [whole])
    return tuple(found)


def together(teams: Sequence[TeamLoad]) -> TeamLoad | None:
    """Return teams of one role as one; none where nobody works in any."""
    if not any(team.hours > 0.0 for team in teams):
        return None
    names = ("hours", "contact", "casework", "court", "training")
    sums = {name: math.fsum(getattr(team, name) for team in teams) for name in names}
    return teams[0].replace(office=None, **sums)
