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
    glance: tuple[Table, ...]
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
