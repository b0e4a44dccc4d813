"""``presets``, ``init``, ``check`` and ``ledger``."""

from pathlib import Path

import pytest

from staffing_sim import presets
from staffing_sim.cli.commands.own_agency import stability_lines
from staffing_sim.cli.printing import WIDTH
from staffing_sim.presets import load_agency, load_plans, preset_names

PLAN = 'name = "Two more"\nhires = { per_month = 2, kind = "net" }\n'


STABLE = "the highest at which an agency under this load is stable"


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "two-more.toml"
    file.write_text(PLAN, encoding="utf-8")
    return file


@pytest.fixture
def agency_file(tmp_path: Path) -> Path:
    file = tmp_path / "office.toml"
    file.write_bytes(Path(presets.__file__).with_name("small-office.toml").read_bytes())
    return file


def test_an_agencys_file_that_is_right_is_described(command, agency_file: Path) -> None:
    outcome = command("check", agency_file)
    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.startswith(f"{agency_file}: an agency, {load_agency('small-office').title}")


def test_a_plan_that_is_right_is_described(command, plan_file: Path) -> None:
    outcome = command("check", plan_file, "--agency", "small-office")
    assert outcome.code == 0
    assert outcome.out.startswith(f"{plan_file}: a plan, Two more, that fits ")


def test_a_plan_alone_says_that_its_fit_is_not_known(command, plan_file: Path) -> None:
    outcome = command("check", plan_file)
    assert outcome.code == 0
    assert "--agency NAME_OR_FILE" in outcome.out


def test_a_plan_that_does_not_fit_names_file_and_key(command, plan_file: Path) -> None:
    plan_file.write_text(PLAN.replace("per_month", 'role = "wizards", per_month'), encoding="utf-8")
    outcome = command("check", plan_file, "--agency", "small-office")
    assert outcome.code == 2
    assert outcome.err.startswith(f"{plan_file}: hires[0].role: names an unknown role 'wizards'")


def test_right_files_are_described_beside_wrong_ones(
    command, plan_file: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "Wrong"\nhires = { per_month = -2 }\n', encoding="utf-8")
    outcome = command("check", plan_file, wrong)
    assert outcome.code == 2
    assert outcome.out.startswith(f"{plan_file}: a plan")
    assert len(outcome.faults) == 2
    assert all(fault.startswith(str(wrong)) and "hires" in fault for fault in outcome.faults)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"name = ",
        b"name = 'x'\n" + b"#" * 10_000_000,
        b"[offices.north]\nreferrals = nan\n",
        b"start = 2013-13-45\n",
    ],
    ids=["empty", "binary", "not TOML", "10 MB", "NaN", "not a date"],
)
def test_a_file_that_is_no_agency_is_told_in_lines(command, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "office.toml"
    file.write_bytes(content)
    outcome = command("check", file)
    assert outcome.code == 2
    assert outcome.faults
    assert all(str(file) in fault for fault in outcome.faults)
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("name", ["", "absent.toml"], ids=["a folder", "no such file"])
def test_what_is_no_file_is_told_in_one_line(command, tmp_path: Path, name: str) -> None:
    outcome = command("check", tmp_path / name)
    assert outcome.code == 2
    assert len(outcome.faults) == 1


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_passes_its_own_check(command, name: str) -> None:
    assert command("check", name).code == 0


def test_an_agencys_stock_is_divided_by_its_staff_so_that_a_misfit_shows(
    command, agency_file: Path
) -> None:
    agency = load_agency("small-office")
    line = command("check", agency_file).out.splitlines()[2]
    role = agency.role("adoption")
    stages = {s.name for s in agency.stages if role.name in (s.role, s.second_role)}
    children = sum(stock.children for stock in agency.opening if stock.stage in stages)
    assert f"adoption {children / role.positions:.1f} ({children:,} for {role.positions})" in line


def test_the_stability_limit_of_each_role_is_told(command, agency_file: Path) -> None:
    told = command("check", agency_file).out
    assert "\n  highest compressibility at which day 0 is stable: " in told
    assert "continuing_services 0.388 (has 0.3); adoption 0.514 (has 0.3)" in told
    assert "warning" not in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("continuing_services", f"0.388, {STABLE}: as is, it will drift in 2 of 2 offices"),
        ("adoption", f"{STABLE}, in 1 of 2 offices: as is, these will drift"),
    ],
)
def test_a_role_that_is_not_stable_is_warned_of(
    command, tmp_path: Path, name: str, told: str
) -> None:
    """Told, not refused: a file may well describe an agency that drifts."""
    office = load_agency("small-office")
    roles = [
        role.replace(compressibility=0.45) if role.name == name else role for role in office.roles
    ]
    file = tmp_path / "drifting.toml"
    presets.save_agency(office.replace(roles=roles), file)
    outcome = command("check", file)
    assert outcome.code == 0
    warnings = [line for line in outcome.out.splitlines() if line.startswith("  warning")]
    assert warnings == [f"  warning: {name}: compressibility 0.45 is above {told}"]


