"""What a validation looks at, computed from one run of the Los Angeles preset as it is.

Everything is taken from the public tables of a `staffing_sim.Run`: ``months``, ``families``,
``legs``, ``workers``, and the snapshots of desks in ``records``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from staffing_sim import Run
from staffing_sim.permanence import Incidence, entry_cohort

ER, SERVICES, ADOPTION = "emergency_response", "continuing_services", "adoption"
ROLES = (ER, SERVICES, ADOPTION)
DAY = 1 / 30.4375
NEW_STAFF = 24  # months
STARTED, GONE = "started in ", "gone from "
SERVED = (
    "er_services",
    "in_home_services",
    "in_home_after_return",
    "reunification_services",
    "permanent_placement",
    "adoption_planning",
    "adoption",
    "guardian_home",
    "non_minor_dependent",
)
REASONS = ("out_of_reach", "unassigned", "worker_absent", "overload", "missed_attempts")
QUARTER, HALF, YEAR = 3, 6, 12
WORST_OFFICE = "Compton"

Quantities = dict[str, float]


def quantities(run: Run) -> Quantities:
    """Return everything a run as is says about the targets."""
    return {
        **investigations(run),
        **caseloads(run),
        **visits(run),
        **responses(run),
        **permanence(run, at=(12.0,)),
        **staff(run),
        **tenures(run),
        **balance_of_investigations(run),
        **drift(run),
    }


# --- investigations ------------------------------------------------------------------------------


def investigations(run: Run) -> Quantities:
    """Return children investigated a month, closed in their month, overdue, and the spread."""
    families, months = run.families, run.records.months
    new = families[families["opened"] >= 0]
    children = new["children"]
    same_month = new["closed"] < np.floor(new["opened"]) + 1
    overdue = np.mean([overdue_by_office(families, end) for end in range(1, months + 1)], axis=0)
    names = list(families["office"].cat.categories)
    worst = names.index(WORST_OFFICE)
    return {
        "in_person": float(children.sum()) / months,
        "closed_in_month": float((children * same_month).sum() / children.sum()),
        "overdue": float(overdue.sum()),
        "overdue_spread": float(overdue[worst] / np.delete(overdue, worst).mean()),
    }


def overdue_by_office(families: pd.DataFrame, end: float) -> np.ndarray:
    """Return the investigations open for more than 30 days at a time, by office."""
    late = families["opened"] < end - 30 / 30.4375
    open_still = ~(families["closed"] <= end)
    offices = families["office"].cat.codes[late & open_still]
    return np.bincount(offices, minlength=len(families["office"].cat.categories))


def balance_of_investigations(run: Run) -> Quantities:
    """Return Little's law: children open, and arrivals times the mean months open."""
    families, months = run.families, run.records.months
    start = families["opened"].clip(lower=0)
    end = families["closed"].fillna(months).clip(upper=months)
    stock = float(((end - start).clip(lower=0) * families["children"]).sum()) / months
    new = families[(families["opened"] >= 0) & (families["opened"] < months - 6)]
    stay = (new["closed"].fillna(months) - new["opened"]) * new["children"]
    mean_stay = float(stay.sum() / new["children"].sum())
    arrivals = float(families["children"][families["opened"] >= 0].sum()) / months
    return {
        "investigation_months": mean_stay,
        "open_investigations": stock,
        "little_investigations": arrivals * mean_stay / stock,
    }


# --- staff ---------------------------------------------------------------------------------------


def caseloads(run: Run) -> Quantities:
    """Return children per worker by role over the run, and the share of desks over 30."""
    found = {f"caseload_{role}": caseload(run, role) for role in ROLES}
    records = run.records
    desks = records.snapshots
    role = [each.name for each in records.agency.roles].index(SERVICES)
    roles = np.tile(records.positions["role"], records.months)
    carrying = (desks["present"] > 0.0) & (roles == role)
    at_once = np.repeat(np.arange(records.months), len(records.positions)) == 0
    over = desks["children"] > 30
    return found | {
        "over_30": float(over[carrying].mean()),
        "over_30_first": float(over[carrying & at_once].mean()),
        "over_40": float((desks["children"] > 40)[carrying].mean()),
        "caseload_first": caseload(run, SERVICES, months=range(1)),
    }


