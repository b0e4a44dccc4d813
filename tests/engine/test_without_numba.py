"""Where numba is missing or broken, runs take the SimPy clock; and old compiled code goes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from staffing_sim.engine import compiled_clock

RUN = """
import importlib.abc, sys, warnings

class Without(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numba":
            raise {fault}

sys.meta_path.insert(0, Without())
warnings.simplefilter("always")
import staffing_sim as ss
from staffing_sim.engine import run
from staffing_sim.world import draw_world

agency = ss.load_agency("small-office")
world = draw_world(agency, months=1, seed=1)
for _ in range(2):
    print(run(agency, world, ss.Plan("As is")).clock)
try:
    run(agency, world, ss.Plan("As is"), clock="compiled")
except ss.StaffingSimError as error:
    print(error)
"""
MISSING = 'ModuleNotFoundError("No module named numba", name="numba")'
BROKEN = 'ImportError("Numba needs NumPy 2.4 or less")'


@pytest.mark.parametrize(("fault", "warnings"), [(MISSING, 0), (BROKEN, 1)])
def test_runs_fall_back_to_simpy_and_a_broken_numba_is_told_once(fault: str, warnings: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(fault=fault)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    refused = "the compiled clock needs numba, which cannot be imported here"
    assert done.stdout.splitlines()[:2] == ["simpy", "simpy"]
    assert refused in done.stdout
    assert done.stderr.count("numba cannot be imported") == warnings
    assert done.stderr.count("Numba needs NumPy 2.4 or less") == warnings


def test_compiled_code_unused_for_a_month_goes_but_never_the_newest(tmp_path: Path) -> None:
    def folder(days: int) -> Path:
        return tmp_path / f"{days:016x}"

    def left() -> set[str]:
        return {path.name for path in tmp_path.iterdir()}

    stranger = tmp_path / "somebody_elses"
    unused = {folder(days): days for days in (400, 1, 2, 29, 31, 90)} | {stranger: 500}
    for path, days in unused.items():
        path.mkdir()
        (path / "code.nbi").touch()
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
    compiled_clock.forget_old_code(folder(400))  # in use again
    kept = {folder(days).name for days in (400, 1, 2, 29, 31)} | {stranger.name}
    assert left() == kept
    for days in (1, 2, 29, 31):  # months later these are still the newest
        os.utime(folder(days), (1.0, 1.0))
    compiled_clock.forget_old_code(folder(400))
    assert left() == kept
