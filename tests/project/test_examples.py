"""Every example prints what the file beside it says.

After a change of numbers: ``python3 examples/NAME.py > examples/NAME.txt``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_A_COUNTY = ("academy_seats", "goal_seek")
EXAMPLES = [
    pytest.param(path, id=path.stem, marks=pytest.mark.county if path.stem in OF_A_COUNTY else ())
    for path in sorted(ROOT.joinpath("examples").glob("*.py"))
]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_prints_what_it_says(example: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(example)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == example.with_suffix(".txt").read_text(encoding="utf-8")