def test_an_agency_without_open_cases_has_no_limit_to_tell() -> None:
    empty = load_agency("small-office").replace(opening=(), observed="full_service")
    assert list(stability_lines(empty)) == []


def test_init_writes_the_agency_alone_to_a_file_and_never_replaces_one(
    command, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    assert command("init", file, "--from", "small-office").code == 0
    assert load_agency(file) == load_agency("small-office")
    assert load_plans(file) == load_plans("small-office")
    again = command("init", file, "--from", "small-office")
    assert again.code == 2
    assert again.err.startswith(f"{file}: exists")


def test_a_folder_to_begin_in_holds_an_agency_and_a_plan_that_fits_it(
    command, tmp_path: Path
) -> None:
    folder = tmp_path / "county"
    begun = command("init", folder)
    assert begun.code == 0
    agency, plan = folder / "agency.toml", folder / "plan.toml"
    assert sorted(folder.iterdir()) == [agency, plan]
    assert load_agency(agency) == load_agency("small-office")
    assert load_plans(agency) == load_plans("small-office")
    typed = next(line for line in begun.out.splitlines() if " check " in line).split()[1:]
    checked = command(*typed)
    assert checked.code == 0
    assert "a plan, Our plan, that fits A small office" in checked.out


def test_a_folder_begins_with_the_agency_that_was_named(command, tmp_path: Path) -> None:
    assert command("init", tmp_path, "--from", "outreach-teams").code == 0
    assert load_agency(tmp_path / "agency.toml") == load_agency("outreach-teams")


def test_a_folder_is_not_begun_over_files_of_ones_own(command, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("mine", "utf-8")
    refused = command("init", tmp_path, "--from", "small-ofice")
    assert refused.code == 2
    told = refused.err.splitlines()
    assert told[0].startswith("small-ofice: is neither a file nor a preset")
    assert told[1].startswith(f"{tmp_path / 'plan.toml'}: exists")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.toml"]
    assert (tmp_path / "plan.toml").read_text("utf-8") == "mine"


def test_presets_are_listed_with_their_plans(command) -> None:
    outcome = command("presets")
    assert outcome.code == 0
    assert outcome.width <= WIDTH
    assert all(name in outcome.out for name in preset_names())
    assert "As is" in outcome.out


@pytest.mark.parametrize("name", preset_names())
def test_the_ledger_lists_every_number_and_counts_them_by_grade(command, name: str) -> None:
    outcome = command("ledger", name)
    agency = load_agency(name)
    rows = agency.ledger.rows(agency, load_plans(name))
    assert outcome.code == 0
    assert outcome.width <= WIDTH
    assert outcome.out.splitlines()[-1].startswith(f"{len(rows)} numbers: ")


def test_the_ledger_of_one_grade_keeps_the_counts_of_all(command) -> None:
    whole, assumed = (
        command("ledger", "small-office"),
        command("ledger", "small-office", "--grade", "assumption"),
    )
    assert assumed.code == 0
    assert assumed.out.splitlines()[-1] == whole.out.splitlines()[-1]


def test_an_unknown_grade_is_told(command) -> None:
    outcome = command("ledger", "small-office", "--grade", "guess")
    assert outcome.code == 2
    assert outcome.err.startswith("--grade: must be published, derived, expert or assumption")


def test_the_ledger_shows_only_numbers_whose_key_or_source_holds_every_word(command) -> None:
    outcome = command("ledger", "small-office", "ADOPTION", "hours")
    agency = load_agency("small-office")
    rows = agency.ledger.rows(agency, load_plans("small-office"))
    found = [row for row in rows if "adoption" in row.key and "hours" in row.key]
    assert outcome.code == 0
    assert f"\n{len(found)} shown; " in outcome.out
    assert "emergency_response" not in outcome.out


def test_the_notes_of_the_ledger_are_shown_when_asked_for(command) -> None:
    asked = ("ledger", "small-office", "case_hours")
    assert "note: " not in command(*asked).out
    assert "note: " in command(*asked, "--notes").out
