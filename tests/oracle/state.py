"""What is so at a moment: the agency, its people, the queue; and what is noted for the end."""

from __future__ import annotations

from typing import Any

import simpy

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.world import World
from tests.oracle.beginning import make_cases, make_workers
from tests.oracle.observed import observed_paces
from tests.oracle.people import Case, Worker


class State:
    """An agency under a plan in a world; the rooms of the model are built on it one by one."""

    def __init__(self, agency: Agency, world: World, plan: Plan, months: int) -> None:
        self.agency = agency
        self.world = world
        self.plan = plan
        self.months = months
        self.env = simpy.Environment()
        self.role_names = [role.name for role in agency.roles]
        self.stage_names = [stage.name for stage in agency.stages]
        self.causes = agency.causes
        self.month = 0
        self.under_way: set[int] = set()  # strikes
        self.workers = make_workers(agency, world, plan)
        self.paces = observed_paces(agency)
        self.cases = make_cases(world)
        self.bring_to_full_service()
        self.queue: list[Case] = []
        self.joined = 0
        self.leg_times: dict[int, list[float]] = {}
        self.leg_causes: dict[int, int] = {}
        self.departures: list[tuple[float, int]] = []
        self.layoffs: list[tuple[float, int]] = []
        self.to_close: dict[tuple[int, int], int] = {}
        self.contact: dict[tuple[int, int, int], dict[str, int]] = {}
        self.offered: dict[tuple[int, int], float] = {}
        self.carried_cover: dict[tuple[int, int], float] = {}
        self.waiting: list[dict[tuple[int, int], int]] = []
        self.hazard: dict[Worker, float] = {}

    def bring_to_full_service(self) -> None:
        """Turn months of work as observed in the case's office into months at full service."""
        for case in self.cases:
            legs = [*case.legs, case.extended[1]] if case.extended else case.legs
            for leg in legs:
                role = self.agency.stages[int(leg["stage"])].role
                if role is not None:
                    leg["work"] *= self.paces[case.office, self.role_names.index(role)].pace

    def stage(self, case: Case) -> Any:
        return self.agency.stages[int(case.leg["stage"])]

    def role_of(self, case: Case) -> int:
        return self.role_names.index(self.stage(case).role)

    @staticmethod
    def leg_number(case: Case) -> int:
        return case.leg_numbers[case.place]

    def team(self, case: Case) -> list[Worker]:
        role = self.role_of(case)
        return [
            worker
            for worker in self.workers
            if worker.on_duty
            and not worker.striking
            and worker.office == case.office
            and worker.role == role
        ]
