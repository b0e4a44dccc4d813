"""What a run leaves: plain tables of who was open, who worked, and what was delivered.

The engine writes these tables once; everything after it only reads them. All times are months since
the agency's start, all numbers are ``float64`` or ``int64``, and "not reached" is NaN (times) or -1
(indices), never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.positions import all_positions
from staffing_sim.engine.tables import Tables
from staffing_sim.plan import Plan
from staffing_sim.world import World

POSITION_STATES: Final = (
    "unauthorised",
    "vacant",
    "recruiting",
    "awaiting_academy",
    "academy",
    "on_duty",
)
"""What a position can be at a month end, in the order of the waterfall from created to carrying."""

LEAVING_REASONS: Final = ("stayed", "resigned", "academy_failure", "laid_off")
"""Why a person left; ``stayed`` is the answer for everyone still here at the horizon."""

UNSEEN_REASONS: Final = (
    "out_of_reach",
    "unassigned",
    "worker_absent",
    "overload",
    "missed_attempts",
)
"""Why an eligible child went unseen in a month: exactly one reason each."""

ACTIVITIES: Final = ("contact", "casework", "court", "training")
"""What a worker's hours are spent on."""

HAND_OVER_KINDS: Final = ("by_design", "by_leaver", "by_transfer", "by_rebalance")
"""Why a child changes worker: the pathway's own change, or one of the three that cost time."""


def _dtype(*, floats: str, integers: str) -> np.dtype[np.void]:
    """Return a record type with these float64 and int64 fields, in this order."""
    fields: list[tuple[str, type]] = [(name, np.float64) for name in floats.split()]
    fields += [(name, np.int64) for name in integers.split()]
    return np.dtype(fields)


CASE_DTYPE: Final = _dtype(
    floats="birth opened assigned responded closed in_care_since",
    integers="family office size tier cause workers by_design by_leaver by_transfer by_rebalance"
    " eligible_months unseen_months unseen_run longest_unseen_run turned_away",
)
"""One row per family (first), then one per child.

``family`` is the row of the child's family; ``size`` the children the row stands for (n for a
family's investigation, 1 for a child); ``birth`` NaN for families; ``opened`` negative for cases
open on day 0; ``assigned`` the first time a worker held it; ``responded`` the first contact of a
family (NaN while that is to come); ``closed`` NaN while open, equal to ``opened`` when turned away;
``cause`` an index into ``agency.causes`` or -1; ``in_care_since`` the entry (at most 0) of a child
who is in care on day 0, else NaN; ``workers`` the different primary workers so far; the four
``by_`` fields count hand-overs by kind, in children; ``unseen_run`` months since last seen at the
horizon.
"""

LEG_DTYPE: Final = _dtype(floats="started ended", integers="case stage route cause")
"""One row per leg of an itinerary; the legs of a case are contiguous and in order.

``case`` is a row of ``cases`` (-1: the case never opened), ``stage`` an index into
``agency.stages``, ``route`` into that stage's routes (-1 when ageing ended it or it has not ended),
``cause`` an index into ``agency.causes`` set when the leg ends (else -1). ``started`` is NaN for a
leg not reached, negative for a leg under way on day 0; ``ended`` NaN while it lasts.
"""

PERSON_DTYPE: Final = _dtype(
    floats="recruited hired on_duty left",
    integers="position origin_position generation role office reason transfers gross trained cut",
)
"""One row per person: everyone here on day 0 and everyone hired, by (position, generation).

``recruited`` when recruiting began (NaN on day 0); ``hired`` when pay began (negative before day
0); ``on_duty`` when the academy ended (NaN until then); ``left`` NaN while here; ``reason`` an
index into ``LEAVING_REASONS``; ``office`` the last one; ``gross`` and ``trained`` are 0 or 1;
``cut`` the row of ``plan.cuts`` by which somebody is laid off, else -1.
"""

STAY_DTYPE: Final = _dtype(floats="began ended", integers="person position")
"""One row per person and position the person was paid in, by (position, generation).

``person`` is a row of ``people``; ``began`` when pay began here (negative before day 0) or the
person came from another position; ``ended`` when the person left or went to another position, NaN
while here.
"""

POSITION_DTYPE: Final = _dtype(
    floats="",
    integers="office role number authorised gross pipeline added held_open from_desk move",
)
"""One row per position.

``authorised`` is the month it is created (0 for those of day 0); ``added`` is 1 for posts that a
plan creates, ``held_open`` and ``from_desk`` for those that it takes from posts held open and from
desks; ``move`` the row of ``plan.moves`` that brings somebody here with their post, else -1.
"""

