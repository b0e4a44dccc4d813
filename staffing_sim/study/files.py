"""A study as files: tables, charts, and ``study.json``, from which it can be rerun.

The same study gives identical files. ``study.json`` holds agency and plans in full, so that a later
change of a default changes no old study. But an agency made of the whole file
would count every default among the numbers that somebody gave, and its charts would say so; the
file therefore lists what was left out.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import pandas as pd

from staffing_sim import __version__
from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, wrong
from staffing_sim.plan import Plan
from staffing_sim.records.identity import in_full
from staffing_sim.study.headlines import headlines_of
from staffing_sim.study.run import Precision
from staffing_sim.study.tables import Findings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from staffing_sim.charts.style import Kind


Read = TypeVar("Read")
Described = TypeVar("Described", Agency, Plan)

_KIND: Final = "law"
"""The key that says what a table is; never left out, though a law given as a number has none."""


# --- writing --------------------------------------------------------------------------------------


def rerun_text(study: Findings) -> str:
    """Return the agency, the plans and the settings that a rerun needs, without the time of day."""
    content: dict[str, Any] = {
        "signature": study.signature(),
        "replications_asked_for": study.wanted,
        "agency": in_full(study.agency),
        "left_to_defaults": left_to_defaults(study.agency),
        "plans": [in_full(plan) for plan in study.plans],
        "plans_left_to_defaults": [left_to_defaults(plan) for plan in study.plans],
        "verdicts": [each.verdict for each in headlines_of(study) if each.change is not None],
    }
    if study.until is not None:
        content["until"] = study.until.model_dump(mode="json")
    if study.own_functions:
        content["own_functions"] = list(study.own_functions)
    return json.dumps(content, indent=1, sort_keys=True, allow_nan=False) + "\n"


def rerun_file(study: Findings, path: Path) -> Path:
    """Write what a rerun needs; return the path."""
    path.write_text(rerun_text(study), "utf-8")
    return path


def left_to_defaults(value: Agency | Plan) -> list[str]:
    """Return the keys that were not given, dotted, with rows of lists by number.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> "demand" in left_to_defaults(load_agency("small-office"))
    False
    """
    full, given = (
        value.model_dump(mode="json", by_alias=True, exclude_unset=unset, fallback=str)
        for unset in (False, True)
    )
    return sorted(".".join(path) for path in _left_out(full, given))


def _left_out(full: Any, given: Any) -> Iterator[tuple[str, ...]]:
    """Give the path of everything in the first that is not in the second."""
    if isinstance(full, dict):
        for key, value in full.items():
            if key == _KIND:
                continue
            deeper = _left_out(value, given[key]) if key in given else [()]
            yield from ((key, *path) for path in deeper)
    elif isinstance(full, list):
        for row, (value, kept) in enumerate(zip(full, given, strict=True)):
            yield from ((str(row), *path) for path in _left_out(value, kept))


# --- reading --------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """What a study's file asks to be run again."""

    agency: Agency
    plans: list[Plan]
    months: int
    replications: int
    seed: int
    until: Precision | None
    version: str


def read_rerun_file(path: Path) -> Asked:
    """Return what a study's file asks for.

    Raises
    ------
    InputError
        If the file is not a study's, was damaged, or rests on functions that no file can hold.
    """
    content = _content(path)
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
        raise error.in_file(os.fspath(path)) from None
    return Asked(agency=agency, plans=plans, until=until, **origin)


def _content(path: Path) -> dict[str, Any]:
    """Return what a study's file holds."""
    remedy = "Give the study.json of a study that was saved."
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        fault = Fault("", f"cannot be read: {problem.strerror}", remedy)
    except (ValueError, RecursionError):
        fault = Fault("", "is not JSON", remedy)
    else:
        if isinstance(content, dict):
            return content
        fault = Fault("", "is not a study", remedy)
    raise InputError([fault]).in_file(os.fspath(path))


def _part(content: dict[str, Any], key: str, read: Callable[[Any], Read]) -> Read:
    """Return one part of a study's file; its faults stand under its key."""
    if key not in content:
        raise wrong(key, "is missing", "Give the study.json of a study that was saved.")
    try:
        return read(content[key])
    except InputError as error:
        raise InputError(fault.under(key) for fault in error.faults) from None
    except (TypeError, KeyError) as problem:
        fault = Fault(key, f"cannot be read: {problem}")
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
        problem = f"this study ran functions that its file does not contain: {', '.join(own)}"
        raise wrong("own_functions", problem, "Call compare with them.")


