"""Staff who come and go: a process for each position."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from tests.oracle.people import Worker
from tests.oracle.placing import Placing

MONTHS_PER_DAY = 1 / 30.4375


class Staff(Placing):
    """Positions, and whoever fills them in turn."""

    def career(self, worker: Worker) -> Generator[simpy.Event, Any, None]:
        """Work until the hazard is used up, then be replaced by the next person."""
        workforce = self.agency.workforce
        while True:
            yield from self.stay(worker)
            person = worker.people[worker.generation]
            self.leave(worker)
            if not person["refill"] < workforce.backfill_share:
                return
            worker.generation += 1
            fill = workforce.time_to_fill_days.quantile(
                np.array([worker.people[worker.generation]["fill"]])
            )
            wait = self.env.timeout(float(fill[0]) * MONTHS_PER_DAY)
            while not wait.processed:
                try:
                    yield wait
                except simpy.Interrupt:
                    continue
            self.join(worker)

    def stay(self, worker: Worker) -> Generator[simpy.Event, Any, None]:
        """Use up the hazard; every month end interrupts to set a new rate."""
        while True:
            rate = self.hazard[worker]
            when = math.inf if rate == 0.0 else worker.hazard_from + worker.hazard_left / rate
            try:
                if when > self.month + 1:
                    yield self.env.event()
                else:
                    yield self.env.timeout(when - self.env.now)
                    return
            except simpy.Interrupt:
                continue

    def leave(self, worker: Worker) -> None:
        """Leave, and hand every case over, families in one piece, the oldest first."""
        now = self.env.now
        self.catch_up(worker)
        self.departures.append((now, worker.number))
        worker.on_duty = worker.striking = False
        cases = sorted(worker.cases, key=lambda one: (one.opened, one.number))
        worker.cases = []
        relearning = self.agency.hand_overs.relearning_months
        for case in cases:
            case.worker, case.state = None, "seeking"
            case.by_leaver += case.size
            if case.due == math.inf:
                case.work_left += relearning
        while cases:
            first = cases[0]
            group = [one for one in cases if one.family == first.family]
            cases = [one for one in cases if one not in group]
            self.seek_by_role(group)
            self.wake(group)
        self.start_again(worker)

    def join(self, worker: Worker) -> None:
        worker.on_duty = True
        worker.since = self.env.now
        worker.months_on_duty = 0
        worker.hazard_left = float(worker.people[worker.generation]["budget"])
        worker.carry = worker.visit_hours = worker.investigation_hours = worker.spare_hours = 0.0
        worker.demanded = worker.available = 0.0
        worker.first_responses = 0
        worker.loads = []
        worker.at = self.env.now
        self.new_hazard(worker)
        self.start_again(worker)
        self.serve_queue()

    def strike(self, strike: Any, start: float) -> Generator[simpy.Event, Any, None]:
        """Stop the work of those who follow a call, until it is over."""
        yield self.env.timeout(start)
        roles = strike.roles or self.role_names
        out = [
            worker
            for worker in self.workers
            if worker.on_duty
            and self.role_names[worker.role] in roles
            and worker.people[worker.generation]["strike"] < strike.participation
        ]
        for worker in out:
            self.set_striking(worker, True)
        yield self.env.timeout(strike.days * MONTHS_PER_DAY)
        for worker in out:
            self.set_striking(worker, False)
        self.serve_queue()

    def set_striking(self, worker: Worker, striking: bool) -> None:
        self.catch_up(worker)
        worker.striking = striking and worker.on_duty
        self.start_again(worker)

    def new_hazard(self, worker: Worker) -> None:
        workforce = self.agency.workforce
        years = (self.env.now - worker.since) / 12
        rate = next(
            band.rate_per_year
            for band in workforce.leaving
            if band.until_years is None or years < band.until_years
        )
        rate *= self.agency.offices[worker.office].leaving_factor / 12
        if workforce.burnout > 0.0 and worker.loads:
            recent = worker.loads[-3:]
            load = sum(recent) / len(recent)
            rate *= math.exp(workforce.burnout * max(0.0, load - 1.0))
        self.hazard[worker] = rate
        worker.hazard_from = self.env.now

    def record_load(self, worker: Worker, load: float) -> None:
        worker.loads.append(min(self.agency.workforce.load_cap, load))

    def turn_the_month(self, worker: Worker) -> None:
        if worker.on_duty:
            if worker.available > 0.0:
                self.record_load(worker, worker.demanded / worker.available)
            worker.hazard_left -= self.hazard[worker] * (self.env.now - worker.hazard_from)
            worker.months_on_duty += 1
            self.new_hazard(worker)
        worker.visit_hours = worker.investigation_hours = worker.spare_hours = 0.0
        worker.demanded = worker.available = worker.away = 0.0
        worker.first_responses = 0
        if worker.on_duty:
            self.start_again(worker)
            worker.process.interrupt()
