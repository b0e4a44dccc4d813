"""Other parameter sets of a preset that fit the published figures as well as its own.

A preset's free parameters are fitted, and more than one set of them fits. What a set changes is a
table of numbers by the keys of the ledger, such as ``roles.adoption.compressibility``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from staffing_sim.agency import Agency
from staffing_sim.errors import AgencyError, Fault, nearest
from staffing_sim.presets import load_agency
from staffing_sim.presets.writing import plain

_FOLDER = Path(__file__).parent / "fits"


def load_fits(name: str) -> tuple[Agency, ...]:
    """Return the parameter sets that fit a preset's targets equally well, the preset's own first.

    Run a comparison with each to see how much of its result is the choice of one of them: that is
    the uncertainty of the inputs, which no number of replications shrinks.

    Raises
    ------
    AgencyError
        If the preset has no other fits.

    Examples
    --------
    >>> fits = load_fits("la-county-2013")
    >>> fits[0] == load_agency("la-county-2013")
    True
    """
    known = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    if name not in known:
        fault = Fault("", "has no other fits", nearest(name, known))
        raise AgencyError([fault]).in_file(name)
    content = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    agency = load_agency(name)
    return tuple(with_values(agency, fit["values"]) for fit in content["fits"])


def with_values(agency: Agency, values: Mapping[str, float]) -> Agency:
    """Return an agency with some of its numbers changed, each under its key in the ledger.

    Where the agency counts (positions, seats) the number is rounded.

    Raises
    ------
    AgencyError
        If a key fits no number that the agency gives, or a number is outside its bounds.

    Examples
    --------
    >>> agency = with_values(load_agency("small-office"), {"contact.success": 0.9})
    >>> agency.contact.success
    0.9
    """
    content = plain(agency)
    assert isinstance(content, dict)  # a value with fields
    faults = [
        Fault(key, "matches no number of the agency")
        for key, value in values.items()
        if not _set(content, key.split("."), value)
    ]
    if faults:
        raise AgencyError(faults)
    return Agency(**content)


def _set(place: Any, key: list[str], value: float) -> bool:
    """Change one number in nested tables and lists; return whether there was one."""
    part = _named(place, key[0]) if isinstance(place, list) else key[0]
    if isinstance(place, dict) and part not in place:
        return False
    if part is None:
        return False
    if len(key) > 1:
        return _set(place[part], key[1:], value)
    if not isinstance(place[part], int | float) or isinstance(place[part], bool):
        return False
    place[part] = round(value) if isinstance(place[part], int) else value  # people stay whole
    return True


def _named(rows: list[Any], name: str) -> int | None:
    """Return which row a key means: by name, stage or cause, else by number."""
    for naming in ("name", "stage", "cause"):
        for number, row in enumerate(rows):
            if isinstance(row, dict) and row.get(naming) == name:
                return number
    return int(name) if name.isdigit() and int(name) < len(rows) else None
