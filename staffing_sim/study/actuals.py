"""What was delivered, from a file, beside what was promised and what the model expects."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.caps import on_day_zero
from staffing_sim.timeline import MONTHS_PER_YEAR

ACTUAL_COLUMNS: Final = {
    "month": "the month, as 2014-03; figures are those as it ends",
    "role": "the role; may be left out where it is the one that hires join",
    "payroll": "people of the role on the payroll, the academy included",
    "on_duty": "those of them past the academy",
    "caseload": "children a worker on duty",
}
"""The columns of a file of actuals; at least one of the last three."""

FIGURES: Final = ("payroll", "on_duty", "caseload")


def read_actuals(path: str | Path, agency: Agency) -> pd.DataFrame:
    r"""Read what was delivered from a CSV file with `ACTUAL_COLUMNS`.

    Parameters
    ----------
    path
        The file.
    agency
        Whose months and roles it speaks of.

    Returns
    -------
    pandas.DataFrame
        Columns month (counted from the agency's start), role, and the figures given; NaN where a
        cell is empty.

    Raises
    ------
    InputError
        With every fault of the file, by line and column.

    Examples
    --------
    >>> import tempfile
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> with tempfile.TemporaryDirectory() as home:
    ...     file = Path(home, "actuals.csv")
    ...     _ = file.write_text("month,payroll\n2024-01,28\n2024-02,27\n")
    ...     read_actuals(file, office)["payroll"].tolist()
    [28.0, 27.0]
    """
    try:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        problem, remedy = f"cannot be read: {error.strerror}", "Give the path of a CSV file."
        raise InputError([Fault("", problem, remedy)]).in_file(os.fspath(path)) from None
    except ValueError:  # pandas' own errors of parsing, and text that is not UTF-8
        remedy = f"Give a CSV file in UTF-8 with the columns {', '.join(ACTUAL_COLUMNS)}."
        raise InputError([Fault("", "is not CSV", remedy)]).in_file(os.fspath(path)) from None
    faults = list(_heading_faults(cells)) or list(_cell_faults(cells, agency))
    if faults:
        raise InputError(faults).in_file(os.fspath(path))
    given = [name for name in FIGURES if name in cells]
    table = pd.DataFrame({name: pd.to_numeric(cells[name]).astype(float) for name in given})
    table.insert(0, "month", [_months_after(text, agency) for text in cells["month"]])
    table.insert(1, "role", cells.get("role", ""))
    table["role"] = table["role"].replace("", agency.workforce.hiring_role)
    return table


def _heading_faults(cells: pd.DataFrame) -> Iterator[Fault]:
    for name in cells.columns:
        if name not in ACTUAL_COLUMNS:
            yield Fault(str(name), "is not a known column", nearest(str(name), ACTUAL_COLUMNS))
    if "month" not in cells:
        yield Fault("month", "is missing", "Add a column month, as 2014-03.")
    if not set(FIGURES) & set(cells.columns):
        yield Fault("payroll", "is missing", f"Give at least one of {', '.join(FIGURES)}.")


def _cell_faults(cells: pd.DataFrame, agency: Agency) -> Iterator[Fault]:
    """Yield what is wrong with any cell; the first line below the headings is line 2."""
    roles = [role.name for role in agency.roles]
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(cells.to_dict("records"), start=2):
        month, role = str(row["month"]), str(row.get("role", ""))
        if _months_after(month, agency) < 0:
            first = f"{agency.start:%Y-%m}"
            yield Fault(
                f"line {line}, month", f"is '{month}'", f"Write it as 2014-03, from {first} on."
            )
        if role and role not in roles:
            yield Fault(f"line {line}, role", f"is '{role}'", nearest(role, roles))
        if (month, role) in seen:
            yield Fault(f"line {line}, month", f"'{month}' is there twice", "Give each once.")
        seen.add((month, role))
        for name in FIGURES:
            text = str(row.get(name, ""))
            if text and not _is_count(text):
                yield Fault(
                    f"line {line}, {name}", f"is '{text}'", "Give a number from 0, without commas."
                )


def _is_count(text: str) -> bool:
    try:
        return 0.0 <= float(text) < math.inf
    except ValueError:
        return False


def _months_after(text: str, agency: Agency) -> int:
    """Return the month, counted from the agency's start; -1 where the text names none from it on.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> [_months_after(text, office) for text in ("2024-03", "2023-12", "March")]
    [2, -1, -1]
    """
    year, _, month = text.strip().partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= MONTHS_PER_YEAR):
        return -1
    after = (int(year) - agency.start.year) * MONTHS_PER_YEAR + int(month) - agency.start.month
    return max(-1, after)


def beside_actuals(study: Findings, actuals: pd.DataFrame, *, role: str) -> pd.DataFrame:
    """Return what was promised, delivered and expected of a role, for each month reported.

    Parameters
    ----------
    study
        The plans that were compared.
    actuals
        What `read_actuals` gave.
    role
        The role.

    Returns
    -------
    pandas.DataFrame
        Columns plan, month, date, role, promised (hires of the plan's schedules so far), delivered
        (people on the payroll, more than on day 0) and short (promised less delivered), then for
        each figure reported: its value, ``_expected`` (mean of the runs), ``_p10`` and ``_p90``
        (four runs in five lie between). Months beyond the runs are left out.
    """
    runs = study.promised_runs(role)
    figures = [name for name in FIGURES if name in actuals]
    groups = runs.groupby(["plan", "month", "date"], observed=True, sort=False)
    table = groups["promised"].first().reset_index()
    filled, _ = on_day_zero(study.agency, role)
    reported = actuals[actuals["role"] == role].drop(columns="role")
    for name in figures:
        for label, value in (
            (f"{name}_expected", groups[name].mean()),
            (f"{name}_p10", groups[name].quantile(0.1)),
            (f"{name}_p90", groups[name].quantile(0.9)),
        ):
            table[label] = value.to_numpy()
    table = table.merge(reported, on="month", how="inner")
    table.insert(3, "role", role)
    table["delivered"] = table["payroll"] - filled if "payroll" in table else math.nan
    table["short"] = table["promised"] - table["delivered"]
    ends = [f"{name}{end}" for name in figures for end in ("", "_expected", "_p10", "_p90")]
    first = ["plan", "month", "date", "role", "promised", "delivered", "short"]
    found = table[[*first, *ends]].copy()
    found.attrs = study.signature()
    return found