SNAPSHOT_DTYPE: Final = _dtype(
    floats="hours demanded ramp cap present",
    integers="state children families secondary cap_unit",
)
"""Row ``month * n_positions + position``: each position as its month ends.

``state`` is an index into ``POSITION_STATES``; ``hours`` those available over the month and
``demanded`` those its cases asked for; ``ramp`` the share of full hours a newcomer has (0 when
nobody is on duty); ``cap`` the limit in force for this worker (infinite if none) in children
(``cap_unit`` 0) or families (1); ``present`` the part of the month, or of their duty here in it, in
which the worker was neither on leave nor on strike (0 when nobody is on duty); ``secondary``
children held as second worker.
"""

TEAM_MONTH_DTYPE: Final = _dtype(
    floats="contact_demanded casework_demanded court_demanded training_demanded"
    " contact_delivered casework_delivered court_delivered training_delivered available"
    " aide_hours clerk_hours overtime_hours unpaid_months",
    integers="waiting_children waiting_families turned_away"
    " by_design by_leaver by_transfer by_rebalance transfers_in transfers_out",
)
"""Row ``month * n_teams + team`` with ``team = office * n_roles + role``.

Queues (``waiting_``) are as the month ends; the rest is over the month. ``turned_away`` and the
hand-overs count children; the transfers count workers; ``unpaid_months`` are worker-months without
pay on strike; the others are hours. Demanded and delivered are the caseworkers' own, what aides and
clerks took over (``aide_hours``, ``clerk_hours``) is apart.
"""

CONTACT_MONTH_DTYPE: Final = _dtype(
    floats="",
    integers="eligible seen out_of_reach unassigned worker_absent overload missed_attempts"
    " unseen_two unseen_three",
)
"""Row ``(month * n_offices + office) * n_stages + stage``, in children.

``seen`` and the five reasons add up to ``eligible``; ``unseen_two`` and ``unseen_three`` are the
children unseen for at least two and three months running as the month ends.
"""

CLAUSE_MONTH_DTYPE: Final = _dtype(
    floats="limit overtime_hours",
    integers="exempt workers over triggered entitled moved",
)
"""Row ``(month * n_clauses + clause) * n_offices + office``: what each clause of the plan counted.

``limit`` is infinite where the clause is not in force; an ``exempt`` month (1) counts nothing.
``workers`` were measured as the month ended; ``over`` of them were over the limit and ``triggered``
had been long enough, or 1 where the average of an office was; ``entitled`` workers are owed the
remedy next month. ``overtime_hours`` were worked and ``moved`` children changed hands in this month
because of the one before.
"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Records:
    """Everything one run leaves.

    Parameters
    ----------
    agency, plan
        What was run.
    months
        The horizon, in whole months since the agency's start.
    seed
        The entropy of the world's seed: an integer or a tuple of them.
    clock
        The clock that drove the rules (``"simpy"`` or ``"compiled"``); never changes a number.
    events
        How many events the run handled.
    n_families
        The first rows of ``cases`` that are families; the children follow.
    cases, legs, people, stays, positions, snapshots, team_months, contact_months, clause_months
        Structured arrays of the types in this module, where each field is described.

    Examples
    --------
    >>> LEG_DTYPE.names
    ('started', 'ended', 'case', 'stage', 'route', 'cause')
    """

    agency: Agency
    plan: Plan
    months: int
    seed: int | tuple[int, ...]
    clock: str
    events: int
    n_families: int
    cases: NDArray[Any]
    legs: NDArray[Any]
    people: NDArray[Any]
    stays: NDArray[Any]
    positions: NDArray[Any]
    snapshots: NDArray[Any]
    team_months: NDArray[Any]
    contact_months: NDArray[Any]
    clause_months: NDArray[Any]

    @property
    def n_teams(self) -> int:
        """Return the number of (office, role) pairs."""
        return len(self.agency.offices) * len(self.agency.roles)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the shape of these tables; empty when nothing is."""
        found = []
        for name, dtype, rows in self._expected():
            table = getattr(self, name)
            if table.dtype != dtype:
                found.append(f"{name} has fields {table.dtype.names}, not {dtype.names}")
            if rows is not None and len(table) != rows:
                found.append(f"{name} has {len(table)} rows, not {rows}")
        return tuple(found)

    def _expected(self) -> tuple[tuple[str, np.dtype[np.void], int | None], ...]:
        """Return each table's name, type and row count (None where any count will do)."""
        offices = len(self.agency.offices)
        in_contact = self.months * offices * len(self.agency.stages)
        in_clauses = self.months * offices * len(self.plan.clauses)
        return (
            ("cases", CASE_DTYPE, None),
            ("legs", LEG_DTYPE, None),
            ("people", PERSON_DTYPE, None),
            ("stays", STAY_DTYPE, None),
            ("positions", POSITION_DTYPE, None),
            ("snapshots", SNAPSHOT_DTYPE, self.months * len(self.positions)),
            ("team_months", TEAM_MONTH_DTYPE, self.months * self.n_teams),
            ("contact_months", CONTACT_MONTH_DTYPE, in_contact),
            ("clause_months", CLAUSE_MONTH_DTYPE, in_clauses),
        )


