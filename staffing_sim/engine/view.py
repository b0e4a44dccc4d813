"""What a user's own processes, hooks and policies see of a running agency."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.engine.policy import CaseView, WorkerView
from staffing_sim.engine.rules.assignment import group_size, has_room, office_stopped, team_of
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.hours import advance, takes_work
from staffing_sim.engine.tables import Tables
from staffing_sim.errors import RunError


@dataclass(frozen=True, slots=True)
class Event:
    """Something that just happened: when, what (a name of `EVENT_NAMES`), to whom.

    ``subject`` is a row of cases (casework, referrals), a position (staff) or a month's number.
    """

    months: float
    name: str
    subject: int


class AgencyView:
    """The agency while it runs: read it freely; change it through the methods that say so."""

    def __init__(self, agency: Agency, tables: Tables) -> None:
        self.agency = agency
        self.tables = tables
        self._roles = [role.name for role in agency.roles]
        self._offices = [office.name for office in agency.offices]

    @property
    def month(self) -> int:
        """The month under way, counted from 0."""
        return int(self.tables.now[0].month)

    def workers(self, role: str, office: str | None = None) -> list[Any]:
        """Return the rows of the workers on duty in a role: ``children``, ``hours`` ..."""
        number = self._roles.index(role)
        return [
            worker
            for worker in self.tables.workers
            if worker.role == number
            and takes_work(worker)
            and office in (None, self._offices[worker.office])
        ]

    def caseloads(self, role: str, office: str | None = None) -> list[int]:
        """Return the children each worker on duty carries."""
        return [worker.children for worker in self.workers(role, office)]

    def waiting_children(self, role: str) -> int:
        """Return how many children wait for a worker of this role."""
        number = self._roles.index(role)
        teams = self.tables.teams[number :: len(self._roles)]
        return sum(team.waiting_children for team in teams)

    def set_overtime(self, role: str, hours_per_month: float, *, now: float) -> None:
        """Let everyone on duty in a role work this much longer from now to the horizon.

        Parameters
        ----------
        role
            A name of the agency's roles.
        hours_per_month
            Extra hours per worker and month, in place of the plan's.
        now
            The present time: ``env.now``.
        """
        number = self._roles.index(role)
        tables = self.tables
        for month in range(self.month, tables.agency[0].months):
            tables.levers[month * len(self._roles) + number].overtime = hours_per_month
        for w, worker in enumerate(tables.workers):
            if worker.role == number and takes_work(worker):
                advance(tables, w, now)
                refresh(tables, w)

    def case(self, c: int, now: float) -> CaseView:
        """Return what a policy is shown of a waiting group."""
        case = self.tables.cases[c]
        return CaseView(
            case=c,
            stage=self.agency.stages[case.stage].name,
            office=self._offices[case.office],
            children=group_size(self.tables, c),
            tier=case.tier,
            months=now,
            waiting_months=now - self.tables.legs[case.leg].started,
        )

    def candidates(self, c: int) -> list[WorkerView]:
        """Return what a policy is shown of the workers who might take a group."""
        tables = self.tables
        number = team_of(tables, tables.cases[c])
        team, stopped = tables.teams[number], office_stopped(tables, c, number)
        found = []
        for w in range(team.first, team.end):
            worker = tables.workers[w]
            if not takes_work(worker):
                continue
            due = worker.contact_demand + worker.casework_demand + worker.court_demand
            found.append(
                WorkerView(
                    worker=w,
                    children=worker.children,
                    families=worker.families,
                    load=due / worker.hours if worker.hours > 0.0 else math.inf,
                    ramp=worker.ramp,
                    has_room=has_room(tables, c, w) and not stopped,
                )
            )
        return found

    def fault(self) -> RunError:
        """Return what stopped the run, in words."""
        worker = self.tables.workers[self.tables.now[0].fault_at]
        return RunError(
            f"{self._offices[worker.office]}, {self._roles[worker.role]}, position "
            f"{worker.number + 1}: more than {self.agency.workforce.generations} people have "
            "filled it. Raise workforce.generations, or check the rates of leaving."
        )
