"""``compare``, ``rerun`` and ``simulate`` on the small office, for real."""

import errno
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from staffing_sim.charts.registry import EXHIBITS
from staffing_sim.cli.printing import WIDTH
from staffing_sim.cli.request import read_plan
from staffing_sim.plan import Hires, Plan
from staffing_sim.plan.posts import Cut
from staffing_sim.presets import load_agency, load_plans, save_agency
from staffing_sim.study import Study
from staffing_sim.study.verdicts import judgement

QUICK = ("--years", "0.5", "--replications", "2")
ANSWER = {
    *("summary.csv", "differences.csv", "months.parquet", "study.json"),
    *("unseen_children.png", "mean_caseload.png", "differences.png", "cost_and_unseen.png"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small office's own plans, compared through the command line."""
    from staffing_sim.cli import main

    directory = tmp_path_factory.mktemp("study") / "results"
    assert main(["compare", "small-office", *QUICK, "--out", str(directory)]) == 0
    return directory


def test_compare_alone_runs_the_agencys_own_plans(results: Path) -> None:
    summary = pd.read_csv(results / "summary.csv")
    assert list(dict.fromkeys(summary["plan"])) == [
        plan.name for plan in load_plans("small-office")
    ]


def test_compare_writes_what_answers_the_question_and_all_that_a_rerun_needs(results: Path) -> None:
    assert {path.name for path in results.iterdir()} == ANSWER
    rerun = json.loads((results / "study.json").read_text(encoding="utf-8"))
    assert rerun["signature"]["seed"] == 2013
    assert rerun["agency"]["name"] == load_agency("small-office").name
    assert len(rerun["plans"]) == len(load_plans("small-office"))


def test_all_without_a_place_to_write_is_refused(command) -> None:
    outcome = command("compare", "small-office", *QUICK, "--all")
    assert outcome.code == 2
    assert outcome.err == "--all: has no directory to write to. Give --out DIR too.\n"


def test_every_table_and_chart_is_written_when_asked(
    command, results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table without a chart and a chart without a table stand for all of them."""
    few = {name: EXHIBITS[name] for name in ("costs", "staff")}
    monkeypatch.setattr("staffing_sim.charts.registry.EXHIBITS", few)
    written = {"costs.csv", "staff.png", "staff.svg", "months.parquet", "study.json"}
    asked = ("compare", "small-office", "--years", "0.25", "--replications", "1", "--all")
    assert command(*asked, "--out", tmp_path / "compared").code == 0
    assert {path.name for path in (tmp_path / "compared").iterdir()} == written
    again = ("rerun", results / "study.json", "--all", "--out", tmp_path / "rerun")
    assert command(*again).code == 0
    assert {path.name for path in (tmp_path / "rerun").iterdir()} == written


def test_compare_writes_one_workbook_when_asked(command, tmp_path: Path) -> None:
    asked = ("compare", "small-office", "--net", "5", *QUICK)
    outcome = command(*asked, "--excel", str(tmp_path / "results.xlsx"))
    assert outcome.code == 0
    assert "results.xlsx" in outcome.out
    sheet = pd.read_excel(tmp_path / "results.xlsx", sheet_name="Summary")
    assert list(dict.fromkeys(sheet["Plan"])) == ["As is", "5 at once (net)"]


def test_a_workbook_that_cannot_be_is_told_before_anything_runs(command, tmp_path: Path) -> None:
    asked = ("compare", "small-office", "--years", "none", "--excel", str(tmp_path / "found.xls"))
    outcome = command(*asked)
    assert outcome.code == 2
    faults = outcome.err.splitlines()
    assert any(line.startswith("--excel: must end in .xlsx") for line in faults)
    assert any("--years" in line for line in faults)


@pytest.mark.usefixtures("without_charts")
def test_every_difference_can_stand_beside_the_null_model(command, tmp_path: Path) -> None:
    asked = ("compare", "small-office", "--net", "5", *QUICK, "--out", str(tmp_path))
    outcome = command(*asked, "--beside-null")
    assert outcome.code == 0
    assert "5 at once (net), less As is, beside the null model:" in outcome.out
    beside = pd.read_csv(tmp_path / "beside_null.csv").set_index("measure")
    differences = pd.read_csv(tmp_path / "differences.csv").query("role == 'all'")
    cost = differences.set_index("measure").loc["cost", "difference"]
    assert beside.loc["cost", "difference"] == pytest.approx(cost)
    assert command(*asked, "--null").code == 0
    null = pd.read_csv(tmp_path / "differences.csv").query("role == 'all'").set_index("measure")
    assert beside.loc["cost", "null_difference"] == pytest.approx(null.loc["cost", "difference"])


def test_every_headline_of_every_plan_stands_in_the_summary(results: Path) -> None:
    summary = pd.read_csv(results / "summary.csv")
    columns = ["plan", "measure", "role", "unit", "mean", "low", "high", "p10", "p90"]
    assert list(summary.columns[: len(columns)]) == columns
    headlines = {
        *("unseen_children", "share_seen", "caseload", "share_over_cap", "unassigned_children"),
        *("late_responses_share", "permanence_within_12_months", "months_to_permanence"),
        *("aged_out", "hand_overs_per_child", "leavers", "hires", "productive_staff", "cost"),
    }
    for _, rows in summary.groupby("plan"):
        assert headlines <= set(rows["measure"])


def test_the_same_seed_gives_the_same_bytes(command, results: Path, tmp_path: Path) -> None:
    command("compare", "small-office", *QUICK, "--out", tmp_path)
    for path in sorted(results.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_study_can_be_rerun_from_its_file_alone(results: Path) -> None:
    """The lines of docs/how-to/command-line.md."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "command-line.md"
    section = page.read_text(encoding="utf-8").split("## Rerun a study")[1]
    code = section.split("```python")[1].split("```")[0]
    left: dict[str, Study] = {}
    exec(code.replace('"results/study.json"', repr(str(results / "study.json"))), left)
    kept = json.loads((results / "study.json").read_text(encoding="utf-8"))
    assert left["study"].signature() == kept["signature"]


def test_a_preset_can_be_written_out_changed_and_checked(command, tmp_path: Path) -> None:
    file = tmp_path / "county.toml"
    save_agency(load_agency("small-office"), file, plans=load_plans("small-office"))
    assert command("check", file).code == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("vacant = 2", "vacant = 90"), encoding="utf-8")
    outcome = command("check", file)
    assert outcome.code == 2
    assert "roles.continuing_services.vacant: is 90, outside the range" in outcome.err


@pytest.mark.usefixtures("without_charts")
def test_another_seed_gives_other_numbers(command, results: Path, tmp_path: Path) -> None:
    command("compare", "small-office", *QUICK, "--seed", "7", "--out", tmp_path)
    assert (tmp_path / "summary.csv").read_bytes() != (results / "summary.csv").read_bytes()


@pytest.mark.usefixtures("without_charts")
def test_plans_typed_run_in_their_order_after_as_is(command, tmp_path: Path) -> None:
    file = tmp_path / "two-more.toml"
    file.write_text('name = "Two more"\nhires = {per_month = 2, kind = "net"}\n', encoding="utf-8")
    words = ("--gross", "3", "--plan", file, "--net", "1x2+1")
    outcome = command("compare", "small-office", *QUICK, *words, "--out", tmp_path / "results")
    assert outcome.code == 0
    names = pd.read_csv(tmp_path / "results" / "summary.csv")["plan"]
    assert list(dict.fromkeys(names)) == [
        "As is",
        "3 at once (gross)",
        "Two more",
        "1 a month for 2 months, from month 1 (net)",
    ]


@pytest.mark.parametrize(
    ("option", "text", "plan"),
    [
        ("--starts", "2x3+1", {"hires": Hires.monthly(2, months=3, start=1, kind="starts")}),
        ("--vacancies", "1", {"hires": Hires.once(1, kind="vacancies")}),
        ("--desk", "1", {"hires": Hires.once(1, kind="desk")}),
        ("--cut", "2@adoption+1", {"cuts": Cut(count=2, role="adoption", start=1, by="vacancy")}),
        ("--layoff", "12.5%", {"cuts": Cut(share=0.125, by="layoff")}),
    ],
)
def test_words_of_the_command_line_are_the_levers_of_a_plan(
    option: str, text: str, plan: dict[str, Any]
) -> None:
    read = read_plan(option, text, agency=load_agency("small-office"))
    assert read == Plan(read.name, **plan)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("--cut", "ten"), "--cut ten: cuts: cannot read 'ten'"),
        (("--layoff", "120%"), "--layoff 120%: share: must be at most 1"),
        (("--cut", "3+9"), "--cut 3+9: starts in month 9"),
        (("--cap", "adoptions=9"), "Did you mean 'adoption'?"),
        (("--cap", "adoption"), "--cap: must be NAME=NUMBER"),
    ],
)
def test_what_is_typed_wrong_is_told_with_the_rest(command, typed, fault) -> None:
    outcome = command("compare", "small-office", *QUICK, "--net", "2x", *typed)
    assert outcome.code == 2
    assert fault in outcome.err
    assert "--net 2x: hires: cannot read '2x'" in outcome.err


