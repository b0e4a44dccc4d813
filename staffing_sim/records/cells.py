"""Text in the cells of files that spreadsheets open: never a formula, whoever wrote it.

Names of plans, offices and agencies come from files that somebody sent. A spreadsheet runs a cell
that begins with ``=`` as a formula, from a CSV file too, and some do the same for ``+``, ``-``,
``@``, a tab or a carriage return.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

_LEADS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return text as spreadsheets take for text: behind an apostrophe where it is not sure.

    Examples
    --------
    >>> inert("As is"), inert("=HYPERLINK(A1)"), inert("-35 a month")
    ('As is', "'=HYPERLINK(A1)", "'-35 a month")
    """
    return f"'{text}" if text.startswith(_LEADS_A_FORMULA) else text


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    r"""Write a frame as CSV without its index, the same bytes each time; return the path.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     frame = pd.DataFrame({"plan": ["@Risk"], "difference": [-2.5]})
    ...     write_csv(frame, Path(home, "found.csv")).read_text()
    "plan,difference\n'@Risk,-2.5\n"
    """
    plain = frame.copy()
    for name in frame.select_dtypes(exclude=["number", "bool", "datetime"]):
        plain[name] = frame[name].astype(object).map(_plain)
    plain.rename(columns=_plain).to_csv(path, index=False, lineterminator="\n")
    return path


def _plain(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell
