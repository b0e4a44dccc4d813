"""Charts of amounts: unseen children by reason and by months running, and differences of plans."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.lines import whiskers
from staffing_sim.charts.looks import looks, plans_of
from staffing_sim.charts.scales import sideways
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled
from staffing_sim.intervals import CONFIDENCE

__all__ = ["forest", "unseen_by_reason", "unseen_running"]

_WHISKERS: Final = "Bars: mean of the replications; whiskers: 10th to 90th percentile of them"
PAIRED: Final = (
    "Marks: mean paired difference on the same worlds, hollow where chance alone could make it; "
    "bars: its 95 % interval, all plans together"
)
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


def unseen_by_reason(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw why children went unseen: mean a month over the horizon, a bar per plan and reason.

    Parameters
    ----------
    frame
        ``Study.months()``.
    ax
        Where to draw; a figure of its own where not given.
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


def forest(
    frame: pd.DataFrame,
    *,
    measure: str,
    role: str = "all",
    title: str = "",
    better: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how each plan differs from the baseline in one measure, with its paired interval.

    The intervals hold for all plans together. A hollow mark is a difference that chance alone could
    make, by Holm's test over the plans.

    Parameters
    ----------
    frame
        ``Study.differences()``.
    measure, role
        Which number.
    title
        Words for the chart; the measure's name where not given.
    better
        ``"lower"`` or ``"higher"`` where one is better, to be said on the axis.
    ax
        Where to draw; a figure of its own where not given.
    """
    rows = frame[(frame["measure"] == measure) & (frame["role"] == role)]
    plans = [str(plan) for plan in rows["plan"]]
    look = looks([str(name) for name in frame["plan"].cat.categories])
    scale, unit = _scale(rows)
    with styled():
        ax, own = canvas(ax, size=(8.0, 1.9 + 0.42 * len(plans)))
        columns = ["difference", "family_low", "family_high"]
        ends = rows[columns].to_numpy(dtype=np.float64) * scale
        clear = (rows["p_adjusted"] < 1.0 - CONFIDENCE).to_numpy()
        for place, (plan, (middle, low, high)) in enumerate(zip(plans, ends, strict=True)):
            color = look[plan].color
            face = color if clear[place] else "white"
            ax.hlines(place, low, high, color=color, lw=2.4)
            ax.plot(middle, place, look[plan].marker, color=color, mfc=face, mew=1.8, ms=7)
        ax.axvline(0.0, color="#333333", lw=1.0)
        ax.set_yticks(range(len(plans)), [fill(plan, 28) for plan in plans])
        ax.set_ylim(len(plans) - 0.4, -0.6)
        if not np.any(ends):
            ax.set_xlim(-1.0, 1.0)
        headline(ax, title or words(measure))
        worth = "" if better is None else f" ({better} is better)"
        ax.set_xlabel(f"less '{rows['baseline'].iloc[0]}', {unit}{worth}")
        sideways(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=PAIRED)
    return ax


def _scale(rows: pd.DataFrame) -> tuple[float, str]:
    """Return what to multiply differences by for an axis, and the unit they then have."""
    unit = str(rows["unit"].iloc[0])
    if unit == "share":
        return 100.0, "percentage points"
    largest = float(rows[["difference", "family_low", "family_high"]].abs().max().max())
    return (1e-6, f"million {unit}") if largest >= 1e6 else (1.0, unit)
