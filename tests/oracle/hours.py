"""The working month: hours, what is asked of them, and each activity's share."""

from __future__ import annotations

import math

from tests.oracle.people import Case, Worker
from tests.oracle.sharing import ACTIVITIES, shares_of_hours
from tests.oracle.state import State


class Hours(State):
    """Workers whose hours are computed from scratch whenever anything changes for them."""

    def ramp(self, worker: Worker) -> float:
        steps = self.agency.workforce.ramp
        return steps[worker.months_on_duty] if worker.months_on_duty < len(steps) else 1.0

    def demand_of(self, worker: Worker) -> dict[str, float]:
        demand = dict.fromkeys(ACTIVITIES, 0.0)
        for case in worker.cases:
            hours = self.stage(case).hours
            demand["contact"] += hours.contact
            demand["court"] += hours.court
            if case.due == math.inf:
                demand["casework"] += hours.casework
        demand["training"] = self.agency.roles[worker.role].training_hours * worker.part_load
        return demand

    def catch_up(self, worker: Worker) -> None:
        """Bring a worker's cases and sums up to now."""
        span = self.env.now - worker.at
        worker.at = self.env.now
        if not worker.on_duty or span <= 0.0:
            return
        for case in worker.cases:
            if case.due == math.inf:
                case.work_left -= worker.speed * span
            if self.awaits_contact(case):
                case.delay -= self.response_speed(worker) * span
        if worker.striking:
            worker.away += span
        worker.visit_hours += worker.for_visits * worker.share["contact"] * span
        worker.investigation_hours += worker.for_families * worker.share["contact"] * span
        demand = sum(worker.demand.values())
        worker.spare_hours += max(0.0, worker.hours - demand) * span
        if not worker.striking:
            worker.demanded += demand * span
        worker.available += worker.hours * span

    def start_again(self, worker: Worker | None) -> None:
        """Compute hours, demand, shares and speed afresh, and wake every case."""
        if worker is None:
            return
        self.catch_up(worker)
        role = self.agency.roles[worker.role]
        full = role.hours_per_month * worker.part_load * self.ramp(worker)
        worker.hours = full if worker.on_duty and not worker.striking else 0.0
        worker.demand = self.demand_of(worker)
        stages = [self.stage(case) for case in worker.cases]
        worker.for_visits = sum(one.hours.contact for one in stages if one.contact_required)
        worker.for_families = sum(one.hours.contact for one in stages if one.unit == "family")
        triage = role.triage
        weight = {activity: getattr(triage, activity) for activity in ACTIVITIES}
        worker.share = shares_of_hours(worker.demand, weight, worker.hours)
        share = worker.share["casework"]
        worker.speed = share**role.compressibility if share > 0.0 else 0.0
        self.wake(worker.cases)

    def awaits_contact(self, case: Case) -> bool:
        """Has an investigated family, referred since day 0, not been contacted yet?"""
        return not case.is_child and case.arrival >= 0.0 and math.isnan(case.responded)

    def response_speed(self, worker: Worker) -> float:
        return max(0.05, worker.share["contact"]) if worker.hours > 0.0 else 0.0

    def wake(self, cases: list[Case]) -> None:
        for case in cases:
            process = case.process
            if process is None or not process.is_alive or process is self.env.active_process:
                continue
            process.interrupt()
