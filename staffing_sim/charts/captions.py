"""The words above and below a chart: title, what its bands mean, where its numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from staffing_sim.charts.style import NOTE_POINTS, own_figure

__all__ = ["BAND", "ONE_DRAW", "footer", "headline", "words"]

BAND: Final = "Lines: mean of the replications; bands: 10th to 90th percentile of them"
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
