"""How a validation runs a preset for many seeds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from quantities import Quantities

import staffing_sim as ss


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
