"""Does hiring outrun turnover? Attrition beside the rate at which it would undo all hiring."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.labels import side_legend
from staffing_sim.charts.looks import BLUE, VERMILLION
from staffing_sim.charts.scales import sideways
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["break_even"]

_RATES: Final = {
    "attrition": ("left (attrition)", VERMILLION, "o"),
    "break_even": ("came to duty", BLUE, "D"),
}
_INTERVALS: Final = (
    "Marks: rates over all replications; bars: their 95 % intervals. Where the diamond lies right "
    "of the circle more came than left; attrition as high as the diamond, the break-even, would "
    "undo all hiring. Base: years that people were on duty, absence included"
)


def break_even(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each plan's attrition and its break-even attrition, on one base.

    Where the break-even lies to the right of attrition, more people came to duty than left it.

    Parameters
    ----------
    frame
        ``Study.break_even()``.
    ax
        Where to draw; a figure of its own where not given.
    """
    places = np.arange(len(frame))
    with styled():
        ax, own = canvas(ax, size=(8.0, 2.1 + 0.5 * len(frame)))
        for row, (name, (label, color, marker)) in enumerate(_RATES.items()):
            at = places + 0.22 * (row - 0.5)
            rate, low, high = (100.0 * frame[f"{name}{end}"] for end in ("", "_low", "_high"))
            ax.hlines(at, low, high, color=color, lw=2.2)
            ax.plot(rate, at, marker, color=color, ms=8, ls="none", label=label)
        ax.set_yticks(places, [fill(str(plan), 28) for plan in frame["plan"]])
        ax.set_ylim(len(frame) - 0.5, -0.5)
        ax.set_xlim(left=0.0)
        sideways(ax)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        headline(ax, f"Does hiring outrun turnover? ({words(str(frame['role'].iloc[0]))})")
        ax.set_xlabel("people a year, for each 100 on duty")
        side_legend(ax)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_INTERVALS)
    return ax
