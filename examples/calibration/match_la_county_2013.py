"""Finds the descriptions of Los Angeles in 2013 that its published figures do not rule out.

    python3 examples/calibration/match_la_county_2013.py --jobs 2 --runs runs.csv

Takes about two hours on two cores. Every finished run is kept in the file given with ``--runs``,
and the same command goes on from there; the same seed gives the same sets on any number of cores.
``--quick`` tries the whole with a few short waves and writes nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from los_angeles_2013 import FIGURES, PRESET, observe, space

import staffing_sim as ss
from staffing_sim.calibration import Budget, Evaluations, Matching, match_history, read_figures

FITS = Path(ss.__file__).parent / "presets" / "fits" / f"{PRESET}.csv"
FULL = Budget(waves=3, points=150, candidates=140, worlds=2)
QUICK = Budget(waves=2, points=40, candidates=4, worlds=1)


def main() -> None:
    """Match, print what is left, and write the sets."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--runs", type=Path, help="where finished runs are kept")
    parser.add_argument("--quick", action="store_true", help="a few runs, nothing written")
    asked = parser.parse_args()
    found = matched(asked.seed, QUICK if asked.quick else FULL, asked.jobs, asked.runs)
    print(found.waves.to_string(index=False))
    print(found.ranges().round(3).to_string(index=False))
    print(f"{len(found.sets)} sets of {len(found.candidates)} candidates; centre {found.central()}")


def matched(seed: int, budget: Budget, jobs: int, runs: Path | None) -> Matching:
    """Return what the published figures leave of the county."""
    evaluations = Evaluations(space(), observe, path=runs, n_jobs=jobs, progress=True)
    return match_history(evaluations, read_figures(FIGURES), budget=budget, seed=seed)


if __name__ == "__main__":
    main()
