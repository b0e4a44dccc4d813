"""Parameter sets: plans compared under several plausible descriptions of an agency.

More replications reduce the error due to chance. They do not show which description is right; so
plans are compared under each of them, and the value of information says what it would be worth to
know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, wrong
from staffing_sim.intervals import mean_interval
from staffing_sim.need.stability import limit_text, roles_above_limit
from staffing_sim.plan import Plan
from staffing_sim.sensitivity.variants import (
    TOTAL_COST,
    YEARS,
    Experiment,
    Floats,
    chosen,
    experiment_of,
    quantities_of,
    total_cost,
)
from staffing_sim.study.files import chart_files, make_directory, table_file
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Sets = Mapping[str, Agency] | Iterable[Agency]

SPARE_SETS: Final = 10
"""Sets beyond the count of numbers that a regression over the sets must have."""

SET_COLUMNS: Final = {
    "measure": "what was measured",
    "role": "for whom",
    "label": "both in words",
    "unit": "its unit",
    "plan": "the plan",
    "baseline": "the first plan, with which it is compared",
    "difference": "mean of the sets' mean differences",
    "chance_low": "10th percentile of runs within a set (chance alone), centred on the mean",
    "chance_high": "90th percentile of these",
    "sets_low": "10th percentile of the sets' mean differences",
    "sets_median": "median of these",
    "sets_high": "90th percentile of these",
    "sets_low_95": "2.5th percentile of these",
    "sets_high_95": "97.5th percentile of these",
    "both_low": "10th percentile of all runs of all sets",
    "both_high": "90th percentile of these",
    "sets_share": "share of the variance of a run's difference that lies between the sets",
    "sets_better": "share of the sets in which the plan is better than the baseline",
    "sets": "how many sets",
    "runs": "replications of each",
}
"""The columns of the table of plans compared under several sets."""

DRIVER_COLUMNS: Final = {
    "number": "the free number",
    "low": "its 5th percentile over the sets",
    "high": "its 95th percentile over the sets",
    "effect": "change of the plan's difference as it goes from low to high, the others held",
    "error": "standard error of that",
    "share": "share of the variance between sets that is lost when it is left out",
}
"""The columns of the table of what drives a plan's difference between sets."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SetComparison:
    """Plans compared under several parameter sets, each with replications.

    Attributes
    ----------
    experiment
        What was run for the first set.
    names
        The names of the sets.
    values
        Shape (sets, quantities, plans, replications).
    left_out
        Sets that were not run, each with the stability limits it exceeds, in words.
    """

    experiment: Experiment
    names: tuple[str, ...]
    values: Floats
    left_out: Mapping[str, str]

    def sets(self) -> pd.DataFrame:
        """Return each set's own differences: set, measure, plan, difference, low, high, runs."""
        rows = []
        for number, quantity in enumerate(self.experiment.quantities):
            for row, plan in self._others():
                for name, gaps in zip(self.names, self._gaps(number, row), strict=True):
                    place = (name, quantity.name, quantity.role, quantity.unit, plan.name)
                    rows.append((*place, *mean_interval(gaps)))
        columns = ["set", "measure", "role", "unit", "plan", "difference", "low", "high", "runs"]
        return self._signed(pd.DataFrame(rows, columns=columns))

    def table(self) -> pd.DataFrame:
        """Return each difference and its spread within and between sets; see `SET_COLUMNS`."""
        rows = []
        for number, quantity in enumerate(self.experiment.quantities):
            for row, plan in self._others():
                gaps = self._gaps(number, row)
                place = {"plan": plan.name, "baseline": self.experiment.setting.plans[0].name}
                rows.append(quantity.about | place | spread(gaps, quantity.better))
        return self._signed(pd.DataFrame(rows, columns=list(SET_COLUMNS)))

    def orders(self, measure: str | None = None) -> pd.DataFrame:
        """Return how often plans keep their order: one row for each two plans.

        Parameters
        ----------
        measure
            One that was compared; the first where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, beside, difference (median over the sets of the first less the second)
            and same_sign (share of the sets in which their difference has the sign of the median).
        """
        means = self.values[:, self._row_of(measure)].mean(axis=-1)
        names = [plan.name for plan in self.experiment.setting.plans]
        rows = []
        for second, beside in enumerate(names):
            for first, plan in enumerate(names[second + 1 :], start=second + 1):
                gaps = means[:, first] - means[:, second]
                middle = float(np.median(gaps))
                rows.append((plan, beside, middle, float(np.mean(gaps * middle > 0.0))))
        columns = ["plan", "beside", "difference", "same_sign"]
        return self._signed(pd.DataFrame(rows, columns=columns))

    def drivers(
        self, numbers: pd.DataFrame, *, plan: str, measure: str | None = None
    ) -> pd.DataFrame:
        """Return which numbers make a plan's difference larger or smaller from set to set.

        An ordinary least-squares regression over the sets. The sets are what figures have left, so
        their numbers are not independent; shares of the variance need not add up.

        Parameters
        ----------
        numbers
            The free numbers of each set, a row a set in their order, a column each: for a preset
            the ``numbers`` of `staffing_sim.load_fits`.
        plan
            The plan whose difference from the first is explained.
        measure
            One that was compared; the first where not given.

        Returns
        -------
        pandas.DataFrame
            See `DRIVER_COLUMNS`, the largest effect first; `staffing_sim.charts.drivers` draws it.
            ``attrs["explained"]`` is the share of the variance between the sets that all numbers
            explain together.

        Raises
        ------
        InputError
            If there are not at least ten sets more than numbers, or the plan was not compared.
        """
        if not self.explains(numbers):
            problem = (
                f"are {numbers.shape[1]} of {numbers.shape[0]} sets; {len(self.names)} were run"
            )
            remedy = f"Give a row for each set, and at least {SPARE_SETS} more sets than numbers."
            raise wrong("numbers", problem, remedy)
        others = {each.name: row for row, each in self._others()}
        name = chosen("plan", plan, list(others))
        gaps = self._gaps(self._row_of(measure), others[name]).mean(axis=-1)
        table, explained = _regression(numbers, gaps)
        found = self._signed(table)
        quantity = self.experiment.quantities[self._row_of(measure)]
        found.attrs |= {
            "explained": explained,
            "label": quantity.label,
            "unit": quantity.unit,
            "plan": name,
            "baseline": self.experiment.setting.plans[0].name,
        }
        return found

    def explains(self, numbers: pd.DataFrame) -> bool:
        """Return whether there are enough sets for a regression on these numbers."""
        rows, columns = numbers.shape
        return rows == len(self.names) >= columns + SPARE_SETS

    def value_of_information(self, measure: str = TOTAL_COST) -> pd.DataFrame:
        """Return what it would be worth to know which set is true before choosing a plan.

        The sets are taken as equally likely. With few replications the value is somewhat too high,
        because chance alone can make a plan look best in a set.

        Parameters
        ----------
        measure
            What is at stake: a cost among what was compared (give `compare_sets` prices).

        Returns
        -------
        pandas.DataFrame
            Columns plan, mean (over the sets), best_in (share of the sets in which it is best) and
            regret (mean loss, against the plan that is best in each set). The smallest regret is
            the expected value of perfect information.

        Raises
        ------
        InputError
            If that was not compared, or has no better direction.
        """
        row = self._row_of(measure)
        quantity = self.experiment.quantities[row]
        means = self.values[:, row].mean(axis=-1)
        costs = means if quantity.better == "lower" else -means
        best = costs.min(axis=1)
        table = pd.DataFrame(
            {
                "plan": [plan.name for plan in self.experiment.setting.plans],
                "mean": means.mean(axis=0),
                "best_in": np.bincount(costs.argmin(axis=1), minlength=costs.shape[1]) / len(costs),
                "regret": (costs - best[:, None]).mean(axis=0),
            }
        )
        found = self._signed(table.sort_values("regret", kind="stable", ignore_index=True))
        found.attrs["unit"] = quantity.unit
        return found

    def plot(self, measure: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Return the chart of one measure; the first where not given."""
        from staffing_sim.charts import parameter_sets as draw

        name = self.experiment.quantities[self._row_of(measure)].name
        table, points = self.table(), self.sets()
        return draw(table[table["measure"] == name], points[points["measure"] == name], ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write tables and charts, the value of information too where harm has a price."""
        folder = Path(directory)
        make_directory(folder)
        paths = [
            table_file(self.table(), folder / "parameter_sets.csv"),
            table_file(self.sets(), folder / "sets.csv"),
        ]
        for quantity in self.experiment.quantities:
            paths += chart_files(
                self.plot(quantity.name), folder / f"parameter_sets_{quantity.name}"
            )
        if self.priced:
            from staffing_sim.charts import information as draw

            worth = self.value_of_information()
            paths.append(table_file(worth, folder / "information.csv"))
            paths += chart_files(draw(worth), folder / "information")
        return tuple(paths)

    @property
    def priced(self) -> bool:
        """Whether harm was given a price, so that there is a total cost to lose."""
        return any(quantity.name == TOTAL_COST for quantity in self.experiment.quantities)

    def _others(self) -> list[tuple[int, Plan]]:
        return list(enumerate(self.experiment.setting.plans))[1:]

    def _gaps(self, quantity: int, plan: int) -> Floats:
        """Return a plan's differences from the first, shape (sets, replications)."""
        gaps: Floats = self.values[:, quantity, plan] - self.values[:, quantity, 0]
        return gaps

    def _row_of(self, measure: str | None) -> int:
        names = [quantity.name for quantity in self.experiment.quantities]
        remedy = "Give compare_sets prices for a total cost."
        return names.index(chosen("measure", measure, names, remedy=remedy))

    def _signed(self, table: pd.DataFrame) -> pd.DataFrame:
        table.attrs = {**self.experiment.signature(), "sets": len(self.names)}
        return table

    def _repr_html_(self) -> str:
        """Return the table for a notebook."""
        return self.table().to_html(index=False, float_format="{:,.4g}".format)


def spread(gaps: Floats, better: str | None) -> dict[str, Any]:
    """Return the figures of one difference from its runs, shape (sets, replications)."""
    means = gaps.mean(axis=1)
    within = gaps - means[:, None]
    runs = gaps.shape[1]
    chance = float((within**2).sum() / (len(gaps) * (runs - 1))) if runs > 1 else np.nan
    between = max(0.0, float(means.var(ddof=1)) - chance / runs) if len(gaps) > 1 else np.nan
    total = chance + between
    middle = float(means.mean())
    # Deviations from a mean of n are too small by (n - 1) / n.
    widened = middle + within * (np.sqrt(runs / (runs - 1)) if runs > 1 else np.nan)
    gains = {"lower": means < 0.0, "higher": means > 0.0}.get(better or "")
    pairs = {"chance": widened, "sets": means, "both": gaps}
    ends = {
        f"{name}_{end}": float(np.quantile(values, share))
        for name, values in pairs.items()
        for end, share in (("low", 0.1), ("high", 0.9))
    }
    median, low, high = (float(np.quantile(means, share)) for share in (0.5, 0.025, 0.975))
    return ends | {
        "difference": middle,
        "sets_median": median,
        "sets_low_95": low,
        "sets_high_95": high,
        "sets_share": between / total if total > 0.0 else np.nan,
        "sets_better": np.nan if gains is None else float(gains.mean()),
        "sets": len(gaps),
        "runs": runs,
    }


def _regression(numbers: pd.DataFrame, effects: Floats) -> tuple[pd.DataFrame, float]:
    """Regress effects on numbers; return the table of drivers and the share explained."""
    values = numbers.to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(values)), values - values.mean(axis=0)])
    moved = values.std(axis=0) > 0.0
    kept = np.flatnonzero(np.concatenate([[True], moved]))
    inverse = np.linalg.pinv(design[:, kept].T @ design[:, kept])
    slopes = inverse @ design[:, kept].T @ effects
    residual = effects - design[:, kept] @ slopes
    variance = float(residual @ residual) / (len(effects) - len(kept))
    total = float(((effects - effects.mean()) ** 2).sum())
    low, high = np.quantile(values, (0.05, 0.95), axis=0)
    errors = np.sqrt(variance * np.diag(inverse))
    rows = []
    for place, column in enumerate(kept[1:] - 1, start=1):
        span = float(high[column] - low[column])
        lost = slopes[place] ** 2 / inverse[place, place]
        rows.append(
            {
                "number": str(numbers.columns[column]),
                "low": float(low[column]),
                "high": float(high[column]),
                "effect": float(slopes[place]) * span,
                "error": float(errors[place]) * span,
                "share": float(lost) / total if total > 0.0 else np.nan,
            }
        )
    table = pd.DataFrame(rows, columns=list(DRIVER_COLUMNS))
    order = table["effect"].abs().sort_values(ascending=False, kind="stable").index
    explained = 1.0 - float(residual @ residual) / total if total > 0.0 else np.nan
    return table.loc[order].reset_index(drop=True), explained


