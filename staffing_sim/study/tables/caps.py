"""Caps and promises: what was promised and delivered, whether a cap is met, and its two queues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import wrong
from staffing_sim.intervals import wilson
from staffing_sim.measures import ALL
from staffing_sim.plan import Plan
from staffing_sim.plan.dealing import posts_of
from staffing_sim.plan.terms import latest
from staffing_sim.study.tables.averages import averages
from staffing_sim.study.tables.runs import Replicated, known_keys

_OVER_CAP: Final = "share_over_cap"

_Floats = np.ndarray[Any, np.dtype[np.float64]]
_QUEUES = {"unassigned_children": "waiting", "children_over_cap": "over"}


class Caps(Replicated):
    """What holds a plan to its word, each table tidy; mixed into `Study`."""

    def promises(self, role: str | None = None) -> pd.DataFrame:
        """Return promised against delivered staff and caseload of a role, month by month.

        Parameters
        ----------
        role
            The role; the one that hires join where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, month, date, role, promised (hires of the plan's schedules so far), then,
            each with ``_low`` and ``_high`` (95 % intervals of the means): filled (people on the
            payroll, academy included, more than on day 0), on_duty (people past the academy, more
            than on day 0), short (promised less filled) and caseload; then limit (children a
            worker, of a cap or clause in force; undefined without one) and runs. Hires that are
            gross promise people, not growth: filled shows what is left of them net of leavers.

        Raises
        ------
        InputError
            If no role has that name.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> plan = ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))
        >>> table = ss.compare(office, plan, years=0.5, replications=2).promises()
        >>> table["promised"].tolist()
        [6.0, 6.0, 6.0, 6.0, 6.0, 6.0]
        """
        chosen = self.agency.role_or_hiring(role).name
        rows = self.promised_runs(chosen)
        filled, working = on_day_zero(self.agency, chosen)
        limits = {
            plan.name: _limits(plan, self.agency, chosen, self.horizon) for plan in self.plans
        }
        rows["filled"] = rows["payroll"] - filled
        rows["on_duty"] -= working
        rows["short"] = rows["promised"] - rows["filled"]
        values = ("filled", "on_duty", "short", "caseload")
        table = averages(rows, by=("month", "date"), values=values)
        promised = rows.groupby(["plan", "month"], observed=True, sort=False)["promised"].first()
        table.insert(3, "role", chosen)
        table.insert(4, "promised", promised.to_numpy())
        table.insert(len(table.columns) - 1, "limit", _looked_up(table, limits))
        return table

    def promised_runs(self, role: str) -> pd.DataFrame:
        """Return what a role has as each month ends, by run, beside what the plan has promised.

        Returns
        -------
        pandas.DataFrame
            Columns plan, replication, month, date, payroll (people of the role, the academy
            included), on_duty (past the academy), caseload, promised.
        """
        rows = self._of_role(role, ["academy", "carrying", "absent", "children_carried"])
        promised = {
            plan.name: _promised(plan, self.agency, role, self.horizon) for plan in self.plans
        }
        rows["promised"] = _looked_up(rows, promised)
        rows["on_duty"] = rows["carrying"] + rows["absent"]
        rows["payroll"] = rows["on_duty"] + rows["academy"]
        rows["caseload"] = rows["children_carried"] / rows["carrying"].replace(0.0, np.nan)
        return rows.drop(columns=["academy", "carrying", "absent", "children_carried"])

    def cap_met(self, target: float | None = None, *, role: str | None = None) -> pd.DataFrame:
        """Return with what chance the mean caseload is at most a target, month by month.

        Parameters
        ----------
        target
            Children per worker on duty and not absent, the mean of the role over all offices; the
            lowest cap in children that the agency or a plan sets where not given. Single workers
            may hold more: for these see the measure share_over_cap.
        role
            The role; the one that hires join where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, month, date, role, target, met (replications in which it is met as the
            month ends), runs (replications in which anybody carries cases), chance, low and high
            (95 % Wilson interval).

        Raises
        ------
        InputError
            If no role has that name, or there is neither a target nor a cap.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, replications=2)
        >>> study.cap_met(99)[["met", "chance", "low"]].round(2).iloc[-1].tolist()
        [2.0, 1.0, 0.34]
        """
        chosen = self.agency.role_or_hiring(role).name
        limit = cap_of(self, chosen) if target is None else target
        if limit is None:
            problem = f"is not given, and no cap in children is in force for '{chosen}'"
            raise wrong("target", problem, "Give target, in children per worker.")
        table = chances_met(self._of_role(chosen, ["children_carried", "carrying"]), limit)
        table.insert(3, "role", chosen)
        return table

    def over(
        self,
        limit: float,
        *,
        role: str | None = None,
        by: str | Sequence[str] = "month",
        at_most: float = 0.1,
    ) -> pd.DataFrame:
        """Return how many workers carry more than a number of children, as contracts count them.

        A mean at a limit leaves half of the workers over it; this counts single workers.

        Parameters
        ----------
        limit
            Children held as primary worker; a worker with exactly as many is not over it.
        role
            The role; the one that hires join where not given.
        by
            ``"month"`` and ``"office"``, either or both; without a month, the mean of all month
            ends.
        at_most
            A share of workers: `chance` is that of no more of them over the limit.

        Returns
        -------
        pandas.DataFrame
            Columns plan, the month or office or both, role, limit, then, each with ``_low`` and
            ``_high`` (95 % intervals of the means): workers (on duty as the month ends, present on
            some day of it), over (of them, those who carry more), share; runs, chance (share of
            replications in which at most `at_most` are over), chance_low and chance_high (95 %
            Wilson interval).

        Raises
        ------
        InputError
            If no role has that name, or a key is unknown.

        Examples
        --------
        >>> import staffing_sim as ss
        >>> office = ss.load_agency("small-office")
        >>> study = ss.compare(office, ss.Plan("As is"), years=0.5, replications=2)
        >>> study.over(99)[["over", "share", "chance"]].iloc[-1].tolist()
        [0.0, 0.0, 1.0]
        """
        chosen = self.agency.role_or_hiring(role).name
        keys = known_keys(by, ("month", "office"))
        table = self._joined("caseloads")
        rows = table[table["role"] == chosen]
        rows = rows.assign(over=rows["workers"].where(rows["children"] > limit, 0))
        runs = rows.groupby(["plan", "replication", *keys], observed=True)[["workers", "over"]]
        counts = runs.sum() / (1 if "month" in keys else self.horizon)
        counts["share"] = counts["over"] / counts["workers"]
        counts = counts.reset_index()
        found = averages(counts, by=keys, values=("workers", "over", "share"), least=0.0)
        met = counts.assign(met=counts["share"] <= at_most)
        hits = met.groupby(["plan", *keys], observed=True, sort=False)["met"].sum().to_numpy()
        found["chance"] = hits / found["runs"]
        found["chance_low"], found["chance_high"] = wilson(hits, found["runs"])
        found.insert(1 + len(keys), "role", chosen)
        found.insert(2 + len(keys), "limit", limit)
        return self._signed(found)

    def two_queues(self, role: str | None = None) -> pd.DataFrame:
        """Return the two queues of a cap, month by month: a number for one hides the other.

        A strict cap moves children from overloaded workers into the queue of those who have none.

        Parameters
        ----------
        role
            The role; the one that hires join where not given.

        Returns
        -------
        pandas.DataFrame
            Columns plan, month, date, role, waiting (children without a worker) and over (children
            whose worker holds more than the cap), both as the month ends, with ``_low`` and
            ``_high`` (95 % intervals of the means), and runs.
        """
        chosen = self.agency.role_or_hiring(role).name
        rows = self._of_role(chosen, list(_QUEUES)).rename(columns=_QUEUES)
        table = averages(rows, by=("month", "date"), values=("waiting", "over"))
        ends = [name for name in table.columns if name.endswith("_low")]
        table[ends] = table[ends].clip(lower=0.0)
        table.insert(3, "role", chosen)
        return table

    def _of_role(self, role: str, columns: list[str]) -> pd.DataFrame:
        """Return columns of the month table of one role, offices added up, a row per run."""
        months = self.months()
        rows = months[months["role"] == role]
        keys = ["plan", "replication", "month", "date"]
        sums = rows.groupby(keys, observed=True)[columns].sum().reset_index()
        sums.attrs = dict(months.attrs)
        return sums


def _looked_up(rows: pd.DataFrame, by_plan: dict[str, list[float]]) -> list[float]:
    """Return the value of each row's plan and month."""
    pairs = zip(rows["plan"].astype(str), rows["month"], strict=True)
    return [by_plan[plan][month] for plan, month in pairs]


