"""A study as an Excel workbook: numbers with formats, never formulas, the same bytes each time."""

from __future__ import annotations

import io
import os
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from staffing_sim.errors import Fault, InputError
from staffing_sim.frames.cells import inert
from staffing_sim.study.findings import Findings
from staffing_sim.study.words import is_money
from staffing_sim.study.worksheets import Column, Kind, Sheet, about, sheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["check_workbook", "write_workbook"]

_TEXT: Final = "@"
_FORMATS: Final[dict[Kind, str]] = {
    "text": _TEXT,
    "name": _TEXT,
    "prose": _TEXT,
    "whole": "0",
    "number": "#,##0.00##",
    "count": "#,##0.0",
    "money": "#,##0",
    "share": "0.0 %",
    "month": "mmm yyyy",
}
_MADE: Final = datetime(1980, 1, 1)  # no time of day: the same study gives the same bytes
_MOST_LETTERS: Final = 32_767  # of a cell
_WIDEST, _WIDEST_PROSE = 34, 90  # letters
_LINE: Final = 15.0  # points
_HEADING_LINES: Final = 4
_MOST_ON_A_PAGE: Final = 16  # columns that can still be read when printed side by side
_ENDING: Final = ".xlsx"


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
        faults.append(Fault(key=option, problem=problem, remedy=remedy))
    if path.suffix.lower() != _ENDING:
        problem = f"must end in {_ENDING}; got '{path.name}'"
        remedy = f"Write '{path.stem or 'results'}{_ENDING}'."
        faults.append(Fault(key=option, problem=problem, remedy=remedy))
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        remedy = "Give a file in a folder that is there, and yours."
        faults.append(Fault(key=option, problem=_no_place(path), remedy=remedy))
    if faults:
        raise InputError(faults)


def _no_place(path: Path) -> str:
    """Return why there can be no such file."""
    if path.is_dir():
        return f"is a folder: {path}"
    there = "cannot be written to" if path.parent.is_dir() else "is not there"
    return f"lies in a folder that {there}: {path.parent}"


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
        part.write_bytes(_content(study))
        part.replace(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        fault = Fault(key="to_excel", problem=f"cannot be written: {reason}", remedy="Make room.")
        raise InputError([fault]).in_file(str(path)) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def _content(study: Findings) -> bytes:
    """Return the bytes of the workbook."""
    from xlsxwriter import Workbook

    held = sheets(study)
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": inert(study.agency.title), "created": _MADE})
        pens = _Pens(book)
        _write_about(book, pens, list(about(study, held)))
        for sheet in held:
            page = book.add_worksheet(sheet.name)
            _write_sheet(page, pens, sheet)
            page.set_footer(f"&L{sheet.name}&Cfingerprint {study.fingerprint}&R&P of &N")
    return content.getvalue()


class _Pens:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#E8E8E8", "bottom": 1} | top
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.label = book.add_format({"bold": True} | top)
        self.cells: dict[Kind, Format] = {
            kind: book.add_format(
                {"num_format": shown, "text_wrap": kind == "prose", "indent": int(shown == _TEXT)}
                | top
            )
            for kind, shown in _FORMATS.items()
        }


def _write_about(book: Workbook, pens: _Pens, lines: list[tuple[str, str]]) -> None:
    page = book.add_worksheet("About")
    page.write_string(0, 0, "Plans side by side: a study by simulation", pens.title)
    for row, (label, words) in enumerate(lines, start=2):
        page.write_string(row, 0, label, pens.label)
        page.write_string(row, 1, _text(words), pens.cells["prose"])
        page.set_row(row, _height(words))
    page.set_column(0, 0, 2 + max(len(label) for label, _ in lines))
    page.set_column(1, 1, _WIDEST_PROSE)
    page.hide_gridlines(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_sheet(page: Worksheet, pens: _Pens, sheet: Sheet) -> None:
    """Write a table under a heading that stays in sight and is repeated in print."""
    _set_heights(page, sheet)
    units = list(sheet.rows["unit"]) if "unit" in sheet.rows else []
    for place, (name, column) in enumerate(sheet.columns.items()):
        page.write_string(0, place, column.heading, pens.heading)
        cells = list(sheet.rows[name])
        for row, cell in enumerate(cells):
            kind = _kind_of(units[row]) if column.kind == "by_unit" else column.kind
            shown = str(cell).replace("_", " ") if kind == "name" else cell
            _write_cell(page, (row + 1, place), shown, pens.cells[kind])
        page.set_column(place, place, _width(column, cells))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    if len(sheet.columns) <= _MOST_ON_A_PAGE:
        page.fit_to_pages(1, 0)


def _set_heights(page: Worksheet, sheet: Sheet) -> None:
    """Make rows as high as their prose: not every spreadsheet does so by itself."""
    page.set_row(0, _HEADING_LINES * _LINE)
    prose = [name for name, column in sheet.columns.items() if column.kind == "prose"]
    for row, cells in enumerate(sheet.rows[prose].to_numpy(), start=1):
        page.set_row(row, max((_height(cell) for cell in cells), default=_LINE))


def _height(words: str) -> float:
    """Return the height of prose, in points."""
    return _LINE * max(1, -(-len(words) // (_WIDEST_PROSE - 5)))


def _kind_of(unit: object) -> Kind:
    """Return how a number of a unit is shown."""
    if unit == "share":
        return "share"
    return "money" if is_money(str(unit)) else "number"


def _write_cell(page: Worksheet, place: tuple[int, int], cell: Any, pen: Format) -> None:
    """Write a number, a date or text; what is undefined leaves the cell empty."""
    if pd.isna(cell):
        return
    if isinstance(cell, pd.Timestamp):
        page.write_datetime(*place, cell.to_pydatetime(), pen)
    elif isinstance(cell, str):
        page.write_string(*place, _text(cell), pen)
    else:
        page.write_number(*place, float(cell), pen)


def _text(words: str) -> str:
    return inert(words)[:_MOST_LETTERS]


def _width(column: Column, cells: list[Any]) -> float:
    """Return a width, in letters, for what stands in a column and for its heading."""
    if column.kind == "prose":
        return _WIDEST_PROSE
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=12)
    words = column.heading.split()
    heading = max(1.3 * len(column.heading) / _HEADING_LINES, *(len(word) for word in words), 8)
    return 2 + min(max(longest, heading), _WIDEST)
