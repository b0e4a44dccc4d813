"""What plans change in experiments that somebody has made: a county, a state and a city.

In each the agency observes its durations and its rates of leaving at the caseload of before, and
the caseload of after is a plan.
"""

from __future__ import annotations

import math

from quantities import ER, SERVICES, Quantities, caseload, exit_rate, permanence

import staffing_sim as ss
from staffing_sim.need import stability
from staffing_sim.presets.fits import with_values

AS_IS = ss.Plan("As is")
YEARS = 3
PRESENT = 0.96  # of the positions of day 0: neither absent nor vacant
SETTLED = 6  # months in which more workers come to their share of the cases
CASELOAD_2009, CASELOAD_2013 = 22.0, 31.6  # Los Angeles, children a worker in continuing services
NEW_YORK = (16.5, 12.0)  # children a worker before and after, Chapin Hall 2014
TEXAS = (42.8, 25.3)  # investigations a worker before and after, State Auditor's Office 2009
NEW_YORK_HOURS = 1.3  # beside the minimum standard of SB 2030; 1.2 to 1.4
MINIMUM_HOURS = {
    "in_home_services": (5.44, 1.25),
    "reunification_services": (3.4, 3.0),
    "permanent_placement": (2.1, 1.6),
    "adoption_planning": (2.1, 1.6),
    "in_home_after_return": (5.44, 1.25),
}
"""Hours a month and child of casework and court at the minimum standard."""


def pace_of_returns(agency: ss.Agency, run: ss.Run, seed: int) -> Quantities:
    """Return how exits from care within 12 months answer to the caseload, as an elasticity.

    ``run`` is the county as is, at the caseload of 2013; beside it stands one that has, from the
    first day, the workers who bring the caseload of 2009.
    """
    positions = agency.role(SERVICES).positions
    plan = _after(positions, CASELOAD_2013 / CASELOAD_2009, role=SERVICES)
    both = (run, ss.simulate(agency, plan, years=YEARS, seed=seed))
    span = range(SETTLED, run.records.months)
    ended = [1 - permanence(each, at=(12.0,))["in_care_12"] for each in both]
    load = [caseload(each, SERVICES, span) for each in both]
    return {"pace_of_returns": math.log(ended[1] / ended[0]) / math.log(load[0] / load[1])}


def _after(positions: int, times: float, *, role: str) -> ss.Plan:
    """Return a plan that has so many times a role's workers from the first day, trained."""
    more = round(positions * (times - 1))
    return ss.Plan("After", hires=ss.Hires.once(more, kind="net", role=role, trained=True))


def burnout_per_child(agency: ss.Agency, children: float) -> Quantities:
    """Return the ratio of hazards of leaving that one more child in continuing services makes."""
    whole = stability(agency).set_index(["office", "role"])["load"]
    load = float(whole["all", SERVICES])
    burnout = agency.workforce.burnout * load / children
    return {"burnout_per_child": math.exp(burnout) if load > 1 else 1.0}


def new_york(agency: ss.Agency, seed: int) -> Quantities:
    """Return exits to permanence at New York's later caseload over those at its earlier one."""
    before, after = NEW_YORK
    stages = {stage.name for stage in agency.stages if stage.role == SERVICES}
    children = sum(stock.children for stock in agency.opening if stock.stage in stages)
    positions = round(children / before / PRESENT)
    hours = {
        f"stages.{stage}.hours.{activity}": round(minimum * NEW_YORK_HOURS, 3)
        for stage, pair in MINIMUM_HOURS.items()
        for activity, minimum in zip(("casework", "court"), pair, strict=True)
    }
    there = with_values(agency, {f"roles.{SERVICES}.positions": positions} | hours)
    there = there.replace(pipeline=()).rebase()
    plans = (AS_IS, _after(positions, before / after, role=SERVICES))
    runs = [ss.simulate(there, plan, years=YEARS, seed=seed) for plan in plans]
    rates = [exit_rate(run) for run in runs]
    loads = [caseload(run, SERVICES) for run in runs]
    return {"rate_ratio": rates[1] / rates[0], "load_before": loads[0], "load_after": loads[1]}


def texas(agency: ss.Agency, seed: int) -> Quantities:
    """Return investigators' rate of leaving after caseloads fall as in Texas, over that before."""
    before, after = TEXAS
    plans = (AS_IS, _after(agency.role(ER).positions, before / after, role=ER))
    rates = []
    for plan in plans:
        rows = ss.simulate(agency, plan, years=YEARS, seed=seed).months
        rows = rows[rows["role"] == ER]
        rates.append(float(rows["leavers"].sum() / rows["paid_months"].sum()))
    return {"texas": rates[1] / rates[0]}