def on_day_zero(agency: Agency, role: str) -> tuple[float, float]:
    """Return the people of a role on the payroll on day 0, and those of them past the academy."""
    positions = agency.role(role).positions
    begun = [hires for hires in agency.pipeline if hires.role == role and hires.academy_start <= 0]
    past = [row for row in begun if row.academy_start + agency.workforce.academy.months <= 0]
    counts = (sum(row.count for row in rows) for rows in (begun, past))
    filled, working = (float(positions + count) for count in counts)
    return filled, working


def _promised(plan: Plan, agency: Agency, role: str, months: int) -> list[float]:
    """Return the hires that a plan's schedules have promised by each month's end."""
    posts = [post for post in posts_of(agency, plan.hires) if agency.roles[post.role].name == role]
    return [float(sum(post.month <= month for post in posts)) for month in range(months)]


def _limits(plan: Plan, agency: Agency, role: str, months: int) -> list[float]:
    """Return the lowest limit in children that a cap or clause sets in each month; else NaN."""
    found = []
    for month in range(months):
        cap = latest(plan.caps, role, month) or agency.role(role).cap
        limits = [cap.limit] if cap is not None and cap.unit == "children" else []
        clauses = [c for c in plan.clauses if c.role == role and c.unit == "children"]
        limits += [limit for c in clauses if (limit := c.limit_in(month)) is not None]
        found.append(min(limits, default=np.nan))
    return found