def caseload(run: Run, role: str, months: range | None = None) -> float:
    """Return children per worker who is on duty and not absent, over month ends."""
    rows = run.months[run.months["role"] == role]
    if months is not None:
        rows = rows[rows["month"].isin(months)]
    return float(rows["children_carried"].sum() / rows["carrying"].sum())


def staff(run: Run) -> Quantities:
    """Return the rates at which staff leave, by the denominator and by what counts as leaving."""
    months = run.months
    paid = float(months["paid_months"].sum()) / YEAR
    carrying = float(months["carrying"].sum()) / YEAR
    left, failed = float(months["leavers"].sum()), float(months["academy_failures"].sum())
    return {
        "exit_of_payroll": left / paid,
        "exit_of_carrying": left / carrying,
        "exit_with_academy": (left + failed) / paid,
        "exit_with_transfers": (left + failed + float(months["transfers"].sum())) / paid,
    }


def tenures(run: Run) -> Quantities:
    """Return the quartiles of tenure in emergency response half-way through, in years.

    Half-way, because staff who leave at 8 % a year grow older than those in the sources.
    """
    middle = run.records.months / 2
    workers = run.workers[run.workers["role"] == ER]
    here = workers[(workers["on_duty"] <= middle) & ~(workers["left"] <= middle)]
    quartiles = np.quantile((middle - here["hired"]) / YEAR, [0.25, 0.5, 0.75])
    return {f"tenure_{name}": float(v) for name, v in zip("123", quartiles, strict=True)}


# --- visits and responses ------------------------------------------------------------------------


def visits(run: Run) -> Quantities:
    """Return children unseen a month, the share seen, and unseen by reason, over three spans."""
    last = run.records.months
    spans = {"first": range(QUARTER), "last": range(last - QUARTER, last), "all": range(last)}
    found: Quantities = {}
    for name, span in spans.items():
        rows = run.months[run.months["month"].isin(span)]
        eligible, unseen = float(rows["eligible"].sum()), float(rows["unseen"].sum())
        found[f"unseen_{name}"] = unseen / len(span)
        found[f"share_seen_{name}"] = 1 - unseen / eligible
        for reason in REASONS:
            found[f"{reason}_{name}"] = float(rows[f"unseen_{reason}"].sum()) / len(span)
        for role in ROLES:
            ours = rows[rows["role"] == role]
            found[f"unseen_share_{role}_{name}"] = float(
                ours["unseen"].sum() / ours["eligible"].sum()
            )
    return found


def responses(run: Run) -> Quantities:
    """Return the share of first contacts made by their deadline, by tier."""
    late = run.families.groupby("tier", observed=True)["late"].mean()
    return {f"timely_{tier}": 1 - float(share) for tier, share in late.items()}


# --- permanence ----------------------------------------------------------------------------------


def permanence(run: Run, at: tuple[float, ...]) -> Quantities:
    """Return the incidence of a permanent home, and who is in care, so many months after entry."""
    found = entry_cohort(run).incidence()
    permanent = np.flatnonzero(run.layout.cause_is_permanence).tolist()
    home = [run.records.agency.causes.index(cause) for cause in ("quick_return", "reunified")]
    results: Quantities = {}
    for months in at:
        results[f"permanent_{months:g}"] = found.at(months, causes=permanent)
        results[f"home_{months:g}"] = found.at(months, causes=home)
        results[f"in_care_{months:g}"] = in_care(found, months)
    return results


def in_care(found: Incidence, months: float) -> float:
    """Return the share of entrants still in care, other exits and turning 18 taken off."""
    return 1 - found.at(months, causes=range(len(found.incidence)))


