"""Workload standards, as data with their sources; and static need, what open cases call for.

    full-time equivalents = sum over stages of (open cases x hours a case) / hours a worker

Static need is the limit of a run in which nothing happens: nobody leaves, learns or is ill, no desk
is fuller than another, no case moves.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import Stage
from staffing_sim.distributions import family_size_mean
from staffing_sim.errors import Fault, InputError, nearest, unknown_name, wrong
from staffing_sim.ledger import Grade
from staffing_sim.presets import toml_content
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
    by_stage: bool = Field(
        default=False, description="whether its components are the stages of one agency"
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


class _OwnStandard(Value):
    """A caseload standard as a file gives it: cases a worker by stage."""

    name: Text = Field(min_length=1, description="what the standard is called")
    cases: dict[str, Cases] = Field(min_length=1, description="open cases a worker, by stage")
    units: dict[str, Literal["children", "families"]] = Field(
        {}, description="what is counted as a case, by stage; as the stage counts if not given"
    )
    hours_per_worker: HoursPerMonth | None = Field(
        None, description="hours a month it leaves a worker for cases, where it says"
    )
    source: Text = Field("", description="a citation that a reader can follow")
    date: Text = Field("", description="the date it was set")
    note: Text = Field("", description="the arithmetic, or a warning")


def load_standard(path: str | Path, agency: Agency) -> Standard:
    r"""Read a caseload standard from a TOML file.

    The file has a ``name`` and a table ``[cases]`` whose keys are stages of the agency; stages it
    does not name are not covered. ``[units]`` says ``"families"`` or ``"children"`` where a stage
    should be counted otherwise than the agency does; ``source``, ``date``, ``note`` and
    ``hours_per_worker`` may be given.

    Parameters
    ----------
    path
        The file.
    agency
        Whose stages it speaks of.

    Raises
    ------
    InputError
        With every fault of the file.

    Examples
    --------
    >>> import tempfile
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
    ...     _ = file.write('name = "Twelve"\n[cases]\ninvestigation = 12\n')
    ...     file.flush()
    ...     twelve = load_standard(file.name, office)
    >>> need = static_need(office, standard=twelve).set_index("role")["full_time_equivalents"]
    >>> need.notna().tolist()
    [True, False, False]
    """
    try:
        given = _OwnStandard(**toml_content(path))
        stages = {stage.name: stage for stage in agency.stages if stage.role is not None}
        faults = [
            Fault(f"{table}.{name}", "is no stage that a role works", nearest(name, stages))
            for table in ("cases", "units")
            for name in getattr(given, table)
            if name not in stages
        ]
        if faults:
            raise InputError(faults)
    except InputError as error:
        raise error.in_file(os.fspath(path)) from None
    counted = {
        name: "families" if stages[name].unit == "family" else "children" for name in given.cases
    }
    yardsticks = [
        {"component": name, "cases": cases, "unit": given.units.get(name, counted[name])}
        for name, cases in given.cases.items()
    ]
    return Standard(
        name="file",
        title=given.name,
        hours_per_worker=given.hours_per_worker,
        yardsticks=yardsticks,
        by_stage=True,
        source=given.source or os.fspath(path),
        date=given.date,
        grade="published" if given.source else "assumption",
        note=given.note,
    )


def component_of_stages() -> dict[str, str]:
    """Return the component that each stage of the presets belongs to.

    Examples
    --------
    >>> component_of_stages()["in_home_services"]
    'family_maintenance'
    """
    return dict(_content()["stages"])


# --- what a standard asks for ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Line:
    """What one stage asks of one role."""

    role: str
    stage: str
    component: str
    children: float
    covered_children: float
    cases: float
    unit: str
    hours_per_case: float
    full_time_equivalents: float


def static_need(
    agency: Agency,
    *,
    standard: str | Standard = "sb2030_minimum",
    components: Mapping[str, str] | None = None,
    by: Literal["role", "stage"] = "role",
) -> pd.DataFrame:
    """Return the full-time equivalents that the cases open on day 0 ask for.

    Parameters
    ----------
    agency
        Its opening stock; with ``standard="own"`` also its hours.
    standard
        ``state_1984``, ``sb2030_minimum``, ``sb2030_optimal``, ``cwla``, or ``own``: the hours
        that the agency's own file gives a case (casework in full, also for cases that only wait)
        and a worker (training taken off); or a standard of your own (`load_standard`), whose
        components are stages.
    components
        The standard's component of each stage, beside those that are known for the presets.
    by
        A row a role, or a row a stage and role.

    Returns
    -------
    pandas.DataFrame
        By role: ``role``, ``label``, ``children`` open, ``covered_children`` (those in stages that
        the standard covers) and ``full_time_equivalents``, NaN where it covers none. By stage also
        ``component``, ``cases`` in the yardstick's ``unit``, and ``hours_per_case``.

    Raises
    ------
    InputError
        If the standard is unknown, or it is not said which component a stage belongs to.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> need = static_need(load_agency("small-office"), standard="sb2030_minimum")
    >>> need.set_index("role")["full_time_equivalents"].round(1).to_dict()
    {'emergency_response': 8.2, 'continuing_services': 32.4, 'adoption': nan}
    """
    if by not in ("role", "stage"):
        raise wrong("by", f"must be 'role' or 'stage'; got {by!r}")
    lines = list(_own_lines(agency) if standard == OWN else _lines(agency, standard, components))
    frame = pd.DataFrame(lines, columns=list(_Line.__dataclass_fields__))
    if by == "stage":
        return frame
    rows = [
        {
            "role": role.name,
            "label": role.label,
            "children": mine["children"].sum(),
            "covered_children": mine["covered_children"].sum(),
            "full_time_equivalents": mine["full_time_equivalents"].sum(min_count=1),
        }
        for role in agency.roles
        for mine in [frame[frame["role"] == role.name]]
    ]
    return pd.DataFrame(rows)


def open_cases(agency: Agency, stage: Stage, *, unit: Literal["children", "families"]) -> float:
    """Return the cases open in a stage on day 0; a family has the mean number of children.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> open_cases(office, office.stage("adoption"), unit="children")
    31.0
    """
    children = sum(stock.children for stock in agency.opening if stock.stage == stage.name)
    if unit == "children":
        return float(children)
    demand = agency.demand
    return children / family_size_mean(demand.family_size, demand.family_size_dispersion)


def _own_lines(agency: Agency) -> Iterator[_Line]:
    """Yield what each stage asks of its role, and of the role beside it, by the agency's hours."""
    for stage in agency.stages:
        unit: Literal["children", "families"] = "families" if stage.unit == "family" else "children"
        cases = open_cases(agency, stage, unit=unit)
        children = open_cases(agency, stage, unit="children")
        asked = ((stage.role, stage.hours, children), (stage.second_role, stage.second_hours, 0.0))
        for name, hours, counted in asked:
            if name is None:
                continue
            role = agency.role(name)
            yield _Line(
                role=name,
                stage=stage.name,
                component=OWN,
                children=counted,
                covered_children=counted,
                cases=cases,
                unit=unit,
                hours_per_case=hours.total,
                full_time_equivalents=cases
                * hours.total
                / (role.hours_per_month - role.training_hours),
            )


