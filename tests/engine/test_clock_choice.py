"""Where the clock is left open, a study waits for the compiler only if that saves time."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

import staffing_sim as ss
from staffing_sim.engine import clock_choice, compiled_clock, run
from staffing_sim.engine.clock_choice import (
    SECONDS_TO_COMPILE,
    choose_clock,
    count_simpy_run,
    expecting,
    simpy_seconds,
)
from staffing_sim.presets import load_agency, load_plans
from staffing_sim.world import draw_world
from tests.promises.running import differing

pytest.importorskip("numba", reason="where numba cannot be imported there is nothing to choose")

OFFICE = load_agency("small-office")
COUNTY = load_agency("la-county-2013")


class CompilerCalledError(Exception):
    """Raised where the rules would have been compiled."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin as a new process with an empty folder of compiled code, and let nothing be compiled."""

    @functools.cache
    def compiled_drive() -> Any:
        raise CompilerCalledError

    monkeypatch.setattr(compiled_clock, "compiled_drive", compiled_drive)
    monkeypatch.setattr(clock_choice, "runs_ahead", clock_choice.Runs())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return compiled_clock.cache_folder()


def chosen(agency: ss.Agency, months: int = 36) -> str:
    return choose_clock("auto", own=False, agency=agency, months=months)


def test_nothing_compiled_a_short_run_goes_to_simpy_and_a_long_one_to_the_compiler() -> None:
    assert chosen(OFFICE) == "simpy"
    assert chosen(COUNTY) == "compiled"
    assert chosen(COUNTY, months=1) == "simpy"


def test_what_is_compiled_is_used_however_short_the_run(folder: Path) -> None:
    (folder / "staffing_sim").mkdir()
    (folder / "staffing_sim" / "compiled_loop.drive.nbi").touch()
    assert chosen(OFFICE, months=1) == "compiled"


def test_all_runs_asked_for_are_weighed_together() -> None:
    enough = int(SECONDS_TO_COMPILE / simpy_seconds(OFFICE, months=36)) + 1
    with expecting(enough - 2):
        assert chosen(OFFICE) == "simpy"
    with expecting(enough):
        assert chosen(OFFICE) == "compiled"
    assert chosen(OFFICE) == "simpy"


def test_a_run_that_is_over_is_not_weighed_twice() -> None:
    nearly = int(SECONDS_TO_COMPILE / simpy_seconds(OFFICE, months=36)) - 1
    with expecting(nearly):
        for _ in range(nearly):
            assert chosen(OFFICE) == "simpy"
            count_simpy_run(OFFICE, months=36)


def test_run_after_run_simpy_takes_no_longer_than_compiling_would_have() -> None:
    runs = 0
    while chosen(OFFICE) == "simpy":
        count_simpy_run(OFFICE, months=36)
        runs += 1
    assert runs == int(SECONDS_TO_COMPILE / simpy_seconds(OFFICE, months=36))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_study_compiles_where_its_runs_together_take_longer(
    n_jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_run = simpy_seconds(OFFICE, months=3)
    monkeypatch.setattr(clock_choice, "SECONDS_TO_COMPILE", one_run * 3.5)
    study: dict[str, Any] = {"years": 0.25, "progress": False, "n_jobs": n_jobs}
    plans = load_plans("small-office")[:2]
    with pytest.raises(CompilerCalledError):
        ss.compare(OFFICE, plans, replications=2, **study)
    monkeypatch.setattr(clock_choice, "SECONDS_TO_COMPILE", 1e6)
    assert ss.compare(OFFICE, plans, replications=2, **study).replications == 2


def test_the_clock_that_was_chosen_changes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    world = draw_world(OFFICE, months=12, seed=3)
    left_open = run(OFFICE, world, ss.Plan("As is"))
    monkeypatch.undo()
    compiled = run(OFFICE, world, ss.Plan("As is"), clock="compiled")
    assert (left_open.clock, compiled.clock) == ("simpy", "compiled")
    assert differing(left_open, compiled) == []


def test_a_rate_is_told_for_the_size_and_length_of_a_run() -> None:
    short, long = (simpy_seconds(OFFICE, months=months) for months in (12, 36))
    assert 2.0 < long / short < 3.0  # what every run has to prepare is there once
    assert simpy_seconds(COUNTY, months=12) > 30.0 * short
