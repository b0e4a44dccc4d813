"""A linear model of an agency that hires, and the best schedule of hires in it.

The model holds the hours that cases demand and workers have, office by office, without hires, and
what a position adds once it is filled, trained and past its ramp. It leaves out what hires change
in turn: cases that close earlier, people who leave less, transfers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, eye_array, hstack, kron, vstack

from staffing_sim.agency import Agency
from staffing_sim.engine.records import ACTIVITIES
from staffing_sim.errors import InterruptedStudy
from staffing_sim.plan import Plan
from staffing_sim.study import Study, compare
from staffing_sim.timeline import DAYS_PER_MONTH, MONTHS_PER_YEAR

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

RUNS: Final = 3
SLICES: Final = 20
"""Steps by which an unmet hour weighs more, the larger the unmet share of its office's hours."""
GAP: Final = 0.001
SECONDS: Final = 60.0
"""When the search for the last part of a percent stops; a county's takes a tenth of it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LinearModel:
    """What the schedule is planned with; months are those of the horizon.

    Attributes
    ----------
    asked
        Hours that cases ask for, as is, of the hiring role: [month, office].
    short
        Hours missing of these, as is: [month, office]; below 0 where there are more than enough.
    gained
        Hours of a position opened in month 0, by month.
    price
        What a position opened in each month costs until the horizon.
    seats
        The most positions that may be opened in each month.
    """

    asked: Floats
    short: Floats
    gained: Floats
    price: Floats
    seats: Counts

    def brought(self, hires: Counts) -> Floats:
        """Return the hours that hires [month, office] bring: [month, office]."""
        months = len(self.gained)
        rows = [np.convolve(column, self.gained)[:months] for column in hires.T.astype(np.float64)]
        return np.stack(rows, axis=1)

    def left(self, hires: Counts) -> float:
        """Return the hours that stay unmet over the horizon."""
        return float(np.maximum(self.short - self.brought(hires), 0.0).sum())


def linear_model_of(
    agency: Agency, months: int, *, seats: int | None, seed: int, **running: Any
) -> LinearModel:
    """Return the model of an agency, from a few runs as it is; arguments as in `optimise`.

    Raises
    ------
    InterruptedStudy
        If interrupted before these runs were finished.
    """
    years = months / MONTHS_PER_YEAR
    study = compare(agency, Plan("As is"), years=years, replications=RUNS, seed=seed, **running)
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted)
    rows = study.months()
    rows = rows[rows["role"] == agency.workforce.hiring_role]
    shape = (RUNS, months, len(agency.offices))

    def mean(values: Any) -> Floats:
        return np.asarray(np.reshape(values, shape).mean(axis=0), dtype=np.float64)

    asked = mean(rows[[f"{name}_hours_demanded" for name in ACTIVITIES]].sum(axis=1).to_numpy())
    return LinearModel(
        asked=asked,
        short=asked - mean(rows["hours_available"].to_numpy()),
        gained=_hours_gained(agency, months),
        price=price_by_start(agency, months),
        seats=_free_seats(study) if seats is None else np.full(months, seats, dtype=np.int64),
    )


def first_day(agency: Agency) -> int:
    """Return after how many whole months a position opened today has somebody on its payroll."""
    return math.ceil(agency.workforce.time_to_fill_days.mean() / DAYS_PER_MONTH)


def price_by_start(agency: Agency, months: int) -> Floats:
    """Return what a position opened at each month's start costs until the horizon."""
    paid = np.maximum(months - np.arange(months) - first_day(agency), 0)
    costs = agency.costs
    return np.asarray(costs.hire + costs.worker_year / MONTHS_PER_YEAR * paid, dtype=np.float64)


def _hours_gained(agency: Agency, months: int) -> Floats:
    """Return the hours of a position opened in month 0, month by month."""
    role = agency.role(agency.workforce.hiring_role)
    begins = first_day(agency) + math.ceil(agency.workforce.academy.months)
    ramp = [*agency.workforce.ramp, *([1.0] * months)]
    shares = [0.0] * begins + ramp
    return np.array(shares[:months]) * role.hours_per_month


