"""The model once more, as naively as it can be said: one SimPy process for each family and child.

Workers are plain objects that hold lists of cases. Whenever anything changes for a worker, all
hours, shares and remaining work are computed from scratch and every case is woken. Nothing here
reads the engine; it reads the world, the agency and the plan, and the description of the model.

Its rooms are built on each other: ``state``, ``hours``, ``placing``; on these ``casework`` and
``staff``; ``visits`` needs the state alone.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy

from tests.oracle.casework import Casework
from tests.oracle.people import Case
from tests.oracle.staff import Staff
from tests.oracle.visits import Visits


class Oracle(Casework, Staff, Visits):
    """Run a plan in a world, process by process."""

    def run(self) -> Oracle:
        self.start_day_zero()
        for worker in self.workers:
            if worker.on_duty:
                worker.process = self.env.process(self.career(worker))
        self.env.process(self.month_ends())
        for number in range(len(self.plan.strikes)):
            self.env.process(self.strike(number))
        for case in self.cases:
            if case.state != "closed" and not (case.is_child and math.isnan(case.opened)):
                case.process = self.env.process(self.life(case))
        self.env.run(until=self.months + 1e-6)
        return self

    def start_day_zero(self) -> None:
        """Give out the cases that are open on day 0, in their order, whatever the caps."""
        for worker in self.workers:
            self.start_again(worker)
        for case in self.cases:
            if not case.is_child and case.arrival < 0.0:
                case.opened = case.arrival
                if not case.legs:
                    case.state, case.closed = "closed", case.arrival
        waiting = [
            case for case in self.cases if not math.isnan(case.opened) and case.state == "not yet"
        ]
        for case in waiting:
            self.resume(case)
        for case in waiting:
            if case.state == "seeking":
                holder = self.least_loaded(self.team(case))
                assert holder is not None, "on day 0 somebody holds every case"
                self.give(
                    [
                        other
                        for other in waiting
                        if other.is_child == case.is_child
                        and other.family == case.family
                        and other.state == "seeking"
                        and self.stage(other).role == self.stage(case).role
                    ],
                    holder,
                )
        for worker in [one for one in self.workers if one.on_duty]:
            load = sum(self.demand_of(worker).values()) / worker.hours
            for _ in range(3):
                self.record_load(worker, load)
            worker.carry = 0.5
            self.new_hazard(worker)

    def resume(self, case: Case) -> None:
        """Take up a leg that is under way on day 0."""
        case.started = -float(case.leg["elapsed"])
        self.leg_times[self.leg_number(case)] = [case.started, math.nan]
        case.work_left, case.due = float(case.leg["work"]), float(case.leg["due"])
        if case.due < math.inf:
            case.due = self.date_of_end(case, float(case.leg["done_at"]))
        case.state = "unstaffed" if self.stage(case).role is None else "seeking"

    def month_ends(self) -> Generator[simpy.Event, Any, None]:
        for month in range(self.months):
            yield self.env.timeout(month + 1 - self.env.now)
            for worker in self.workers:
                self.catch_up(worker)
            for worker in self.workers:
                if worker.on_duty:
                    self.visit_all(worker, month)
            self.cover(month)
            self.take_stock()
            if month + 1 == self.months:
                return
            self.month = month + 1
            for worker in self.workers:
                self.close_month(worker)
            self.cut_posts()
            for worker in self.workers:
                self.turn_the_month(worker)
            for worker in self.workers:
                if worker.post is not None and worker.post.month == self.month:
                    self.come(worker, from_desk=worker.post.from_desk)
            self.serve_queue()

    def take_stock(self) -> None:
        waiting: dict[tuple[int, int], int] = {}
        for case in self.queue:
            key = (case.office, self.role_of(case))
            waiting[key] = waiting.get(key, 0) + case.size
        self.waiting.append(waiting)
