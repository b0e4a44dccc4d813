"""How every chart looks: the settings while it is drawn, a plan's look, its figure, its files.

Sizes are for a projector. Plans are told apart twice, by a colour that colour-blind readers can
tell and by a second cue; the baseline is grey. Nothing here changes matplotlib's global settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Kind = Literal["png", "svg"]
KINDS: Final[tuple[Kind, ...]] = ("png", "svg")
"""What charts are saved as."""
NOTE_POINTS: Final = 8.0
"""The smallest print of any chart: its footer."""
LABEL_POINTS: Final = 10.0
"""The print of labels, marks and legends."""
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
    "savefig.dpi": 160.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "staffing_sim",
    "text.parse_math": False,  # a dollar in a name is a dollar
    "xtick.color": "#444444",
    "xtick.labelsize": LABEL_POINTS,
    "ytick.color": "#444444",
    "ytick.labelsize": LABEL_POINTS,
}
"""Settings in force while a chart is drawn or saved."""

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
"""Of Okabe & Ito (2008), for what is no plan; always with a second cue."""

BASELINE: Final = "#6b6b6b"
# Blue, vermillion, pink and green are Okabe & Ito's (2008); their yellow, orange and sky blue are
# too light for lines on white. Any two differ by 10 or more in CAM02-UCS, to colour-blind eyes too.
_COLOURS: Final = (BLUE, VERMILLION, "#14532D", "#CC79A7", "#5B2A86", GREEN)
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


def plans_of(frame: pd.DataFrame) -> list[str]:
    """Return the plans of a frame in their order."""
    plan = frame["plan"]
    if isinstance(plan.dtype, pd.CategoricalDtype):
        present = set(plan.unique())
        return [str(name) for name in plan.cat.categories if name in present]
    return [str(name) for name in plan.unique()]


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


def panels(rows: int, columns: int = 1, **more: Any) -> tuple[Figure, list[Axes]]:
    """Return a new figure of several panels, and their axes row by row.

    Parameters
    ----------
    rows, columns
        How many panels below each other, and side by side.
    **more
        Anything else of a figure: ``figsize``, ``sharex``, ``sharey``.
    """
    figure, grid = plt.subplots(rows, columns, squeeze=False, layout="constrained", **more)
    return figure, list(grid.flat)


def save_figure(figure: Figure, stem: Path, kinds: Sequence[Kind] = KINDS) -> tuple[Path, ...]:
    """Save a figure as PNG and SVG beside each other; return the paths.

    Each file carries the footer, and so where it comes from, in its metadata, and no date: the same
    figure gives the same bytes.

    Parameters
    ----------
    figure
        The figure.
    stem
        The path without its ending.
    kinds
        ``"png"``, ``"svg"`` or both.
    """
    origin = figure.get_supxlabel().replace("\n", " ")
    metadata: dict[Kind, dict[str, str | None]] = {
        "png": {"Software": None, "Description": origin},
        "svg": {"Date": None, "Creator": None, "Description": origin},
    }
    paths = {kind: stem.with_name(f"{stem.name}.{kind}") for kind in kinds}
    with styled():
        for kind, path in paths.items():
            figure.savefig(path, format=kind, metadata=metadata[kind])
    return tuple(paths.values())
