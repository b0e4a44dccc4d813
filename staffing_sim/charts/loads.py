"""Where hours run short: hours demanded for each hour there is, by office and role, as a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.ticker import MaxNLocator

from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.looks import luminance, plans_of
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["LOADS_NOTE", "load_key", "load_scale", "office_loads"]

LOADS_NOTE: Final = (
    "Numbers: hours demanded for each hour there is; darker is worse; bold: surely over 1, the "
    "whole 95 % interval"
)
_WITH_HALVES: Final = f"{LOADS_NOTE}; ±: half of it"


def office_loads(
    frame: pd.DataFrame,
    *,
    plan: str | None = None,
    period: str = "after",
    scale: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a map of load: a row per office, a column per role, a number in each.

    Parameters
    ----------
    frame
        ``Study.office_loads()``.
    plan
        The plan; the first where not given.
    period
        ``"before"`` (the first month) or ``"after"`` (the last months).
    scale
        The loads of the lightest and the darkest colour, so that several maps can be compared;
        those of the frame where not given.
    ax
        Where to draw, in numbers alone; where not given a figure of its own, which is wide enough
        for how well each is known and has a key.
    """
    chosen = plans_of(frame)[0] if plan is None else plan
    rows = frame[(frame["plan"] == chosen) & (frame["period"] == period)]
    loads = rows.pivot_table(
        index="office", columns="role", values="load", observed=True, sort=False, dropna=False
    )
    low, high = load_scale(frame) if scale is None else scale
    with styled():
        ax, own = canvas(ax, size=(3.2 + 1.15 * loads.shape[1], 2.2 + 0.3 * loads.shape[0]))
        colors = colormaps["cividis_r"]
        image = ax.imshow(loads, cmap=colors, vmin=low, vmax=high, aspect="auto")
        across, down = list(loads.columns), list(loads.index)
        cells: list[Any] = rows.dropna(subset=["load"]).to_dict("records")
        for cell in cells:
            ground = np.array(colors((cell["load"] - low) / (high - low))[:3])
            dark = luminance(ground) < 0.179
            place = across.index(cell["role"]), down.index(cell["office"])
            _write(ax, place, cell, ink="white" if dark else "black", halves=own)
        ax.set_xticks(
            range(loads.shape[1]), [words(str(name)).replace(" ", "\n") for name in loads]
        )
        ax.set_yticks(range(loads.shape[0]), [str(name) for name in loads.index])
        ax.grid(visible=False)
        ax.tick_params(length=0)
        headline(ax, f"Before: {chosen}" if period == "before" else f"After: {chosen}")
        if own:
            load_key([ax], image)
            footer(own_figure(ax), frame.attrs, uncertainty=_WITH_HALVES)
    return ax


def load_key(axes: Sequence[Axes], image: ScalarMappable) -> None:
    """Say beside maps of one scale what their colours mean, and which of them are bad."""
    bar = own_figure(axes[0]).colorbar(image, ax=list(axes), fraction=0.04, aspect=14, pad=0.02)
    bar.set_label("hours demanded an hour\n(over 1: too much work)", fontsize=LABEL_POINTS)
    bar.ax.axhline(1.0, color="#333333", lw=1.4)
    bar.ax.yaxis.set_major_locator(MaxNLocator(nbins=4))
    bar.outline.set_visible(False)


def load_scale(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and the highest load of a frame, 1 between them."""
    known = frame["load"].dropna()
    return min(float(known.min()), 0.99), max(float(known.max()), 1.01)


def _write(
    ax: Axes, place: tuple[int, int], cell: dict[str, Any], *, ink: str, halves: bool
) -> None:
    """Write a cell's load and, where there is room, how well it is known."""
    half = (cell["high"] - cell["low"]) / 2
    text = f"{cell['load']:.2f}" + (f" ±{half:.2f}" if halves and not np.isnan(half) else "")
    ax.text(
        *place,
        text,
        ha="center",
        va="center",
        fontsize=LABEL_POINTS,
        color=ink,
        fontweight="bold" if cell["low"] > 1.0 else "normal",
    )
