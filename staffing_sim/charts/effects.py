"""What money buys: what each plan costs more, against how child-months unseen change."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import looks
from staffing_sim.charts.scales import number
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["cost_and_unseen"]

_CROSSES: Final = (
    "Marks: mean paired differences on the same worlds; crosses: their 95 % intervals, each by "
    "itself"
)


def cost_and_unseen(frame: pd.DataFrame, *, months: int, ax: Axes | None = None) -> Axes:
    """Draw what each plan costs more than the baseline, and by how much child-months unseen change.

    Down and to the left is better; right of and above the baseline a plan costs more for less. The
    cost is the staffing cost of the whole horizon.

    Parameters
    ----------
    frame
        ``Study.differences()``.
    months
        The horizon, which turns children a month into child-months.
    ax
        Where to draw; a figure of its own where not given.
    """
    rows = frame[frame["role"] == "all"]
    costs, unseen = (_spans(rows[rows["measure"] == name]) for name in ("cost", "unseen_children"))
    plans = [str(plan) for plan in frame["plan"].cat.categories]
    baseline = str(frame["baseline"].iloc[0])
    look = looks(plans)
    with styled():
        ax, own = canvas(ax, size=(8.0, 4.8))
        ax.axhline(0.0, color="#8a8a8a", lw=0.9)
        ax.axvline(0.0, color="#8a8a8a", lw=0.9)
        for plan in (plan for plan in plans if plan != baseline):
            cost, least, most = 1e-6 * costs[plan]
            change, low, high = months * unseen[plan]
            color = look[plan].color
            ax.hlines(change, least, most, color=color, lw=1.8)
            ax.vlines(cost, low, high, color=color, lw=1.8)
            ax.plot(cost, change, look[plan].marker, color=color, ms=9, label=plan, ls="none")
        _name_the_baseline(ax, baseline)
        unit = str(rows.loc[rows["measure"] == "cost", "unit"].iloc[0])
        headline(ax, "What each plan costs, and what it buys")
        ax.set_xlabel(f"staffing cost less '{baseline}', million {unit} (lower is better)")
        ax.set_ylabel(f"child-months unseen, less '{baseline}'\n(lower is better)")
        ax.grid(visible=True, axis="both")
        ax.xaxis.set_major_formatter(number)
        ax.yaxis.set_major_formatter(number)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CROSSES)
    return ax


def _spans(rows: pd.DataFrame) -> dict[str, NDArray[np.float64]]:
    """Return each plan's difference with its low and high end."""
    ends = rows[["difference", "low", "high"]].to_numpy(dtype=np.float64)
    return dict(zip(rows["plan"].astype(str), ends, strict=True))


def _name_the_baseline(ax: Axes, baseline: str) -> None:
    """Mark where the axes cross: the plan that all others are compared with."""
    look = looks([baseline])[baseline]
    ax.plot(0.0, 0.0, look.marker, color=look.color, ms=9, ls="none")
    ax.annotate(
        baseline,
        (0.0, 0.0),
        xytext=(7, -7),
        textcoords="offset points",
        va="top",
        fontsize=LABEL_POINTS,
        color="#444444",
    )
