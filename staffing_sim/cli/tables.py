"""Tables of plain text that fit a terminal of 100 columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

__all__ = ["WIDTH", "fitted", "text_table"]

WIDTH = 100
_GAP = "  "
_NARROWEST = 4
_DOT_IN_KEY = re.compile(r"(?<=[a-z0-9_]\.)(?=[a-z0-9_])")


class _CellWrapper(textwrap.TextWrapper):
    """Breaks a dotted key after a dot, so that no name in it is cut."""

    def _split(self, text: str) -> list[str]:
        return [part for chunk in super()._split(text) for part in _DOT_IN_KEY.split(chunk)]


def text_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: bool = False
) -> str:
    """Return rows as lines no longer than `WIDTH`; what is too long continues below.

    Parameters
    ----------
    headings
        One heading per column.
    rows
        The cells, as text; a row of one cell is a line across all columns.
    right
        Whether all columns but the first hold numbers and stand to the right.

    Examples
    --------
    >>> print(text_table(("role", "workers"), [("adoption", "90"), ("hotline", "7")], right=True))
    role      workers
    --------  -------
    adoption       90
    hotline         7
    """
    widths = _widths([headings, *(row for row in rows if len(row) > 1)])
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        line
        for row in (headings, rule, *rows)
        for line in (_lines(row, widths, right=right) if len(row) > 1 else [fitted(row[0])])
    )


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column: as wide as its cells, the widest narrowed until all fit."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = WIDTH - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], *, right: bool) -> list[str]:
    """Return the lines of one row."""
    first, *others = zip(row, widths, strict=True)
    margin = " " * (len(row[0]) - len(row[0].lstrip()) + 2)
    text, width = first
    wrapped = [_CellWrapper(width, subsequent_indent=margin).wrap(text) or [""]]
    wrapped += [textwrap.wrap(cell, width) or [""] for cell, width in others]
    height = max(len(lines) for lines in wrapped)
    padded = [[*lines, *[""] * (height - len(lines))] for lines in wrapped]
    return [
        _GAP.join(_placed(parts, widths, right=right)).rstrip()
        for parts in zip(*padded, strict=True)
    ]


def _placed(parts: Sequence[str], widths: Sequence[int], *, right: bool) -> list[str]:
    return [
        part.rjust(width) if right and place else part.ljust(width)
        for place, (part, width) in enumerate(zip(parts, widths, strict=True))
    ]


def fitted(text: str) -> str:
    """Return a text whose long lines continue below, indented a little further.

    Examples
    --------
    >>> print(fitted("    " + "word " * 30))
        word word word word word word word word word word word word word word word word word word
          word word word word word word word word word word word word
    """
    return "\n".join(_fitted_line(line) for line in text.splitlines())


def _fitted_line(line: str) -> str:
    margin = line[: len(line) - len(line.lstrip())]
    indented = f"{margin}  "
    lines = textwrap.wrap(line.strip(), WIDTH, initial_indent=margin, subsequent_indent=indented)
    return line if len(line) <= WIDTH else "\n".join(lines)
