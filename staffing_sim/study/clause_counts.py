"""What a clause counted in a study's plans: tables, effects of its remedy, a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.frames.cost_months import price_of_overtime
from staffing_sim.plan import Clause
from staffing_sim.study.averages import averages, less_baseline
from staffing_sim.study.paired import paired_table
from staffing_sim.study.results import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COUNTS", "WITHOUT", "ClauseCounts"]

COUNTS: Final[dict[str, str]] = {
    "worker_months": "worker-months measured",
    "over": "over the limit: worker-months, or months of offices on average",
    "triggered": "of these, long enough to trigger",
    "entitled": "worker-months for which the remedy is owed",
    "entitled_share": "entitled / worker_months",
    "months": "months in which it is owed to anybody",
    "overtime_hours": "hours of overtime worked because of it",
    "moved": "children moved to a colleague because of it",
    "cost": "price of that overtime",
}
"""What a clause is counted by, over the horizon."""

WITHOUT: Final = "report"
"""The name of the runs in which the clause only counts."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ClauseCounts:
    """Counts of a clause in the runs of a study; the attributes are those of `Examination`."""

    clause: Clause
    without: Study
    remedied: Study | None

    def runs(self) -> pd.DataFrame:
        """Return what the clause counted in every run, by month and office.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, remedy (``"report"``, or the remedy in force), month, date,
            office, limit, workers (measured), over, triggered, entitled (owed the remedy in the
            next month), overtime_hours and moved (both because of the month before).
        """
        return self._runs.copy()

    def table(self, *, by: Sequence[str] = ("office",)) -> pd.DataFrame:
        """Return the counts over the horizon with 95 % intervals of their means.

        Parameters
        ----------
        by
            Keys to keep apart besides plan and remedy: ``"office"``, ``"month"``; none for totals.

        Returns
        -------
        pandas.DataFrame
            Columns plan, remedy, those of `by`, then each of `COUNTS` with ``_low`` and ``_high``
            (cut off where no true mean can lie), and runs.
        """
        found = averages(self._sums(by), by=("remedy", *by), values=tuple(COUNTS))
        most = {"entitled_share": 1.0, "months": float(self.without.horizon)}
        for name in COUNTS:
            ends = [f"{name}_low", f"{name}_high"]
            found[ends] = found[ends].clip(0.0, most.get(name, np.inf))
        return found

    def differences(self) -> pd.DataFrame:
        """Return each plan's counts less those of the first plan, paired, without the remedy."""
        sums = self._sums(())
        reported = sums[sums["remedy"] == WITHOUT]
        gaps = less_baseline(reported, self.without.names[0], by=(), values=tuple(COUNTS))
        return averages(gaps, by=(), values=tuple(COUNTS))

    def effects(self) -> pd.DataFrame:
        """Return what the remedy does to every measure of each plan: in force less not, paired.

        Returns
        -------
        pandas.DataFrame
            Columns as in `Study.differences`, each plan held against itself; empty for a
            clause that only reports.
        """
        if self.remedied is None:
            return self.without.differences().iloc[:0]
        pairs = {
            key: (values, self.without.measured[key])
            for key, values in self.remedied.measured.items()
        }
        names = self.without.names
        table = paired_table(self.without, pairs, plans=names, baselines=names)
        table.attrs = self.without.signature()
        return table

    def plot(self, *, remedy: str = WITHOUT, ax: Axes | None = None) -> Axes:
        """Return a chart of the workers owed the remedy as each month ends, a line per plan.

        Parameters
        ----------
        remedy
            ``"report"`` for the plans as they are; the clause's remedy for the runs in which it
            was in force.
        ax
            Where to draw; a figure of its own where not given.
        """
        from staffing_sim.charts import column

        rows = self._runs[self._runs["remedy"] == remedy]
        if rows.empty:
            cure = nearest(remedy, self._runs["remedy"].unique())
            raise InputError([Fault(key="remedy", problem=f"was not run: '{remedy}'", remedy=cure)])
        title = fill(f"Workers owed a remedy: {self.clause.wording}", 68)
        unit = "workers, at the month end"
        return column(rows, "entitled", title=title, unit=unit, at_month_end=True, ax=ax)

    @cached_property
    def _runs(self) -> pd.DataFrame:
        parts = [_counts(self.without, WITHOUT)]
        if self.remedied is not None:
            parts.append(_counts(self.remedied, self.clause.remedy))
        frame = pd.concat(parts, ignore_index=True)
        kinds = list(dict.fromkeys((WITHOUT, self.clause.remedy)))
        frame["remedy"] = pd.Categorical(frame["remedy"], kinds, ordered=True)
        frame.attrs = self.without.signature()
        return frame

    def _sums(self, by: Sequence[str]) -> pd.DataFrame:
        """Return the counts of every run over the horizon."""
        keys = ["plan", "remedy", "replication", *by]
        counted = ["workers", "over", "triggered", "entitled", "overtime_hours", "moved"]
        grouped = self._runs.groupby(keys, observed=True)
        sums = grouped[counted].sum().rename(columns={"workers": "worker_months"})
        any_owed = self._runs[self._runs["entitled"] > 0].groupby(keys, observed=True)
        sums["months"] = any_owed["month"].nunique().reindex(sums.index, fill_value=0)
        sums["entitled_share"] = sums["entitled"] / sums["worker_months"].replace(0.0, np.nan)
        sums["cost"] = sums["overtime_hours"] * price_of_overtime(self.without.agency.costs)
        table = sums.reset_index()
        table.attrs = dict(self._runs.attrs)
        return table


def _counts(study: Study, remedy: str) -> pd.DataFrame:
    """Return what the last clause of each plan counted."""
    frame = study.clauses()
    last: dict[str, Any] = {plan.name: len(plan.clauses) - 1 for plan in study.plans}
    rows = frame[frame["clause"] == frame["plan"].astype(str).map(last)]
    chosen = rows.drop(columns=["clause", "role", "exempt"]).reset_index(drop=True)
    chosen.insert(2, "remedy", remedy)
    return chosen
