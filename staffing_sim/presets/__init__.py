"""Reads and writes agency and plan files (TOML): the library's own, and the user's.

A file holds the fields of an `Agency` at its top, then ``[[plans]]`` and ``[[ledger]]``. Whatever
is wrong with a file is reported at once, one line per fault, each with the file and the key.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.errors import AgencyError, Fault, InputError, PlanError, nearest
from staffing_sim.plan import Plan, check_plan
from staffing_sim.presets.writing import plain, toml_text
from staffing_sim.values import names_twice

__all__ = [
    "agency_text",
    "holds_agency",
    "load_agency",
    "load_plan",
    "load_plans",
    "preset_names",
    "save_agency",
    "save_plan",
]

LARGEST_FILE = 1_000_000
"""Bytes above which a file is taken for something else."""

AS_IS = "As is"
"""The plan that changes nothing; the baseline of every comparison."""

_ONLY_AGENCIES_HAVE = {"demand", "offices", "roles", "stages", "workforce"}

_FOLDER = Path(__file__).parent

FilePath = str | os.PathLike[str]


def preset_names() -> tuple[str, ...]:
    """Return the names of the agencies that come with the library.

    Examples
    --------
    >>> "small-office" in preset_names()
    True
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_agency(name_or_path: FilePath) -> Agency:
    """Read an agency: a preset by its name, or a file by its path.

    Raises
    ------
    AgencyError
        With every fault of the file, its plans and ledger included.

    Examples
    --------
    >>> load_agency("small-office").title
    'A small office'
    """
    agency, _ = _agency_and_plans(name_or_path, toml_content(name_or_path))
    return agency


def holds_agency(name_or_path: FilePath) -> bool:
    """Return whether a preset or a file describes an agency, rightly or not; else it holds plans.

    Raises
    ------
    AgencyError
        If the file cannot be read or is not TOML.

    Examples
    --------
    >>> holds_agency("small-office")
    True
    """
    return _is_agency(toml_content(name_or_path))


def _is_agency(content: Mapping[str, Any]) -> bool:
    return not _ONLY_AGENCIES_HAVE.isdisjoint(content)


def load_plans(name_or_path: FilePath) -> tuple[Plan, ...]:
    """Read the plans of a preset, of an agency's file, or of a file of plans alone.

    The first plan of an agency is always the one that changes nothing, "As is".

    Raises
    ------
    InputError
        With every fault of the file.

    Examples
    --------
    >>> load_plans("small-office")[0].name
    'As is'
    """
    content = toml_content(name_or_path)
    if _is_agency(content):
        _, plans = _agency_and_plans(name_or_path, content)
        return plans if plans and plans[0].name == AS_IS else (Plan(AS_IS), *plans)
    plans, faults = _plans(content["plans"]) if set(content) == {"plans"} else _single(content)
    if faults:
        raise PlanError(faults).in_file(_file_name(name_or_path))
    return plans


def load_plan(path: FilePath) -> Plan:
    """Read one plan from a file: its fields at the top, or a single ``[[plans]]``.

    Raises
    ------
    PlanError
        If the file is at fault, or holds several plans.
    """
    plans = load_plans(path)
    if len(plans) != 1:
        names = ", ".join(repr(plan.name) for plan in plans)
        problem = f"must hold one plan; got {len(plans)}: {names}"
        raise PlanError([Fault("plans", problem)]).in_file(_file_name(path))
    return plans[0]


def save_agency(agency: Agency, path: FilePath, *, plans: Sequence[Plan] = ()) -> None:
    """Write an agency, and plans if given, to a file that `load_agency` reads back as the same.

    Raises
    ------
    InputError
        If the file cannot be written, or a plan holds a function of its own.

    Examples
    --------
    >>> import tempfile
    >>> agency = load_agency("small-office")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_agency(agency, f"{folder}/mine.toml")
    ...     load_agency(f"{folder}/mine.toml") == agency
    True
    """
    _write(agency_text(agency, plans=plans), path)


def agency_text(agency: Agency, *, plans: Sequence[Plan] = ()) -> str:
    """Return the text of the file that `save_agency` writes.

    Raises
    ------
    InputError
        If a plan holds a function of its own.

    Examples
    --------
    >>> agency_text(load_agency("small-office")).splitlines()[0]
    'name = "small-office"'
    """
    content = plain(agency)
    assert isinstance(content, dict)  # a value with fields
    ledger = {"ledger": content.pop("ledger")} if "ledger" in content else {}
    rows = {"plans": [plain(plan, f"plans.{plan.name}") for plan in plans]} if plans else {}
    return toml_text(content | rows | ledger)


def save_plan(plan: Plan, path: FilePath) -> None:
    """Write a plan to a file that `load_plan` reads back as the same.

    Raises
    ------
    InputError
        If the file cannot be written, or the plan holds a function of its own.

    Examples
    --------
    >>> import tempfile
    >>> from staffing_sim.plan import Hires
    >>> plan = Plan("Union", hires=Hires.monthly(35, months=17, kind="net"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_plan(plan, f"{folder}/union.toml")
    ...     load_plan(f"{folder}/union.toml") == plan
    True
    """
    content = plain(plan, f"plans.{plan.name}")
    assert isinstance(content, dict)  # a value with fields
    _write(toml_text(content), path)


