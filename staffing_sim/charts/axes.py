"""What stands on and around the axes of a chart: title, footer, labels, marks, uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from staffing_sim.charts.style import BASELINE, LABEL_POINTS, NOTE_POINTS, ink, own_figure

BAND: Final = "Lines: mean of the replications; bands: their 10th to 90th percentile"
MEANS: Final = "Lines: mean of the replications; bands: 95 % interval of the mean"
ONE_DRAW: Final = "One replication: one draw of chance, no band can be drawn"


def headline(ax: Axes, text: str) -> None:
    """Give axes their title, in as many lines as their width asks for."""
    figure = own_figure(ax)
    inches = ax.get_position().width * figure.get_figwidth()
    letters = 11.0 if len(figure.axes) == 1 else 9.0  # to the inch; alone, it may run on beyond
    ax.set_title(fill(text, max(24, int(letters * inches))))


def footer(figure: Figure, attrs: Mapping[Any, Any], *, uncertainty: str) -> None:
    """Write under a figure what its uncertainty means and where its numbers come from."""
    shown = ONE_DRAW if attrs.get("replications", 1) == 1 and "seed" in attrs else uncertainty
    origin = f"{attrs.get('agency', '')}: {_made(attrs)}."
    if "assumptions" in attrs:
        origin += f" Rests on {attrs['numbers']} numbers, {attrs['assumptions']} assumed."
    width = int(figure.get_figwidth() * 15.4)  # letters of this size to the inch
    lines = (fill(line, width, break_on_hyphens=False) for line in (f"{shown}.", origin))
    text = "\n".join(lines)
    figure.supxlabel(
        text, x=0.01, ha="left", fontsize=NOTE_POINTS, color="#555555", linespacing=1.5
    )


def _made(attrs: Mapping[Any, Any]) -> str:
    """Return how numbers were made: by which runs, or without any."""
    version = f"staffing_sim {attrs.get('version')}"
    if "seed" not in attrs:
        return f"nothing simulated, {version}"
    runs = int(attrs.get("replications", 1))
    return (
        f"{runs} replication{'s' if runs > 1 else ''}, seed {attrs['seed']}, {version}, "
        f"fingerprint {attrs.get('fingerprint')}"
    )


def words(name: str) -> str:
    """Return a key as a reader says it.

    Examples
    --------
    >>> words("continuing_services")
    'continuing services'
    """
    return name.replace("_", " ")


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
    for (name, (end, color)), place in zip(
        known.items(), heights_apart(wanted, sizes), strict=True
    ):
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


def heights_apart(wanted: np.ndarray[Any, Any], sizes: np.ndarray[Any, Any]) -> list[float]:
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


def number(value: float, _: object = None) -> str:
    """Return a mark of an axis with its thousands and a true minus.

    Examples
    --------
    >>> number(-12500.0)
    '−12,500'
    """
    return f"{value:,.10g}".replace("-", "−")


def percent(value: float, _: object = None) -> str:
    """Return a mark of an axis of shares.

    Examples
    --------
    >>> percent(0.15), percent(0.025)
    ('15 %', '2.5 %')
    """
    return f"{100 * value:.4g} %".replace("-", "−")


def readable(values: pd.Series[float], unit: str) -> tuple[float, str]:
    """Return a factor and a unit that give numbers with few digits.

    Examples
    --------
    >>> readable(pd.Series([0.02]), "share"), readable(pd.Series([-3e6]), "USD")
    ((100.0, 'percentage points'), (1e-06, 'million USD'))
    """
    if unit == "share":
        return 100.0, "percentage points"
    if len(unit) == 3 and unit.isupper() and values.abs().max() >= 1e6:
        return 1e-6, f"million {unit}"
    return 1.0, unit


def month_axis(ax: Axes, dates: np.ndarray[Any, Any]) -> None:
    """Mark firsts of months, at most nine of them; the year stands under its first mark."""
    first, last = dates[0].astype("datetime64[M]"), dates[-1].astype("datetime64[M]") + 1
    count = int((last - first).astype(int))
    step = next((step for step in (1, 2, 3, 6, 12) if count / step <= 8), 12 * (1 + count // 96))
    marks = np.arange(first, last + 1, step)
    names = [str(mark.astype(object).strftime("%b")) for mark in marks]
    years = [mark.astype(object).year for mark in marks]
    shown = [
        f"{name}\n{year}" if row == 0 or year != years[row - 1] else name
        for row, (name, year) in enumerate(zip(names, years, strict=True))
    ]
    ax.set_xticks(marks.astype("datetime64[D]").astype(object), shown)
    end = dates[-1] if len(dates) > 1 else last  # one month alone has no width of its own
    ax.set_xlim(*(edge.astype("datetime64[D]").astype(object) for edge in (first, end)))


def sideways(ax: Axes) -> None:
    """Rule the grid upright and give the numbers their thousands, for bars and marks in rows."""
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(number)


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
