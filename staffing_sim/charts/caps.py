"""Caseloads against a cap: their mean, their spread between workers, and the two queues."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.axes import (
    BAND,
    MEANS,
    Span,
    banded_line,
    footer,
    headline,
    label_ends,
    month_axis,
    number,
    percent,
    side_legend,
    sideways,
    words,
)
from staffing_sim.charts.over_time import draw_mean, draw_plans, finish, month_ends, totals
from staffing_sim.charts.style import (
    BLUE,
    LABEL_POINTS,
    VERMILLION,
    Look,
    canvas,
    looks,
    own_figure,
    panels,
    plans_of,
    styled,
)
from staffing_sim.intervals import ratio_interval

_CHANCE: Final = (
    "Lines: share of the replications; bars, side by side: 95 % Wilson intervals at some month ends"
)
_FEW_RUNS: Final = 8
"""With fewer, an interval of a chance spans more than a third of the axis and hides the lines."""
_TOO_FEW: Final = (
    f"Lines: share of the replications; no interval below {_FEW_RUNS} replications: too few to "
    "estimate the chance"
)
_MOST_BARS: Final = 4  # month ends, for each plan
_APART: Final = 0.011  # of the whole time, between the bars of two plans
_HOURS_A_MONTH: Final = 730
_VIEWS: Final = (
    ("an average worker carries", BLUE, "o", "held", "workers"),
    ("an average child shares", VERMILLION, "D", "shared", "held"),
)
_RATIOS: Final = "Marks: all replications together; bars: 95 % intervals"
_QUEUES: Final[dict[str, tuple[str, str, Any]]] = {
    "waiting": ("waiting for a worker", VERMILLION, "-"),
    "over": ("whose worker is over the cap in force", BLUE, (0, (6, 1.6))),
}


def mean_caseload(
    frame: pd.DataFrame, *, role: str, caps: Sequence[float] = (), ax: Axes | None = None
) -> Axes:
    """Draw a role's mean caseload by month end, a line per plan, and the caps it is held against.

    Parameters
    ----------
    frame
        ``Study.months()``.
    role
        Whose caseload: children per worker on duty and not absent, the mean over all offices.
    caps
        Caps to draw as level lines.
    ax
        Where to draw; a new figure where not given.
    """
    loads, dates = _loads(frame, role), month_ends(frame)
    with styled():
        ax, own = canvas(ax)
        ends = draw_plans(ax, loads, dates)
        finish(ax, title=f"Mean caseload ({words(role)})", unit="children per worker")
        month_axis(ax, dates)
        for cap in caps:
            _level(ax, cap)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def _level(ax: Axes, cap: float) -> None:
    """Draw a cap as a level line with its number."""
    ax.axhline(cap, color="#333333", lw=1.2, ls=(0, (4, 2)))
    ax.annotate(
        f"cap {cap:g}",
        (0.01, cap),
        xycoords=("axes fraction", "data"),
        xytext=(0, -3),
        textcoords="offset points",
        va="top",
        fontsize=LABEL_POINTS,
        color="#333333",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def cap_met(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the chance that a role's mean caseload is at or under a target, by month end.

    Intervals are drawn from 8 replications on, at a few month ends and beside each other: as bands
    they would cover each other wherever plans come to the same chance.

    Parameters
    ----------
    frame
        ``Study.cap_met()``.
    ax
        As in `mean_caseload`.
    """
    role, target = frame["role"].iloc[0], frame["target"].iloc[0]
    dates, enough = month_ends(frame), frame["runs"].max() >= _FEW_RUNS
    plans = plans_of(frame)
    look = looks(plans)
    ends: dict[str, tuple[float, str]] = {}
    with styled():
        ax, own = canvas(ax)
        for place, plan in enumerate(plans):
            rows = frame[frame["plan"] == plan]
            color, dash = look[plan].color, look[plan].dash
            ends[plan] = (
                banded_line(ax, dates, Span(rows["chance"]), color=color, dash=dash),
                color,
            )
            if enough:
                _intervals(ax, dates, rows, look=look[plan], aside=_APART * (place - len(plans)))
        title = f"Chance that the mean caseload is at most {target:g} ({words(role)})"
        finish(ax, title=title, unit="chance, at the month end")
        month_axis(ax, dates)
        ax.set_ylim(-0.02, 1.02)
        ax.yaxis.set_major_formatter(percent)
        label_ends(ax, ends, at=dates[-1])
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CHANCE if enough else _TOO_FEW)
    return ax


