"""Where posts go: the office and role that each post of a plan is allotted to, one by one.

By shares, offices take turns. By need each next post goes where hours are most short for
each worker, those already placed included. Both are prefix-stable: the first posts of a longer deal
are the same, so that a plan which goes on for longer changes nothing before.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from staffing_sim.agency import Agency
from staffing_sim.agency.apportionment import Turns, apportion
from staffing_sim.plan.hiring import Hires
from staffing_sim.values import NEED, REFERRALS, STAFF

NEW = "new"
RECRUITING = "recruiting"
HELD_OPEN = "held_open"
DESK = "desk"

_SOURCES = {
    "net": (NEW,),
    "gross": (NEW,),
    "starts": (NEW,),
    "vacancies": (RECRUITING, HELD_OPEN),
    "desk": (DESK,),
}
"""Which posts a kind of hires takes, in this order."""

Cell = tuple[int, int]  # office and role
ByCell = list[list[float]]  # a number by office and role
Offices = str | tuple[tuple[str, float], ...]  # a word, or shares


@dataclass(frozen=True, slots=True)
class Post:
    """A post that a schedule of hires fills: the schedule's row, its month, where, and whence.

    ``source`` is ``NEW`` (the plan creates it), ``RECRUITING`` (recruited for on day 0),
    ``HELD_OPEN`` or ``DESK``.
    """

    schedule: int
    month: int
    office: int
    role: int
    source: str


@dataclass
class Needs:
    """Hours due and workers by office and role, and hours a month of a worker by role."""

    due: ByCell
    workers: ByCell
    hours_per_worker: Sequence[float]

    def neediest(self, cells: Iterable[Cell]) -> Cell:
        """Return the cell whose hours are most short for each worker; of equals the first."""
        return max(cells, key=self._short)

    def add(self, cell: Cell) -> None:
        """Count one more worker in a cell."""
        office, role = cell
        self.workers[office][role] += 1.0

    def _short(self, cell: Cell) -> float:
        office, role = cell
        due, workers = self.due[office][role], self.workers[office][role]
        if workers <= 0.0:
            return float("inf") if due > 0.0 else -self.hours_per_worker[role]
        return due / workers - self.hours_per_worker[role]


def deal_by_need(needs: Needs, count: int, *, role: int | None = None) -> list[Cell]:
    """Deal posts one by one to where hours are most short for each worker, of a role or of any.

    Returns
    -------
    list of (office, role)
        For each post; the first n of a longer deal are the same. The needs count them as workers.

    Examples
    --------
    >>> needs = Needs(due=[[900.0], [500.0]], workers=[[5.0], [4.0]], hours_per_worker=[100.0])
    >>> deal_by_need(needs, 4)
    [(0, 0), (0, 0), (0, 0), (1, 0)]
    """
    roles = range(len(needs.hours_per_worker)) if role is None else (role,)
    cells = [(office, number) for office in range(len(needs.due)) for number in roles]
    dealt = []
    for _ in range(count):
        cell = needs.neediest(cells)
        needs.add(cell)
        dealt.append(cell)
    return dealt


def staff_shares(agency: Agency) -> list[float]:
    """Return each office's part of the staff."""
    return [office.part_of_staff for office in agency.offices]


def needs_of(agency: Agency) -> Needs:
    """Return what an agency needs on day 0, before any plan: hours due, and posts that are there.

    A role without open cases is taken to have just enough. Posts being recruited for and hires
    under way count, for somebody comes.
    """
    roles, offices = agency.roles, agency.offices
    workers = [[0.0] * len(roles) for _ in offices]
    for number, role in enumerate(roles):
        for office in apportion(staff_shares(agency), role.positions + role.vacant):
            workers[office][number] += 1.0
    names = [role.name for role in roles]
    for hires in agency.pipeline:
        for office in apportion([each.part_of_pipeline for each in offices], hires.count):
            workers[office][names.index(hires.role)] += 1.0
    hours = [role.hours_per_month - role.training_hours for role in roles]
    asked = iter([team.due - team.training for team in agency.teams_on_day_zero])
    due = [list(itertools.islice(asked, len(roles))) for _ in offices]
    for number in range(len(roles)):
        if not any(row[number] for row in due):
            for office, row in enumerate(due):
                row[number] = hours[number] * workers[office][number]
    return Needs(due=due, workers=workers, hours_per_worker=hours)


