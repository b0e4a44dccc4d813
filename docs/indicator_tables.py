"""Writes docs/reference/indicators.md from the definitions themselves.

Run ``python3 docs/indicator_tables.py`` after a definition has changed; a test fails until it is
done.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from staffing_sim.permanence import INDICATOR_COLUMNS, INDICATORS, LANDMARK_COLUMNS, Indicator
from staffing_sim.permanence.definitions import NOT_IN_THE_MODEL
from staffing_sim.records.episodes import AFCARS_COLUMNS, DISCHARGE_REASONS

PAGE = Path(__file__).parent / "reference" / "indicators.md"

HEAD = """\
# Published indicators

Written by `docs/indicator_tables.py` from `staffing_sim.permanence.definitions`.

`study.indicators()` has every one below for each plan, with intervals and paired differences;
`staffing_sim.permanence.indicators(run)` has those of one run; `staffing-sim indicators` prints and
writes them. Federal years run from October to September, and begin inside the run. Whatever the run
is too short to follow to its end is NaN.

Permanence is any cause that the agency's file lists in `permanence_causes`. Foster care ends at 18
here, so leaving "before 18" needs no rule of its own; the stage to 21 is not foster care.
"""


_PERIODS = {"year": "federal fiscal year", "quarter": "calendar quarter"}


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for name, indicator in INDICATORS.items():
        yield from _section(name, indicator)
    yield "## Not in the model\n"
    yield from (f"- {name}: {why}." for name, why in NOT_IN_THE_MODEL.items())
    yield "\n## Columns\n\n`staffing_sim.permanence.indicators(run)`:\n"
    yield from _table(INDICATOR_COLUMNS)
    yield "`staffing_sim.permanence.landmark_table(run)`:\n"
    yield from _table(LANDMARK_COLUMNS)
    yield (
        "`run.afcars`, removal episodes by the elements of 45 CFR 1355, appendix A, as in force\n"
        "to September 2022 (from then on 85 FR 28410: the same dates and reasons, other numbers):\n"
    )
    yield from _table(AFCARS_COLUMNS)
    yield "| reason for discharge | code | causes of an agency file that mean it |\n|---|---|---|"
    for reason, (code, causes) in DISCHARGE_REASONS.items():
        yield f"| {reason} | {code} | {', '.join(f'`{cause}`' for cause in causes)} |"
    yield ""


def _section(name: str, indicator: Indicator) -> Iterator[str]:
    """Yield what one indicator counts."""
    yield f"## `{name}`\n\n{indicator.label}.\n"
    yield f"- **Of**: {indicator.denominator}."
    yield f"- **Counted**: {indicator.numerator}."
    yield f"- **By**: {_PERIODS[indicator.period]}."
    yield f"- **Better**: {indicator.better}."
    if indicator.since or indicator.until:
        since = f"from {indicator.since}" if indicator.since else ""
        until = f" to {indicator.until}" if indicator.until else ""
        yield f"- **In use**: {since}{until}."
    for rule in indicator.rules:
        yield f"- **From {rule.since}**: {100 * rule.value:.1f} % ({rule.source})."
    yield f"- **Beware**: {indicator.not_comparable}"
    yield f"- **Source**: {indicator.source}.\n"


def _table(columns: dict[str, str]) -> Iterator[str]:
    yield "| column | |\n|---|---|"
    yield from (f"| `{name}` | {text} |" for name, text in columns.items())
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
