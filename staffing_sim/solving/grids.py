"""One lever at rising settings, from the least effort to the most, each of them a plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from staffing_sim.agency import Agency
from staffing_sim.errors import nearest, wrong
from staffing_sim.plan import Aides, Clerks, Hires, Overtime, Plan, Retention


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A lever and its settings, in the order of effort.

    Attributes
    ----------
    label
        What a setting counts, as a reader says it.
    settings
        From the least effort to the most.
    plan
        From a setting to the plan.
    """

    label: str
    settings: tuple[float, ...]
    plan: Callable[[float], Plan]

    def at(self, place: int) -> Plan:
        """Return the plan of a place, counted from 0."""
        return self.plan(self.settings[place])

    @property
    def last(self) -> int:
        """The place of the most effort."""
        return len(self.settings) - 1


def hires_grid(
    hires: Callable[[int], Hires], *, base: Plan, label: str, low: int, high: int
) -> Grid:
    """Return the grid of a monthly rate, from which `hires` makes a schedule, on top of a plan."""

    def plan(rate: float) -> Plan:
        name = f"{rate:g} {label}"
        if rate == 0:
            return base.replace(name=name)
        return base.replace(name=name, hires=(*base.hires, hires(int(rate))))

    return Grid(label=label, settings=tuple(map(float, range(low, high + 1))), plan=plan)


def most_hires(agency: Agency, base: Plan, *, role: str) -> int:
    """Return a monthly rate beyond which more can hardly help.

    Twice the academy's seats keep candidates waiting for every one of them; without seats, a role
    that grows every month by half of what it is.
    """
    seats = base.academy_seats or agency.workforce.academy.seats
    half = max(1, math.ceil(agency.role(role).positions / 2))
    return half if seats is None else min(half, 2 * seats)


def seats_grid(base: Plan, *, low: int, high: int) -> Grid:
    """Return the grid of the academy seats of a plan."""

    def plan(seats: float) -> Plan:
        return base.replace(name=f"{base.name}, {seats:g} seats", academy_seats=int(seats))

    settings = tuple(map(float, range(low, high + 1)))
    return Grid(label="academy seats a month", settings=settings, plan=plan)


def start_grid(hires: Hires, *, base: Plan, by_month: int) -> Grid:
    """Return the grid of the month in which a schedule starts; the latest is the least effort."""

    def plan(start: float) -> Plan:
        moved = hires.replace(start=int(start))
        return base.replace(name=f"start in month {start:g}", hires=(*base.hires, moved))

    settings = tuple(map(float, reversed(range(by_month))))
    return Grid(label="start month", settings=settings, plan=plan)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A lever by name: its key that is set, in words too, when it does nothing, other defaults."""

    lever: type[Aides | Clerks | Overtime | Retention]
    key: str
    label: str
    nothing_at: float = 0.0
    defaults: Mapping[str, float] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers can be set."""
        return self.key == "posts"


_FREE: Final = {"cost_post_year": 0.0}
LEVERS: Final = {
    "aides": _Known(lever=Aides, key="posts", label="aides' posts", defaults=_FREE),
    "clerks": _Known(lever=Clerks, key="posts", label="clerical posts", defaults=_FREE),
    "overtime": _Known(lever=Overtime, key="hours_per_month", label="hours of overtime a month"),
    "retention": _Known(lever=Retention, key="factor", label="factor on leaving", nothing_at=1.0),
}
"""The levers that `solve` knows by name; another is given as a function from a number to a plan."""


def lever_grid(
    lever: str | Callable[[float], Plan],
    *,
    base: Plan,
    settings: tuple[float, ...],
    terms: dict[str, Any],
) -> Grid:
    """Return the grid of a lever known by name, with its other `terms`, or of one's own function.

    Raises
    ------
    InputError
        If no lever has that name, or posts are not whole numbers.
    """
    if callable(lever):
        name = getattr(lever, "__name__", "setting").strip("<>").replace("_", " ")
        return Grid(label=name, settings=settings, plan=lever)
    if lever not in LEVERS:
        remedy = f"{nearest(lever, LEVERS)} Or give a function from a number to a plan."
        raise wrong("lever", f"is not known: '{lever}'", remedy)
    known = LEVERS[lever]
    if known.whole and any(setting % 1 for setting in settings):
        raise wrong("step", f"must give whole numbers of {known.label}")

    def plan(setting: float) -> Plan:
        name = f"{setting:g} {known.label}"
        if setting == known.nothing_at:
            return base.replace(name=name)
        value = int(setting) if known.whole else setting
        added = known.lever(**{**known.defaults, **terms, known.key: value})
        return base.replace(name=name, **{lever: (*getattr(base, lever), added)})

    return Grid(label=known.label, settings=settings, plan=plan)
