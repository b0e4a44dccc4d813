"""Equity of place: each office's situation and load, and how far the worst is from the median."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.engine.records import ACTIVITIES
from staffing_sim.intervals import mean_interval, ratio_interval
from staffing_sim.study.tables.runs import Replicated
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.values import ALL, NO_ROLE

Floats = NDArray[np.float64]


_LOTS: Final = {
    "unseen_per_1000": ("Children not seen", "per 1,000 due"),
    "new_worker_share": ("Workers under two years", "share"),
    "hand_overs": ("Changes of worker", "a child and year"),
    "caseload": ("Caseload", "children per worker"),
}
"""What is compared between offices, with its unit; higher is worse."""

_MOVED: Final = ("hand_overs_by_leaver", "hand_overs_by_transfer", "hand_overs_by_rebalance")


class Offices(Replicated):
    """Offices beside each other, each table tidy; mixed into `Study`."""

    def offices(self, *, role: str | None = None) -> pd.DataFrame:
        """Return each office's lot: unseen children, new workers, hand-overs, caseload.

        Parameters
        ----------
        role
            Only this role; else all of them, but for the caseload, which is that of the role that
            hires join.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, label, unit, office, mean, low, high, runs; higher is worse.
            Measures are unseen_per_1000 (child-months not seen per 1,000 in which a visit was due),
            new_worker_share (on duty for less than two years, at the horizon), hand_overs (by
            leavers, transfers and rebalancing, per year that a case is open) and caseload (children
            held per worker on duty and not absent, all month ends together).
        """
        return _office_table(self._office_runs(role))

    def equity(self, *, role: str | None = None) -> pd.DataFrame:
        """Return how far the worst office lies from the median one.

        The worst office is the one whose number over all replications is highest, not the highest
        of each run, which would be too high by chance; `worst_in_share` says in how many runs it
        was the worst.

        Parameters
        ----------
        role
            As in `offices`.

        Returns
        -------
        pandas.DataFrame
            Columns plan, measure, label, unit, worst_office, worst, median, gap, gap_low, gap_high,
            worst_in_share, runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> found = study.equity().set_index("measure")
        >>> bool(found.loc["caseload", "worst"] >= found.loc["caseload", "median"])
        True
        """
        return equity_table(self._office_runs(role))

    def office_loads(self, *, last: int = 12) -> pd.DataFrame:
        """Return the hours demanded for each hour available, by office and role, before and after.

        Over 1, work is left undone or waits. Demanded is what the four activities ask of workers;
        the hours are those they had for cases.

        Parameters
        ----------
        last
            How many months at the end make up ``"after"``; ``"before"`` is the first month.

        Returns
        -------
        pandas.DataFrame
            Columns plan, office, role, period, load, low, high (95 % interval), runs.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, clock="simpy", progress=False)
        >>> study.office_loads()["period"].unique().tolist()
        ['before', 'after']
        """
        return self._signed(_office_loads(self.months(), last=last))

    def _office_runs(self, role: str | None) -> pd.DataFrame:
        months, service = self.months(), self.service()
        if role is not None:
            name = self.agency.role(role).name
            months, service = months[months["role"] == name], service[service["role"] == name]
        return _above_below(months, service, caseload_role=self.agency.role_or_hiring(role).name)


def _above_below(
    months: pd.DataFrame, service: pd.DataFrame, *, caseload_role: str
) -> pd.DataFrame:
    """Return what is over what in each office and run: plan, replication, office, measure, ...

    Only one role's caseload is compared: a mean over unlike roles would compare their mix.
    """
    keys = ["plan", "replication", "office"]
    staffed = months[months["role"] != NO_ROLE]
    staffed = staffed.assign(moved=staffed[[*_MOVED]].sum(axis=1))
    every = months.groupby(keys, observed=True)[["unseen", "eligible"]].sum()
    moves = staffed.groupby(keys, observed=True)[["moved", "open_child_months"]].sum()
    of_role = months[months["role"] == caseload_role]
    held = of_role.groupby(keys, observed=True)[["children_carried", "carrying"]].sum()
    people = service[(service["office"] != ALL) & (service["tenure"] == ALL)]
    people = people.groupby(keys, observed=True)[["new_workers", "workers"]].sum()
    pairs = {
        "unseen_per_1000": (1000.0 * every["unseen"], every["eligible"]),
        "new_worker_share": (people["new_workers"], people["workers"]),
        "hand_overs": (MONTHS_PER_YEAR * moves["moved"], moves["open_child_months"]),
        "caseload": (held["children_carried"], held["carrying"]),
    }
    parts = [
        pd.DataFrame({"above": above, "below": below}).reset_index().assign(measure=name)
        for name, (above, below) in pairs.items()
    ]
    found = pd.concat(parts, ignore_index=True)
    found["office"] = found["office"].astype(months["office"].dtype)
    found["plan"] = found["plan"].astype(months["plan"].dtype)
    found.attrs = dict(months.attrs)
    return found[[*keys, "measure", "above", "below"]]


def _office_table(runs: pd.DataFrame) -> pd.DataFrame:
    """Return each office's numbers with intervals."""
    rows = []
    for (plan, name, office), group in runs.groupby(["plan", "measure", "office"], **_AS_IS):
        found = ratio_interval(group["above"], group["below"])
        rows.append((plan, name, *_LOTS[str(name)], office, *found))
    columns = ["plan", "measure", "label", "unit", "office", "mean", "low", "high", "runs"]
    return _like(pd.DataFrame(rows, columns=columns), runs)


