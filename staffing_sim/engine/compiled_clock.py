"""The compiled clock: one loop that drives the very same rules over record tables.

No rule is written twice. Every function of ``rules/`` is handed to numba as it stands, and one
loop lets the next event happen as the SimPy clock would: the lowest (time, kind) of the two
calendars, the month end and the next referral.

Compiled code is kept on disk in a folder named after every rule and constant as Python has loaded
them. numba itself watches only the file of the compiled loop and would miss a change of a rule; and
files may have changed since they were loaded, so that their contents would name the wrong code.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import logging
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from staffing_sim.engine.rules import rulebook
from staffing_sim.engine.tables import Tables

logger = logging.getLogger(__name__)

KEPT_VERSIONS = 5
KEPT_DAYS = 30


@functools.cache
def available() -> bool:
    """Can rules be compiled here?

    Where numba is installed but cannot be imported (most often it does not know this NumPy yet),
    the reason is said once; runs then take the SimPy clock.

    Examples
    --------
    >>> available()
    True
    """
    try:
        importlib.import_module("numba")
    except ImportError as reason:
        if reason.name != "numba":
            message = f"numba cannot be imported, so runs take the slower SimPy clock: {reason}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        return False
    return True


def run_compiled(tables: Tables) -> None:
    """Let everything happen from day 0 to the horizon, on NumPy records."""
    if not is_compiled():
        _say("Compiling the rules, once for each version of staffing_sim: 10 to 30 seconds ...")
    compiled_drive()(tables)


def is_compiled() -> bool:
    """Are these rules compiled already: in this process, or on disk? numba is not imported."""
    in_process = compiled_drive.cache_info().currsize > 0 and bool(compiled_drive().signatures)
    return in_process or any(cache_folder().rglob("*.nbi"))


@functools.cache
def compiled_drive() -> Any:
    """Return the loop, compiled at its first call."""
    import numba

    from staffing_sim.engine import compiled_loop

    settings: Any = numba.config  # its names are made at run time
    before = settings.CACHE_DIR
    folder = cache_folder()
    forget_old_code(folder)
    settings.CACHE_DIR = str(folder)
    try:
        return numba.njit(cache=True, nogil=True, pipeline_class=compiled_loop.LoopCompiler)(
            compiled_loop.drive
        )
    finally:
        settings.CACHE_DIR = before


def cache_folder() -> Path:
    """Return the folder of compiled code for exactly the rules that are loaded."""
    name = rulebook_digest()
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    for base in (Path(home), Path(tempfile.gettempdir())):
        chosen = base / "staffing_sim" / name
        try:
            chosen.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(chosen, os.W_OK):
            return chosen
    return Path(tempfile.mkdtemp())


def forget_old_code(folder: Path) -> None:
    """Remove the compiled code of other rules that nobody has used for a month.

    Each process that uses a folder marks it by its time, so none in use goes; nor do the newest.
    """
    os.utime(folder)
    oldest = time.time() - KEPT_DAYS * 86_400
    last_used = {}
    for other in folder.parent.iterdir():
        if re.fullmatch("[0-9a-f]{16}", other.name):
            with contextlib.suppress(OSError):  # another process may have removed it just now
                last_used[other] = other.stat().st_mtime
    for other in sorted(last_used, key=lambda other: -last_used[other])[KEPT_VERSIONS:]:
        if last_used[other] < oldest:
            shutil.rmtree(other, ignore_errors=True)


def rulebook_digest() -> str:
    """Return what tells one rulebook from another: bytecode, constants and rows of tables.

    Code that checks its bounds (``NUMBA_BOUNDSCHECK=1``) goes by a name of its own, for numba does
    not tell it apart; so does that of another numba or Python, so that what is there can be used.
    """
    from staffing_sim.engine import codes, tables

    rooms = rulebook()
    parts = [_of_compiler(), os.environ.get("NUMBA_BOUNDSCHECK", "0")]
    for module in (codes, tables, *rooms):
        for name, value in sorted(vars(module).items()):
            if isinstance(value, int | float | np.dtype):
                parts.append(f"{module.__name__}.{name} = {value!r}")
            elif isinstance(value, FunctionType) and module in rooms:
                code = value.__code__
                words = (code.co_code, code.co_consts, code.co_names, code.co_varnames)
                parts.append(f"{module.__name__}.{name} = {words!r}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@functools.cache
def _of_compiler() -> str:
    """Return the text of the loop, and which numba and Python compile it; numba is not imported."""
    version = "no numba"
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        version = importlib.metadata.version("numba")
    loop = Path(__file__).with_name("compiled_loop.py").read_text(encoding="utf-8")
    return f"{version} {sys.version_info[:2]} {loop}"


def _say(line: str) -> None:
    """Tell whoever watches, on a terminal or in a notebook; keep pipes and tests quiet."""
    logger.info(line)
    if sys.stderr.isatty() or "ipykernel" in sys.modules:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 (silence would alarm)
