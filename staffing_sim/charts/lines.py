"""Uncertainty, drawn: a band around a line, a bar where one point stands alone, whiskers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from staffing_sim.charts.looks import BASELINE

__all__ = ["Span", "banded_line", "whiskers"]


class Span(NamedTuple):
    """A line's middle and the ends of its uncertainty, point by point; no ends where not known."""

    middle: ArrayLike
    low: ArrayLike | None = None
    high: ArrayLike | None = None


def banded_line(ax: Axes, x: Any, span: Span, *, color: str, dash: Any, **more: Any) -> float:
    """Draw a line over its band; return where it ends.

    Parameters
    ----------
    ax, x
        Where.
    span
        What.
    color, dash
        How.
    **more
        Anything else of a line: ``label``, ``marker``.

    Returns
    -------
    float
        The last known height, NaN where none is.
    """
    middle = np.asarray(span.middle, dtype=np.float64)
    alone = len(middle) == 1
    if span.low is not None and span.high is not None:
        if alone:
            ax.vlines(x, span.low, span.high, color=color, lw=2.4)
        else:
            ax.fill_between(x, span.low, span.high, color=color, alpha=0.16, lw=0)
    look = ({"marker": "o"} if alone else {}) | more
    ax.plot(x, middle, color=color, ls=dash, zorder=2 if color == BASELINE else 3, **look)
    known = middle[~np.isnan(middle)]
    return float(known[-1]) if len(known) else float("nan")


def whiskers(ax: Axes, places: Any, low: Any, high: Any) -> None:
    """Draw sideways intervals that show on a bar of any colour: dark, with a white rim."""
    ax.hlines(places, low, high, color="white", lw=3.4)
    ax.hlines(places, low, high, color="#222222", lw=1.4)
