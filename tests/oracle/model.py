"""The model once more, as naively as it can be said: one SimPy process for each family and child.

Workers are plain objects that hold lists of cases. Whenever anything changes for a worker, all
hours, shares and remaining work are computed from scratch and every case is woken. Nothing here
reads the engine; it reads the world, the agency and the plan, and the description of the model.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan
from staffing_sim.world import World, person_luck, position_luck

SAME_INSTANT = 1e-9
MONTHS_PER_DAY = 1 / 30.4375
ACTIVITIES = ("contact", "casework", "court", "training")
REASONS = ("out_of_reach", "unassigned", "worker_absent", "overload", "missed_attempts")


def shares_of_hours(
    demand: dict[str, float], weight: dict[str, float], hours: float
) -> dict[str, float]:
    """Return min(1, w x) with the x at which demand times share uses up the hours."""
    if hours <= 0.0:
        return dict.fromkeys(demand, 0.0)
    if sum(demand.values()) <= hours:
        return dict.fromkeys(demand, 1.0)

    def used(x: float) -> float:
        return sum(demand[a] * min(1.0, weight[a] * x) for a in demand)

    low, high = 0.0, 1.0 / min(weight.values())
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if used(middle) < hours:
            low = middle
        else:
            high = middle
    return {a: min(1.0, weight[a] * high) for a in demand}


@dataclass(eq=False)
class Worker:
    """A position and whoever fills it."""

    number: int
    office: int
    role: int
    part_load: float
    area: float
    people: Any  # the luck of those who fill it in turn
    generation: int = -1
    on_duty: bool = False
    since: float = 0.0  # when this person's duty began (negative: before day 0)
    months_on_duty: int = 10_000
    hazard_left: float = math.inf
    hazard_from: float = 0.0
    cases: list[Case] = field(default_factory=list)
    share: dict[str, float] = field(default_factory=dict)
    demand: dict[str, float] = field(default_factory=dict)
    hours: float = 0.0
    speed: float = 1.0
    at: float = 0.0
    contact_hours: float = 0.0
    spare_hours: float = 0.0
    demanded: float = 0.0
    available: float = 0.0
    first_responses: int = 0
    carry: float = 0.0
    loads: list[float] = field(default_factory=list)
    process: Any = None

    @property
    def children(self) -> int:
        return sum(case.size for case in self.cases)

    @property
    def families(self) -> int:
        return len({case.family for case in self.cases})


@dataclass(eq=False)
class Case:
    """A family under investigation, or a child of an open case."""

    number: int
    family: int
    size: int
    office: int
    tier: int
    legs: list[Any]
    leg_numbers: list[int]
    birth: float = math.nan
    household: int = -1
    luck: int = -1
    extended: tuple[int, Any] | None = None
    place: int = 0  # the number of the leg in the itinerary
    state: str = "not yet"  # waiting, held, unstaffed, closed
    worker: Worker | None = None
    work_left: float = 0.0
    due: float = math.inf
    started: float = math.nan
    waiting_since: float = math.nan
    place_in_line: int = 0
    opened: float = math.nan
    assigned: float = math.nan
    responded: float = math.nan
    closed: float = math.nan
    cause: int = -1
    by_design: int = 0
    by_leaver: int = 0
    eligible_months: int = 0
    unseen_months: int = 0
    unseen_run: int = 0
    longest_unseen_run: int = 0
    turned_away: int = 0
    arrival: float = math.nan
    delay: float = 0.0
    past_workers: list[tuple[float, int]] = field(default_factory=list)
    process: Any = None

    @property
    def leg(self) -> Any:
        return self.legs[self.place]

    @property
    def is_child(self) -> bool:
        return self.household >= 0


class Oracle:
    """Run a plan in a world, process by process."""

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
        self.workers = self.make_workers()
        self.cases = self.make_cases()
        self.queue: list[Case] = []
        self.joined = 0
        self.leg_times: dict[int, list[float]] = {}
        self.leg_causes: dict[int, int] = {}
        self.departures: list[tuple[float, int]] = []
        self.contact: dict[tuple[int, int, int], dict[str, int]] = {}
        self.waiting: list[dict[tuple[int, int], int]] = []
        self.hazard: dict[Worker, float] = {}

    # --- making the people -----------------------------------------------------------------------

    def make_workers(self) -> list[Worker]:
        """Return the positions, office by office and role by role; all filled on day 0."""
        agency = self.agency
        seats: dict[tuple[int, int], int] = {}
        weights = [office.staff or office.referrals for office in agency.offices]
        for role, described in enumerate(agency.roles):
            for _ in range(described.positions):
                quotients = [
                    weight / (2 * seats.get((office, role), 0) + 1)
                    for office, weight in enumerate(weights)
                ]
                office = quotients.index(max(quotients))
                seats[office, role] = seats.get((office, role), 0) + 1
        workers = []
        for (office, role), count in sorted(seats.items()):
            described, seed, team = agency.roles[role], self.world.seed, (office, role)
            of_position = position_luck(described, seed, team, count)
            people = person_luck(
                seed, team, count, agency.workforce.generations, len(self.world.pool)
            )
            tenure = 12 * agency.workforce.tenure_years.quantile(of_position["tenure"])
            for seat in range(count):
                worker = Worker(
                    len(workers),
                    office,
                    role,
                    float(of_position["part_load"][seat]),
                    float(of_position["area"][seat]),
                    people[seat],
                )
                worker.on_duty = True
                worker.generation = 0
                worker.since = -float(tenure[seat])
                worker.months_on_duty = math.floor(tenure[seat])
                worker.hazard_left = float(people[seat]["budget"][0])
                workers.append(worker)
        return workers

    def make_cases(self) -> list[Case]:
        world = self.world
        cases = []
        families = len(world.families)
        for number, row in enumerate(world.families):
            legs = [world.family_legs[row["leg"]]] if row["leg"] >= 0 else []
            case = Case(
                number,
                number,
                int(row["size"]),
                int(row["office"]),
                int(row["tier"]),
                legs,
                [int(row["leg"])],
            )
            case.arrival, case.delay = float(row["arrival"]), float(row["delay"])
            cases.append(case)
        for number, row in enumerate(world.children, start=families):
            family = cases[int(row["family"])]
            first, count = int(row["first_leg"]), int(row["legs"])
            offset = len(world.family_legs)
            case = Case(
                number,
                family.number,
                1,
                family.office,
                family.tier,
                list(world.legs[first : first + count]),
                [offset + leg for leg in range(first, first + count)],
                float(row["birth"]),
                families + int(row["household"]),
                int(row["luck"]),
            )
            if row["extended_leg"] >= 0:
                extended = int(row["extended_leg"])
                case.extended = (offset + extended, world.legs[extended])
            case.opened = float(row["opened"])
            case.unseen_run = case.longest_unseen_run = int(row["unseen_run"])
            cases.append(case)
        return cases

    # --- running ---------------------------------------------------------------------------------

    def run(self) -> Oracle:
        self.start_day_zero()
        for worker in self.workers:
            worker.process = self.env.process(self.career(worker))
        self.env.process(self.month_ends())
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
                self.give(
                    [
                        other
                        for other in waiting
                        if other.is_child == case.is_child
                        and other.family == case.family
                        and other.state == "seeking"
                        and self.stage(other).role == self.stage(case).role
                    ],
                    self.least_loaded(self.team(case)),
                )
        for worker in self.workers:
            load = sum(self.demand_of(worker).values()) / worker.hours
            for _ in range(3):
                self.record_load(worker, load)
            self.new_hazard(worker)

    def resume(self, case: Case) -> None:
        """Take up a leg that is under way on day 0."""
        case.started = -float(case.leg["elapsed"])
        self.leg_times[self.leg_number(case)] = [case.started, math.nan]
        case.work_left, case.due = float(case.leg["work"]), float(case.leg["due"])
        case.state = "unstaffed" if self.stage(case).role is None else "seeking"

    # --- a case ----------------------------------------------------------------------------------

    def life(self, case: Case) -> Generator[simpy.Event, Any, None]:
        """Live through referral, work, dates and birthdays until the case closes."""
        if case.state == "not yet":
            yield self.env.timeout(max(0.0, case.arrival - self.env.now))
            self.refer(case)
        while case.state != "closed":
            what, when = self.next_instant(case)
            try:
                if when == math.inf:
                    yield self.env.event()
                else:
                    yield self.env.timeout(max(0.0, when - self.env.now))
            except simpy.Interrupt:
                continue
            if what == "birthday":
                self.come_of_age(case)
            elif what == "work done":
                self.finish_work(case)
            else:
                self.finish_leg(case)

    def next_instant(self, case: Case) -> tuple[str, float]:
        """Return what happens next to a case if nothing else does, and when."""
        now = self.env.now
        birthday = self.birthday(case)
        if case.due < math.inf:
            what, when = "leg end", case.due
        elif case.worker is not None:
            worker = case.worker
            left = case.work_left - worker.speed * (now - worker.at)
            when = math.inf if worker.speed <= 0.0 else now + max(0.0, left) / worker.speed
            what = "work done"
        else:
            what, when = "work done", math.inf
        if birthday < when:
            return "birthday", birthday
        return what, when

    def birthday(self, case: Case) -> float:
        if not case.is_child:
            return math.inf
        extended = self.stage(case).name == self.agency.ageing.extended_stage
        return case.birth + 12.0 * (21 if extended else 18)

    def refer(self, case: Case) -> None:
        case.opened = case.arrival
        self.begin_leg(case, case.arrival)
        role = self.agency.role(self.stage(case).role)
        if self.cap_of(role) is not None and self.cap_of(role).overflow == "decline":
            worker = self.who_takes([case])
            if worker is None:
                case.state, case.closed, case.turned_away = "closed", case.arrival, 1
                self.leg_times[self.leg_number(case)][1] = case.arrival
            else:
                self.give([case], worker)
            return
        self.seek([case])

    def begin_leg(self, case: Case, now: float) -> None:
        case.started = now
        case.work_left = float(case.leg["work"])
        case.due = math.inf if case.work_left > 0.0 else self.date_of_end(case, now)
        self.leg_times[self.leg_number(case)] = [now, math.nan]

    def finish_work(self, case: Case) -> None:
        """Fix the date of the leg's end, once and for all."""
        now = self.env.now
        if case.worker is not None:
            self.catch_up(case.worker)
        case.work_left = 0.0
        case.due = self.date_of_end(case, now)
        self.start_again(case.worker)

    def date_of_end(self, case: Case, done_at: float) -> float:
        leg = case.leg
        end = max(done_at + float(leg["wait"]), case.started + float(leg["legal"]))
        if not leg["hearing"]:
            return end
        hearing = self.stage(case).hearing
        number = 0
        while case.started + hearing.first + number * hearing.interval < end - SAME_INSTANT:
            number += 1
        return case.started + hearing.first + number * hearing.interval

    def finish_leg(self, case: Case) -> None:
        """End a leg: on to the next, or the children's cases open, or the exit."""
        now = self.env.now
        self.leg_times[self.leg_number(case)][1] = now
        self.leg_causes[self.leg_number(case)] = int(case.leg["cause"])
        seeking: list[Case] = []
        if case.leg["final"]:
            self.close(case, int(case.leg["cause"]))
        elif not case.is_child:
            self.close(case, int(case.leg["cause"]))
            seeking = self.open_children(case)
        else:
            case.place += 1
            seeking = self.move_on(case)
        self.seek_by_role(seeking)
        self.serve_queue()

    def open_children(self, family: Case) -> list[Case]:
        """Open the case of each child of an investigated family."""
        now = self.env.now
        opened = []
        for case in self.cases:
            if case.is_child and case.family == family.number:
                case.opened = now
                self.begin_leg(case, now)
                opened += self.enter(case)
                case.process = self.env.process(self.life(case))
        return opened

    def enter(self, case: Case) -> list[Case]:
        if self.stage(case).role is None:
            case.state = "unstaffed"
            return []
        case.state = "seeking"
        return [case]

    def move_on(self, case: Case) -> list[Case]:
        """Begin the next leg: with the same worker where the role stays the same."""
        before = self.agency.stages[int(case.legs[case.place - 1]["stage"])].role
        if case.worker is not None:
            self.catch_up(case.worker)
        self.begin_leg(case, self.env.now)
        after = self.stage(case).role
        if after is not None and after == before:
            self.start_again(case.worker)
            return []
        if case.worker is not None and after is not None:
            case.by_design += 1
        self.let_go(case)
        if case in self.queue:
            self.queue.remove(case)
        return self.enter(case)

    def come_of_age(self, case: Case) -> None:
        """Turn 18 or 21: the end, or the extended stage."""
        now = self.env.now
        stage = self.stage(case)
        extended = stage.name == self.agency.ageing.extended_stage
        cause = "turned_21" if extended else "aged_out" if stage.in_care else "turned_18_at_home"
        self.leg_times[self.leg_number(case)][1] = now
        self.leg_causes[self.leg_number(case)] = self.causes.index(cause)
        if cause == "aged_out" and case.extended is not None:
            number, leg = case.extended
            case.legs = [*case.legs[: case.place + 1], leg]
            case.leg_numbers = [*case.leg_numbers[: case.place + 1], number]
            case.place += 1
            self.seek_by_role(self.move_on(case))
        else:
            self.close(case, self.causes.index(cause))
        self.serve_queue()

    def close(self, case: Case, cause: int) -> None:
        self.let_go(case)
        if case in self.queue:
            self.queue.remove(case)
        case.state, case.closed, case.cause = "closed", self.env.now, cause

    # --- who takes a case ------------------------------------------------------------------------

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
            contacted = case.is_child or case.arrival < 0.0 or case.responded <= now
            if not contacted:
                worker.first_responses += 1
                case.responded = now + case.delay / max(0.05, worker.share["contact"])

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
        limit = cap.limit * self.ramp(worker) + 1e-9
        if cap.unit == "children":
            return worker.children + sum(case.size for case in group) <= limit
        more = {case.family for case in group} - {case.family for case in worker.cases}
        return worker.families + len(more) <= limit

    def cap_of(self, role: Any) -> Any:
        cap = role.cap
        for change in self.plan.caps:
            if change.role == role.name and change.start <= self.month:
                cap = change
        return cap

    def choose(self, team: list[Worker], role: Any) -> Worker:
        if role.assignment == "fewest_cases":
            return min(team, key=lambda worker: (worker.children, worker.number))
        return self.least_loaded(team)

    def least_loaded(self, team: list[Worker]) -> Worker | None:
        def score(worker: Worker) -> tuple[float, int]:
            demand = self.demand_of(worker)
            due = demand["contact"] + demand["casework"] + demand["court"]
            return due / (worker.part_load * worker.area * self.ramp(worker)), worker.number

        return min(team, key=score, default=None)

    def team(self, case: Case) -> list[Worker]:
        role = self.role_of(case)
        return [
            worker
            for worker in self.workers
            if worker.on_duty and worker.office == case.office and worker.role == role
        ]

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

    # --- the working month -----------------------------------------------------------------------

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
        demand = sum(worker.demand.values())
        worker.contact_hours += worker.demand["contact"] * worker.share["contact"] * span
        worker.spare_hours += max(0.0, worker.hours - demand) * span
        worker.demanded += demand * span
        worker.available += worker.hours * span

    def start_again(self, worker: Worker | None) -> None:
        """Compute hours, demand, shares and speed afresh, and wake every case."""
        if worker is None:
            return
        self.catch_up(worker)
        role = self.agency.roles[worker.role]
        full = role.hours_per_month * worker.part_load * self.ramp(worker)
        worker.hours = full if worker.on_duty else 0.0
        worker.demand = self.demand_of(worker)
        triage = role.triage
        weight = {activity: getattr(triage, activity) for activity in ACTIVITIES}
        worker.share = shares_of_hours(worker.demand, weight, worker.hours)
        worker.speed = 1.0 - role.compressibility * (1.0 - worker.share["casework"])
        self.wake(worker.cases)

    def wake(self, cases: list[Case]) -> None:
        for case in cases:
            process = case.process
            if process is None or not process.is_alive or process is self.env.active_process:
                continue
            process.interrupt()

    # --- staff who come and go -------------------------------------------------------------------

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
        worker.on_duty = False
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
        worker.carry = worker.contact_hours = worker.spare_hours = 0.0
        worker.demanded = worker.available = 0.0
        worker.first_responses = 0
        worker.loads = []
        worker.at = self.env.now
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
        if workforce.burnout > 0.0 and worker.loads:
            recent = worker.loads[-3:]
            load = sum(recent) / len(recent)
            rate *= math.exp(workforce.burnout * max(0.0, load - 1.0))
        self.hazard[worker] = rate
        worker.hazard_from = self.env.now

    # --- month ends ------------------------------------------------------------------------------

    def month_ends(self) -> Generator[simpy.Event, Any, None]:
        for month in range(self.months):
            yield self.env.timeout(month + 1 - self.env.now)
            for worker in self.workers:
                self.catch_up(worker)
            for worker in self.workers:
                if worker.on_duty:
                    self.visit_all(worker, month)
            self.visit_waiting(month)
            self.take_stock()
            if month + 1 == self.months:
                return
            self.month = month + 1
            for worker in self.workers:
                self.turn_the_month(worker)
            self.serve_queue()

    def record_load(self, worker: Worker, load: float) -> None:
        worker.loads.append(min(self.agency.workforce.load_cap, load))

    def take_stock(self) -> None:
        waiting: dict[tuple[int, int], int] = {}
        for case in self.queue:
            key = (case.office, self.role_of(case))
            waiting[key] = waiting.get(key, 0) + case.size
        self.waiting.append(waiting)

    def turn_the_month(self, worker: Worker) -> None:
        if worker.on_duty:
            if worker.available > 0.0:
                self.record_load(worker, worker.demanded / worker.available)
            worker.hazard_left -= self.hazard[worker] * (self.env.now - worker.hazard_from)
            worker.months_on_duty += 1
            self.new_hazard(worker)
        worker.contact_hours = worker.spare_hours = worker.demanded = worker.available = 0.0
        worker.first_responses = 0
        if worker.on_duty:
            self.start_again(worker)
            worker.process.interrupt()

    def visit_all(self, worker: Worker, month: int) -> None:
        """Make the month's attempts, household by household."""
        rule = self.agency.contact
        hours = worker.contact_hours + worker.spare_hours
        hours = max(0.0, hours - worker.first_responses * rule.first_response_hours)
        exact = hours / rule.hours_per_attempt + worker.carry
        attempts = math.floor(exact + 1e-9)
        left = float(attempts)
        short = False
        for members in self.households_in_turn(worker, month):
            luck = self.household_luck(self.household(members[0]), month)
            needed = self.attempts_needed(luck)
            if needed == 0:
                self.book(members, "out_of_reach", month)
                continue
            cost = 1.0 + rule.sibling_cost * (len(members) - 1)
            affordable = 0 if short else math.floor(left / cost + 1e-9)
            short = affordable < needed
            left -= min(affordable, needed) * cost
            missed = "missed_attempts" if affordable else "overload"
            self.book(members, missed if short else "seen", month)
        worker.carry = max(0.0, exact - attempts) + (left if short else 0.0)

    def households_in_turn(self, worker: Worker, month: int) -> list[list[Case]]:
        """Return the worker's households that are due a visit: the longest unseen first."""
        households: dict[int, list[Case]] = {}
        for case in worker.cases:
            if self.is_eligible(case, month):
                households.setdefault(self.household(case), []).append(case)

        def turn(members: list[Case]) -> tuple[int, int]:
            if self.agency.contact.order == "case_number":
                return 0, min(case.number for case in members)
            return min((-case.unseen_run, case.number) for case in members)

        return sorted(households.values(), key=turn)

    def attempts_needed(self, luck: float) -> int:
        """Return the attempts a household takes, by inverse law; 0 if it is out of reach."""
        rule = self.agency.contact
        if luck < rule.out_of_reach_share:
            return 0
        luck = (luck - rule.out_of_reach_share) / (1.0 - rule.out_of_reach_share)
        needed = 1
        while luck >= 1.0 - (1.0 - rule.success) ** needed:
            needed += 1
        return needed

    def visit_waiting(self, month: int) -> None:
        rule = self.agency.contact
        for case in self.cases:
            if case.state == "waiting" and case.is_child and self.is_eligible(case, month):
                luck = self.household_luck(self.household(case), month)
                if luck < rule.out_of_reach_share:
                    self.book([case], "out_of_reach", month)
                    continue
                luck = (luck - rule.out_of_reach_share) / (1.0 - rule.out_of_reach_share)
                seen = luck < rule.cover_share
                self.book([case], "seen" if seen else "unassigned", month)

    def household(self, case: Case) -> int:
        """Return the first child who lives there: at home siblings live together."""
        if not self.stage(case).shared:
            return case.household
        first = int(self.world.families[case.family]["first_child"])
        return len(self.world.families) + first

    def household_luck(self, household: int, month: int) -> float:
        pool = self.world.pool
        return float(pool[(self.cases[household].luck + month) % len(pool)])

    def is_eligible(self, case: Case, month: int) -> bool:
        if not case.is_child or not self.stage(case).contact_required:
            return False
        return self.agency.contact.eligible == "at_month_end" or case.opened <= month

    def book(self, cases: list[Case], what: str, month: int) -> None:
        for case in cases:
            key = (month, case.office, self.stage_names.index(self.stage(case).name))
            row = self.contact.setdefault(key, dict.fromkeys(("eligible", "seen", *REASONS), 0))
            row["eligible"] += 1
            row[what] += 1
            case.eligible_months += 1
            if what == "seen":
                case.unseen_run = 0
                continue
            case.unseen_months += 1
            case.unseen_run += 1
            case.longest_unseen_run = max(case.longest_unseen_run, case.unseen_run)

    # --- reading ---------------------------------------------------------------------------------

    def stage(self, case: Case) -> Any:
        return self.agency.stages[int(case.leg["stage"])]

    def role_of(self, case: Case) -> int:
        return self.role_names.index(self.stage(case).role)

    @staticmethod
    def leg_number(case: Case) -> int:
        return case.leg_numbers[case.place]
