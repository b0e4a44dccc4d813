"""A study in words: its card, the tables of a terminal, and the notes that explain both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from staffing_sim.intervals import CONFIDENCE
from staffing_sim.ledger import by_grade
from staffing_sim.need.stability import limit_text, roles_above_limit
from staffing_sim.plan import Plan
from staffing_sim.plan.dealing import go_by_need
from staffing_sim.study.answer import Answer, Budget, answer_of
from staffing_sim.study.figures import chance_text, month_ends, rows_of
from staffing_sim.study.headlines import Headline, by_measure, changes_of, headlines_of
from staffing_sim.study.run import Precision
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.caps import cap_of, caps_note
from staffing_sim.timeline import Timeline

LIMITS: Final = (
    "What this cannot show: demand does not react to staffing, offices and courts do not adapt, "
    "and the intervals cover chance only, not uncertainty about the assumptions."
)
INTERVAL: Final = "95 % interval"
READING: Final = (
    "Every plan met the same families, children and luck. A 95 % interval shows how precisely "
    "these replications estimate a mean. Where the interval of a difference spans zero, there is "
    "no clear difference, unless the verdict names Holm's test: that test can establish a "
    "direction even where the interval spans zero."
)
ONE_RUN: Final = (
    "Every plan met the same families, children and luck, but one replication is one draw of "
    "chance: run at least 2 for intervals and verdicts, 20 or more to report them."
)
UNDEFINED: Final = "Undefined: the run is too short to measure this; raise --years."

_FEW: Final = 10
_PLAN_WIDTH: Final = 24  # columns for a plan's name in the answer
_MONTH_ENDS: Final = 3  # as many as fit beside a plan's name


# --- notes ----------------------------------------------------------------------------------------


def few_runs_note(study: Findings) -> str:
    """Return that a study of several replications still has too few to tell, and how many do."""
    if not 1 < study.replications < _FEW:
        return ""
    return (
        f"Too few runs to tell: with {study.replications} replications intervals are rough and "
        "verdicts may change; run 20 or more to report them."
    )


def together_note(study: Findings) -> str:
    """Return on what verdicts rest, where more than one plan is held against the baseline."""
    against = len(study.plans) - 1
    every = "both" if against == 2 else f"all {against}"
    if against < 2 or study.replications == 1:
        return ""
    return (
        f"Within a measure, intervals of differences hold for {every} plans jointly (Bonferroni); "
        "Holm's test across the plans decides whether a difference is clear."
    )


def pairing_note(study: Findings) -> str:
    """Return what it gained that plans met the same worlds."""
    gains = study.headlines(study.differences())["variance_reduction"].dropna().to_numpy()
    if len(gains) == 0:
        return ""
    worth = f"{np.quantile(gains, 0.5, method='lower'):,.2g}"
    return (
        "Sharing random numbers made the headline differences as precise as "
        f"{worth} times as many unpaired runs (median; lowest {gains.min():,.2g})."
    )


def stopping_note(study: Findings) -> str:
    """Return why there are as many replications as there are, where the study was to decide."""
    return "" if study.until is None else stopping_words(study, study.until)


def stopping_words(study: Findings, until: Precision) -> str:
    """Return in a sentence why a study has as many replications as it has."""
    table = study.precision(until)
    missed = table[~table["reached"]]
    runs = study.replications
    if study.interrupted:
        return f"Interrupted after {runs} replications, before its precision was checked."
    if table.empty:
        return f"Stopped at {runs} replications, the minimum: there is no difference to judge."
    if missed.empty:
        return f"Stopped at {runs} replications: every difference that counts is precise enough."
    farthest = (missed["assured_half_width"] / missed["wanted"]).argmax()
    worst = missed.iloc[int(farthest)]
    return (
        f"Stopped at {runs} replications, the most allowed: {len(missed)} of {len(table)} "
        f"differences are not as precise as wanted (farthest off: {worst['measure']} of "
        f"'{worst['plan']}', known to within {worst['assured_half_width']:.3g}, wanted "
        f"{worst['wanted']:.3g})."
    )


def moves_note(study: Findings) -> str:
    """Return how hiring decides on moves between offices, where plans hire or replace nobody."""
    agency = study.agency
    if len(agency.offices) == 1 or agency.workforce.transfer_rate_per_year == 0.0:
        return ""
    notes = []
    if any(hires.kind == "net" for plan in study.plans for hires in plan.hires):
        notes.append(
            "Workers transfer to posts under recruitment, so new posts cause transfers, and "
            "slightly more unseen children, before anybody starts in them."
        )
    unreplaced = [
        f"'{plan.name}'{where}"
        for plan in study.plans
        if (where := _not_replaced(study, plan)) is not None
    ]
    if unreplaced:
        notes.append(
            f"Under {' and '.join(unreplaced)} leavers are not replaced, so hardly anybody moves, "
            "which lowers unseen children at first, until the lost staff are felt."
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
        f"Above the stability limit: {' and '.join(above)}. Under its load on day 0 the agency "
        "cannot stay as it is: it drifts, and differences between plans grow with the drift."
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


# --- the card -------------------------------------------------------------------------------------


def text_card(study: Findings) -> str:
    """Return the card as plain text."""
    headlines = headlines_of(study)
    plans = "1 plan" if len(study.plans) == 1 else f"{len(study.plans)} plans on the same worlds"
    lines = [f"{study.agency.title}: {plans}", *_facts(study), ""]
    answer = answer_of(study)
    for row in answer.rows:
        told = zip(answer.headings[1:], row[1:], strict=True)
        lines.append(f"{row[0]}: {'; '.join(f'{name} {cell}' for name, cell in told)}")
    for title, told_of in answer.lists:
        lines += ["", title, *(f"  - {line}" for line in told_of)]
    lines += ["", answer.reading, ""]
    width = max(map(len, study.names))
    for label, of_plans in by_measure(headlines).items():
        lines.append(label)
        lines += [f"    {each.plan:<{width}}  {each.mean_with_interval}" for each in of_plans]
    lines += ["", *_notes(study)]
    for title, found in _findings(study, headlines):
        lines += ["", title, *(f"  - {line}" for line in found)]
    return "\n".join([*lines, "", LIMITS])


def html_card(study: Findings) -> str:
    """Return the card for a notebook."""
    headlines = headlines_of(study)
    cells: dict[str, dict[str, str]] = {plan: {} for plan in study.names}
    for each in headlines:
        cells[each.plan][each.label] = each.mean_with_interval
    answer = answer_of(study)
    first = pd.DataFrame(answer.rows, columns=list(answer.headings))
    return (
        f"<h3>{escape(study.agency.title)}</h3><p>{'<br>'.join(map(escape, _facts(study)))}</p>"
        f"{first.to_html(escape=True, index=False)}<p><small>{escape(answer.reading)}</small></p>"
        f"{_lists(answer.lists)}"
        f"{pd.DataFrame(cells).to_html(escape=True)}"
        f"<p><small>{'<br>'.join(map(escape, _notes(study)))}</small></p>"
        f"{_lists(_findings(study, headlines))}<p><small>{LIMITS}</small></p>"
    )


def _lists(titled: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return lists under their headings, as HTML."""
    return "".join(
        f"<h4>{escape(title)}</h4><ul>{_each('<li>{}</li>', lines)}</ul>" for title, lines in titled
    )


