"""The parameter sets of a preset: descriptions of it that no published figure rules out.

Most of what decides a plan's effect nobody has measured. History matching
(`staffing_sim.calibration`) leaves many sets of such numbers, none better than another; a preset
that was matched comes with them. Beside the preset stand two tables: the free numbers of each set,
and every number of the agency that they decide, by its key in the ledger, such as
``roles.adoption.compressibility``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from staffing_sim.agency import Agency
from staffing_sim.errors import AgencyError, Fault, nearest
from staffing_sim.presets import load_agency
from staffing_sim.presets.writing import plain

if TYPE_CHECKING:
    import pandas as pd

FREE_NUMBERS: Final = "free_numbers.csv"
VALUES: Final = "values.csv"

_FOLDER = Path(__file__).parent / "fits"


class ParameterSets(Mapping[str, Agency]):
    """Parameter sets of one agency, by name; the agency at a set is made when it is asked for.

    The first is the preset itself. The order is such that the first few are spread over all of
    them: each is the one farthest from those before it.

    Attributes
    ----------
    numbers : pandas.DataFrame
        The free numbers: a row a set, indexed by its name, and a column a number.
    """

    def __init__(self, agency: Agency, values: pd.DataFrame, numbers: pd.DataFrame) -> None:
        self._agency, self._values = agency, values
        self.numbers = numbers

    def first(self, count: int) -> ParameterSets:
        """Return the first so many, or all where there are not so many.

        Examples
        --------
        >>> list(load_fits("la-county-2013").first(2))
        ['set 1', 'set 2']
        """
        return ParameterSets(self._agency, self._values.iloc[:, :count], self.numbers.iloc[:count])

    def ranges(self, share: float = 0.9) -> pd.DataFrame:
        """Return the middle share of each number over the sets: columns low and high, by key."""
        ends = self._values.quantile([0.5 - share / 2, 0.5 + share / 2], axis=1).T
        return ends.set_axis(["low", "high"], axis=1)

    def __getitem__(self, name: str) -> Agency:
        column = self._values[name]
        return with_values(self._agency, dict(zip(column.index, column.tolist(), strict=True)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values.columns)

    def __len__(self) -> int:
        return self._values.shape[1]


def has_fits(name: str) -> bool:
    """Return whether a preset comes with parameter sets.

    Examples
    --------
    >>> has_fits("la-county-2013"), has_fits("small-office")
    (True, False)
    """
    return name in _matched()


def load_fits(name: str) -> ParameterSets:
    """Return the descriptions of a preset that no published figure rules out, by name.

    Compare plans under each of them (`staffing_sim.sensitivity.compare_sets`) to see how much of a
    result is the choice of one: that is the uncertainty of the inputs, which no number of
    replications shrinks.

    Raises
    ------
    AgencyError
        If the preset has no parameter sets.

    Examples
    --------
    >>> fits = load_fits("la-county-2013")
    >>> fits["set 1"] == load_agency("la-county-2013")
    True
    >>> bool(fits.numbers.loc["set 2", "burnout"] == fits["set 2"].workforce.burnout)
    True
    """
    import pandas as pd

    if name not in _matched():
        fault = Fault("", "has no parameter sets", nearest(name, _matched()))
        raise AgencyError([fault]).in_file(name)
    numbers = pd.read_csv(_FOLDER / name / FREE_NUMBERS).drop(columns="implausibility")
    values = pd.read_csv(_FOLDER / name / VALUES, index_col="key")
    names = [f"set {number}" for number in range(1, len(numbers) + 1)]
    return ParameterSets(
        load_agency(name), values.set_axis(names, axis=1), numbers.set_axis(names, axis=0)
    )


def _matched() -> list[str]:
    return sorted(path.name for path in _FOLDER.iterdir() if path.is_dir())


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