def without(content: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return a copy of a file's content without what was left to defaults.

    Examples
    --------
    >>> without({"roles": [{"name": "a", "pay": 1.0}]}, ["roles.0.pay"])
    {'roles': [{'name': 'a'}]}
    """
    kept = deepcopy(content)
    for key in keys:
        *outer, last = key.split(".")
        place: Any = kept
        with suppress(KeyError, IndexError, ValueError, TypeError, AttributeError):
            for part in outer:  # of a file edited by hand; what is missing is told when it is read
                place = place[int(part)] if isinstance(place, list) else place[part]
            place.pop(last, None)
    return kept


def save(study: Findings, directory: Path, *, everything: bool = False) -> tuple[Path, ...]:
    """Write a study into a directory, which is created if needed; return the paths written.

    Which tables and charts there are stands in `staffing_sim.charts.registry`.

    Parameters
    ----------
    study, directory
        What to write, and where.
    everything
        Write every table and every chart that applies to the study, charts as PNG and
        SVG; else what answers the question, charts as PNG.

    Raises
    ------
    InputError
        If there can be no such directory, or it may not be written to.
    """
    from staffing_sim.charts.registry import charts_of, tables_of

    make_directory(directory)
    paths = [_months(study.months(), directory), rerun_file(study, directory / "study.json")]
    for name, table in tables_of(study, everything=everything):
        paths.append(table_file(table, directory / f"{name}.csv"))
    kinds: tuple[Kind, ...] = ("png", "svg") if everything else ("png",)
    for name, chart in charts_of(study, everything=everything):
        paths += chart_files(chart, directory / name, kinds)
    return tuple(paths)


def make_directory(directory: Path) -> None:
    """Make the directory, or tell why there can be none."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if os.access(directory, os.W_OK | os.X_OK):
            return
        reason = os.strerror(errno.EACCES)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
    remedy = "Choose a directory you can write to; it is created if it does not exist."
    fault = Fault("save", f"cannot be written: {reason}", remedy)
    raise InputError([fault]).in_file(os.fspath(directory))


def table_file(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table with what produced it in its last columns."""
    origin = {key: frame.attrs[key] for key in ("seed", "version", "fingerprint")}
    return write_csv(frame.assign(**origin), path)


def chart_files(ax: Axes, stem: Path, kinds: tuple[Kind, ...] = ("png", "svg")) -> tuple[Path, ...]:
    """Write the figure that a chart stands in, and close it."""
    import matplotlib.pyplot as plt

    from staffing_sim.charts.style import own_figure, save_figure

    figure = own_figure(ax)
    try:
        return save_figure(figure, stem, kinds)
    finally:
        plt.close(figure)


def _months(frame: pd.DataFrame, directory: Path) -> Path:
    """Write the months as Parquet where pyarrow is installed, else as CSV."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        return table_file(frame, directory / "months.csv")
    path = directory / "months.parquet"
    frame.to_parquet(path, engine="pyarrow", index=False)
    return path


# --- cells of files that spreadsheets open --------------------------------------------------------


_LEADS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return text as spreadsheets take for text: behind an apostrophe where it is not sure.

    Examples
    --------
    >>> inert("As is"), inert("=HYPERLINK(A1)"), inert("-35 a month")
    ('As is', "'=HYPERLINK(A1)", "'-35 a month")
    """
    return f"'{text}" if text.startswith(_LEADS_A_FORMULA) else text


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    r"""Write a frame as CSV without its index, the same bytes each time; return the path.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     frame = pd.DataFrame({"plan": ["@Risk"], "difference": [-2.5]})
    ...     write_csv(frame, Path(home, "found.csv")).read_text()
    "plan,difference\n'@Risk,-2.5\n"
    """
    plain = frame.copy()
    for name in frame.select_dtypes(exclude=["number", "bool", "datetime"]):
        plain[name] = frame[name].astype(object).map(_plain)
    plain.rename(columns=_plain).to_csv(path, index=False, lineterminator="\n")
    return path


def _plain(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell
