"""Charts of doubt: whose doing the spread of a result is, and what knowing more would be worth."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.scales import sideways
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["INFORMATION_NOTE", "SHARES_NOTE", "information", "shares"]

SHARES_NOTE: Final = (
    "Marks: Sobol's shares of the variance, in a design of {points} points; whiskers: 95 % "
    "bootstrap interval. Ranges of the ledger and worlds, all equally likely"
)
INFORMATION_NOTE: Final = (
    "Bars: mean loss over {sets} equally likely sets of parameters, against the plan that is best "
    "in each; the shortest is the value of knowing which set is true"
)
_TOTAL, _ALONE = "#0072B2", "#D55E00"  # Okabe & Ito: told apart by every kind of colour vision


def shares(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the variance that each factor has alone, and with interactions.

    Parameters
    ----------
    frame
        What `staffing_sim.sensitivity.global_sensitivity` returns.
    ax
        Where to draw; a figure of its own where not given.
    """
    places = np.arange(len(frame))
    with styled():
        ax, own = canvas(ax, size=(8.2, 2.2 + 0.52 * len(frame)))
        for name, label, color, mark, lift in (
            ("total", "with interactions", _TOTAL, "o", -0.14),
            ("first", "alone", _ALONE, "D", 0.14),
        ):
            low, high = frame[f"{name}_low"], frame[f"{name}_high"]
            ax.hlines(places + lift, low, high, color=color, lw=1.6)
            ax.plot(frame[name], places + lift, mark, color=color, ms=7, label=label)
        ax.axvline(0.0, color="#333333", lw=1.0)
        ax.set_yticks(places, [fill(str(name), 34) for name in frame["factor"]])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.set_xlabel("share of the variance")
        sideways(ax)
        side_legend(ax)
        ax.set_title(fill(str(frame.attrs["result"]), 52))
        if own:
            told = SHARES_NOTE.format(points=frame.attrs["points"])
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


def information(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what is lost on average by choosing each plan before it is known which set is true.

    Parameters
    ----------
    frame
        ``Shades.value_of_information()``.
    ax
        Where to draw; a figure of its own where not given.
    """
    places = np.arange(len(frame))
    unit = str(frame.attrs["unit"])
    scale, shown = (1e-6, f"million {unit}") if frame["regret"].max() >= 1e6 else (1.0, unit)
    with styled():
        ax, own = canvas(ax, size=(8.2, 2.0 + 0.5 * len(frame)))
        ax.barh(places, frame["regret"] * scale, height=0.6, color=_TOTAL)
        for place, row in enumerate(frame.to_dict("records")):
            ax.annotate(
                f"{_shown(row['regret'] * scale)}; best in {row['best_in']:.0%} of the sets",
                (row["regret"] * scale, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.0,
            )
        ax.set_yticks(places, [fill(str(name), 28) for name in frame["plan"]])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.set_xlim(0.0, 1.5 * max(float(frame["regret"].max()) * scale, 1e-9))
        ax.set_xlabel(f"mean loss, {shown}")
        sideways(ax)
        headline(ax, "What choosing before knowing costs")
        if own:
            told = INFORMATION_NOTE.format(sets=frame.attrs["sets"])
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


def _shown(loss: float) -> str:
    """Return a loss in three digits, or whole where it has more."""
    return f"{loss:,.0f}" if loss >= 1000 else f"{loss:.3g}"
