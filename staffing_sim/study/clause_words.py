"""What a clause would have triggered, in words, as a card and as files."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from staffing_sim.intervals import CONFIDENCE
from staffing_sim.measures import ALL
from staffing_sim.study.clause_counts import ClauseCounts
from staffing_sim.study.saving import chart_files, make_directory, table_file
from staffing_sim.study.verdicts import finding
from staffing_sim.study.words import amount, interval_text, rows_of
from staffing_sim.timeline import Timeline

__all__ = ["html_card", "office_table", "save", "text_card", "total_table", "verdicts"]

Row = dict[str, Any]

_TOLD: Final = ("unassigned_children", "unseen_children", "hand_overs_per_child", "cost")

_HEADINGS: Final = {
    "worker_months": "worker-months measured",
    "entitled": "owed the remedy",
    "entitled_share": "share",
    "months": "months with any",
}
_OF_REMEDY: Final = {
    "overtime": {"overtime_hours": "hours of overtime", "cost": "price of overtime"},
    "move_cases": {"moved": "children moved"},
}
_SMALL: Final = "One replication: one draw of chance, no intervals."


def verdicts(found: ClauseCounts) -> tuple[str, ...]:
    """Return, per plan, what the wording triggers and what its remedy changes."""
    totals = rows_of(found.table(by=()))
    lines = [_triggered(found, row) for row in totals if row["remedy"] == "report"]
    if found.remedied is None:
        return tuple(lines)
    effects = rows_of(found.effects())
    for row in totals:
        if row["remedy"] != "report":
            lines.append(_in_force(found, row))
            mine = [effect for effect in effects if effect["plan"] == row["plan"]]
            lines += [f"    {finding(effect)}" for effect in mine if _is_told(effect)]
    return tuple(lines)


def _triggered(found: ClauseCounts, row: Row) -> str:
    """Return what the wording finds in a plan."""
    plan, months = row["plan"], found.without.horizon
    if row["entitled"] == 0.0:
        return f"{plan}: the clause is never triggered in {months} months."
    offices = found.table()
    mine = offices[(offices["plan"] == plan) & (offices["remedy"] == "report")]
    worst = rows_of(mine.sort_values("entitled", ascending=False, kind="stable"))[0]
    where = ""
    if len(mine) > 1:
        where = f"; most in {worst['office']} ({amount(worst['entitled'], 'people')})"
    owed = _interval(row, "entitled", "people")
    of_all = amount(row["worker_months"], "people")
    return (
        f"{plan}: owed for {owed} of {of_all} worker-months, "
        f"{_interval(row, 'entitled_share', 'share')}; in {amount(row['months'], 'people')} of "
        f"{months} months{where}."
    )


def _in_force(found: ClauseCounts, row: Row) -> str:
    """Return what is left to trigger under the remedy, and its price."""
    currency = found.without.agency.costs.currency
    parts = [f"still owed for {_interval(row, 'entitled', 'people')} worker-months"]
    if found.clause.remedy == "overtime":
        hours = _interval(row, "overtime_hours", "people")
        parts.append(f"{hours} hours worked, {_interval(row, 'cost', currency)} {currency}")
    elif found.clause.remedy == "move_cases":
        parts.append(f"{_interval(row, 'moved', 'people')} children moved")
    return f"{row['plan']}, with the remedy in force: {'; '.join(parts)}."


def _is_told(effect: Row) -> bool:
    """Is this one of the measures that verdicts give, whatever they turn out to be?"""
    return effect["measure"] in _TOLD and effect["role"] == ALL


def _interval(row: Row, name: str, unit: str) -> str:
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], unit)


def total_table(found: ClauseCounts) -> pd.DataFrame:
    """Return one row per plan (and remedy), the counts as text with intervals."""
    rows = []
    for row in rows_of(found.table(by=())):
        label = str(row["plan"])
        if row["remedy"] != "report":
            label += f", {found.clause.remedy.replace('_', ' ')} in force"
        rows.append({"plan": label} | _cells(found, row))
    return pd.DataFrame(rows).set_index("plan")


def _cells(found: ClauseCounts, row: Row) -> dict[str, str]:
    """Return the counts of a row as text."""
    units = {"entitled_share": "share", "cost": found.without.agency.costs.currency}
    headings = _HEADINGS | _OF_REMEDY.get(found.clause.remedy, {})
    return {
        heading: _interval(row, name, units.get(name, "people"))
        for name, heading in headings.items()
    }


def office_table(found: ClauseCounts) -> pd.DataFrame:
    """Return the worker-months owed without the remedy: a row per office, a column per plan."""
    table = found.table()
    rows = rows_of(table[table["remedy"] == "report"])
    cells: dict[str, dict[str, str]] = {str(plan): {} for plan in found.without.names}
    for row in rows:
        cells[str(row["plan"])][str(row["office"])] = _interval(row, "entitled", "people")
    return pd.DataFrame(cells)


def _facts(found: ClauseCounts) -> tuple[str, str]:
    study = found.without
    span = Timeline(study.agency.start).span_label(study.horizon)
    runs = f"{study.replications} replication{'s' if study.replications > 1 else ''}"
    return (
        f"{study.agency.title}: {found.clause.wording}",
        f"{runs} of {study.horizon} months, {span}, seed {study.seed}",
    )


def _note(found: ClauseCounts) -> str:
    if found.without.replications == 1:
        return _SMALL
    return f"In brackets: {100 * CONFIDENCE:.0f} % interval of the mean over replications."


def text_card(found: ClauseCounts) -> str:
    """Return the card as plain text."""
    totals, offices = total_table(found), office_table(found)
    lines = [*_facts(found), ""]
    for plan, row in totals.iterrows():
        lines.append(str(plan))
        lines += [f"    {heading:<24}{cell}" for heading, cell in row.items()]
    if len(offices) > 1:
        lines += ["", "Worker-months owed the remedy, by office:"]
        for office, row in offices.iterrows():
            lines.append(f"  {office}")
            lines += [f"    {plan!s:<40}{cell}" for plan, cell in row.items()]
    return "\n".join([*lines, "", _note(found), "", *verdicts(found)])


def html_card(found: ClauseCounts) -> str:
    """Return the card for a notebook."""
    title, runs = _facts(found)
    said = "".join(f"<li>{escape(line)}</li>" for line in verdicts(found))
    return (
        f"<h3>{escape(title)}</h3><p>{escape(runs)}</p>{total_table(found).to_html(escape=True)}"
        f"<h4>Worker-months owed the remedy, by office</h4>{office_table(found).to_html()}"
        f"<p><small>{_note(found)}</small></p><ul>{said}</ul>"
    )


def save(found: ClauseCounts, directory: Path) -> tuple[Path, ...]:
    """Write tables and chart into a directory, which is made if need be; return the paths."""
    make_directory(directory)
    tables = {
        "clause.csv": found.table(by=()),
        "clause_offices.csv": found.table(),
        "clause_months.csv": found.table(by=("month",)),
        "clause_differences.csv": found.differences(),
        "clause_effects.csv": found.effects(),
    }
    paths = [table_file(frame, directory / name) for name, frame in tables.items()]
    return (*paths, *chart_files(found.plot(), directory / "clause"))
