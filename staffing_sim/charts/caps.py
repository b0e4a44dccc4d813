"""Charts of a cap: the mean caseload by month, and the chance that it is at most so many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import BAND, footer, words
from staffing_sim.charts.fans import draw_spread, finish, month_ends, totals
from staffing_sim.charts.labels import label_ends
from staffing_sim.charts.lines import Span, banded_line
from staffing_sim.charts.looks import Look, looks, plans_of
from staffing_sim.charts.scales import month_axis, percent
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["cap_met", "mean_caseload"]

_CHANCE: Final = (
    "Lines: share of the replications; bars, side by side: 95 % Wilson intervals at some month ends"
)
_FEW_RUNS: Final = 8
"""With fewer, an interval of a chance spans more than a third of the axis and hides the lines."""
_TOO_FEW: Final = (
    f"Lines: share of the replications; no interval below {_FEW_RUNS} replications: so few leave "
    "the chance all but unknown"
)
_MOST_BARS: Final = 4  # month ends, for each plan
_APART: Final = 0.011  # of the whole time, between the bars of two plans
_HOURS_A_MONTH: Final = 730


def mean_caseload(
    frame: pd.DataFrame, *, role: str, caps: Sequence[float] = (), ax: Axes | None = None
) -> Axes:
    """Draw a role's mean caseload by month end, a line per plan, and the caps it is held against.

    Parameters
    ----------
    frame
        ``Study.months()``.
    role
        Whose caseload: children per worker on duty and not absent, the mean over all offices.
    caps
        Caps to draw as level lines.
    ax
        Where to draw; a figure of its own where not given.
    """
    loads, dates = _loads(frame, role), month_ends(frame)
    look = looks(list(loads))
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for plan, table in loads.items():
            end = draw_spread(ax, table, dates, color=look[plan].color, dash=look[plan].dash)
            ends[plan] = (end, look[plan].color)
        finish(ax, title=f"Mean caseload ({words(role)})", unit="children per worker")
        month_axis(ax, dates)
        for cap in caps:
            _level(ax, cap)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def _level(ax: Axes, cap: float) -> None:
    """Draw a cap as a level line with its number."""
    ax.axhline(cap, color="#333333", lw=1.2, ls=(0, (4, 2)))
    ax.annotate(
        f"cap {cap:g}",
        (0.01, cap),
        xycoords=("axes fraction", "data"),
        xytext=(0, -3),
        textcoords="offset points",
        va="top",
        fontsize=LABEL_POINTS,
        color="#333333",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def cap_met(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the chance that a role's mean caseload is at or under a target, by month end.

    Intervals are drawn from 8 replications on, at a few month ends and beside each other: as bands
    they would cover each other wherever plans come to the same chance.

    Parameters
    ----------
    frame
        ``Study.cap_met()``.
    ax
        As in `mean_caseload`.
    """
    role, target = frame["role"].iloc[0], frame["target"].iloc[0]
    dates, enough = month_ends(frame), frame["runs"].max() >= _FEW_RUNS
    plans = plans_of(frame)
    look = looks(plans)
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for place, plan in enumerate(plans):
            rows = frame[frame["plan"] == plan]
            color, dash = look[plan].color, look[plan].dash
            ends[plan] = (
                banded_line(ax, dates, Span(rows["chance"]), color=color, dash=dash),
                color,
            )
            if enough:
                _intervals(ax, dates, rows, look=look[plan], aside=_APART * (place - len(plans)))
        title = f"Chance that the mean caseload is at most {target:g} ({words(role)})"
        finish(ax, title=title, unit="chance, at the month end")
        month_axis(ax, dates)
        ax.set_ylim(-0.02, 1.02)
        ax.yaxis.set_major_formatter(percent)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CHANCE if enough else _TOO_FEW)
    return ax


def _intervals(ax: Axes, dates: Any, rows: pd.DataFrame, *, look: Look, aside: float) -> None:
    """Draw a plan's intervals at a few month ends, aside of them by a share of the whole time."""
    step = -(-len(dates) // _MOST_BARS)
    chosen = slice((len(dates) - 1) % step, None, step)  # the last month end is one of them
    hours = int(aside * _HOURS_A_MONTH * len(dates))
    at = dates[chosen].astype("datetime64[h]") + np.timedelta64(hours, "h")
    shown = rows.iloc[chosen]
    ax.vlines(at, shown["low"], shown["high"], color=look.color, lw=1.8)
    ax.plot(at, shown["chance"], look.marker, color=look.color, ms=4.5)


def _loads(frame: pd.DataFrame, role: str) -> dict[str, pd.DataFrame]:
    """Return a role's mean caseload: per plan, months in rows, replications in columns."""
    rows = frame[frame["role"] == role]
    children, workers = totals(rows, "children_carried"), totals(rows, "carrying")
    return {plan: children[plan] / workers[plan] for plan in children}
