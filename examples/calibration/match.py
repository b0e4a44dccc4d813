"""Finds the descriptions of a county that its published figures do not rule out.

    python3 examples/calibration/match.py la-county-2013 --jobs 2 --runs runs.csv

Takes about an hour on two cores; ships the sets with the preset, and writes the page and its
pictures. Every finished run is kept in the file given with ``--runs``, and the same command goes on
from there. The same seed gives the same sets, however many processes. ``--quick`` tries the whole
with a few short waves and writes nothing.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from types import ModuleType

from matching_page import page, save_pictures
from shipping import COUNTIES, ship

from staffing_sim.calibration import Budget, Evaluations, Matching, match_history, read_figures

DOCS = Path(__file__).parents[2] / "docs"
COMMAND = "python3 examples/calibration/match.py {preset} --jobs 2 --runs runs.csv"
FULL = Budget(waves=3, points=150, candidates=180, worlds=2)
QUICK = Budget(waves=2, points=40, candidates=4, worlds=1)


def main() -> None:
    """Match, and write what is left."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("county", choices=COUNTIES)
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--runs", type=Path, help="where finished runs are kept")
    parser.add_argument("--quick", action="store_true", help="a few runs, nothing written")
    asked = parser.parse_args()
    county = import_module(COUNTIES[asked.county])
    evaluations = Evaluations(
        county.space(), county.observe, path=asked.runs, n_jobs=asked.jobs, progress=True
    )
    budget = QUICK if asked.quick else FULL
    figures = read_figures(county.FIGURES)
    found = match_history(evaluations, figures, budget=budget, seed=asked.seed)
    print(found.waves.to_string(index=False))
    print(f"{len(found.sets)} of {len(found.candidates)} candidates are not ruled out")
    if not asked.quick:
        write(found, county)


def write(found: Matching, county: ModuleType) -> None:
    """Ship the sets; write the page and its pictures."""
    ship(county, found.space, found.in_order())
    name = f"matching-{county.PRESET}"
    save_pictures(found, DOCS / "pictures" / name)
    text = page(
        found,
        title=county.TITLE,
        command=COMMAND.format(preset=county.PRESET),
        pictures=f"../pictures/{name}",
    )
    (DOCS / "explanation" / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
