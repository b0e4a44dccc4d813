"""A study: what several plans did on the same worlds, as tables, verdicts, a card and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from staffing_sim.errors import Fault
from staffing_sim.intervals import mean_interval, percentile
from staffing_sim.measures import MEASURES
from staffing_sim.plan import Plan
from staffing_sim.study.following import Following
from staffing_sim.study.paired import paired_table
from staffing_sim.study.planning import Planning
from staffing_sim.study.precision import Precision, precision_table
from staffing_sim.study.promises import Promises
from staffing_sim.study.verdicts import verdict
from staffing_sim.study.words import HEADLINES, rows_of
from staffing_sim.timeline import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Study"]

_Key = tuple[str, str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Study(Planning, Promises, Following):
    """What several plans did, each on the same worlds; the first plan is the baseline.

    Made by `compare`. Shown in a notebook it is a card: how many runs, one table with intervals,
    verdicts in words.

    Attributes
    ----------
    agency, plans
        What was compared.
    outcomes
        One per plan and replication, replication by replication.
    horizon
        Months simulated.
    seed
        The seed of the whole study; world *r* was drawn from (seed, r).
    wanted
        Replications asked for; fewer are finished if the study was interrupted.
    own_functions
        The names of the user's own processes and hooks that were at work; no file can hold them.
    until
        The precision at which replications were to stop, if one was given.
    """

    def measures(self) -> pd.DataFrame:
        """Return every measure of every run: plan, replication, measure, role, unit, value."""
        rows = [
            (plan, replication, *key, self.unit_of(key), value)
            for row, plan in enumerate(self.names)
            for key, values in self.measured.items()
            for replication, value in enumerate(values[row])
        ]
        columns = ["plan", "replication", "measure", "role", "unit", "value"]
        return self._signed(pd.DataFrame(rows, columns=columns))

    def summary(self) -> pd.DataFrame:
        """Return each plan's measures with what is known about them.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, role, unit, mean, low and high (95 % t-interval of the mean,
            cut off at 0 and, for shares, at 1), p10 and p90 (spread between replications), runs
            (replications with a number). The interval and the spread are NaN with one replication.
        """
        rows = []
        for row, plan in enumerate(self.names):
            for key, values in self.measured.items():
                found = mean_interval(values[row]).within(0.0, MEASURES[key[0]].most)
                spread = (percentile(values[row], 0.1), percentile(values[row], 0.9))
                rows.append((plan, *key, self.unit_of(key), *found[:3], *spread, found.runs))
        columns = ["plan", "measure", "role", "unit", "mean", "low", "high", "p10", "p90", "runs"]
        return self._signed(pd.DataFrame(rows, columns=columns))

    def differences(self, baseline: str | None = None) -> pd.DataFrame:
        """Return how each other plan differs from a baseline, pair by pair on the same worlds.

        Parameters
        ----------
        baseline
            A plan's name; the first plan where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, baseline, measure, role, unit, difference (plan less baseline), low and
            high (95 % paired t-interval, each comparison by itself), family_low and family_high
            (with these, 95 % that the intervals of all plans hold; Bonferroni), p_adjusted (no
            difference; Holm's, over the plans), chance_better (share of replications in which the
            plan did better, ties half; NaN where neither direction is better), variance_reduction
            (independent pairs of runs that one pair on the same world is worth), relevant (the
            smallest difference that matters; NaN where none is declared), runs.

            The plans are one family within each measure. Two plans are no family: then both
            intervals are the same.

        Raises
        ------
        InputError
            If no plan has that name.
        """
        against = self._row_of(self.names[0] if baseline is None else baseline)
        others = [row for row in range(len(self.plans)) if row != against]
        pairs = {
            key: (values[others], values[[against] * len(others)])
            for key, values in self.measured.items()
        }
        plans = [self.names[row] for row in others]
        table = paired_table(
            self, pairs, plans=plans, baselines=[self.names[against]] * len(others)
        )
        return self._signed(table)

    def verdicts(self, baseline: str | None = None) -> tuple[str, ...]:
        """Return the headline differences as sentences; chance is told from difference."""
        return tuple(verdict(row) for row in rows_of(self.headlines(self.differences(baseline))))

    def precision(self, until: Precision | None = None) -> pd.DataFrame:
        """Return how precise each difference that counts is, and how precise it is to be.

        Parameters
        ----------
        until
            What is wanted; that of the study, or the smallest differences that matter, where not
            given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, role, unit, half_width (of the 95 % interval for all plans
            together), assured_half_width (with an upper limit of the standard deviation, which
            must not be above wanted), wanted, reached, runs. Differences that are undefined in more
            than half of the replications are left out.
        """
        return precision_table(self, until or self.until or Precision())

    def headlines(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the headline rows of a summary or of differences, plan by plan.

        Caseloads and shares over a cap are those of the role that hires join.
        """
        ranks = {(name, self.role_of(name)): rank for rank, name in enumerate(HEADLINES)}
        keys = list(zip(table["measure"], table["role"], strict=True))
        rank = pd.Series([ranks.get(key, -1) for key in keys], index=table.index)
        order = pd.DataFrame({"plan": table["plan"].map(self.names.index), "rank": rank})
        chosen = order[order["rank"] >= 0].sort_values(["plan", "rank"], kind="stable").index
        return table.loc[chosen].reset_index(drop=True)

    def role_of(self, measure: str) -> str:
        """Return the role under which a measure is a headline."""
        by_hiring_role = measure in {"caseload", "share_over_cap"}
        return self.agency.workforce.hiring_role if by_hiring_role else "all"

    def beside_null(self, **running: Any) -> pd.DataFrame:
        """Return the headline differences beside those of the null model.

        Runs every plan again on the same worlds with compressibility and burnout at zero. What is
        left of a difference there does not rest on these two assumptions.

        Parameters
        ----------
        **running
            How to run it, as in `compare` (``clock``, ``progress`` ...).

        Returns
        -------
        pandas.DataFrame
            Columns plan, baseline, measure, role, unit, difference, low, high, verdict, and
            null_difference, null_low, null_high, null_verdict.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> plans = [ss.Plan("As is"), ss.Plan("Five", hires=ss.Hires.once(5, kind="net"))]
        >>> study = ss.compare(office, plans, years=0.5, clock="simpy", progress=False)
        >>> found = study.beside_null(clock="simpy", progress=False).set_index("measure")
        >>> bool(found.loc["caseload", "difference"] < 0)
        True
        """
        from staffing_sim.study.null_model import null_table
        from staffing_sim.study.runs import compare

        settings: dict[str, Any] = {
            "years": self.horizon / MONTHS_PER_YEAR,
            "replications": self.replications,
            "seed": self.seed,
        }
        null_study = compare(self.agency, self.plans, null=True, **settings, **running)
        return null_table(self, null_study)

    def plot(self, name: str = "unseen_children", **options: Any) -> Axes:
        """Return a chart of this study; see `staffing_sim.study.pictures` for the names.

        Parameters
        ----------
        name
            A chart (``"unseen_children"``, ``"staff"``, ``"cap"`` ...) or any measure with a month
            column.
        **options
            ``role``, ``ax`` and the chart's own.
        """
        from staffing_sim.study.pictures import draw

        return draw(self, name, **options)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write tables, charts and everything needed to rerun; return the paths.

        The same study gives the same bytes.
        """
        from staffing_sim.study.saving import save

        return save(self, Path(directory))

    def to_excel(self, path: str | Path) -> Path:
        """Write one Excel workbook: what was asked, the tables, their sources and definitions.

        Cells are numbers with formats, never formulas. The same study gives the same bytes.

        Parameters
        ----------
        path
            A file that ends in ``.xlsx``; replaced if there is one.

        Raises
        ------
        InputError
            If the library that writes it, the extra ``excel``, is not installed, or the file cannot
            be written.

        Examples
        --------
        >>> import tempfile
        >>> import staffing_sim as ss
        >>> study = ss.compare(ss.load_agency("small-office"), ss.Plan("As is"), years=0.25)
        >>> with tempfile.TemporaryDirectory() as home:
        ...     study.to_excel(f"{home}/as-is.xlsx").name
        'as-is.xlsx'
        """
        from staffing_sim.study.workbook import write_workbook

        return write_workbook(self, Path(path))

    @cached_property
    def measured(self) -> dict[_Key, np.ndarray[Any, np.dtype[np.float64]]]:
        """Each measure by (measure, role): one row per plan and one column per replication."""
        keys = list(self.outcomes[0].measures)
        count = len(self.plans)
        table = {
            key: np.array([outcome.measures[key] for outcome in self.outcomes]) for key in keys
        }
        return {key: values.reshape(-1, count).T for key, values in table.items()}

    def unit_of(self, key: _Key) -> str:
        """Return the unit of a measure by (measure, role); money is in the agency's currency."""
        unit = MEASURES[key[0]].unit
        return self.agency.costs.currency if unit == "money" else unit

    def __repr__(self) -> str:
        from staffing_sim.study.card import text_card

        return text_card(self)

    def _repr_html_(self) -> str:
        """Return the card for a notebook."""
        from staffing_sim.study.card import html_card

        return html_card(self)


def plan_faults(plans: Sequence[Plan]) -> list[Fault]:
    """Return what is wrong with a list of plans as a list."""
    names = [plan.name for plan in plans]
    if not names:
        return [Fault(key="plans", problem="is empty", remedy="Give at least one plan.")]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    remedy = "Give every plan a name of its own."
    return [
        Fault(key=f"plans.{name}", problem="stands more than once", remedy=remedy) for name in twice
    ]
