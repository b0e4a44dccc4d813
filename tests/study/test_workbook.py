"""A study's workbook holds its numbers as numbers, says where they come from, and runs nothing."""

import zipfile
from datetime import datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from staffing_sim import compare
from staffing_sim.errors import InputError
from staffing_sim.measures import MEASURES
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from staffing_sim.study import workbook
from staffing_sim.study.files import write_csv

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture(scope="module")
def study():
    office = load_agency("small-office").replace(title="@SUM(A1) office")
    plans = [Plan("As is"), Plan(FORMULA, hires=Hires.once(4, kind="net"))]
    return compare(office, plans, years=0.5, replications=2, seed=4, progress=False)


@pytest.fixture(scope="module")
def path(study, tmp_path_factory):
    return study.to_excel(tmp_path_factory.mktemp("book") / "results.xlsx")


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def test_a_reader_finds_what_was_asked_the_tables_the_sources_and_the_definitions(
    study, book
) -> None:
    assert book.sheetnames == [
        *("About", "Headlines", "Summary", "Differences", "Months"),
        *("Positions", "Hiring calendar", "Costs", "Sources", "Definitions"),
    ]
    told = dict(book["About"].iter_rows(min_row=3, values_only=True))
    assert told["Seed"] == "4"
    assert told["Fingerprint"] == study.fingerprint
    assert f"{study.grades['assumption']} assumption" in told["Rests on"]
    assert "offices and courts do not adapt" in told["Limits"]


def test_cells_are_the_numbers_of_the_tables_in_full(study, path) -> None:
    for name, frame, numbers in (
        ("Summary", study.summary(), ["mean", "low", "high", "p10", "p90"]),
        ("Differences", study.differences(), ["difference", "low", "high"]),
    ):
        sheet = pd.read_excel(path, sheet_name=name)
        assert list(sheet["Name of the measure"]) == list(frame["measure"])
        first = list(sheet.columns).index("Unit") + 1
        shown = sheet.iloc[:, first : first + len(numbers)].to_numpy(dtype=float)
        np.testing.assert_allclose(shown, frame[numbers].to_numpy(), rtol=1e-14)


def test_what_is_undefined_is_an_empty_cell(study, book) -> None:
    undefined = study.summary()["mean"].isna()
    assert undefined.any()
    cells = [row[4].value for row in book["Summary"].iter_rows(min_row=2)]
    assert [cell is None for cell in cells] == list(undefined)


def test_shares_money_and_months_have_their_formats(book) -> None:
    formats = {(row[3].value, row[4].number_format) for row in book["Summary"].iter_rows(min_row=2)}
    assert ("share", "0.0 %") in formats
    assert ("USD", "#,##0") in formats
    months = book["Months"]["C2"]
    assert (months.value, months.number_format) == (datetime(2024, 1, 1), "mmm yyyy")


def test_a_months_row_adds_up_the_offices_and_averages_the_replications(study, path) -> None:
    sheet = pd.read_excel(path, sheet_name="Months")
    months = study.months()
    rows = sheet[(sheet["Plan"] == "As is") & (sheet["Role"] == "all")]
    expected = months[months["plan"] == "As is"].groupby("month")["unseen"].sum() / 2
    np.testing.assert_allclose(rows["Children not seen in the month"], expected)
    carried, present = (
        rows[name]
        for name in (
            "Children held by workers present, at the month end",
            "Workers on duty and present, at the month end",
        )
    )
    caseload = rows["Caseload: children per worker present, at the month end"]
    assert (caseload / (carried / present)).between(0.9, 1.1).all()


def test_headings_stay_in_sight_and_name_units(book) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        headings = [cell.value for cell in sheet[1]]
        assert len(set(headings)) == len(headings)
    assert "Staffing cost in the month, USD" in [cell.value for cell in book["Months"][1]]