@pytest.mark.usefixtures("without_charts")
def test_a_cap_that_is_asked_for_is_answered_of_each_worker(command) -> None:
    asked = ("--net", "2", "--cap", "adoption=9")
    outcome = command("compare", "small-office", *QUICK, *asked)
    assert outcome.code == 0
    first = " ".join(outcome.out.partition("measure and plan")[0].split())
    assert "over 9" in first
    assert "Caseloads are those of adoption" in first


def test_what_is_printed_fits_the_width_and_names_the_seed(command) -> None:
    outcome = command("compare", "small-office", *QUICK, "--net", "2")
    assert outcome.code == 0
    assert "run/s" not in outcome.err  # no progress bar where there is no terminal
    assert outcome.width <= WIDTH
    assert "seed 2013" in outcome.out
    assert "2 at once (net)" in outcome.out


def test_one_replication_shows_no_empty_columns_and_no_verdicts(command) -> None:
    words = ("--years", "0.5", "--replications", "1", "--net", "2")
    outcome = command("compare", "small-office", *words)
    assert outcome.code == 0
    assert "2 plans, 1 replication, seed 2013" in outcome.out
    assert "one replication is one draw of chance" in outcome.out
    for word in ("interval  ", "verdict  ", "better", "none"):
        assert word not in outcome.out


