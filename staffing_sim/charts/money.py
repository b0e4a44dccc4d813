"""Charts of money: what plans cost against what they bring."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import BASELINE, Look, looks, plans_of
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["efficient_set"]

_LABELS: Final = {
    "unseen": "child-months unseen",
    "months_to_permanence": "months without a permanent home, of the first 24",
}
_CROSSES: Final = "Marks: means of the replications; bars: 95 % intervals of the means"


def efficient_set(frame: pd.DataFrame, *, outcome: str = "unseen", ax: Axes | None = None) -> Axes:
    """Draw cost against an outcome, a mark per plan; those that no other plan beats are joined.

    Parameters
    ----------
    frame
        ``Frontier.table``.
    outcome
        ``"unseen"`` or ``"months_to_permanence"``.
    ax
        Where to draw; a figure of its own where not given.
    """
    with styled():
        ax, own = canvas(ax)
        efficient = frame[f"efficient_{outcome}"]
        best = frame[efficient].sort_values("cost")
        ax.step(best["cost"] / 1e6, best[outcome], where="post", color=BASELINE, lw=1.0)
        for plan, look in looks(plans_of(frame)).items():
            _cross(ax, frame[frame["plan"] == plan].iloc[0], outcome, look)
        ax.margins(x=0.08, y=0.12)
        ax.set_xlabel(f"staffing cost, million {frame.attrs['currency']}")
        ax.set_ylabel(_LABELS[outcome])
        headline(ax, "What money buys (filled and joined: no plan does better on both)")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CROSSES)
    return ax


def _cross(ax: Axes, row: pd.Series[Any], outcome: str, look: Look) -> None:
    """Draw a plan with the intervals of both numbers; hollow where another plan beats it."""
    reaches = [
        [
            [max(row[name] - row[f"{name}_low"], 0.0) / unit],
            [(row[f"{name}_high"] - row[name]) / unit],
        ]
        for name, unit in (("cost", 1e6), (outcome, 1.0))
    ]
    ax.errorbar(
        [row["cost"] / 1e6],
        [row[outcome]],
        xerr=np.nan_to_num(reaches[0]),
        yerr=np.nan_to_num(reaches[1]),
        fmt=look.marker,
        color=look.color,
        mfc=look.color if row[f"efficient_{outcome}"] else "white",
        elinewidth=0.8,
        label=str(row["plan"]),
    )
