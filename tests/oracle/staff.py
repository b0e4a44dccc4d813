"""Staff who come and go: a process for each position."""

from __future__ import annotations

import calendar
import math
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from tests.oracle.hiring import share_replaced
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
            if worker.gone:
                return
            person = worker.people[worker.generation]
            self.departures.append((self.env.now, worker.number))
            self.leave([worker])
            replaced = share_replaced(self.agency, self.plan, worker.role, self.month)
            lost = worker.post is not None and not worker.post.refilled
            if self.closes(worker) or lost or not person["refill"] < replaced:
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
                    if worker.gone:
                        return  # type: ignore[unreachable]  # mypy does not see who sets it
                    continue
            self.join(worker)

    def stay(self, worker: Worker) -> Generator[simpy.Event, Any, None]:
        """Use up the hazard; every month end interrupts to set a new rate."""
        while True:
            rate = self.hazard[worker]
            when = math.inf if rate == 0.0 else worker.hazard_from + worker.hazard_left / rate
            try:
                if when >= self.month + 1:
                    yield self.env.event()
                else:
                    yield self.env.timeout(when - self.env.now)
                    return
            except simpy.Interrupt:
                if worker.gone:
                    return
                continue

    def closes(self, worker: Worker) -> bool:
        """Does a cut take the post that has just fallen vacant?"""
        team = (worker.office, worker.role)
        if self.to_close.get(team, 0) == 0:
            return False
        self.to_close[team] -= 1
        worker.gone = True
        return True

    def cut_posts(self) -> None:
        """Close posts as this month starts: those of nobody, then, by layoff, of the newest."""
        laid_off: list[Worker] = []
        for cut in self.plan.cuts:
            if cut.start != self.month:
                continue
            assert cut.role is not None
            role = self.role_names.index(cut.role)
            posts = [one for one in self.workers if one.role == role]
            number = cut.count or 0 if cut.share is None else round(cut.share * len(posts))
            for office in range(len(self.agency.offices)):
                team = [one for one in posts if one.office == office]
                count = sum(one.rank < number for one in team)
                there = [one for one in team if not one.gone]
                sign = 1 if cut.chosen == "longest_serving" else -1
                there.sort(
                    key=lambda one: (one.on_duty, one.on_duty * sign * one.since, one.number)
                )
                if cut.by == "vacancy":
                    there = [one for one in there if not one.on_duty]
                    self.to_close[office, role] = count - len(there[:count])
                for one in there[:count]:
                    one.gone = True
                    if one.on_duty:
                        self.layoffs.append((self.env.now, one.number))
                        laid_off.append(one)
                    one.process.interrupt()
        self.leave(sorted(laid_off, key=lambda one: one.number))

    def strike(self, number: int) -> Generator[simpy.Event, Any, None]:
        """Let those who follow a strike stop work as it begins, and take it up as it ends."""
        start, end = self.dates_of_strike(number)
        for instant in (start, end):
            yield self.env.timeout(instant - self.env.now)
            yield self.env.timeout(0.0)  # the month turns first
            self.under_way ^= {number}
            for worker in self.workers:
                self.down_or_take_up_tools(worker)
            self.serve_queue()

    def dates_of_strike(self, number: int) -> tuple[float, float]:
        """Return when a strike begins and ends, in months since the start."""
        strike, first = self.plan.strikes[number], self.agency.start
        months = 12 * (strike.start.year - first.year) + strike.start.month - first.month
        days = calendar.monthrange(strike.start.year, strike.start.month)[1]
        start = months + (strike.start.day - 1) / days
        return start, start + strike.days * MONTHS_PER_DAY

    def down_or_take_up_tools(self, worker: Worker) -> None:
        """Strike if a strike is under way that calls out the role and that the person follows."""
        called_out = [self.plan.strikes[number] for number in self.under_way]
        role = self.role_names[worker.role]
        luck = worker.people[worker.generation]["strike"]
        striking = worker.on_duty and any(
            role in (strike.roles or self.role_names) and luck < strike.participation
            for strike in called_out
        )
        if striking != worker.striking:
            self.catch_up(worker)
            worker.striking = striking
            self.start_again(worker)

    def leave(self, workers: list[Worker]) -> None:
        """Leave, all before anybody takes their cases."""
        for worker in workers:
            self.catch_up(worker)
            worker.on_duty = worker.striking = False
        for worker in workers:
            self.hand_over(worker)

    def hand_over(self, worker: Worker) -> None:
        """Hand every case over, families in one piece, the oldest first."""
        cases = sorted(worker.cases, key=lambda one: (one.opened, one.number))
        worker.cases = []
        relearning = self.agency.hand_overs.relearning_months
        for case in cases:
            case.worker, case.state = None, "seeking"
            case.by_leaver += case.size
            if case.due == math.inf:
                team = (case.office, self.role_of(case))
                case.work_left += relearning * self.paces[team].pace
        while cases:
            first = cases[0]
            group = [one for one in cases if one.family == first.family]
            cases = [one for one in cases if one not in group]
            self.seek_by_role(group)
            self.wake(group)
        self.start_again(worker)

    def come(self, worker: Worker, *, from_desk: bool) -> None:
        """Begin in a post of the plan, trained; whoever comes from a desk has years behind them."""
        since = worker.since
        worker.generation = 0
        self.join(worker)
        worker.months_on_duty = 10_000
        if from_desk:
            worker.since = since
            self.new_hazard(worker)
        self.start_again(worker)
        self.serve_queue()
        worker.process = self.env.process(self.career(worker))

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
        self.down_or_take_up_tools(worker)
        self.new_hazard(worker)
        self.start_again(worker)
        self.serve_queue()

    def new_hazard(self, worker: Worker) -> None:
        workforce = self.agency.workforce
        years = (self.env.now - worker.since) / 12
        rate = next(
            band.rate_per_year
            for band in workforce.leaving
            if band.until_years is None or years < band.until_years
        )
        rate *= self.agency.offices[worker.office].leaving_factor / 12
        rate /= self.paces[worker.office, worker.role].driven_out
        if workforce.burnout > 0.0 and worker.loads:
            recent = worker.loads[-3:]
            load = sum(recent) / len(recent)
            rate *= math.exp(workforce.burnout * max(0.0, load - 1.0))
        self.hazard[worker] = rate
        worker.hazard_from = self.env.now

    def record_load(self, worker: Worker, load: float) -> None:
        worker.loads.append(min(self.agency.workforce.load_cap, load))

    def close_month(self, worker: Worker) -> None:
        if worker.on_duty and worker.available > 0.0:
            self.record_load(worker, worker.demanded / worker.available)
        worker.visit_hours = worker.investigation_hours = worker.spare_hours = 0.0
        worker.demanded = worker.available = worker.away = 0.0
        worker.first_responses = 0

    def turn_the_month(self, worker: Worker) -> None:
        if worker.on_duty:
            worker.hazard_left -= self.hazard[worker] * (self.env.now - worker.hazard_from)
            worker.months_on_duty += 1
            self.new_hazard(worker)
            self.start_again(worker)
            worker.process.interrupt()
