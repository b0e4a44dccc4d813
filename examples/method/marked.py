"""Puts what a script found between two marks of a page that is otherwise written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["put"]


def put(page: Path, name: str, lines: Iterable[str]) -> None:
    """Write lines of Markdown between ``<!-- name -->`` and ``<!-- end of name -->``."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, marked, rest = page.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not (marked and closed):
        raise SystemExit(f"{page} has no marks for {name}.")
    page.write_text("\n".join([f"{before}{start}", *lines, "", f"{end}{after}"]), encoding="utf-8")