def _each(form: str, lines: Iterable[str]) -> str:
    return "".join(form.format(escape(line)) for line in lines)


def _facts(study: Findings) -> tuple[str, ...]:
    """Return what was run, in lines."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    runs = f"{study.replications} replications of {study.horizon} months, {span}"
    if study.replications == 1:
        runs = f"1 replication of {study.horizon} months, {span}: one draw of chance, no intervals"
    if study.interrupted:
        runs += f" (interrupted; {study.wanted} requested)"
    version = study.signature()["version"]
    origin = f"seed {study.seed}, version {version}, fingerprint {study.fingerprint}"
    return (runs, origin, f"the agency rests on {by_grade(study.grades)}")


def _notes(study: Findings) -> tuple[str, ...]:
    """Return everything a reader needs to know of the table and the findings."""
    note = "One replication: run at least 2 for intervals, 20 or more to report them."
    if study.replications > 1:
        note = f"In brackets: {100 * CONFIDENCE:.0f} % interval of the mean over replications."
    first = " ".join(part for part in (note, few_runs_note(study)) if part)
    return (first, *reading_notes(study))


def _findings(study: Findings, headlines: tuple[Headline, ...]) -> Iterator[tuple[str, list[str]]]:
    """Return, per plan but the baseline, a heading and the headline differences as sentences."""
    for plan in study.names[1:]:
        yield (
            f"{plan}, against {study.names[0]}",
            [each.finding for each in changes_of(headlines, plan)],
        )


# --- the tables of a terminal ---------------------------------------------------------------------


class TextTable(NamedTuple):
    """A table of text; a row of one cell is a line across all columns."""

    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    first: int = 4
    """The first column is not made narrower than this while another can be."""


def comparison(
    study: Findings, *, cap: tuple[str, float] | None = None, budget: Budget | None = None
) -> Iterator[str | TextTable]:
    """Yield paragraphs and tables: what was run, the answer, figures, and how to read them.

    Parameters
    ----------
    study
        What was compared.
    cap, budget
        What the answer's columns of caps are about, and what plans may cost; see `answer_of`.
    """
    headlines = headlines_of(study)
    yield _what_was_run(study)
    yield from _hires_cut_short(study)
    yield from _answer(answer_of(study, cap=cap, budget=budget))
    rows: list[tuple[str, ...]] = []
    for label, of_plans in by_measure(headlines).items():
        rows.append((label,))
        rows += [(f"  {each.plan}", each.mean, each.interval, each.spread) for each in of_plans]
    yield _table(study, ("measure and plan", "mean", INTERVAL, "10-90 % of runs"), rows)
    yield from _cap_met(study)
    for plan in study.names[1:]:
        yield f"{plan}, less {study.names[0]}:"
        rows = [(each.change_label, *each.change_words) for each in changes_of(headlines, plan)]
        yield _table(study, ("measure", "difference", INTERVAL, "verdict"), rows)
    yield READING if study.replications > 1 else ONE_RUN
    if any(np.isnan(each.level["mean"]) for each in headlines):
        yield UNDEFINED
    yield from filter(None, (few_runs_note(study), *reading_notes(study), LIMITS))


def _answer(answer: Answer) -> Iterator[str | TextTable]:
    """Yield the answer: its table, then what is told in sentences."""
    yield TextTable(answer.headings, list(answer.rows), first=_PLAN_WIDTH)
    yield answer.reading
    for title, lines in answer.lists:
        yield "\n".join([title, *(f"  - {line}" for line in lines)])


def _what_was_run(study: Findings) -> str:
    span = Timeline(study.agency.start).span_label(study.horizon)
    done = f"{study.replications} of {study.wanted}" if study.interrupted else study.replications
    runs = "replication" if study.wanted == 1 else "replications"
    lines = [
        f"{study.agency.title}, {span} ({study.horizon} months)",
        f"{len(study.plans)} plans, {done} {runs}, seed {study.seed}",
        f"version {study.signature()['version']}, fingerprint {study.fingerprint}",
        f"the agency rests on {by_grade(study.grades)}",
    ]
    unnamed = [hires for plan in study.plans for hires in plan.hires if not hires.role]
    if any(go_by_need(hires, study.agency) for hires in unnamed):
        lines.append("hires without a role go where hours are short, whichever the role")
    elif unnamed:
        joined = study.agency.role(study.agency.workforce.hiring_role).label
        lines.append(f"hires without a role join: {joined}")
    return "\n".join(lines)


def _hires_cut_short(study: Findings) -> list[str]:
    """Return a line for each schedule of hires that goes on after the last month of the runs."""
    return [
        f"Cut short: only {max(study.horizon - hires.start, 0)} of the {hires.months} months of "
        f"hires of '{plan.name}' lie within the {study.horizon} months of the runs; see --years."
        for plan in study.plans
        for hires in plan.hires
        if hires.start + hires.months > study.horizon
    ]


def _cap_met(study: Findings) -> Iterator[str | TextTable]:
    """Yield with what chance each plan meets the cap at a few month ends; nothing without one."""
    role = study.agency.role(study.agency.workforce.hiring_role)
    if cap_of(study, role.name) is None:
        return
    table = study.cap_met()
    shown = table[table["month"].isin(month_ends(study.horizon, most=_MONTH_ENDS))]
    yield (
        f"Chance that the mean caseload ({role.label.lower()}) is at most "
        f"{table['target'].iloc[0]:g} as the month ends (95 % Wilson interval):"
    )
    ends = [f"{date:%B %Y}" for date in shown["date"].drop_duplicates()]
    yield TextTable(
        ("plan", *ends),
        [
            (str(plan), *map(chance_text, rows_of(of_plan)))
            for plan, of_plan in shown.groupby("plan", observed=True, sort=False)
        ],
    )


def _table(study: Findings, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> TextTable:
    """Return a table; of one replication, without the columns that need several."""
    if study.replications > 1:
        return TextTable(headings, rows)
    return TextTable(headings[:2], [row[:2] for row in rows])
