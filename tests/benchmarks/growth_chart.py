"""The chart of the performance page: what it costs to grow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from staffing_sim.charts.style import BASELINE, looks, styled

Costs = Mapping[int, float]


def draw_growth(
    panels: Mapping[str, Mapping[str, Costs]], labels: Mapping[str, str], path: Path
) -> None:
    """Draw, for each part of the work, times the cost against times the size, a line a way."""
    with styled():
        figure, row = plt.subplots(
            1, len(panels), figsize=(8.6, 4.0), sharey=True, layout="constrained"
        )
        for axes, (title, grown) in zip(row, panels.items(), strict=True):
            _draw_panel(axes, grown, labels)
            axes.set_title(title[0].upper() + title[1:])
        row[0].set_ylabel("times the CPU seconds")
        row[0].legend()
        figure.savefig(path, metadata={"Software": None})
        plt.close(figure)


def _draw_panel(axes: Axes, grown: Mapping[str, Costs], labels: Mapping[str, str]) -> None:
    styles = looks(["in proportion", *labels])
    times = sorted({size for costs in grown.values() for size in costs})
    axes.plot(times, times, color=BASELINE, label="in proportion")
    for way, costs in grown.items():
        look = styles[way]
        first = costs[times[0]]
        axes.plot(
            list(costs),
            [cost / first for cost in costs.values()],
            color=look.color,
            linestyle=look.dash,
            marker=look.marker,
            label=labels[way],
        )
    axes.set(xscale="log", yscale="log", xlabel="times the size")
    ticks = [2**power for power in range(7)]
    axes.set_xticks(times, [str(size) for size in times])
    low, high = axes.get_ylim()
    shown = [tick for tick in ticks if low <= tick <= high]
    axes.set_yticks(shown, [str(tick) for tick in shown])
    axes.minorticks_off()
