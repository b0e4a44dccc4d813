"""The script that asks where the disputes of Los Angeles turn writes a page, here of an office."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
from asking import answers
from page import page
print(page("small-office", answers("small-office", seed=1, replications=2, n_jobs=1)))
"""


@pytest.mark.slow
def test_the_page_holds_a_verdict_on_the_ten_strongest_numbers_and_the_worth_of_hiring() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT / "examples" / "what_if_wrong",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    verdicts = [row for row in rows if "as described |" in row and row.count("|") == 8]
    assert sum("flips" in row or "not clear" in row for row in verdicts[1:]) == 10
    assert "| compressibility | months gained |" in rows
    assert "| 0.5 |" in done.stdout
    assert max(map(len, done.stdout.split("\n|")[0].splitlines())) <= 100
