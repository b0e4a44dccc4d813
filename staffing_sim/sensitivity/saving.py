"""Charts of an analysis as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chart_files"]


def chart_files(ax: Axes, stem: Path) -> tuple[Path, ...]:
    """Write a chart as PNG and SVG, and close it."""
    import matplotlib.pyplot as plt

    from staffing_sim.charts.files import save_figure
    from staffing_sim.charts.style import own_figure

    figure = own_figure(ax)
    try:
        return tuple(save_figure(figure, stem))
    finally:
        plt.close(figure)
