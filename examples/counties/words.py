"""How these pages write paragraphs, tables and differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

import pandas as pd

from staffing_sim.study.figures import signed


def prose(text: str) -> str:
    """Return a paragraph."""
    return fill(text, 100, break_on_hyphens=False) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def amount(value: float, unit: str, like: pd.DataFrame) -> str:
    """Return a difference with its sign, in as many digits as the largest of its column has."""
    column = "sets_median" if "sets_median" in like else "difference"
    return signed(value, unit, like=float(like[column].abs().max()))


def short(value: float) -> str:
    """Return a number in three digits, thousands whole.

    Examples
    --------
    >>> short(1090.4), short(0.04678)
    ('1,090', '0.0468')
    """
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"
