"""The best schedule of hires by month and office under a budget, planned and then simulated.

It is planned with a linear model of the agency, which leaves out what hires change in turn. So a
schedule is judged only after it has been simulated, in worlds that had no part in planning it,
beside simple ones for the same money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, wrong
from staffing_sim.plan import Hires, Plan
from staffing_sim.presets import save_plan
from staffing_sim.solving.linear_model import (
    LinearModel,
    best_schedule,
    first_day,
    linear_model_of,
    price_by_start,
)
from staffing_sim.study import Study, compare
from staffing_sim.study.figures import rows_of
from staffing_sim.study.files import chart_files, table_file
from staffing_sim.study.verdicts import finding
from staffing_sim.timeline import MONTHS_PER_YEAR, Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

JUDGED_BY: Final = ("unseen_children", "months_to_permanence", "cost")
"""What a schedule is held against the other plans by, in words; the study holds the rest."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Schedule:
    """A schedule of hires, and how it did beside simple ones for the same money.

    Attributes
    ----------
    table
        month, date, office, hires: the months and offices that get some.
    plan
        The schedule as a plan.
    budget
        What it was allowed to cost.
    planned_cost
        What it costs by the price of a position opened in each month.
    planned_hours
        Unmet hours over the horizon in the linear model: as is, and with the schedule.
    study
        As is, the plain plans and the schedule, simulated in worlds that had no part in planning.
    """

    table: pd.DataFrame
    plan: Plan
    budget: float
    planned_cost: float
    planned_hours: tuple[float, float]
    study: Study

    def differences(self) -> pd.DataFrame:
        """Return how the schedule differs from each other plan; columns as `Study.differences`."""
        others = [name for name in self.study.names if name != self.plan.name]
        tables = [self.study.differences(baseline=name) for name in others]
        table = pd.concat([each[each["plan"] == self.plan.name] for each in tables])
        table.attrs = dict(tables[0].attrs)
        return table.reset_index(drop=True)

    def sentences(self) -> tuple[str, ...]:
        """Return what was planned, and how it did against each other plan, in plain words."""
        found = self.findings().items()
        told = (f"Against {baseline}: {text}" for baseline, texts in found for text in texts)
        return (self.planned(), *told)

    def findings(self) -> dict[str, tuple[str, ...]]:
        """Return how the schedule did against each other plan, by that plan, in plain words."""
        table = self.differences()
        table = table[(table["role"] == "all") & table["measure"].isin(JUDGED_BY)]
        known = table.dropna(subset=["difference"]).groupby("baseline", sort=False)
        return {str(name): tuple(map(finding, rows_of(rows))) for name, rows in known}

    def planned(self) -> str:
        """Return what was planned in a sentence."""
        short, left = self.planned_hours
        count = self.table["office"].nunique()
        months = self.table["month"]
        timeline = Timeline(self.study.agency.start)
        first, last = (timeline.month_label(int(month)) for month in (months.min(), months.max()))
        when = f"in {first}" if first == last else f"from {first} to {last}"
        currency = self.study.agency.costs.currency
        return (
            f"{self.table['hires'].sum():,} positions in {count} office{'s' if count > 1 else ''}, "
            f"opened {when}, planned to cost {self.planned_cost / 1e6:,.1f} of "
            f"{self.budget / 1e6:,.1f} million {currency}; the linear model expects "
            f"{1 - left / short:.0%} fewer unmet hours."
        )

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the map of hires by month and office."""
        from staffing_sim.charts import schedule as draw

        return draw(self.table, ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the schedule as a table, a chart and a plan file, with words and the study's files.

        The plan file can be given to any command that takes ``--plan``.
        """
        home = Path(directory)
        self.study.save(home)
        table_file(self.table, home / "schedule.csv")
        table_file(self.differences(), home / "schedule-differences.csv")
        save_plan(self.plan, home / "schedule.toml")
        (home / "schedule.txt").write_text("\n".join(self.sentences()) + "\n", encoding="utf-8")
        chart_files(self.plot(), home / "schedule")
        return tuple(sorted(home.iterdir()))

    def __repr__(self) -> str:
        return "\n".join(self.sentences())

    def _repr_html_(self) -> str:
        """Return months by offices for a notebook."""
        wide = self.table.pivot_table(
            index="office", columns="month", values="hires", aggfunc="sum", fill_value=0
        )
        return wide.to_html()


