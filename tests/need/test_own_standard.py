"""A caseload standard of one's own, from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing_sim.errors import InputError
from staffing_sim.need import load_standard, need_waterfall, static_need
from staffing_sim.presets import load_agency

OFFICE = load_agency("small-office")
LAW = """
name = "Indiana, 2007"
source = "Indiana Code 31-25-2-5"
[cases]
investigation = 12
in_home_services = 12
reunification_services = 13
[units]
in_home_services = "families"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "law.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_law_asks_for_open_cases_over_cases_a_worker(tmp_path: Path) -> None:
    law = load_standard(written(tmp_path, LAW), OFFICE)
    lines = static_need(OFFICE, standard=law, by="stage").set_index("stage")
    open_children = {each.stage: each.children for each in OFFICE.opening}
    asked = lines["full_time_equivalents"]
    assert asked["reunification_services"] == open_children["reunification_services"] / 13
    assert lines["unit"][["investigation", "in_home_services"]].tolist() == ["families"] * 2
    family = open_children["in_home_services"] / lines["cases"]["in_home_services"]
    assert 1.5 < family < 2.5  # children a family
    assert asked.drop(list(law_stages(law))).isna().all()  # what it does not name it does not cover


def law_stages(law: object) -> set[str]:
    return {each.component for each in law.yardsticks}  # type: ignore[attr-defined]


def test_the_waterfall_starts_from_it_and_says_so(tmp_path: Path) -> None:
    law = load_standard(written(tmp_path, LAW), OFFICE)
    steps = need_waterfall(OFFICE, standard=law)
    needed = static_need(OFFICE, standard=law)["full_time_equivalents"]
    assert steps["static_need"].tolist()[:2] == needed.tolist()[:2]
    assert steps.attrs["standard"] == "Indiana, 2007"


def test_without_a_source_it_is_an_assumption(tmp_path: Path) -> None:
    text = 'name = "Ours"\n[cases]\nadoption = 10\n'
    assert load_standard(written(tmp_path, text), OFFICE).grade == "assumption"
    assert load_standard(written(tmp_path, LAW), OFFICE).grade == "published"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            'name = "Ours"\n[cases]\nin_home = 12\n[units]\nadoptions = "children"\n',
            ["cases.in_home: is no stage", "'in_home_services'", "units.adoptions", "'adoption'"],
        ),
        ('name = "Ours"\n[cases]\nadoption = -1\n', ["law.toml: cases", "must be more than 0"]),
        (
            "[case]\nadoption = 1\n",
            ["name: is missing", "cases: is missing", "case: is not a known"],
        ),
        ("name = ", ["law.toml: is not TOML"]),
    ],
)
def test_all_faults_of_a_file_are_told(tmp_path: Path, text: str, faults: list[str]) -> None:
    with pytest.raises(InputError) as told:
        load_standard(written(tmp_path, text), OFFICE)
    for fault in faults:
        assert fault in str(told.value)
