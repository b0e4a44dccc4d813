"""How far to trust the answer: the null model, flip points, limits, what was not looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.elements import Exhibit, Panel, Table, figure_of, listed, quoted
from staffing_sim.briefing.sentences import across_plans, outcome_measure
from staffing_sim.sensitivity.assumptions import at_value
from staffing_sim.study.figures import rows_of

if TYPE_CHECKING:
    from staffing_sim.sensitivity import Flips
    from staffing_sim.study import Study

Row = dict[str, Any]

_TURNS: Final = ("flips", "fades")
_DECIDES: Final = {
    "flips": "{count} can reverse the ranking ({names})",
    "never": "with {count} one plan stays clearly ahead throughout",
    "fades": "with {count} one plan is clearly ahead over part of the range only",
    "not clear": "with {count} no difference is clear anywhere",
}
_READING: Final = (
    "Each number is moved by itself over the range of its ledger entry; several wrong at once can "
    "do more than each alone."
)
_NULL_READING: Final = (
    "In the null model missing casework slows no case and load drives nobody out: a difference "
    "that remains there does not rest on these two assumptions."
)


def robustness_exhibit(null_study: Study | None, flips: Sequence[Flips]) -> Exhibit | None:
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
    """Return how many of the assumptions moved reverse the ranking of two plans, and the rest.

    That none does is no comfort where nothing was clear to begin with, so that is told apart.
    """
    first, second = (quoted(plan.name) for plan in found.experiment.setting.plans)
    by_verdict: dict[str, list[str]] = {}
    for row in {row["key"]: row for row in rows_of(found.table)}.values():
        by_verdict.setdefault(str(row["verdict"]), []).append(str(row["assumption"]).lower())
    parts = [
        words.format(count=len(names), names=listed(names))
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


LIMITS: Final = {
    "It compares; it does not forecast.": (
        "A figure depends on the agency as described, with referrals like those described. A "
        "difference between plans is more robust. No single run is a forecast."
    ),
    "It does not measure harm.": (
        "Visits, first responses, caseloads, hand-overs and exits are counted. Whether a child "
        "is safe, or a visit was any good, is not known."
    ),
    "The agency does not change its own inflow.": (
        "In reality, thresholds for opening a case shift when workers are short. If they do, "
        "differences in caseloads are too large here, and those in children turned away too "
        "small."
    ),
    "Two assumptions carry much of the dispute.": (
        "No study measures well how far missing hours slow a case, or how far load drives workers "
        "out. What does not survive the null model rests on them."
    ),
    "Workers differ only in tenure, load and luck.": (
        "If experience is worth more than hours, fast hiring looks too good and retention too poor."
    ),
    "Intervals cover chance only.": (
        "They shrink with more replications and do not cover wrong inputs."
    ),
    "The past enters only as totals.": (
        "Cases open on day 0 are drawn to fit totals; an agency's own case list is not read in. "
        "The first months reflect what that draw assumed."
    ),
}
"""Each limit with what it means for a result."""


def not_done(study: Study, null_study: Study | None, flips: Sequence[Flips]) -> tuple[str, ...]:
    """Return what could have been examined and was not, so that silence misleads nobody."""
    told = []
    if study.interrupted:
        done = f"{study.replications} of {study.wanted} replications were finished."
        told.append(f"The study was stopped early: {done}")
    if study.replications == 1:
        told.append("One replication is one draw of chance: there are no intervals.")
    elif study.replications < 20:
        told.append(f"{study.replications} replications: intervals are rough; report 20 or more.")
    if null_study is None:
        told.append("The null model was not run beside these results.")
    elif null_study.interrupted:
        done = f"{null_study.replications} of {null_study.wanted} replications were finished."
        told.append(f"The null model was stopped early: {done}")
    if not flips:
        told.append("Where plans would change rank (flip points) was not searched.")
    if study.own_functions:
        told.append(
            "The runs used functions that no file has, so they cannot be rerun from this page: "
            f"{', '.join(study.own_functions)}."
        )
    return tuple(told)
