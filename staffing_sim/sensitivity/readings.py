"""What is read off a run: one measure, or what a plan is worth when harms have a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.frames import Run
from staffing_sim.measures import ALL, find_measure
from staffing_sim.study.figures import headline_role, subject

__all__ = ["TOTAL_COST", "Reading", "readings_of", "total_cost"]


TOTAL_COST: Final = "total_cost"
"""The name of the reading in which harm has a price."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A number read off every run.

    Attributes
    ----------
    name
        The measure's name, or ``total_cost``.
    label, unit
        As a reader should see it.
    better
        ``"lower"`` or ``"higher"``; None where neither is better in itself.
    parts
        What is added up: (measure, role) and its weight.
    """

    name: str
    label: str
    unit: str
    better: Literal["lower", "higher"] | None
    parts: Mapping[tuple[str, str], float]

    @property
    def role(self) -> str:
        """The role it is read for."""
        return next(iter(self.parts))[1]

    @property
    def about(self) -> dict[str, str]:
        """What every row of a table says of it: measure, role, label and unit."""
        return {
            "measure": self.name,
            "role": self.role,
            "label": self.label,
            "unit": self.unit,
        }

    def of(self, run: Run) -> float:
        """Return the number of a run."""
        return sum(
            weight * find_measure(name).compute(run)[role]
            for (name, role), weight in self.parts.items()
        )


def readings_of(
    agency: Agency, measures: str | Iterable[str], *, role: str | None = None
) -> tuple[Reading, ...]:
    """Return what to read off a run for measures by name.

    Parameters
    ----------
    agency
        Whose currency and roles.
    measures
        A name, or several; ``caseload/adoption`` for one role.
    role
        For those that name none; where not given, the role that hires join for caseloads and
        shares over a cap, and the whole agency for the rest.

    Raises
    ------
    InputError
        If a measure or role is unknown, or the measure has no figure for a role.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> (found,) = readings_of(load_agency("small-office"), "caseload")
    >>> found.label
    'Caseload (continuing services)'
    """
    names = [measures] if isinstance(measures, str) else list(measures)
    faults: list[Fault] = []
    found = []
    for name in names:
        try:
            found.append(_reading(agency, name, role))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(found)


def _reading(agency: Agency, name: str, role: str | None) -> Reading:
    measure_name, _, own_role = name.partition("/")
    measure = find_measure(measure_name)
    chosen = own_role or role or headline_role(measure_name, agency)
    known = [ALL, *(each.name for each in agency.roles)] if measure.by_role else [ALL]
    if chosen not in known:
        problem = f"has no figure for '{chosen}'"
        raise InputError([Fault(key=name, problem=problem, remedy=nearest(chosen, known))])
    return Reading(
        name=measure_name,
        label=subject(measure, chosen),
        unit=measure.unit_in(agency.costs.currency),
        better=measure.better,
        parts={(measure_name, chosen): 1.0},
    )


def total_cost(agency: Agency, prices: Mapping[str, float], *, months: int) -> Reading:
    """Return the staffing cost with a price on each unit of harm, over the horizon.

    Parameters
    ----------
    agency
        Whose currency.
    prices
        Money by measure: for a measure that counts a month (``unseen_children``) the price of one
        child-month, for any other that of one unit over the horizon.
    months
        The horizon.

    Raises
    ------
    InputError
        If a measure is unknown.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> found = total_cost(load_agency("small-office"), {"unseen_children": 500}, months=12)
    >>> found.parts[("unseen_children", "all")]
    6000.0
    """
    parts = {("cost", ALL): 1.0}
    for reading, price in zip(readings_of(agency, prices), prices.values(), strict=True):
        times = months if reading.unit.endswith("a month") else 1
        parts[(reading.name, reading.role)] = float(price * times)
    label = "Staffing cost and the price of harm" if prices else "Staffing cost"
    unit = agency.costs.currency
    return Reading(name=TOTAL_COST, label=label, unit=unit, better="lower", parts=parts)