def _above_limits(agency: Agency) -> str:
    """Return which stability limits a description is above, in words; nothing where none."""
    above = [
        f"of {role} ({limit_text(limit)})".replace("_", " ")
        for role, limit in roles_above_limit(agency).items()
    ]
    return f"above the stability limit {' and '.join(above)}" if above else ""


def compare_sets(
    sets: Sets,
    plans: Iterable[Plan],
    *,
    measure: str | Iterable[str] = "unseen_children",
    prices: Mapping[str, float] | None = None,
    **running: Any,
) -> SetComparison:
    """Compare plans under several descriptions of an agency, each on worlds of the same seeds.

    Descriptions above the stability limit of a role are left out: even without a plan they drift.

    Parameters
    ----------
    sets
        Agencies by name, or in order: `staffing_sim.load_fits`, or your own.
    plans
        The first is the baseline.
    measure
        One measure or several.
    prices
        Money by measure, for the measure ``total_cost`` (`total_cost` says in which unit).
    **running
        ``years``, ``replications`` (of each set; 5 where not given), ``seed``, ``clock``,
        ``n_jobs`` and ``progress``, as in `staffing_sim.compare`.

    Raises
    ------
    InputError
        With every fault of the arguments.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> plans = [ss.Plan("As is"), ss.Plan("Five", hires=ss.Hires.once(5, kind="net"))]
    >>> found = compare_sets([office, office.null()], plans, years=0.25, replications=2)
    >>> found.table()["sets"].tolist()
    [2]
    """
    named = dict(sets) if isinstance(sets, Mapping) else numbered(sets)
    if not named:
        raise wrong("sets", "is empty", "Give an agency or more.")
    given = tuple(plans)
    left_out = {name: above for name, each in named.items() if (above := _above_limits(each))}
    named = {name: each for name, each in named.items() if name not in left_out}
    if not named:
        remedy = "Give sets with less compressibility, or more hours on day 0."
        faults = [Fault(name, f"is {above}") for name, above in left_out.items()]
        raise InputError([*faults[:-1], replace(faults[-1], remedy=remedy)])
    first = next(iter(named.values()))
    quantities = list(quantities_of(first, measure))
    if prices is not None:
        months = round(running.get("years", YEARS) * MONTHS_PER_YEAR)
        quantities.append(total_cost(first, prices, months=months))
    experiment = experiment_of(first, given, quantities, **running)
    values = experiment.values(list(named.values()))
    return SetComparison(
        experiment=experiment, names=tuple(named), values=values, left_out=left_out
    )


def numbered(sets: Iterable[Agency]) -> dict[str, Agency]:
    """Return descriptions by name, numbered in order."""
    return {f"set {number}": each for number, each in enumerate(sets, start=1)}
