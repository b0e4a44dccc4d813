"""One child's way through the agency, under each plan: stages, and what came of them."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from staffing_sim.charts.captions import ONE_DRAW, footer, headline, words
from staffing_sim.charts.looks import Look, looks, plans_of
from staffing_sim.charts.style import LABEL_POINTS, canvas, own_figure, styled

__all__ = ["child"]

_WAITING_LOOK: Final[dict[str, Any]] = {
    "facecolor": "white",
    "edgecolor": "#8a8a8a",
    "hatch": "////",
}


def child(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw one child's stages over time, a row per plan; what came of it stands at the end.

    Parameters
    ----------
    frame
        `staffing_sim.child_history`.
    ax
        Where to draw; a figure of its own where not given.
    """
    plans = plans_of(frame)
    stages = list(dict.fromkeys(frame["stage"]))
    look = looks(["", *stages])
    style = {stage: _filled(look[stage]) for stage in stages} | {"waiting": _WAITING_LOOK}
    horizon = int(frame.attrs["months"])
    with styled():
        ax, own = canvas(ax, size=(9.0, 2.6 + 0.75 * len(plans)))
        for row, plan in enumerate(plans):
            legs = frame[frame["plan"] == plan]
            until = legs["ended"].fillna(horizon).clip(upper=horizon)
            for stage, start, end in zip(legs["stage"], legs["started"], until, strict=True):
                ax.barh(row, end - start, left=start, height=0.46, **style[stage])
            ax.text(
                float(legs["started"].min()), row + 0.44, _outcome(legs), fontsize=9.0, va="center"
            )
        ax.set_yticks(range(len(plans)), [fill(plan, 24) for plan in plans])
        ax.set_ylim(len(plans) - 0.3, -0.5)
        ax.set_xlim(min(0.0, float(frame["started"].min())), horizon)
        ax.grid(visible=False)
        ax.set_xlabel("months since the start")
        headline(ax, f"Child {frame.attrs['child']} under each plan: an example, no forecast")
        ax.legend(
            [Patch(**style[stage]) for stage in stages],
            [fill(words(stage), 20) for stage in stages],
            loc="center left",
            bbox_to_anchor=(1.01, 0.5),
            fontsize=LABEL_POINTS,
            handlelength=2.6,
            handleheight=1.4,
        )
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=ONE_DRAW)
    return ax


def _filled(look: Look) -> dict[str, Any]:
    """Return how a stage is filled: its colour, and a hatching of its own."""
    return {"facecolor": look.color, "edgecolor": "white", "hatch": look.hatch, "linewidth": 0.8}


def _outcome(legs: pd.DataFrame) -> str:
    """Return what came of the case under a plan, in words."""
    last = legs.iloc[-1]
    ended = "still open" if pd.isna(last["ended"]) else words(str(last["cause"]))
    workers, moves = int(last["workers"]), int(last["hand_overs"])
    seen = f"not seen in {int(last['unseen_months'])} of {int(last['eligible_months'])} months due"
    hands = f"{workers} worker{'' if workers == 1 else 's'}"
    hands += f", {moves} unplanned change{'' if moves == 1 else 's'}" if moves else ""
    return f"{hands}; {seen}; {ended}"
