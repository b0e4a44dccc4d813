"""Reruns plans on the same worlds with changed numbers: the experiment behind every analysis.

A number that draws nothing by chance (hours, weights, compressibility, visits, staff) is changed on
the very same world. One that does (demand, laws, the opening stock) draws the world again from the
same seed, so that families, children and luck stay in step as far as they can.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import Fault, InputError, nearest, wrong
from staffing_sim.measures import ALL, find_measure
from staffing_sim.plan import Plan
from staffing_sim.records import Run
from staffing_sim.records.identity import origin
from staffing_sim.study.figures import amount, headline_role, subject
from staffing_sim.study.run.fan_out import Progress, Told, outcomes_of
from staffing_sim.study.run.setting import Setting, checked_months
from staffing_sim.world import World, same_chance

Floats = NDArray[np.float64]

YEARS: Final = 3
"""How far every analysis looks ahead where nothing else is asked for."""
TOTAL_COST: Final = "total_cost"
"""The name of the quantity in which harm has a price."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """The number taken from every run: a measure, or cost with a price on harm.

    Attributes
    ----------
    name
        The measure's name, or ``total_cost``.
    label, unit
        As readers see it.
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
        """The role it is measured for."""
        return next(iter(self.parts))[1]

    @property
    def about(self) -> dict[str, str]:
        """What every row of a table says of it: measure, role, label and unit."""
        return {"measure": self.name, "role": self.role, "label": self.label, "unit": self.unit}

    def of(self, run: Run) -> float:
        """Return the number of a run."""
        return sum(
            weight * find_measure(name).compute(run)[role]
            for (name, role), weight in self.parts.items()
        )


def quantities_of(
    agency: Agency, measures: str | Iterable[str] | Quantity, *, role: str | None = None
) -> tuple[Quantity, ...]:
    """Return the quantities for measures by name.

    Parameters
    ----------
    agency
        Whose currency and roles.
    measures
        A name, or several; ``caseload/adoption`` for one role. Or a quantity, which stays as it is.
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
    >>> (found,) = quantities_of(load_agency("small-office"), "caseload")
    >>> found.label
    'Caseload (continuing services)'
    """
    if isinstance(measures, Quantity):
        return (measures,)
    faults: list[Fault] = []
    found = []
    for name in [measures] if isinstance(measures, str) else measures:
        try:
            found.append(_quantity(agency, name, role))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(found)


def _quantity(agency: Agency, name: str, role: str | None) -> Quantity:
    measure_name, _, own_role = name.partition("/")
    measure = find_measure(measure_name)
    chosen = own_role or role or headline_role(measure_name, agency)
    known = [ALL, *(each.name for each in agency.roles)] if measure.by_role else [ALL]
    if chosen not in known:
        raise wrong(name, f"has no figure for '{chosen}'", nearest(chosen, known))
    return Quantity(
        name=measure_name,
        label=subject(measure, chosen),
        unit=measure.unit_in(agency.costs.currency),
        better=measure.better,
        parts={(measure_name, chosen): 1.0},
    )


def total_cost(agency: Agency, prices: Mapping[str, float], *, months: int) -> Quantity:
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
    for harm, price in zip(quantities_of(agency, prices), prices.values(), strict=True):
        times = months if harm.unit.endswith("a month") else 1
        parts[(harm.name, harm.role)] = float(price * times)
    label = "Staffing cost and the price of harm" if prices else "Staffing cost"
    unit = agency.costs.currency
    return Quantity(name=TOTAL_COST, label=label, unit=unit, better="lower", parts=parts)


def size_text(value: float, unit: str, *, like: float | None = None) -> str:
    """Return the size of a difference with its unit.

    Examples
    --------
    >>> size_text(812.3, "children a month"), size_text(0.031, "share")
    ('812 children a month', '3.1 percentage points')
    """
    size = abs(value if like is None or math.isnan(like) else like)
    text = amount(value, unit, like=size)
    return text.replace("%", "percentage points") if unit == "share" else f"{text} {unit}"


