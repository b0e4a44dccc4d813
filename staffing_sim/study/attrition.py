"""Attrition with its denominator: who left or moved, over the service they left from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from staffing_sim.frames.layout import ALL
from staffing_sim.intervals import ratio_interval

__all__ = ["ATTRITION", "AttritionKey", "attrition_table", "break_even_table"]

AttritionKey = Literal["role", "office", "tenure"]
"""What rates of attrition can be kept apart by; office and tenure each within a role."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """One way of leaving, over one denominator."""

    kind: str
    events: str
    service: str
    denominator: str
    unit: str


ATTRITION: Final = (
    _Rate("separation", "separations", "duty_years", "person-years on duty", "a year"),
    _Rate("separation", "separations", "position_years", "authorised position-years", "a year"),
    _Rate("layoff", "layoffs", "duty_years", "person-years on duty", "a year"),
    _Rate("transfer", "transfers", "duty_years", "person-years on duty", "a year"),
    _Rate("academy_failure", "academy_failures", "trainees", "people whose academy ended", "share"),
)
"""Every rate that is told. Promotion is not in the model."""

_BOTH_WAYS: Final = ("separations", "newcomers")
"""Those who resigned, and those whose duty began."""


def attrition_table(service: pd.DataFrame, *, by: AttritionKey = "role") -> pd.DataFrame:
    """Return rates of attrition, each labelled with its denominator.

    Parameters
    ----------
    service
        ``Study.service()``.
    by
        ``"role"``, or within each role ``"office"`` or ``"tenure"``.

    Returns
    -------
    pandas.DataFrame
        Columns plan, role, office or tenure (as asked), kind, denominator, unit, events and
        service (means over replications), rate, low, high, runs. Rows whose service is not known
        by those keys (transfers by tenure, say) are left out.
    """
    keys = {"role": ["role"], "office": ["role", "office"], "tenure": ["role", "tenure"]}[by]
    chosen = service
    for other in ("office", "tenure"):
        everybody = chosen[other] == ALL
        chosen = chosen[~everybody if by == other else everybody]
    rows = []
    for place, runs in chosen.groupby(["plan", *keys], observed=True, sort=False):
        for rate in ATTRITION:
            if runs[[rate.events, rate.service]].isna().to_numpy().any():
                continue
            found = ratio_interval(runs[rate.events], runs[rate.service]).within(0.0, float("inf"))
            counts = (runs[rate.events].mean(), runs[rate.service].mean())
            rows.append((*place, rate.kind, rate.denominator, rate.unit, *counts, *found))
    columns = ["plan", *keys, "kind", "denominator", "unit", "events", "service"]
    table = pd.DataFrame(rows, columns=[*columns, "rate", "low", "high", "runs"])
    table["plan"] = table["plan"].astype(service["plan"].dtype)
    table.attrs = dict(service.attrs)
    return table


def break_even_table(service: pd.DataFrame, months: pd.DataFrame, *, role: str) -> pd.DataFrame:
    """Return a role's attrition beside its break-even attrition, on one base.

    Parameters
    ----------
    service, months
        ``Study.service()`` and ``Study.months()``.
    role
        The role.

    Returns
    -------
    pandas.DataFrame
        As `staffing_sim.study.Study.break_even`.
    """
    keys = ["plan", "replication"]
    whole = (service["role"] == role) & (service["office"] == ALL) & (service["tenure"] == ALL)
    runs = service[whole].set_index(keys)[["separations", "duty_years"]]
    of_role = months[months["role"] == role]
    runs["newcomers"] = of_role.groupby(keys, observed=True)["new_on_duty"].sum()
    rows = []
    for plan, group in runs.groupby("plan", observed=True, sort=False):
        found = [ratio_interval(group[name], group["duty_years"]) for name in _BOTH_WAYS]
        left, came = (rate.within(0.0, float("inf")) for rate in found)
        rows.append((plan, role, *left[:3], *came))
    ends = ("", "_low", "_high")
    columns = [f"{name}{end}" for name in ("attrition", "break_even") for end in ends]
    table = pd.DataFrame(rows, columns=["plan", "role", *columns, "runs"])
    table["plan"] = table["plan"].astype(service["plan"].dtype)
    table.attrs = dict(service.attrs)
    return table
