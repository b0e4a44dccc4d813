"""Where hours run short: hours demanded for each hour available, by office and role, as maps."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.ticker import MaxNLocator

from staffing_sim.charts.axes import footer, headline, words
from staffing_sim.charts.style import (
    LABEL_POINTS,
    canvas,
    luminance,
    own_figure,
    panels,
    plans_of,
    styled,
)

_NOTE: Final = (
    "Numbers: hours demanded for each hour available; darker is worse; bold: the whole 95 % "
    "interval is over 1"
)
_WITH_HALVES: Final = f"{_NOTE}; ±: half of it"
_MAPS_ABREAST: Final = 3
_COLUMN_INCHES: Final = 0.98  # of a map: the longest word of a role's name beside another
_LETTERS_AN_INCH: Final = 9.5  # of a title as large as labels


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
    low, high = _scale(frame) if scale is None else scale
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
            _key([ax], image)
            footer(own_figure(ax), frame.attrs, uncertainty=_WITH_HALVES)
    return ax


def load_maps(frame: pd.DataFrame, *, scale: tuple[float, float] | None = None) -> Axes:
    """Draw one map before, and one after each plan, on one scale; return the first one's axes.

    Parameters
    ----------
    frame, scale
        As in `office_loads`.
    """
    plans = plans_of(frame)
    ends = _scale(frame) if scale is None else scale
    shown = [(plans[0], "before"), *((plan, "after") for plan in plans)]
    deep = -(-len(shown) // _MAPS_ABREAST)
    map_inches = _COLUMN_INCHES * frame["role"].nunique()
    wide = 3.1 + _MAPS_ABREAST * map_inches  # with office names and the key
    tall = 0.9 + deep * (1.2 + 0.3 * frame["office"].nunique())
    with styled():
        figure, grid = panels(deep, _MAPS_ABREAST, figsize=(wide, tall), sharey=True)
        for ax, (plan, period) in zip(grid, shown, strict=False):
            office_loads(frame, plan=plan, period=period, scale=ends, ax=ax)
            title = fill(ax.get_title(loc="left"), int(_LETTERS_AN_INCH * map_inches))
            ax.set_title(title, fontsize=LABEL_POINTS)
        for ax in grid[len(shown) :]:
            ax.remove()
        _key(figure.axes, figure.axes[0].images[0])
        figure.suptitle("Hours of work for each hour that workers have", x=0.01, ha="left")
        footer(figure, frame.attrs, uncertainty=_NOTE)
    return grid[0]


def _key(axes: Sequence[Axes], image: ScalarMappable) -> None:
    """Say beside maps of one scale what their colours mean, and which of them are bad."""
    bar = own_figure(axes[0]).colorbar(image, ax=list(axes), fraction=0.04, aspect=14, pad=0.02)
    bar.set_label("hours demanded an hour\n(over 1: too much work)", fontsize=LABEL_POINTS)
    bar.ax.axhline(1.0, color="#333333", lw=1.4)
    bar.ax.yaxis.set_major_locator(MaxNLocator(nbins=4))
    bar.outline.set_visible(False)


def _scale(frame: pd.DataFrame) -> tuple[float, float]:
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
