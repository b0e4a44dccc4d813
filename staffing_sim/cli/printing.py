"""What a command leaves: text and tables that fit 100 columns, and files written all or none."""

from __future__ import annotations

import math
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from staffing_sim.errors import Fault, InputError, InterruptedStudy

if TYPE_CHECKING:
    from staffing_sim.study import Study

WIDTH = 100
_GAP = "  "
_NARROWEST = 4
_DOT_IN_KEY = re.compile(r"(?<=[a-z0-9_]\.)(?=[a-z0-9_])")


class _CellWrapper(textwrap.TextWrapper):
    """Breaks a dotted key after a dot, so that no name in it is cut."""

    def _split(self, text: str) -> list[str]:
        return [part for chunk in super()._split(text) for part in _DOT_IN_KEY.split(chunk)]


def text_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: bool = False,
    first: int = _NARROWEST,
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
    first
        The first column is not made narrower than this while another can be.

    Examples
    --------
    >>> print(text_table(("role", "workers"), [("adoption", "90"), ("hotline", "7")], right=True))
    role      workers
    --------  -------
    adoption       90
    hotline         7
    """
    widths = _widths([headings, *(row for row in rows if len(row) > 1)], first)
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        line
        for row in (headings, rule, *rows)
        for line in (_lines(row, widths, right=right) if len(row) > 1 else [fitted(row[0])])
    )


def _widths(rows: Sequence[Sequence[str]], first: int) -> list[int]:
    """Return the width of each column: as wide as its cells, the widest narrowed until all fit."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = WIDTH - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room:
        others = widths if widths[0] > first else widths[1:]
        if max(others, default=0) <= _NARROWEST:
            break
        widths[len(widths) - len(others) + others.index(max(others))] -= 1
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


def cell(value: float, form: str = ",.0f") -> str:
    """Return a number as the cell of a table, a dash where it is not defined.

    Examples
    --------
    >>> cell(1234.5, ",.1f"), cell(math.nan)
    ('1,234.5', '-')
    """
    return "-" if math.isnan(value) else f"{value:{form}}"


def what_was_run(study: Study) -> str:
    """Return the agency, the replications and the seed of a study in a line."""
    return fitted(f"{study.agency.title}: {study.replications} replications, seed {study.seed}")


def publish(text: str, out: Path | None, write: Callable[[Path], object]) -> None:
    """Print what was found and, where an output directory was given, write the files."""
    print(text)
    if out is not None:
        with results_in(out) as staging:
            write(staging)


def report_interruption(study: Study, *, store: Path | None = None) -> None:
    """Report a study that was stopped early, once all that was finished is printed and written.

    Raises
    ------
    InterruptedStudy
        If it was.
    """
    if study.interrupted:
        raise InterruptedStudy(study.replications, study.wanted, store=store)


@contextmanager
def written_whole(directory: Path) -> Iterator[Path]:
    """Give a temporary directory to write in, and move what is in it into place on success.

    Files of an earlier result are replaced one by one; other files are left alone. Whatever goes
    wrong while writing, the directory is as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     with written_whole(Path(home, "results")) as staging:
    ...         _ = (staging / "summary.csv").write_text("plan")
    ...     Path(home, "results", "summary.csv").read_text()
    'plan'
    """
    # Inside an existing directory, beside a new one: always the same file system, often a mount.
    home = directory if directory.is_dir() else directory.parent
    staging = home / f".{directory.name}.{os.getpid()}.part"
    try:
        staging.mkdir(parents=True)
        yield staging
        _move_into_place(staging, directory)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = f"cannot be written: {reason}"
        remedy = "Free some space, or choose another directory."
        fault = Fault(where_file="--out", key=str(directory), problem=problem, remedy=remedy)
        raise InputError([fault]) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def results_in(directory: Path) -> Iterator[Path]:
    """Give a directory to write in as `written_whole` does, then say which files there are."""
    with written_whole(directory) as staging:
        yield staging
        names = sorted(path.name for path in staging.iterdir())
    print(fitted(f"\nwritten to {directory}: {', '.join(names)}"))


def _move_into_place(staging: Path, directory: Path) -> None:
    if not directory.exists():
        staging.rename(directory)
        return
    for path in sorted(path for path in staging.rglob("*") if path.is_file()):
        target = directory / path.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