# --- from the tables a run has left ---------------------------------------------------------------


def records_of(agency: Agency, plan: Plan, world: World, tables: Tables, clock: str) -> Records:
    """Return what the run left, without the engine's own bookkeeping."""
    months = int(tables.agency["months"][0])
    return Records(
        agency=agency,
        plan=plan,
        months=months,
        seed=world.seed,
        clock=clock,
        events=int(tables.now["events"][0]),
        n_families=len(world.families),
        cases=_cases(tables, months),
        legs=_legs(tables),
        people=_people(tables),
        stays=_stays(tables),
        positions=_positions(agency, plan, tables),
        snapshots=_snapshots(tables),
        team_months=_copy(tables.team_months, TEAM_MONTH_DTYPE),
        contact_months=_copy(tables.contact_months, CONTACT_MONTH_DTYPE),
        clause_months=_copy(tables.clause_months, CLAUSE_MONTH_DTYPE),
    )


def _copy(table: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the fields of a record type that a table has."""
    copied = np.zeros(len(table), dtype=dtype)
    for name in set(dtype.names or ()) & set(table.dtype.names or ()):
        copied[name] = table[name]
    return copied


def _cases(tables: Tables, months: int) -> NDArray[Any]:
    cases = _copy(tables.cases, CASE_DTYPE)
    cases["birth"][: tables.agency["families"][0]] = np.nan
    beyond = cases["opened"] >= months
    cases["opened"][beyond] = np.nan
    return cases


def _legs(tables: Tables) -> NDArray[Any]:
    """Return the legs; cause and route only where a leg has ended that way."""
    legs = _copy(tables.legs, LEG_DTYPE)
    ended = np.isfinite(legs["ended"])
    by_age = np.isin(
        legs["cause"], [tables.agency[name][0] for name in ("aged_out", "turned_18", "turned_21")]
    )
    legs["cause"] = np.where(ended, legs["cause"], -1)
    legs["route"] = np.where(ended & ~by_age, legs["route"], -1)
    legs["case"] = np.where(np.isfinite(legs["started"]), legs["case"], -1)
    return legs


def _people(tables: Tables) -> NDArray[Any]:
    """Return those who were ever hired."""
    people = _copy(tables.people, PERSON_DTYPE)
    people["origin_position"] = tables.people["origin"]
    return np.asarray(people[np.isfinite(people["hired"])])


def _stays(tables: Tables) -> NDArray[Any]:
    """Return who was paid in which position, and when: one row per seat that was ever taken."""
    seats = tables.people
    hired = np.isfinite(seats["hired"])
    moved_in = seats["mover"] >= 0
    holder = np.where(moved_in, seats["mover"], np.arange(len(seats)))
    stays = np.zeros(len(seats), dtype=STAY_DTYPE)
    stays["began"] = np.where(moved_in, seats["came"], seats["hired"])
    stays["ended"] = np.where(np.isnan(seats["went"]), seats["left"][holder], seats["went"])
    stays["person"] = (np.cumsum(hired) - 1)[holder]
    stays["position"] = seats["origin"]
    return np.asarray(stays[np.isfinite(stays["began"])])


def _positions(agency: Agency, plan: Plan, tables: Tables) -> NDArray[Any]:
    """Return the positions, with what the rules need not know about where they come from."""
    positions = _copy(tables.workers, POSITION_DTYPE)
    known = all_positions(agency, plan)
    for name in ("gross", "pipeline", "added", "held_open", "from_desk", "move"):
        positions[name] = [getattr(each, name) for each in known]
    return positions


def _snapshots(tables: Tables) -> NDArray[Any]:
    """Return the snapshots; whoever is not on duty has no ramp and no cap."""
    snapshots = _copy(tables.snapshots, SNAPSHOT_DTYPE)
    off = snapshots["state"] != ON_DUTY
    snapshots["ramp"][off] = 0.0
    return snapshots
