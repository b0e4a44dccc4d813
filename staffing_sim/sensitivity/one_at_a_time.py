"""The tornado: each assumption moved to the ends of its range, one at a time, on the same worlds.

What matters to a decision is rarely a plan's own figure, which almost every assumption moves, but
the difference between two plans. The table holds both, and by how much the assumption changes each,
paired world by world with the agency as described.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.intervals import mean_interval
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.assumptions import (
    Asked,
    Assumption,
    assumptions_of,
    at_value,
    left_out_sentence,
)
from staffing_sim.sensitivity.variants import (
    Experiment,
    Floats,
    chosen,
    experiment_of,
    quantities_of,
    size_text,
)
from staffing_sim.study.figures import rows_of
from staffing_sim.study.files import chart_files, make_directory, table_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TORNADO_COLUMNS: Final = {
    "measure": "what was measured",
    "role": "for whom",
    "label": "both in words",
    "unit": "its unit",
    "what": "level of a plan, or difference from the first plan",
    "plan": "the plan",
    "baseline": "the first plan, for a difference",
    "key": "the assumption's key in the ledger",
    "assumption": "its name",
    "assumption_unit": "its unit",
    "described": "its value in the agency as described",
    "rebases": "whether durations stay as observed and work at full service is derived again",
    "left_out": "which values of its range are left out; empty where none are",
    "end": "low or high end of its range",
    "value": "its value there",
    "mean": "the level or difference with the assumption there",
    "low": "lower end of the 95 % interval of that",
    "high": "upper end of it",
    "as_described": "the level or difference in the agency as described",
    "change": "mean less as_described",
    "change_low": "lower end of its paired 95 % interval",
    "change_high": "upper end of it",
    "runs": "replications in which it is defined",
}
"""The columns of a tornado's table."""

ENDS: Final = ("low", "high")


