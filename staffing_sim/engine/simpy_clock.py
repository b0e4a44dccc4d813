"""The SimPy clock: processes that wait for the next event and let a rule happen.

One process each for casework (the next event among everyone's cases), staff (the next event of any
position), month ends and referrals. Each waits on an event pushed at its absolute time, its kind as
priority, so that ties fall in the order of `codes`. A rule may move another process's next event:
that process is interrupted, and waits anew. A user's own processes act first at any instant, but
for the month end: at a whole month they act in the new one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

from staffing_sim.engine.codes import EVENT_NAMES, HORIZON, MONTH_END, REFERRAL, WAITING
from staffing_sim.engine.policy import Policy, ask
from staffing_sim.engine.rules.assignment import place
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.events import happen
from staffing_sim.engine.tables import Table, Tables
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.errors import PolicyError, StaffingSimError

Hook = Callable[[Event, AgencyView], None]
UserProcess = Callable[[simpy.Environment, AgencyView], Generator[Any, Any, None]]
Steps = Generator[simpy.Event, Any, None]

BEFORE_USERS = -10  # added to a month end and the horizon: a user acts in the month that begins
BEHIND_USERS = 10  # added to every other kind: whatever a user schedules comes first at an instant


class AbsoluteEnvironment(simpy.Environment):
    """A SimPy environment in which an event can be pushed at its absolute time.

    ``timeout(t - now)`` would not do: now + (t - now) differs from t in the last bit for some
    pairs, and then the order of events would depend on when they were planned.
    """

    def at(self, time: float, kind: int) -> simpy.Event:
        """Return an event that happens at this time, after those of lower kinds."""
        priority = kind + (BEFORE_USERS if kind <= HORIZON else BEHIND_USERS)
        event = simpy.Event(self)
        event._ok = True
        event._value = None
        queue: list[Any] = self._queue
        heapq.heappush(queue, (time, priority, next(self._eid), event))
        return event


@dataclass
class _Watch:
    """A process that waits for the first entry of a calendar, and the entry it waits for."""

    calendar: Table
    process: simpy.Process | None = None
    awaited: tuple[float, int] | None = None

    def first(self) -> tuple[float, int] | None:
        """Return time and kind of the calendar's first entry."""
        if self.calendar[0].actor == 0:
            return None
        row = self.calendar[1]
        return row.time, row.kind


class SimpyClock:
    """Drives the rules over tables of Python objects until the horizon.

    Parameters
    ----------
    tables
        Tables in object form, before day 0 is set up; the run changes them.
    view
        The agency as users' processes and hooks see it.
    policy
        A user's assignment policy, if the plan has one.
    hooks
        Functions called after each event of a kind: see `EVENT_NAMES`.
    processes
        A user's own SimPy processes.
    """

    def __init__(
        self,
        tables: Tables,
        view: AgencyView,
        *,
        policy: Policy | None = None,
        hooks: Mapping[str, Hook] | None = None,
        processes: Sequence[UserProcess] = (),
    ) -> None:
        self.tables = tables
        self.view = view
        self.policy = policy
        self.hooks = dict(hooks or {})
        self.environment = AbsoluteEnvironment()
        self.casework = _Watch(tables.case_calendar)
        self.staff = _Watch(tables.staff_calendar)
        self.user_processes = tuple(processes)

    def run(self) -> None:
        """Let everything happen from day 0 to the horizon."""
        env, tables = self.environment, self.tables
        begin(tables)
        self._after(None)
        self.casework.process = env.process(self._follow(self.casework))
        self.staff.process = env.process(self._follow(self.staff))
        env.process(self._month_ends())
        env.process(self._referrals())
        for process in self.user_processes:
            env.process(self._user_steps(process))
        env.run(until=env.at(float(tables.agency[0].months), HORIZON))

    def _follow(self, watch: _Watch) -> Steps:
        """Wait for the first entry of a calendar, let it happen, and so on."""
        env = self.environment
        while True:
            watch.awaited = watch.first()
            wake = env.event() if watch.awaited is None else env.at(*watch.awaited)
            try:
                yield wake
            except simpy.Interrupt:
                continue
            row = watch.calendar[1]
            kind, subject = row.kind, row.subject
            happen(self.tables, kind, subject, env.now)
            self._after(watch)
            self._tell(kind, subject, watch)

    def _month_ends(self) -> Steps:
        for month in range(1, self.tables.agency[0].months + 1):
            yield self.environment.at(float(month), MONTH_END)
            happen(self.tables, MONTH_END, month, self.environment.now)
            self._after(None)
            self._tell(MONTH_END, month, None)

    def _referrals(self) -> Steps:
        tables = self.tables
        for c in range(tables.now[0].next_family, tables.agency[0].families):
            yield self.environment.at(tables.cases[c].opened, REFERRAL)
            happen(tables, REFERRAL, c, self.environment.now)
            self._after(None)
            self._tell(REFERRAL, c, None)

    def _user_steps(self, process: UserProcess) -> Steps:
        """Drive a user's process, and look after each of its steps what it moved."""
        name = getattr(process, "__name__", type(process).__name__)
        try:
            steps = process(self.environment, self.view)
            awaited = next(steps)
            while True:
                if not isinstance(awaited, simpy.Event):
                    remedy = "Yield an event of the environment, such as env.timeout(1)."
                    raise PolicyError(name, f"yielded {awaited!r}. {remedy}")
                self._after(None)
                value = yield awaited
                awaited = steps.send(value)
        except StopIteration:
            self._after(None)
        except StaffingSimError:
            raise
        except Exception as problem:
            raise _misbehaved(name, problem) from problem

    def _after(self, acting: _Watch | None) -> None:
        """After an event: ask the policy, stop on a fault, wake whoever's next event moved."""
        now = self.tables.now[0]
        if self.policy is not None:
            _ask_about_queues(self.tables, self.view, self.policy, self.environment.now)
        if now.fault:
            raise self.view.fault()
        for watch in (self.casework, self.staff):
            if watch is not acting and watch.process is not None and watch.first() != watch.awaited:
                watch.awaited = watch.first()
                watch.process.interrupt()

    def _tell(self, kind: int, subject: int, acting: _Watch | None) -> None:
        """Call the user's hook for this kind of event, from the process that let it happen."""
        if not self.hooks:
            return
        hook = self.hooks.get(EVENT_NAMES[kind])
        if hook is None:
            return
        try:
            hook(Event(self.environment.now, EVENT_NAMES[kind], subject), self.view)
        except StaffingSimError:
            raise
        except Exception as problem:
            raise _misbehaved(getattr(hook, "__name__", repr(hook)), problem) from problem
        self._after(acting)


def _misbehaved(name: str, problem: Exception) -> PolicyError:
    return PolicyError(name, f"raised {type(problem).__name__}: {problem}")


def _ask_about_queues(tables: Tables, view: AgencyView, policy: Policy, now: float) -> None:
    """Ask about every group in the queues that changed, in the order in which they wait."""
    for number, team in enumerate(tables.teams):
        if team.ask == 1:
            team.ask = 0
            for c in _waiting(tables, number):
                if tables.cases[c].state == WAITING:
                    w = ask(policy, view.case(c, now), view.candidates(c))
                    if w >= 0:
                        place(tables, c, w, now)


def _waiting(tables: Tables, team: int) -> list[int]:
    tiers = tables.agency[0].tiers
    found = []
    for tier in range(tiers):
        c = tables.queues[team * tiers + tier].first
        while c >= 0:
            found.append(c)
            c = tables.cases[c].next
    return found