def long_run(run: Run) -> Quantities:
    """Return what needs five years: the tail of stays, their median, and Little's law in care."""
    found = entry_cohort(run).incidence()
    months = run.months
    stock = float(months.groupby("month")["children_in_care"].sum().mean())
    entries = float(months["entries"].sum()) / run.records.months
    everything = range(len(found.incidence))
    below = np.flatnonzero(found.survival <= 0.5)
    limit = float(run.records.months) - 1
    return permanence(run, at=(12.0, 24.0, 48.0)) | {
        "median_stay": float(found.times[below[0]]),
        "entries": entries,
        "in_care": stock,
        "implied_stay": stock / entries,
        "restricted_stay": found.restricted_mean(limit, causes=everything),
    }


# --- what was reported of offices, exits and components -------------------------------------------


def offices(run: Run) -> Quantities:
    """Return what was reported of the worst office, and of each the new hires, and those lost."""
    families = run.families
    own = families[(families["office"] == WORST_OFFICE) & families["closed"].notna()]
    own = own[own["opened"] >= 0]
    over = (own["closed"] - own["opened"] > 60 * DAY).mean()
    middle, months = run.records.months / 2, run.records.months
    workers = run.workers
    here = workers[(workers["on_duty"] <= middle) & ~(workers["left"] <= middle)]
    here = here[here["office"] == WORST_OFFICE]
    new = middle - here["hired"] < NEW_STAFF
    started = workers[workers["hired"].between(0, months - NEW_STAFF)]
    gone = (started["left"] - started["hired"] < NEW_STAFF) | (started["transfers"] > 0)
    names = [office.name for office in run.records.agency.offices]
    return {
        "compton_over_60": float(over),
        "compton_new_staff": float(new.mean()),
        **{f"{STARTED}{name}": float((started["office"] == name).sum()) for name in names},
        **{f"{GONE}{name}": float(gone[started["office"] == name].sum()) for name in names},
    }


def new_hires_lost(found: Quantities) -> float:
    """Return the share of new hires gone from the office that loses most, over the means of runs.

    Over one run, some small office always loses most of the few it hired.
    """
    offices = [name.removeprefix(STARTED) for name in found if name.startswith(STARTED)]
    return max(found[f"{GONE}{name}"] / found[f"{STARTED}{name}"] for name in offices)


def exits(run: Run) -> Quantities:
    """Return how long children had been in care who left it in the run: samples of exits."""
    episodes = run.episodes
    left = episodes[episodes["left"] < run.records.months]
    stay = left["left"] - left["entered"]
    adopted = stay[left["cause"] == "adopted"]
    returned = stay[left["cause"].isin(("quick_return", "reunified"))]
    return {
        "adopted_24": float((adopted <= 24).mean()),
        "months_to_adoption": float(adopted.mean()),
        "reunified_median": float(returned.median()),
        "median_of_exits": float(stay.median()),
        "left_within_12": float((stay < 12).mean()),
        "left_after_36": float((stay >= 36).mean()),
    }


def spells(run: Run, at: float = 24.0) -> Quantities:
    """Return how long children in two components have been there, at a moment of the run."""
    legs = run.legs
    size = pd.Series(run.records.cases["size"][legs["case"]], index=legs.index)
    open_then = (legs["started"] <= at) & ~(legs["ended"] <= at)
    found = {}
    for name, stages, months in (
        ("reunification_under_18", ("reunification_services",), 18),
        ("in_home_under_12", ("in_home_services", "in_home_after_return"), 12),
    ):
        here = open_then & legs["stage"].isin(stages)
        short = at - legs["started"][here] < months
        found[name] = float(np.average(short, weights=size[here]))
    return found


# --- drift ---------------------------------------------------------------------------------------


