"""How unequal caseloads are: the share of workers who carry more than any number of children."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.style import (
    BAND,
    canvas,
    footer,
    headline,
    looks,
    own_figure,
    plans_of,
    side_legend,
    styled,
    words,
)

__all__ = ["caseloads"]


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
        ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=BAND)
    return ax


def _exceeding(rows: pd.DataFrame, most: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return, per replication, the share of workers with more than 0, 1, ... children."""
    found = []
    for _, run in rows.groupby("replication"):
        workers = np.bincount(run["children"], weights=run["workers"], minlength=most + 1)
        found.append(1.0 - np.cumsum(workers) / workers.sum())
    return np.array(found)
