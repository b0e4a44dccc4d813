"""Finds the descriptions of Los Angeles in 2013 that its published figures do not rule out.

    python3 examples/calibration/match_la_county_2013.py --jobs 2 --runs runs.csv

Takes about an hour and a half on two cores; writes the sets, the page and its pictures. Every
finished run is kept in the file given with ``--runs``, and the same command goes on from there. The
same seed gives the same sets, however many processes. ``--quick`` tries the whole with a few short
waves and writes nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from los_angeles_2013 import FIGURES, PRESET, observe, space
from matching_page import page, save_pictures

from staffing_sim.calibration import Budget, Evaluations, Matching, match_history, read_figures

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
SETS = HERE / "sets" / f"{PRESET}.csv"
PAGE = DOCS / "explanation" / f"matching-{PRESET}.md"
PICTURES = DOCS / "pictures" / "matching" / PRESET
COMMAND = "python3 examples/calibration/match_la_county_2013.py --jobs 2 --runs runs.csv"
FULL = Budget(waves=3, points=150, candidates=140, worlds=2)
QUICK = Budget(waves=2, points=40, candidates=4, worlds=1)


def main() -> None:
    """Match, and write what is left."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--runs", type=Path, help="where finished runs are kept")
    parser.add_argument("--quick", action="store_true", help="a few runs, nothing written")
    asked = parser.parse_args()
    found = matched(asked.seed, QUICK if asked.quick else FULL, asked.jobs, asked.runs)
    print(found.waves.to_string(index=False))
    print(f"{len(found.sets)} of {len(found.candidates)} candidates are not ruled out")
    if not asked.quick:
        write(found)


def matched(seed: int, budget: Budget, jobs: int, runs: Path | None) -> Matching:
    """Return what the published figures leave of the county."""
    evaluations = Evaluations(space(), observe, path=runs, n_jobs=jobs, progress=True)
    return match_history(evaluations, read_figures(FIGURES), budget=budget, seed=seed)


def write(found: Matching) -> None:
    """Write the sets, the page and its pictures."""
    SETS.parent.mkdir(exist_ok=True)
    found.in_order().to_csv(SETS, index=False, float_format="%.6g")
    save_pictures(found, PICTURES)
    PAGE.write_text(
        page(
            found,
            title="Los Angeles 2013",
            command=COMMAND,
            pictures=f"../pictures/matching/{PRESET}",
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
