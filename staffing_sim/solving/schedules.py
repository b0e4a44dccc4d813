"""The best schedule of hires by month and office under a budget, planned and then simulated.

Planned with a linear picture of the agency: hours that cases ask for and workers have, as they are
without hires, and what a position brings once it is filled, trained and past its ramp. The picture
leaves out what hires change in turn (cases that close sooner, people who leave less), so nothing is
claimed of a schedule before it was simulated against plain ones of the same price.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, hstack

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError
from staffing_sim.levers import Hires
from staffing_sim.plan import Plan
from staffing_sim.records import ACTIVITIES
from staffing_sim.study import Study, compare
from staffing_sim.timeline import DAYS_PER_MONTH, MONTHS_PER_YEAR

__all__ = ["Schedule", "optimise"]

Floats = NDArray[np.float64]

PICTURE_RUNS: Final = 3
GAP: Final = 0.01
SECONDS: Final = 30.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Schedule:
    """A schedule of hires, and how it did beside plain ones of the same budget.

    Attributes
    ----------
    table
        month, office, hires: the months and offices that get some.
    plan
        The schedule as a plan.
    planned_hours
        Hours short over the horizon in the linear picture: as is, and with the schedule.
    study
        As is, all at once, the same every month, and the schedule, simulated in worlds that had no
        part in planning it.
    """

    table: pd.DataFrame
    plan: Plan
    planned_hours: tuple[float, float]
    study: Study


def optimise(
    agency: Agency,
    budget: float,
    *,
    months: int,
    seats: int | None = None,
    replications: int = 20,
    seed: int = 0,
    **running: Any,
) -> Schedule:
    """Schedule net hires of the hiring role by month and office so that least hours are short.

    Parameters
    ----------
    agency
        Who hires.
    budget
        What the new positions may cost in all by the last month, at the agency's pay and price of
        a hire.
    months
        The horizon.
    seats
        The most that may be hired in a month; the academy's seats where not given.
    replications, seed
        The worlds of the comparison are those of ``seed + 1``; the picture is drawn from `seed`.
    **running
        ``n_jobs``, ``clock`` ..., as in `compare`.

    Raises
    ------
    InputError
        If the budget buys no position, or a position has no price.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> short = {"replications": 2, "clock": "simpy", "progress": False}
    >>> found = optimise(office, 300_000, months=12, **short)
    >>> found.study.names[0], bool(found.planned_hours[1] <= found.planned_hours[0])
    ('As is', True)
    """
    price = _price_by_start(agency, months)
    if not 0 < price.min() <= budget:
        problem = f"buys no position; got {budget:g}"
        remedy = f"The cheapest, hired last, costs {price.min():,.0f}."
        raise InputError([Fault(key="budget", problem=problem, remedy=remedy)])
    short = _hours_short(agency, months, seed=seed, **running)
    most = seats or agency.workforce.academy.seats or max(1, math.ceil(budget / price.min()))
    hires, left = _scheduled(short, _hours_gained(agency, months), price, budget=budget, most=most)
    plan = _plan_of(agency, hires)
    plans = [Plan("As is"), *_plain(agency, budget, price), plan]
    study = compare(
        agency,
        plans,
        years=months / MONTHS_PER_YEAR,
        replications=replications,
        seed=seed + 1,
        **running,
    )
    names = [office.name for office in agency.offices]
    rows = [
        (int(month), names[office], int(hires[month, office]))
        for month, office in np.argwhere(hires > 0)
    ]
    table = pd.DataFrame(rows, columns=["month", "office", "hires"])
    planned = (float(np.maximum(short, 0.0).sum()), left)
    return Schedule(table=table, plan=plan, planned_hours=planned, study=study)


def _first_day(agency: Agency) -> int:
    """Return after how many whole months a position opened today has somebody on its payroll."""
    return math.ceil(agency.workforce.time_to_fill_days.mean() / DAYS_PER_MONTH)


def _price_by_start(agency: Agency, months: int) -> Floats:
    """Return what a position opened at each month's start costs until the horizon."""
    paid = np.maximum(months - np.arange(months) - _first_day(agency), 0)
    costs = agency.costs
    return np.asarray(costs.hire + costs.worker_year / MONTHS_PER_YEAR * paid, dtype=np.float64)


