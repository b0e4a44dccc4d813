"""A study run again from the file that an earlier one left."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.engine import Clock
from staffing_sim.errors import Fault, InputError
from staffing_sim.frames.identity import in_full
from staffing_sim.plan import Plan
from staffing_sim.study.defaults import without
from staffing_sim.study.precision import Precision
from staffing_sim.study.progress import Progress
from staffing_sim.study.results import Study, compare
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["rerun"]

Read = TypeVar("Read")
Described = TypeVar("Described", Agency, Plan)


def rerun(
    path: str | Path,
    *,
    clock: Clock = "auto",
    n_jobs: int = 1,
    store: str | Path | None = None,
    progress: Progress | bool | None = None,
) -> Study:
    """Run a study again from its ``study.json``: the same agency, plans, seed and replications.

    With the same version of the library the result is the same to the last bit, whatever the clock
    and however many runs go on at once. Of a study that was stopped early, the replications that
    were finished are run.

    Parameters
    ----------
    path
        The ``study.json`` that `Study.save` or ``staffing-sim compare --out`` wrote.
    clock, n_jobs, store, progress
        How to run it, as for `compare`.

    Raises
    ------
    InputError
        If the file is no study's, was damaged, or rests on functions that no file can hold.

    Warns
    -----
    UserWarning
        If another version of the library wrote the file, so that numbers may differ.

    Examples
    --------
    >>> import tempfile
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> study = ss.compare(office, ss.Plan("As is"), years=1 / 4, replications=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = study.save(folder)
    ...     rerun(f"{folder}/study.json").fingerprint == study.fingerprint
    True
    """
    content, where = _content(Path(path)), os.fspath(path)
    try:
        origin = _part(content, "signature", _origin)
        same = origin["version"] == __version__
        unset = content.get("left_to_defaults", []) if same else []
        of_plans = content.get("plans_left_to_defaults", []) if same else []
        agency = _part(content, "agency", lambda value: _given(Agency, value, unset))
        plans = _part(content, "plans", lambda value: _plans(value, of_plans))
        until = _until(content, origin["replications"])
        _check_no_functions(content)
    except InputError as error:
        raise error.in_file(where) from None
    if not same:
        told = f"written by version {origin['version']}; this is {__version__}: numbers may differ"
        warnings.warn(f"{where}: {told}", UserWarning, stacklevel=2)
    return compare(
        agency,
        plans,
        years=origin["months"] / MONTHS_PER_YEAR,
        replications=origin["replications"],
        seed=origin["seed"],
        clock=clock,
        n_jobs=n_jobs,
        store=store,
        until=until,
        progress=progress,
    )


def _content(path: Path) -> dict[str, Any]:
    """Return what a study's file holds."""
    remedy = "Give the study.json of a study that was saved."
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        fault = Fault(key="", problem=f"cannot be read: {problem.strerror}", remedy=remedy)
    except (ValueError, RecursionError):
        fault = Fault(key="", problem="is not JSON", remedy=remedy)
    else:
        if isinstance(content, dict):
            return content
        fault = Fault(key="", problem="is not a study", remedy=remedy)
    raise InputError([fault]).in_file(os.fspath(path))


def _part(content: dict[str, Any], key: str, read: Callable[[Any], Read]) -> Read:
    """Return one part of a study's file; its faults stand under its key."""
    if key not in content:
        remedy = "Give the study.json of a study that was saved."
        raise InputError([Fault(key=key, problem="is missing", remedy=remedy)])
    try:
        return read(content[key])
    except InputError as error:
        raise InputError(fault.under(key) for fault in error.faults) from None
    except (TypeError, KeyError) as problem:
        fault = Fault(key=key, problem=f"cannot be read: {problem}")
        raise InputError([fault]) from None


def _origin(signature: dict[str, Any]) -> dict[str, Any]:
    """Return how a study was run; every entry is there."""
    return {key: signature[key] for key in ("version", "months", "replications", "seed")}


def _plans(rows: list[dict[str, Any]], unset: list[list[str]]) -> list[Plan]:
    """Return the plans, each without what was left to defaults, as far as the file says."""
    keys = [*unset, *([] for _ in rows[len(unset) :])]
    return [_given(Plan, row, left) for row, left in zip(rows, keys, strict=False)]


def _given(kind: type[Described], content: dict[str, Any], unset: list[str]) -> Described:
    """Return a value without what was left to defaults; all of it, if that was edited since."""
    whole = kind(**content)
    given = kind(**without(content, unset))
    return given if in_full(given) == in_full(whole) else whole


def _until(content: dict[str, Any], replications: int) -> Precision | None:
    """Return the precision a study stopped at; none if it was interrupted before it did."""
    if "until" not in content or content.get("replications_asked_for") != replications:
        return None
    return _part(content, "until", lambda value: Precision(**value))


def _check_no_functions(content: dict[str, Any]) -> None:
    """Refuse a study that ran functions of its own, of which a file holds the name alone."""
    if own := content.get("own_functions"):
        problem = f"this study ran functions that no file holds: {', '.join(own)}"
        remedy = "Call compare with them."
        raise InputError([Fault(key="own_functions", problem=problem, remedy=remedy)])
