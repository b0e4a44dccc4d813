"""What money buys: plans by cost against children unseen and time to permanence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Role
from staffing_sim.errors import Fault, InputError
from staffing_sim.intervals import mean_interval
from staffing_sim.measures import ALL
from staffing_sim.plan import Aides, Clerks, Hires, Overtime, Plan, Retention
from staffing_sim.plan.terms import Lever
from staffing_sim.plan.workdays import OVERTIME_PAY, PAID_HOURS_PER_YEAR
from staffing_sim.study import Study, compare
from staffing_sim.study.files import chart_files, make_directory, table_file
from staffing_sim.timeline import MONTHS_PER_YEAR
from staffing_sim.values import Money, Ratio, Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

RESAMPLES: Final = 1000
_OUTCOMES: Final = ("unseen", "months_to_permanence")
_ROUNDS: Final = 3
_ALIKE: Final = 0.01  # of what the hires cost


class Prices(Value):
    """Prices `equal_cost` needs and no agency file gives; a lever without its price is left out.

    None has a default: the pay of clerks and aides is local, and what retention pay does to leaving
    is an assumption that its user must make.

    Examples
    --------
    >>> Prices(clerk_year=70_000, retention_factor=0.8).aide_year is None
    True
    """

    clerk_year: Money | None = Field(None, description="a clerical post for a year, loaded")
    aide_year: Money | None = Field(None, description="an aide's post for a year, loaded")
    retention_factor: Ratio | None = Field(
        None, le=10, description="factor on leaving that the retention money brings"
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class Frontier:
    """Plans by cost and effect.

    Attributes
    ----------
    study
        The comparison behind it.
    table
        One row per plan: cost (staffing, over the study), unseen (child-months unseen over the
        study), months_to_permanence, each with ``_low`` and ``_high`` (95 % interval of the mean);
        ``efficient_`` columns: whether, by the means, no other plan is at least as good on both
        counts (cost, and children unseen or months to permanence) and better on one; and
        ``_share``: in what share of 1,000 resamples of the worlds that is so.
    """

    study: Study
    table: pd.DataFrame

    def plot(self, outcome: str = "unseen", *, ax: Axes | None = None) -> Axes:
        """Draw cost against ``"unseen"`` or ``"months_to_permanence"``."""
        from staffing_sim.charts import efficient_set

        return efficient_set(self.table, outcome=outcome, ax=ax)

    def save(self, directory: str | Path) -> tuple[Path, ...]:
        """Write the table, and a chart for each outcome that is known; return the paths."""
        home = Path(directory)
        make_directory(home)
        paths = [table_file(self.table, home / "frontier.csv")]
        for outcome in _OUTCOMES:
            if self.table[outcome].notna().any():
                paths += chart_files(self.plot(outcome), home / f"frontier-{outcome}")
        return tuple(paths)


def mixes(**levers: Mapping[str, Lever | None]) -> tuple[Plan, ...]:
    """Return every mix of some settings of some levers, as plans named by them.

    Parameters
    ----------
    **levers
        By field of a plan: names of settings, and the lever each stands for (None for nothing).

    Examples
    --------
    >>> found = mixes(
    ...     hires={"no hires": None, "6 hires": Hires.once(6, kind="net")},
    ...     clerks={"no clerks": None, "3 clerks": Clerks(posts=3, cost_post_year=70_000)},
    ... )
    >>> [plan.name for plan in found][1]
    'no hires, 3 clerks'
    """
    plans = []
    for chosen in product(*(settings.items() for settings in levers.values())):
        given = {
            field: lever
            for field, (_, lever) in zip(levers, chosen, strict=True)
            if lever is not None
        }
        plans.append(Plan(", ".join(name for name, _ in chosen), **given))
    return tuple(plans)


def frontier(agency: Agency, plans: Iterable[Plan], **running: Any) -> Frontier:
    """Compare plans by cost against children unseen and time to permanence.

    Parameters
    ----------
    agency, plans
        What to compare; `mixes` makes a grid of plans.
    **running
        ``years``, ``replications``, ``seed``, ``n_jobs`` and the rest, as in `compare`. Time to
        permanence needs more than two years.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    >>> found = frontier(office, plans, years=0.5, replications=2, clock="simpy", progress=False)
    >>> bool(found.table.set_index("plan").loc["As is", "efficient_unseen"])  # it is the cheapest
    True
    """
    study = compare(agency, plans, **running)
    return Frontier(study=study, table=frontier_table(study))


def equal_cost(
    agency: Agency, budget: float, *, prices: Prices, role: str | None = None, **running: Any
) -> Frontier:
    """Compare what the same money buys: hires, retention, clerks, aides, overtime.

    Each plan spends on one lever for one role at the agency's own pay. The hires are as many as
    `budget` pays for in a year. What they cost in the runs is less, because posts take time to
    fill; every other lever is sized anew until it costs as much in the same runs, to 1 % or a
    whole post (three rounds at most).

    Parameters
    ----------
    agency
        Whose pay and staff.
    budget
        Money a year.
    prices
        Prices the agency does not give; a lever without its price is left out.
    role
        The role; the agency's hiring role where not given.
    **running
        As in `frontier`.

    Raises
    ------
    InputError
        If the budget or the agency's pay is not above 0.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> prices = ss.solving.Prices(clerk_year=70_000)
    >>> short = {"years": 1, "replications": 2, "clock": "simpy", "progress": False}
    >>> table = equal_cost(office, 420_000, prices=prices, **short).table
    >>> table["plan"].tolist()[:2], len(table)
    (['As is', '3 hires'], 4)
    """
    chosen = agency.role_or_hiring(role)
    pay = agency.costs.worker_year
    faults = [
        Fault(key, f"must be more than 0; got {value:g}")
        for key, value in (("budget", budget), ("agency.costs.worker_year", pay))
        if not value > 0
    ]
    if faults:
        raise InputError(faults)
    levers = list(_levers(pay, prices, chosen))
    money = [budget] * len(levers)
    for _ in range(_ROUNDS):
        bought = [lever(amount) for lever, amount in zip(levers, money, strict=True)]
        plans = [Plan("As is"), *(plan for plan in bought if plan is not None)]
        found = frontier(agency, plans, **running)
        cost = found.study.measured["cost", ALL].mean(axis=1)
        spent = dict(zip(found.study.names, cost - cost[0], strict=True))
        wanted = (
            spent[bought[0].name] if bought[0] else budget * found.study.horizon / MONTHS_PER_YEAR
        )
        off = [
            1.0 if plan is None or spent[plan.name] <= 0.0 else wanted / spent[plan.name]
            for plan in bought
        ]
        if max(abs(factor - 1.0) for factor in off) < _ALIKE:
            break
        money = [amount * factor for amount, factor in zip(money, off, strict=True)]
    return found


def _levers(pay: float, prices: Prices, role: Role) -> Iterator[Callable[[float], Plan | None]]:
    """Yield how each lever spends an amount of money a year, hires first; None if it buys none."""
    same: dict[str, Any] = {"role": role.name}

    def hires(money: float) -> Plan | None:
        count = round(money / pay)
        return (
            Plan(f"{count} hires", hires=Hires.once(count, kind="net", **same)) if count else None
        )

    def posts(field: str, price: float, kind: type[Clerks | Aides], money: float) -> Plan | None:
        if not (count := round(money / price)):
            return None
        lever = kind(posts=count, cost_post_year=price, **same)
        return Plan(f"{count} {field}", **{field: lever})

    def retention(money: float) -> Plan:
        each = money / role.positions
        programme = Retention(factor=prices.retention_factor, cost_worker_year=each, **same)
        return Plan("Retention", retention=programme)

    def overtime(money: float) -> Plan:
        price = OVERTIME_PAY * pay / PAID_HOURS_PER_YEAR
        hours = money / MONTHS_PER_YEAR / role.positions / price
        lever = Overtime(hours_per_month=hours, **same)
        return Plan(f"{hours:.1f} hours of overtime", overtime=lever)

    yield hires
    if prices.clerk_year:
        yield partial(posts, "clerks", prices.clerk_year, Clerks)
    if prices.aide_year:
        yield partial(posts, "aides", prices.aide_year, Aides)
    if prices.retention_factor is not None:
        yield retention
    yield overtime


def frontier_table(study: Study) -> pd.DataFrame:
    """Return what each plan costs and brings, and whether another plan beats it on both."""
    values = _values(study)
    rows = []
    for row, plan in enumerate(study.names):
        found: dict[str, Any] = {"plan": plan}
        for name, numbers in values.items():
            mean = mean_interval(numbers[row])
            found |= {name: mean.mean, f"{name}_low": mean.low, f"{name}_high": mean.high}
        rows.append(found)
    table = pd.DataFrame(rows)
    picks = _resampled(study.replications)
    for outcome in _OUTCOMES:
        cost, other = values["cost"], values[outcome]
        table[f"efficient_{outcome}"] = efficient(cost.mean(axis=1), other.mean(axis=1))
        shares = [efficient(cost[:, p].mean(axis=1), other[:, p].mean(axis=1)) for p in picks]
        table[f"efficient_{outcome}_share"] = np.mean(shares, axis=0)
    table.attrs = study.signature()
    table.attrs["currency"] = study.agency.costs.currency
    return table


def _values(study: Study) -> dict[str, Floats]:
    """Return cost, child-months unseen and months to permanence: [plan, replication]."""
    return {
        "cost": study.measured["cost", ALL],
        "unseen": study.measured["unseen_children", ALL] * study.horizon,
        "months_to_permanence": study.measured["months_to_permanence", ALL],
    }


def _resampled(worlds: int) -> NDArray[np.int64]:
    """Return worlds drawn with replacement, the same ones for every plan and every call."""
    return np.random.default_rng(worlds).integers(worlds, size=(RESAMPLES, worlds))


def efficient(cost: Floats, other: Floats) -> NDArray[np.bool_]:
    """Tell which plans no other beats: none is at least as good on both counts, better on one.

    Undefined numbers make no plan efficient.

    Examples
    --------
    >>> efficient(np.array([1.0, 2.0, 3.0]), np.array([9.0, 5.0, 6.0]))
    array([ True,  True, False])
    """
    no_worse = (cost[:, None] <= cost) & (other[:, None] <= other)
    better = (cost[:, None] < cost) | (other[:, None] < other)
    beaten = (no_worse & better).any(axis=0)
    return np.asarray(~beaten & ~np.isnan(cost) & ~np.isnan(other))