def _write(text: str, path: FilePath) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as problem:
        remedy = "Choose an existing folder you can write to."
        fault = Fault("", f"cannot be written: {problem.strerror}", remedy)
        raise AgencyError([fault]).in_file(os.fspath(path)) from None


def _agency_and_plans(
    name_or_path: FilePath, content: dict[str, Any]
) -> tuple[Agency, tuple[Plan, ...]]:
    """Make the agency and the plans of a file, or raise every fault of both."""
    if content and not _is_agency(content) and set(content) <= {"plans", *Plan.model_fields}:
        remedy = "Give an agency's file or a preset here, and this one as a plan."
        fault = Fault("", "describes a plan, not an agency", remedy)
        raise AgencyError([fault]).in_file(_file_name(name_or_path))
    rows = content.pop("plans", [])
    plans, faults = _plans(rows)
    try:
        agency = Agency(**content)
    except InputError as problem:
        raise AgencyError((*problem.faults, *faults)).in_file(_file_name(name_or_path)) from None
    for plan in plans:
        try:
            check_plan(plan, agency)
        except PlanError as problem:
            faults += [fault.under(f"plans.{plan.name}") for fault in problem.faults]
    faults += agency.ledger.faults(agency, plans) if agency.ledger.entries else []
    if faults:
        raise AgencyError(faults).in_file(_file_name(name_or_path))
    return agency, plans


def _plans(rows: object) -> tuple[tuple[Plan, ...], list[Fault]]:
    """Make plans of rows as a file gives them; return them and the faults of the others."""
    if not isinstance(rows, list):
        return (), [Fault("plans", "must be a list", "Write [[plans]].")]
    plans: tuple[Plan, ...] = ()
    faults: list[Fault] = []
    names: list[str] = []
    for number, row in enumerate(rows):
        name = row.get("name") if isinstance(row, Mapping) else None
        key = f"plans.{name}" if isinstance(name, str) and name else f"plans[{number}]"
        names += [name] if isinstance(name, str) else []
        if not isinstance(row, Mapping):
            faults.append(Fault(key, "must be a table", "Write [[plans]]."))
            continue
        made, wrong = _single(row)
        plans += made
        faults += [fault.under(key) for fault in wrong]
    return plans, faults + names_twice(names, "plans")


def _single(row: Mapping[str, Any]) -> tuple[tuple[Plan, ...], list[Fault]]:
    """Make the plan of one table, or return its faults."""
    try:
        return (Plan(**row),), []
    except InputError as problem:
        return (), list(problem.faults)


def _file_name(name_or_path: FilePath) -> str:
    """Return the file as an error line calls it."""
    name = os.fspath(name_or_path)
    return f"{name}.toml" if name in preset_names() else name


def toml_content(name_or_path: FilePath) -> dict[str, Any]:
    """Read a TOML file, or a preset's, as tables.

    Raises
    ------
    AgencyError
        If it cannot be read, or is not TOML.
    """
    name = os.fspath(name_or_path)
    path = _FOLDER / f"{name}.toml" if name in preset_names() else Path(name)
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as problem:
        remedy = (
            "Correct the file there: texts in 'quotes', tables in [brackets], dates as 2013-12-01."
        )
        fault = Fault("", f"is not TOML: {problem}", remedy)
    except RecursionError:
        fault = Fault("", "is not TOML: brackets are nested too deeply")
    except OSError as problem:
        remedy = "Give the path of a TOML file, or the name of a preset."
        fault = Fault("", f"cannot be read: {problem.strerror}", remedy)
    except _UnreadableFile as problem:
        fault = problem.fault
    raise AgencyError([fault]).in_file(_file_name(name_or_path)) from None


class _UnreadableFile(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        self.fault = Fault("", problem, remedy)
        super().__init__(problem)


def _text(path: Path) -> str:
    """Return the text of an ordinary file of reasonable size."""
    if path.is_dir():
        raise _UnreadableFile("is a folder", "Give the path of a TOML file.")
    if not path.exists():
        raise _UnreadableFile("is neither a file nor a preset", nearest(str(path), preset_names()))
    if not path.is_file():
        raise _UnreadableFile("is not an ordinary file", "Give the path of a TOML file.")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        remedy = "An agency file is a few pages of text; it holds no case list."
        raise _UnreadableFile(f"is too large: {size:,} bytes of {LARGEST_FILE:,}", remedy)
    return _decoded(path.read_bytes())


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _UnreadableFile("is not text in UTF-8", "Give a TOML file.") from None
    if "\0" in text:
        raise _UnreadableFile("is not text in UTF-8", "Give a TOML file.")
    if not text.strip():
        raise _UnreadableFile(
            "is empty", "Start from a preset: staffing-sim init DIR writes one, and a plan."
        )
    return text