def test_every_number_has_its_source_and_every_measure_its_definition(study, book) -> None:
    keys = [row[0].value for row in book["Sources"].iter_rows(min_row=2)]
    expected = study.agency.ledger.rows(study.agency, study.plans)
    assert keys == [row.key for row in expected]


def test_the_number_of_a_plan_that_the_preset_does_not_hold_is_given_by_whoever_asked(book) -> None:
    rows = [[cell.value for cell in row] for row in book["Sources"].iter_rows(min_row=2)]
    (own,) = [row for row in rows if row[0] == f"plans.{FORMULA}.hires.0.per_month"]
    assert own[1] == 4
    assert own[5:7] == ["given", "given by the user"]
    assert own[3] is own[4] is None  # nobody's range
    assert {row[1].value for row in book["Definitions"].iter_rows(min_row=2)} >= set(MEASURES)
    heading, *rows = book["Definitions"].iter_rows(values_only=True)
    given = {row[1]: row[heading.index("Given for")] for row in rows}
    assert given["caseload"] == given["unseen"] == "agency and roles"
    assert given["aged_out"] == "agency"


def test_no_cell_of_the_workbook_is_a_formula_or_looks_like_one(book) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in texts)
    assert "'" + FORMULA in texts
    assert all(cell.data_type != "f" for cell in cells)
    assert book.properties.title == "'@SUM(A1) office"


def test_no_cell_of_a_csv_file_looks_like_a_formula(study, tmp_path) -> None:
    study.save(tmp_path)
    for file in tmp_path.glob("*.csv"):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        texts = {*table.columns, *table.to_numpy().ravel()}
        assert not any(text.startswith(("=", "@", "+")) for text in texts), file.name
    assert "'" + FORMULA in set(pd.read_csv(tmp_path / "summary.csv")["plan"])


def test_numbers_below_zero_stay_numbers_in_a_csv_file(tmp_path) -> None:
    frame = pd.DataFrame({"-plan": ["-5 at once", None], "difference": [-5.0, float("nan")]})
    frame.attrs = {"seed": 1}
    text = write_csv(frame, tmp_path / "found.csv").read_text(encoding="utf-8")
    assert text == "'-plan,difference\n'-5 at once,-5.0\n,\n"
    assert list(frame.columns) == ["-plan", "difference"]


def test_the_same_study_writes_the_same_bytes_and_no_time_of_day(study, path, tmp_path) -> None:
    again = study.to_excel(tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()
    assert {entry.date_time[0] for entry in zipfile.ZipFile(path).infolist()} == {1980}
    assert openpyxl.load_workbook(path).properties.created == datetime(1980, 1, 1)


def test_one_plan_alone_has_no_sheet_of_differences(tmp_path) -> None:
    alone = compare(load_agency("small-office"), Plan("As is"), years=0.25, progress=False)
    names = openpyxl.load_workbook(alone.to_excel(tmp_path / "one.xlsx")).sheetnames
    assert "Differences" not in names
    assert "Summary" in names


def test_everything_that_keeps_a_workbook_from_being_written_is_told_at_once(
    study, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(workbook, "find_spec", lambda _: None)
    with pytest.raises(InputError) as refused:
        study.to_excel(tmp_path / "missing" / "results.xls")
    problems = [fault.problem for fault in refused.value.faults]
    assert len(problems) == 3
    assert "staffing-sim[excel]" in refused.value.faults[0].remedy
    assert refused.value.faults[1].remedy == "Write 'results.xlsx'."
    assert problems[2] == f"is in a folder that does not exist: {tmp_path / 'missing'}"


def test_a_workbook_that_cannot_be_finished_leaves_the_earlier_one(
    study, tmp_path, monkeypatch
) -> None:
    target = tmp_path / "results.xlsx"
    target.write_text("earlier", encoding="utf-8")

    def full(study) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "content_of", full)
    with pytest.raises(InputError, match="No space left on device"):
        study.to_excel(target)
    assert target.read_text(encoding="utf-8") == "earlier"
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.xlsx"]
