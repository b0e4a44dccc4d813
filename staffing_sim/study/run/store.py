"""Finished runs kept in a folder, so that a study that was stopped goes on where it stopped.

Each run is a file of its own, named after everything that decides it and moved into place when it
is whole: whenever the computer stops, what is in the folder is right. No file is ever changed, so
studies may share a store without a lock, and stores may be merged by copying files.

A run's name is made of the agency, what the plan decides (not what it is called), the horizon, the
seed, the replication, and the code: every source file of this package, NumPy and SciPy. Results of
different code are never mixed; a store of another version is refused.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import time
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import staffing_sim
from staffing_sim import __version__
from staffing_sim.errors import Fault, InputError
from staffing_sim.records.identity import in_full
from staffing_sim.study.run.outcome import DamagedRun, Outcome, packed, unpacked
from staffing_sim.study.run.setting import Setting

_LABEL = "store.json"
_RUN = ".npz"
_PART = ".part"
_DAY_SECONDS = 86_400.0


class Store:
    """The finished runs of studies with one setting, in a folder.

    Parameters
    ----------
    folder
        A folder that is a store, is empty, or does not exist yet.
    setting
        What the runs share.

    Raises
    ------
    InputError
        If the folder holds something else, or runs of another version, or cannot be written; if a
        run depends on a function of the user's own, which no name can tell from an edited one.
    """

    def __init__(self, folder: str | Path, setting: Setting) -> None:
        _check_no_functions(setting)
        self.folder = Path(folder).expanduser()
        self.setting = setting
        shared = {
            "agency": in_full(setting.agency),
            "seed": setting.seed,
            "months": setting.months,
            "code": code_digest(),
        }
        self._shared = hashlib.sha256(_text(shared))
        try:
            self._open()
        except OSError as problem:
            raise self._unwritable(problem) from None

    def find(self, plan: int, replication: int) -> Outcome | None:
        """Return a finished run, or None; a damaged file is told, and counts as none."""
        path = self._path(plan, replication)
        try:
            outcome = unpacked(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, DamagedRun):
            told = f"{path}: is damaged, so this run is repeated."
            warnings.warn(told, UserWarning, stacklevel=2)
            return None
        return replace(outcome, plan=self.setting.plans[plan].name)

    def keep(self, plan: int, outcome: Outcome) -> None:
        """Write a finished run; it is there as a whole, or not at all.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        try:
            self._write(self._path(plan, outcome.replication), packed(outcome))
        except OSError as problem:
            raise self._unwritable(problem) from None

    def _path(self, plan: int, replication: int) -> Path:
        """Return the file of a run: what a plan is called, and its note, decide nothing."""
        decided = in_full(self.setting.plans[plan])
        decided = {key: value for key, value in decided.items() if key not in {"name", "note"}}
        name = self._shared.copy()
        name.update(_text({"plan": decided, "replication": replication}))
        return self.folder / f"{name.hexdigest()[:32]}{_RUN}"

    def _open(self) -> None:
        """Make the folder a store, or see that it is one of this version."""
        if self.folder.exists() and not self.folder.is_dir():
            raise self._refused("is a file", "Give a folder; it is created if it does not exist.")
        self.folder.mkdir(parents=True, exist_ok=True)
        label = self.folder / _LABEL
        if label.exists():
            self._check_version(label)
        elif any(path.suffix != _PART for path in self.folder.iterdir()):
            problem = "holds other files and is not a store of runs"
            raise self._refused(problem, "Give an empty folder, or one that does not exist.")
        else:
            self._write(label, _text({"version": __version__}))
        self._tidy()

    def _check_version(self, label: Path) -> None:
        try:
            found = json.loads(label.read_text("utf-8"))["version"]
        except (ValueError, KeyError, TypeError):
            problem = f"has a label, {_LABEL}, that cannot be read"
            raise self._refused(problem, "Give another folder.") from None
        if found != __version__:
            problem = f"holds runs of version {found}; this is version {__version__}"
            remedy = f"Give another folder, or install version {found} to continue with this one."
            raise self._refused(problem, remedy)

    def _tidy(self) -> None:
        """Remove what processes that were stopped while writing left long ago."""
        for path in self.folder.glob(f"*{_PART}"):
            with suppress(FileNotFoundError):  # another study tidies too
                if time.time() - path.stat().st_mtime > _DAY_SECONDS:
                    path.unlink()

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file beside its place, wait until it is on the disk, and move it there."""
        part = self.folder / f"{path.stem}.{uuid4().hex}{_PART}"
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)  # it is there only if something went wrong

    def _unwritable(self, problem: OSError) -> InputError:
        reason = problem.strerror or type(problem).__name__
        return self._refused(
            f"cannot be written: {reason}", "Free some space, or give another folder."
        )

    def _refused(self, problem: str, remedy: str) -> InputError:
        where = os.fspath(self.folder)
        return InputError([Fault(key="store", problem=problem, remedy=remedy, where_file=where)])


def _check_no_functions(setting: Setting) -> None:
    """Refuse runs that depend on functions: one that was edited keeps its name."""
    own = [f"plans.{plan.name}.assignment" for plan in setting.plans if callable(plan.assignment)]
    own += ["processes"] if setting.processes else []
    own += ["hooks"] if setting.hooks else []
    problem = "is your own function, and a store could not tell it from an edited one"
    remedy = "Leave the store out, or save the study when it is done."
    if own:
        raise InputError(Fault(key, problem, remedy) for key in own)


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, allow_nan=False).encode()


@functools.cache
def code_digest() -> str:
    """Return what tells one state of the code from another: every source file, NumPy, SciPy.

    Examples
    --------
    >>> len(code_digest())
    64
    """
    import numpy as np
    import scipy

    digest = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    home = Path(staffing_sim.__file__).parent
    for path in sorted(home.rglob("*.py")):
        digest.update(path.relative_to(home).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
