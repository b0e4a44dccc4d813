"""What a briefing is made of: tables, figures, exhibits, files to take along; all of it text.

Nothing here is HTML. Names and notes come from files that anybody may have written; the template
escapes them, all of them, when the page is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Exhibit", "Figure", "File", "Page", "Panel", "Table"]

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
