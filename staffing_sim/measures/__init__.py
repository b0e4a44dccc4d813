"""The measures of a run: what each number means, its unit, and which way is better.

    registry   every measure with its definition in words
    rules      how they are computed from a run

A measure turns one run into one number, or one per role; the name ``all`` stands for the whole
agency. Undefined is NaN (a caseload where nobody carries cases), never 0. Most measures add up
columns of the month table, whose own definitions are in `staffing_sim.records.MONTH_COLUMNS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffing_sim.errors import nearest, wrong
from staffing_sim.measures.registry import MEASURES, Measure, relevant_difference
from staffing_sim.records import Run
from staffing_sim.values import ALL

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ALL",
    "MEASURES",
    "Measure",
    "evaluate",
    "find_measure",
    "list_measures",
    "relevant_difference",
]


def evaluate(run: Run) -> dict[tuple[str, str], float]:
    """Return every measure of a run, by (measure, role)."""
    return {
        (measure.name, role): value
        for measure in MEASURES.values()
        for role, value in measure.compute(run).items()
    }


def find_measure(name: str) -> Measure:
    """Return a measure by name.

    Raises
    ------
    InputError
        If there is none of that name; suggests the nearest.

    Examples
    --------
    >>> find_measure("caseload").unit
    'children per worker'
    >>> find_measure("caselod")
    Traceback (most recent call last):
    ...
    staffing_sim.errors.InputError: measure: is not known: 'caselod'. Did you mean 'caseload'?
    """
    if name not in MEASURES:
        raise wrong("measure", f"is not known: {name!r}", nearest(name, MEASURES))
    return MEASURES[name]


def list_measures() -> pd.DataFrame:
    """Return every measure with its label, unit, direction and definition in words.

    Examples
    --------
    >>> list_measures().set_index("measure").loc["caseload", "unit"]
    'children per worker'
    """
    import pandas as pd

    columns = ("name", "label", "unit", "better", "by_role", "definition")
    rows = [[getattr(measure, name) for name in columns] for measure in MEASURES.values()]
    return pd.DataFrame(rows, columns=["measure", *columns[1:]])
