"""How plans differ: each measure's difference from the baseline, and what it costs."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from staffing_sim.charts.axes import footer, headline, number, side_legend, sideways, words
from staffing_sim.charts.style import (
    BASELINE,
    LABEL_POINTS,
    Look,
    canvas,
    looks,
    own_figure,
    panels,
    plans_of,
    styled,
)
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.measures import MEASURES

_MARKS_OF_A_PANEL: Final = 4  # more would write over each other in half a figure's width
_PAIRED: Final = (
    "Marks: mean paired difference on the same worlds, hollow where within chance; "
    "bars: its 95 % interval, all plans together"
)
_COST_CROSSES: Final = (
    "Marks: mean paired differences on the same worlds; crosses: their 95 % intervals, each by "
    "itself"
)
_FRONTIER_CROSSES: Final = "Marks: means of the replications; bars: 95 % intervals of the means"
_LABELS: Final = {
    "unseen": "child-months unseen",
    "months_to_permanence": "months without a permanent home, of the first 24",
}


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
        Where to draw; a new figure where not given.
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
            footer(own_figure(ax), frame.attrs, uncertainty=_PAIRED)
    return ax


def forests(frame: pd.DataFrame, headlines: pd.DataFrame) -> Axes:
    """Draw the differences of several measures, a panel each; return the first one's axes.

    Parameters
    ----------
    frame
        As in `forest`.
    headlines
        Its rows that are to be shown; a measure that is undefined for every plan has no panel.
    """
    shown = headlines.dropna(subset=["difference"])
    keys = list(dict.fromkeys(zip(shown["measure"], shown["role"], strict=True)))
    depth, others = (len(keys) + 1) // 2, len(frame["plan"].cat.categories) - 1
    with styled():
        size = (10.5, 0.8 + depth * (1.25 + 0.3 * others))
        figure, grid = panels(depth, 2, figsize=size, sharey=True)
        for ax, (name, role) in zip(grid, keys, strict=False):
            measure = MEASURES[name]
            forest(frame, measure=name, role=role, better=measure.better, ax=ax)
            ax.set_title(fill(measure.label_for(role), 44), fontsize=LABEL_POINTS, pad=6)
            ax.xaxis.label.set_fontsize(9.0)
            ax.xaxis.set_major_locator(MaxNLocator(nbins=_MARKS_OF_A_PANEL))
        for ax in grid[len(keys) :]:
            ax.remove()
        footer(figure, frame.attrs, uncertainty=_PAIRED)
    return grid[0]


def _scale(rows: pd.DataFrame) -> tuple[float, str]:
    """Return what to multiply differences by for an axis, and the unit they then have."""
    unit = str(rows["unit"].iloc[0])
    if unit == "share":
        return 100.0, "percentage points"
    largest = float(rows[["difference", "family_low", "family_high"]].abs().max().max())
    return (1e-6, f"million {unit}") if largest >= 1e6 else (1.0, unit)


def cost_and_unseen(frame: pd.DataFrame, *, months: int, ax: Axes | None = None) -> Axes:
    """Draw what each plan costs more than the baseline, and by how much child-months unseen change.

    Down and to the left is better; right of and above the baseline a plan costs more for less. The
    cost is the staffing cost of the whole horizon.

    Parameters
    ----------
    frame
        ``Study.differences()``.
    months
        The horizon, which turns children a month into child-months.
    ax
        Where to draw; a new figure where not given.
    """
    rows = frame[frame["role"] == "all"]
    costs, unseen = (_spans(rows[rows["measure"] == name]) for name in ("cost", "unseen_children"))
    plans = [str(plan) for plan in frame["plan"].cat.categories]
    baseline = str(frame["baseline"].iloc[0])
    look = looks(plans)
    with styled():
        ax, own = canvas(ax, size=(8.0, 4.8))
        ax.axhline(0.0, color="#8a8a8a", lw=0.9)
        ax.axvline(0.0, color="#8a8a8a", lw=0.9)
        for plan in (plan for plan in plans if plan != baseline):
            cost, least, most = 1e-6 * costs[plan]
            change, low, high = months * unseen[plan]
            color = look[plan].color
            ax.hlines(change, least, most, color=color, lw=1.8)
            ax.vlines(cost, low, high, color=color, lw=1.8)
            ax.plot(cost, change, look[plan].marker, color=color, ms=9, label=plan, ls="none")
        _name_the_baseline(ax, baseline)
        unit = str(rows.loc[rows["measure"] == "cost", "unit"].iloc[0])
        headline(ax, "What each plan costs, and what it buys")
        ax.set_xlabel(f"staffing cost less '{baseline}', million {unit} (lower is better)")
        ax.set_ylabel(f"child-months unseen, less '{baseline}'\n(lower is better)")
        ax.grid(visible=True, axis="both")
        ax.xaxis.set_major_formatter(number)
        ax.yaxis.set_major_formatter(number)
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_COST_CROSSES)
    return ax


def _spans(rows: pd.DataFrame) -> dict[str, NDArray[np.float64]]:
    """Return each plan's difference with its low and high end."""
    ends = rows[["difference", "low", "high"]].to_numpy(dtype=np.float64)
    return dict(zip(rows["plan"].astype(str), ends, strict=True))


def _name_the_baseline(ax: Axes, baseline: str) -> None:
    """Mark where the axes cross: the plan that all others are compared with."""
    look = looks([baseline])[baseline]
    ax.plot(0.0, 0.0, look.marker, color=look.color, ms=9, ls="none")
    ax.annotate(
        baseline,
        (0.0, 0.0),
        xytext=(7, -7),
        textcoords="offset points",
        va="top",
        fontsize=LABEL_POINTS,
        color="#444444",
    )


def efficient_set(frame: pd.DataFrame, *, outcome: str = "unseen", ax: Axes | None = None) -> Axes:
    """Draw cost against an outcome, a mark per plan; those that no other plan beats are joined.

    Parameters
    ----------
    frame
        ``Frontier.table``.
    outcome
        ``"unseen"`` or ``"months_to_permanence"``.
    ax
        Where to draw; a new figure where not given.
    """
    with styled():
        ax, own = canvas(ax)
        efficient = frame[f"efficient_{outcome}"]
        best = frame[efficient].sort_values("cost")
        ax.step(best["cost"] / 1e6, best[outcome], where="post", color=BASELINE, lw=1.0)
        for plan, look in looks(plans_of(frame)).items():
            _cross(ax, frame[frame["plan"] == plan].iloc[0], outcome, look)
        ax.margins(x=0.08, y=0.12)
        ax.set_xlabel(f"staffing cost, million {frame.attrs['currency']}")
        ax.set_ylabel(_LABELS[outcome])
        headline(ax, "What money buys (filled and joined: no plan does better on both)")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_FRONTIER_CROSSES)
    return ax


def _cross(ax: Axes, row: pd.Series[Any], outcome: str, look: Look) -> None:
    """Draw a plan with the intervals of both numbers; hollow where another plan beats it."""
    reaches = [
        [
            [max(row[name] - row[f"{name}_low"], 0.0) / unit],
            [(row[f"{name}_high"] - row[name]) / unit],
        ]
        for name, unit in (("cost", 1e6), (outcome, 1.0))
    ]
    ax.errorbar(
        [row["cost"] / 1e6],
        [row[outcome]],
        xerr=np.nan_to_num(reaches[0]),
        yerr=np.nan_to_num(reaches[1]),
        fmt=look.marker,
        color=look.color,
        mfc=look.color if row[f"efficient_{outcome}"] else "white",
        elinewidth=0.8,
        label=str(row["plan"]),
    )
