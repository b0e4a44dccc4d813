"""The scripts that ship parameter sets: a preset is its start file with the numbers of a set."""

import importlib
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

import staffing_sim as ss
from staffing_sim.presets.fits import FREE_NUMBERS, VALUES

ROOT = Path(__file__).resolve().parents[2]
PRESETS = ROOT / "staffing_sim" / "presets"
START = ROOT / "examples" / "calibration" / "start"
COUNTIES = ("la-county-2013", "la-county-2022")


@pytest.fixture
def shipping(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "examples" / "calibration")
    return importlib.import_module("shipping")


def values_of(county: str) -> pd.DataFrame:
    return pd.read_csv(PRESETS / "fits" / county / VALUES, index_col="key")


@pytest.mark.parametrize("county", COUNTIES)
def test_a_preset_is_its_start_file_with_the_central_set_to_the_byte(
    shipping: ModuleType, county: str
) -> None:
    start = (START / f"{county}.toml").read_text(encoding="utf-8")
    central = dict(values_of(county).iloc[:, 0])
    preset = (PRESETS / f"{county}.toml").read_text(encoding="utf-8")
    assert shipping.with_numbers(start, central) == preset


@pytest.mark.parametrize("county", COUNTIES)
def test_a_file_with_the_numbers_of_another_set_is_that_set(
    shipping: ModuleType, county: str, tmp_path: Path
) -> None:
    start = (START / f"{county}.toml").read_text(encoding="utf-8")
    written = tmp_path / "another.toml"
    last = dict(values_of(county).iloc[:, -1])
    written.write_text(shipping.with_numbers(start, last), encoding="utf-8")
    *_, name = ss.load_fits(county)
    assert ss.load_agency(written) == ss.load_fits(county)[name]


@pytest.mark.county
@pytest.mark.parametrize("county", COUNTIES)
def test_the_numbers_of_a_set_follow_from_its_free_numbers(
    shipping: ModuleType, county: str
) -> None:
    module = importlib.import_module(shipping.COUNTIES[county])
    free = pd.read_csv(PRESETS / "fits" / county / FREE_NUMBERS).head(3)
    again = shipping.values_of(module.space(), free)
    pd.testing.assert_frame_equal(again, values_of(county).iloc[:, :3], check_names=False)
