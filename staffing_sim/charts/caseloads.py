"""How unequal caseloads are: the share of workers who carry more than any number of children."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import BAND, footer, headline, words
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import BLUE, VERMILLION, looks, plans_of
from staffing_sim.charts.scales import percent, sideways
from staffing_sim.charts.style import canvas, own_figure, styled
from staffing_sim.intervals import ratio_interval

__all__ = ["caseloads", "shared_caseload"]

_VIEWS: Final = (
    ("an average worker carries", BLUE, "o", "held", "workers"),
    ("an average child shares", VERMILLION, "D", "shared", "held"),
)
_RATIOS: Final = "Marks: all replications together; bars: 95 % intervals"


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
        Where to draw; a figure of its own where not given.
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
        Where to draw; a figure of its own where not given.
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
