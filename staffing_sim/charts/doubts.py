"""Charts of doubt: how far chance and assumptions spread a result, and what knowing is worth."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import BLUE, VERMILLION
from staffing_sim.charts.scales import percent, readable, sideways
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["INFORMATION_NOTE", "SHARES_NOTE", "information", "shades", "shares"]

SHARES_NOTE: Final = (
    "Marks: Sobol's shares of the variance, in a design of {points} points; whiskers: 95 % "
    "bootstrap interval; arrows: it goes on, so few points tell next to nothing. Ranges of the "
    "ledger and worlds, all equally likely"
)
_ROOM: Final = (-0.25, 1.25)
"""What is drawn of shares of a variance: none lies under 0 or over 1, but estimates may."""
INFORMATION_NOTE: Final = (
    "Bars: mean loss over {sets} equally likely sets of parameters, against the plan that is best "
    "in each; the shortest is the value of knowing which set is true"
)
SHADES_NOTE: Final = (
    "Dark: 10th to 90th percentile of runs about the mean of their set, chance alone; light: of "
    "all runs of all {sets} sets, {runs} replications each; diamonds: the sets' means"
)


def shades(frame: pd.DataFrame, sets: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each plan's difference with two shades: what chance does, and what the sets do.

    Parameters
    ----------
    frame
        ``SetComparison.table()``, one measure of it.
    sets
        ``SetComparison.sets()``, the same measure.
    ax
        Where to draw; a figure of its own where not given.
    """
    plans = list(frame["plan"])
    scale, unit = readable(frame["difference"], str(frame["unit"].iloc[0]))
    with styled():
        ax, own = canvas(ax, size=(8.6, 2.2 + 0.8 * len(plans)))
        named = ("chance and sets", "chance alone", "mean of a set")
        for place, (_, row) in enumerate(frame.iterrows()):
            both = [row[name] * scale for name in ("both_low", "both_high")]
            chance = [row[name] * scale for name in ("chance_low", "chance_high")]
            ax.hlines(place, *both, color=BLUE, alpha=0.25, lw=18, label=named[0])
            ax.hlines(place, *chance, color=BLUE, lw=7, label=named[1])
            ax.plot(row["difference"] * scale, place, "|", color="white", ms=12, mew=2)
            means = sets[sets["plan"] == row["plan"]]["difference"] * scale
            diamonds: dict[str, Any] = {"color": "#333333", "ms": 5, "mfc": "white"}
            ax.plot(means, np.full(len(means), place + 0.3), "d", label=named[2], **diamonds)
            named = ("", "", "")
        ax.axvline(0.0, color="#333333", lw=1.0)
        ax.set_yticks(range(len(plans)), [fill(plan, 28) for plan in plans])
        ax.set_ylim(len(plans) - 0.4, -0.6)
        first = frame.iloc[0]
        ax.set_title(f"{fill(str(first['label']), 60)}\nless {first['baseline']}")
        ax.set_xlabel(unit)
        sideways(ax)
        side_legend(ax)
        if own:
            told = SHADES_NOTE.format(sets=int(first["sets"]), runs=int(first["runs"]))
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


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
            ("total", "with interactions", BLUE, "o", -0.14),
            ("first", "alone", VERMILLION, "D", 0.14),
        ):
            low, middle, high = (
                frame[f"{name}{end}"].clip(*_ROOM) for end in ("_low", "", "_high")
            )
            ax.hlines(places + lift, low, high, color=color, lw=1.6)
            ax.plot(middle, places + lift, mark, color=color, ms=7, label=label)
            for end, arrow, edge in ((low, "<", _ROOM[0]), (high, ">", _ROOM[1])):
                beyond = end == edge
                ax.plot(end[beyond], (places + lift)[beyond], arrow, color="#333333", ms=6)
        ax.set_xlim(*_within(frame))
        ax.axvline(0.0, color="#333333", lw=1.0)
        ax.set_yticks(places, [fill(str(name), 34) for name in frame["factor"]])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.set_xlabel("share of the variance")
        sideways(ax)
        ax.xaxis.set_major_formatter(percent)
        side_legend(ax)
        ax.set_title(fill(str(frame.attrs["result"]), 52))
        if own:
            told = SHARES_NOTE.format(points=frame.attrs["points"])
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


def _within(frame: pd.DataFrame) -> tuple[float, float]:
    """Return where the axis of shares ends: at no share that could be, and a little beyond."""
    low, high = frame[["first_low", "total_low"]].min().min(), frame["total_high"].max()
    return max(min(0.0, low), _ROOM[0]) - 0.03, min(max(1.0, high), _ROOM[1]) + 0.03


def information(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what is lost on average by choosing each plan before it is known which set is true.

    Parameters
    ----------
    frame
        ``SetComparison.value_of_information()``.
    ax
        Where to draw; a figure of its own where not given.
    """
    places = np.arange(len(frame))
    unit = str(frame.attrs["unit"])
    scale, shown = (1e-6, f"million {unit}") if frame["regret"].max() >= 1e6 else (1.0, unit)
    with styled():
        ax, own = canvas(ax, size=(8.2, 2.0 + 0.5 * len(frame)))
        ax.barh(places, frame["regret"] * scale, height=0.6, color=BLUE)
        for place, row in enumerate(frame.to_dict("records")):
            best_in = percent(round(row["best_in"], 2))
            ax.annotate(
                f"{_shown(row['regret'] * scale)}; best in {best_in} of the sets",
                (row["regret"] * scale, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=LABEL_POINTS,
            )
        ax.set_yticks(places, [fill(str(name), 28) for name in frame["plan"]])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.set_xlim(0.0, 1.6 * max(float(frame["regret"].max()) * scale, 1e-9))
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