def compared(
    study: Replicated, values: _Floats, *, key: tuple[str, str], others: Sequence[int], against: int
) -> _Floats:
    """Return the values of other plans, NaN where they cannot be held against a baseline's.

    Workers over a cap of 26 beside workers over a cap of 31 are counts of two things: a lower cap
    alone would look like a worse plan.
    """
    measure, role = key
    if measure != _OVER_CAP:
        return values
    roles = [each.name for each in study.agency.roles if role in {ALL, each.name}]
    baseline = [_held(study, study.plans[against], name) for name in roles]
    alike = [[_held(study, study.plans[row], name) for name in roles] == baseline for row in others]
    shown: _Floats = np.where(np.array(alike)[:, np.newaxis], values, np.nan)
    return shown


def cap_of(study: Replicated, role: str) -> float | None:
    """Return the lowest limit in children that is set for a role."""
    return min(study.caps(role), default=None)


def chances_met(runs: pd.DataFrame, target: float) -> pd.DataFrame:
    """Return how often the mean caseload of a role is at most a target, month by month.

    Where nobody carries cases there is no mean, and the run does not count.

    Examples
    --------
    >>> run = {"plan": "A", "month": 0, "date": pd.Timestamp(2024, 1, 1), "carrying": 2.0}
    >>> rows = [run | {"replication": r, "children_carried": 30.0 + 10 * r} for r in range(4)]
    >>> found = chances_met(pd.DataFrame(rows), 20)
    >>> found[["met", "runs", "chance", "low", "high"]].round(2).values.tolist()
    [[2.0, 4.0, 0.5, 0.15, 0.85]]
    """
    keys = ["plan", "month", "date"]
    caseload = runs["children_carried"] / runs["carrying"].where(runs["carrying"] > 0.0)
    known = runs[keys].assign(met=(caseload <= target).astype(float), runs=caseload.notna())
    table = known.groupby(keys, observed=True, sort=False).sum().reset_index()
    counted = table["runs"].where(table["runs"] > 0)
    table["chance"] = table["met"] / counted
    table["low"], table["high"] = wilson(table["met"], counted)
    table.insert(3, "target", target)
    table.attrs = dict(runs.attrs)
    return table


def caps_note(study: Replicated) -> str:
    """Return which caps plans work under; nothing where they are all the same."""
    role = study.agency.workforce.hiring_role
    held = [_held(study, plan, role) for plan in study.plans]
    if len(set(held)) == 1:
        return ""
    told = ", ".join(
        f"{plan.name}: {'none' if cap is None else f'{cap[0]:g} {cap[1]}'}"
        for plan, cap in zip(study.plans, held, strict=True)
    )
    return (
        f"Plans have different caps at the end of the last month ({told}). The share of workers "
        "over their cap is measured by each plan's own cap, so only equal caps are compared."
    )


def _held(study: Replicated, plan: Plan, role: str) -> tuple[float, str] | None:
    """Return the limit of a role that is in force in the last month, and what it counts."""
    held = latest(plan.caps, role, study.horizon - 1) or study.agency.role(role).cap
    return None if held is None else (held.limit, held.unit)
