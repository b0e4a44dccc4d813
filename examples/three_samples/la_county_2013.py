"""What three samples of Los Angeles County would publish, beside what became of the children.

    python3 examples/three_samples/la_county_2013.py > docs/explanation/three-samples.md

Takes about three minutes. Prints a page of Markdown and draws its picture; every figure on it comes
from here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from page import page
from picture import draw
from running import results

import staffing_sim as ss

PRESET = "la-county-2013"
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "three-samples.png"


def main() -> None:
    """Run everything, draw the picture and print the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=2013, help="the first seed")
    parser.add_argument("--replications", type=int, default=6, help="worlds; at least 2")
    wanted = parser.parse_args()
    seeds = range(wanted.seed, wanted.seed + wanted.replications)
    found = results(ss.load_agency(PRESET), ss.load_plans(PRESET)[:2], seeds)
    draw(found, PICTURE)
    print(page(found, preset=PRESET), end="")


if __name__ == "__main__":
    main()
