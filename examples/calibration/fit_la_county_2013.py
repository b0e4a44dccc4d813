"""Fits the free numbers of the Los Angeles preset to what was published, by simulation.

    python3 examples/calibration/fit_la_county_2013.py > docs/explanation/calibration.md

Prints the page and writes the parameter sets that fit beside the preset; progress goes to the other
stream. Takes about half an hour on one core, less with ``--jobs``; the same seed gives the same
sets, however many jobs. ``--quick`` is a smoke test of some minutes that writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.append(str(Path(__file__).parents[1] / "validation"))  # targets and quantities

from candidates import AIMS, Drawn, candidates
from fits_file import fits_text
from fits_page import Calibration, page
from headlines import headline
from judging import Verdict, judge
from laws import FittedLaws, fit_laws
from solving import solve

import staffing_sim as ss
from staffing_sim.presets.fits import with_values

PRESET = "la-county-2013"
FITS = Path(ss.__file__).parent / "presets" / "fits" / f"{PRESET}.toml"
SHIPPED = 8

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How much to run: candidates, worlds to solve on, worlds to judge on."""

    candidates: int
    solving: int
    judging: int


FULL = Budget(candidates=4, solving=4, judging=8)  # provisional: few worlds, unseen vary by 6 %
QUICK = Budget(candidates=2, solving=1, judging=2)


def main() -> None:
    """Fit, print the page, and write the sets."""
    wanted = arguments()
    budget = QUICK if wanted.quick else FULL
    found = calibrate(wanted.seed, budget, wanted.jobs)
    print(page(found), end="")
    if not wanted.quick:
        FITS.parent.mkdir(exist_ok=True)
        FITS.write_text(fits_text(found.shipped, wanted.seed), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """Return the seed, the number of processes, and whether this is only a test."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--quick", action="store_true", help="two candidates, nothing written")
    return parser.parse_args()


def calibrate(seed: int, budget: Budget, jobs: int) -> Calibration:
    """Draw candidates, solve and judge each, and compare plans under those that fit."""
    preset = ss.load_agency(PRESET).replace(ledger=())
    base = with_values(preset, {"demand.year_spread": 0})  # years neither good nor bad
    drawn = candidates(budget.candidates, seed)
    with ProcessPoolExecutor(jobs) as pool:
        used = sorted({each.laws for each in drawn})
        fitted = told(pool.map(partial(fit_laws, base), [AIMS[row] for row in used]), "laws")
        laws = dict(zip(used, fitted, strict=True))
        one = partial(_solved_and_judged, base, seed, budget)
        tasks = [(number, each, laws[each.laws]) for number, each in enumerate(drawn)]
        verdicts = list(told(pool.map(one, tasks), "candidate"))
        shipped = tuple(each for each in verdicts if not each.missed)[:SHIPPED]
        agencies = [with_values(preset, each.candidate.values) for each in shipped]
        headlines = tuple(told(pool.map(partial(headline, seed=seed), agencies), "plans"))
    return Calibration(
        seed=seed,
        verdicts=tuple(verdicts),
        laws=tuple(laws.values()),
        shipped=shipped,
        headlines=headlines,
    )


def _solved_and_judged(
    base: ss.Agency, seed: int, budget: Budget, task: tuple[int, Drawn, FittedLaws]
) -> Verdict:
    """Solve a candidate on some worlds and judge it on others."""
    number, drawn, laws = task
    first = seed + budget.solving
    candidate = solve(base, number, drawn, laws, range(seed, first))
    return judge(candidate, range(first, first + budget.judging))


def told(results: Iterator[Result], what: str) -> Iterator[Result]:
    """Yield results and say on the other stream where we are."""
    for number, result in enumerate(results):
        print(f"{what} {number} done{_misses_of(result)}", file=sys.stderr, flush=True)
        yield result


def _misses_of(result: object) -> str:
    if not isinstance(result, Verdict):
        return ""
    found = {target.quantity: result.found[target.quantity] for target in result.missed}
    return "".join(f", misses {name}: {value:.4g}" for name, value in found.items())


if __name__ == "__main__":
    main()
