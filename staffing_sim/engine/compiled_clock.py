"""The compiled clock: one loop that drives the very same rules over record tables.

No rule is written twice. Every function of ``rules/`` is handed to numba as it stands
(`register_jitable`), and one loop picks the next event as the SimPy clock would: the lowest
(time, kind) of the two calendars, the month end and the next referral.

Compiled code is kept on disk in a folder named after the contents of every engine file: numba
itself watches only the file of the compiled function, and would miss a change of a rule.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import logging
import os
import sys
import tempfile
from pathlib import Path
from types import FunctionType
from typing import Any

from staffing_sim.engine.codes import HORIZON, NO_FAULT
from staffing_sim.engine.rules.day_zero import begin
from staffing_sim.engine.rules.dispatch import happen, next_event
from staffing_sim.engine.tables import Tables

logger = logging.getLogger(__name__)

ROOMS = (
    "calendar",
    "hours",
    "caseload",
    "contact",
    "assignment",
    "casework",
    "hand_over",
    "workforce",
    "month",
    "day_zero",
    "dispatch",
)


def available() -> bool:
    """Can rules be compiled here?

    Examples
    --------
    >>> available()
    True
    """
    return importlib.util.find_spec("numba") is not None


def run_compiled(tables: Tables) -> None:
    """Let everything happen from day 0 to the horizon, on NumPy records."""
    drive_compiled = compiled_drive()
    if not drive_compiled.signatures and not any(cache_folder().rglob("*.nbi")):
        _say("Compiling the rules, once for each version of staffing_sim: about a minute ...")
    drive_compiled(tables)


def _say(line: str) -> None:
    """Tell whoever watches, on a terminal or in a notebook; keep pipes and tests quiet."""
    logger.info(line)
    if sys.stderr.isatty() or "ipykernel" in sys.modules:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 (a minute of silence would alarm)


@functools.cache
def compiled_drive() -> Any:
    """Return the compiled loop; compilation itself happens at its first call."""
    import numba
    from numba.extending import register_jitable

    for room in ROOMS:
        module = importlib.import_module(f"staffing_sim.engine.rules.{room}")
        for rule in vars(module).values():
            if isinstance(rule, FunctionType) and rule.__module__ == module.__name__:
                register_jitable(rule)
    settings: Any = numba.config  # its names are made at run time
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(cache_folder())
    try:
        return numba.njit(cache=True, nogil=True)(drive)
    finally:
        settings.CACHE_DIR = before


def cache_folder() -> Path:
    """Return the folder of compiled code for exactly these engine files."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    name = digest.hexdigest()[:16]
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


def drive(t: Tables) -> None:
    """Let one event after another happen, in order of (time, kind), until the horizon."""
    begin(t)
    while t.now[0].fault == NO_FAULT:
        time, kind, subject = next_event(t)
        if kind == HORIZON:
            return
        happen(t, kind, subject, time)