def drift(run: Run) -> Quantities:
    """Return children open by stage on day 0 and on average over each year, and caseloads."""
    legs = run.legs[["stage", "started", "ended", "case"]]
    size = run.records.cases["size"][legs["case"]]
    on_day_0 = (legs["started"] <= 0) & ~(legs["ended"] <= 0)
    found = _by_stage(legs, size * on_day_0, 0)
    for month in range(0, run.records.months + 1, YEAR):
        if month:
            start = legs["started"].clip(lower=month - YEAR)
            end = legs["ended"].fillna(run.records.months).clip(upper=month)
            found |= _by_stage(legs, size * (end - start).clip(lower=0) / YEAR, month)
            past_year = range(month - YEAR, month)
            found |= {f"caseload_{role}_{month}": caseload(run, role, past_year) for role in ROLES}
            found[f"open_investigations_{month}"] = open_in_year(run, month)
            rows = run.months[run.months["month"].isin(past_year)]
            found[f"unseen_{month}"] = float(rows["unseen"].sum()) / YEAR
            found[f"carrying_{month}"] = float(rows["carrying"].sum()) / YEAR
    return found | trends(found, run)


def unseen_by_year(run: Run) -> Quantities:
    """Return the children not seen of the second and third year over those of the first.

    And the children not seen a month, of all and of the worst office, by half-year.
    """
    months = run.months
    yearly = months.groupby(months["month"] // YEAR)["unseen"].sum()
    found = {f"trend_unseen_{n + 1}": float(yearly[n] / yearly[0]) for n in range(1, len(yearly))}
    for name, rows in (("all", months), ("worst", months[months["office"] == WORST_OFFICE])):
        halves = rows.groupby(rows["month"] // HALF)["unseen"].sum() / HALF
        found |= {f"unseen_{name}_half_{half + 1}": float(n) for half, n in halves.items()}
    return found


def third_over_second_year(found: Quantities) -> Quantities:
    """Return what still moves when the hires under way have come: an agency at rest gives 1."""
    children = [
        sum(found[f"open_{stage}_{month}"] for stage in SERVED) for month in (2 * YEAR, 3 * YEAR)
    ]
    return {
        "rest_children": children[1] / children[0],
        **{
            f"rest_{name}": found[f"{column}_{3 * YEAR}"] / found[f"{column}_{2 * YEAR}"]
            for name, column in (
                ("caseload", f"caseload_{SERVICES}"),
                ("staff", "carrying"),
                ("unseen", "unseen"),
            )
        },
    }


def trends(found: Quantities, run: Run) -> Quantities:
    """Return children in services, caseload and staff of the second year over the first.

    Investigations are left out: their number is that of the referrals, which chance moves by the
    year.
    """
    stages = [stage.name for stage in run.records.agency.stages if stage.role != ER]
    first, second = (sum(found[f"open_{stage}_{m}"] for stage in stages) for m in (YEAR, 2 * YEAR))
    return {
        "trend_children": second / first,
        "trend_caseload": found[f"caseload_{SERVICES}_24"] / found[f"caseload_{SERVICES}_12"],
        "trend_staff": found["carrying_24"] / found["carrying_12"],
    }


def _by_stage(legs: pd.DataFrame, children: pd.Series, month: int) -> Quantities:
    totals = children.groupby(legs["stage"], observed=False).sum()
    return {f"open_{stage}_{month}": float(count) for stage, count in totals.items()}


def open_in_year(run: Run, month: int) -> float:
    """Return the children under investigation on average over the year that ends at a month."""
    families = run.families
    start = families["opened"].clip(lower=month - YEAR)
    end = families["closed"].fillna(run.records.months).clip(upper=month)
    return float(((end - start).clip(lower=0) * families["children"]).sum()) / YEAR


def exit_rate(run: Run) -> float:
    """Return exits from care to a permanent home per child-year in care."""
    months = run.months
    return float(months["exits_to_permanence"].sum() / months["children_in_care"].sum()) * YEAR
