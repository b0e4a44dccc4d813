"""How every chart looks: colours and line styles by plan, direct labels, footer, own figures.

Plans are told apart twice, by a colour that colour-blind readers can tell and by a line style; the
baseline is grey. Sizes are for a projector. Nothing here changes matplotlib's global settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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
    "LABEL_POINTS",
    "NOTE_POINTS",
    "ONE_DRAW",
    "STYLE",
    "Look",
    "canvas",
    "footer",
    "headline",
    "ink",
    "label_ends",
    "looks",
    "luminance",
    "month_axis",
    "number",
    "own_figure",
    "plans_of",
    "save_figure",
    "side_legend",
    "sideways",
    "styled",
    "whiskers",
    "words",
]

BASELINE: Final = "#6b6b6b"
BAND: Final = "Lines: mean of the replications; bands: 10th to 90th percentile of them"
ONE_DRAW: Final = "One replication: one draw of chance, no band can be drawn"

NOTE_POINTS: Final = 8.0
"""The smallest print of any chart: its footer."""
LABEL_POINTS: Final = 10.0
"""The print of labels, marks and legends."""

# Blue, vermillion, pink and green are Okabe & Ito's (2008); their yellow, orange and sky blue are
# too light for lines on white. Any two differ by 10 or more in CAM02-UCS, to colour-blind eyes too.
_COLOURS: Final = ("#0072B2", "#D55E00", "#14532D", "#CC79A7", "#5B2A86", "#009E73")
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
    "axes.labelsize": 10.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlepad": 12.0,
    "axes.titlesize": 13.0,
    "axes.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.09,
    "figure.dpi": 110.0,
    "figure.facecolor": "white",
    "figure.titlesize": 13.0,
    "figure.titleweight": "bold",
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "pdf.fonttype": 42,
    "savefig.dpi": 160.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "staffing_sim",
    "xtick.color": "#444444",
    "xtick.labelsize": LABEL_POINTS,
    "ytick.color": "#444444",
    "ytick.labelsize": LABEL_POINTS,
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
    """Put `STYLE` in force for a while.

    Whether figures show is no matter of style: a notebook's backend turns that on when it is
    loaded, with the first figure, and it must stay on or no later chart of the notebook is shown.
    """
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]  # its keys are a closed list
        yield
        shown = mpl.is_interactive()
    mpl.interactive(shown)


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


def sideways(ax: Axes) -> None:
    """Rule the grid upright and give the numbers their thousands, for bars and marks in rows."""
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_formatter(number)


def headline(ax: Axes, text: str) -> None:
    """Give axes their title, in as many lines as their width asks for."""
    figure = own_figure(ax)
    inches = ax.get_position().width * figure.get_figwidth()
    letters = 11.0 if len(figure.axes) == 1 else 9.0  # to the inch; alone, it may run on beyond
    ax.set_title(fill(text, max(24, int(letters * inches))))


def whiskers(ax: Axes, places: Any, low: Any, high: Any) -> None:
    """Draw sideways intervals that show on a bar of any colour: dark, with a white rim."""
    ax.hlines(places, low, high, color="white", lw=3.4)
    ax.hlines(places, low, high, color="#222222", lw=1.4)


def number(value: float, _: object = None) -> str:
    """Return a mark of an axis with its thousands and a true minus.

    Examples
    --------
    >>> number(-12500.0)
    '−12,500'
    """
    return f"{value:,.10g}".replace("-", "−")


def footer(figure: Figure, attrs: Mapping[Any, Any], *, uncertainty: str) -> None:
    """Write under a figure what its uncertainty means and where its numbers come from."""
    runs = int(attrs.get("replications", 1))
    shown = uncertainty if runs > 1 else ONE_DRAW
    origin = (
        f"{attrs.get('agency', '')}: {runs} replication{'s' if runs > 1 else ''}, "
        f"seed {attrs.get('seed')}, staffing_sim {attrs.get('version')}, "
        f"fingerprint {attrs.get('fingerprint')}."
    )
    if "assumptions" in attrs:
        origin += f" Rests on {attrs['numbers']} numbers, {attrs['assumptions']} of them assumed."
    width = int(figure.get_figwidth() * 15.4)  # letters of this size to the inch
    lines = (fill(line, width, break_on_hyphens=False) for line in (f"{shown}.", origin))
    text = "\n".join(lines)
    figure.supxlabel(
        text, x=0.01, ha="left", fontsize=NOTE_POINTS, color="#555555", linespacing=1.5
    )


def ink(color: str) -> str:
    """Return a colour dark enough for words on white (contrast 4.5 to 1), its hue kept.

    Examples
    --------
    >>> ink("#0072B2"), ink("#CC79A7")
    ('#0072b2', '#a05f83')
    """
    share = np.array(mpl.colors.to_rgb(color))
    while luminance(share) > 1.05 / 4.6 - 0.05:
        share = share * 0.98
    return mpl.colors.to_hex((float(share[0]), float(share[1]), float(share[2])))


def luminance(share: np.ndarray[Any, Any]) -> float:
    """Return the relative luminance of red, green and blue shares, 0 for black and 1 for white.

    As the Web Content Accessibility Guidelines define it; against 0.179, black and white words
    stand out alike.
    """
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


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
    line = 1.25 * LABEL_POINTS / 72 / height  # of the axes' height
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


def save_figure(figure: Figure, stem: Path) -> tuple[Path, ...]:
    """Save a figure as PNG, SVG and PDF beside each other; return the paths.

    Each file carries the footer, and so where it comes from, in its metadata, and no date: the same
    figure gives the same bytes.
    """
    origin = figure.get_supxlabel().replace("\n", " ")
    kinds: dict[str, dict[str, str | None]] = {
        ".png": {"Software": None, "Description": origin},
        ".svg": {"Date": None, "Creator": None, "Description": origin},
        ".pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": origin},
    }
    with styled():
        for suffix, metadata in kinds.items():
            figure.savefig(stem.with_suffix(suffix), metadata=metadata)
    return tuple(stem.with_suffix(suffix) for suffix in kinds)


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
