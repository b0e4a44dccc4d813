"""What a search found: the chance that a target is met by effort, and a schedule of hires."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes

from staffing_sim.charts.axes import footer, headline, percent
from staffing_sim.charts.style import (
    BASELINE,
    BLUE,
    VERMILLION,
    canvas,
    luminance,
    own_figure,
    styled,
)
from staffing_sim.timeline import Timeline

_PHASES: Final[dict[str, dict[str, Any]]] = {
    "pilot": {"label": "first look", "color": BASELINE, "fmt": "D", "ms": 3.5},
    "search": {
        "label": "search, same worlds",
        "color": BLUE,
        "fmt": "o",
        "ms": 6,
        "mfc": "white",
    },
    "confirmation": {
        "label": "confirmation, fresh worlds",
        "color": VERMILLION,
        "fmt": "s",
        "ms": 6,
    },
}
_CHANCE: Final = "Marks: share of the worlds that met the target; bars: 95 % Wilson intervals of it"
_SCHEDULE_NOTE: Final = (
    "Numbers: positions opened, darker is more; bold: sums of months and of offices. Planned, not "
    "simulated: no uncertainty of its own"
)
_ALL_OFFICES: Final = "all offices"
_POINTS: Final = 9.0
_CELL: Final = 0.42  # inches: room for three digits of this size


def target_curve(
    frame: pd.DataFrame, *, probability: float, setting: float | None, ax: Axes | None = None
) -> Axes:
    """Draw the chance that a target is met against the effort, and the answer.

    Parameters
    ----------
    frame
        ``Solution.curve``.
    probability
        The chance asked for.
    setting
        The answer; None where no effort was enough.
    ax
        Where to draw; a new figure where not given.
    """
    target = str(frame.attrs["target"])
    with styled():
        ax, own = canvas(ax)
        searched = frame[frame["phase"] == "search"]
        ax.step(searched["setting"], searched["probability"], color=BLUE, where="post", lw=1.2)
        for phase, look in _PHASES.items():
            _marks(ax, frame[frame["phase"] == phase], look)
        ax.axhline(probability, color=BASELINE, ls=(0, (4, 2)), lw=1.0)
        ax.annotate(
            f"asked for: {percent(probability)}",
            xy=(1.01, probability),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9.0,
            color=BASELINE,
        )
        if setting is not None:
            ax.axvline(
                setting,
                color=VERMILLION,
                ls=(0, (1.4, 1.4)),
                lw=1.2,
                label=f"answer: {setting:,.4g}",
            )
        if _falling(frame):
            ax.invert_xaxis()
        ax.set_ylim(-0.03, 1.03)
        ax.set_ylabel("chance that the target is met")
        ax.yaxis.set_major_formatter(percent)
        ax.set_xlabel(str(frame.attrs["label"]))
        headline(ax, f"{target[0].upper()}{target[1:]}")
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.4), fontsize=9.0)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CHANCE)
    return ax


def _falling(frame: pd.DataFrame) -> bool:
    """Tell whether effort grows as the setting falls, such as a factor on leaving."""
    tried = frame.loc[frame["phase"] == "pilot", "setting"]
    return len(tried) > 1 and bool(tried.is_monotonic_decreasing)


def _marks(ax: Axes, rows: pd.DataFrame, look: dict[str, Any]) -> None:
    """Draw the marks of a phase, with a legend for each number of worlds."""
    for runs, group in rows.groupby("runs"):
        reach = np.stack(
            [group["probability"] - group["low"], group["high"] - group["probability"]]
        )
        named = {"label": f"{look['label']}: {runs} each"}
        ax.errorbar(
            group["setting"],
            group["probability"],
            yerr=np.maximum(reach, 0.0),
            elinewidth=look["ms"] / 6,
            ls="none",
            **(look | named),
        )


def schedule(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw hires by month and office, with their sums.

    Parameters
    ----------
    frame
        ``Schedule.table``: month, date, office, hires.
    ax
        Where to draw; a new figure where not given.
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
        ax.set_yticks([*range(len(offices) + 1)], [*offices, _ALL_OFFICES])
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.set_xlabel("month in which positions are opened")
        headline(ax, str(frame.attrs["plan"]))
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_SCHEDULE_NOTE)
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
