"""The figures kept for tests that `quantities` does not have, from a run of five years.

And two experiments: New York's fall of caseloads in continuing services, with caseloads and hours
held there, and Texas's in investigations.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from quantities import ER, SERVICES, WORST_OFFICE, YEAR, Quantities, caseload, exit_rate, long_run

import staffing_sim as ss
from staffing_sim.presets.fits import with_values

DAY = 1 / 30.4375
STARTED, GONE = "started in ", "gone from "
NEW_STAFF_YEARS = 2
NEW_YORK = (16.5, 12.0)  # children a worker before and after, Chapin Hall 2014
NEW_YORK_HOURS = 1.3  # beside the minimum standard of SB 2030; 1.2 to 1.4
MINIMUM_HOURS = {
    "in_home_services": (5.44, 1.25),
    "reunification_services": (3.4, 3.0),
    "permanent_placement": (2.1, 1.6),
    "adoption_planning": (2.1, 1.6),
    "in_home_after_return": (5.44, 1.25),
}
"""Hours a month and child of casework and court at the minimum standard."""
TEXAS = (42.8, 25.3)  # investigations a worker before and after, State Auditor's Office 2009


def kept_for_tests(run: ss.Run) -> Quantities:
    """Return what a run as is of five years says of the figures kept for tests."""
    return long_run(run) | offices(run) | exits(run) | spells(run)


def offices(run: ss.Run) -> Quantities:
    """Return what was reported of the worst office, and of each the new hires, and those lost."""
    families = run.families
    own = families[(families["office"] == WORST_OFFICE) & families["closed"].notna()]
    own = own[own["opened"] >= 0]
    over = (own["closed"] - own["opened"] > 60 * DAY).mean()
    middle, months = run.records.months / 2, run.records.months
    workers = run.workers
    here = workers[(workers["on_duty"] <= middle) & ~(workers["left"] <= middle)]
    here = here[here["office"] == WORST_OFFICE]
    new = middle - here["hired"] < NEW_STAFF_YEARS * YEAR
    two_years = NEW_STAFF_YEARS * YEAR
    started = workers[workers["hired"].between(0, months - two_years)]
    gone = (started["left"] - started["hired"] < two_years) | (started["transfers"] > 0)
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


def exits(run: ss.Run) -> Quantities:
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


def spells(run: ss.Run, at: float = 24.0) -> Quantities:
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


def new_york(agency: ss.Agency, seed: int) -> Quantities:
    """Return exits to permanence at New York's later caseload over those at its earlier one.

    The agency observes its durations at the earlier caseload; the later one is a plan.
    """
    before, after = NEW_YORK
    stages = {stage.name for stage in agency.stages if stage.role == SERVICES}
    children = sum(stock.children for stock in agency.opening if stock.stage in stages)
    present = 0.962  # of the positions of day 0: neither absent nor vacant
    positions = round(children / before / present)
    there = with_values(
        agency.replace(pipeline=()),
        {f"roles.{SERVICES}.positions": positions, f"roles.{SERVICES}.cap.limit": 31}
        | {
            f"stages.{stage}.hours.{activity}": round(hours * NEW_YORK_HOURS, 3)
            for stage, pair in MINIMUM_HOURS.items()
            for activity, hours in zip(("casework", "court"), pair, strict=True)
        },
    )
    more = ss.Hires.once(
        round(positions * (before / after - 1)), kind="net", role=SERVICES, trained=True
    )
    runs = [
        ss.simulate(there, plan, years=3, seed=seed)
        for plan in (ss.Plan("As is"), ss.Plan("After", hires=more))
    ]
    rates = [exit_rate(run) for run in runs]
    loads = [caseload(run, SERVICES) for run in runs]
    return {"rate_ratio": rates[1] / rates[0], "load_before": loads[0], "load_after": loads[1]}


def texas(agency: ss.Agency, seed: int) -> Quantities:
    """Return investigators' rate of leaving after caseloads fall as in Texas, over that before."""
    more = round(agency.role(ER).positions * (TEXAS[0] / TEXAS[1] - 1))
    hires = ss.Hires.once(more, kind="net", role=ER, trained=True)
    rates = []
    for plan in (ss.Plan("As is"), ss.Plan("After", hires=hires)):
        rows = ss.simulate(agency, plan, years=3, seed=seed).months
        rows = rows[rows["role"] == ER]
        rates.append(float(rows["leavers"].sum() / rows["paid_months"].sum()))
    return {"texas": rates[1] / rates[0]}