def optimise(
    agency: Agency,
    budget: float | Plan,
    *,
    months: int,
    seats: int | None = None,
    replications: int = 20,
    seed: int = 0,
    **running: Any,
) -> Schedule:
    """Schedule net hires of the hiring role by month and office so that the fewest hours go unmet.

    An unmet hour weighs more where a larger share of its office's hours is unmet.

    Parameters
    ----------
    agency
        Who hires.
    budget
        What the new positions may cost in all by the last month, at the agency's pay and price of
        a hire; or a plan of net hires, whose cost it is and which runs beside the schedule.
    months
        The horizon.
    seats
        The most positions that may be opened in a month; where not given, as many as there are
        seats in the academy that the agency's own newcomers leave free.
    replications, seed
        The worlds of the comparison are those of ``seed + 1``; the model is drawn from `seed`.
    **running
        ``n_jobs``, ``clock``, ``progress``, as in `compare`.

    Raises
    ------
    InputError
        If the budget buys no position, a position has no price, or none would add hours that
        are unmet.
    InterruptedStudy
        If interrupted before the first replication of the comparison was finished.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> short = {"replications": 2, "clock": "simpy", "progress": False}
    >>> found = optimise(office, 300_000, months=12, **short)
    >>> found.study.names[0], bool(found.planned_hours[1] <= found.planned_hours[0])
    ('As is', True)
    """
    money = _checked(agency, budget, months=months, seats=seats)
    model = linear_model_of(agency, months, seats=seats, seed=seed, **running)
    hires = _scheduled(model, money, months)
    plan = _plan_of(agency, hires)
    study = compare(
        agency,
        [Plan("As is"), *_plain(agency, budget, money, months), plan],
        years=months / MONTHS_PER_YEAR,
        replications=replications,
        seed=seed + 1,
        **running,
    )
    table = _table(agency, hires)
    table.attrs = {**study.signature(), "plan": plan.name}
    return Schedule(
        table=table,
        plan=plan,
        budget=money,
        planned_cost=float(model.price @ hires.sum(axis=1)),
        planned_hours=(model.left(np.zeros_like(hires)), model.left(hires)),
        study=study,
    )


def _checked(agency: Agency, budget: float | Plan, *, months: int, seats: int | None) -> float:
    """Return the budget as money; refuse what cannot be planned, every fault at once."""
    faults = []
    if months < 1:
        faults.append(Fault("months", f"must be at least 1; got {months}"))
    if seats is not None and seats < 1:
        faults.append(Fault("seats", f"must be at least 1; got {seats}"))
    if isinstance(budget, Plan):
        faults += _no_budget(agency, budget)
    if faults:
        raise InputError(faults)
    price = price_by_start(agency, months)
    money = _price_of(budget, price) if isinstance(budget, Plan) else float(budget)
    if not 0 < price.min() <= money:
        remedy = f"The cheapest, opened in the last month, costs {price.min():,.0f}."
        raise wrong("budget", f"buys no position; got {money:g}", remedy)
    return money


def _scheduled(model: LinearModel, money: float, months: int) -> Counts:
    """Return the best hires by month and office; refuse where none would help in time."""
    hires = best_schedule(model, budget=money)
    if not hires.any():
        problem = f"leaves nothing to schedule: no position reduces the unmet hours in {months}"
        remedy = "Give more: a position must be filled and its worker trained before it adds any."
        raise wrong("months", f"{problem} months", remedy)
    return hires


def _no_budget(agency: Agency, plan: Plan) -> Iterator[Fault]:
    """Find why the price of a plan's hires is not the price of the plan."""
    role = agency.workforce.hiring_role
    others = set(plan.given()) - {"name", "hires"}
    for hires in plan.hires:
        if hires.kind != "net" or hires.role not in {None, role} or hires.trained:
            others.add("hires")
    if others or not plan.hires:
        problem = f"must contain only net hires of {role} who need training"
        yield Fault("budget", problem, "Or give an amount of money.")


def _price_of(plan: Plan, price: Floats) -> float:
    """Return what the hires of a plan cost that begin within the horizon."""
    return sum(
        float(price[month]) * hires.in_month(month)
        for hires in plan.hires
        for month in range(len(price))
    )


def _table(agency: Agency, hires: Counts) -> pd.DataFrame:
    """Return the months and offices that get some."""
    timeline = Timeline(agency.start)
    names = [office.name for office in agency.offices]
    rows = [
        (int(month), timeline.date(float(month)), names[office], int(hires[month, office]))
        for month, office in np.argwhere(hires > 0)
    ]
    return pd.DataFrame(rows, columns=["month", "date", "office", "hires"])


def _plan_of(agency: Agency, hires: Counts) -> Plan:
    """Return a schedule as a plan: a lever for every month in which somebody is hired."""
    levers = []
    role = agency.workforce.hiring_role
    for month, row in enumerate(hires):
        if total := int(row.sum()):
            shares = {
                office.name: int(count) / total
                for office, count in zip(agency.offices, row, strict=True)
                if count
            }
            levers.append(Hires.once(total, start=month, kind="net", role=role, offices=shares))
    return Plan(f"Scheduled: {int(hires.sum())} by month and office", hires=tuple(levers))


def _plain(agency: Agency, budget: float | Plan, money: float, months: int) -> list[Plan]:
    """Return the plan that set the budget, and those that anyone would think of for the money."""
    price = price_by_start(agency, months)
    plans = [budget] if isinstance(budget, Plan) else []
    same: dict[str, Any] = {"kind": "net", "role": agency.workforce.hiring_role}
    if count := int(money // price[0]):
        plans.append(Plan(f"All at once: {count}", hires=Hires.once(count, **same)))
    lasting = max(1, len(price) - first_day(agency))
    if rate := int(money // price[:lasting].sum()):
        evenly = Hires.monthly(rate, months=lasting, **same)
        plans.append(Plan(f"Evenly: {rate} a month for {lasting} months", hires=evenly))
    return plans
