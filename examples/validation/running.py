"""How a validation runs a preset: as is for many seeds, and with other caseloads on day 0."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence

from quantities import SERVICES, Quantities, caseload, exit_rate

import staffing_sim as ss

NEW_YORK = (16.5, 12.0)  # children a worker before and after, Chapin Hall 2014


def runs(
    agency: ss.Agency,
    plan: ss.Plan,
    *,
    seeds: range,
    years: int,
    compute: Callable[[ss.Run], Quantities],
) -> list[Quantities]:
    """Return the quantities of a run under a plan for each seed."""
    return [
        compute(ss.simulate(agency, plan, years=years, seed=seed))
        for seed in told(seeds, f"{plan.name}, {years} years")
    ]


def told(seeds: range, what: str) -> Iterator[int]:
    """Yield seeds and say on the other stream where we are."""
    for seed in seeds:
        print(f"{what}: seed {seed}", file=sys.stderr)
        yield seed


def columns(runs: Sequence[Quantities]) -> dict[str, list[float]]:
    """Return each quantity of some runs as a list, run by run."""
    return {name: [run[name] for run in runs] for name in runs[0]}


def experiment(
    agency: ss.Agency, seed: int, *, here: tuple[float, float], present_share: float
) -> Quantities:
    """Return what four caseloads in continuing services do to exits to permanence.

    New York's, and those of the agency (``here``: before and after); nothing but the number of
    workers differs, from day 0 on. ``present_share`` is the part of positions at work in a run.
    """
    rates, loads = {}, {}
    for wanted in (*NEW_YORK, *here):
        staffed = with_caseload(agency, wanted, present_share=present_share)
        run = ss.simulate(staffed, ss.Plan("As is"), years=2, seed=seed)
        rates[wanted], loads[wanted] = exit_rate(run), caseload(run, SERVICES)
    (before, after), (heavy, light) = NEW_YORK, here
    gain = math.log(rates[light] / rates[heavy])
    return {
        "rate_ratio": rates[after] / rates[before],
        "elasticity": gain / math.log(loads[heavy] / loads[light]),
        **{f"load_{wanted:g}": load for wanted, load in loads.items()},
        **{f"rate_{wanted:g}": rate for wanted, rate in rates.items()},
    }


def with_caseload(agency: ss.Agency, wanted: float, *, present_share: float) -> ss.Agency:
    """Return the agency with as many workers in continuing services as give this caseload."""
    staged = {stage.name for stage in agency.stages if stage.role == SERVICES}
    children = sum(stock.children for stock in agency.opening if stock.stage in staged)
    positions = round(children / wanted / present_share)
    role = agency.role(SERVICES)
    vacant = round(role.vacant * positions / role.positions)
    scaled = role.replace(positions=positions, vacant=vacant)
    roles = tuple(scaled if each.name == SERVICES else each for each in agency.roles)
    return agency.replace(roles=roles)
