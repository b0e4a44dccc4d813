"""Stopped by Ctrl-C or killed outright, a study keeps what is finished and can go on later."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from staffing_sim import compare
from staffing_sim.presets import load_agency, load_plans
from tests.study.same_study import digest

KILLED_AGAIN_AND_AGAIN = """
import os, random, signal, sys, time
from staffing_sim import compare, load_agency, load_plans

agency, plans = load_agency("small-office"), load_plans("small-office")
compare(agency, plans[:1], years=1 / 12, replications=1, progress=False)  # the rules are loaded
delays = random.Random(11)
alive = 0
for _ in range(10):
    child = os.fork()
    if child == 0:
        compare(agency, plans, years=0.5, replications=60, seed=6, store=sys.argv[1])
        os._exit(0)
    time.sleep(delays.uniform(0.02, 1.2))
    if os.waitpid(child, os.WNOHANG) == (0, 0):  # else it was quicker
        alive += 1
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
print(alive)
"""


@pytest.fixture(autouse=True)
def _interrupts_are_heard() -> Iterator[None]:
    """Undo what a shell does to what it starts in the background, and passes on: not to hear."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ten_kills_at_any_moment_cost_nothing_but_time(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED_AGAIN_AND_AGAIN, encoding="utf-8")
    folder = tmp_path / "runs"
    words = [sys.executable, str(script), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) >= 5, "most kills should meet a study at work"

    agency, plans = load_agency("small-office"), load_plans("small-office")
    study = {"years": 0.5, "replications": 60, "seed": 6}
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("*.npz")}
    assert kept
    resumed = compare(agency, plans, store=folder, **study)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # none was damaged or redone
    assert digest(resumed) == digest(compare(agency, plans, **study))


@pytest.mark.slow
@pytest.mark.parametrize(
    "more", [(), ("--jobs", "2"), ("--jobs", "2", "--clock", "simpy")],
    ids=["in turn", "threads", "processes"],
)  # fmt: skip
def test_an_interrupt_keeps_what_is_finished_and_says_how_to_go_on(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    folder = tmp_path / "runs"
    study = ["compare", "small-office", "--years", "2", "--replications", "400"]
    words = [*study, "--store", str(folder), *more]
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "staffing_sim", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and len(list(folder.glob("*.npz"))) < 12:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers are told too
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    last = err.splitlines()[-1]
    assert last.startswith("stopped after ")
    assert last.endswith(f"is kept in {folder}, and the same command resumes from there")
    assert "Traceback" not in err
    assert len(list(folder.glob("*.npz"))) >= 12
    assert not list(folder.glob("*.part"))


STOPPED_IN_THE_MIDDLE_OF_A_RUN = """
import os, signal, sys, threading, time
from staffing_sim import cli

threading.Timer(4.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
sys.argv[1:] = (
    "robustness tornado small-office --net 6 --years 5 --replications 600 --jobs 2".split()
)
cli.command()
"""


@pytest.mark.slow
def test_threads_in_the_middle_of_a_run_end_with_the_command() -> None:
    """Left to Python's own end this aborts in one try of some, by chance."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_IN_THE_MIDDLE_OF_A_RUN],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 130, done.stderr
    assert done.stderr.splitlines()[-1] == "interrupted; nothing was written"
