"""Promises kept or not: promised and delivered staff; the two queues that a cap makes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.labels import label_ends, side_legend
from staffing_sim.charts.lines import Span, banded_line
from staffing_sim.charts.looks import BLUE, GREEN, VERMILLION, looks, plans_of
from staffing_sim.charts.scales import month_axis, number
from staffing_sim.charts.style import canvas, own_figure, styled
from staffing_sim.errors import InputError, unknown_name

__all__ = ["MEANS", "cap_frontier", "promises", "queue"]

MEANS: Final = "Lines: mean of the replications; bands: 95 % interval of the mean"
_PROMISED: Final = ("Promised", "#222222", "-")
_DELIVERED: Final[dict[str, tuple[str, str, Any]]] = {
    "filled": ("Filled, net of leavers", BLUE, (0, (6, 1.6))),
    "on_duty": ("On duty, net of leavers", GREEN, (0, (1.4, 1.4))),
}
_QUEUES: Final[dict[str, tuple[str, str, Any]]] = {
    "waiting": ("waiting for a worker", VERMILLION, "-"),
    "over": ("whose worker is over the cap in force", BLUE, (0, (6, 1.6))),
}


def promises(frame: pd.DataFrame, *, plan: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the hires a plan promised, and what was delivered net of leavers, by month end.

    Parameters
    ----------
    frame
        ``Study.promises()``.
    plan
        The plan; the first that promises hires where not given.
    ax
        Where to draw; a figure of its own where not given.

    Raises
    ------
    InputError
        If the frame has no such plan.
    """
    if plan is not None and plan not in plans_of(frame):
        raise InputError([unknown_name("plan", "plan", plan, plans_of(frame))])
    promising = frame[frame["promised"] > 0.0]
    chosen = plans_of(promising if len(promising) else frame)[0] if plan is None else plan
    rows = frame[frame["plan"] == chosen]
    dates = _month_ends(rows)
    with styled():
        ax, own = canvas(ax)
        label, color, dash = _PROMISED
        ax.step(dates, rows["promised"], where="mid", color=color, ls=dash)
        ends = {label: (float(rows["promised"].iloc[-1]), color)}
        for name, (label, color, dash) in _DELIVERED.items():
            ends[label] = (_banded(ax, dates, rows, name, color=color, dash=dash), color)
        ax.axhline(0.0, color="#999999", lw=0.8)
        headline(ax, f"Promised and delivered: {chosen} ({words(str(rows['role'].iloc[0]))})")
        ax.set_ylabel("people more than on day 0")
        ax.margins(x=0)
        month_axis(ax, dates)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax


def queue(frame: pd.DataFrame, *, of: str = "waiting", ax: Axes | None = None) -> Axes:
    """Draw one of the two queues of a cap by month end, a line per plan; show both together.

    Parameters
    ----------
    frame
        ``Study.two_queues()``.
    of
        ``"waiting"``, children without a worker, or ``"over"``, children whose worker is over the
        cap.
    ax
        Where to draw; a figure of its own where not given.
    """
    plans = plans_of(frame)
    look = looks(plans)
    role = words(str(frame["role"].iloc[0]))
    with styled():
        ax, own = canvas(ax)
        for plan in plans:
            rows = frame[frame["plan"] == plan]
            dates = _month_ends(rows)
            line = {"color": look[plan].color, "dash": look[plan].dash, "label": plan}
            _banded(ax, dates, rows, of, **line)
        headline(ax, f"Children {_QUEUES[of][0]} ({role})")
        ax.set_ylabel("children, at the month end")
        ax.set_ylim(bottom=0.0)
        month_axis(ax, dates)
        ax.yaxis.set_major_formatter(number)
        if own:
            side_legend(ax)
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax


def cap_frontier(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the two queues of each cap: children who wait, and children whose worker is over it.

    Parameters
    ----------
    frame
        The frontier over caps (`staffing_sim.study.experiments.cap_frontier`).
    ax
        Where to draw; a figure of its own where not given.
    """
    rows = frame.dropna(subset=["limit"]).sort_values("limit")
    with styled():
        ax, own = canvas(ax)
        for name, (label, color, dash) in _QUEUES.items():
            look = {"color": color, "dash": dash, "label": label, "marker": "o"}
            _banded(ax, rows["limit"], rows, name, **look)
        headline(ax, "The two queues of a cap")
        ax.set_xlabel("cap, children a worker")
        ax.set_ylabel("children, mean of the month ends")
        ax.set_ylim(bottom=0.0)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax


def _month_ends(rows: pd.DataFrame) -> Any:
    """Return the last day of each row's month."""
    starts = rows["date"].to_numpy().astype("datetime64[M]")
    return (starts + 1).astype("datetime64[D]") - np.timedelta64(1, "D")


def _banded(ax: Axes, x: Any, rows: pd.DataFrame, name: str, **look: Any) -> float:
    """Draw a mean with its interval; return where the line ends."""
    span = Span(rows[name], rows[f"{name}_low"], rows[f"{name}_high"])
    return banded_line(ax, x, span, **look)
