"""Whatever is handed in, the answer is one line per fault: file, key, problem, remedy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing_sim.agency import Agency
from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency, load_plan, load_plans
from staffing_sim.presets.writing import toml_text
from tests.agency.agency_builder import DROP, description


def agency_file(folder, *, extra="", **changes):
    """Write the smallest agency, spoilt, to a file."""
    path = folder / "mine.toml"
    text = toml_text(description(**changes)).replace('start = "2024-01-01"', "start = 2024-01-01")
    path.write_text(text + extra, encoding="utf-8")
    return path


def lines_of(load, path):
    with pytest.raises(InputError) as caught:
        load(path)
    assert "pydantic" not in str(caught.value)
    return str(caught.value).splitlines()


# --- files that are no files -------------------------------------------------------------------


@pytest.mark.parametrize("load", [load_agency, load_plans, load_plan])
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x00\x01\x02", "is not text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "is not text in UTF-8"),
        ("name = 'Müller'".encode("latin-1"), "is not text in UTF-8"),
        (b"name = 'x'\nstart = \n", "is not TOML: Invalid value (at line 2, column 9)"),
        (b"name = 'x'\nname = 'y'\n", "is not TOML: Cannot overwrite a value (at line 2"),
        (b"[offices\n", "is not TOML: Expected ']' at the end of a table"),
        (b"name: x\n", "is not TOML"),
        (b"a = " + b"[" * 50_000, "is not TOML: brackets are nested too deeply"),
        (b"#" * 10_000_000, "is too large: 10,000,000 bytes of 1,000,000"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_one_line(load, content, problem, tmp_path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    (line,) = lines_of(load, path)
    assert line.startswith(f"{path}: {problem}")


@pytest.mark.parametrize("load", [load_agency, load_plans, load_plan])
def test_a_folder_is_not_a_file(load, tmp_path) -> None:
    assert lines_of(load, tmp_path) == [f"{tmp_path}: is a folder. Give the path of a TOML file."]


def test_a_device_is_not_a_file() -> None:
    assert lines_of(load_agency, "/dev/null") == [
        "/dev/null: is not an ordinary file. Give the path of a TOML file."
    ]


def test_a_missing_file_suggests_the_nearest_preset() -> None:
    assert lines_of(load_agency, "la-county-2014") == [
        "la-county-2014: is neither a file nor a preset. Did you mean 'la-county-2013'?"
    ]
    assert lines_of(load_agency, "nothing.toml") == [
        (
            "nothing.toml: is neither a file nor a preset. "
            "Choose one of: 'la-county-2013', 'la-county-2022', 'outreach-teams', 'small-office'."
        )
    ]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", ""])
def test_a_name_no_file_can_have_is_one_line_too(name) -> None:
    assert len(lines_of(load_agency, name)) == 1


def test_a_byte_order_mark_does_no_harm(tmp_path) -> None:
    path = agency_file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_agency(path).name == "smallest"


# --- files with faults -------------------------------------------------------------------------


def test_the_smallest_agency_is_sound(tmp_path) -> None:
    path = agency_file(tmp_path)
    assert load_agency(path).title == "The smallest agency"
    assert load_plans(path) == (Plan("As is"),)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"workforce__leaving": [{"rate_per_year": -0.2}]},
            (
                "workforce.leaving[0].rate_per_year: must be at least 0; got -0.2. "
                "Give the rate of leaving as observed (per year)."
            ),
        ),
        (
            {"demand__families_per_month": -10},
            (
                "demand.families_per_month: must be at least 0; got -10. "
                "Give families referred, mean of a year (per month)."
            ),
        ),
        (
            {"contact__sucess": 0.5},
            "contact.sucess: is not a known key. Did you mean 'success'?",
        ),
        (
            {"contact": [1, 2]},
            "contact: must be a table; got a list of 2. Give the rules for monthly visits.",
        ),
        (
            {"offices__South": 3},
            "offices.South: must be a table; got 3.",
        ),
        (
            {"roles__worker__positions": 0},
            (
                "roles.worker.positions: is 0, zero workers with open cases in 'care'. "
                "Give the workers who carry them."
            ),
        ),
        (
            {"stages__care__routes__0__to": "investigaton"},
            (
                "stages.care.routes[0].to: names an unknown stage 'investigaton'. "
                "Did you mean 'investigation'?"
            ),
        ),
        (
            {"stages__care__routes__0__to": "care"},
            (
                "stages.care.routes: is a cycle without a way out: no route leads from 'care' to "
                "'exit'. Give one of the stages on the way a route to 'exit'."
            ),
        ),
        (
            {"stages__care__routes__0__share": 0.9},
            (
                "stages.care.routes.*.share: must sum to 1; they sum to 0.9. "
                "Change a share so that they sum to 1."
            ),
        ),
        (
            {"roles__worker__training_hours": 6},
            (
                "roles.worker.training_hours: subtracts hours twice: net case_hours already leave "
                "out leave and training. Drop it, or set hours_basis = 'gross' and give paid hours "
                "as case_hours."
            ),
        ),
        (
            {"demand__family_size": float("nan")},
            (
                "demand.family_size: must be a finite number; got nan. "
                "Give mean children per family (ratio)."
            ),
        ),
        (
            {"demand__family_size": float("inf")},
            (
                "demand.family_size: must be a finite number; got inf. "
                "Give mean children per family (ratio)."
            ),
        ),
        (
            {"offices__no_role": {"referrals": 1}},
            ("offices.no_role: is a reserved word in tables and plans. Give another name."),
        ),
        (
            {"offices__north": {"referrals": 1}},
            (
                "offices.north: is 'North', apart from capitals or blanks. "
                "Give every row its own name."
            ),
        ),
    ],
)
def test_a_fault_is_said_with_file_key_problem_and_remedy(changes, line, tmp_path) -> None:
    path = agency_file(tmp_path, **changes)
    assert lines_of(load_agency, path) == [f"{path}: {line}"]


PLAN = '\n[[plans]]\nname = "Mine"\n'


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        (
            f"{PLAN}hires = {{ per_month = 5, kind = 'net', start = -2 }}\n",
            (
                "plans.Mine.hires[0].start: must be at least 0; got -2. Give the first month "
                "(earlier hires belong in the agency's pipeline) (month, from 0)."
            ),
        ),
        (
            f"{PLAN}hires = {{ per_month = 5, kind = 'net', role = 'wrker' }}\n",
            "plans.Mine.hires[0].role: names an unknown role 'wrker'. Did you mean 'worker'?",
        ),
        (
            f"{PLAN}strikes = {{ start = 2023-12-05, days = 6 }}\n",
            (
                "plans.Mine.strikes[0].start: must not be before the agency's start 2024-01-01; "
                "got 2023-12-05. Give a later date."
            ),
        ),
        (f"{PLAN}{PLAN}", "plans.Mine: appears more than once. Give every row its own name."),
        ("\n[plans]\nname = 'x'\n", "plans: must be a list. Write [[plans]]."),
        (
            (
                "\n[[ledger]]\nkey = 'contact.sucess'\nunit = ''\nlow = 0\nhigh = 1\nsource = 'x'\n"
                "date = ''\ngrade = 'expert'\n"
            ),
            "ledger: entry 'contact.sucess' matches no number of the file. Correct or remove it.",
        ),
    ],
)
def test_faults_of_plans_and_ledger_are_found_with_the_agency(extra, line, tmp_path) -> None:
    path = agency_file(tmp_path, extra=extra)
    assert lines_of(load_agency, path) == [f"{path}: {line}"]
    assert lines_of(load_plans, path) == [f"{path}: {line}"]


def test_every_fault_of_a_file_is_reported_at_once(tmp_path) -> None:
    path = agency_file(
        tmp_path,
        extra=f"{PLAN}hires = {{ per_month = 5 }}\n",
        start="soon",
        title=DROP,
        offices__North__referrals=0,
        workforce__hiring_role="nobody",
        stages__care__second_role="ghost",
    )
    keys = [re.sub(r"^.*?toml: ([^:]*):.*$", r"\1", line) for line in lines_of(load_agency, path)]
    assert keys == [
        "title",
        "start",
        "offices.North.referrals",
        "stages.care.second_role",
        "workforce.hiring_role",
        "plans.Mine.hires[0].kind",
    ]


def test_a_plan_file_at_fault_is_named_with_its_keys(tmp_path) -> None:
    path = tmp_path / "union.toml"
    path.write_text("name = 'Union'\nhires = { per_month = 0, months = 17, kind = 'nett' }\n")
    assert [line.split(": ")[1] for line in lines_of(load_plan, path)] == [
        "hires[0].per_month",
        "hires[0].kind",
    ]


# --- anything at all ---------------------------------------------------------------------------

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=5),
    st.dates(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)
PATHS = [
    "name", "start", "offices", "offices__North", "offices__North__referrals", "roles__worker",
    "roles__worker__positions", "roles__worker__triage", "roles__worker__cap", "stages__care",
    "stages__care__routes", "stages__care__routes__0", "stages__care__routes__0__work",
    "stages__care__routes__0__share", "stages__care__hearing", "stages__care__second_role",
    "demand", "demand__seasonality", "demand__tiers", "demand__tiers__all__delay_days",
    "demand__age_years", "contact__order", "workforce__leaving", "workforce__ramp",
    "workforce__academy", "ageing", "opening", "opening__care", "pipeline", "ledger",
    "permanence_causes", "costs", "hand_overs",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(PATHS), ODD, min_size=1, max_size=3))
def test_odd_values_anywhere_are_faults_or_fine_but_never_a_crash(changes) -> None:
    try:
        fields = description(**changes)
    except (AttributeError, TypeError, KeyError, IndexError):
        return  # two changes on one path, the outer no table any more
    error = error_of(lambda: Agency(**fields).replace(title="x"))
    assert error is None or (error.faults and "pydantic" not in str(error))


@settings(max_examples=100, deadline=None)
@given(lever=st.sampled_from(sorted(set(Plan.model_fields) - {"name", "note"})), value=ODD)
def test_odd_levers_are_faults_or_fine_but_never_a_crash(lever, value) -> None:
    error = error_of(lambda: Plan("x", **{lever: value}))
    assert error is None or all(fault.key.startswith(lever) for fault in error.faults)


def error_of(make):
    """Return the faults of what is made, if there are any; anything else that is raised fails."""
    try:
        make()
    except InputError as error:
        return error
    return None
