"""The card of a study: what was run, one table with intervals, verdicts, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np
import pandas as pd

from staffing_sim.calculator.stability import limit_text, roles_above_limit
from staffing_sim.intervals import CONFIDENCE
from staffing_sim.ledger import by_grade
from staffing_sim.plan import Plan
from staffing_sim.study.caps import caps_note
from staffing_sim.study.findings import Findings
from staffing_sim.study.stopping import stopping_words
from staffing_sim.study.verdicts import finding
from staffing_sim.study.words import heading, interval_text, rows_of
from staffing_sim.timeline import Timeline

__all__ = [
    "LIMITS",
    "few_runs_note",
    "headline_table",
    "html_card",
    "pairing_note",
    "reading_notes",
    "stopping_note",
    "text_card",
    "together_note",
]

LIMITS = (
    "What this cannot show: demand does not react to staffing, offices and courts do not learn, "
    "and the intervals hold chance only, not doubt about the assumptions."
)

_FEW = 10


def headline_table(study: Findings) -> pd.DataFrame:
    """Return the headline measures, one row each: mean and interval as text, a column per plan."""
    rows = rows_of(study.headlines(study.summary()))
    cells: dict[str, dict[str, str]] = {plan: {} for plan in study.names}
    for row in rows:
        text = interval_text(row["mean"], row["low"], row["high"], row["unit"])
        cells[row["plan"]][heading(row)] = text
    return pd.DataFrame(cells)


def _facts(study: Findings) -> tuple[str, ...]:
    """Return what was run, in lines."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    runs = f"{study.replications} replications of {study.horizon} months, {span}"
    if study.replications == 1:
        runs = f"1 replication of {study.horizon} months, {span}: one draw of chance, no intervals"
    if study.interrupted:
        runs += f" (interrupted: {study.wanted} were asked for)"
    version = study.signature()["version"]
    origin = f"seed {study.seed}, version {version}, fingerprint {study.fingerprint}"
    return (runs, origin, f"the agency rests on {by_grade(study.grades)}")


def _note(study: Findings) -> str:
    """Return what the brackets mean, where there are any."""
    if study.replications == 1:
        return "One replication: run at least 2 for intervals, 20 or more to report them."
    note = f"In brackets: {100 * CONFIDENCE:.0f} % interval of the mean over replications."
    return " ".join(part for part in (note, few_runs_note(study)) if part)


def few_runs_note(study: Findings) -> str:
    """Return that a study of several replications still has too few to tell, and how many do."""
    if not 1 < study.replications < _FEW:
        return ""
    return (
        f"Too few runs to tell: with {study.replications} replications intervals are rough and "
        "verdicts may turn; run 20 or more to report them."
    )


def together_note(study: Findings) -> str:
    """Return on what verdicts rest, where more than one plan is held against the baseline."""
    against = len(study.plans) - 1
    every = "both" if against == 2 else f"all {against}"
    if against < 2 or study.replications == 1:
        return ""
    return (
        f"Intervals of differences hold for {every} plans together within a measure "
        "(Bonferroni); a difference is called clear by Holm's test over them."
    )


def pairing_note(study: Findings) -> str:
    """Return what it gained that plans met the same worlds."""
    gains = study.headlines(study.differences())["variance_reduction"].dropna().to_numpy()
    if len(gains) == 0:
        return ""
    worth = f"{np.quantile(gains, 0.5, method='lower'):,.2g}"
    least = f"{gains.min():,.2g}"
    return (
        "Plans met the same worlds, which spares runs: had each plan met luck of its own, it would "
        f"take {worth} times as many to know a headline difference as well (median; the least is "
        f"{least})."
    )


def stopping_note(study: Findings) -> str:
    """Return why there are as many replications as there are, where the study was to decide."""
    return "" if study.until is None else stopping_words(study, study.until)


