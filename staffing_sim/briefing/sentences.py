"""The question, and the answer in three sentences, put together from what the runs show.

A sentence says of a measure which plans clearly differ from the baseline and by how much, which do
not, and of which nothing can be said; where nothing is clear, it says so. It picks no winner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.briefing.elements import by_name, capital, quoted
from staffing_sim.measures import MEASURES
from staffing_sim.study.figures import interval_text, is_money, rows_of, subject
from staffing_sim.study.verdicts import judgement, sized
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

Row = dict[str, Any]

_TOLD: Final = {
    "undefined": "undefined within this horizon under",
    "needs more than one run": "more than one run is needed for",
    "exactly the same": "exactly the same under",
    "no clear difference": "no clear difference under",
    "too small to matter": "a difference too small to matter under",
}
_ALIKE: Final = {"too small to matter": "a difference too small to matter"}
CLEAR: Final = ("better", "worse", "higher", "lower")
"""Verdicts on a difference that is more than chance, and enough to matter."""
PERMANENCE: Final = ("months_to_permanence", "permanence_within_12_months")
"""Measures of permanence, the one that follows children longest first."""
_FOLLOWED_FOR: Final = 12
"""Months for which the earliest measure of permanence follows a child."""
_MOST_NAMED: Final = 3


def question_of(study: Study) -> str:
    """Return what the study asks, in a sentence."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    baseline, *others = study.names
    if not others:
        return f"What happens under {quoted(baseline)} from {span}?"
    what = named(others)
    does = "does" if len(others) == 1 else "do"
    return f"What {does} {what} change, compared with {quoted(baseline)}, from {span}?"


def sentences_of(study: Study, null_study: Study | None) -> tuple[str, str, str]:
    """Return the answer: what is seen of children, what comes sooner at what price, how surely.

    Parameters
    ----------
    study
        What was compared.
    null_study
        The same in the null model, where it was run.
    """
    if len(study.plans) == 1:
        return _of_one_plan(study)
    gain = across_plans(study, outcome_measure(study))
    price = across_plans(study, "cost")
    return (
        f"In this model, {across_plans(study, 'unseen_children')}.",
        f"{capital(_too_short(study) + gain)}; {price}.",
        f"{_sureness(study, null_study)}.",
    )


def _too_short(study: Study) -> str:
    """Return why a caseload stands where permanence would be told of; nothing where it is."""
    if study.horizon > _FOLLOWED_FOR:
        return ""
    return f"{study.horizon} months are too few to measure permanent homes; "


def outcome_measure(study: Study) -> str:
    """Return what the horizon can show of a plan's gain: permanence, or else the caseload.

    A run of less than a year follows no child for long enough to tell of permanent homes; what a
    planner can still use of it is the caseload that it ends with.
    """
    table = study.headlines(study.summary()).dropna(subset=["mean"])
    known = set(table["measure"])
    return next((measure for measure in PERMANENCE if measure in known), "caseload")


def across_plans(study: Study, measure: str) -> str:
    """Return what one measure comes to under each plan, as a clause without its full stop.

    Examples
    --------
    >>> import staffing_sim as ss
    >>> office = ss.load_agency("small-office")
    >>> plans = [ss.Plan("As is"), ss.Plan("Same")]
    >>> running = {"years": 0.5, "replications": 2, "clock": "simpy", "progress": False}
    >>> across_plans(ss.compare(office, plans, **running), "unseen_children")
    'children not seen in a month: exactly the same under “Same”'
    """
    table = study.headlines(study.differences())
    rows = rows_of(table[table["measure"] == measure])
    found = {verdict: [row for row in rows if judgement(row) == verdict] for verdict in CLEAR}
    parts = [
        _clearly(study, verdict, some, of=len(rows)) for verdict, some in found.items() if some
    ]
    for verdict, words in _TOLD.items():
        if some := [row["plan"] for row in rows if judgement(row) == verdict]:
            parts.append(f"{words} {_under(some, len(rows))}")
    label = subject(MEASURES[measure], study.role_of(measure))
    return f"{label[0].lower()}{label[1:]}: {', '.join(parts)}"


def _clearly(study: Study, verdict: str, rows: Sequence[Row], *, of: int) -> str:
    """Return plans that clearly differ in one direction, the least and the most by name."""
    ordered = sorted(rows, key=lambda row: abs(row["difference"]))
    direction = "higher" if ordered[0]["difference"] > 0.0 else "lower"
    judged = verdict in {"better", "worse"} and not is_money(str(ordered[0]["unit"]))
    word = f"{direction} ({verdict})" if judged else direction
    if len(ordered) == 1:
        return f"{word} under {quoted(ordered[0]['plan'])} by {sized(ordered[0])}"
    every = "both plans" if of == 2 else f"all {of} plans"
    count = every if len(ordered) == of else f"{len(ordered)} of {of} plans"
    least, most = ordered[0], ordered[-1]
    between = _between(study, least, most)
    alike = "" if between in CLEAR else f" ({_ALIKE.get(between, between)} between the two)"
    return (
        f"{word} under {count}, by {sized(least)} under {quoted(least['plan'])} "
        f"up to {sized(most)} under {quoted(most['plan'])}{alike}"
    )


def _between(study: Study, one: Row, other: Row) -> str:
    """Return what two plans' difference from each other comes to, not only from the baseline."""
    rows = rows_of(study.headlines(study.differences(one["plan"])))
    return next(
        judgement(row)
        for row in rows
        if (row["plan"], row["measure"]) == (other["plan"], one["measure"])
    )


def _sureness(study: Study, null_study: Study | None) -> str:
    """Return what the answer rests on."""
    grades = study.grades
    rests = f"{sum(grades.values())} numbers, {grades.get('assumption', 0)} of them assumed"
    if null_study is None:
        return f"All of this rests on {rests}, and the null model was not run beside it"
    null = across_plans(null_study, "unseen_children")
    return (
        "Where missing casework slows no case and load drives nobody out (the null model), "
        f"{null}; everything rests on {rests}"
    )


def _of_one_plan(study: Study) -> tuple[str, str, str]:
    """Return the figures of a plan that stands alone."""
    table = study.headlines(study.summary())
    rows = {row["measure"]: row for row in rows_of(table)}
    unseen, cost = (
        interval_text(*(rows[name][key] for key in ("mean", "low", "high", "unit")))
        for name in ("unseen_children", "cost")
    )
    currency = rows["cost"]["unit"]
    rests = _sureness(study, None)
    return (
        f"In this model, {unseen} children are not seen in a month under {quoted(study.names[0])}.",
        f"Staff cost {cost} {currency} over the {study.horizon} months.",
        f"No other plan was run, so nothing is compared; {rests[0].lower()}{rests[1:]}.",
    )


def _under(plans: Sequence[str], of: int) -> str:
    if len(plans) == of and of > _MOST_NAMED:
        return f"all {of} plans"
    return by_name(plans)


def named(plans: Sequence[str]) -> str:
    """Return plans by name, or how many there are where names would be too many."""
    if len(plans) <= _MOST_NAMED:
        return by_name(plans)
    return f"{len(plans)} plans"
