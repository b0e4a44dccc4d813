"""Reruns the Los Angeles preset of 2022 and sets what it gives beside what little is known.

    python3 examples/validation/la_county_2022.py > docs/explanation/validation-la-county-2022.md

Takes about two minutes. Prints a page of Markdown; progress goes to the other stream. Nothing is
fitted here: the preset is run as it is loaded, and a miss stays a miss.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments import new_york
from page_2022 import Results, page
from quantities import Quantities, exits
from quantities_2022 import as_is, federal, outcome, third_over_second_year
from running import columns, runs, told

import staffing_sim as ss
from staffing_sim.calibration import read_figures

PRESET = "la-county-2022"
FIGURES = Path(__file__).parents[1] / "calibration" / "published" / f"{PRESET}.toml"
PLAN_RUNS = 4
EXPERIMENTS = 6
CLAUSE_ALONE = ss.Plan(
    "Strict cap of 15 at once, no posts",
    caps=ss.PlanCap(role="continuing_services", limit=15, overflow="hard"),
)


def main() -> None:
    """Run everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2022, help="decides everything left to chance")
    parser.add_argument("--replications", type=int, default=10, help="worlds; at least 2")
    wanted = parser.parse_args()
    print(page(results(wanted.seed, wanted.replications)))


def results(seed: int, replications: int) -> Results:
    """Return every quantity of the page, run by run."""
    agency, plans = ss.load_agency(PRESET), ss.load_plans(PRESET)
    seeds = range(seed, seed + replications)
    found = runs(agency, plans[0], seeds=seeds, years=3, compute=_everything)
    tried = [new_york(agency, each) for each in told(seeds[:EXPERIMENTS], "New York")]
    return Results(
        agency=agency,
        seed=seed,
        figures=read_figures(FIGURES),
        as_is=found,
        found=columns(found) | columns(tried),
        plans={
            plan.name: runs(agency, plan, seeds=seeds[:PLAN_RUNS], years=4, compute=outcome)
            for plan in (*plans, CLAUSE_ALONE)
        },
    )


def _everything(run: ss.Run) -> Quantities:
    found = as_is(run)
    return found | third_over_second_year(found) | exits(run) | federal(run)


if __name__ == "__main__":
    main()
