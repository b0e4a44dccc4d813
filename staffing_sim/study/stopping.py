"""Whether a study is precise enough: the table of half-widths, whether it goes on, and why not."""

from __future__ import annotations

import pandas as pd

from staffing_sim.study.findings import Findings
from staffing_sim.study.precision import Precision, spread_limit

__all__ = ["goes_on", "precision_table", "stopping_words"]


def precision_table(study: Findings, until: Precision) -> pd.DataFrame:
    """Return how precise each difference that counts is, and how precise it is to be.

    Returns
    -------
    pandas.DataFrame
        Columns plan, measure, role, unit, half_width (as reported), assured_half_width (with the
        upper limit of the standard deviation), wanted, reached, runs. Differences that are
        undefined in more than half of the replications are left out.
    """
    wanted = until.wanted(study.agency)
    table = study.differences()
    roles = table["measure"].map(study.role_of)
    rows = table[table["measure"].isin(wanted) & (table["role"] == roles)]
    mostly_defined = 2 * rows["runs"] >= max(4, study.replications)
    rows = rows[mostly_defined].reset_index(drop=True)
    found = rows[["plan", "measure", "role", "unit"]].copy()
    found["half_width"] = (rows["family_high"] - rows["family_low"]) / 2.0
    limits = [spread_limit(int(runs), until.assurance) for runs in rows["runs"]]
    found["assured_half_width"] = found["half_width"] * limits
    found["wanted"] = found["measure"].map(wanted).astype(float)
    found["reached"] = found["assured_half_width"] <= found["wanted"]
    found["runs"] = rows["runs"]
    found.attrs = study.signature()
    return found


def goes_on(study: Findings, until: Precision) -> bool:
    """Tell whether more replications are allowed and wanted."""
    if study.replications >= until.most:
        return False
    return not bool(precision_table(study, until)["reached"].all())


def stopping_words(study: Findings, until: Precision) -> str:
    """Return in a sentence why a study has as many replications as it has."""
    table = precision_table(study, until)
    missed = table[~table["reached"]]
    runs = study.replications
    if study.interrupted:
        return f"Interrupted after {runs} replications, before its precision was judged."
    if table.empty:
        return f"Stopped at {runs} replications, the least: there is no difference to be judged."
    if missed.empty:
        return f"Stopped at {runs} replications: every difference that counts is precise enough."
    farthest = (missed["assured_half_width"] / missed["wanted"]).argmax()
    worst = missed.iloc[int(farthest)]
    return (
        f"Stopped at {runs} replications, the most allowed: {len(missed)} of {len(table)} "
        f"differences are not as precise as wanted (farthest off: {worst['measure']} of "
        f"'{worst['plan']}', known to within {worst['assured_half_width']:.3g}, wanted "
        f"{worst['wanted']:.3g})."
    )
