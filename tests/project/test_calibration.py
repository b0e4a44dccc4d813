"""The script that fits the Los Angeles preset runs, and leaves the shipped sets alone in a try."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FITS = ROOT / "staffing_sim" / "presets" / "fits" / "la-county-2013.toml"


@pytest.mark.county
def test_a_quick_calibration_prints_the_page_and_writes_nothing():
    before = FITS.read_bytes()
    done = subprocess.run(
        [sys.executable, "examples/calibration/fit_la_county_2013.py", "--quick"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert "| New York: rate of exits to permanence at 12 over that at 16.5 |" in done.stdout
    assert "candidate 1 done" in done.stderr
    assert FITS.read_bytes() == before
