"""Chart of published indicators: a mark per plan, its interval, and the rule of the day."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import looks, plans_of
from staffing_sim.charts.scales import percent
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["INDICATORS_NOTE", "indicators"]

INDICATORS_NOTE: Final = (
    "Marks: mean of the replications; bars: its 95 % interval; dashes: federal rule or national "
    "performance of that day, which is risk-standardised"
)
_APART: Final = 0.17  # of a row, between two plans


def indicators(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw one row per indicator with a mark for each plan.

    Parameters
    ----------
    frame
        Rows of ``Study.indicators()``, one period of each indicator
        (`staffing_sim.study.tables.children.latest_known`).
    ax
        Where to draw; a figure of its own where not given.
    """
    names = list(dict.fromkeys(frame["indicator"]))
    plans = plans_of(frame)
    look = looks(plans)
    with styled():
        ax, own = canvas(ax, size=(9.2, 1.6 + len(names) * (0.46 + 0.11 * len(plans))))
        for place, name in enumerate(names):
            rows = frame[frame["indicator"] == name]
            _draw_rule(ax, place, rows["rule"].iloc[0])
            for row in rows.to_dict("records"):
                offset = (plans.index(str(row["plan"])) - (len(plans) - 1) / 2) * _APART
                _draw_plan(ax, place + offset, row, look[str(row["plan"])])
        ax.set_yticks(range(len(names)), [_name(frame, name) for name in names], fontsize=9.0)
        ax.set_ylim(len(names) - 0.4, -0.6)
        ax.set_xlim(left=0.0)
        ax.xaxis.set_major_formatter(percent)
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        ax.set_title("Published indicators")
        _name_plans(ax, look)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=INDICATORS_NOTE)
    return ax


def _draw_rule(ax: Axes, place: float, rule: float) -> None:
    ax.vlines(rule, place - 0.42, place + 0.42, color="#333333", lw=1.4, ls=(0, (2, 1)))


def _draw_plan(ax: Axes, height: float, row: dict[Any, Any], look: Any) -> None:
    ax.hlines(height, row["low"], row["high"], color=look.color, lw=2.0)
    ax.plot(row["share"], height, look.marker, color=look.color, ms=6)


def _name(frame: pd.DataFrame, name: str) -> str:
    row = frame[frame["indicator"] == name].iloc[0]
    return fill(f"{row['label']}, {row['period']}", 44)


def _name_plans(ax: Axes, look: dict[str, Any]) -> None:
    """Name the marks beside the rows, where they hide nothing."""
    for plan, own in look.items():
        ax.plot([], [], own.marker, color=own.color, label=plan)
    side_legend(ax)
