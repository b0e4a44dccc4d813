"""A schedule of hires as a map: a row per office, a column per month, a number in each."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.looks import luminance
from staffing_sim.charts.style import canvas, own_figure, styled
from staffing_sim.timeline import Timeline

__all__ = ["SCHEDULE_NOTE", "schedule"]

SCHEDULE_NOTE: Final = (
    "Numbers: positions opened, darker is more; bold: sums of months and of offices. Planned, not "
    "simulated: no uncertainty of its own"
)
ALL: Final = "all offices"
_POINTS: Final = 9.0
_CELL: Final = 0.42  # inches: room for three digits of this size


def schedule(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw hires by month and office, with their sums.

    Parameters
    ----------
    frame
        ``Schedule.table``: month, date, office, hires.
    ax
        Where to draw; a figure of its own where not given.
    """
    wide = _by_office(frame)
    months, offices = list(wide.columns), list(wide.index)
    with styled():
        size = (2.6 + _CELL * (len(months) + 1), 2.2 + 0.3 * (len(offices) + 1))
        ax, own = canvas(ax, size=(max(6.5, size[0]), size[1]))
        colors = colormaps["cividis_r"]
        ax.imshow(np.ma.masked_equal(wide.to_numpy(), 0), cmap=colors, vmin=0, aspect="auto")
        most = float(wide.to_numpy().max())
        for down, across in np.argwhere(wide.to_numpy() > 0):
            count = int(wide.iloc[down, across])
            dark = luminance(np.array(colors(count / most)[:3])) < 0.179
            _write(ax, (across, down), count, color="white" if dark else "black")
        _write_sums(ax, wide)
        ax.set_xlim(-0.5, len(months) + 0.5)
        ax.set_ylim(len(offices) + 0.5, -0.5)
        ax.set_xticks([*range(len(months) + 1)], [*_month_names(frame, months), "all"])
        ax.set_yticks([*range(len(offices) + 1)], [*offices, ALL])
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.set_xlabel("month in which positions are opened")
        headline(ax, str(frame.attrs["plan"]))
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=SCHEDULE_NOTE)
    return ax


def _by_office(frame: pd.DataFrame) -> pd.DataFrame:
    """Return hires with a row per office and a column for every month from first to last."""
    wide = frame.pivot_table(
        index="office", columns="month", values="hires", aggfunc="sum", fill_value=0
    )
    return wide.reindex(
        columns=range(int(frame["month"].min()), int(frame["month"].max()) + 1), fill_value=0
    )


def _month_names(frame: pd.DataFrame, months: list[Any]) -> list[str]:
    """Return the months as a reader says them; the year under its first."""
    first = frame.iloc[0]
    start = pd.Timestamp(first["date"]) - pd.DateOffset(months=int(first["month"]))
    line = Timeline(start.date())
    labels = [line.month_label(int(month)).split() for month in months]
    years = [year for _, year in labels]
    return [
        f"{name[:3]}\n{year}" if row == 0 or year != years[row - 1] else name[:3]
        for row, (name, year) in enumerate(labels)
    ]


def _write_sums(ax: Axes, wide: pd.DataFrame) -> None:
    """Write the sums of months below and of offices to the right, and of both in the corner."""
    months, offices = wide.shape[1], wide.shape[0]
    for across, count in enumerate(wide.sum(axis=0)):
        _write(ax, (across, offices), int(count), fontweight="bold")
    for down, count in enumerate(wide.sum(axis=1)):
        _write(ax, (months, down), int(count), fontweight="bold")
    _write(ax, (months, offices), int(wide.to_numpy().sum()), fontweight="bold")
    for draw, at in ((ax.axhline, offices), (ax.axvline, months)):
        draw(at - 0.5, color="#9a9a9a", lw=0.8)


def _write(ax: Axes, place: tuple[int, int], count: int, **look: Any) -> None:
    ax.text(*place, f"{count:,}", ha="center", va="center", fontsize=_POINTS, **look)
