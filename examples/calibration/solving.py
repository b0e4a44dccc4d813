"""Stage two: the numbers that simulation settles, found by running the agency as is.

The aims are published figures, or follow from them as is said beside each. No search moves them;
what cannot be met together is reported. Each unknown is moved against the one figure it decides
most, by a step about as large as would meet it; all at once, again and again, on the same worlds. A
plain damped fixed point will do: every figure rises or falls with its unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from candidates import ER, SERVICES, Drawn, Solved, start, values
from laws import FittedLaws
from offices import Offices, even, settled, stepped
from quantities import Quantities, quantities

import staffing_sim as ss
from staffing_sim.presets.fits import with_values

UNSEEN = 2_110  # midway between 2,268, and 6.2 % (2,268 of 36,542) of the 31,400 due a visit
SPREAD = 3.2  # Compton's overdue investigations over the mean of the others: more than three
OVER_30 = 0.64  # about 65 % are over 30, by less and less as desks grow unequal
SERVICES_CASELOAD, ER_CASELOAD = 32.0, 19.0  # as reported
MEDIAN_TENURE = 4.58  # as reported
STEPS = 4  # the start is close: laws and leaving are observations
SHORT_RUNS = 7  # worlds of three months on top: the first months' unseen vary by world


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A point of the box, what was solved for it, and the agency they make."""

    number: int
    drawn: Drawn
    solved: Solved
    offices: Offices
    values: dict[str, float]
    agency: ss.Agency


def solve(
    base: ss.Agency, number: int, drawn: Drawn, laws: FittedLaws, seeds: Sequence[int]
) -> Candidate:
    """Return a candidate whose runs as is, on some worlds, give the figures above."""
    solved, offices = start(drawn), even(base)
    for step in range(STEPS):
        agency = with_values(base, values(drawn, solved, laws) | offices.values())
        found = mean_of(as_is(agency, seed) for seed in seeds)
        solved = _stepped(solved, drawn, found | first_months(agency, seeds))
        offices = stepped(offices, agency, found, weight=0.5 if step else 1.0)
    numbers = values(drawn, solved, laws) | offices.values()
    return Candidate(
        number=number,
        drawn=drawn,
        solved=solved,
        offices=offices,
        values=numbers,
        agency=with_values(base, numbers),
    )


def as_is(agency: ss.Agency, seed: int) -> Quantities:
    """Return what two years without a plan give, and what offices settle to."""
    run = ss.simulate(agency, ss.Plan("As is"), years=2, seed=seed)
    return quantities(run) | settled(run)


def first_months(agency: ss.Agency, seeds: Sequence[int]) -> Quantities:
    """Return the children unseen a month in the first three, over many short runs."""
    worlds = range(seeds[0], seeds[0] - SHORT_RUNS, -1)  # downwards: not those of the judging
    runs = [ss.simulate(agency, ss.Plan("As is"), years=0.25, seed=seed) for seed in worlds]
    return {"unseen_first": float(np.mean([run.months["unseen"].sum() / 3 for run in runs]))}


def mean_of(runs: Iterable[Quantities]) -> Quantities:
    """Return the mean of each quantity over runs."""
    rows = list(runs)
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def _stepped(now: Solved, drawn: Drawn, found: Quantities) -> Solved:
    """Return the unknowns after one step, each against its figure.

    What was counted at one moment is half of day 0, half of the two years.
    """
    er_load = found[f"caseload_{ER}"]
    load = (found["caseload_first"] + found[f"caseload_{SERVICES}"]) / 2
    spread = found["overdue_spread"]
    over = (found["over_30_first"] + found["over_30"]) / 2
    unseen = (found["unseen_first"] + found["unseen_all"]) / 2
    return Solved(
        contact_weight=now.contact_weight * _limited(unseen / UNSEEN, 0.7),
        compton_time=_between(now.compton_time + 0.2 * (SPREAD - spread), 0.8, 2.0),
        area_spread=_between(now.area_spread + 0.9 * (over - OVER_30), 0.0, 0.3),
        leaving=now.leaving * drawn.exit_share / found["exit_of_payroll"],
        tenure_mean=now.tenure_mean * _limited(MEDIAN_TENURE / found["tenure_2"], 1.0),
        er_positions=round(now.er_positions * _limited(er_load / ER_CASELOAD, 0.4)),
        services_positions=round(now.services_positions * _limited(load / SERVICES_CASELOAD, 0.8)),
    ).rounded()


def _limited(ratio: float, power: float) -> float:
    """Return a power of a ratio, no step by more than a third."""
    return _between(ratio**power, 0.75, 4 / 3)


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
