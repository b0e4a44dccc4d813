"""How every chart looks: the settings in force while it is drawn, and the figure it stands in.

Sizes are for a projector. Nothing here changes matplotlib's global settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = ["LABEL_POINTS", "NOTE_POINTS", "STYLE", "canvas", "own_figure", "styled"]

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
    "pdf.fonttype": 42,
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
