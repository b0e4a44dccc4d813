"""Charts over time: a line per plan, or per quantity, with its spread between replications."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import BAND, footer, headline, words
from staffing_sim.charts.labels import label_ends
from staffing_sim.charts.lines import Span, banded_line
from staffing_sim.charts.looks import BLUE, GREEN, VERMILLION, looks, plans_of
from staffing_sim.charts.scales import month_axis, number, percent
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = [
    "column",
    "draw_spread",
    "finish",
    "month_ends",
    "permanence",
    "staff",
    "totals",
    "unseen",
]

_FOLLOWED: Final = "; none goes on past the months to which every replication follows children"

_WATERFALL: Final = {
    "authorised": ("Authorised (funded positions)", "#6b6b6b", "-"),
    "filled": ("Filled", BLUE, (0, (6, 1.6))),
    "productive_staff": ("Productive (full-time equivalents)", GREEN, (0, (6, 1.6, 1.4, 1.6))),
    "academy": ("In training", VERMILLION, (0, (1.4, 1.4))),
}


def unseen(frame: pd.DataFrame, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the children not seen in each month, a line per plan.

    Parameters
    ----------
    frame
        ``Study.months()``.
    role
        Only the children of this role's stages; all where not given.
    ax
        Where to draw; a figure of its own where not given.
    """
    return column(
        frame, "unseen", title="Children not seen, by month", unit="children", role=role, ax=ax
    )


def column(
    frame: pd.DataFrame,
    name: str,
    *,
    title: str,
    unit: str,
    at_month_end: bool = False,
    role: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one column of the month table added up over offices, a line per plan.

    Parameters
    ----------
    frame
        ``Study.months()``.
    name
        A column that adds up over offices and roles.
    title, unit
        Words for the chart.
    at_month_end
        Whether it is counted as the month ends, and so drawn there; else at the month's start.
    role, ax
        As in `unseen`.
    """
    rows = frame if role is None else frame[frame["role"] == role]
    tables = totals(rows, name)
    dates = month_ends(frame) if at_month_end else _dates(frame)
    look = looks(list(tables))
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for plan, table in tables.items():
            end = draw_spread(ax, table, dates, color=look[plan].color, dash=look[plan].dash)
            ends[plan] = (end, look[plan].color)
        finish(ax, title=title if role is None else f"{title} ({words(role)})", unit=unit)
        month_axis(ax, dates)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def staff(
    frame: pd.DataFrame,
    *,
    plan: str | None = None,
    role: str | None = None,
    top: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw positions authorised, filled, in training and productive of one plan, by month end.

    Parameters
    ----------
    frame
        ``Study.months()``.
    plan
        The plan; the first where not given.
    top
        Where the axis ends, so that several plans can be drawn on one scale.
    role, ax
        As in `unseen`.
    """
    chosen = plans_of(frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    rows = rows if role is None else rows[rows["role"] == role]
    filled = rows["academy"] + rows["carrying"] + rows["absent"]
    rows = rows.assign(filled=filled)
    dates = month_ends(frame)
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for name, (label, color, dash) in _WATERFALL.items():
            line = draw_spread(ax, totals(rows, name)[chosen], dates, color=color, dash=dash)
            ends[label] = (line, color)
        who = "all roles" if role is None else words(role)
        finish(ax, title=f"Positions and staff at month ends: {chosen} ({who})", unit="people")
        month_axis(ax, dates)
        ax.set_ylim(top=top)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def permanence(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of children with a permanent home by months since entering care, by plan.

    Every line ends where some replication follows no child any longer: beyond, a mean would be one
    of fewer and fewer replications.

    Parameters
    ----------
    frame
        ``Study.incidence()``.
    ax
        As in `unseen`.
    """
    tables = _known_throughout(frame[frame["permanent"]])
    known = (int(table.index[-1]) for table in tables.values() if len(table))
    last = max([1, *known])  # an axis needs a width
    with styled():
        ax, own = canvas(ax)
        look = looks(list(tables))
        ends: dict[str, tuple[float, str]] = {}
        for plan, table in tables.items():
            months = table.index.to_numpy()
            end = draw_spread(ax, table, months, color=look[plan].color, dash=look[plan].dash)
            ends[plan] = (end, look[plan].color)
        finish(
            ax,
            title="Children with a permanent home, by time since entering care",
            unit="share of children who entered care",
        )
        ax.set_xlabel("months since entering care")
        ax.set_xlim(0, last)
        ax.set_xticks(range(0, last + 1, 6 if last > 12 else 3))
        ax.yaxis.set_major_formatter(percent)
        label_ends(ax, ends, at=last)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND + _FOLLOWED)
    return ax


def _known_throughout(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the incidence of all causes together, at the months that every replication knows."""
    tables = {}
    for plan in plans_of(rows):
        runs = rows[rows["plan"] == plan].groupby(["month", "replication"])["incidence"]
        tables[plan] = runs.sum(min_count=1).unstack("replication").dropna()
    return tables


def totals(rows: pd.DataFrame, name: str) -> dict[str, pd.DataFrame]:
    """Return one column added up: per plan, months in rows, replications in columns."""
    sums = rows.groupby(["plan", "month", "replication"], observed=True)[name].sum()
    return {plan: sums.loc[plan].unstack("replication") for plan in plans_of(rows)}


def _dates(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the first day of each month."""
    return np.sort(frame["date"].unique())


def month_ends(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the last day of each month."""
    starts = _dates(frame).astype("datetime64[M]")
    return (starts + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


def draw_spread(ax: Axes, table: pd.DataFrame, x: Any, *, color: str, dash: Any) -> float:
    """Draw the mean of the replications and their spread; return where the line ends."""
    ends = (table.quantile(share, axis=1) for share in (0.1, 0.9)) if table.shape[1] > 1 else ()
    return banded_line(ax, x, Span(table.mean(axis=1), *ends), color=color, dash=dash)


def finish(ax: Axes, *, title: str, unit: str) -> None:
    """Set title, unit and a baseline at zero."""
    headline(ax, title)
    ax.set_ylabel(unit)
    ax.set_ylim(bottom=0.0)
    ax.margins(x=0)
    ax.yaxis.set_major_formatter(number)