def deal(agency: Agency, count: int, offices: Offices, *, role: int) -> list[int]:
    """Deal posts of a role to offices: by a word such as ``"need"``, or by shares.

    Returns
    -------
    list of int
        For each post, the index of its office; the first n of a longer deal are the same.
    """
    if offices == NEED:
        return [office for office, _ in deal_by_need(needs_of(agency), count, role=role)]
    return apportion(_shares(agency, offices), count)


def _shares(agency: Agency, offices: Offices) -> list[float]:
    """Return the share of each office, 0 where a plan does not name it."""
    if offices == REFERRALS:
        return [office.referrals for office in agency.offices]
    if offices == STAFF:
        return staff_shares(agency)
    given = {} if isinstance(offices, str) else dict(offices)
    return [given.get(office.name, 0.0) for office in agency.offices]


def go_by_need(hires: Hires, agency: Agency) -> bool:
    """Return whether hires go to the role that is short of hours, whichever it is."""
    of_agency = hires.role is None and hires.kind != "gross" and agency.workforce.hiring_by == NEED
    return hires.role == NEED or of_agency


def posts_of(agency: Agency, schedules: Sequence[Hires]) -> list[Post]:
    """Return the posts that schedules of hires fill, month by month and schedule by schedule.

    Needs are those that the posts before have left. A schedule that asks for more vacancies or desk
    items than there are gets those there are (`check_plan` refuses it).
    """
    dealer = _Dealer(agency, schedules)
    return [
        Post(row, month, *cell, source)
        for month in range(max((hires.start + hires.months for hires in schedules), default=0))
        for row, hires in enumerate(schedules)
        for cell, source in dealer.deal(row, hires.in_month(month))
    ]


class _Dealer:
    """What is left to deal: rooms for vacancies and desks, turns of offices, and needs."""

    def __init__(self, agency: Agency, schedules: Sequence[Hires]) -> None:
        self.agency = agency
        self.schedules = schedules
        self.needs = needs_of(agency)
        self.turns = [
            None if hires.offices == NEED else Turns(_shares(agency, hires.offices))
            for hires in schedules
        ]
        self.room = {source: _room(agency, source) for source in (RECRUITING, HELD_OPEN, DESK)}

    def deal(self, row: int, count: int) -> Iterator[tuple[Cell, str]]:
        """Yield where the next posts of a schedule go, and where they come from."""
        for _ in range(count):
            for source in _SOURCES[self.schedules[row].kind]:
                cells = [cell for cell in self._cells(row) if self._has_room(cell, source)]
                if cells:
                    yield self._take(row, cells, source), source
                    break

    def _cells(self, row: int) -> Iterator[Cell]:
        """Yield the offices and roles that a schedule may go to."""
        hires, turns = self.schedules[row], self.turns[row]
        roles = [role.name for role in self.agency.roles]
        chosen = (
            range(len(roles))
            if go_by_need(hires, self.agency)
            else (roles.index(self.agency.role_or_hiring(hires.role).name),)
        )
        for office in range(len(self.agency.offices)):
            if turns is None or turns.shares[office] > 0.0:
                yield from ((office, role) for role in chosen)

    def _has_room(self, cell: Cell, source: str) -> bool:
        return source == NEW or self.room[source][cell[0]][cell[1]] > 0.0

    def _take(self, row: int, cells: list[Cell], source: str) -> Cell:
        """Choose among these, and count the post as taken."""
        turns = self.turns[row]
        if turns is not None:
            office = turns.next(frozenset(office for office, _ in cells))
            cells = [cell for cell in cells if cell[0] == office]
        cell = self.needs.neediest(cells)
        if source != NEW:
            self.room[source][cell[0]][cell[1]] -= 1.0
        if source != RECRUITING:  # which counts as staff already
            self.needs.add(cell)
        return cell


def _room(agency: Agency, source: str) -> ByCell:
    """Return how many posts of a source each office and role has on day 0."""
    room = [[0.0] * len(agency.roles) for _ in agency.offices]
    shares = staff_shares(agency)
    for number, role in enumerate(agency.roles):
        seats = {
            RECRUITING: apportion(shares, role.positions + role.vacant)[role.positions :],
            HELD_OPEN: apportion(shares, role.held_open_items or 0),
            DESK: apportion(shares, role.desk_items),
        }
        for office in seats[source]:
            room[office][number] += 1.0
    return room
