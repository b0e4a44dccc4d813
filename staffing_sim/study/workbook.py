"""A study as an Excel workbook: the tables that `save` writes, with a reader's headings.

Cells are numbers with formats, never formulas; the same study gives the same bytes each time.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.ledger import by_grade
from staffing_sim.measures import MEASURES, list_measures
from staffing_sim.records import MONTH_COLUMNS
from staffing_sim.study.figures import is_money
from staffing_sim.study.files import inert
from staffing_sim.study.headlines import headlines_of
from staffing_sim.study.tables import Findings
from staffing_sim.study.tables.averages import monthly_means
from staffing_sim.study.tables.runs import sources_of
from staffing_sim.study.text import LIMITS, pairing_note, stopping_note, together_note
from staffing_sim.timeline import Timeline

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FORMATS: Final = {
    "text": "@",
    "prose": "@",
    "whole": "0",
    "number": "#,##0.00##",
    "count": "#,##0.0",
    "money": "#,##0",
    "share": "0.0 %",
    "month": "mmm yyyy",
}
"""How cells of each kind are shown."""

_KINDS: Final = {
    **dict.fromkeys(("source", "note", "definition"), "prose"),
    **dict.fromkeys(("month", "months", "runs"), "whole"),
    **dict.fromkeys(
        ("caseload", "wait_months", "p_adjusted", "value", "lowest", "highest"), "number"
    ),
    **dict.fromkeys(("gross", "net", "cost"), "money"),
    **dict.fromkeys(("chance_better", "chance_low", "chance_high"), "share"),
}
"""The kind of a column, where it is not to be seen from its cells, which are then counts."""

_IN_UNIT: Final = {
    "mean": "Mean, in the unit",
    "low": "95 % low, in the unit",
    "high": "95 % high, in the unit",
    "p10": "10 %, in the unit",
    "p90": "90 %, in the unit",
    "difference": "Difference, in the unit",
    "family_low": "95 % low, all plans together, in the unit",
    "family_high": "95 % high, all plans together, in the unit",
    "relevant": "Smallest difference that matters, in the unit",
}
"""Columns whose kind is that of each row's unit."""

