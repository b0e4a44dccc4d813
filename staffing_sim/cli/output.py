"""Where results go: a directory that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from staffing_sim.cli.tables import fitted
from staffing_sim.errors import Fault, InputError

__all__ = ["output_directory", "results_in", "written_whole"]


def output_directory(text: str, *, option: str = "--out") -> Path:
    """Return the directory to write to, after checking that it can be written.

    Parameters
    ----------
    text
        What was typed.
    option
        The option it was typed after.

    Raises
    ------
    InputError
        If it is a file, lies under a file, or may not be written to.
    """
    directory = Path(text).expanduser().absolute()
    if not text.strip():
        raise _refused(
            "", "must be a directory; got nothing", "Give a directory such as 'results'.", option
        )
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    if not existing.is_dir():
        where = "is a file" if existing == directory else f"lies under a file, '{existing.name}'"
        raise _refused(text, where, "Give a directory; it is made if it does not exist.", option)
    if not os.access(existing, os.W_OK | os.X_OK):
        raise _refused(text, "may not be written to", "Give a directory of your own.", option)
    return directory


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
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        remedy = "Make room, or give another directory."
        raise _refused(str(directory), f"cannot be written: {reason}", remedy) from None
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


def _refused(text: str, problem: str, remedy: str, option: str = "--out") -> InputError:
    return InputError([Fault(where_file=option, key=text, problem=problem, remedy=remedy)])
