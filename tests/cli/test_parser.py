"""What is typed wrong is told at once, in one line per fault, and never as a traceback."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import staffing_sim
from staffing_sim.cli import main
from staffing_sim.cli.parser import COMMANDS, GROUPS, RENAMED, ROBUSTNESS, read_arguments
from staffing_sim.engine import Clock
from staffing_sim.ledger import Grade

HEAVY = ("matplotlib", "numba", "pandas", "pydantic", "scipy", "simpy")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from staffing_sim.cli import main\n"
        "try: main(['compare', '--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_shows_every_command_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    for title, commands in GROUPS.items():
        place = lines.index(f"{title}:") + 1
        shown = [line.split()[0] for line in lines[place : place + len(commands)]]
        assert shown == list(commands)


@pytest.mark.parametrize(
    "words",
    [(name,) for name in COMMANDS] + [("robustness", name) for name in ROBUSTNESS],
    ids=" ".join,
)
def test_every_command_has_help_and_a_function(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([*words, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: staffing-sim {' '.join(words)} ")
    module = (ROBUSTNESS if len(words) > 1 else COMMANDS)[words[-1]][1]
    if words != ("robustness",):
        _, run = import_module(f"staffing_sim.cli.commands.{module}").COMMANDS[words[-1]]
        assert callable(run)


@pytest.mark.parametrize("old", RENAMED)
def test_a_command_of_earlier_versions_says_its_new_name(command, old: str) -> None:
    outcome = command(old, "small-office", "--net", "2")
    assert outcome.code == 2
    assert outcome.faults == [f"staffing-sim: {old}: is now 'staffing-sim {RENAMED[old]}'."]


def test_robustness_says_which_analyses_there_are(command) -> None:
    assert "required: ANALYSIS" in command("robustness").err
    assert "Did you mean 'tornado'?" in command("robustness", "tornade").err
    assert "is now 'staffing-sim robustness sets'" in command("robustness", "shades").err


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("compare", "small-office", "--clock"), get_args(Clock)),
        (("ledger", "small-office", "--grade"), get_args(Grade)),
    ],
)
def test_an_option_takes_exactly_the_names_that_the_library_knows(
    words: tuple[str, ...], allowed: tuple[str, ...]
) -> None:
    for name in allowed:
        assert not read_arguments([*words, name]).faults.found
    (fault,) = read_arguments([*words, "x"]).faults.found
    assert all(name in fault.problem for name in allowed)


def test_the_version_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"staffing-sim {staffing_sim.__version__}\n"


def test_the_package_can_be_run_as_a_module() -> None:
    words = [sys.executable, "-m", "staffing_sim", "nothing"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(
        "staffing-sim: nothing: is not a command. Choose one of: 'presets'"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["compare"], "the following arguments are required: NAME_OR_FILE"),
        (["compare", "small-office", "--years"], "argument --years: expected one argument"),
        (["compar", "small-office"], "compar: is not a command. Did you mean 'compare'?"),
        (["presets", "small-office"], "staffing-sim presets: small-office: is not expected here"),
        (["compare", "small-office", "--year", "2"], "--year: is not an option"),
        (["compare", "small-office", "--year=2"], "Did you mean '--years'?"),
    ],
)
def test_words_that_make_no_command_are_told(command, words: list[str], says: str) -> None:
    outcome = command(*words)
    assert outcome.code == 2
    assert len(outcome.faults) == 1
    assert says in outcome.err


def test_every_unknown_option_is_told(command) -> None:
    outcome = command("compare", "small-office", "--replicatons", "4", "--sede", "1")
    assert outcome.code == 2
    assert outcome.faults == [
        "staffing-sim compare: --replicatons: is not an option. Did you mean '--replications'?",
        "staffing-sim compare: --sede: is not an option. Did you mean '--seed'?",
    ]


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--years", "0", "must be more than 0"),
        ("--years", "-3", "must be more than 0"),
        ("--years", "1e9", "at most 30"),
        ("--years", "0.01", "must come to a whole number of months"),
        ("--years", "1.03", "must come to a whole number of months"),
        ("--years", "inf", "at most 30"),
        ("--years", "nan", "must be a number"),
        ("--years", "three", "must be a number"),
        ("--years", "", "must be a number"),
        ("--replications", "0", "must be at least 1"),
        ("--replications", "2.5", "must be a whole number"),
        ("--replications", "1000000", "must be at most"),
        ("--seed", "-1", "must be at least 0"),
        ("--seed", "x", "must be a whole number"),
        ("--clock", "simpi", "Did you mean 'simpy'?"),
        ("--jobs", "0", "must be at least 1"),
        ("--jobs", "-2", "must be at least 1"),
        ("--jobs", "two", "must be a whole number"),
        ("--store", "", "must be a directory; got nothing"),
        ("--net", "35y17", "cannot read '35y17'"),
        ("--net", "35x17@continuing_servces", "unknown role 'continuing_servces'"),
        ("--net", "5+36", "starts in month 36, but month 35 is the last of the run"),
        ("--gross", "0", "must be at least 1"),
        ("--plan", "absent.toml", "absent.toml: "),
    ],
)
def test_a_value_that_makes_no_sense_is_told(command, option: str, value: str, says: str) -> None:
    outcome = command("compare", "small-office", f"{option}={value}")
    assert outcome.code == 2
    assert len(outcome.faults) == 1
    assert option in outcome.err or value in outcome.err
    assert says in outcome.err


def test_a_plan_given_as_the_agency_is_told_in_one_line(command, tmp_path: Path) -> None:
    file = tmp_path / "union.toml"
    file.write_text('name = "Union"\nhires = {per_month = 2, kind = "net"}\n', encoding="utf-8")
    outcome = command("compare", file)
    assert outcome.code == 2
    assert len(outcome.faults) == 1
    assert outcome.err.startswith(f"{file}: describes a plan, not an agency. Give ")


def test_all_faults_are_told_at_once(command, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    outcome = command(
        *("compare", "small-ofice", "--years", "0", "--replications", "0", "--seed", "x"),
        *("--net", "many", "--clock", "sundial", "--out", file),
    )
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.faults) == 7
    for word in ("small-office", "--years", "--replications", "--seed", "--net", "--clock"):
        assert word in outcome.err
    assert f"--out: {file}: is a file" in outcome.err


def test_the_nearest_preset_is_suggested(command) -> None:
    outcome = command("ledger", "small-ofice")
    assert outcome.code == 2
    assert "Did you mean 'small-office'?" in outcome.err


def test_two_plans_of_one_name_are_refused(command) -> None:
    outcome = command("compare", "small-office", "--net", "2", "--net", "2")
    assert outcome.code == 2
    assert len(outcome.faults) == 1
    assert outcome.err.startswith("plan '2 at once (net)': appears more than once.")


def test_simulate_runs_one_plan_only(command) -> None:
    outcome = command("simulate", "small-office", "--net", "2", "--gross", "2")
    assert outcome.code == 2
    assert "runs one plan; got 2" in outcome.err


def test_simulate_suggests_the_nearest_plan(command) -> None:
    outcome = command("simulate", "small-office", "--plan-name", "As iss")
    assert outcome.code == 2
    assert outcome.faults == [
        "--plan-name As iss: is not one of the agency's plans. Did you mean 'As is'?"
    ]


def test_a_directory_under_a_file_is_refused(command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = command("compare", "small-office", "--out", tmp_path / "file" / "results")
    assert outcome.code == 2
    assert "is inside a file, 'file'" in outcome.err


def test_a_directory_that_may_not_be_written_is_refused(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    outcome = command("compare", "small-office", "--out", tmp_path / "results")
    assert outcome.code == 2
    assert "cannot be written to" in outcome.err
    assert not (tmp_path / "results").exists()


def test_no_directory_at_all_is_refused(command) -> None:
    outcome = command("compare", "small-office", "--out", "")
    assert outcome.code == 2
    assert outcome.faults == [
        "--out: must be a directory; got nothing. Give a directory such as 'results'."
    ]