_MONTHLY: Final = {
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
"""Columns of the month table that add up over offices and roles."""

_HEADINGS: Final = {
    "plan": "Plan",
    "baseline": "Less",
    "label": "Measure",
    "role": "Role",
    "unit": "Unit",
    **_IN_UNIT,
    "verdict": "Verdict",
    "p_adjusted": "Holm's p-value",
    "chance_better": "Share of replications in which it did better",
    "chance_low": "95 % low of that share",
    "chance_high": "95 % high of that share",
    "month": "Month, 0 is the first",
    "date": "Begins",
    **_MONTHLY,
    "caseload": "Caseload: children per worker present, at the month end",
    "positions": "Positions, at the month end",
    "step_label": "Step",
    "lost": "Lost before the next step, positions",
    "lost_to": "Lost to",
    "started": "Start on the payroll, people",
    "waiting": "Wait for an academy seat, people at the month end",
    "academy_failures": "Leave from the academy, people",
    "wait_months": "Mean wait for a seat, months",
    "duty_date": "Duty begins",
    "full_load_date": "Full load from",
    "fiscal_year": "Fiscal year",
    "months": "Months of it in the study",
    "line": "Line",
    "kind": "Kind",
    "gross": "Gross, {currency}",
    "net": "Net of state and federal money, {currency}",
    "runs": "Replications",
    "sheet": "On the sheet",
    "measure": "Name of the measure",
    "heading": "Heading",
    "better": "Better",
    "given": "Given for",
    "definition": "What is counted",
    "key": "Number",
    "value": "Value, in the unit",
    "value_unit": "Unit",
    "lowest": "Lowest defensible, in the unit",
    "highest": "Highest defensible, in the unit",
    "grade": "Grade",
    "source": "Source",
    "dated": "Date",
    "note": "Note",
}
"""The headings of columns; what has none is in the other files alone."""

_INTERVALS: Final = (
    "95 % low and 95 % high are the ends of the interval of a mean over replications; 10 % and "
    "90 % are percentiles of the replications themselves."
)
_CELLS: Final = (
    "Cells hold numbers in full; the format rounds what is shown. An empty cell is undefined, not "
    "zero. Text that a spreadsheet could take for a formula is preceded by an apostrophe."
)

_MADE: Final = datetime(1980, 1, 1)  # no time of day: the same study gives the same bytes
_MOST_LETTERS: Final = 32_767  # of a cell
_MOST_ON_A_PAGE: Final = 16  # columns that can still be read when printed side by side
_ENDING: Final = ".xlsx"
_WIDEST, _WIDEST_PROSE = 34, 90  # letters
_LINE: Final = 15.0  # points
_HEADING_LINES: Final = 4


class Sheet(NamedTuple):
    """A sheet: its name, what it holds in a sentence, its table or exhibit."""

    name: str
    holds: str
    table: str | Callable[[Findings], pd.DataFrame]


# --- what the sheets hold -------------------------------------------------------------------------


def _about(study: Findings, held: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Yield the lines of the first sheet: what was asked, of what, and how to read the rest."""
    span = Timeline(study.agency.start).span_label(study.horizon)
    yield "Agency", study.agency.title
    yield "Question", "What would each plan change, compared with the first, for the same families?"
    for row, plan in enumerate(study.plans):
        yield ("Plan" if row else "Plan, the baseline"), plan.name
    yield "Months", f"{study.horizon}, {span}"
    asked = f" ({study.wanted} requested)" if study.interrupted else ""
    yield "Replications", f"{study.replications} of each plan{asked}"
    yield "Seed", str(study.seed)
    yield "Version", f"staffing_sim {study.signature()['version']}"
    yield "Fingerprint", study.fingerprint
    yield "Rests on", f"{by_grade(study.grades)}; each is on the sheet Sources"
    for headline in headlines_of(study):
        if headline.change is not None:
            yield "Found", headline.verdict
    notes = (together_note(study), pairing_note(study), stopping_note(study))
    yield "Intervals", " ".join(note for note in (_INTERVALS, *notes) if note)
    yield "Limits", LIMITS
    yield "Cells", _CELLS
    for sheet in held:
        yield f"Sheet {sheet.name}", sheet.holds


def _headlines(study: Findings) -> pd.DataFrame:
    """Return the headline table: what the card, the terminal and the briefing show."""
    rows = [
        {**(each.change or {}), **each.level, "label": each.label}
        | ({"verdict": each.change_words[2]} if each.change else {})
        for each in headlines_of(study)
    ]
    names = ["plan", "label", "unit", "mean", "low", "high"]
    changes = ["difference", "family_low", "family_high", "verdict"]
    return pd.DataFrame(rows, columns=names + (changes if len(study.plans) > 1 else []))


def _positions(study: Findings) -> pd.DataFrame:
    """Return the waterfall with the day on which each month begins."""
    rows, begin = study.waterfall(by=("month", "role")), Timeline(study.agency.start)
    days = [pd.Timestamp(begin.date(month)) for month in rows["month"]]
    rows.insert(list(rows.columns).index("month") + 1, "date", days)
    return rows.rename(columns={"label": "step_label"})


def _sources(study: Findings) -> pd.DataFrame:
    """Return where each number of the agency and of the plans comes from."""
    rows = pd.DataFrame([asdict(row) for row in sources_of(study.agency, study.plans)])
    names = {"unit": "value_unit", "low": "lowest", "high": "highest", "date": "dated"}
    first = ["key", "value", "value_unit", "lowest", "highest", "grade", "source", "dated", "note"]
    return rows.rename(columns=names)[first]


def _definitions(study: Findings) -> pd.DataFrame:
    """Return what each measure and each column of the months counts."""
    currency = study.agency.costs.currency
    measures = list_measures().assign(sheet="Headlines, Summary, Differences")
    measures["given"] = measures["by_role"].map({True: "agency and roles", False: "agency"})
    measures["unit"] = measures["unit"].replace({"money": currency})
    monthly = pd.DataFrame(
        {
            "sheet": "Months",
            "measure": list(_MONTHLY),
            "given": "agency and roles",
            "heading": [heading.format(currency=currency) for heading in _MONTHLY.values()],
            "definition": [MONTH_COLUMNS[name] for name in _MONTHLY],
        }
    )
    rows = pd.concat([measures.rename(columns={"label": "heading"}), monthly], ignore_index=True)
    return rows[["sheet", "measure", "heading", "unit", "better", "given", "definition"]]


_SHEETS: Final = (
    Sheet("Headlines", "The headline measures of every plan, and their verdicts.", _headlines),
    Sheet("Summary", "Every measure: mean, interval, spread of replications.", "summary"),
    Sheet(
        "Differences",
        "Each plan less the baseline, paired on the same worlds; shares in percentage points.",
        "differences",
    ),
    Sheet(
        "Months",
        "Month by month, for the agency (role: all) and each role; offices added up.",
        lambda study: monthly_means(study.months(), tuple(_MONTHLY)),
    ),
    Sheet(
        "Positions",
        "The waterfall from items on paper to workers carrying cases, by month and role.",
        _positions,
    ),
    Sheet(
        "Hiring calendar",
        "Who starts when, and when that cohort carries a full load.",
        "hiring_calendar",
    ),
    Sheet("Costs", "By fiscal year and line: gross, and net of what others pay.", "costs"),
    Sheet(
        "Sources",
        "The source of every number of the agency and the plans, or that it is assumed.",
        _sources,
    ),
    Sheet("Definitions", "What each number counts, in words.", _definitions),
)
"""The sheets in their order."""


def _shown(study: Findings, sheet: Sheet) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows of a sheet, and its columns with their headings."""
    from staffing_sim.charts.registry import EXHIBITS  # loads what draws

    table = EXHIBITS[sheet.table].table if isinstance(sheet.table, str) else sheet.table
    rows = pd.DataFrame() if table is None else table(study)
    names = list(rows.columns)
    if "measure" in names and not {"label", "heading"} & set(names):
        rows = rows.assign(label=[MEASURES[str(name)].label for name in rows["measure"]])
        names = ["label" if name == "measure" else name for name in names] + ["measure"]
    if "role" in rows:
        rows["role"] = [str(role).replace("_", " ") for role in rows["role"]]
    headings = {name: _heading(name) for name in names}
    money = {"currency": study.agency.costs.currency}
    return rows, {name: words.format(**money) for name, words in headings.items() if words}


def _heading(name: str) -> str:
    """Return the heading of a column, or of an end of the interval of one; none if it has none."""
    base, _, end = name.rpartition("_")
    if name not in _HEADINGS and end in {"low", "high"} and base in _HEADINGS:
        return f"{_HEADINGS[base]}: 95 % {end}"
    return _HEADINGS.get(name, "")


# --- how they are written -------------------------------------------------------------------------


def check_workbook(path: Path, *, option: str = "to_excel") -> None:
    """Tell everything that would keep a workbook from being written, before anything is run.

    Raises
    ------
    InputError
        If the library that writes it is missing, the name does not end in ``.xlsx``, or there can
        be no such file.
    """
    faults = []
    if find_spec("xlsxwriter") is None:
        remedy = "Install it: pip install 'staffing-sim[excel]'."
        problem = "needs the library XlsxWriter, which is not installed"
        faults.append(Fault(option, problem, remedy))
    if path.suffix.lower() != _ENDING:
        problem = f"must end in {_ENDING}; got '{path.name}'"
        remedy = f"Write '{path.stem or 'results'}{_ENDING}'."
        faults.append(Fault(option, problem, remedy))
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        there = "cannot be written to" if path.parent.is_dir() else "does not exist"
        problem = f"is in a folder that {there}: {path.parent}"
        remedy = "Choose an existing folder you can write to."
        faults.append(Fault(option, f"is a folder: {path}" if path.is_dir() else problem, remedy))
    if faults:
        raise InputError(faults)


def write_workbook(study: Findings, path: Path) -> Path:
    """Write the workbook of a study, whole or not at all; return its path.

    Raises
    ------
    InputError
        As `check_workbook`, or if the disk refuses it.
    """
    check_workbook(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content_of(study))
        part.replace(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        fault = Fault("to_excel", f"cannot be written: {reason}", "Make room.")
        raise InputError([fault]).in_file(str(path)) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def content_of(study: Findings) -> bytes:
    """Return the bytes of the workbook."""
    from xlsxwriter import Workbook

    held = [sheet for sheet in _SHEETS if len(study.plans) > 1 or sheet.name != "Differences"]
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": inert(study.agency.title), "created": _MADE})
        pens = _Pens(book)
        _write_about(book, pens, list(_about(study, held)))
        for sheet in held:
            page = book.add_worksheet(sheet.name)
            _write_sheet(page, pens, *_shown(study, sheet))
            page.set_footer(f"&L{sheet.name}&Cfingerprint {study.fingerprint}&R&P of &N")
    return content.getvalue()


class _Pens:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        heading = {"bold": True, "text_wrap": True, "bg_color": "#E8E8E8", "bottom": 1}
        self.heading = book.add_format(heading | top)
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.label = book.add_format({"bold": True} | top)
        self.cells: dict[str, Format] = {
            kind: book.add_format(
                {"num_format": shown, "text_wrap": kind == "prose", "indent": int(shown == "@")}
                | top
            )
            for kind, shown in _FORMATS.items()
        }


def _write_about(book: Workbook, pens: _Pens, lines: list[tuple[str, str]]) -> None:
    page = book.add_worksheet("About")
    page.write_string(0, 0, "Plans compared by simulation", pens.title)
    for row, (label, words) in enumerate(lines, start=2):
        page.write_string(row, 0, label, pens.label)
        page.write_string(row, 1, inert(words), pens.cells["prose"])
        page.set_row(row, _height(words))
    page.set_column(0, 0, 2 + max(len(label) for label, _ in lines))
    page.set_column(1, 1, _WIDEST_PROSE)
    page.hide_gridlines(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_sheet(
    page: Worksheet, pens: _Pens, rows: pd.DataFrame, headings: dict[str, str]
) -> None:
    """Write a table under a heading that stays in sight and is repeated in print."""
    page.set_row(0, _HEADING_LINES * _LINE)
    prose = [name for name in headings if _KINDS.get(name) == "prose"]
    for row, words in enumerate(rows[prose].to_numpy(), start=1):
        page.set_row(row, max(map(_height, words), default=_LINE))  # not every spreadsheet does so
    units = list(rows["unit"]) if "unit" in rows else []
    for place, (name, heading) in enumerate(headings.items()):
        page.write_string(0, place, heading, pens.heading)
        cells = list(rows[name])
        for row, cell in enumerate(cells):
            kind = _unit_kind(units[row]) if units and name in _IN_UNIT else _kind(name)
            _write_cell(page, (row + 1, place), cell, pens.cells, kind)
        width = _WIDEST_PROSE if name in prose else _width(heading, cells)
        page.set_column(place, place, width)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(rows), len(headings) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    if len(headings) <= _MOST_ON_A_PAGE:
        page.fit_to_pages(1, 0)


def _kind(name: str) -> str:
    """Return how the numbers of a column are shown."""
    base = name.removesuffix("_low").removesuffix("_high")
    return _KINDS.get(name) or _KINDS.get(base, "count")


def _unit_kind(unit: object) -> str:
    """Return how a number of a unit is shown."""
    if unit == "share":
        return "share"
    return "money" if is_money(str(unit)) else "number"


def _write_cell(
    page: Worksheet, place: tuple[int, int], cell: Any, pens: dict[str, Format], kind: str
) -> None:
    """Write a number, a date or text; what is undefined leaves the cell empty."""
    if pd.isna(cell):
        return
    if isinstance(cell, pd.Timestamp):
        page.write_datetime(*place, cell.to_pydatetime(), pens["month"])
    elif isinstance(cell, str):
        page.write_string(
            *place, inert(cell)[:_MOST_LETTERS], pens["prose" if kind == "prose" else "text"]
        )
    else:
        page.write_number(*place, float(cell), pens[kind])


def _height(words: str) -> float:
    """Return the height of prose, in points."""
    return _LINE * max(1, -(-len(words) // (_WIDEST_PROSE - 5)))


def _width(heading: str, cells: list[Any]) -> float:
    """Return a width, in letters, for what stands in a column and for its heading."""
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=12)
    words = max(1.3 * len(heading) / _HEADING_LINES, *(len(word) for word in heading.split()), 8)
    return 2 + min(max(longest, words), _WIDEST)
