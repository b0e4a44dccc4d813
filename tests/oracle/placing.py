"""Who takes a case: siblings' workers, room under caps, the least loaded, the queue."""

from __future__ import annotations

import math
from typing import Any

from tests.oracle.hours import Hours
from tests.oracle.people import Case, Worker


class Placing(Hours):
    """Cases that look for a worker, or wait for one."""

    def seek_by_role(self, seeking: list[Case]) -> None:
        """Siblings who need the same role now are placed together, the others apart."""
        seeking = sorted(seeking, key=lambda case: case.number)
        while seeking:
            first = seeking[0]
            group = [
                case
                for case in seeking
                if case.family == first.family and self.stage(case).role == self.stage(first).role
            ]
            seeking = [case for case in seeking if case not in group]
            self.seek(group)

    def seek(self, group: list[Case]) -> None:
        """Place a group with its siblings' worker, or let it join the queue, which is served."""
        for worker in self.siblings_workers(group)[:1]:
            if self.accepts(worker, group):
                self.give(group, worker)
                return
        for case in group:
            self.joined += 1
            case.state, case.waiting_since = "waiting", self.env.now
            case.place_in_line = self.joined
            self.queue.append(case)
        self.serve_queue()

    def give(self, group: list[Case], worker: Worker) -> None:
        now = self.env.now
        self.catch_up(worker)
        for case in group:
            if case in self.queue:
                self.queue.remove(case)
            case.state, case.worker = "held", worker
            worker.cases.append(case)
            case.past_workers.append((now, worker.number))
        self.start_again(worker)
        for case in group:
            if math.isnan(case.assigned):
                case.assigned = now

    def who_takes(self, group: list[Case]) -> Worker | None:
        """Return the worker the rules choose, None to wait."""
        team = self.team(group[0])
        role = self.agency.roles[self.role_of(group[0])]
        open_to = [worker for worker in team if self.has_room(worker, role, group)]
        for worker in self.siblings_workers(group)[:1]:
            if self.accepts(worker, group):
                return worker
        if open_to:
            return self.choose(open_to, role)
        return self.choose(team, role) if team and self.gives_way(role) else None

    def accepts(self, worker: Worker, group: list[Case]) -> bool:
        role = self.agency.roles[worker.role]
        return self.gives_way(role) or self.has_room(worker, role, group)

    def gives_way(self, role: Any) -> bool:
        cap = self.cap_of(role)
        return cap is None or cap.overflow in ("none", "soft")

    def siblings_workers(self, group: list[Case]) -> list[Worker]:
        first = group[0]
        return [
            case.worker
            for case in self.cases
            if case.is_child
            and first.is_child
            and case.family == first.family
            and case not in group
            and case.worker is not None
            and case.worker in self.team(first)
        ]

    def has_room(self, worker: Worker, role: Any, group: list[Case]) -> bool:
        cap = self.cap_of(role)
        if cap is None or cap.overflow == "none" or not worker.cases:
            return True
        limit = cap.limit * worker.part_load * self.ramp(worker) + 1e-9
        if cap.unit == "children":
            return bool(worker.children + sum(case.size for case in group) <= limit)
        more = {case.family for case in group} - {case.family for case in worker.cases}
        return bool(worker.families + len(more) <= limit)

    def cap_of(self, role: Any) -> Any:
        cap = role.cap
        for change in self.plan.caps:
            if change.role == role.name and change.start <= self.month:
                cap = change
        return cap

    def choose(self, team: list[Worker], role: Any) -> Worker | None:
        if role.assignment == "fewest_cases":
            return min(team, key=lambda worker: (worker.children, worker.number))
        return self.least_loaded(team)

    def least_loaded(self, team: list[Worker]) -> Worker | None:
        def score(worker: Worker) -> tuple[float, int]:
            demand = self.demand_of(worker)
            due = demand["contact"] + demand["casework"] + demand["court"]
            return due / (worker.part_load * worker.area * self.ramp(worker)), worker.number

        return min(team, key=score, default=None)

    def serve_queue(self) -> None:
        """Offer whoever waits to the workers: by tier, then by how long, families in one piece."""
        stuck: set[tuple[int, int]] = set()
        waiting = sorted(
            self.queue, key=lambda one: (one.tier, one.waiting_since, one.place_in_line)
        )
        while waiting:
            first = waiting[0]
            team = (first.office, self.role_of(first))
            group = [
                case
                for case in waiting
                if case.family == first.family
                and case.is_child == first.is_child
                and self.role_of(case) == self.role_of(first)
            ]
            waiting = [case for case in waiting if case not in group]
            worker = None if team in stuck else self.who_takes(group)
            if worker is None:
                stuck.add(team)
                continue
            self.give(group, worker)
            self.wake(group)

    def let_go(self, case: Case) -> None:
        worker = case.worker
        if worker is None:
            return
        self.catch_up(worker)
        worker.cases.remove(case)
        case.worker = None
        self.start_again(worker)
