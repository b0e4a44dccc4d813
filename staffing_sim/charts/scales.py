"""What stands along an axis: months, numbers with their thousands, a grid for rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

__all__ = ["month_axis", "number", "percent", "readable", "sideways"]


def number(value: float, _: object = None) -> str:
    """Return a mark of an axis with its thousands and a true minus.

    Examples
    --------
    >>> number(-12500.0)
    '−12,500'
    """
    return f"{value:,.10g}".replace("-", "−")


def percent(value: float, _: object = None) -> str:
    """Return a mark of an axis of shares.

    Examples
    --------
    >>> percent(0.15), percent(0.025)
    ('15 %', '2.5 %')
    """
    return f"{100 * value:.4g} %".replace("-", "−")


def readable(values: pd.Series[float], unit: str) -> tuple[float, str]:
    """Return a factor and a unit that give numbers with few digits.

    Examples
    --------
    >>> readable(pd.Series([0.02]), "share"), readable(pd.Series([-3e6]), "USD")
    ((100.0, 'percentage points'), (1e-06, 'million USD'))
    """
    if unit == "share":
        return 100.0, "percentage points"
    if len(unit) == 3 and unit.isupper() and values.abs().max() >= 1e6:
        return 1e-6, f"million {unit}"
    return 1.0, unit


def month_axis(ax: Axes, dates: np.ndarray[Any, Any]) -> None:
    """Mark firsts of months, at most nine of them; the year stands under its first mark."""
    first, last = dates[0].astype("datetime64[M]"), dates[-1].astype("datetime64[M]") + 1
    count = int((last - first).astype(int))
    step = next((step for step in (1, 2, 3, 6, 12) if count / step <= 8), 12 * (1 + count // 96))
    marks = np.arange(first, last + 1, step)
    names = [str(mark.astype(object).strftime("%b")) for mark in marks]
    years = [mark.astype(object).year for mark in marks]
    shown = [
        f"{name}\n{year}" if row == 0 or year != years[row - 1] else name
        for row, (name, year) in enumerate(zip(names, years, strict=True))
    ]
    ax.set_xticks(marks.astype("datetime64[D]").astype(object), shown)
    end = dates[-1] if len(dates) > 1 else last  # one month alone has no width of its own
    ax.set_xlim(*(edge.astype("datetime64[D]").astype(object) for edge in (first, end)))


def sideways(ax: Axes) -> None:
    """Rule the grid upright and give the numbers their thousands, for bars and marks in rows."""
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(number)
