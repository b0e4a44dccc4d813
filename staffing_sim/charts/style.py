"""How every chart looks: colours and line styles by plan, direct labels, footer, own figures.

Plans are told apart twice, by a colour that colour-blind readers can tell and by a line style; the
baseline is grey. Nothing here changes matplotlib's global settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = [
    "BAND",
    "BASELINE",
    "STYLE",
    "Look",
    "canvas",
    "footer",
    "label_ends",
    "looks",
    "month_axis",
    "own_figure",
    "plans_of",
    "save_figure",
    "side_legend",
    "styled",
    "words",
]

BASELINE: Final = "#6b6b6b"
BAND: Final = "Lines: mean of the replications; bands: 10th to 90th percentile of them"

# Okabe & Ito (2008) without black and yellow, strongest first.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_DASHES: Final[tuple[Any, ...]] = (
    "-",
    (0, (6, 1.6)),
    (0, (6, 1.6, 1.4, 1.6)),
    (0, (1.4, 1.4)),
    (0, (9, 1.6, 1.4, 1.6, 1.4, 1.6)),
    (0, (3, 1.4)),
)
_HATCHES: Final = ("", "////", "....", "\\\\\\\\", "xxxx", "++++")
_MARKERS: Final = ("o", "s", "D", "^", "v", "P")

STYLE: Final[dict[str, Any]] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#9a9a9a",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": "#333333",
    "axes.labelsize": 9.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlepad": 12.0,
    "axes.titlesize": 12.0,
    "axes.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.09,
    "figure.dpi": 110.0,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.9,
    "savefig.dpi": 160.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "staffing_sim",
    "xtick.color": "#555555",
    "ytick.color": "#555555",
}
"""Settings in force while a chart is drawn or saved."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan is drawn, the same in every chart of a study."""

    color: str
    dash: Any
    hatch: str
    marker: str


def looks(plans: Sequence[str]) -> dict[str, Look]:
    """Return the look of each plan, in order; the first, the baseline, is grey.

    Examples
    --------
    >>> looks(["As is", "Union"])["As is"].color == BASELINE
    True
    """
    found = {}
    for row, plan in enumerate(plans):
        cue = (row - 1) % len(_COLOURS) if row else 0
        color = _COLOURS[cue] if row else BASELINE
        turn = row % len(_DASHES)
        found[plan] = Look(color, _DASHES[turn], _HATCHES[turn], _MARKERS[turn])
    return found


@contextmanager
def styled() -> Iterator[None]:
    """Put `STYLE` in force for a while."""
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]  # its keys are a closed list
        yield


def canvas(ax: Axes | None, *, size: tuple[float, float] = (8.0, 4.4)) -> tuple[Axes, bool]:
    """Return axes to draw on, and whether they stand in a new figure of our own."""
    if ax is not None:
        return ax, False
    _, own = plt.subplots(figsize=size, layout="constrained")
    return own, True


def own_figure(ax: Axes) -> Figure:
    """Return the figure that axes stand in."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand in no figure")
    return figure


def footer(figure: Figure, attrs: Mapping[Any, Any], *, uncertainty: str) -> None:
    """Write under a figure what its uncertainty means and where its numbers come from."""
    runs = int(attrs.get("replications", 1))
    shown = uncertainty if runs > 1 else "One replication: one draw of chance, no band can be drawn"
    origin = (
        f"{attrs.get('agency', '')}: {runs} replication{'s' if runs > 1 else ''}, "
        f"seed {attrs.get('seed')}, staffing_sim {attrs.get('version')}, "
        f"fingerprint {attrs.get('fingerprint')}."
    )
    if "assumptions" in attrs:
        origin += f" Rests on {attrs['numbers']} numbers, {attrs['assumptions']} of them assumed."
    width = int(figure.get_figwidth() * 18)
    text = "\n".join(fill(line, width) for line in (f"{shown}.", origin))
    figure.supxlabel(text, x=0.01, ha="left", fontsize=7.5, color="#666666", linespacing=1.5)


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
    line = 1.25 * 8.5 / 72 / height  # of the axes' height
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
            fontsize=8.5,
            color=color,
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
        fontsize=8.5,
        labelspacing=0.9,
        handlelength=3.4,
    )


def month_axis(ax: Axes, dates: np.ndarray[Any, Any]) -> None:
    """Mark firsts of months, at most nine of them; the year stands under its first mark."""
    first = dates[0].astype("datetime64[M]")
    last = dates[-1].astype("datetime64[M]") + 1
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
    ax.set_xlim(
        first.astype("datetime64[D]").astype(object),
        dates[-1].astype("datetime64[D]").astype(object),
    )


def save_figure(figure: Figure, stem: Any) -> tuple[Any, ...]:
    """Save a figure as PNG and SVG beside each other, without dates; return the paths."""
    paths = (stem.with_suffix(".png"), stem.with_suffix(".svg"))
    with styled():
        figure.savefig(paths[0], metadata={"Software": None})
        figure.savefig(paths[1], metadata={"Date": None, "Creator": None})
    return paths


def words(name: str) -> str:
    """Return a key as a reader says it.

    Examples
    --------
    >>> words("continuing_services")
    'continuing services'
    """
    return name.replace("_", " ")


def plans_of(frame: pd.DataFrame) -> list[str]:
    """Return the plans of a frame in their order."""
    plan = frame["plan"]
    if isinstance(plan.dtype, pd.CategoricalDtype):
        present = set(plan.unique())
        return [str(name) for name in plan.cat.categories if name in present]
    return [str(name) for name in plan.unique()]
