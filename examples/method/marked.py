"""What a script found stands between two marks of a page that is otherwise written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["held", "put"]


def put(page: Path, name: str, lines: Iterable[str]) -> None:
    """Write lines of Markdown between ``<!-- name -->`` and ``<!-- end of name -->``."""
    before, _, after = _parts(page, name)
    page.write_text("\n".join([before, *lines, "", after]), encoding="utf-8")


def held(page: Path, name: str) -> str:
    """Return the lines of Markdown that stand between ``<!-- name -->`` and its end."""
    return _parts(page, name)[1].strip("\n")


def _parts(page: Path, name: str) -> tuple[str, str, str]:
    """Return the page up to the first mark, what is between the marks, and the rest."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, marked, rest = page.read_text(encoding="utf-8").partition(start)
    between, closed, after = rest.partition(end)
    if not (marked and closed):
        raise SystemExit(f"{page} has no marks for {name}.")
    return f"{before}{start}", between, f"{end}{after}"