@dataclass(frozen=True, eq=False, kw_only=True)
class Tornado:
    """What each assumption does to plans and to the differences between them.

    Attributes
    ----------
    experiment
        What was run.
    assumptions
        What was moved.
    table
        A row per measure, plan, level or difference, assumption and end; see `TORNADO_COLUMNS`.
    """

    experiment: Experiment
    assumptions: tuple[Assumption, ...]
    table: pd.DataFrame

    def rows(
        self, *, measure: str | None = None, plan: str | None = None, what: str = "difference"
    ) -> pd.DataFrame:
        """Return the rows of one measure and plan, the assumption that moves it most first.

        Parameters
        ----------
        measure
            The first one where not given.
        plan
            The second plan where not given (the only one, for a single plan).
        what
            ``"difference"`` from the first plan, or the ``"level"`` of a plan.

        Raises
        ------
        InputError
            If a name is unknown.
        """
        names = [quantity.name for quantity in self.experiment.quantities]
        plans = [each.name for each in self.experiment.setting.plans]
        wanted = {
            "measure": chosen("measure", measure, names),
            "plan": chosen("plan", plan, plans, default=min(1, len(plans) - 1)),
            "what": chosen("what", what if len(plans) > 1 else "level", ["difference", "level"]),
        }
        rows = self.table
        for column, name in wanted.items():
            rows = rows[rows[column] == name]
        swing = rows.groupby("key", sort=False)["change"].transform(lambda part: part.abs().max())
        order = swing.sort_values(ascending=False, kind="stable").index
        return rows.loc[order].reset_index(drop=True)

    def sentences(self, *, measure: str | None = None, plan: str | None = None) -> tuple[str, ...]:
        """Return what each assumption does to a difference in words, the strongest first."""
        rows = self.rows(measure=measure, plan=plan)
        return tuple(moved_sentence(rows_of(pair)) for _, pair in rows.groupby("key", sort=False))

    def plot(self, *, ax: Axes | None = None, **which: Any) -> Axes:
        """Return the chart of one measure and plan; arguments as in `rows`."""
        from staffing_sim.charts import tornado as draw

        return draw(self.rows(**which), ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the table, and a chart of each measure for each plan; return the paths."""
        folder = Path(directory)
        make_directory(folder)
        paths = [table_file(self.table, folder / "tornado.csv")]
        for quantity in self.experiment.quantities:
            for number, plan in enumerate(self.experiment.setting.plans[1:], start=1):
                stem = folder / f"tornado_{quantity.name}_{number}"
                paths += chart_files(self.plot(measure=quantity.name, plan=plan.name), stem)
        return tuple(paths)

    def __repr__(self) -> str:
        return "\n".join(self.sentences())

    def _repr_html_(self) -> str:
        """Return the strongest rows as a table for a notebook."""
        columns = ["assumption", "rebases", "end", "value", "mean", "low", "high", "change"]
        return self.rows()[columns].to_html(index=False, float_format="{:,.4g}".format)


def tornado(
    agency: Agency,
    plans: Iterable[Plan],
    *,
    measure: str | Iterable[str] = "unseen_children",
    role: str | None = None,
    assumptions: Asked | None = None,
    **running: Any,
) -> Tornado:
    """Move each assumption to both ends of its range, one at a time, and run every plan again.

    Parameters
    ----------
    agency, plans
        What to compare; differences are from the first plan.
    measure, role
        One measure or several, and for which role (`staffing_sim.list_measures`).
    assumptions
        Keys of the ledger, or ``{key: (low, high)}``; the disputed ones where not given.
    **running
        ``years``, ``replications`` (5 where not given), ``seed``,
        ``clock``, ``n_jobs`` and ``progress``, as in `staffing_sim.compare`.

    Raises
    ------
    InputError
        With every fault of the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> plans = [ss.Plan("As is"), ss.Plan("Five", hires=ss.Hires.once(5, kind="net"))]
    >>> found = tornado(
    ...     ss.load_agency("small-office"),
    ...     plans,
    ...     measure="cost",
    ...     assumptions=["costs.worker_year"],
    ...     years=0.5,
    ...     replications=2,
    ... )
    >>> found.rows()[["assumption", "end"]].to_numpy().tolist()
    [['costs.worker_year', 'low'], ['costs.worker_year', 'high']]
    """
    found = assumptions_of(agency, assumptions)
    quantities = quantities_of(agency, measure, role=role)
    experiment = experiment_of(agency, tuple(plans), quantities, **running)
    variants = [agency, *(each.at(agency, getattr(each, end)) for each in found for end in ENDS)]
    values = experiment.values(variants)
    return Tornado(
        experiment=experiment, assumptions=found, table=_table(experiment, found, values)
    )


def _table(experiment: Experiment, found: Sequence[Assumption], values: Floats) -> pd.DataFrame:
    """Return the table from values of shape (variants, quantities, plans, replications)."""
    rows: list[dict[str, Any]] = []
    for number, quantity in enumerate(experiment.quantities):
        for place, series in _levels_and_differences(experiment.setting.plans, values[:, number]):
            rows += _rows_of(found, series, quantity.about | place)
    table = pd.DataFrame(rows, columns=list(TORNADO_COLUMNS))
    table.attrs = experiment.signature()
    return table


def _levels_and_differences(
    plans: Sequence[Plan], values: Floats
) -> Iterator[tuple[dict[str, str], Floats]]:
    """Yield each plan's level and its difference from the first, shape (variants, worlds)."""
    for row, plan in enumerate(plans):
        place = {"plan": plan.name, "baseline": ""}
        yield place | {"what": "level"}, values[:, row]
        if row:
            place["baseline"] = plans[0].name
            yield place | {"what": "difference"}, values[:, row] - values[:, 0]


def _rows_of(
    found: Sequence[Assumption], series: Floats, about: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield a row per assumption and end; the first variant is the agency as described."""
    described = series[0]
    for row, assumption in enumerate(found):
        for turn, end in enumerate(ENDS):
            there = series[1 + len(ENDS) * row + turn]
            mean, change = mean_interval(there), mean_interval(there - described)
            yield {
                **about,
                **assumption.about,
                "rebases": assumption.rebases,
                "end": end,
                "value": getattr(assumption, end),
                "mean": mean.mean,
                "low": mean.low,
                "high": mean.high,
                "as_described": mean_interval(described).mean,
                "change": change.mean,
                "change_low": change.low,
                "change_high": change.high,
                "runs": mean.runs,
            }


def moved_sentence(ends: Sequence[Mapping[str, Any]]) -> str:
    """Return what one assumption does to a difference, from its two rows in a tornado's table.

    Examples
    --------
    >>> row = {"assumption": "Burnout", "assumption_unit": "", "unit": "children a month"}
    >>> row |= {"rebases": True, "left_out": ""}
    >>> row |= {"as_described": -800.0, "change": -20.0, "change_low": -40, "change_high": 5}
    >>> low = row | {"end": "low", "value": 0.0, "mean": -820.0}
    >>> high = row | {"end": "high", "value": 0.4, "mean": -740.0, "change_low": 40}
    >>> print(moved_sentence([low, high | {"change": 60.0, "change_high": 80.0}]))
    Burnout (re-based) from 0 to 0.4: the difference goes from -820 (no clear change) to -740
    children a month.
    """
    first = ends[0]
    unit = first["assumption_unit"]
    span = f"{at_value(ends[0]['value'], '')} to {at_value(ends[1]['value'], unit)}"
    subject = f"{first['assumption']}{' (re-based)' if first['rebases'] else ''} from {span}"
    beside = left_out_sentence(first)
    if any(math.isnan(end["change"]) for end in ends):
        return f"{subject}: undefined within this horizon.{beside}"
    widest = max(abs(end["mean"]) for end in ends)
    low, high = (size_text(end["mean"], first["unit"], like=widest) for end in ends)
    low = low.removesuffix(f" {first['unit']}").removesuffix(" percentage points")
    low, high = f"{low}{_unclear(ends[0])}", f"{high}{_unclear(ends[1])}"
    return f"{subject}: the difference goes from {low} to {high}.{beside}"


def _unclear(end: Mapping[str, Any]) -> str:
    """Say so where chance alone could have moved it."""
    if end["change_low"] == end["change_high"] == 0.0:
        return " (no change)"
    return " (no clear change)" if end["change_low"] <= 0.0 <= end["change_high"] else ""
