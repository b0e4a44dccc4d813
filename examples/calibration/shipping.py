"""Ships what history matching left of a county: its parameter sets, and the central one as preset.

    python3 examples/calibration/shipping.py la-county-2013

`match.py` does this at its end; by itself it is for when the county's start file was edited. The
sets become two tables beside the preset, and the preset is the start file with the numbers of the
first set.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import tomlkit

import staffing_sim as ss
from staffing_sim.calibration import Space
from staffing_sim.ledger import numbers_of
from staffing_sim.presets.fits import FREE_NUMBERS, VALUES, with_values

COUNTIES = {"la-county-2013": "los_angeles_2013", "la-county-2022": "los_angeles_2022"}
PRESETS = Path(ss.__file__).parent / "presets"
NAMING = ("cause", "name")
DIGITS = 8  # of a number that follows from free ones: shares must still sum to 1


def main() -> None:
    """Ship the sets that stand beside a preset once more."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("county", choices=COUNTIES)
    county = import_module(COUNTIES[parser.parse_args().county])
    ship(county, county.space(), pd.read_csv(folder_of(county) / FREE_NUMBERS))


def folder_of(county: ModuleType) -> Path:
    """Return where a county's sets are kept."""
    return PRESETS / "fits" / str(county.PRESET)


def ship(county: ModuleType, space: Space, sets: pd.DataFrame) -> None:
    """Write both tables of the sets, and the preset.

    Parameters
    ----------
    county
        The module of a county.
    space
        What is free in it.
    sets
        The free numbers of each set, the central one first, with its implausibility.
    """
    folder = folder_of(county)
    folder.mkdir(parents=True, exist_ok=True)
    sets.to_csv(folder / FREE_NUMBERS, index=False, float_format="%.6g")
    values = values_of(space, sets)
    values.to_csv(folder / VALUES, index_label="key", float_format=f"%.{DIGITS}g")
    text = county.START.read_text(encoding="utf-8")
    central = dict(values.iloc[:, 0])
    (PRESETS / f"{county.PRESET}.toml").write_text(with_numbers(text, central), encoding="utf-8")


def values_of(space: Space, sets: pd.DataFrame) -> pd.DataFrame:
    """Return every number that each set decides: a row a key, a column a set."""
    columns = {}
    for row, numbers in enumerate(sets[space.names].to_dict("records"), start=1):
        place = [number.place(numbers[number.name]) for number in space.numbers]
        found = space.values(place)
        found = {key: float(f"{value:.{DIGITS}g}") for key, value in found.items()}
        made = dict(numbers_of(with_values(space.agency, found)))  # people stay whole
        columns[str(row)] = {key: made[tuple(key.split("."))] for key in found}
    return pd.DataFrame(columns)


def with_numbers(text: str, values: Mapping[str, float]) -> str:
    """Return an agency's file with these numbers, by their keys in the ledger."""
    content = tomlkit.parse(text)
    for key, value in values.items():
        _set(content, key.split("."), value)
    return tomlkit.dumps(content)


def _set(place: Any, key: list[str], value: float) -> None:
    """Change one number; a table with a single number may be written as that number."""
    part = _row(place, key[0]) if isinstance(place, list) else key[0]
    if len(key) > 1 and isinstance(place[part], dict | list):
        _set(place[part], key[1:], value)
    elif place[part] != value:
        whole = isinstance(place[part], int) and value == round(value)
        place[part] = round(value) if whole else value


def _row(rows: list[Any], part: str) -> int:
    """Return which row of a list a key means: by what it is called, else by number."""
    for number, row in enumerate(rows):
        if isinstance(row, dict) and part in (row.get(naming) for naming in NAMING):
            return number
    return int(part)


if __name__ == "__main__":
    main()