def chosen(
    key: str, name: str | None, known: Sequence[str], *, default: int = 0, remedy: str = ""
) -> str:
    """Return a name that was asked for, or the default one; refuse what was not run."""
    if name is None:
        return known[default]
    if name not in known:
        raise wrong(key, f"was not run: '{name}'", nearest(name, known) or remedy)
    return name


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Plans, worlds and the quantities taken from each run.

    Attributes
    ----------
    setting
        The agency as described, the plans, the horizon and the seed.
    quantities
        What is taken from each run.
    replications
        How many worlds.
    n_jobs
        Runs at once, as in `staffing_sim.compare`.
    progress
        As in `staffing_sim.compare`.
    """

    setting: Setting
    quantities: tuple[Quantity, ...]
    replications: int
    n_jobs: int = 1
    progress: Progress | bool | None = None

    def values(self, variants: Sequence[Agency]) -> Floats:
        """Run every plan of every variant of the agency on every world.

        Returns
        -------
        ndarray
            Shape (variants, quantities, plans, replications).
        """
        rows = range(len(variants))
        found = self._run(variants, dict.fromkeys(range(self.replications), rows))
        worlds = [[found[world, row] for row in rows] for world in range(self.replications)]
        return np.stack(worlds, axis=-1)

    def _run(
        self, variants: Sequence[Agency], rows: Mapping[int, Sequence[int]]
    ) -> dict[tuple[int, int], Floats]:
        """Return the quantities, shape (quantities, plans), by world and row of the variant."""
        runs = _Variants(experiment=self, variants=variants)
        plans = len(self.setting.plans)
        total = plans * sum(map(len, rows.values()))
        results = outcomes_of(runs, rows, n_jobs=self.n_jobs)
        found = {}
        with Told(progress=self.progress, done=0, total=total) as told, closing(results):
            for result in results:
                found[result.world, result.row] = result.values
                told.more(plans)
        return found

    def signature(self) -> dict[Hashable, Any]:
        """Return what tables and charts say about where they come from."""
        setting = self.setting
        return origin(
            setting.agency,
            setting.plans,
            seed=setting.seed,
            months=setting.months,
            replications=self.replications,
        )


class _Result(NamedTuple):
    """The quantities of one variant on one world, shape (quantities, plans)."""

    world: int
    row: int
    values: Floats


@dataclass(frozen=True, kw_only=True)
class _Variants:
    """Variants of an agency as `outcomes_of` runs them: one after another on the world they share.

    The world drawn for all is that of the first variant.
    """

    experiment: Experiment
    variants: Sequence[Agency]

    @property
    def agency(self) -> Agency:
        return self.variants[0]

    @property
    def plans(self) -> tuple[Plan, ...]:
        return self.experiment.setting.plans

    @property
    def compiled(self) -> bool:
        return self.experiment.setting.compiled

    def world(self, replication: int) -> World:
        return replace(self.experiment.setting, agency=self.agency).world(replication)

    def outcome(self, plan: int, world: World, *, replication: int) -> _Result:
        """Run every plan of a variant; what `outcomes_of` calls a plan's number is its row."""
        variant = self.variants[plan]
        setting = replace(self.experiment.setting, agency=variant)
        if not same_chance(variant, self.agency):
            world = setting.world(replication)
        values = np.empty((len(self.experiment.quantities), len(setting.plans)))
        for column in range(len(setting.plans)):
            run = setting.run(column, world)
            values[:, column] = [quantity.of(run) for quantity in self.experiment.quantities]
        return _Result(replication, plan, values)


def experiment_of(  # noqa: PLR0913 (each argument is a question of its own)
    agency: Agency,
    plans: Sequence[Plan],
    quantities: Sequence[Quantity],
    *,
    years: float = YEARS,
    replications: int = 5,
    seed: int = 0,
    clock: Clock = "auto",
    n_jobs: int = 1,
    progress: Progress | bool | None = None,
) -> Experiment:
    """Return an experiment after checking every argument; these are the defaults of every analysis.

    Raises
    ------
    InputError
        With every fault of the plans and of the arguments.
    """
    whole: dict[str, Any] = {"replications": replications, "seed": seed, "n_jobs": n_jobs}
    months = checked_months(agency, plans, years=years, **whole)
    return Experiment(
        setting=Setting(agency=agency, plans=tuple(plans), months=months, seed=seed, clock=clock),
        quantities=tuple(quantities),
        replications=replications,
        n_jobs=n_jobs,
        progress=progress,
    )
