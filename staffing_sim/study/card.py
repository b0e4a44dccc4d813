"""The card of a study: what was run, one table with intervals, verdicts, what it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from staffing_sim.intervals import CONFIDENCE
from staffing_sim.measures import MEASURES
from staffing_sim.study.words import amount, subject
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from staffing_sim.study.results import Study

__all__ = ["LIMITS", "headline_table", "html_card", "text_card"]

LIMITS = (
    "What this cannot show: demand does not react to staffing, offices and courts do not learn, "
    "and the intervals hold chance only, not doubt about the assumptions."
)


def headline_table(study: Study) -> pd.DataFrame:
    """Return the headline measures, one row each: mean and interval as text, a column per plan."""
    summary = study.headlines(study.summary())
    labels = [
        f"{subject(MEASURES[measure], role)}, {unit}"
        for measure, role, unit in zip(
            summary["measure"], summary["role"], summary["unit"], strict=True
        )
    ]
    cells = [
        _cell({str(key): value for key, value in row.items()}) for row in summary.to_dict("records")
    ]
    table = pd.DataFrame({"plan": summary["plan"], "measure": labels, "cell": cells})
    wide = table.pivot(index="measure", columns="plan", values="cell")
    return wide.reindex(index=list(dict.fromkeys(labels)), columns=list(study.names))


def _cell(row: Mapping[str, object]) -> str:
    """Return a mean with its interval, where there is one."""
    unit = str(row["unit"])
    mean, low, high = (float(str(row[key])) for key in ("mean", "low", "high"))
    if math.isnan(mean):
        return "undefined"
    if math.isnan(low):
        return f"{amount(mean, unit)} (no interval)"
    return f"{amount(mean, unit)} ({amount(low, unit)} to {amount(high, unit)})"


def _facts(study: Study) -> tuple[str, ...]:
    """Return what was run, in lines."""
    timeline = Timeline(study.agency.start)
    span = f"{timeline.month_label(0)} to {timeline.month_label(study.horizon - 1)}"
    runs = f"{study.replications} replications of {study.horizon} months, {span}"
    if study.replications == 1:
        runs = f"1 replication of {study.horizon} months, {span}: one draw of chance, no intervals"
    if study.interrupted:
        runs += f" (interrupted: {study.wanted} were asked for)"
    signature = study.signature()
    origin = f"seed {study.seed}, version {signature['version']}, fingerprint {study.fingerprint}"
    return (runs, origin, _grades(study))


def _grades(study: Study) -> str:
    """Return how many numbers of the agency are read, derived, said or assumed."""
    grades = study.agency.ledger.counts(study.agency)
    told = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    return f"rests on {sum(grades.values())} numbers: {told}"


def _note() -> str:
    return f"In brackets: {100 * CONFIDENCE:.0f} % interval of the mean over replications."


def text_card(study: Study) -> str:
    """Return the card as plain text of at most 100 columns where names are short."""
    table = headline_table(study)
    lines = [f"{study.agency.title}: {len(study.plans)} plans on the same worlds", *_facts(study)]
    lines += ["", *_text_rows(table), "", _note(), "", *study.verdicts(), "", LIMITS]
    return "\n".join(lines)


def _text_rows(table: pd.DataFrame) -> list[str]:
    """Return the table measure by measure, a line per plan, aligned."""
    width = max(len(str(plan)) for plan in table.columns)
    lines: list[str] = []
    for measure, row in table.iterrows():
        lines.append(str(measure))
        lines += [f"    {plan!s:<{width}}  {cell}" for plan, cell in row.items()]
    return lines


def html_card(study: Study) -> str:
    """Return the card for a notebook."""
    table = headline_table(study)
    table.index.name, table.columns.name = None, None
    facts = "<br>".join(escape(fact) for fact in _facts(study))
    verdicts = "".join(f"<li>{escape(line)}</li>" for line in study.verdicts())
    return (
        f"<h3>{escape(study.agency.title)}</h3><p>{facts}</p>{table.to_html(escape=True)}"
        f"<p><small>{_note()}</small></p><ul>{verdicts}</ul><p><small>{LIMITS}</small></p>"
    )
