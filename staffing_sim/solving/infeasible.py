"""Why a target cannot be met: the earliest month it can be, what binds, and what would help.

A longer run repeats a shorter one, so one run shows what every earlier month would have had. What
binds is not guessed: it is what, once taken away, brings the target nearer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.distributions import Constant
from staffing_sim.intervals import wilson
from staffing_sim.plan import Plan
from staffing_sim.solving.grids import Grid, seats_grid
from staffing_sim.solving.search import Search
from staffing_sim.solving.targets import Target
from staffing_sim.solving.trials import Trials, worlds_needed
from staffing_sim.timeline import Timeline

Floats = NDArray[np.float64]

BY_MONTH_COLUMNS: Final = {
    "month": "the month at whose end it should hold, counted from the start",
    "date": "its first day",
    "met": "in how many worlds the largest effort meets the target by then",
    "runs": "worlds tried",
    "probability": "share of them",
    "low": "low end of its 95 % Wilson interval",
    "high": "high end of it",
    "mean": "mean of the target's number at the end of that month, at the largest effort",
    "setting": "the smallest effort tried that is enough by then; undefined if none is",
}
"""Every column of `Limits.by_month`, in words."""

SCOUTS: Final = 2
WORLDS: Final = 10
MOST_MONTHS: Final = 120
MONTHS_AFTER: Final = 6
"""How far beyond the scouts' first month the table goes."""
PARTS: Final = (1.0, 0.7, 0.5, 0.35, 0.25)
"""Parts of the greatest effort that the table tries."""
ENDLESS_SEATS: Final = 1_000_000
MOST_SEATS: Final = 8
"""How many times the seats there are is the most that is looked at."""


@dataclass(frozen=True, kw_only=True)
class Freed:
    """By which month the largest effort would be enough if one limit were removed.

    Attributes
    ----------
    seats
        With an academy seat for everyone.
    rate
        At twice the rate of hires. This and the next are asked only if seats are not what binds.
    delay
        With a seat for everyone, positions filled at once and no months in the academy.
    """

    seats: int | None
    rate: int | None = None
    delay: int | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Limits:
    """What the largest effort achieves, and what would let it achieve more.

    Attributes
    ----------
    effort
        The name of the plan with the largest effort.
    by_month
        One row per month from the target's on, with `BY_MONTH_COLUMNS`.
    earliest_month
        The first month by whose end the largest effort is likely enough to meet the target; None
        if it is not within `months`.
    months
        How many months were searched.
    worlds
        In how many worlds.
    seats
        Academy seats a month; None if there is no such limit.
    seats_needed
        Seats with which the largest effort is enough by the month asked for; None if none are.
    freed
        The earliest month with each limit removed.
    """

    effort: str
    by_month: pd.DataFrame
    earliest_month: int | None
    months: int
    worlds: int
    seats: int | None
    seats_needed: int | None
    freed: Freed


def limits_of(trials: Trials, grid_of: Callable[[int], Grid]) -> Limits | None:
    """Find from which month on hires can meet a target; None for a target over a whole run.

    `grid_of` gives the grid of hires that are kept up for so many months.
    """
    if trials.target.of_the_run:
        return None
    months, worlds, parts = _horizon(trials, grid_of)
    grid = grid_of(months)
    settings = sorted({grid.settings[round(part * (len(grid.settings) - 1))] for part in parts})
    tried = [grid.plan(setting) for setting in settings]
    most, longer = tried[-1], trials.of(tried, months=months)
    seated = most.replace(name="a seat for everyone", academy_seats=ENDLESS_SEATS)
    numbers = longer.of([*tried, seated]).series(range(worlds))
    earliest, seated_month = (_first(trials.target, plan) for plan in numbers[-2:])
    freed = Freed(seats=seated_month)
    if not earlier(seated_month, earliest):
        others = [grid.plan(2 * settings[-1]), _without_delay(seated)]
        found = longer.of(others).series(range(worlds))
        rate, delay = (_first(trials.target, plan) for plan in found)
        freed = Freed(seats=seated_month, rate=rate, delay=delay)
    return Limits(
        effort=most.name,
        by_month=_by_month(longer, settings, numbers[:-1]),
        earliest_month=earliest,
        months=months,
        worlds=worlds,
        seats=_seats(trials, most),
        seats_needed=_seats_needed(trials, most, free_month=seated_month),
        freed=freed,
    )


def earlier(month: int | None, than: int | None) -> bool:
    """Tell whether a month comes before another, None being never.

    Examples
    --------
    >>> earlier(12, 23), earlier(12, None), earlier(None, 23)
    (True, True, False)
    """
    return month is not None and (than is None or month < than)


def _without_delay(plan: Plan) -> Plan:
    at_once = Constant(value=0.0)
    return plan.replace(name="no delay", time_to_fill_days=at_once, academy_months=0.0)


def _horizon(trials: Trials, grid_of: Callable[[int], Grid]) -> tuple[int, int, tuple[float, ...]]:
    """Scout how far to look; return months, worlds and parts of the greatest effort to try."""
    months = trials.target.months
    furthest = max(MOST_MONTHS, months + MONTHS_AFTER)
    while months < furthest:
        months = min(2 * months, furthest)
        grid = grid_of(months)
        most = trials.of([grid.plan(grid.settings[-1])], months=months)
        held = _held(trials.target, most.series(range(SCOUTS))[0]).any(axis=0)
        if held.any():
            span = trials.target.months - trials.target.by_month
            first = max(int(np.argmax(held)) + 1, trials.target.by_month)
            return first + span + MONTHS_AFTER, WORLDS, PARTS
    return months, SCOUTS, PARTS[:1]


