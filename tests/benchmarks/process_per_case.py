"""The small agency as one would first write it in SimPy: a process for each case and worker.

The work left of every case of a worker is brought up to date, and each case woken, whenever that
worker's cases change. This model draws as it goes, as the C program does.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from tests.benchmarks.agencies import (
    SMALL_CASES_PER_MONTH,
    SMALL_OPENING,
    SMALL_ROOM,
    SMALL_STAY_MONTHS,
    SMALL_VACANCY_MONTHS,
    SMALL_WORK_MONTHS,
    SMALL_WORKERS,
)

Steps = Generator[simpy.Event, Any, None]


@dataclass(eq=False)
class Worker:
    cases: list[Case] = field(default_factory=list)
    on_duty: bool = True
    at: float = 0.0

    @property
    def speed(self) -> float:
        return min(1.0, SMALL_ROOM / len(self.cases)) if self.cases else 1.0


@dataclass(eq=False)
class Case:
    work_left: float
    worker: Worker
    process: Any = None


class SmallAgency:
    """The agency of ``small_agency.c``."""

    def __init__(self, *, seed: int) -> None:
        self.env = simpy.Environment()
        self.chance = random.Random(seed)
        self.workers = [Worker() for _ in range(SMALL_WORKERS)]
        self.events = 0
        self.open_at_month_ends: list[int] = []

    def run(self, months: int) -> SmallAgency:
        for _ in range(SMALL_OPENING):
            self.open_case()
        for worker in self.workers:
            self.env.process(self.career(worker))
        self.env.process(self.referrals())
        self.env.process(self.month_ends())
        self.env.run(until=months + 1e-9)
        return self

    def draw(self, mean: float) -> float:
        return self.chance.expovariate(1.0 / mean)

    def open_case(self) -> None:
        case = Case(self.draw(SMALL_WORK_MONTHS), self.workers[0])
        self.give(case)
        case.process = self.env.process(self.life(case))

    def give(self, case: Case) -> None:
        """Hand a case to whoever has fewest."""
        on_duty = [worker for worker in self.workers if worker.on_duty]
        case.worker = min(on_duty, key=lambda worker: len(worker.cases))
        self.bring_up_to_date(case.worker)
        case.worker.cases.append(case)
        self.wake(case.worker)

    def bring_up_to_date(self, worker: Worker) -> None:
        done = worker.speed * (self.env.now - worker.at)
        for case in worker.cases:
            case.work_left -= done
        worker.at = self.env.now

    def wake(self, worker: Worker) -> None:
        for case in worker.cases:
            if case.process is not None and case.process is not self.env.active_process:
                case.process.interrupt()

    def life(self, case: Case) -> Steps:
        while True:
            try:
                yield self.env.timeout(max(0.0, case.work_left) / case.worker.speed)
                break
            except simpy.Interrupt:
                continue
        self.events += 1
        self.bring_up_to_date(case.worker)
        case.worker.cases.remove(case)
        self.wake(case.worker)

    def career(self, worker: Worker) -> Steps:
        while True:
            yield self.env.timeout(self.draw(SMALL_STAY_MONTHS))
            self.events += 1
            worker.on_duty = False
            self.bring_up_to_date(worker)
            handed, worker.cases = worker.cases, []
            for case in handed:
                self.give(case)
            yield self.env.timeout(self.draw(SMALL_VACANCY_MONTHS))
            self.events += 1
            worker.on_duty = True

    def referrals(self) -> Steps:
        while True:
            yield self.env.timeout(self.draw(1.0 / SMALL_CASES_PER_MONTH))
            self.events += 1
            self.open_case()

    def month_ends(self) -> Steps:
        while True:
            yield self.env.timeout(1.0)
            self.events += 1
            self.open_at_month_ends.append(sum(len(worker.cases) for worker in self.workers))
