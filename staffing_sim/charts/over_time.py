"""Lines over the months of a study: a column of its month table, a line per plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.axes import (
    BAND,
    Span,
    banded_line,
    footer,
    headline,
    label_ends,
    month_axis,
    number,
    words,
)
from staffing_sim.charts.style import canvas, looks, own_figure, plans_of, styled


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
    with styled():
        ax, own = canvas(ax)
        ends = draw_plans(ax, tables, dates)
        finish(ax, title=title if role is None else f"{title} ({words(role)})", unit=unit)
        month_axis(ax, dates)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


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


def draw_plans(
    ax: Axes, tables: dict[str, pd.DataFrame], x: Any = None
) -> dict[str, tuple[float, str]]:
    """Draw each plan's mean and spread; return where its line ends, and in what colour.

    Where no places along the axis are given, they are those of the table's rows.
    """
    look, ends = looks(list(tables)), {}
    for plan, table in tables.items():
        at, color = table.index.to_numpy() if x is None else x, look[plan].color
        ends[plan] = (draw_spread(ax, table, at, color=color, dash=look[plan].dash), color)
    return ends


def draw_mean(ax: Axes, x: Any, rows: pd.DataFrame, name: str, **look: Any) -> float:
    """Draw a mean with its interval; return where the line ends."""
    span = Span(rows[name], rows[f"{name}_low"], rows[f"{name}_high"])
    return banded_line(ax, x, span, **look)


def finish(ax: Axes, *, title: str, unit: str) -> None:
    """Set title, unit and a baseline at zero."""
    headline(ax, title)
    ax.set_ylabel(unit)
    ax.set_ylim(bottom=0.0)
    ax.margins(x=0)
    ax.yaxis.set_major_formatter(number)
