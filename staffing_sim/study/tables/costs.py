"""Costs by fiscal year: gross, and net of state and federal money; a mixin of `Study`."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.study.tables.averages import averages, known_sums, less_baseline
from staffing_sim.study.tables.runs import Replicated
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline
from staffing_sim.values import NO_ROLE

ONE_TIME: Final = ("hiring", "departures", "moves", "cuts", "other_once")
"""Lines that are paid once for an event; every other line of staffing cost is ongoing."""

VACANCY_SAVINGS: Final = "vacancy_savings"
"""Pay of positions that are authorised and not filled: in the budget, not in the cost."""

_KEYS: Final = ("fiscal_year", "months", "partial", "line", "kind")
_VALUES: Final = ("gross", "net")


class Costs(Replicated):
    """What plans cost, as a tidy table; mixed into `Study`."""

    def costs(self, *, against: str | None = None) -> pd.DataFrame:
        """Return costs by fiscal year (as the agency's start): gross, net, one-time and ongoing.

        Parameters
        ----------
        against
            A plan; given, what each other plan costs more than that one, on the same worlds.

        Returns
        -------
        pandas.DataFrame
            Columns plan, fiscal_year, months (covered), partial (fewer than 12), line, kind, gross,
            gross_low, gross_high, net, net_low, net_high, currency, runs. Kinds are ``one_time``
            (hires with their training, departures), ``ongoing``, ``care``, ``sum`` (the lines
            staffing and total) and ``saving`` (pay of unfilled positions, part of no sum). Net is
            what state and federal money leave to the agency; NaN where their shares are not given.

        Raises
        ------
        InputError
            If no plan has that name.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=1, clock="simpy", progress=False)
        >>> found = study.costs()
        >>> found.loc[found["line"] == "staffing", ["fiscal_year", "months"]].values.tolist()
        [['2023-24', 6], ['2024-25', 6]]
        """
        if against is not None:
            self._row_of(against)
        runs = cost_runs(self.months(), self.agency)
        return _cost_table(runs, currency=self.agency.costs.currency, against=against)


def cost_runs(months: pd.DataFrame, agency: Agency) -> pd.DataFrame:
    """Return every cost line (``cost_*`` of the months) of every run by fiscal year, gross and net.

    Net is NaN where the agency does not give the state and federal shares. A saving is money in the
    budget that is not spent, no part of the cost.
    """
    lines = [name for name in months.columns if name.startswith("cost_")]
    rows = months.assign(**{f"cost_{VACANCY_SAVINGS}": _unfilled_pay(months, agency)})
    lines.append(f"cost_{VACANCY_SAVINGS}")
    horizon = int(months["month"].max()) + 1
    timeline, starts = Timeline(agency.start), agency.costs.fiscal_year_starts
    years = pd.Series([timeline.fiscal_year(month, starts=starts) for month in range(horizon)])
    covered = years.value_counts()
    rows["fiscal_year"] = rows["month"].map(years)
    sums = rows.groupby(["plan", "replication", "fiscal_year"], observed=True)[lines].sum()
    sums.columns = sums.columns.str.removeprefix("cost_")
    tidy = sums.melt(ignore_index=False, var_name="line", value_name="gross").reset_index()
    tidy["months"] = tidy["fiscal_year"].map(covered)
    tidy["partial"] = tidy["months"] < MONTHS_PER_YEAR
    tidy["kind"] = tidy["line"].map(_kind)
    prices = agency.costs
    of_care = tidy["line"] == "care"
    tidy["net"] = tidy["gross"] * np.where(of_care, prices.care_local_share, prices.local_share)
    tidy.attrs = dict(months.attrs)
    return tidy[["plan", "replication", *_KEYS, *_VALUES]]


def _cost_table(runs: pd.DataFrame, *, currency: str, against: str | None) -> pd.DataFrame:
    """Return cost lines by fiscal year with intervals, or what each plan adds to a baseline's."""
    every = pd.concat([runs, _added_up(runs)], ignore_index=True)
    every.attrs = dict(runs.attrs)
    if against is not None:
        every = less_baseline(every, against, by=_KEYS, values=_VALUES)
    table = averages(every, by=_KEYS, values=_VALUES)
    order = {line: row for row, line in enumerate(every["line"].unique())}
    rank = table["line"].map(order)
    found = table.assign(rank=rank).sort_values(["plan", "fiscal_year", "rank"], kind="stable")
    found = found.drop(columns="rank").reset_index(drop=True)
    found.insert(len(found.columns) - 1, "currency", currency)
    found.attrs = dict(runs.attrs)
    return found


def _unfilled_pay(months: pd.DataFrame, agency: Agency) -> pd.Series:
    """Return the pay of positions authorised and unfilled at each month end, for that month."""
    unfilled = months["vacant"] + months["recruiting"]
    pay: pd.Series = unfilled.where(months["role"] != NO_ROLE, 0.0) * agency.costs.worker_year
    return pay / MONTHS_PER_YEAR


def _kind(line: str) -> str:
    """Return what sort of money a line is."""
    if line == "care":
        return "care"
    if line == VACANCY_SAVINGS:
        return "saving"
    return "one_time" if line in ONE_TIME else "ongoing"


def _added_up(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the staffing cost of each run and year, and the total with care."""
    keys = ["plan", "replication", "fiscal_year", "months", "partial"]
    parts = {"staffing": ("one_time", "ongoing"), "total": ("one_time", "ongoing", "care")}
    sums = [
        known_sums(runs[runs["kind"].isin(kinds)], keys, _VALUES).assign(line=line, kind="sum")
        for line, kinds in parts.items()
    ]
    return pd.concat(sums, ignore_index=True)
