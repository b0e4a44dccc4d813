"""The scripts that fit the Los Angeles preset: a try leaves all as it is, a set makes its file."""

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import staffing_sim as ss
from staffing_sim.presets.fits import with_values

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / "staffing_sim" / "presets" / "la-county-2013.toml"
FITS = ROOT / "staffing_sim" / "presets" / "fits" / "la-county-2013.toml"


@pytest.mark.county
def test_a_quick_calibration_prints_the_page_and_writes_nothing() -> None:
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


@pytest.fixture
def preset_file(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "examples" / "calibration")
    return importlib.import_module("preset_file")


def test_the_first_set_that_fits_is_in_the_presets_file_to_the_byte(preset_file) -> None:
    text = COUNTY.read_text(encoding="utf-8")
    first = tomllib.loads(FITS.read_text(encoding="utf-8"))["fits"][0]["values"]
    assert preset_file.with_numbers(text, first) == text


def test_another_sets_numbers_in_the_file_make_the_agency_of_that_set(
    preset_file, tmp_path
) -> None:
    last = tomllib.loads(FITS.read_text(encoding="utf-8"))["fits"][-1]["values"]
    written = tmp_path / "another.toml"
    text = preset_file.with_numbers(COUNTY.read_text(encoding="utf-8"), last)
    written.write_text(text, encoding="utf-8")
    found = ss.load_agency(written)
    assert found == with_values(ss.load_agency("la-county-2013"), last).replace(
        name=found.name, ledger=found.ledger
    )
