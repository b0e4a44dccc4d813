"""Delivered beside promised and expected: figures from a file, and all its faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing_sim.errors import InputError
from staffing_sim.plan import Hires, Plan
from staffing_sim.presets import load_agency
from staffing_sim.study import Study, compare
from staffing_sim.study.actuals import beside_actuals, read_actuals

ROLE = "continuing_services"
OFFICE = load_agency("small-office")
REPORTED = """month,role,payroll,caseload
2024-02,,31,20.5
2024-04,continuing_services,33,
2024-04,adoption,2,14
"""


@pytest.fixture(scope="module")
def study() -> Study:
    plans = [Plan("As is"), Plan("Two a month", hires=Hires.monthly(2, months=3, kind="net"))]
    return compare(OFFICE, plans, years=0.5, replications=4, seed=3)


def written(folder: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = folder / "actuals.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_delivered_is_what_is_reported_less_the_people_of_day_0(study, tmp_path: Path) -> None:
    actuals = read_actuals(written(tmp_path, REPORTED), OFFICE)
    table = beside_actuals(study, actuals, role=ROLE).set_index(["plan", "month"])
    here = OFFICE.role(ROLE).positions + sum(
        each.count for each in OFFICE.pipeline if each.role == ROLE and each.academy_start <= 0
    )
    assert table.loc[("Two a month", 1), "delivered"] == 31 - here
    assert table.loc[("Two a month", 1), "promised"] == 4
    assert table.loc[("Two a month", 1), "short"] == 4 - (31 - here)
    assert set(table.index.get_level_values("month")) == {1, 3}


def test_expected_are_the_runs_own_figures(study, tmp_path: Path) -> None:
    actuals = read_actuals(written(tmp_path, REPORTED), OFFICE)
    table = beside_actuals(study, actuals, role=ROLE)
    months = study.months()
    rows = months[(months["role"] == ROLE) & (months["plan"] == "As is") & (months["month"] == 1)]
    sums = rows.groupby("replication")[["academy", "carrying", "absent", "children_carried"]].sum()
    payroll = sums[["academy", "carrying", "absent"]].sum(axis=1)
    first = table.iloc[0]
    assert first["payroll_expected"] == pytest.approx(payroll.mean())
    assert first["payroll_p10"] == pytest.approx(payroll.quantile(0.1))
    caseload = sums["children_carried"] / sums["carrying"]
    assert first["caseload_p90"] == pytest.approx(caseload.quantile(0.9))
    promises = study.promises(ROLE)
    expected = promises[(promises["plan"] == "As is") & (promises["month"] == 1)]["filled"].item()
    assert first["payroll_expected"] - expected == first["payroll"] - first["delivered"]


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, REPORTED, encoding="utf-8-sig")
    assert read_actuals(path, OFFICE)["payroll"].tolist() == [31, 33, 2]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("month,rol,payrol\n2024-01,x,1\n", ["rol: is not", "'payroll'", "at least one of"]),
        (
            'month,role,payroll\n2024-13,adoptions,"1,200"\n2024-02,,3\n2024-02,,-4\n',
            [
                "line 2, month",
                "line 2, role",
                "line 2, payroll",
                "line 4, month",
                "line 4, payroll",
            ],
        ),
        ("month,payroll\n2023-12,3\n", ["line 2, month: is '2023-12'", "from 2024-01 on"]),
        ("", ["is not CSV"]),
    ],
)
def test_all_faults_are_told_with_their_lines(tmp_path: Path, text: str, faults) -> None:
    with pytest.raises(InputError) as told:
        read_actuals(written(tmp_path, text), OFFICE)
    for fault in faults:
        assert fault in str(told.value)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_actuals(tmp_path / "none.csv", OFFICE)
    (tmp_path / "bytes.csv").write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match="is not CSV"):
        read_actuals(tmp_path / "bytes.csv", OFFICE)
