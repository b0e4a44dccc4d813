"""Writes docs/reference/frames.md: what every column of the larger tables means.

Run ``python3 docs/frame_tables.py`` after a column has changed; a test fails until it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from staffing_sim.frames import CLAUSE_COLUMNS, MONTH_COLUMNS
from staffing_sim.frames.cohorts import COHORT_COLUMNS
from staffing_sim.frames.service import SERVICE_COLUMNS
from staffing_sim.frames.waterfall import LOSSES, STEPS
from staffing_sim.measures import MEASURES

PAGE = Path(__file__).parent / "reference" / "frames.md"

WORDS = """\
# Tables and their columns

<!-- written by docs/frame_tables.py; change that, not this -->

A run (`simulate`) has these tables as attributes. A study (`compare`) has the first five as methods
of the same name, with `plan` and `replication` in front. Counts are `float64` and undefined is NaN;
where a table comes from (seed, version, fingerprint) stands in its `attrs`.
"""


def page() -> str:
    """Return the whole page."""
    positions = STEPS | {name: f"lost on the way: {words}" for name, words in LOSSES.items()}
    positions = {name: words[0].lower() + words[1:] for name, words in positions.items()}
    tables = {
        "`months`: a row per month, office and role": MONTH_COLUMNS,
        "`positions`: the waterfall, by month, office and role": positions,
        "`service`: who left, out of how much service": SERVICE_COLUMNS,
        "`cohorts`: who starts when": COHORT_COLUMNS,
        "`clauses`: what the plan's clauses counted, by month, clause and office": CLAUSE_COLUMNS,
        "Measures": {
            name: f"{measure.label} ({measure.unit}). {measure.definition}"
            for name, measure in MEASURES.items()
        },
    }
    parts = [line for title, columns in tables.items() for line in _table(title, columns)]
    return "\n".join([WORDS, *parts])


def _table(title: str, columns: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}\n\n| column | meaning |\n|---|---|"
    for name, words in columns.items():
        yield f"| `{name}` | {words} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
