"""Names of what is drawn, beside it: at the ends of lines, or in a legend that hides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from staffing_sim.charts.looks import ink
from staffing_sim.charts.style import LABEL_POINTS, own_figure

__all__ = ["label_ends", "side_legend"]


_LEADING = 1.45  # from line to line; axes lose a little height to their titles when laid out


def label_ends(ax: Axes, ends: Mapping[str, tuple[float, str]], *, at: Any) -> None:
    """Write each line's name at its right end, moved apart where two would overlap.

    Parameters
    ----------
    ax
        Where the lines are; its limits must be final.
    ends
        Name to (height of its end, colour).
    at
        The lines' last x value.
    """
    known = {name: end for name, end in ends.items() if not np.isnan(end[0])}
    if not known:
        return
    low, high = ax.get_ylim()
    height = ax.get_position().height * own_figure(ax).get_figheight()
    wrapped = {name: fill(name, 22) for name in known}
    line = _LEADING * LABEL_POINTS / 72 / height  # of the axes' height
    sizes = np.array([line * (wrapped[name].count("\n") + 1) for name in known])
    wanted = np.array([(end - low) / (high - low) for end, _ in known.values()])
    leader = {"arrowstyle": "-", "lw": 0.6, "shrinkA": 1, "shrinkB": 0, "relpos": (0.0, 0.5)}
    for (name, (end, color)), place in zip(known.items(), _apart(wanted, sizes), strict=True):
        ax.annotate(
            wrapped[name],
            xy=(at, end),
            xytext=(1.03, place),
            textcoords="axes fraction",
            va="center",
            fontsize=LABEL_POINTS,
            color=ink(color),
            annotation_clip=False,
            arrowprops=leader | {"color": color},
        )


def _apart(wanted: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> list[float]:
    """Return heights near those wanted at which labels of these sizes do not overlap."""
    order = np.argsort(wanted, kind="stable")
    places = wanted.astype(float).copy()
    floor = -np.inf
    for row in order:
        places[row] = max(places[row], floor + sizes[row] / 2)
        floor = places[row] + sizes[row] / 2
    ceiling = max(1.02, float(sizes.sum()))
    for row in order[::-1]:
        places[row] = min(places[row], ceiling - sizes[row] / 2)
        ceiling = places[row] - sizes[row] / 2
    return [float(place) for place in places]


def side_legend(ax: Axes) -> None:
    """Name what is drawn to the right of the axes, where no bar or line can be hidden."""
    handles, names = ax.get_legend_handles_labels()
    ax.legend(
        handles,
        [fill(name, 22) for name in names],
        loc="center left",
        bbox_to_anchor=(1.01, 0.5),
        fontsize=LABEL_POINTS,
        labelspacing=0.9,
        handlelength=3.4,
    )
