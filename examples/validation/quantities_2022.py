"""What the validation of 2022 looks at beyond that of 2013: stocks and flows, desks, plans."""

from __future__ import annotations

import numpy as np
import pandas as pd
from quantities import (
    ADOPTION,
    ROLES,
    SERVICES,
    YEAR,
    Quantities,
    caseload,
    investigations,
    permanence,
    responses,
    staff,
    visits,
)

from staffing_sim import Run
from staffing_sim.permanence import indicators

QUARTER = 3
YOUNG_ADULTS = "non_minor_dependent"
ACCEPTED = 15  # children a worker in continuing services
UNION_SAYS = 55  # cases an adoption worker


def as_is(run: Run) -> Quantities:
    """Return everything a run as is says about the targets, its stocks and its flows."""
    return {
        **investigations(run),
        **visits(run),
        **responses(run),
        **permanence(run, at=(12.0,)),
        **staff(run),
        **waterfall(run),
        **caseloads(run),
        **adoption_desks(run),
        **stocks(run),
        **flows(run),
    }


# --- staff ---------------------------------------------------------------------------------------


def waterfall(run: Run) -> Quantities:
    """Return the share of authorised posts without a worker: recruiting, or in the academy."""
    months = run.months[["authorised", "recruiting", "academy"]].sum()
    return {"empty_share": float((months["recruiting"] + months["academy"]) / months["authorised"])}


