"""Every result beside the null model: the world in which caseloads change nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from staffing_sim.study.findings import Findings
from staffing_sim.study.verdicts import judgement
from staffing_sim.study.words import rows_of

__all__ = ["null_table"]

_KEYS = ["plan", "baseline", "measure", "role", "unit"]


def null_table(study: Findings, null_study: Findings) -> pd.DataFrame:
    """Return the headline differences of a study beside those in the null model.

    Parameters
    ----------
    study
        The plans in the world as described.
    null_study
        The same plans, seed and replications with ``null=True``.

    Returns
    -------
    pandas.DataFrame
        Columns plan, baseline, measure, role, unit, difference, low, high, verdict, then the last
        four again with ``null_`` in front.
    """
    described, null = (_judged(one) for one in (study, null_study))
    null = null.rename(columns={name: f"null_{name}" for name in null.columns if name not in _KEYS})
    found = described.merge(null, on=_KEYS, how="left", validate="1:1")
    for key in ("plan", "baseline"):
        found[key] = pd.Categorical(found[key], list(study.names), ordered=True)
    found.attrs = study.signature()
    found.attrs["null_fingerprint"] = null_study.fingerprint
    return found


def _judged(study: Findings) -> pd.DataFrame:
    """Return a study's headline differences and what each comes to."""
    rows: list[dict[str, Any]] = rows_of(study.headlines(study.differences()))
    columns = [*_KEYS, "difference", "low", "high", "verdict"]
    judged = [row | {"verdict": judgement(row)} for row in rows]
    return pd.DataFrame(judged, columns=columns).astype({"plan": str, "baseline": str})
