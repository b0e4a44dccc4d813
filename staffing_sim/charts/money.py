"""Charts of money: what plans cost against what they bring."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.style import BASELINE, canvas, footer, headline, own_figure, styled

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
        ax.step(best["cost"] / 1e6, best[outcome], where="post", color="#0072B2", lw=1.2)
        _crosses(ax, frame[efficient], outcome, color="#0072B2", marker="o", fill="#0072B2")
        _crosses(ax, frame[~efficient], outcome, color=BASELINE, marker="s", fill="white")
        for row in frame.to_dict("records"):
            ax.annotate(
                str(row["plan"]),
                xy=(row["cost"] / 1e6, row[outcome]),
                xytext=(6, 5),
                textcoords="offset points",
                fontsize=8,
                color="#0072B2" if row[f"efficient_{outcome}"] else BASELINE,
            )
        ax.margins(x=0.18, y=0.12)
        ax.set_xlabel(f"staffing cost, million {frame.attrs['currency']}")
        ax.set_ylabel(_LABELS[outcome])
        headline(ax, "What money buys (filled and joined: no plan does better on both)")
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CROSSES)
    return ax


def _crosses(
    ax: Axes, rows: pd.DataFrame, outcome: str, *, color: str, marker: str, fill: str
) -> None:
    """Draw plans with the intervals of both numbers."""
    reaches = []
    for name, unit in (("cost", 1e6), (outcome, 1.0)):
        ends = np.stack([rows[name] - rows[f"{name}_low"], rows[f"{name}_high"] - rows[name]])
        reaches.append(np.nan_to_num(np.maximum(ends, 0.0)) / unit)
    ax.errorbar(
        rows["cost"] / 1e6,
        rows[outcome],
        xerr=reaches[0],
        yerr=reaches[1],
        fmt=marker,
        color=color,
        mfc=fill,
        elinewidth=0.8,
        ls="none",
    )
