"""What holds a plan to its word: promised beside delivered, the chance of a cap, its two queues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.dealing import posts_of
from staffing_sim.errors import Fault, InputError
from staffing_sim.plan import Plan, PlanCap
from staffing_sim.staff import Overflow
from staffing_sim.study.averages import averages
from staffing_sim.study.caps import cap_of, chances_met
from staffing_sim.study.replicated import Replicated

__all__ = ["Promises", "cap_frontier_table", "capped_plans"]

_QUEUES = {"unassigned_children": "waiting", "children_over_cap": "over"}


class Promises(Replicated):
    """What holds a plan to its word; mixed into `Study`."""

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
        rows = self._of_role(chosen, ["academy", "carrying", "absent", "children_carried"])
        on_duty = rows["carrying"] + rows["absent"]
        filled, working = _on_day_zero(self.agency, chosen)
        promised = {
            plan.name: _promised(plan, self.agency, chosen, self.horizon) for plan in self.plans
        }
        limits = {
            plan.name: _limits(plan, self.agency, chosen, self.horizon) for plan in self.plans
        }
        rows["promised"] = _looked_up(rows, promised)
        rows["filled"] = on_duty + rows["academy"] - filled
        rows["on_duty"] = on_duty - working
        rows["short"] = rows["promised"] - rows["filled"]
        rows["caseload"] = rows["children_carried"] / rows["carrying"].replace(0.0, np.nan)
        values = ("filled", "on_duty", "short", "caseload")
        table = averages(rows, by=("month", "date"), values=values)
        table.insert(3, "role", chosen)
        table.insert(4, "promised", _looked_up(table, promised))
        table.insert(len(table.columns) - 1, "limit", _looked_up(table, limits))
        return table

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
            remedy = "Give target, in children per worker."
            raise InputError([Fault(key="target", problem=problem, remedy=remedy)])
        table = chances_met(self._of_role(chosen, ["children_carried", "carrying"]), limit)
        table.insert(3, "role", chosen)
        return table

    def two_queues(self, role: str | None = None) -> pd.DataFrame:
        """Return the two queues of a cap, month by month: a number for one hides the other.

        A strict cap moves children from the desks of overloaded workers into the queue of those
        without one.

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


def cap_frontier_table(study: Replicated, role: str) -> pd.DataFrame:
    """Return what each cap of a study of caps leads to, means over the horizon.

    Parameters
    ----------
    study
        Plans with at most one cap each.
    role
        The role that is capped.
    """
    months = study.months()
    keys = ["plan", "replication"]
    of_role = months[months["role"] == role].groupby(keys, observed=True)
    everywhere = months.groupby(keys, observed=True)
    runs = of_role[list(_QUEUES)].sum().rename(columns=_QUEUES) / study.horizon
    runs["unseen"] = everywhere["unseen"].sum() / study.horizon
    due = everywhere["responses_due"].sum().replace(0.0, np.nan)
    runs["late_share"] = everywhere["late_responses"].sum() / due
    rows = runs.reset_index()
    rows.attrs = dict(months.attrs)
    table = averages(rows, by=(), values=("waiting", "over", "unseen", "late_share"))
    limits: dict[str, Any] = {plan.name: plan.caps[0].limit for plan in study.plans if plan.caps}
    ends = [name for name in table.columns if name.endswith("_low")]
    table[ends] = table[ends].clip(lower=0.0)
    table.insert(1, "limit", table["plan"].astype(str).map(limits))
    return table


def capped_plans(role: str, limits: Sequence[float], overflow: Overflow) -> list[Plan]:
    """Return the agency as it is, then a plan for each cap, the highest first."""
    ordered = sorted(set(limits), reverse=True)
    caps = [PlanCap(role=role, limit=limit, overflow=overflow) for limit in ordered]
    return [Plan("As is"), *(Plan(f"At most {cap.limit:g}", caps=cap) for cap in caps)]


def _looked_up(rows: pd.DataFrame, by_plan: dict[str, list[float]]) -> list[float]:
    """Return the value of each row's plan and month."""
    pairs = zip(rows["plan"].astype(str), rows["month"], strict=True)
    return [by_plan[plan][month] for plan, month in pairs]


def _on_day_zero(agency: Agency, role: str) -> tuple[float, float]:
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
        cap = agency.role(role).cap
        for change in plan.caps:
            if change.role == role and change.start <= month:
                cap = change
        limits = [cap.limit] if cap is not None and cap.unit == "children" else []
        clauses = [c for c in plan.clauses if c.role == role and c.unit == "children"]
        limits += [limit for c in clauses if (limit := c.limit_in(month)) is not None]
        found.append(min(limits, default=np.nan))
    return found
