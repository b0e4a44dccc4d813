"""The position waterfall as a chart: what is left of the items, step by step, and what was lost."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.lines import whiskers
from staffing_sim.charts.looks import BASELINE, BLUE, VERMILLION, plans_of
from staffing_sim.charts.scales import number
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["WATERFALL_NOTE", "waterfall"]

WATERFALL_NOTE: Final = (
    "Bars: mean of the replications, what is lost on the way hatched; whiskers: 95 % interval of "
    "the mean"
)
_LOST: Final = VERMILLION
_LEFT: Final = BLUE


def waterfall(
    frame: pd.DataFrame,
    *,
    plan: str | None = None,
    unit: str = "positions, at the month end",
    ax: Axes | None = None,
) -> Axes:
    """Draw the steps of one plan from the top down, each with what it loses to the next.

    Parameters
    ----------
    frame
        ``Study.waterfall()`` of one month.
    plan
        The plan; the first where not given.
    unit
        Words for what is counted.
    ax
        Where to draw; a figure of its own where not given.
    """
    chosen = plans_of(frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    with styled():
        ax, own = canvas(ax, size=(8.0, 1.6 + 0.46 * len(rows)))
        places = np.arange(len(rows))
        kept = rows["positions"].to_numpy()
        gone = np.concatenate([[0.0], rows["lost"].to_numpy()[:-1]])
        ax.barh(places, kept, height=0.66, color=_colors(rows))
        ax.barh(
            places, gone, left=kept, height=0.66, facecolor="#fbe3d4", edgecolor=_LOST, hatch="////"
        )
        ends = rows[["positions_low", "positions_high"]].to_numpy()
        whiskers(ax, places, *ends.T)
        _write_losses(ax, rows)
        ax.set_yticks(places, [str(label) for label in rows["label"]])
        ax.invert_yaxis()
        ax.set_xlim(0, 1.6 * float(np.nanmax(kept)))
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        headline(ax, chosen)
        ax.set_xlabel(unit)
        ax.xaxis.set_major_formatter(number)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=WATERFALL_NOTE)
    return ax


def _colors(rows: pd.DataFrame) -> list[str]:
    """Return grey for what the agency may have, blue for the hands on cases."""
    return [_LEFT if step in {"carrying", "productive"} else BASELINE for step in rows["step"]]


def _write_losses(ax: Axes, rows: pd.DataFrame) -> None:
    """Write beside each bar how many are left and what the step before lost, in words."""
    before = None
    for place, row in enumerate(rows.to_dict("records")):
        text = f"{row['positions']:,.0f}"
        edge = np.fmax(row["positions"], row["positions_high"])
        if before is not None:
            edge = max(edge, row["positions"] + before["lost"])
            lost = f"−{before['lost']:,.0f}" if round(before["lost"]) >= 1 else "under 1"
            text += f"  ({lost} {before['lost_to']})"
        ax.annotate(
            text,
            (edge, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=LABEL_POINTS,
        )
        before = row
