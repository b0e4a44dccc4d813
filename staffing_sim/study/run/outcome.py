"""What is kept of one run: its measures and small tables, never its records; also as bytes.

A county's records fill a gigabyte; a study of many runs keeps a few megabytes of each.

The bytes are an ordinary ``.npz`` file (one array per column of every table, no pickled objects)
whose comment is the SHA-256 of all before it: NumPy reads it anywhere, and any damage is noticed
before anything in it is believed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.measures import evaluate
from staffing_sim.permanence import entry_cohort, landmark_table
from staffing_sim.permanence.landmarks import followed_table
from staffing_sim.permanence.published import indicators
from staffing_sim.records import Run
from staffing_sim.records.layout import named

FOLLOWED_MONTHS = 24
"""Months after entry for which cumulative incidence is kept."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Outcome:
    """One replication of one plan.

    Attributes
    ----------
    plan
        The plan's name.
    replication
        The number of the world it met.
    measures
        Every measure, by (measure, role).
    months
        The month table (`staffing_sim.records.MONTH_COLUMNS`).
    caseloads
        How many workers carry how many children as each month ends: month, office, role, children,
        workers.
    incidence
        Cumulative incidence after entry into care at whole months: month, cause, incidence.
    service
        Who left and out of how many years of service (`staffing_sim.records.service`).
    cohorts
        Who started when (`staffing_sim.records.service`).
    clauses
        What the plan's clauses counted (`staffing_sim.records.CLAUSE_COLUMNS`).
    landmarks
        Permanence at fixed dates by group, and re-entry (`staffing_sim.permanence.landmarks`).
    followed
        Children followed all the way (`staffing_sim.permanence.landmarks`).
    indicators
        Published indicators by period (`staffing_sim.permanence.published`).
    """

    plan: str
    replication: int
    measures: dict[tuple[str, str], float]
    months: pd.DataFrame
    caseloads: pd.DataFrame
    incidence: pd.DataFrame
    service: pd.DataFrame
    cohorts: pd.DataFrame
    clauses: pd.DataFrame
    landmarks: pd.DataFrame
    followed: pd.DataFrame
    indicators: pd.DataFrame


def outcome_of(run: Run, *, replication: int) -> Outcome:
    """Return what a study keeps of a run."""
    for frame in (run.months, run.service, run.cohorts, run.clauses):
        frame.attrs = {}
    return Outcome(
        plan=run.records.plan.name,
        replication=replication,
        measures=evaluate(run),
        months=run.months,
        caseloads=_caseloads(run),
        incidence=_incidence(run),
        service=run.service,
        cohorts=run.cohorts,
        clauses=run.clauses,
        landmarks=landmark_table(run),
        followed=followed_table(run),
        indicators=indicators(run),
    )


def _caseloads(run: Run) -> pd.DataFrame:
    """Return how many workers carry how many children as each month ends.

    Counted are those on duty who were present on any of its days.
    """
    records, layout = run.records, run.layout
    snapshots = records.snapshots.reshape(records.months, -1)
    month, desk = np.nonzero(snapshots["present"] > 0.0)
    places = (month, *(records.positions[name][desk] for name in ("office", "role")))
    rows, workers = np.unique(
        np.stack([*places, snapshots["children"][month, desk]]), axis=1, return_counts=True
    )
    months, offices, roles, children = rows
    return pd.DataFrame(
        {
            "month": months,
            "office": named(offices, layout.offices),
            "role": named(roles, [role.name for role in records.agency.roles]),
            "children": children,
            "workers": workers.astype(np.int64),
        }
    )


def _incidence(run: Run) -> pd.DataFrame:
    """Return cumulative incidence by cause at whole months after entry; NaN beyond the horizon."""
    found = entry_cohort(run).incidence()
    rows: list[dict[str, Any]] = []
    for index, cause in enumerate(run.records.agency.causes):
        if not found.incidence[index].any():
            continue
        permanent = bool(run.layout.cause_is_permanence[index])
        for month in range(FOLLOWED_MONTHS + 1):
            known = month <= run.records.months
            value = found.at(month, causes=[index]) if known else float("nan")
            rows.append(
                {"month": month, "cause": cause, "permanent": permanent, "incidence": value}
            )
    return pd.DataFrame(rows, columns=["month", "cause", "permanent", "incidence"])


TABLES = tuple(
    field.name for field in fields(Outcome) if field.name not in {"plan", "replication", "measures"}
)
CHECKSUM_BYTES = 64
_FASTEST = 1  # of deflate's levels; the slower ones save a tenth of the size