def _hours_gained(agency: Agency, months: int) -> Floats:
    """Return the hours of a position opened in month 0, month by month."""
    role = agency.role(agency.workforce.hiring_role)
    begins = _first_day(agency) + math.ceil(agency.workforce.academy.months)
    ramp = [*agency.workforce.ramp, *([1.0] * months)]
    shares = [0.0] * begins + ramp
    return np.array(shares[:months]) * role.hours_per_month


def _hours_short(agency: Agency, months: int, *, seed: int, **running: Any) -> Floats:
    """Return hours asked for beyond those there are, as is: [month, office]."""
    study = compare(
        agency,
        Plan("As is"),
        years=months / MONTHS_PER_YEAR,
        replications=PICTURE_RUNS,
        seed=seed,
        **running,
    )
    rows = study.months()
    rows = rows[rows["role"] == agency.workforce.hiring_role]
    asked = rows[[f"{activity}_hours_demanded" for activity in ACTIVITIES]].sum(axis=1)
    short = (asked - rows["hours_available"]).to_numpy()
    return np.asarray(
        short.reshape(PICTURE_RUNS, months, len(agency.offices)).mean(axis=0), dtype=np.float64
    )


def _scheduled(
    short: Floats, gained: Floats, price: Floats, *, budget: float, most: int
) -> tuple[NDArray[np.int64], float]:
    """Return hires [month, office] that leave the fewest hours short, and how many those are.

    Unknowns are the hires and what stays short in every month and office; hours beyond what an
    office is short are worth nothing there.

    Examples
    --------
    One office is short, hires work at once, money buys two:

    >>> short = np.array([[0.0, 30.0], [0.0, 30.0]])
    >>> hires, left = _scheduled(short, np.array([10.0, 10.0]), np.ones(2), budget=2.0, most=5)
    >>> hires.tolist(), left
    ([[0, 2], [0, 0]], 20.0)
    """
    months, offices = short.shape
    cells = months * offices
    starts = np.arange(months)
    pairs = [(at, start) for start in starts for at in starts[start:]]
    rows = [at * offices + office for at, _ in pairs for office in range(offices)]
    columns = [start * offices + office for _, start in pairs for office in range(offices)]
    hours = [gained[at - start] for at, start in pairs for _ in range(offices)]
    brings = coo_array((hours, (rows, columns)), shape=(cells, cells))
    still = coo_array((np.ones(cells), (range(cells), range(cells))), shape=(cells, cells))
    nothing = np.zeros((months + 1, cells))
    limits = np.vstack([np.kron(np.eye(months), np.ones(offices)), np.repeat(price, offices)])
    found = milp(
        c=np.concatenate([np.zeros(cells), np.ones(cells)]),
        integrality=np.concatenate([np.ones(cells), np.zeros(cells)]),
        bounds=Bounds(lb=np.zeros(2 * cells), ub=np.full(2 * cells, np.inf)),
        constraints=[
            LinearConstraint(hstack([brings, still]).tocsr(), lb=short.ravel()),
            LinearConstraint(
                np.hstack([limits, nothing]), ub=np.append(np.full(months, most), budget)
            ),
        ],
        options={"mip_rel_gap": GAP, "time_limit": SECONDS},
    )
    answer: Floats = np.asarray(found.x)  # hiring nobody is always a way, so there is one
    hires = np.rint(answer[:cells]).astype(np.int64).reshape(months, offices)
    return hires, float(answer[cells:].sum())


def _plan_of(agency: Agency, hires: NDArray[np.int64]) -> Plan:
    """Return a schedule as a plan: a lever for every month in which somebody is hired."""
    levers = []
    for month, row in enumerate(hires):
        if total := int(row.sum()):
            shares = {
                office.name: int(count) / total
                for office, count in zip(agency.offices, row, strict=True)
                if count
            }
            levers.append(Hires.once(total, start=month, kind="net", offices=shares))
    return Plan(f"Scheduled: {int(hires.sum())} by month and office", hires=tuple(levers))


def _plain(agency: Agency, budget: float, price: Floats) -> list[Plan]:
    """Return the plans that anyone would think of at this budget: all at once, and evenly."""
    plans = []
    if count := int(budget // price[0]):
        plans.append(Plan(f"All at once: {count}", hires=Hires.once(count, kind="net")))
    lasting = max(1, len(price) - _first_day(agency))
    if rate := int(budget // price[:lasting].sum()):
        evenly = Hires.monthly(rate, months=lasting, kind="net")
        plans.append(Plan(f"Evenly: {rate} a month for {lasting} months", hires=evenly))
    return plans
