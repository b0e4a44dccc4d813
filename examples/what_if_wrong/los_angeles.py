"""Asks where a dispute of Los Angeles turns if a number is wrong, and writes the page that says so.

    cd examples/what_if_wrong
    python3 los_angeles.py la-county-2013 > ../../docs/explanation/what-if-wrong-la-county-2013.md
    python3 los_angeles.py la-county-2022 > ../../docs/explanation/what-if-wrong-la-county-2022.md

Each takes about five minutes of one core; ``--jobs 2`` takes two. Prints a page of Markdown;
progress goes to the other stream. No figure on the page comes from anywhere else.
"""

from __future__ import annotations

import argparse

from asking import answers
from page import page


def main() -> None:
    """Ask everything and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("preset", choices=["la-county-2013", "la-county-2022"])
    parser.add_argument("--seed", type=int, default=2013, help="decides everything left to chance")
    parser.add_argument("--replications", type=int, default=5, help="worlds; at least 2")
    parser.add_argument("--jobs", type=int, default=1, help="worlds at once; changes no figure")
    wanted = parser.parse_args()
    how = {"seed": wanted.seed, "replications": wanted.replications, "n_jobs": wanted.jobs}
    print(page(wanted.preset, answers(wanted.preset, **how)), end="")


if __name__ == "__main__":
    main()
