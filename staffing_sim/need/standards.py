"""Workload standards as data: open cases a worker can carry, each with its source and grade."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from staffing_sim.errors import InputError, unknown_name
from staffing_sim.ledger import Grade
from staffing_sim.values import Cases, HoursPerMonth, Name, Text, Value, rows_of_table

OWN = "own"
"""The standard that takes the hours of cases and of workers from the agency itself."""

_FILE = Path(__file__).with_name("standards.toml")


class Yardstick(Value):
    """The open cases of one component that a full-time worker can carry.

    Examples
    --------
    >>> Yardstick(component="adoption", cases=12, low=10, unit="children").low
    10.0
    """

    component: Name = Field(description="the component of service")
    cases: Cases = Field(description="open cases that fill a worker's month")
    unit: Literal["children", "families"] = Field(description="what is counted as a case")
    low: Cases | None = Field(None, description="the fewest cases the standard could mean")
    source: Text | None = Field(None, description="its own source, where not the standard's")
    grade: Grade | None = Field(None, description="its own grade, where not the standard's")


class Standard(Value):
    """A workload standard: a yardstick for each component it covers, and where they come from.

    Examples
    --------
    >>> minimum = standard_of("sb2030_minimum")
    >>> minimum.yardstick("family_reunification").cases
    15.58
    >>> minimum.yardstick("adoption") is None
    True
    """

    name: Name = Field(description="the key of the standard")
    title: Text = Field(description="the standard's name as readers see it")
    hours_per_worker: HoursPerMonth | None = Field(
        None, description="hours a month it leaves a worker for cases, where it says"
    )
    yardsticks: Annotated[tuple[Yardstick, ...], rows_of_table("component")] = Field(
        min_length=1, description="cases a worker, by component"
    )
    source: Text = Field(min_length=1, description="a citation that a reader can follow")
    date: Text = Field(description="the date it was set")
    grade: Grade = Field(description="'published', 'derived', 'expert' or 'assumption'")
    note: Text = Field("", description="the arithmetic, or a warning")

    def yardstick(self, component: str) -> Yardstick | None:
        """Return the yardstick of a component, or none where the standard does not cover it."""
        return next((each for each in self.yardsticks if each.component == component), None)


@cache
def _content() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def standard_names() -> tuple[str, ...]:
    """Return the names of the standards that come with the library, and ``own``.

    Examples
    --------
    >>> standard_names()
    ('state_1984', 'sb2030_minimum', 'sb2030_optimal', 'cwla', 'own')
    """
    return (*_content()["standards"], OWN)


def standard_of(name: str) -> Standard:
    """Return a standard that comes with the library.

    Raises
    ------
    InputError
        If there is none of this name; the text names the nearest.

    Examples
    --------
    >>> standard_of("cwla").grade
    'published'
    """
    standards = _content()["standards"]
    if name not in standards:
        raise InputError([unknown_name("standard", "standard", name, [*standards, OWN])])
    return Standard(name=name, **standards[name])


def component_of_stages() -> dict[str, str]:
    """Return the component that each stage of the presets belongs to.

    Examples
    --------
    >>> component_of_stages()["in_home_services"]
    'family_maintenance'
    """
    return dict(_content()["stages"])
