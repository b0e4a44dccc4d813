"""Writes docs/reference/frames.md: every table, and what its columns mean.

Run ``python3 docs/frame_tables.py`` after a column has changed; a test fails until it is done.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from staffing_sim.measures import MEASURES
from staffing_sim.need import STABILITY_COLUMNS
from staffing_sim.need.twin import FLUID_COLUMNS, TIPPING_COLUMNS
from staffing_sim.permanence import INDICATOR_COLUMNS, LANDMARK_COLUMNS
from staffing_sim.permanence.landmarks import FOLLOWED_COLUMNS
from staffing_sim.records import CLAUSE_COLUMNS, MONTH_COLUMNS
from staffing_sim.records.episodes import AFCARS_COLUMNS
from staffing_sim.records.people import (
    CHILD_COLUMNS,
    EPISODE_COLUMNS,
    FAMILY_COLUMNS,
    LEG_COLUMNS,
    WORKER_COLUMNS,
)
from staffing_sim.records.service import COHORT_COLUMNS, SERVICE_COLUMNS
from staffing_sim.records.waterfall import LOSSES, STEPS
from staffing_sim.sensitivity.flips import FLIP_COLUMNS
from staffing_sim.sensitivity.one_at_a_time import TORNADO_COLUMNS
from staffing_sim.sensitivity.parameter_sets import DRIVER_COLUMNS, SET_COLUMNS
from staffing_sim.solving.infeasible import BY_MONTH_COLUMNS
from staffing_sim.study import Study

PAGE = Path(__file__).parent / "reference" / "frames.md"

WORDS = """\
# Tables and their columns

<!-- written by docs/frame_tables.py; change that, not this -->

Counts are `float64` and undefined is NaN; times are months since the start; where a table comes
from (seed, version, fingerprint) is in its `attrs`.
"""

OF_A_RUN = """\
## Tables of a run

A run (`simulate`) has these as attributes. A study (`compare`) has the first five as methods of the
same name, with `plan` and `replication` in front.
"""

OF_A_STUDY = """\
## Tables of a study

A study has these as methods, besides the five above.

| method | what it returns | columns |
|---|---|---|"""

OTHERS = "## Tables of other questions\n"

LOST = {name: f"lost on the way: {words}" for name, words in LOSSES.items()}
POSITIONS = {
    **{name: MONTH_COLUMNS[name] for name in ("month", "date", "office", "role")},
    **{name: words[0].lower() + words[1:] for name, words in (STEPS | LOST).items()},
}

RUN_TABLES: Mapping[str, Mapping[str, str]] = {
    "`months`: a row per month, office and role": MONTH_COLUMNS,
    "`positions`: the waterfall, by month, office and role": POSITIONS,
    "`service`: who left, out of how much service": SERVICE_COLUMNS,
    "`cohorts`: who starts when": COHORT_COLUMNS,
    "`clauses`: what the plan's clauses counted, by month, clause and office": CLAUSE_COLUMNS,
    "`children`: a row per child whose case opened or was open on day 0": CHILD_COLUMNS,
    "`families`: a row per family referred or under investigation on day 0": FAMILY_COLUMNS,
    "`legs`: a row per leg of a case's way that began": LEG_COLUMNS,
    "`episodes`: a row per stay in foster care": EPISODE_COLUMNS,
    "`workers`: a row per person who was ever on the payroll": WORKER_COLUMNS,
    "`afcars`: the stays as removal episodes of the federal foster care file": AFCARS_COLUMNS,
}

OTHER_TABLES: Mapping[str, Mapping[str, str]] = {
    "`landmark_table(run)`: permanence at fixed dates, and re-entry": LANDMARK_COLUMNS,
    "`followed_table(run)`: children followed all the way": FOLLOWED_COLUMNS,
    "`indicators(run)`: published indicators by period": INDICATOR_COLUMNS,
    "`fluid(...).months`: the fluid twin, by month and role": FLUID_COLUMNS,
    "`fluid(...).tipping_point()`: how far each role is from tipping": TIPPING_COLUMNS,
    "`stability(agency)`: how near each office and role is to drifting": STABILITY_COLUMNS,
    "`tornado(...).table`: one number at a time": TORNADO_COLUMNS,
    "`flip_points(...).table`: where two plans change rank": FLIP_COLUMNS,
    "`compare_sets(...).table()`: chance, and several parameter sets": SET_COLUMNS,
    "`compare_sets(...).drivers(numbers)`: what makes a plan's difference vary": DRIVER_COLUMNS,
    "`solve_hires(...).limits.by_month`: by when a target can be met at all": BY_MONTH_COLUMNS,
}

MEASURE_WORDS = {
    name: f"{measure.label} ({measure.unit}). {measure.definition}"
    for name, measure in MEASURES.items()
}


def page() -> str:
    """Return the whole page."""
    parts = [
        *(WORDS, OF_A_RUN, *_tables(RUN_TABLES)),
        *(OF_A_STUDY, *_study_rows(), ""),
        *(OTHERS, *_tables(OTHER_TABLES)),
        *("## Measures\n", *_table(MEASURE_WORDS)),
    ]
    return "\n".join(parts)


def _tables(tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for title, columns in tables.items():
        yield f"### {title}\n"
        yield from _table(columns)


def _table(columns: Mapping[str, str]) -> Iterator[str]:
    yield "| column | meaning |\n|---|---|"
    for name, words in columns.items():
        yield f"| `{name}` | {words} |"
    yield ""


def _study_rows() -> Iterator[str]:
    """Yield a line per method of a study that returns a table of its own, from its docstring."""
    for name, method in inspect.getmembers(Study, inspect.isfunction):
        text = inspect.getdoc(method) or ""
        found = re.search(r"\npandas\.DataFrame\n(.*?)(?=\n\n[A-Z]\w+\n---|\Z)", text, re.DOTALL)
        if found and not name.startswith("_") and f"`{name}`:" not in " ".join(RUN_TABLES):
            said = (text.split("\n", 1)[0], inspect.cleandoc(found[1]))
            title, columns = (" ".join(part.split()).replace("``", "`") for part in said)
            told = (title.removeprefix("Return ").rstrip("."), columns.removeprefix("Columns "))
            yield f"| `{name}` | {' | '.join(told)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
