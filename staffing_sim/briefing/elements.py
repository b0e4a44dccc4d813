"""What a briefing is made of: exhibits with their tables and figures, and names in a sentence.

Nothing here is HTML. Names and notes come from files that anybody may have written; the template
escapes them, all of them, when the page is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from staffing_sim.intervals import Floats, percentile
from staffing_sim.study.figures import amount, month_ends
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study
import io
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from staffing_sim.study import Study


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the first cell of each row is what the row is about.

    Examples
    --------
    >>> table = Table(
    ...     caption="Workers", headings=("office", "workers"), rows=(("Riverside", "24"),)
    ... )
    >>> table.words
    1
    """

    caption: str
    headings: Row
    rows: tuple[Row, ...]
    words: int = 1
    """How many columns from the left hold words; the others hold numbers and stand to the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as an address that holds all of it, what it shows in words, its width in pixels."""

    source: str
    alt: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A figure with the table that holds its numbers, or the table alone."""

    table: Table
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A question, what was found in sentences, and the panels that show it."""

    question: str
    found: tuple[str, ...]
    panels: tuple[Panel, ...]
    reading: str = ""
    """How to read what is shown."""


class File(NamedTuple):
    """A file that the page carries: its name, what it is for, and an address that holds it."""

    name: str
    use: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything a briefing says, in the order in which it says it."""

    title: str
    question: str
    facts: tuple[str, ...]
    warning: str
    answer: tuple[str, ...]
    glance: Table
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    limits: tuple[tuple[str, str], ...]
    not_done: tuple[str, ...]
    grades: str
    plans: Table
    sources: tuple[Table, ...]
    definitions: Table
    files: tuple[File, ...]
    commands: tuple[str, ...]
    version: str
    fingerprint: str


def by_month(study: Study, cells: Mapping[tuple[str, int], str], *, caption: str) -> Table:
    """Return what is known of each plan, by plan and month, at a few month ends."""
    timeline = Timeline(study.agency.start)
    return Table(
        caption=caption,
        headings=("month end", *study.names),
        rows=tuple(
            (timeline.month_label(month), *(cells[plan, month] for plan in study.names))
            for month in month_ends(study.horizon)
        ),
    )


def spread_text(values: Floats, unit: str) -> str:
    """Return a mean of replications, and in brackets their 10th to 90th percentile.

    Examples
    --------
    >>> import numpy as np
    >>> spread_text(np.arange(11.0), "children per worker")
    '5.00 (1.00 to 9.00)'
    """
    mean = float(values.mean())
    low, high = (amount(percentile(values, share), unit, like=mean) for share in (0.1, 0.9))
    return f"{amount(mean, unit)} ({low} to {high})"


def by_name(plans: Sequence[str]) -> str:
    """Return plans by name, as a list in a sentence.

    Examples
    --------
    >>> by_name(["As is", "Union"])
    '“As is” and “Union”'
    """
    return listed([quoted(plan) for plan in plans])


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def quoted(name: str) -> str:
    """Return a plan's name set off from the sentence.

    Examples
    --------
    >>> quoted("As is")
    '“As is”'
    """
    return f"“{name}”"


def capital(text: str) -> str:
    """Return a text as a sentence begins.

    Examples
    --------
    >>> capital("staffing cost: higher")
    'Staffing cost: higher'
    """
    return text[:1].upper() + text[1:]


def role_name(study: Study) -> str:
    """Return what the role that hires join is called in a sentence."""
    return study.agency.workforce.hiring_role.replace("_", " ")


# --- charts as pictures in the page ---------------------------------------------------------------


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
