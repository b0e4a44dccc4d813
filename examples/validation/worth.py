"""Published figures beside what runs give, by what each figure is worth; only tests are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from writing import interval, number, table

from staffing_sim.calibration import Figure, Figures

HOLDS = 2.0
"""Standard deviations within which a test holds: 95 % of them would, were the model right."""

HEADER = ("", "published", "result", "off by", "", "source", "why")
INTRODUCTIONS = {
    "fitted": "Parameter sets are ruled out by these. A hit is no test.",
    "identity": "An agency at rest must give these, whatever its numbers; sets that do not are "
    "ruled out.",
    "restated": "These follow from inputs by arithmetic. A hit says nothing.",
    "input": "The agency's file holds these numbers. A hit says nothing.",
}

Found = Mapping[str, Sequence[float]]
"""What each run gives for a quantity."""


@dataclass(frozen=True)
class Tests:
    """How tests came out: held and all, of those an earlier version had been shown and the rest."""

    fresh_held: int
    fresh: int
    seen_held: int
    seen: int

    @classmethod
    def counted(cls, figures: Figures, found: Found) -> Tests:
        """Count the tests that hold."""
        held = [distance(figure, found) <= HOLDS for figure in figures.test]
        seen = [figure.seen for figure in figures.test]
        both = list(zip(held, seen, strict=True))
        return cls(
            fresh_held=sum(hold and not old for hold, old in both),
            fresh=seen.count(False),
            seen_held=sum(hold and old for hold, old in both),
            seen=seen.count(True),
        )


def distance(figure: Figure, found: Found) -> float:
    """Return how many standard deviations the mean over runs is off a figure."""
    values = np.asarray(found[figure.name])
    variance = float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0
    return figure.distance(float(values.mean()), variance=variance)


def by_worth(figures: Figures, found: Found, reasons: Mapping[str, str]) -> str:
    """Return the tables of a page: tests first, and why those that miss do.

    ``reasons`` are by the name of the figure; a miss without one is called unexplained.
    """
    tests = Tests.counted(figures, found)
    parts = [
        f"""## Tests

**{tests.fresh_held} of {tests.fresh}** tests hold that no version had been shown, and \
{tests.seen_held} of {tests.seen} of those that 0.1.0 was fitted or shown to. A test holds within \
{HOLDS:g} standard deviations (error of the figure, discrepancy of a right model and chance in the \
runs, added up).

{table(HEADER, [_row(figure, found) for figure in figures.test])}""",
        _misses(figures, found, reasons),
    ]
    for worth, text in INTRODUCTIONS.items():
        rows = [_row(figure, found) for figure in getattr(figures, worth)]
        parts.append(f"## {worth.capitalize()}\n\n{text}\n\n{table(HEADER, rows)}")
    return "\n".join(parts)


def _row(figure: Figure, found: Found) -> list[str]:
    off = distance(figure, found)
    spread = np.hypot(figure.error, figure.discrepancy)
    published = f"{number(figure.value, figure.style)} ± {number(spread, figure.style)}"
    return [
        figure.label + (" (shown to 0.1.0)" if figure.seen else ""),
        published,
        interval(found[figure.name], figure.style),
        f"{off:.1f}",
        "holds" if off <= HOLDS else "**misses**",
        figure.source,
        figure.why,
    ]


def _misses(figures: Figures, found: Found, reasons: Mapping[str, str]) -> str:
    missed = [figure for figure in figures.test if distance(figure, found) > HOLDS]
    if not missed:
        return "Every test holds.\n"
    lines = [
        f"- *{figure.label}*, off by {distance(figure, found):.1f}: "
        f"{reasons.get(figure.name, 'unexplained.')}\n"
        for figure in missed
    ]
    return f"Why the others miss:\n\n{''.join(lines)}"
