"""The picture of the three samples: stays, and what each sample says that a plan changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
from figures import FIGURES
from matplotlib.axes import Axes
from running import Floats, Results

from staffing_sim.intervals import Interval, mean_interval

__all__ = ["draw"]

COLORS = {"truth": "#333333", "entry cohort": "#0072B2", "point in time": "#E69F00"}
OTHER = {"entry cohort, finished stays only": "#56B4E9", "exit cohort": "#CC79A7"}
NAMES = {
    "truth": "truth",
    "entry cohort": "entry cohort",
    "entry cohort, finished stays only": "entry cohort,\nfinished stays only",
    "point in time": "point in time",
    "exit cohort": "exit cohort",
}


def draw(found: Results, path: Path) -> None:
    """Draw bars with their 95 % intervals; the truth dark and hatched."""
    figure, (stays, shorter, sooner) = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    months, shares = _rows("months in care"), _rows("home within 12 months of entry")
    _bars(stays, _intervals(found.said[0], found.true[0], months), "Months in care")
    _bars(
        shorter, _intervals(found.effect_said, found.effect_true, months), "What the plan changes"
    )
    percent = _intervals(100 * found.effect_said, 100 * found.effect_true, shares)
    _bars(sooner, percent, "Home in 12 months: change")
    stays.set_xlabel("months")
    shorter.set_xlabel("months")
    sooner.set_xlabel("percentage points")
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _rows(question: str) -> list[int]:
    """Return the figures that are taken to answer a question, of samples that have a colour."""
    return [
        row
        for row, figure in enumerate(FIGURES)
        if figure.question == question and figure.sample in NAMES
    ]


def _intervals(said: Floats, true: Floats, rows: Sequence[int]) -> dict[str, Interval]:
    """Return the truth first, then what each sample says."""
    found = {FIGURES[row].sample: mean_interval(said[row]) for row in rows}
    return {"truth": mean_interval(true[rows[0]]), **found}


def _bars(ax: Axes, lengths: dict[str, Interval], title: str) -> None:
    """Draw one bar a sample with its number."""
    middles = [found.mean for found in lengths.values()]
    reach = [found.high - found.mean for found in lengths.values()]
    colors = [(COLORS | OTHER)[name] for name in lengths]
    drawn = ax.barh(range(len(lengths)), middles, xerr=reach, color=colors, height=0.62)
    drawn[0].set_hatch("////")
    drawn[0].set_edgecolor("white")
    signed = min(middles) < 0
    texts = [f"{round(value, 1) + 0.0:{'+' if signed else ''}.1f}" for value in middles]
    ax.bar_label(drawn, texts, padding=5, fontsize=9)
    ax.set_yticks(range(len(lengths)), [NAMES[name] for name in lengths])
    ax.invert_yaxis()
    ax.axvline(0, color="#333333", lw=0.8)
    ax.margins(x=0.2)
    ax.set_title(title, loc="left", fontweight="bold", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