def _lines(
    agency: Agency, given: str | Standard, components: Mapping[str, str] | None
) -> Iterator[_Line]:
    """Yield what each stage asks of its role by a standard."""
    standard = given if isinstance(given, Standard) else standard_of(given)
    stages = {stage.name: stage.name for stage in agency.stages}
    known = stages if standard.by_stage else component_of_stages()
    for stage, component in _components(agency, known | dict(components or {})).items():
        yield _line(agency, agency.stage(stage), standard=standard, component=component)


def _line(agency: Agency, stage: Stage, *, standard: Standard, component: str) -> _Line:
    yardstick = standard.yardstick(component)
    unit = yardstick.unit if yardstick else "children"
    children = open_cases(agency, stage, unit="children")
    cases = open_cases(agency, stage, unit=unit)
    a_worker = yardstick.cases if yardstick else math.nan
    hours = math.nan if standard.hours_per_worker is None else standard.hours_per_worker
    return _Line(
        role=stage.role or "",
        stage=stage.name,
        component=component,
        children=children,
        covered_children=children if yardstick else 0.0,
        cases=cases,
        unit=unit,
        hours_per_case=hours / a_worker,
        full_time_equivalents=cases / a_worker,
    )


def _components(agency: Agency, known: Mapping[str, str]) -> dict[str, str]:
    """Return the component of every stage that a role works."""
    staffed = [stage.name for stage in agency.stages if stage.role is not None]
    faults = [
        Fault(
            f"stages.{name}",
            "belongs to no known component of a workload standard",
            f"Say which: components={{'{name}': 'family_maintenance'}}; or standard='own'.",
        )
        for name in staffed
        if name not in known
    ]
    if faults:
        raise InputError(faults)
    return {name: known[name] for name in staffed}
