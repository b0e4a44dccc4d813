"""Measures of plans: summary, paired differences, headlines, and how precisely they are known."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.intervals import mean_interval, percentile
from staffing_sim.measures import MEASURES
from staffing_sim.study.figures import HEADLINES, headline_role
from staffing_sim.study.run import Precision, spread_limit
from staffing_sim.study.tables.averages import paired_table
from staffing_sim.study.tables.caps import compared
from staffing_sim.study.tables.runs import Replicated

_Key = tuple[str, str]


class Measures(Replicated):
    """Every measure of every plan, and how plans differ; mixed into `Study`."""

    def measures(self) -> pd.DataFrame:
        """Return every measure of every run.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, measure, role, unit, value.
        """
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
            (replications in which it is defined). The interval and the spread are NaN with one
            replication.
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
            plan did better, ties half; NaN where neither direction is better), chance_low and
            chance_high (its 95 % Wilson interval), variance_reduction (independent pairs of runs
            that one pair on the same world is worth), relevant (the smallest difference that
            matters; NaN where none is declared), runs.

            The plans are one family within each measure. Two plans are no family: then both
            intervals are the same. Shares of workers over unlike caps are not compared: NaN.

        Raises
        ------
        InputError
            If no plan has that name.
        """
        against = self._row_of(self.names[0] if baseline is None else baseline)
        if against not in self._differences:
            self._differences[against] = self._differences_from(against)
        return self._signed(self._differences[against].copy())

    @cached_property
    def _differences(self) -> dict[int, pd.DataFrame]:
        """What was already compared, by the row of the baseline."""
        return {}

    def _differences_from(self, against: int) -> pd.DataFrame:
        """Return how each other plan differs from the one in a row."""
        others = [row for row in range(len(self.plans)) if row != against]
        pairs = {
            key: (
                compared(self, values[others], key=key, others=others, against=against),
                values[[against] * len(others)],
            )
            for key, values in self.measured.items()
        }
        plans = [self.names[row] for row in others]
        return paired_table(self, pairs, plans=plans, baselines=[self.names[against]] * len(others))

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
        asked = until or self.until or Precision()
        wanted = asked.wanted(self.agency)
        table = self.differences()
        roles = table["measure"].map(self.role_of)
        rows = table[table["measure"].isin(wanted) & (table["role"] == roles)]
        mostly_defined = 2 * rows["runs"] >= max(4, self.replications)
        rows = rows[mostly_defined].reset_index(drop=True)
        found = rows[["plan", "measure", "role", "unit"]].copy()
        found["half_width"] = (rows["family_high"] - rows["family_low"]) / 2.0
        limits = [spread_limit(int(runs), asked.assurance) for runs in rows["runs"]]
        found["assured_half_width"] = found["half_width"] * limits
        found["wanted"] = found["measure"].map(wanted).astype(float)
        found["reached"] = found["assured_half_width"] <= found["wanted"]
        found["runs"] = rows["runs"]
        found.attrs = self.signature()
        return found

    def goes_on(self, until: Precision) -> bool:
        """Tell whether more replications are allowed and wanted."""
        if self.replications >= until.most:
            return False
        return not bool(self.precision(until)["reached"].all())

    def headlines(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the headline rows of a summary or of differences, plan by plan.

        Caseloads and shares over a cap are those of the role that hires join.

        Returns
        -------
        pandas.DataFrame
            Columns as in the table given.
        """
        ranks = {(name, self.role_of(name)): rank for rank, name in enumerate(HEADLINES)}
        keys = list(zip(table["measure"], table["role"], strict=True))
        rank = pd.Series([ranks.get(key, -1) for key in keys], index=table.index)
        order = pd.DataFrame({"plan": table["plan"].map(self.names.index), "rank": rank})
        chosen = order[order["rank"] >= 0].sort_values(["plan", "rank"], kind="stable").index
        return table.loc[chosen].reset_index(drop=True)

    def role_of(self, measure: str) -> str:
        """Return the role under which a measure is a headline."""
        return headline_role(measure, self.agency)

    @cached_property
    def measured(self) -> dict[_Key, np.ndarray[Any, np.dtype[np.float64]]]:
        """Each measure by (measure, role): one row per plan and one column per replication."""
        keys = list(self.outcomes[0].measures)
        count = len(self.plans)
        table = {
            key: np.array([outcome.measures[key] for outcome in self.outcomes]) for key in keys
        }
        return {key: values.reshape(-1, count).T for key, values in table.items()}
