"""Charts as files: PNG, SVG and PDF beside each other, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from staffing_sim.charts.style import styled

__all__ = ["save_figure"]


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
