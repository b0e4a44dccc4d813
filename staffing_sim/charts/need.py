"""How many positions the open cases ask for, step by step, beside those there are."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from staffing_sim.calculator import STEPS
from staffing_sim.charts.captions import footer, headline, words
from staffing_sim.charts.looks import BASELINE, BLUE, VERMILLION
from staffing_sim.charts.scales import sideways
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled
from staffing_sim.errors import InputError, unknown_name

__all__ = ["need"]

_ARITHMETIC: Final = (
    "Bars: positions asked for, each step on top of those before it (hatched); arithmetic on rates "
    "at rest, so no interval"
)
_ADDED: Final[dict[str, Any]] = {"facecolor": "#d8e6f0", "edgecolor": BLUE, "hatch": "////"}
_ROWS: Final = (
    *(f"+ {step}" if place else step for place, step in enumerate(STEPS.values())),
    "Positions needed",
    "Positions there are on day 0",
)


def need(frame: pd.DataFrame, *, role: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the steps from the static need of a role to the positions that keep it met.

    Parameters
    ----------
    frame
        `staffing_sim.need_waterfall`.
    role
        The role; the one that needs the most positions where not given.
    ax
        Where to draw; a figure of its own where not given.

    Raises
    ------
    InputError
        If the standard asks for nobody of that role.
    """
    rows = frame.dropna(subset=["need"]).set_index("role")
    if role is not None and role not in rows.index:
        raise InputError([unknown_name("role", "role", role, list(rows.index))])
    chosen = str(rows["need"].idxmax()) if role is None else role
    steps = rows.loc[[chosen], list(STEPS)].to_numpy(dtype=np.float64)[0]
    there = float(rows["positions"].to_dict()[chosen])
    with styled():
        ax, own = canvas(ax, size=(8.6, 1.9 + 0.44 * (len(steps) + 2)))
        _draw_bars(ax, steps, there=there)
        ax.set_yticks(range(len(_ROWS)), [fill(label, 34) for label in _ROWS])
        ax.invert_yaxis()
        ax.set_xlim(0.0, 1.3 * max(steps.sum(), there))
        sideways(ax)
        headline(ax, f"Positions the open cases ask for ({words(chosen)})")
        ax.set_xlabel(f"positions, by the standard {words(str(frame.attrs['standard']))}")
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_ARITHMETIC)
    return ax


def _draw_bars(ax: Axes, steps: NDArray[np.float64], *, there: float) -> None:
    """Draw each step on top of those before it, then the whole, and what there is."""
    tops = np.cumsum(steps)
    needed, last = float(tops[-1]), len(steps)
    colors = [BASELINE, BLUE, VERMILLION]
    ax.barh([0, last, last + 1], [steps[0], needed, there], height=0.66, color=colors)
    ax.barh(np.arange(1, last), steps[1:], left=tops[:-1], height=0.66, **_ADDED)
    ax.axvline(needed, color=BLUE, lw=1.0, ls=(0, (2, 2)), zorder=0.5)
    texts = [f"{steps[0]:,.0f}", *(_more(step) for step in steps[1:])]
    texts += [f"{needed:,.0f}", f"{there:,.0f}  ({_gap(needed - there)})"]
    for place, (text, end) in enumerate(zip(texts, [*tops, needed, there], strict=True)):
        _write(ax, text, (end, place))


def _more(step: float) -> str:
    return f"+{step:,.0f}" if round(step) >= 1 else "under 1"


def _gap(gap: float) -> str:
    return f"{gap:,.0f} short" if gap > 0.0 else f"{-gap:,.0f} more than needed"


def _write(ax: Axes, text: str, place: tuple[float, float]) -> None:
    """Write a number beside the end of its bar."""
    ax.annotate(
        text,
        place,
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=LABEL_POINTS,
    )
