"""Telling how far a study is: a bar in terminals and notebooks, or a function of the caller's."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import Any

__all__ = ["Progress", "Told"]

Progress = Callable[[int, int], object]
"""Is told (runs done, runs in all), first with those that a store already holds."""


class Told:
    """Tells whoever wants to know how many runs are done.

    Parameters
    ----------
    progress
        A function to tell, True for a bar, False for none; None for a bar where somebody watches.
    done, total
        Runs done before this study began, and runs in all.

    Examples
    --------
    >>> def tell(done, total):
    ...     print(done, "of", total)
    >>> with Told(progress=tell, done=3, total=5) as told:
    ...     told.one_more()
    3 of 5
    4 of 5
    """

    def __init__(self, *, progress: Progress | bool | None, done: int, total: int) -> None:
        self.total = total
        self.done = done
        self.bar: Any = None
        self.listener = progress if callable(progress) else None
        watched = sys.stderr.isatty() or "ipykernel" in sys.modules
        if watched if progress is None else progress is True:
            self.bar = _bar(done=done, total=total)

    def __enter__(self) -> Told:
        self._tell()
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def one_more(self) -> None:
        """Tell that another run is done."""
        self.more(1)

    def more(self, runs: int) -> None:
        """Tell that so many more runs are done."""
        self.done += runs
        if self.bar is not None:
            self.bar.update(runs)
        self._tell()

    def _tell(self) -> None:
        if self.listener is not None:
            self.listener(self.done, self.total)


def _bar(*, done: int, total: int) -> Any:
    """Return a bar that starts at what is done, as widgets in notebooks that have them."""
    with warnings.catch_warnings():
        # Without ipywidgets a notebook gets the plain bar, which is no fault of the user's.
        warnings.filterwarnings("ignore", message="IProgress not found")
        from tqdm.auto import tqdm

        return tqdm(total=total, initial=done, unit="run", desc="comparing plans")