def test_a_typed_plan_adds_nothing_to_what_the_agency_rests_on(command) -> None:
    """The ledger's entries for the agency's own plans are no source for somebody else's."""
    outcome = command("compare", "small-office", "--years", "0.25", "--net", "2")
    agency = load_agency("small-office")
    counts = agency.ledger.counts(agency)
    assert f"rests on {sum(counts.values())} numbers: {counts['published']} pub" in outcome.out


@pytest.mark.parametrize(
    ("low", "high", "measure", "says"),
    [
        (-900.0, -700.0, "unseen_children", "better"),
        (700.0, 900.0, "unseen_children", "worse"),
        (-900.0, 20.0, "unseen_children", "no clear difference"),
        (-0.9, -0.1, "caseload", "too small to matter"),
        (0.01, 0.02, "share_seen", "better"),
        (1.0, 2.0, "hires", "higher"),
        (0.0, 0.0, "cost", "exactly the same"),
        (math.nan, math.nan, "cost", "needs more than one run"),
    ],
)
def test_a_difference_is_judged_in_plain_words(
    low: float, high: float, measure: str, says: str
) -> None:
    difference = 3.0 if math.isnan(low) else (low + high) / 2
    relevant = 1.0 if measure == "caseload" else math.nan
    row = {"measure": measure, "difference": difference, "low": low, "high": high}
    assert judgement(row | {"relevant": relevant}) == says


@pytest.mark.usefixtures("without_charts")
def test_an_agencys_own_file_gives_the_same_numbers_as_the_preset(
    command, results: Path, tmp_path: Path
) -> None:
    from staffing_sim import presets

    file = tmp_path / "copy.toml"
    preset = Path(presets.__file__).parent / "small-office.toml"
    file.write_bytes(preset.read_bytes())
    command("compare", file, *QUICK, "--out", tmp_path / "results")
    for name in ("summary.csv", "differences.csv"):
        assert (tmp_path / "results" / name).read_bytes() == (results / name).read_bytes()


@pytest.mark.usefixtures("without_charts")
def test_in_the_null_world_the_agency_has_no_burnout(command, tmp_path: Path) -> None:
    outcome = command("compare", "small-office", *QUICK, "--null", "--out", tmp_path)
    assert outcome.code == 0
    study = json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    assert load_agency("small-office").workforce.burnout > 0
    assert study["agency"]["workforce"]["burnout"] == 0


