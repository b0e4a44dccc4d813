"""Children not seen: by month, by reason, by months running; and one child's way."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from staffing_sim.charts.axes import (
    ONE_DRAW,
    footer,
    headline,
    side_legend,
    sideways,
    whiskers,
    words,
)
from staffing_sim.charts.over_time import column
from staffing_sim.charts.style import (
    LABEL_POINTS,
    Look,
    canvas,
    looks,
    own_figure,
    plans_of,
    styled,
)

_WHISKERS: Final = "Bars: mean of the replications; whiskers: their 10th to 90th percentile"
_HARDLY_ANY: Final = 0.005  # of the longest bar: too short to be seen
_BESIDE: Final[dict[str, Any]] = {
    "textcoords": "offset points",
    "va": "center",
    "fontsize": LABEL_POINTS,
    "color": "#555555",
}
REASONS: Final = {
    "unseen_overload": "worker's hours ran out",
    "unseen_worker_absent": "worker absent",
    "unseen_unassigned": "no worker yet",
    "unseen_missed_attempts": "visited, nobody met",
    "unseen_out_of_reach": "child out of reach",
}
RUNNING: Final = {
    "unseen": "this month",
    "unseen_two_months": "two months running or more",
    "unseen_three_months": "three months running or more",
}
_WAITING_LOOK: Final[dict[str, Any]] = {
    "facecolor": "white",
    "edgecolor": "#8a8a8a",
    "hatch": "////",
}


def unseen(frame: pd.DataFrame, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the children not seen in each month, a line per plan.

    Parameters
    ----------
    frame
        ``Study.months()``.
    role
        Only the children of this role's stages; all where not given.
    ax
        Where to draw; a new figure where not given.
    """
    return column(
        frame, "unseen", title="Children not seen, by month", unit="children", role=role, ax=ax
    )


def unseen_by_reason(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw why children went unseen: mean a month over the horizon, a bar per plan and reason.

    Parameters
    ----------
    frame
        ``Study.months()``.
    ax
        Where to draw; a new figure where not given.
    """
    return _bars(frame, REASONS, title="Why children went unseen", ax=ax)


def unseen_running(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for how long children went unseen: mean of the month ends, a bar per plan and length.

    Parameters
    ----------
    frame, ax
        As in `unseen_by_reason`.
    """
    return _bars(frame, RUNNING, title="Children not seen, by months running", ax=ax)


def _bars(frame: pd.DataFrame, names: dict[str, str], *, title: str, ax: Axes | None) -> Axes:
    """Draw groups of bars, one group per column and one bar per plan."""
    plans = plans_of(frame)
    look = looks(plans)
    depth = 0.82 / len(plans)
    months = frame["month"].nunique()
    sums = frame.groupby(["plan", "replication"], observed=True)[list(names)].sum() / months
    with styled():
        height = 1.7 + 0.19 * len(names) * (len(plans) + 1)
        ax, own = canvas(ax, size=(8.0, max(3.2, height)))
        groups = np.arange(len(names))
        for row, plan in enumerate(plans):
            runs = sums.loc[plan]
            place = groups + (row - (len(plans) - 1) / 2) * depth
            mean = runs.to_numpy().mean(axis=0)
            ax.barh(
                place,
                mean,
                height=depth * 0.88,
                label=plan,
                facecolor=look[plan].color,
                hatch=look[plan].hatch,
                edgecolor="white",
                linewidth=0,
            )
            if len(runs) > 1:
                ends = np.quantile(runs.to_numpy(), [0.1, 0.9], axis=0)
                whiskers(ax, place, *ends)
        for group, name in enumerate(names):
            if sums[name].max() < _HARDLY_ANY * sums.to_numpy().max():
                ax.annotate("hardly any", (0.0, group), xytext=(4, 0), **_BESIDE)
        ax.set_yticks(groups, list(names.values()))
        ax.invert_yaxis()
        headline(ax, title)
        ax.set_xlabel("children, mean of the months")
        sideways(ax)
        ax.set_xlim(left=0)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_WHISKERS)
    return ax


def child(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw one child's stages over time, a row per plan; what came of it stands at the end.

    Parameters
    ----------
    frame
        `staffing_sim.child_history`.
    ax
        Where to draw; a new figure where not given.
    """
    plans = plans_of(frame)
    stages = list(dict.fromkeys(frame["stage"]))
    look = looks(["", *stages])
    style = {stage: _filled(look[stage]) for stage in stages} | {"waiting": _WAITING_LOOK}
    horizon = int(frame.attrs["months"])
    with styled():
        ax, own = canvas(ax, size=(9.0, 2.6 + 0.75 * len(plans)))
        for row, plan in enumerate(plans):
            legs = frame[frame["plan"] == plan]
            until = legs["ended"].fillna(horizon).clip(upper=horizon)
            for stage, start, end in zip(legs["stage"], legs["started"], until, strict=True):
                ax.barh(row, end - start, left=start, height=0.46, **style[stage])
            ax.text(
                float(legs["started"].min()), row + 0.44, _outcome(legs), fontsize=9.0, va="center"
            )
        ax.set_yticks(range(len(plans)), [fill(plan, 24) for plan in plans])
        ax.set_ylim(len(plans) - 0.3, -0.5)
        ax.set_xlim(min(0.0, float(frame["started"].min())), horizon)
        ax.grid(visible=False)
        ax.set_xlabel("months since the start")
        headline(ax, f"Child {frame.attrs['child']} under each plan: an example, not a forecast")
        ax.legend(
            [Patch(**style[stage]) for stage in stages],
            [fill(words(stage), 20) for stage in stages],
            loc="center left",
            bbox_to_anchor=(1.01, 0.5),
            fontsize=LABEL_POINTS,
            handlelength=2.6,
            handleheight=1.4,
        )
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=ONE_DRAW)
    return ax


def _filled(look: Look) -> dict[str, Any]:
    """Return how a stage is filled: its colour, and a hatching of its own."""
    return {"facecolor": look.color, "edgecolor": "white", "hatch": look.hatch, "linewidth": 0.8}


def _outcome(legs: pd.DataFrame) -> str:
    """Return what came of the case under a plan, in words."""
    last = legs.iloc[-1]
    ended = "still open" if pd.isna(last["ended"]) else words(str(last["cause"]))
    workers, moves = int(last["workers"]), int(last["hand_overs"])
    seen = f"not seen in {int(last['unseen_months'])} of {int(last['eligible_months'])} months due"
    hands = f"{workers} worker{'' if workers == 1 else 's'}"
    hands += f", {moves} unplanned change{'' if moves == 1 else 's'}" if moves else ""
    return f"{hands}; {seen}; {ended}"