def equity_table(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the worst and the median office of each plan and measure, and the gap between them.

    The worst office is the one whose number *over all replications* is highest, never the highest
    of each run: the highest of noisy numbers lies above the truth, the more so the more offices
    there are. What is left of that bias shrinks with replications, and ``worst_in_share`` tells
    whether it matters: an office that is worst in few runs is worst by chance. Intervals are
    jackknifed over replications with that office held.
    """
    rows = []
    for (plan, name), group in runs.groupby(["plan", "measure"], **_AS_IS):
        above, below = (
            group.pivot_table(index="replication", columns="office", values=value, observed=True)
            for value in ("above", "below")
        )
        office, *numbers = _gap(above.to_numpy(), below.to_numpy())
        name_of = "" if office is None else above.columns[office]
        rows.append((plan, name, *_LOTS[str(name)], name_of, *numbers))
    columns = ["plan", "measure", "label", "unit", "worst_office", "worst", "median"]
    columns += ["gap", "gap_low", "gap_high", "worst_in_share", "runs"]
    return _like(pd.DataFrame(rows, columns=columns), runs)


_AS_IS: Final[dict[str, Any]] = {"observed": True, "sort": False}


def _gap(above: Floats, below: Floats) -> tuple[Any, ...]:
    """Return the worst office, its level, the median, their gap with its interval, and the rest.

    Arrays are runs by offices. The rest: the share of runs in which it is the worst, and the runs.
    """
    levels = _levels(above.sum(axis=0), below.sum(axis=0))
    if np.isnan(levels).all():
        return (None, *[np.nan] * 6, 0)
    office = int(np.nanargmax(levels))
    gap = _distance(levels, office)
    without = _levels(above.sum(axis=0) - above, below.sum(axis=0) - below)
    runs = len(above)
    half = np.nan
    if runs > 1:
        left_out = np.array([_distance(row, office) for row in without])
        error = mean_interval(runs * gap - (runs - 1) * left_out)
        half = error.high - error.mean
    by_run = _levels(above, below)
    known = ~np.isnan(by_run).all(axis=1)
    share = np.mean(np.nanargmax(by_run[known], axis=1) == office)
    median = float(np.nanmedian(levels))
    return office, levels[office], median, gap, gap - half, gap + half, float(share), runs


def _levels(above: Floats, below: Floats) -> Floats:
    """Return above over below; NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _distance(levels: Floats, office: int) -> float:
    return float(levels[office] - np.nanmedian(levels))


def _like(table: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the plans in order and what produced it."""
    table["plan"] = table["plan"].astype(runs["plan"].dtype)
    table.attrs = dict(runs.attrs)
    return table


def _office_loads(months: pd.DataFrame, *, last: int) -> pd.DataFrame:
    """Return the hours demanded for each hour available, by plan, period, office and role."""
    staffed = months[months["role"] != NO_ROLE]
    due = staffed[[f"{activity}_hours_demanded" for activity in ACTIVITIES]].sum(axis=1)
    staffed = staffed.assign(demanded=due)
    horizon = int(months["month"].max()) + 1
    periods = {
        "before": staffed["month"] == 0,
        "after": staffed["month"] >= max(horizon - last, 0),
    }
    keys = ["plan", "office", "role"]
    rows = []
    for period, chosen in periods.items():
        runs = staffed[chosen].groupby([*keys, "replication"], observed=True, sort=False)
        sums = runs[["demanded", "hours_available"]].sum().reset_index()
        for place, group in sums.groupby(keys, observed=True, sort=False):
            found = ratio_interval(group["demanded"], group["hours_available"])
            rows.append((*place, period, *found.within(0.0, float("inf"))))
    columns = [*keys, "period", "load", "low", "high", "runs"]
    table = pd.DataFrame(rows, columns=columns)
    for key in ("office", "role"):
        table[key] = table[key].astype(months[key].dtype)
    return table