def test_a_failing_disk_leaves_no_directory(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_study: Study, directory: Path, **_: object) -> None:
        (Path(directory) / "summary.csv").write_text("plan", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Study, "save", half)
    outcome = command("compare", "small-office", *QUICK, "--out", tmp_path / "results")
    assert outcome.code == 2
    assert len(outcome.faults) == 1
    assert "cannot be written: No space left on device" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_before_anything_is_finished_writes_nothing(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("staffing_sim.study.compare", interrupted)
    outcome = command("compare", "small-office", *QUICK, "--out", tmp_path / "results")
    assert outcome.code == 130
    assert outcome.err == "interrupted; nothing was written\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("without_charts")
def test_an_interrupt_later_keeps_the_finished_replications(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import staffing_sim.study as room

    def one_of_two(agency, plans, *, replications: int, **rest):
        whole = room_compare(agency, plans, replications=1, **rest)
        return Study(
            agency=whole.agency,
            plans=whole.plans,
            outcomes=whole.outcomes,
            horizon=whole.horizon,
            seed=whole.seed,
            wanted=replications,
        )

    room_compare = room.compare
    monkeypatch.setattr(room, "compare", one_of_two)
    outcome = command("compare", "small-office", *QUICK, "--out", tmp_path / "results")
    assert outcome.code == 130
    assert outcome.err.startswith("stopped after 1 of 2 replications")
    assert (tmp_path / "results" / "summary.csv").exists()


def test_a_reader_that_stops_early_is_no_error() -> None:
    words = [sys.executable, "-m", "staffing_sim", "ledger", "small-office"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_simulate_prints_a_row_a_month_and_writes_the_records(command, tmp_path: Path) -> None:
    outcome = command("simulate", "small-office", "--years", "0.5", "--out", tmp_path)
    assert outcome.code == 0
    assert outcome.width <= WIDTH
    start = load_agency("small-office").start
    months = [line for line in outcome.out.splitlines() if line[:4].isdigit()]
    assert len(months) == 6
    assert months[0].startswith(f"{start:%Y-%m}")
    frames = {path.name: pd.read_csv(path) for path in tmp_path.iterdir()}
    assert sorted(frames) == ["afcars.csv", "children.csv", "months.csv", "workers.csv"]
    assert sorted(frames["months.csv"]["month"].unique()) == list(range(6))


def test_simulate_prints_what_the_months_hold(command, tmp_path: Path) -> None:
    outcome = command("simulate", "small-office", "--years", "0.5", "--out", tmp_path)
    months = pd.read_csv(tmp_path / "months.csv")
    last = [line for line in outcome.out.splitlines() if line[:4].isdigit()][-1]
    unseen = months.loc[months["month"] == 5, "unseen"].sum()
    aged_out = months.loc[months["month"] == 5, "aged_out"].sum()
    assert last.split()[-2:] == [f"{unseen:,.0f}", f"{aged_out:,.0f}"]


def test_simulate_runs_the_plan_that_is_named(command) -> None:
    name = load_plans("small-office")[-1].name
    outcome = command("simulate", "small-office", "--years", "0.25", "--plan-name", name)
    assert outcome.code == 0
    assert name in outcome.out


def test_a_horizon_that_cuts_hires_short_is_told_and_one_that_does_not_is_not(command) -> None:
    asked = ("compare", "small-office", "--net", "1x4+3", "--replications", "1")
    short, long = (command(*asked, "--years", years).out for years in ("0.5", "1"))
    assert "only 3 of the 4 months of hires" in " ".join(short.split())
    assert "Cut short" not in long


def test_written_results_say_which_chart_to_start_with(command, tmp_path: Path) -> None:
    outcome = command("compare", "small-office", "--net", "1", *QUICK, "--out", tmp_path)
    assert outcome.out.splitlines()[-1] == "start with unseen_children.png and differences.png"


def test_differences_are_held_against_the_plan_that_is_named(command, tmp_path: Path) -> None:
    asked = ("compare", "small-office", "--net", "1", "--net", "2", *QUICK, "--out", tmp_path)
    outcome = command(*asked, "--baseline", "1 at once (net)")
    differences = pd.read_csv(tmp_path / "differences.csv")
    assert list(dict.fromkeys(differences["plan"])) == ["As is", "2 at once (net)"]
    assert "As is, less 1 at once (net):" in outcome.out
    assert "hires without a role join: " in outcome.out


def test_a_baseline_that_is_no_plan_is_told_with_the_nearest(command) -> None:
    outcome = command("compare", "small-office", *QUICK, "--baseline", "As it")
    assert outcome.code == 2
    assert outcome.err.startswith("--baseline As it: is not one of the agency's plans")
    assert "'As is'" in outcome.err
