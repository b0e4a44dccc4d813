"""What if we are wrong: tornado, flip points, parameter sets and what drives their differences."""

from __future__ import annotations

from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from staffing_sim.charts.axes import (
    footer,
    headline,
    number,
    percent,
    readable,
    side_legend,
    sideways,
    whiskers,
)
from staffing_sim.charts.style import (
    BASELINE,
    BLUE,
    LABEL_POINTS,
    VERMILLION,
    canvas,
    own_figure,
    styled,
)

_LOW, _HIGH = BLUE, VERMILLION
_ROOM_FOR_LEGEND: Final = 26.0  # points, between title and bars
_NORMAL_95: Final = 1.96
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
_DRIVERS_NOTE: Final = (
    "Bars: change of the difference as one number goes from its 5th to its 95th percentile over "
    "{sets} parameter sets, the others held (least squares); whiskers: 95 % interval"
)
_INFORMATION_NOTE: Final = (
    "Bars: mean loss over {sets} equally likely sets of parameters, against the plan that is best "
    "in each; the shortest is the value of knowing which set is true"
)
_SHADES_NOTE: Final = (
    "Dark: 10th to 90th percentile of runs within a set, chance alone; light: of "
    "all runs of all {sets} sets, {runs} replications each; diamonds: the sets' means"
)


def tornado(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how far each assumption moves one number, the strongest on top.

    Parameters
    ----------
    frame
        ``Tornado.rows(...)``: of one measure and plan, strongest first.
    ax
        Where to draw; a new figure where not given.
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
        Where to draw; a new figure where not given.
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


def parameter_sets(frame: pd.DataFrame, sets: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each plan's difference with two ranges: chance alone, and all parameter sets.

    Parameters
    ----------
    frame
        ``SetComparison.table()``, one measure of it.
    sets
        ``SetComparison.sets()``, the same measure.
    ax
        Where to draw; a new figure where not given.
    """
    plans = list(frame["plan"])
    scale, unit = readable(frame["difference"], str(frame["unit"].iloc[0]))
    with styled():
        ax, own = canvas(ax, size=(8.6, 2.2 + 0.8 * len(plans)))
        named = ("chance and sets", "chance alone", "mean of a set")
        for place, (_, row) in enumerate(frame.iterrows()):
            both = [row[name] * scale for name in ("both_low", "both_high")]
            chance = [row[name] * scale for name in ("chance_low", "chance_high")]
            ax.hlines(place, *both, color=BLUE, alpha=0.25, lw=18, label=named[0])
            ax.hlines(place, *chance, color=BLUE, lw=7, label=named[1])
            ax.plot(row["difference"] * scale, place, "|", color="white", ms=12, mew=2)
            means = sets[sets["plan"] == row["plan"]]["difference"] * scale
            diamonds: dict[str, Any] = {"color": "#333333", "ms": 5, "mfc": "white"}
            diamonds["alpha"] = min(1.0, max(0.3, 12 / len(means)))  # many lie on each other
            ax.plot(means, np.full(len(means), place + 0.3), "d", label=named[2], **diamonds)
            named = ("", "", "")
        ax.axvline(0.0, color="#333333", lw=1.0)
        ax.set_yticks(range(len(plans)), [fill(plan, 28) for plan in plans])
        ax.set_ylim(len(plans) - 0.4, -0.6)
        first = frame.iloc[0]
        ax.set_title(f"{fill(str(first['label']), 60)}\nless {first['baseline']}")
        ax.set_xlabel(unit)
        sideways(ax)
        side_legend(ax)
        if own:
            told = _SHADES_NOTE.format(sets=int(first["sets"]), runs=int(first["runs"]))
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


def drivers(frame: pd.DataFrame, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw which numbers make a plan's difference larger or smaller from set to set.

    Parameters
    ----------
    frame
        ``SetComparison.drivers(...)``.
    most
        How many numbers to show, the strongest ones.
    ax
        Where to draw; a new figure where not given.
    """
    about = frame.attrs
    scale, unit = readable(frame["effect"], about["unit"])
    shown = frame.head(most)
    places = np.arange(len(shown))
    effects, errors = (shown[name] * scale for name in ("effect", "error"))
    with styled():
        ax, own = canvas(ax, size=(8.6, 2.0 + 0.42 * len(shown)))
        ax.barh(places, effects, height=0.6, color=BLUE, xerr=_NORMAL_95 * errors, ecolor="#333333")
        ax.axvline(0.0, color="#333333", lw=1.0)
        names = [
            f"{row['number'].replace('_', ' ')}: {_shown(row['low'])} to {_shown(row['high'])}"
            for row in shown.to_dict("records")
        ]
        ax.set_yticks(places, [fill(name, 40) for name in names])
        ax.set_ylim(len(shown) - 0.4, -0.6)
        ax.set_xlabel(f"change of the difference, {unit}")
        sideways(ax)
        ax.set_title(
            f"{fill(about['label'], 60)}\n{fill(about['plan'], 40)}, less {about['baseline']}"
        )
        if own:
            told = _DRIVERS_NOTE.format(sets=about["sets"])
            footer(own_figure(ax), about, uncertainty=told)
    return ax


def information(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what is lost on average by choosing each plan before it is known which set is true.

    Parameters
    ----------
    frame
        ``SetComparison.value_of_information()``.
    ax
        Where to draw; a new figure where not given.
    """
    places = np.arange(len(frame))
    unit = str(frame.attrs["unit"])
    scale, shown = (1e-6, f"million {unit}") if frame["regret"].max() >= 1e6 else (1.0, unit)
    with styled():
        ax, own = canvas(ax, size=(8.2, 2.0 + 0.5 * len(frame)))
        ax.barh(places, frame["regret"] * scale, height=0.6, color=BLUE)
        for place, row in enumerate(frame.to_dict("records")):
            best_in = percent(round(row["best_in"], 2))
            ax.annotate(
                f"{_shown(row['regret'] * scale)}; best in {best_in} of the sets",
                (row["regret"] * scale, place),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                fontsize=LABEL_POINTS,
            )
        ax.set_yticks(places, [fill(str(name), 28) for name in frame["plan"]])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.set_xlim(0.0, 1.6 * max(float(frame["regret"].max()) * scale, 1e-9))
        ax.set_xlabel(f"mean loss, {shown}")
        sideways(ax)
        headline(ax, "The cost of choosing before knowing")
        if own:
            told = _INFORMATION_NOTE.format(sets=frame.attrs["sets"])
            footer(own_figure(ax), frame.attrs, uncertainty=told)
    return ax


def _shown(value: float) -> str:
    """Return a number in three digits, or whole where it has more."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
