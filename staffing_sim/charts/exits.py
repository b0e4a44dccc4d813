"""Charts of children followed all the way: how they leave care, and what that comes to by plan."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.lines import Span, banded_line
from staffing_sim.charts.looks import looks, plans_of
from staffing_sim.charts.scales import percent, sideways
from staffing_sim.charts.style import canvas, own_figure, styled
from staffing_sim.permanence.landmarks import PERMANENCE

__all__ = ["FOLLOWED_NOTE", "exit_curve", "plan_marks"]

FOLLOWED_NOTE: Final = (
    "Lines and marks: mean of the replications; bands and bars: 95 % intervals of it, of "
    "differences paired on the same worlds; hollow: chance alone could make the difference"
)
_ALL: Final = "Any permanent home"


def exit_curve(frame: pd.DataFrame, *, exit_to: str, ax: Axes | None = None) -> Axes:
    """Draw the share of children who have left care by one exit, by months since entry, by plan.

    Parameters
    ----------
    frame
        ``Study.followed()``.
    exit_to
        The exit; ``"permanence"`` for all exits to a permanent home together.
    ax
        Where to draw; a figure of its own where not given.
    """
    rows = frame[(frame["statistic"] == "incidence") & (frame["exit"] == exit_to)]
    plans = plans_of(frame)
    look = looks(plans)
    with styled():
        ax, own = canvas(ax)
        for plan in plans:
            table = rows[rows["plan"] == plan]
            span = Span(table["value"], table["low"], table["high"])
            line = {"color": look[plan].color, "dash": look[plan].dash, "label": plan}
            banded_line(ax, table["month"], span, **line)
        headline(ax, _ALL if exit_to == PERMANENCE else words(exit_to).capitalize())
        ax.set_xlabel("months since entering care")
        ax.set_ylabel("share of the children")
        ax.set_xlim(0, float(rows["month"].max()))
        ax.set_xticks(range(0, int(rows["month"].max()) + 1, 6))
        ax.set_ylim(bottom=0.0)
        ax.yaxis.set_major_formatter(percent)
        if own:
            side_legend(ax)
            footer(own_figure(ax), frame.attrs, uncertainty=FOLLOWED_NOTE)
    return ax


def plan_marks(frame: pd.DataFrame, *, title: str, unit: str, ax: Axes | None = None) -> Axes:
    """Draw one number of each plan, or one difference, with its interval: a row per plan.

    Parameters
    ----------
    frame
        A row per plan: plan, value, low and high, and clear (False where chance alone could make
        the difference). Plans keep their looks although some, such as the baseline, have no row.
    title, unit
        Words for the chart.
    ax
        Where to draw; a figure of its own where not given.
    """
    look = looks([str(name) for name in frame["plan"].cat.categories])
    plans = [str(plan) for plan in frame["plan"]]
    with styled():
        ax, own = canvas(ax, size=(8.0, 1.9 + 0.42 * len(plans)))
        for place, row in enumerate(frame.to_dict("records")):
            mark = look[plans[place]]
            ax.hlines(place, row["low"], row["high"], color=mark.color, lw=2.4)
            face = mark.color if row["clear"] else "white"
            ax.plot(row["value"], place, mark.marker, color=mark.color, mfc=face, mew=1.8, ms=7)
        ax.set_yticks(range(len(plans)), [fill(plan, 22) for plan in plans])
        ax.set_ylim(len(plans) - 0.4, -0.6)
        headline(ax, title)
        ax.set_xlabel(unit)
        sideways(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=FOLLOWED_NOTE)
    return ax
