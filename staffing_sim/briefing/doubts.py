"""The exhibit on doubt: what is left in the null model, and where plans would change rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.answer import across_plans, outcome_measure
from staffing_sim.briefing.figures import figure_of
from staffing_sim.briefing.parts import Exhibit, Panel, Table
from staffing_sim.briefing.words import listed, quoted
from staffing_sim.sensitivity.assumptions import at_value
from staffing_sim.study.words import rows_of

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

__all__ = ["doubt_exhibit"]

Row = dict[str, Any]

_TURNS: Final = ("flips", "fades")
_DECIDES: Final = {
    "flips": "turn their rank",
    "never": "leave one of them clearly ahead throughout",
    "fades": "leave one of them clearly ahead in a part of the range only",
    "not clear": "leave no clear difference anywhere",
}
_READING: Final = (
    "Each number moves by itself, over the range of its ledger entry: numbers wrong together can "
    "do more than each alone."
)
_NULL_READING: Final = (
    "In the null model missing casework slows no case and load drives nobody out: what is left of "
    "a difference there does not rest on these two assumptions."
)


def doubt_exhibit(null_study: Study | None, flips: Sequence[Flips]) -> Exhibit | None:
    """Return what would change if assumptions were wrong; none where neither was looked at."""
    if not flips and null_study is None:
        return None
    null = _null_sentences(null_study)
    panels = tuple(panel for found in flips for panel in _panels(found))
    told = tuple(_told(found) for found in flips)
    return Exhibit(
        question="What if we are wrong?",
        found=(*null, *told),
        panels=panels,
        reading=" ".join(
            text for text, told in ((_NULL_READING, null_study), (_READING, flips)) if told
        ),
    )


def _null_sentences(null_study: Study | None) -> tuple[str, ...]:
    if null_study is None or len(null_study.plans) == 1:
        return ()
    measures = ("unseen_children", outcome_measure(null_study))
    return tuple(f"In the null model, {across_plans(null_study, name)}." for name in measures)


def _told(found: Flips) -> str:
    """Return how many of the assumptions that were moved turn the rank of two plans, and the rest.

    That nothing turns is no comfort where nothing was clear to begin with; so that is told apart.
    """
    first, second = (quoted(plan.name) for plan in found.experiment.setting.plans)
    by_verdict: dict[str, list[str]] = {}
    for row in {row["key"]: row for row in rows_of(found.table)}.values():
        by_verdict.setdefault(str(row["verdict"]), []).append(str(row["assumption"]).lower())
    parts = [
        f"{len(names)} {words}{f' ({listed(names)})' if verdict == 'flips' else ''}"
        for verdict, words in _DECIDES.items()
        if (names := by_verdict.get(verdict))
    ]
    return (
        f"{first} against {second}, by {found.quantity.label.lower()}: of {len(found.assumptions)} "
        f"assumptions, each moved by itself over its range, {listed(parts)}."
    )


def _panels(found: Flips) -> tuple[Panel, ...]:
    first, second = (quoted(plan.name) for plan in found.experiment.setting.plans)
    words = dict(zip(_keys(found), found.sentences(), strict=True))
    rows = {row["key"]: row for row in rows_of(found.table)}
    signature = found.table.attrs
    table = Table(
        caption=f"Where {first} and {second} change rank by {found.quantity.label.lower()} "
        f"({found.experiment.replications} worlds, seed {signature['seed']}, fingerprint "
        f"{signature['fingerprint']})",
        headings=("assumption", "as described", "range tried", "what was found"),
        rows=tuple(
            (
                row["assumption"],
                at_value(row["described"], row["assumption_unit"]),
                f"{at_value(row['range_low'], '')} to {at_value(row['range_high'], '')}",
                words[key].partition(": ")[2],
            )
            for key, row in rows.items()
        ),
        words=4,
    )
    turning = next((key for key, row in rows.items() if row["verdict"] in _TURNS), None)
    if turning is None:
        return (Panel(table=table),)
    alt = (
        f"A line with its interval: by how much {first} is ahead of {second} as "
        f"“{rows[turning]['assumption']}” moves over its range."
    )
    return (Panel(figure=figure_of(found.plot(turning), alt=alt), table=table),)


def _keys(found: Flips) -> list[str]:
    """Return the assumptions that have sentences, in their order."""
    return list(dict.fromkeys(str(key) for key in found.table["key"]))