Arrays = dict[str, np.ndarray[Any, Any]]


class DamagedRun(Exception):
    """Bytes that are not those that were written."""


def packed(outcome: Outcome) -> bytes:
    """Return an outcome as bytes; the same outcome gives the same bytes.

    Examples
    --------
    >>> table = pd.DataFrame({"month": [0, 1], "unseen": [3.0, float("nan")]})
    >>> tables = dict.fromkeys(TABLES, table)
    >>> before = Outcome(plan="As is", replication=4, measures={("cost", "all"): 0.1}, **tables)
    >>> after = unpacked(packed(before))
    >>> after.plan, after.replication, after.measures, after.months.equals(table)
    ('As is', 4, {('cost', 'all'): 0.1}, True)
    """
    tables = {name: getattr(outcome, name) for name in TABLES}
    names = list(outcome.measures)
    about = {
        "plan": outcome.plan,
        "replication": outcome.replication,
        "columns": {name: _described(table) for name, table in tables.items()},
    }
    arrays: Arrays = {
        "about": np.array(json.dumps(about)),
        "measures/measure": np.array([measure for measure, _ in names], dtype=np.str_),
        "measures/role": np.array([role for _, role in names], dtype=np.str_),
        "measures/value": np.array(list(outcome.measures.values()), dtype=np.float64),
    }
    for name, table in tables.items():
        for column in table.columns:
            arrays |= _arrays_of(f"{name}/{column}", table[column])
    content = _archive(arrays)
    return content + hashlib.sha256(content).hexdigest().encode()


def unpacked(data: bytes) -> Outcome:
    """Return the outcome that was packed.

    Raises
    ------
    DamagedRun
        If these are not the bytes that were written.
    """
    content, checksum = data[:-CHECKSUM_BYTES], data[-CHECKSUM_BYTES:]
    if hashlib.sha256(content).hexdigest().encode() != checksum:
        raise DamagedRun
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        arrays: Arrays = dict(archive)
    about = json.loads(str(arrays["about"]))
    keys = zip(arrays["measures/measure"].tolist(), arrays["measures/role"].tolist(), strict=True)
    return Outcome(
        plan=about["plan"],
        replication=about["replication"],
        measures=dict(zip(keys, arrays["measures/value"].tolist(), strict=True)),
        **{name: _table(name, about["columns"][name], arrays) for name in TABLES},
    )


def _archive(arrays: Arrays) -> bytes:
    """Return a NumPy archive without the time of day, with room left for a comment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy")
            part = io.BytesIO()
            np.lib.format.write_array(part, array, allow_pickle=False)
            archive.writestr(member, part.getvalue(), zipfile.ZIP_DEFLATED, _FASTEST)
        archive.comment = bytes(CHECKSUM_BYTES)
    return buffer.getvalue()[:-CHECKSUM_BYTES]


def _described(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what the arrays of a table do not say: its columns in order, and their types."""
    found = []
    for column in table.columns:
        kind = table[column].dtype
        if isinstance(kind, pd.CategoricalDtype):
            categories = str(kind.categories.dtype)
            row = {"column": column, "categories": categories, "ordered": bool(kind.ordered)}
        else:
            row = {"column": column, "dtype": str(kind)}
        found.append(row)
    return found


def _arrays_of(name: str, column: pd.Series[Any]) -> Arrays:
    """Return a column as arrays that need no Python objects."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = np.asarray(column.cat.categories, dtype=np.str_)
        return {name: column.cat.codes.to_numpy(), f"{name}/categories": categories}
    if column.dtype.kind in "biufM":
        return {name: column.to_numpy()}
    return {name: column.to_numpy(dtype=np.str_)}


def _table(name: str, columns: list[dict[str, Any]], arrays: Arrays) -> pd.DataFrame:
    """Return a table with the column types it had."""
    found = {row["column"]: _column(f"{name}/{row['column']}", row, arrays) for row in columns}
    return pd.DataFrame(found)


def _column(name: str, described: dict[str, Any], arrays: Arrays) -> Any:
    if "categories" in described:
        categories = pd.Index(arrays[f"{name}/categories"].tolist(), dtype=described["categories"])
        kind = pd.CategoricalDtype(categories, ordered=described["ordered"])
        return pd.Categorical.from_codes(arrays[name], dtype=kind)
    values = arrays[name]
    plain: Any = values.tolist() if values.dtype.kind == "U" else values
    return pd.Series(plain, dtype=described["dtype"])
