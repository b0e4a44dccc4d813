"""What the sheets of a study's workbook hold: its tables with the words of a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal

import pandas as pd

from staffing_sim.frames import MONTH_COLUMNS, NO_ROLE
from staffing_sim.ledger import by_grade
from staffing_sim.measures import ALL, MEASURES, list_measures
from staffing_sim.study.averages import averages
from staffing_sim.study.card import LIMITS, pairing_note, stopping_note, together_note
from staffing_sim.study.findings import Findings
from staffing_sim.study.sources import sources_of
from staffing_sim.timeline import Timeline

__all__ = ["Column", "Kind", "Sheet", "about", "sheets"]

Kind = Literal[
    "text", "name", "prose", "whole", "number", "count", "money", "share", "month", "by_unit"
]
"""How a column's cells are shown; ``name`` is a key, ``by_unit`` leaves it to the row's unit."""

_MONTHLY: Final[dict[str, str]] = {
    "referrals": "Families referred in the month",
    "open_children": "Children with an open case, at the month end",
    "children_carried": "Children held by workers present, at the month end",
    "unassigned_children": "Children waiting for a worker, at the month end",
    "eligible": "Children due a visit in the month",
    "unseen": "Children not seen in the month",
    "authorised": "Positions authorised, at the month end",
    "academy": "People in the academy, at the month end",
    "carrying": "Workers on duty and present, at the month end",
    "productive_staff": "Full-time equivalents, at the month end",
    "hires": "People who start on the payroll in the month",
    "leavers": "People who resign in the month",
    "cost": "Staffing cost in the month, {currency}",
}
"""Columns of the month table that add up over offices and roles, each with its heading."""

_CASELOAD: Final = "Caseload: children per worker present, at the month end"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, with the unit, and how its cells are shown."""

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, what it holds in a sentence, its rows and its columns by their name."""

    name: str
    holds: str
    rows: pd.DataFrame
    columns: Mapping[str, Column]


def about(study: Findings, held: tuple[Sheet, ...]) -> Iterator[tuple[str, str]]:
    """Yield the lines of the first sheet: what was asked, of what, and how to read the rest."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    yield "Agency", study.agency.title
    yield "Question", "What would each plan do, against the first, for the same families?"
    for row, plan in enumerate(study.plans):
        yield ("Plan" if row else "Plan, the baseline"), plan.name
    yield "Months", f"{study.horizon}, {span}"
    asked = f" ({study.wanted} were asked for)" if study.interrupted else ""
    yield "Replications", f"{study.replications} of each plan{asked}"
    yield "Seed", str(study.seed)
    yield "Version", f"staffing_sim {study.signature()['version']}"
    yield "Fingerprint", study.fingerprint
    yield "Rests on", f"{by_grade(study.grades)}; each stands on the sheet Sources"
    for verdict in study.verdicts():
        yield "Found", verdict
    notes = (together_note(study), pairing_note(study), stopping_note(study))
    yield "Intervals", " ".join(note for note in (_INTERVALS, *notes) if note)
    yield "Limits", LIMITS
    yield "Cells", _CELLS
    for sheet in held:
        yield f"Sheet {sheet.name}", sheet.holds


_INTERVALS: Final = (
    "95 % low and 95 % high are the ends of the interval of a mean over replications; 10 % and "
    "90 % are percentiles of the replications themselves."
)
_CELLS: Final = (
    "Cells hold numbers in full; the format rounds what is shown. An empty cell is undefined, not "
    "zero. Text that a spreadsheet could take for a formula stands behind an apostrophe."
)


def sheets(study: Findings) -> tuple[Sheet, ...]:
    """Return the sheets of a study in their order."""
    return (
        _summary(study),
        *([_differences(study)] if len(study.plans) > 1 else []),
        _months(study),
        _positions(study),
        _hiring(study),
        _costs(study),
        _sources(study),
        _definitions(study),
    )


def _with_interval(name: str, heading: str, kind: Kind) -> dict[str, Column]:
    """Return the columns of a mean and of the ends of its interval."""
    ends = {"": heading, "_low": f"{heading}: 95 % low", "_high": f"{heading}: 95 % high"}
    return {f"{name}{end}": Column(words, kind) for end, words in ends.items()}


