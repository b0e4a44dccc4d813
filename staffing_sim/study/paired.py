"""How plans differ from their baselines, pair by pair on the same worlds, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from staffing_sim.intervals import chance_better, paired_together, variance_reduction, wilson
from staffing_sim.measures import MEASURES, relevant_difference
from staffing_sim.study.replicated import Replicated

__all__ = ["paired_table"]

_PLACE = ("plan", "baseline", "measure", "role", "unit")
_FOUND = (
    "difference",
    "low",
    "high",
    "family_low",
    "family_high",
    "p_adjusted",
    "chance_better",
    "chance_low",
    "chance_high",
    "variance_reduction",
    "relevant",
    "runs",
)

_Key = tuple[str, str]
_Floats = np.ndarray[Any, np.dtype[np.float64]]


def paired_table(
    study: Replicated,
    pairs: Mapping[_Key, tuple[_Floats, _Floats]],
    *,
    plans: Sequence[str],
    baselines: Sequence[str],
) -> pd.DataFrame:
    """Return the columns of ``Study.differences()``, plan by plan.

    Parameters
    ----------
    study
        Whose units and agency count.
    pairs
        By (measure, role), the values of the plans and of what each is held against; a row for
        each plan and a column for each replication. The plans are one family: what is said of all
        of them together holds within a measure, not over all measures.
    plans, baselines
        What the rows are called.
    """
    found = {key: _rows(*values, key=key, study=study) for key, values in pairs.items()}
    rows = [
        (plan, baseline, *key, study.unit_of(key), *of_plans[row])
        for row, (plan, baseline) in enumerate(zip(plans, baselines, strict=True))
        for key, of_plans in found.items()
    ]
    return pd.DataFrame(rows, columns=[*_PLACE, *_FOUND])


def _rows(
    values: _Floats, baseline: _Floats, *, key: _Key, study: Replicated
) -> list[tuple[float, ...]]:
    """Return what is known of each plan's difference in one measure."""
    relevant = relevant_difference(key[0], study.agency)
    better = MEASURES[key[0]].better
    found = paired_together(list(values - baseline))
    rows: list[tuple[float, ...]] = []
    for plan, other, paired in zip(values, baseline, found, strict=True):
        together = (paired.together.low, paired.together.high, paired.p_adjusted)
        chance = chance_better(plan - other, better=better)
        ends = map(float, wilson(chance * paired.alone.runs, max(1, paired.alone.runs)))
        told = (chance, *ends, variance_reduction(plan, other), relevant)
        rows.append((*paired.alone[:3], *together, *told, paired.alone.runs))
    return rows
