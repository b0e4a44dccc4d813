"""Charts of a search: from effort to the chance that a target is met."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.looks import BASELINE, BLUE, VERMILLION
from staffing_sim.charts.scales import percent
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["target_curve"]

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
        Where to draw; a figure of its own where not given.
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
