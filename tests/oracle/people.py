"""Workers and cases as plain objects: who holds what, and what has happened to whom."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.hiring import NewPost


@dataclass(eq=False)
class Worker:
    """A position and whoever fills it."""

    number: int
    office: int
    role: int
    part_load: float
    area: float
    people: Any  # the luck of those who fill it in turn
    post: NewPost | None = None  # the plan's, if it is one of these
    generation: int = -1
    rank: int = 0  # the place of the post among those of its role, as offices got them
    on_duty: bool = False
    gone: bool = False  # the post has been cut
    striking: bool = False
    since: float = 0.0  # when this person's duty began (negative: before day 0)
    months_on_duty: int = 10_000
    hazard_left: float = math.inf
    hazard_from: float = 0.0
    cases: list[Case] = field(default_factory=list)
    share: dict[str, float] = field(default_factory=dict)
    demand: dict[str, float] = field(default_factory=dict)
    for_visits: float = 0.0  # contact demanded in stages in which a visit is due
    for_families: float = 0.0  # and for investigations
    hours: float = 0.0
    speed: float = 1.0
    at: float = 0.0
    away: float = 0.0  # months on strike since the month began
    visit_hours: float = 0.0
    investigation_hours: float = 0.0
    spare_hours: float = 0.0
    demanded: float = 0.0  # of the time at work
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
    delay: float = 0.0  # what is left of it until the first contact, at full hours
    past_workers: list[tuple[float, int]] = field(default_factory=list)
    process: Any = None

    @property
    def leg(self) -> Any:
        return self.legs[self.place]

    @property
    def is_child(self) -> bool:
        return self.household >= 0
