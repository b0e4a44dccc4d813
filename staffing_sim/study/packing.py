"""An outcome as bytes and back, exactly: a NumPy archive that ends in its own checksum.

The bytes are an ordinary ``.npz`` file (one array per column of every table, no pickled objects),
whose comment is the SHA-256 of all before it: NumPy reads it anywhere, and any damage is noticed
before anything in it is believed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.study.outcome import Outcome

__all__ = ["DamagedRun", "packed", "unpacked"]

_TABLES = tuple(
    field.name for field in fields(Outcome) if field.name not in {"plan", "replication", "measures"}
)
_CHECKSUM_BYTES = 64
_FASTEST = 1  # of deflate's levels; the slower ones save a tenth of the size

Arrays = dict[str, np.ndarray[Any, Any]]


class DamagedRun(Exception):
    """Bytes that are not those that were written."""


def packed(outcome: Outcome) -> bytes:
    """Return an outcome as bytes; the same outcome gives the same bytes.

    Examples
    --------
    >>> table = pd.DataFrame({"month": [0, 1], "unseen": [3.0, float("nan")]})
    >>> tables = dict.fromkeys(_TABLES, table)
    >>> before = Outcome(plan="As is", replication=4, measures={("cost", "all"): 0.1}, **tables)
    >>> after = unpacked(packed(before))
    >>> after.plan, after.replication, after.measures, after.months.equals(table)
    ('As is', 4, {('cost', 'all'): 0.1}, True)
    """
    tables = {name: getattr(outcome, name) for name in _TABLES}
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
    content, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
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
        **{name: _table(name, about["columns"][name], arrays) for name in _TABLES},
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
        archive.comment = bytes(_CHECKSUM_BYTES)
    return buffer.getvalue()[:-_CHECKSUM_BYTES]


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
