"""Reruns the Los Angeles preset as it is and sets what it gives beside what was published.

    python3 examples/validation/la_county_2013.py > docs/explanation/validation-la-county-2013.md

Takes about two minutes. Prints a page of Markdown; progress goes to the other stream. Nothing is
fitted here: the preset is run as it is loaded, and a miss stays a miss.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator

from page import Results, page
from quantities import SERVICES, Quantities, caseload, exit_rate, long_run, quantities

import staffing_sim as ss

PRESET = "la-county-2013"
PRESENT_SHARE = 0.962  # of positions on day 0 in a run as is, without those absent and vacant
LONG_RUNS = 4


def main() -> None:
    """Run everything and print the page."""
    wanted = arguments()
    print(page(results(wanted.seed, wanted.replications)), end="")


def arguments() -> argparse.Namespace:
    """Return the seed and the number of replications."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--replications", type=int, default=10, help="worlds; at least 2")
    return parser.parse_args()


def results(seed: int, replications: int) -> Results:
    """Return every quantity of the page, run by run."""
    agency = ss.load_agency(PRESET)
    at_rest = agency.replace(pipeline=())
    seeds = range(seed, seed + replications)
    return Results(
        seed=seed,
        as_is=runs(agency, seeds, 2, quantities),
        at_rest=runs(at_rest, seeds, 2, quantities),
        five_years=runs(agency, seeds[:LONG_RUNS], 5, long_run),
        experiment=[experiment(at_rest, each) for each in told(seeds, "caseloads")],
    )


def runs(
    agency: ss.Agency, seeds: range, years: int, compute: Callable[[ss.Run], Quantities]
) -> list[Quantities]:
    """Return the quantities of a run as is for each seed."""
    plan = ss.load_plans(PRESET)[0]
    return [
        compute(ss.simulate(agency, plan, years=years, seed=seed))
        for seed in told(seeds, f"{years} years")
    ]


def told(seeds: range, what: str) -> Iterator[int]:
    """Yield seeds and say on the other stream where we are."""
    for seed in seeds:
        print(f"{what}: seed {seed}", file=sys.stderr)
        yield seed


def experiment(agency: ss.Agency, seed: int) -> Quantities:
    """Return what four caseloads in continuing services do to exits to permanence.

    New York's, and those of Los Angeles; nothing but the number of workers differs, from day 0 on.
    """
    rates, loads = {}, {}
    for wanted in (16.5, 12.0, 32.0, 21.0):
        run = ss.simulate(with_caseload(agency, wanted), ss.Plan("As is"), years=2, seed=seed)
        rates[wanted], loads[wanted] = exit_rate(run), caseload(run, SERVICES)
    gain = math.log(rates[21.0] / rates[32.0])
    return {
        "rate_ratio": rates[12.0] / rates[16.5],
        "elasticity": gain / math.log(loads[32.0] / loads[21.0]),
        **{f"load_{wanted:g}": load for wanted, load in loads.items()},
        **{f"rate_{wanted:g}": rate for wanted, rate in rates.items()},
    }


def with_caseload(agency: ss.Agency, wanted: float) -> ss.Agency:
    """Return the agency with as many workers in continuing services as give this caseload."""
    staged = {stage.name for stage in agency.stages if stage.role == SERVICES}
    children = sum(stock.children for stock in agency.opening if stock.stage in staged)
    positions = round(children / wanted / PRESENT_SHARE)
    role = agency.role(SERVICES)
    vacant = round(role.vacant * positions / role.positions)
    scaled = role.replace(positions=positions, vacant=vacant)
    roles = tuple(scaled if each.name == SERVICES else each for each in agency.roles)
    return agency.replace(roles=roles)


if __name__ == "__main__":
    main()
