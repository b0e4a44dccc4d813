"""The chart of the performance page: what it costs to grow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib.pyplot as plt

from staffing_sim.charts.style import BASELINE, looks, styled


def draw_growth(
    grown: Mapping[str, Mapping[int, float]], labels: Mapping[str, str], path: Path
) -> None:
    """Draw CPU seconds against times grown, one line a way, beside a line in proportion."""
    styles = looks(["in proportion", *grown])
    with styled():
        figure, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
        for way, costs in grown.items():
            look = styles[way]
            axes.plot(
                list(costs),
                list(costs.values()),
                color=look.color,
                linestyle=look.dash,
                marker=look.marker,
                label=labels[way],
            )
        times = sorted({size for costs in grown.values() for size in costs})
        start = min(costs[times[0]] for costs in grown.values())
        axes.plot(times, [start * size for size in times], color=BASELINE, label="in proportion")
        axes.set(xscale="log", yscale="log", xlabel="times as many", ylabel="CPU seconds")
        axes.set_title("What growth costs: world, run and month table")
        axes.set_xticks(times, [str(size) for size in times])
        axes.minorticks_off()
        axes.legend()
        figure.savefig(path, metadata={"Software": None})
        plt.close(figure)
