"""Works out the need of Los Angeles in 2013, and writes it into the page on how that is done.

python3 examples/method/need_of_los_angeles.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from marked import put

import staffing_sim as ss

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "calculate-need.md"
ROLE = "continuing_services"


def need() -> Iterator[str]:
    """Yield the static need and the positions it takes, by two standards."""
    county = ss.load_agency("la-county-2013")
    yield "| | static need | positions needed | over those of day 0 and hires under way |"
    yield "|---|---|---|---|"
    found = {}
    for standard in ("sb2030_minimum", "own"):
        row = ss.need.need_waterfall(county, standard=standard).set_index("role").loc[ROLE]
        cells = f"{row['static_need']:,.0f} | {row['need']:,.0f} | {row['gap']:+,.0f}"
        yield f"| `{standard}` | {cells} |"
        found[standard] = row
    row = found["sb2030_minimum"]
    missing = row["static_need"] - row["positions"]
    text = (
        f"By the minimum standard the static need alone asks for {missing:,.0f} more positions; "
        f"leave, turnover and uneven workloads add {row['gap'] - missing:,.0f} more."
    )
    yield f"\n{fill(text, 100)}"


if __name__ == "__main__":
    put(PAGE, "need of Los Angeles", need())
