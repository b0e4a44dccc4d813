"""A study as text for a terminal: each plan's figures, then how each differs from the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from staffing_sim.briefing.elements import month_ends
from staffing_sim.cli.tables import fitted, text_table
from staffing_sim.ledger import by_grade
from staffing_sim.study.caps import cap_of
from staffing_sim.study.card import LIMITS, few_runs_note, reading_notes
from staffing_sim.study.verdicts import judgement_named
from staffing_sim.study.words import amount, chance_text, heading, rows_of, signed, span_text
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study import Study

__all__ = ["comparison_text"]

Row = dict[str, Any]

INTERVAL = "95 % interval"
MONTH_ENDS = 3  # as many as fit beside a plan's name

READING = (
    "Plans met the same families, children and luck. An interval (95 %) says how well these "
    "replications know a mean; where that of a difference spans zero, there is no clear "
    "difference, unless the verdict names Holm's test: where several plans are judged it is "
    "sharper than the interval and can be sure of a direction."
)
ONE_RUN = (
    "Plans met the same families, children and luck, but one replication is one draw of chance: "
    "run at least 2 for intervals and verdicts, 20 or more to report them."
)

UNDEFINED = "Undefined: nothing of the kind can be seen within these months; see --years."


def comparison_text(study: Study) -> str:
    """Return what was run, both tables, and what they cannot show."""
    parts = [_facts(study), *map(fitted, _hires_cut_short(study)), _figures(study)]
    parts += [_cap_met(study), *(_differences(study, plan) for plan in study.names[1:])]
    notes = [READING if study.replications > 1 else ONE_RUN, LIMITS]
    notes[1:1] = [note for note in (few_runs_note(study), *reading_notes(study)) if note]
    if study.headlines(study.summary())["mean"].isna().any():
        notes.insert(1, UNDEFINED)
    return "\n\n".join([*filter(None, parts), *map(fitted, notes)])


def _facts(study: Study) -> str:
    span = Timeline(study.agency.start).span_label(study.horizon)
    done = f"{study.replications} of {study.wanted}" if study.interrupted else study.replications
    runs = "replication" if study.wanted == 1 else "replications"
    signature = study.signature()
    hires = [hires for plan in study.plans for hires in plan.hires]
    joined = study.agency.role(study.agency.workforce.hiring_role).label
    lines = (
        f"{study.agency.title}, {span} ({study.horizon} months)",
        f"{len(study.plans)} plans, {done} {runs}, seed {study.seed}",
        f"version {signature['version']}, fingerprint {signature['fingerprint']}",
        f"the agency rests on {by_grade(study.grades)}",
        *([f"hires without a role join: {joined}"] if any(not each.role for each in hires) else []),
    )
    return fitted("\n".join(lines))


def _hires_cut_short(study: Study) -> list[str]:
    """Return a line for each schedule of hires that goes on after the last month of the runs."""
    return [
        f"Cut short: only {max(study.horizon - hires.start, 0)} of the {hires.months} months of "
        f"hires of '{plan.name}' lie within the {study.horizon} months of the runs; see --years."
        for plan in study.plans
        for hires in plan.hires
        if hires.start + hires.months > study.horizon
    ]


def _figures(study: Study) -> str:
    """Return each headline measure with a line for each plan."""
    rows: list[tuple[str, ...]] = []
    by_measure: dict[str, list[Row]] = {}
    for row in rows_of(study.headlines(study.summary())):
        by_measure.setdefault(heading(row), []).append(row)
    for label, of_plans in by_measure.items():
        rows += [(label,), *(_figure(row) for row in of_plans)]
    return _table(study, ("measure and plan", "mean", INTERVAL, "10-90 % of runs"), rows)


def _figure(row: Row) -> tuple[str, ...]:
    """Return a plan's mean, its interval and the spread between replications."""
    mean, unit = row["mean"], row["unit"]
    spans = ((row["low"], row["high"]), (row["p10"], row["p90"]))
    return (
        f"  {row['plan']}",
        amount(mean, unit),
        *(span_text(ends, unit, like=mean) for ends in spans),
    )


def _cap_met(study: Study) -> str:
    """Return with what chance each plan meets the cap at a few month ends; nothing without one."""
    role = study.agency.role(study.agency.workforce.hiring_role)
    if cap_of(study, role.name) is None:
        return ""
    table = study.cap_met()
    shown = table[table["month"].isin(month_ends(study.horizon, most=MONTH_ENDS))]
    rows = [
        (str(plan), *map(chance_text, rows_of(of_plan)))
        for plan, of_plan in shown.groupby("plan", observed=True, sort=False)
    ]
    ends = [f"{date:%B %Y}" for date in shown["date"].drop_duplicates()]
    title = (
        f"Chance that the mean caseload ({role.label.lower()}) is at most "
        f"{table['target'].iloc[0]:g} as the month ends (95 % Wilson interval):"
    )
    return f"{fitted(title)}\n\n{text_table(('plan', *ends), rows)}"


def _differences(study: Study, plan: str) -> str:
    """Return how one plan differs from the baseline, measure by measure."""
    table = study.headlines(study.differences())
    rows = [_difference(row) for row in rows_of(table[table["plan"] == plan])]
    text = _table(study, ("measure", "difference", INTERVAL, "verdict"), rows)
    return fitted(f"{plan}, less {study.names[0]}:\n\n{text}")


def _difference(row: Row) -> tuple[str, ...]:
    """Return a difference, its interval (all plans together) and what it comes to."""
    unit, ends = row["unit"], (row["family_low"], row["family_high"])
    widest = max(map(abs, (row["difference"], *ends)))
    size = signed(row["difference"], unit, like=widest)
    return (
        heading(row, points=True),
        size,
        span_text(ends, unit, like=widest, sign=signed),
        judgement_named(row),
    )


def _table(study: Study, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table; of one replication, without the columns that need several."""
    if study.replications > 1:
        return text_table(headings, rows)
    return text_table(headings[:2], [row[:2] for row in rows])