def moves_note(study: Findings) -> str:
    """Return how hiring decides on moves between offices, where plans hire or replace nobody."""
    agency = study.agency
    if len(agency.offices) == 1 or agency.workforce.transfer_rate_per_year == 0.0:
        return ""
    notes = []
    if any(hires.kind == "net" for plan in study.plans for hires in plan.hires):
        notes.append(
            "Workers move to posts that are being recruited for, so that new posts bring moves, "
            "and a few more unseen children, before anybody starts in them."
        )
    unreplaced = [
        f"'{plan.name}'{where}"
        for plan in study.plans
        if (where := _not_replaced(study, plan)) is not None
    ]
    if unreplaced:
        notes.append(
            f"Under {' and '.join(unreplaced)} leavers are not replaced, so hardly anybody moves: "
            "that alone leaves fewer unseen until the missing staff tell."
        )
    return " ".join(notes)


def _not_replaced(study: Findings, plan: Plan) -> str | None:
    """Return in which roles and for how long a plan replaces no leavers; None where it always does.

    Nothing is said of what holds in every role and month.
    """
    months = {
        role.label: sum(
            plan.share_replaced(study.agency, role.name, month) == 0.0
            for month in range(study.horizon)
        )
        for role in study.agency.roles
    }
    if not any(months.values()):
        return None
    if set(months.values()) == {study.horizon}:
        return ""
    parts = (
        f"{label} for {count} month{'' if count == 1 else 's'}"
        for label, count in months.items()
        if count
    )
    return f" ({', '.join(parts)})"


def stability_note(study: Findings) -> str:
    """Return which roles load keeps from standing still, so that cases pile up by themselves."""
    agency = study.agency
    above = [
        f"{role.label} (compressibility {role.compressibility:g}, limit {limit_text(limit)})"
        for name, limit in roles_above_limit(agency).items()
        for role in [agency.role(name)]
    ]
    if not above:
        return ""
    return (
        f"Above the stability limit: {' and '.join(above)}. Under the load of day 0 the agency as "
        "is cannot stand still but drifts, and differences between plans grow with the drift."
    )


def reading_notes(study: Findings) -> tuple[str, ...]:
    """Return what a reader of a study's tables must know besides what the intervals mean."""
    notes = (
        stability_note(study),
        caps_note(study),
        moves_note(study),
        together_note(study),
        pairing_note(study),
        stopping_note(study),
    )
    return tuple(note for note in notes if note)


def _notes(study: Findings) -> tuple[str, ...]:
    """Return everything a reader needs to know of the table and the findings."""
    return (_note(study), *reading_notes(study))


def _findings(study: Findings) -> Iterator[tuple[str, list[str]]]:
    """Return, per plan but the baseline, a heading and the headline differences as sentences."""
    rows = rows_of(study.headlines(study.differences()))
    for plan in study.names[1:]:
        found = [finding(row) for row in rows if row["plan"] == plan]
        yield f"{plan}, against {study.names[0]}", found


def text_card(study: Findings) -> str:
    """Return the card as plain text."""
    plans = "1 plan" if len(study.plans) == 1 else f"{len(study.plans)} plans on the same worlds"
    lines = [f"{study.agency.title}: {plans}", *_facts(study)]
    lines += ["", *_text_rows(headline_table(study)), "", *_notes(study)]
    for plans_named, found in _findings(study):
        lines += ["", plans_named, *(f"  - {line}" for line in found)]
    return "\n".join([*lines, "", LIMITS])


def _text_rows(table: pd.DataFrame) -> list[str]:
    """Return the table measure by measure, a line per plan, aligned."""
    width = max(len(str(plan)) for plan in table.columns)
    lines: list[str] = []
    for measure, row in table.iterrows():
        lines.append(str(measure))
        lines += [f"    {plan!s:<{width}}  {cell}" for plan, cell in row.items()]
    return lines


def html_card(study: Findings) -> str:
    """Return the card for a notebook."""
    facts = "<br>".join(escape(fact) for fact in _facts(study))
    verdicts = "".join(
        f"<h4>{escape(plans_named)}</h4><ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in found)
        + "</ul>"
        for plans_named, found in _findings(study)
    )
    notes = "<br>".join(map(escape, _notes(study)))
    return (
        f"<h3>{escape(study.agency.title)}</h3><p>{facts}</p>"
        f"{headline_table(study).to_html(escape=True)}"
        f"<p><small>{notes}</small></p>{verdicts}<p><small>{LIMITS}</small></p>"
    )