def _intervals(ax: Axes, dates: Any, rows: pd.DataFrame, *, look: Look, aside: float) -> None:
    """Draw a plan's intervals at a few month ends, aside of them by a share of the whole time."""
    step = -(-len(dates) // _MOST_BARS)
    chosen = slice((len(dates) - 1) % step, None, step)  # the last month end is one of them
    hours = int(aside * _HOURS_A_MONTH * len(dates))
    at = dates[chosen].astype("datetime64[h]") + np.timedelta64(hours, "h")
    shown = rows.iloc[chosen]
    ax.vlines(at, shown["low"], shown["high"], color=look.color, lw=1.8)
    ax.plot(at, shown["chance"], look.marker, color=look.color, ms=4.5)


def _loads(frame: pd.DataFrame, role: str) -> dict[str, pd.DataFrame]:
    """Return a role's mean caseload: per plan, months in rows, replications in columns."""
    rows = frame[frame["role"] == role]
    children, workers = totals(rows, "children_carried"), totals(rows, "carrying")
    return {plan: children[plan] / workers[plan] for plan in children}


def caseloads(
    frame: pd.DataFrame, *, role: str, cap: float | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the share of a role's workers who carry more than x children, at the last month end.

    Read it at a cap for the share of workers over it; a mean hides what this shows.

    Parameters
    ----------
    frame
        ``Study.caseloads()``.
    role
        The role.
    cap
        Where to draw a line for a cap in children.
    ax
        Where to draw; a new figure where not given.
    """
    rows = frame[frame["role"] == role]
    most = int(max(rows["children"].max(), cap or 0)) + 1
    plans = plans_of(frame)
    look = looks(plans)
    with styled():
        ax, own = canvas(ax)
        x = np.arange(most + 1)
        for plan in plans:
            shares = _exceeding(rows[rows["plan"] == plan], most)
            color = look[plan].color
            if len(shares) > 1:
                low, high = np.quantile(shares, [0.1, 0.9], axis=0)
                ax.fill_between(x, low, high, step="post", color=color, alpha=0.16, lw=0)
            ax.step(
                x, shares.mean(axis=0), where="post", color=color, ls=look[plan].dash, label=plan
            )
        if cap is not None:
            ax.axvline(cap, color="#333333", lw=1.0)
            ax.annotate(f" cap {cap:g}", (cap, 1.0), color="#333333", va="top")
        headline(ax, f"Share of workers carrying more than x children ({words(role)})")
        ax.set_xlabel("children per worker on duty and not absent, at the last month end")
        ax.set_ylabel("share of workers")
        ax.set_ylim(0.0, 1.0)
        ax.set_xlim(0, most)
        ax.yaxis.set_major_formatter(percent)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def shared_caseload(frame: pd.DataFrame, *, role: str, ax: Axes | None = None) -> Axes:
    """Draw the caseload an average worker carries and the one an average child shares, by plan.

    Both are true. A child is more often found with a worker who has many: of workers with 10 and
    30 children the mean is 20, and the mean child shares a worker with 25.

    Parameters
    ----------
    frame
        ``Study.caseloads()``.
    role
        The role.
    ax
        Where to draw; a new figure where not given.
    """
    plans = plans_of(frame)
    rows = frame[frame["role"] == role]
    rows = rows.assign(held=rows["children"] * rows["workers"])
    rows["shared"] = rows["children"] * rows["held"]
    sums = rows.groupby(["plan", "replication"], observed=True)[["workers", "held", "shared"]].sum()
    with styled():
        ax, own = canvas(ax, size=(8.0, 2.1 + 0.5 * len(plans)))
        for label, color, marker, above, below in _VIEWS:
            shift = 0.22 * (0.5 if above == "shared" else -0.5)
            found = [ratio_interval(sums.loc[plan][above], sums.loc[plan][below]) for plan in plans]
            places = np.arange(len(plans)) + shift
            ax.hlines(places, *np.array([row[1:3] for row in found]).T, color=color, lw=2.2)
            ax.plot([row.mean for row in found], places, marker, color=color, ms=8, label=label)
        ax.set_yticks(range(len(plans)), [fill(plan, 28) for plan in plans])
        ax.set_ylim(len(plans) - 0.5, -0.5)
        ax.set_xlim(left=0.0)
        sideways(ax)
        headline(ax, f"Two true caseloads ({words(role)})")
        ax.set_xlabel("children, at the last month end")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_RATIOS)
    return ax


def _exceeding(rows: pd.DataFrame, most: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return, per replication, the share of workers with more than 0, 1, ... children."""
    found = []
    for _, run in rows.groupby("replication"):
        workers = np.bincount(run["children"], weights=run["workers"], minlength=most + 1)
        found.append(1.0 - np.cumsum(workers) / workers.sum())
    return np.array(found)


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
        Where to draw; a new figure where not given.
    """
    plans = plans_of(frame)
    look = looks(plans)
    role = words(str(frame["role"].iloc[0]))
    with styled():
        ax, own = canvas(ax)
        for plan in plans:
            rows = frame[frame["plan"] == plan]
            dates = month_ends(rows)
            line = {"color": look[plan].color, "dash": look[plan].dash, "label": plan}
            draw_mean(ax, dates, rows, of, **line)
        headline(ax, f"Children {_QUEUES[of][0]} ({role})")
        ax.set_ylabel("children, at the month end")
        ax.set_ylim(bottom=0.0)
        month_axis(ax, dates)
        ax.yaxis.set_major_formatter(number)
        if own:
            side_legend(ax)
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax


def two_queues(frame: pd.DataFrame) -> Axes:
    """Draw both queues of a cap side by side on one scale; return the left one's axes.

    Parameters
    ----------
    frame
        As in `queue`.
    """
    with styled():
        figure, (left, right) = panels(1, 2, figsize=(11.0, 4.4), sharey=True)
        queue(frame, of="waiting", ax=left)
        queue(frame, of="over", ax=right)
        longest = float(frame[["waiting_high", "over_high", "waiting", "over"]].max().max())
        left.set_ylim(0.0, 1.05 * longest or 1.0)  # where nobody ever waits, an axis still
        right.set_ylabel("")
        side_legend(right)
        footer(figure, frame.attrs, uncertainty=MEANS)
    return left


def cap_frontier(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the two queues of each cap: children who wait, and children whose worker is over it.

    Parameters
    ----------
    frame
        The frontier over caps (`staffing_sim.study.cap_frontier`).
    ax
        Where to draw; a new figure where not given.
    """
    rows = frame.dropna(subset=["limit"]).sort_values("limit")
    with styled():
        ax, own = canvas(ax)
        for name, (label, color, dash) in _QUEUES.items():
            look = {"color": color, "dash": dash, "label": label, "marker": "o"}
            draw_mean(ax, rows["limit"], rows, name, **look)
        headline(ax, "The two queues of a cap")
        ax.set_xlabel("cap, children a worker")
        ax.set_ylabel("children, mean of the month ends")
        ax.set_ylim(bottom=0.0)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=MEANS)
    return ax
