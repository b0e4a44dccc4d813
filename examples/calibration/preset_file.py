"""Writes the first set that fits into the preset's own file, and leaves all else in it as it is.

    python3 examples/calibration/preset_file.py

Run it after the calibration: the sets that fit lie beside the preset, and a test holds that the
first of them is the preset.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

import staffing_sim as ss

PRESETS = Path(ss.__file__).parent / "presets"
PRESET = PRESETS / "la-county-2013.toml"
FITS = PRESETS / "fits" / PRESET.name
NAMING = ("cause", "name")


def main() -> None:
    """Write the numbers of the first set."""
    first = tomllib.loads(FITS.read_text(encoding="utf-8"))["fits"][0]
    text = PRESET.read_text(encoding="utf-8")
    PRESET.write_text(with_numbers(text, first["values"]), encoding="utf-8")


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
        place[part] = value


def _row(rows: list[Any], part: str) -> int:
    """Return which row of a list a key means: by what it is called, else by number."""
    for number, row in enumerate(rows):
        if isinstance(row, dict) and part in (row.get(naming) for naming in NAMING):
            return number
    return int(part)


if __name__ == "__main__":
    main()