def _held(target: Target, series: Floats) -> NDArray[np.bool_]:
    """Return for each world and month whether the target holds from then on as long as asked."""
    met = target.margin(series) >= 0
    span = target.months - target.by_month + 1
    return np.asarray(sliding_window_view(met, span, axis=-1).all(axis=-1))


def _first(target: Target, series: Floats) -> int | None:
    """Return the first month from which enough worlds hold the target."""
    held = _held(target, series)
    often = held.sum(axis=0) >= worlds_needed(len(held), target.probability)
    return int(np.argmax(often)) + 1 if often.any() else None


def _by_month(trials: Trials, settings: Sequence[float], numbers: Floats) -> pd.DataFrame:
    """Return the table of months; numbers by setting, world and month."""
    target, timeline = trials.target, Timeline(trials.agency.start)
    held = _held(target, numbers)
    worlds, months = held.shape[1:]
    met = held.sum(axis=1)
    often = met >= worlds_needed(worlds, target.probability)
    least = [settings[int(np.argmax(does))] if does.any() else np.nan for does in often.T]
    low, high = wilson(met[-1], np.full(months, worlds))
    frame = pd.DataFrame(
        {
            "month": np.arange(1, months + 1),
            "date": pd.to_datetime([timeline.date(month) for month in range(months)]),
            "met": met[-1],
            "runs": worlds,
            "probability": met[-1] / worlds,
            "low": low,
            "high": high,
            "mean": numbers[-1].mean(axis=0)[:months],
            "setting": least,
        }
    )
    frame = frame[target.by_month - 1 :].reset_index(drop=True)
    label = f"hires a month for {trials.setting.months} months"
    frame.attrs.update(trials.signature(label=label, worlds=worlds))
    return frame


def _seats(trials: Trials, plan: Plan) -> int | None:
    return plan.academy_seats or trials.agency.workforce.academy.seats


def _seats_needed(trials: Trials, most: Plan, *, free_month: int | None) -> int | None:
    """Return the fewest seats with which the greatest effort meets the target in its month."""
    seats = _seats(trials, most)
    if seats is None or not earlier(free_month, trials.target.by_month + 1):
        return None
    grid = seats_grid(most, low=seats + 1, high=MOST_SEATS * seats)
    found = Search(trials=trials.of([most]), grid=grid, worlds=WORLDS).least()
    return None if found.place is None else int(grid.settings[found.place])


def nearest_sentence(curve: pd.DataFrame, *, label: str) -> str:
    """Return how near the best of the settings on a ``Solution.curve`` came."""
    counted = curve[(curve["phase"] == "search") & (curve["met"] == curve["met"].max())]
    counted = curve[curve["phase"] == "search"] if counted.empty else counted
    best = counted.iloc[-1]
    ends = f"95 % interval {best['low']:.2f} to {best['high']:.2f}"
    known = not pd.isna(best["mean"])
    mean = f"; the mean was {best['mean']:.4g}" if known else ""
    return (
        f"cannot be met. At {best['setting']:g} {label} it was met in {best['met']:g} of "
        f"{best['runs']:g} worlds ({ends}){mean}."
    )


def refusal_sentences(agency: Agency, target: Target, limits: Limits) -> list[str]:
    """Return by when the most hires do, what binds, and what would make the month possible."""
    when = Timeline(agency.start).month_label
    tried = f"{limits.effort}, in {limits.worlds} worlds"
    first = limits.earliest_month
    if first is None:
        rows = limits.by_month
        best = rows.loc[target.margin(rows["mean"].to_numpy()).argmax()]
        by_when = (
            f"Nor can it within {limits.months} months ({tried}): it comes closest at the end of "
            f"month {best['month']:g}, with {best['mean']:.4g} on average."
        )
    else:
        by_when = f"The earliest is the end of month {first} ({when(first - 1)}; {tried})."
    return [by_when, *_binding(limits), *_way_out(target, limits)]


def _binding(limits: Limits) -> list[str]:
    """Return what binds: whatever brings the target nearer once it is taken away."""
    freed, first = limits.freed, limits.earliest_month
    if earlier(freed.seats, first):
        each = f"Academy seats are the limit ({limits.seats} a month)"
        return [f"{each}: with a seat for everyone it could be met by month {freed.seats}."]
    if earlier(freed.rate, first):
        return [f"The rate is the limit: at twice that rate it could be met by month {freed.rate}."]
    neither = "Neither more seats nor a higher rate would bring it forward."
    if earlier(freed.delay, first):
        filled = "with positions filled at once and no academy it could be met by month"
        return [neither, f"The time to fill and train is the limit: {filled} {freed.delay}."]
    return [neither, "Nor would positions filled at once without an academy."]


def _way_out(target: Target, limits: Limits) -> list[str]:
    """Return what would make the month asked for possible, and the cheapest later month."""
    parts = []
    if limits.seats_needed is not None:
        parts.append(
            f"Month {target.by_month} could be met with {limits.seats_needed} seats a month "
            f"instead of {limits.seats}, at that rate."
        )
    rows = limits.by_month.dropna(subset="setting")
    if limits.earliest_month is not None and not rows.empty:
        row = rows.iloc[-1]
        parts.append(f"By month {row['month']:g}, {row['setting']:g} a month are enough.")
    return parts
