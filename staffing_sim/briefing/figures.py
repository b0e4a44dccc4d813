"""Charts embedded in the page as data URLs, so that it needs no other file."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.elements import Figure, by_name, quoted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from staffing_sim.study import Study

MOST_SVG_BYTES: Final = 250_000
"""Drawings above this are kept as dots: maps of many offices, where lines grow and dots do not."""

_DOTS_PER_INCH: Final = 150
_PIXELS_PER_INCH: Final = 96  # of a page in a browser, whatever the screen


def address(kind: str, content: bytes) -> str:
    """Return an address that holds a file's content.

    Examples
    --------
    >>> address("text/plain", b"As is")
    'data:text/plain;base64,QXMgaXM='
    """
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def chart_of(study: Study, name: str, **options: Any) -> Figure:
    """Return a chart of a study as a picture, with what it shows in words.

    Parameters
    ----------
    study, name, **options
        As in ``Study.plot``.
    """
    role = study.agency.workforce.hiring_role
    told = {"names": study.names, "months": study.horizon, "role": options.get("role", role)}
    alt = alt_text(name, **told, target=f"{options.get('target', 0):g}")
    return figure_of(study.plot(name, **options), alt=alt)


def alt_text(name: str, *, names: Sequence[str], months: int, role: str, target: str) -> str:
    """Return what a chart of a study shows, for whoever cannot see it.

    Parameters
    ----------
    name
        The chart's name.
    names
        The plans by name; the first is the baseline.
    months
        The horizon.
    role
        Whose caseload or positions are shown, where it is one role's.
    target
        The cap, in the chart of its chance.

    Examples
    --------
    >>> alt_text("unseen_by_reason", names=["As is"], months=36, role="adoption", target="20")
    'Bars: children not seen in a month by reason, under “As is”.'
    """
    from staffing_sim.charts.registry import EXHIBITS

    baseline, *others = names
    return EXHIBITS[name].alt.format(
        plans=by_name(names),
        baseline=quoted(baseline),
        others=by_name(others or names),
        months=months,
        role=role.replace("_", " "),
        target=target,
    )


def figure_of(ax: Axes, *, alt: str) -> Figure:
    """Return the figure that axes stand in as a picture, and close it.

    Lines where they are small, dots where they are not; the same figure gives the same bytes.
    """
    import matplotlib.pyplot as plt

    from staffing_sim.charts.style import own_figure

    drawing = own_figure(ax)
    try:
        source = _source(drawing)
        width = round(drawing.get_figwidth() * _PIXELS_PER_INCH)
    finally:
        plt.close(drawing)
    return Figure(source=source, alt=alt, width=width)


def _source(drawing: Drawing) -> str:
    lines = _saved(drawing, "svg", {"Date": None, "Creator": None})
    if len(lines) <= MOST_SVG_BYTES:
        return address("image/svg+xml", lines)
    return address("image/png", _saved(drawing, "png", {"Software": None}))


def _saved(drawing: Drawing, kind: str, metadata: dict[str, str | None]) -> bytes:
    from staffing_sim.charts import styled

    held = io.BytesIO()
    with styled():
        drawing.savefig(held, format=kind, metadata=metadata, dpi=_DOTS_PER_INCH)
    return held.getvalue()