def _free_seats(study: Study) -> Counts:
    """Return the seats left for positions opened in each month, once these are filled.

    Newcomers of every role share the seats; the mean of those who start as things are is taken off.
    """
    agency, months = study.agency, study.horizon
    seats = agency.workforce.academy.seats
    if seats is None:
        return np.full(months, np.iinfo(np.int32).max, dtype=np.int64)
    calendar = study.hiring_calendar(by=()).set_index("month")["started"]
    later = np.minimum(np.arange(months) + first_day(agency), months - 1)
    used = calendar.reindex(later, fill_value=0.0).to_numpy()
    return np.asarray(np.floor(np.maximum(seats - used, 0.0)), dtype=np.int64)


def depth_weighted(short: Floats, asked: Floats) -> Floats:
    """Return hours short, each weighed by how deep in its office's shortage it lies.

    With a share ``s`` of an office's hours short the sum is ``s`` times the hours short, at whole
    twentieths, and straight between them: an hour of the first twentieth weighs .05, one of the
    tenth .95.

    Examples
    --------
    >>> depth_weighted(np.array([10.0, 50.0, 52.5, -5.0]), np.full(4, 100.0)).round(4)
    array([ 1.   , 25.   , 27.625,  0.   ])
    """
    slices = np.arange(SLICES)
    inside = np.clip(short[..., None] - slices * asked[..., None] / SLICES, 0.0, None)
    width = asked[..., None] / SLICES
    return np.asarray((np.minimum(inside, width) * (2 * slices + 1) / SLICES).sum(axis=-1))


def best_schedule(model: LinearModel, *, budget: float) -> Counts:
    """Return the hires [month, office] within budget and seats with the least depth-weighted hours.

    Unknowns are the hires and, in every month and office, the hours short in each slice of depth;
    deeper slices weigh more, so shallow ones fill first by themselves.

    Examples
    --------
    Both offices are 30 hours short, one of them of 100; money buys two, who work at once:

    >>> model = LinearModel(
    ...     asked=np.array([[100.0, 300.0]]),
    ...     short=np.array([[30.0, 30.0]]),
    ...     gained=np.array([10.0]),
    ...     price=np.array([1.0]),
    ...     seats=np.array([5]),
    ... )
    >>> best_schedule(model, budget=2.0).tolist()
    [[2, 0]]
    """
    months, offices = model.short.shape
    cells = months * offices
    widths = np.repeat(model.asked.ravel() / SLICES, SLICES)
    widths[SLICES - 1 :: SLICES] = np.inf  # nothing can be so short that there is no answer
    weights = np.tile((2.0 * np.arange(SLICES) + 1.0) / SLICES, cells)
    still = kron(eye_array(cells), np.ones((1, SLICES)))
    each_month = kron(eye_array(months), np.ones((1, offices)))
    paid = csr_array(np.repeat(model.price, offices)[None, :])
    limits = vstack([each_month, paid])
    nothing = csr_array((months + 1, cells * SLICES))
    found = milp(
        c=np.concatenate([np.zeros(cells), weights]),
        integrality=np.concatenate([np.ones(cells), np.zeros(cells * SLICES)]),
        bounds=Bounds(
            lb=np.zeros(cells * (1 + SLICES)), ub=np.append(np.full(cells, np.inf), widths)
        ),
        constraints=[
            LinearConstraint(csr_array(hstack([_brings(model), still])), lb=model.short.ravel()),
            LinearConstraint(
                csr_array(hstack([limits, nothing])), ub=np.append(model.seats, budget)
            ),
        ],
        options={"mip_rel_gap": GAP, "time_limit": SECONDS},
    )
    answer: Floats = np.asarray(found.x)  # hiring nobody is always a way, so there is one
    return np.rint(answer[:cells]).astype(np.int64).reshape(months, offices)


def _brings(model: LinearModel) -> coo_array:
    """Return the hours each hire brings to each month and office, as a matrix of cells by cells."""
    months, offices = model.short.shape
    pairs = [(at, start) for start in range(months) for at in range(start, months)]
    rows = [at * offices + office for at, _ in pairs for office in range(offices)]
    columns = [start * offices + office for _, start in pairs for office in range(offices)]
    hours = [model.gained[at - start] for at, start in pairs for _ in range(offices)]
    return coo_array((hours, (rows, columns)), shape=(months * offices, months * offices))
