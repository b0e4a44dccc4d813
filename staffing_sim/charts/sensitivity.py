"""Charts of what would change if an assumption were wrong: tornado, flip points."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from staffing_sim.charts.captions import footer
from staffing_sim.charts.lines import whiskers
from staffing_sim.charts.looks import BASELINE, BLUE, VERMILLION
from staffing_sim.charts.scales import number, readable, sideways
from staffing_sim.charts.style import canvas, own_figure, styled

__all__ = ["flip", "tornado"]

_LOW, _HIGH = BLUE, VERMILLION
_ROOM_FOR_LEGEND: Final = 26.0  # points, between title and bars
_MIDDLE_LINE: Final[dict[str, Any]] = {"color": "#333333", "lw": 1.2}
_TURN_LINE: Final[dict[str, Any]] = {"color": "#B00020", "lw": 1.2, "ls": (0, (4, 2))}
_TOLD: Final = (
    "Bars: mean paired difference with one assumption at an end of its range, the others as "
    "described; whiskers: 95 % interval of the change"
)
_CURVE: Final = (
    "Marks: values tried, mean paired difference on the same worlds; band: its 95 % interval; "
    "between them straight lines"
)


def tornado(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how far each assumption moves one number, the strongest on top.

    Parameters
    ----------
    frame
        ``Tornado.rows(...)``: of one measure and plan, strongest first.
    ax
        Where to draw; a figure of its own where not given.
    """
    keys = list(dict.fromkeys(frame["key"]))
    scale, unit = readable(frame["mean"], str(frame["unit"].iloc[0]))
    with styled():
        ax, own = canvas(ax, size=(8.6, 2.1 + 0.42 * len(keys)))
        middle = float(frame["as_described"].iloc[0]) * scale
        for place, key in enumerate(keys):
            for _, row in frame[frame["key"] == key].iterrows():
                _bar(ax, row, place=place, middle=middle, scale=scale)
        ax.axvline(middle, **_MIDDLE_LINE)
        turn = _turn(ax, middle)
        ax.set_yticks(range(len(keys)), [_name(frame, key) for key in keys])
        ax.set_ylim(len(keys) - 0.4, -0.6)
        ax.margins(x=0.16)
        ax.set_title(_title(frame), pad=_ROOM_FOR_LEGEND)
        ax.set_xlabel(f"{unit}; as described {number(float(f'{middle:.3g}'))}")
        sideways(ax)
        _ends(ax, turn=turn)
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_TOLD)
    return ax


def _bar(ax: Axes, row: Any, *, place: int, middle: float, scale: float) -> None:
    """Draw one end of an assumption's range, with its value at the bar's tip."""
    is_low = row["end"] == "low"
    end = row["mean"] * scale
    half = place + (-0.18 if is_low else 0.18)  # apart, for both ends may lie on the same side
    ax.barh(
        half,
        end - middle,
        left=middle,
        height=0.34,
        facecolor=_LOW if is_low else _HIGH,
        hatch="" if is_low else "////",
        edgecolor="white",
        linewidth=0,
    )
    whisker = [middle + row[name] * scale for name in ("change_low", "change_high")]
    whiskers(ax, half, *whisker)
    right = end > middle or (end == middle and not is_low)
    ax.annotate(
        f"{row['value']:,.4g}",
        (np.nanmax([end, whisker[1]]) if right else np.nanmin([end, whisker[0]]), half),
        xytext=(4 if right else -4, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=9.0,
        color="#333333",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
    )


def _turn(ax: Axes, middle: float) -> bool:
    """Mark where plans change rank, if that is near enough to be seen."""
    low, high = ax.get_xlim()
    reach = 0.6 * (high - low)
    near = low - reach <= 0.0 <= high + reach and middle != 0.0
    if near:
        ax.axvline(0.0, **_TURN_LINE)
    return near


def _ends(ax: Axes, *, turn: bool) -> None:
    """Say which bars and lines are which, under the title."""
    handles: list[Any] = [
        Patch(facecolor=_LOW, label="low end of the range"),
        Patch(facecolor=_HIGH, hatch="////", edgecolor="white", label="high end"),
        Line2D([], [], label="as described", **_MIDDLE_LINE),
    ]
    if turn:
        handles.append(Line2D([], [], label="no difference", **_TURN_LINE))
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(-0.01, 0.99),
        ncols=len(handles),
        fontsize=9.0,
        columnspacing=1.2,
        borderaxespad=0.2,
    )


def _name(frame: pd.DataFrame, key: str) -> str:
    """Return an assumption's name with its value as described."""
    row = frame[frame["key"] == key].iloc[0]
    return f"{fill(str(row['assumption']), 34)}\n(as described {row['described']:,.4g})"


def _title(frame: pd.DataFrame) -> str:
    row = frame.iloc[0]
    words = str(row["label"])
    of = f"{row['plan']} less {row['baseline']}" if row["baseline"] else str(row["plan"])
    return f"{fill(words, 60)}\n{fill(of, 70)}"


def flip(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw by how much one plan is ahead of another over the range of an assumption.

    Parameters
    ----------
    frame
        ``Flips.curve(...)``: columns value, advantage, low, high and, the same in every row, label,
        unit, plan, other, assumption, assumption_unit, described, margin, flips_at, flip_low,
        flip_high.
    ax
        Where to draw; a figure of its own where not given.
    """
    first = frame.iloc[0]
    scale, unit = readable(frame["advantage"], str(first["unit"]))
    with styled():
        ax, own = canvas(ax, size=(8.0, 4.4))
        values = frame["value"].to_numpy(dtype=np.float64)
        lines = frame[["advantage", "low", "high"]].to_numpy(dtype=np.float64) * scale
        ax.fill_between(values, lines[:, 1], lines[:, 2], color=_LOW, alpha=0.22, lw=0)
        ax.plot(values, lines[:, 0], "o-", color=_LOW, ms=5)
        ax.axhline(first["margin"] * scale, color="#333333", lw=1.1)
        ax.axvline(first["described"], color=BASELINE, lw=1.1, ls=(0, (2, 2)))
        ax.annotate(
            "as described",
            (first["described"], 0.02),
            xycoords=("data", "axes fraction"),
            xytext=(3, 0),
            textcoords="offset points",
            fontsize=9.0,
            color=BASELINE,
        )
        if not np.isnan(first["flips_at"]):
            ax.axvspan(first["flip_low"], first["flip_high"], color=VERMILLION, alpha=0.15, lw=0)
            ax.axvline(first["flips_at"], color=VERMILLION, lw=1.6, ls=(0, (6, 1.6)))
            ax.annotate(
                f"flips at {first['flips_at']:,.3g}",
                (first["flips_at"], 0.97),
                xycoords=("data", "axes fraction"),
                xytext=(4, 0),
                textcoords="offset points",
                va="top",
                fontsize=9,
                color="#B34700",
            )
        ax.set_title(fill(f"{first['plan']} against {first['other']}", 62) + f"\n{first['label']}")
        ax.set_ylabel(f"ahead by, {unit}")
        ax.set_xlabel(", ".join(p for p in (first["assumption"], first["assumption_unit"]) if p))
        if own:
            footer(own_figure(ax), frame.attrs, uncertainty=_CURVE)
    return ax