def _measured(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table by measure with each measure's label in words."""
    return table.assign(label=[MEASURES[str(name)].label for name in table["measure"]])


_MEASURE: Final = {
    "label": Column("Measure"),
    "role": Column("Role", "name"),
    "unit": Column("Unit"),
}


def _summary(study: Findings) -> Sheet:
    numbers = {"mean": "Mean", "low": "95 % low", "high": "95 % high", "p10": "10 %", "p90": "90 %"}
    columns = {"plan": Column("Plan")} | _MEASURE
    columns |= {name: Column(f"{words}, in the unit", "by_unit") for name, words in numbers.items()}
    columns |= {"runs": Column("Replications", "whole"), "measure": Column("Name of the measure")}
    holds = "Every measure of every plan: mean, interval, and spread between replications."
    return Sheet("Summary", holds, _measured(study.summary()), columns)


def _differences(study: Findings) -> Sheet:
    numbers = {
        "difference": "Difference",
        "low": "95 % low",
        "high": "95 % high",
        "family_low": "95 % low, all plans together",
        "family_high": "95 % high, all plans together",
        "relevant": "Smallest difference that matters",
    }
    columns = {"plan": Column("Plan"), "baseline": Column("Less")} | _MEASURE
    columns |= {name: Column(f"{words}, in the unit", "by_unit") for name, words in numbers.items()}
    columns |= {
        "p_adjusted": Column("Holm's p of no difference", "number"),
        "chance_better": Column("Share of replications in which it did better", "share"),
        "chance_low": Column("95 % low of that share", "share"),
        "chance_high": Column("95 % high of that share", "share"),
        "runs": Column("Replications", "whole"),
        "measure": Column("Name of the measure"),
    }
    holds = "Each plan less the baseline, paired on the same worlds; shares in percentage points."
    return Sheet("Differences", holds, _measured(study.differences()), columns)


def _months(study: Findings) -> Sheet:
    """Return the months of the agency and of each role, offices added up."""
    frame = study.months()
    keys = ["plan", "replication", "month", "date"]
    by_role = frame[frame["role"] != NO_ROLE]
    parts = [
        frame.groupby(keys, observed=True)[list(_MONTHLY)].sum().reset_index().assign(role=ALL),
        by_role.groupby([*keys, "role"], observed=True)[list(_MONTHLY)].sum().reset_index(),
    ]
    runs = pd.concat([part.astype({"role": str}) for part in parts], ignore_index=True)
    runs["caseload"] = runs["children_carried"] / runs["carrying"].where(runs["carrying"] > 0.0)
    shown = _monthly_headings(study) | {"caseload": _CASELOAD}
    rows = averages(runs, by=("role", "month", "date"), values=tuple(shown), least=0.0)
    columns = _dated() | {"role": Column("Role", "name")}
    kinds: dict[str, Kind] = {"cost": "money", "caseload": "number"}
    for name, heading in shown.items():
        columns |= _with_interval(name, heading, kinds.get(name, "count"))
    holds = "Month by month, for the agency (role: all) and each role; offices added up."
    return Sheet("Months", holds, rows, columns)


def _dated() -> dict[str, Column]:
    return {
        "plan": Column("Plan"),
        "month": Column("Month, 0 is the first", "whole"),
        "date": Column("Begins", "month"),
    }


def _monthly_headings(study: Findings) -> dict[str, str]:
    currency = study.agency.costs.currency
    return {name: heading.format(currency=currency) for name, heading in _MONTHLY.items()}


def _positions(study: Findings) -> Sheet:
    columns = {
        **_dated(),
        "role": Column("Role", "name"),
        "label": Column("Step"),
        **_with_interval("positions", "Positions, at the month end", "count"),
        **_with_interval("lost", "Lost before the next step, positions", "count"),
        "lost_to": Column("Lost to"),
    }
    holds = "The waterfall from items on paper to hands on cases, by month and role."
    rows, begin = study.waterfall(by=("month", "role")), Timeline(study.agency.start)
    rows["date"] = [pd.Timestamp(begin.date(month)) for month in rows["month"]]
    return Sheet("Positions", holds, rows, columns)


def _hiring(study: Findings) -> Sheet:
    columns = {
        **_dated(),
        "role": Column("Role", "name"),
        **_with_interval("started", "Start on the payroll, people", "count"),
        **_with_interval("waiting", "Wait for an academy seat, people at the month end", "count"),
        **_with_interval("academy_failures", "Leave from the academy, people", "count"),
        "wait_months": Column("Mean wait for a seat, months", "number"),
        "duty_date": Column("Duty begins", "month"),
        "full_load_date": Column("Full load from", "month"),
    }
    holds = "Who starts when, and when that cohort carries a full load."
    return Sheet("Hiring calendar", holds, study.hiring_calendar(), columns)


def _costs(study: Findings) -> Sheet:
    money = study.agency.costs.currency
    columns = {
        "plan": Column("Plan"),
        "fiscal_year": Column("Fiscal year, July to June"),
        "months": Column("Months of it in the study", "whole"),
        "line": Column("Line"),
        "kind": Column("Kind"),
        **_with_interval("gross", f"Gross, {money}", "money"),
        **_with_interval("net", f"Net of state and federal money, {money}", "money"),
    }
    holds = "Cost by fiscal year and line, gross, and net of what others pay."
    return Sheet("Costs", holds, study.costs(), columns)


def _sources(study: Findings) -> Sheet:
    """Return where each number of the agency and of the plans comes from."""
    found = sources_of(study.agency, study.plans)
    columns = {
        "key": Column("Number"),
        "value": Column("Value, in the unit", "number"),
        "unit": Column("Unit"),
        "low": Column("Lowest defensible, in the unit", "number"),
        "high": Column("Highest defensible, in the unit", "number"),
        "grade": Column("Grade"),
        "source": Column("Source", "prose"),
        "date": Column("Date"),
        "note": Column("Note", "prose"),
    }
    rows = pd.DataFrame([asdict(row) for row in found], columns=list(columns))
    holds = "Where every number of the agency and of the plans comes from, or that it is assumed."
    return Sheet("Sources", holds, rows, columns)


def _definitions(study: Findings) -> Sheet:
    """Return what each measure and each column of the months counts."""
    measures = list_measures().assign(sheet="Summary, Differences")
    measures["given"] = measures["by_role"].map({True: "agency and roles", False: "agency"})
    measures["unit"] = measures["unit"].replace({"money": study.agency.costs.currency})
    monthly = pd.DataFrame(
        {
            "sheet": "Months",
            "measure": list(_MONTHLY),
            "given": "agency and roles",
            "label": _monthly_headings(study).values(),
            "definition": [MONTH_COLUMNS[name] for name in _MONTHLY],
        }
    )
    columns = {
        "sheet": Column("On the sheet"),
        "measure": Column("Name"),
        "label": Column("Heading"),
        "unit": Column("Unit"),
        "better": Column("Better"),
        "given": Column("Given for"),
        "definition": Column("What is counted", "prose"),
    }
    rows = pd.concat([measures, monthly], ignore_index=True)
    return Sheet("Definitions", "What each number counts, in words.", rows, columns)