def caseloads(run: Run) -> Quantities:
    """Return caseloads by role over the run and by year, and the share of desks over 15."""
    found = {f"caseload_{role}": caseload(run, role) for role in ROLES}
    for year in range(run.records.months // YEAR):
        span = range(YEAR * year, YEAR * (year + 1))
        found |= {f"caseload_{role}_{year}": caseload(run, role, span) for role in ROLES}
        unseen = run.months["unseen"][run.months["month"].isin(span)]
        found[f"unseen_year_{year}"] = float(unseen.sum()) / YEAR
    return (
        found
        | by_office(run)
        | {"over_15": float((desks(run, SERVICES)["children"] > ACCEPTED).mean())}
    )


def by_office(run: Run) -> Quantities:
    """Return children unseen by quarter, and by office and year with its caseload in services."""
    rows = run.months
    quarters = rows.groupby(rows["month"] // QUARTER)[["unseen", "unseen_worker_absent"]].sum()
    found = {
        f"{name}_quarter_{number}": float(total) / QUARTER
        for name in quarters.columns
        for number, total in quarters[name].items()
    }
    for office in run.records.agency.offices:
        own = rows[rows["office"] == office.name]
        services = own[own["role"] == SERVICES]
        for year in range(run.records.months // YEAR):
            unseen = own["unseen"][own["month"] // YEAR == year]
            held = services[services["month"] // YEAR == year]
            load = held["children_carried"].sum() / held["carrying"].sum()
            found[f"unseen_{office.name}_{year}"] = float(unseen.sum()) / YEAR
            found[f"services_{office.name}_{year}"] = float(load)
    return found


def desks(run: Run, role: str) -> np.ndarray:
    """Return the desks of those at work in a role, at every month end."""
    records = run.records
    number = [each.name for each in records.agency.roles].index(role)
    roles = np.tile(records.positions["role"], records.months)
    every = records.snapshots
    return every[(roles == number) & (every["present"] > 0.0)]


def adoption_desks(run: Run) -> Quantities:
    """Return what adoption workers hold, secondary assignments counted, and how long the tail."""
    rows = desks(run, ADOPTION)
    both = rows["children"] + rows["secondary"]
    return {
        "adoption_both": float(both.mean()),
        "adoption_p98": float(np.quantile(both, 0.98)),
        "adoption_55": float((both >= UNION_SAYS).mean()),
        "adoption_55_primary": float((rows["children"] >= UNION_SAYS).mean()),
    }


# --- stocks and flows ----------------------------------------------------------------------------


def stocks(run: Run) -> Quantities:
    """Return children open by stage in the mean of each year, and the totals of the first."""
    legs, size = _legs(run)
    found: Quantities = {}
    for year in range(run.records.months // YEAR):
        start, end = YEAR * year, YEAR * (year + 1)
        began, left = legs["started"].clip(lower=start), legs["ended"].fillna(end).clip(upper=end)
        spent = (left - began).clip(lower=0)
        by_stage = (spent * size).groupby(legs["stage"], observed=False).sum() / YEAR
        found |= {f"stock_{stage}_{year}": float(n) for stage, n in by_stage.items()}
    agency = run.records.agency
    away = [stage.name for stage in agency.stages if stage.in_care]
    served = [stage.name for stage in agency.stages if stage.name != agency.demand.entry_stage]
    return found | {
        "served": sum(found[f"stock_{stage}_0"] for stage in served),
        "out_of_home": sum(found[f"stock_{stage}_0"] for stage in (*away, YOUNG_ADULTS)),
    }


def flows(run: Run) -> Quantities:
    """Return children a month by why a leg ended, out of each stage, and shares of them."""
    legs, size = _legs(run)
    ended = legs["ended"] < run.records.months
    monthly = size[ended] / run.records.months
    cause = monthly.groupby(legs["cause"][ended], observed=False).sum()
    found = {f"flow_{name}": float(n) for name, n in cause.items()}
    out = monthly.groupby(legs["stage"][ended], observed=False).sum()
    found |= {f"out_of_{stage}": float(n) for stage, n in out.items()}
    returned = found["flow_closed_after_return"] + found["flow_re_entered"]
    home = found["flow_quick_return"] + found["flow_reunified"]
    others = ("guardianship", "adopted", "aged_out", "other_exit", "long_term_care_ended")
    exits = home + sum(found[f"flow_{name}"] for name in others)
    return found | {
        "entries_a_year": YEAR
        * sum(found[f"flow_{name}"] for name in ("removed", "removed_from_home", "re_entered")),
        "re_entered_share": found["flow_re_entered"] / returned,
        "reunified_share": home / exits,
        "adopted_share": found["flow_adopted"] / exits,
        "guardianship_share": found["flow_guardianship"] / exits,
    }


def _legs(run: Run) -> tuple[pd.DataFrame, pd.Series]:
    """Return the legs, and how many children each is about: a family's investigation is several."""
    legs = run.legs[["stage", "started", "ended", "cause", "case"]]
    return legs, pd.Series(run.records.cases["size"][legs["case"]], index=legs.index)


def third_over_second_year(found: Quantities) -> Quantities:
    """Return what still moves in the third year: an agency at rest gives 1."""
    return {
        "rest_unseen": found["unseen_year_2"] / found["unseen_year_1"],
        "rest_caseload": found[f"caseload_{SERVICES}_2"] / found[f"caseload_{SERVICES}_1"],
    }


def federal(run: Run) -> Quantities:
    """Return published indicators, over all fiscal years that the run can follow."""
    table = indicators(run).groupby("indicator")[["numerator", "denominator"]].sum()
    share = table["numerator"] / table["denominator"]
    return {
        "permanent_12_23": float(share["permanence_12_to_23"]),
        "permanent_24": float(share["permanence_24_on"]),
        "re_entry": float(share["reentry_of_exits"]),
    }


# --- plans ---------------------------------------------------------------------------------------


def outcome(run: Run) -> Quantities:
    """Return what a plan has come to in the last quarter of the run, and what it cost in all."""
    last = run.records.months
    rows = run.months[run.months["month"] >= last - QUARTER]
    carried = rows[rows["role"] == SERVICES]
    return {
        "services": float(carried["children_carried"].sum() / carried["carrying"].sum()),
        "over_15": float(carried["workers_over_cap"].sum() / carried["carrying"].sum()),
        "adoption": caseload(run, ADOPTION, range(last - QUARTER, last)),
        "waiting": float(rows["unassigned_children"].sum()) / QUARTER,
        "unseen": float(rows["unseen"].sum()) / QUARTER,
        "in_care": float(rows["children_in_care"].sum()) / QUARTER,
        "leavers": float(run.months["leavers"].sum()),
        "million_dollars": float(run.months["cost"].sum()) / 1e6,
    }
