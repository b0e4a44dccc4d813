"""Assumptions: numbers of an agency that may be wrong, and how far each may be moved.

An assumption is a key of the ledger. How far it may be moved says the ledger's entry, or, for a
preset that comes with parameter sets, the middle 90 % of these. Where the key fits several numbers
(each role's, each band of tenure's) they move together: the value of the assumption is that of one
of them, the leader; the others move in proportion, and each stops at the ends of its own range. No
range of compressibility reaches above the stability limit of its role: no agency could have been
observed there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from staffing_sim.agency import Agency
from staffing_sim.errors import Fault, InputError, nearest
from staffing_sim.ledger import LedgerEntry, LedgerRow
from staffing_sim.need.stability import limit_text, limits_of_roles
from staffing_sim.presets.fits import has_fits, load_fits, with_values

DISPUTED: Final = {
    "roles.*.compressibility": "Compressibility",
    "roles.*.triage.contact": "Protection of visits",
    "workforce.leaving.*.rate_per_year": "Rate of leaving",
    "workforce.burnout": "Burnout",
    "workforce.transfer_rate_per_year": "Transfers to other offices",
    "workforce.academy.seats": "Academy seats",
    "demand.families_per_month": "Families referred",
    "workforce.academy.months": "Length of the academy",
    "workforce.time_to_fill_days": "Time to fill a position",
    "workforce.time_to_fill_days.mean": "Time to fill a position",
    "contact.success": "Chance that a visit succeeds",
    "contact.out_of_reach_share": "Children out of reach",
    "hand_overs.relearning_months": "Relearning after a hand-over",
}
"""The numbers most in dispute: keys of the ledger, and what a reader calls them."""

_UNITS_IN_KEYS: Final = ("hours", "days", "months", "years")

Asked = Iterable[str] | Mapping[str, tuple[float, float]]
"""Keys, or keys with the range to try in place of the ledger's."""

_Range = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A number that may be wrong, with those that move with it.

    Attributes
    ----------
    key
        The key, with ``*`` for any one name.
    label, unit
        As readers see it.
    described
        The leader's value in the agency as it is described.
    low, high
        The ends of the leader's range.
    rows
        Every number that moves, the leader first, each with the ends of its own range.
    agency
        Whose it is, as described.
    left_out
        Which values of the range are left out, in words; empty where none are.
    """

    key: str
    label: str
    unit: str
    described: float
    low: float
    high: float
    rows: tuple[LedgerRow, ...]
    agency: Agency = field(repr=False, compare=False)
    left_out: str = ""

    @cached_property
    def rebases(self) -> bool:
        """Whether moving it describes the same observed agency in another way.

        Durations and leaving stay as observed then, and work at full service is derived again. What
        re-bases says how observations come about (compressibility, burnout) or under what load
        they were made (hours, triage, staff and cases of day 0).

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> keys = ["workforce.burnout", "contact.success"]
        >>> [found.rebases for found in assumptions_of(load_agency("small-office"), keys)]
        [True, False]
        """
        return any(_derived_anew(self, end) for end in (self.low, self.high))

    @property
    def leader(self) -> str:
        """Whose value is shown, where several numbers move together; else nothing.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> (found,) = assumptions_of(load_agency("small-office"), ["roles.*.compressibility"])
        >>> found.leader
        'continuing services'
        """
        if len(self.rows) == 1:
            return ""
        pairs = zip(self.key.split("."), self.rows[0].key.split("."), strict=True)
        names = [name.replace("_", " ") for mine, name in pairs if mine == "*"]
        return ", ".join("the first" if name.isdigit() else name for name in names)

    @property
    def about(self) -> dict[str, Any]:
        """What every row of a table says of it."""
        return {
            "key": self.key,
            "assumption": self.label,
            "assumption_unit": self.unit,
            "described": self.described,
            "left_out": self.left_out,
        }

    def at(self, agency: Agency, value: float) -> Agency:
        """Return the agency with the leader at a value and the others in proportion.

        Raises
        ------
        AgencyError
            If the agency cannot have that value, such as a share above 1.

        Examples
        --------
        >>> from staffing_sim.presets import load_agency
        >>> office = load_agency("small-office")
        >>> (success,) = assumptions_of(office, ["contact.success"])
        >>> success.at(office, 0.7).contact.success
        0.7
        """
        if value == self.described:
            return agency
        return with_values(agency, {row.key: self._moved(row, value) for row in self.rows})

    def _moved(self, row: LedgerRow, value: float) -> float:
        """Return where a number stands when the leader stands at a value."""
        if row is self.rows[0] or row.low is None or row.high is None:
            return value
        moved = row.value * value / self.described if self.described else value
        return min(max(moved, row.low), row.high)


def _derived_anew(assumption: Assumption, value: float) -> bool:
    """Tell whether work at full service or base rates differ with an assumption at a value."""
    try:
        moved = assumption.at(assumption.agency, value).full_service
    except InputError:
        return False  # no agency can have that value
    described = assumption.agency.full_service
    return not (
        np.array_equal(moved.pace, described.pace)
        and np.array_equal(moved.leaving, described.leaving)
    )


def assumptions_of(agency: Agency, asked: Asked | None = None) -> tuple[Assumption, ...]:
    """Return assumptions of an agency with the ranges of its parameter sets or of its ledger.

    Parameters
    ----------
    agency
        Whose.
    asked
        Keys of the ledger, or keys with a range of your own as ``{key: (low, high)}``; those of
        `DISPUTED` that the agency gives where not given.

    Raises
    ------
    InputError
        With every key that fits no number, or that has no range.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> (found,) = assumptions_of(load_agency("small-office"), {"workforce.burnout": (0, 1)})
    >>> found.label, found.described, found.low, found.high
    ('Burnout', 0.3, 0, 1)
    """
    rows = _rows(agency)
    given = _disputed(rows) if asked is None else asked
    ranges: dict[str, _Range | None]
    ranges = dict(given) if isinstance(given, Mapping) else dict.fromkeys(given)
    faults: list[Fault] = []
    found = []
    for key, own in ranges.items():
        fitting = _fitting(rows, key, own)
        faults += _faults(key, fitting, rows)
        if fitting:
            found.append(_assumption(agency, key, fitting))
    if faults:
        raise InputError(faults)
    return tuple(found)


def every_assumption(agency: Agency) -> tuple[Assumption, ...]:
    """Return each entry of the ledger that can be moved by itself, the disputed ones first.

    Left out are entries without a range, and those that no agency can move alone, such as shares
    that must sum to 1.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> [found.key for found in every_assumption(load_agency("small-office"))][0]
    'roles.*.compressibility'
    """
    rows = _rows(agency)
    used = [entry.key for entry in agency.ledger.entries if _fitting(rows, entry.key, None)]
    found = assumptions_of(agency, list(dict.fromkeys([*_disputed(rows), *used])))
    return tuple(assumption for assumption in found if _movable(agency, assumption))


def _rows(agency: Agency) -> tuple[LedgerRow, ...]:
    """Return the ledger's rows, as far as parameter sets reach where the preset has any.

    What the agency has is always within, also where somebody has changed it.
    """
    rows = agency.ledger.rows(agency)
    if not has_fits(agency.name):
        return rows
    ranges = load_fits(agency.name).ranges()
    ends = dict(zip(ranges.index, ranges.itertuples(index=False), strict=True))
    return tuple(
        replace(row, low=min(ends[row.key].low, row.value), high=max(ends[row.key].high, row.value))
        if row.key in ends and row.low is not None
        else row
        for row in rows
    )


def _movable(agency: Agency, assumption: Assumption) -> bool:
    if assumption.low == assumption.high:
        return False
    try:
        assumption.at(agency, assumption.low)
        assumption.at(agency, assumption.high)
    except InputError:
        return False
    return True


def _disputed(rows: tuple[LedgerRow, ...]) -> list[str]:
    """Return the disputed keys that fit a number with a range."""
    return [
        key for key in DISPUTED if any(row.low is not None for row in _fitting(rows, key, None))
    ]


def _fitting(rows: tuple[LedgerRow, ...], key: str, own: _Range | None) -> list[LedgerRow]:
    """Return the numbers under a key, with a range of the user's own if there is one."""
    entry = LedgerEntry(key=key, unit="", low=0, high=0, source="-", date="", grade="assumption")
    fitting = [row for row in rows if entry.fits(tuple(row.key.split(".")))]
    if own is None:
        return fitting
    return [replace(row, low=own[0], high=own[1]) for row in fitting]


def _faults(key: str, fitting: list[LedgerRow], rows: tuple[LedgerRow, ...]) -> list[Fault]:
    if not fitting:
        remedy = nearest(key, [row.key for row in rows]) or "See 'staffing-sim ledger AGENCY'."
        return [Fault(key, "matches no number of the agency", remedy)]
    without = [row.key for row in fitting if row.low is None or row.high is None]
    problem = "has no range in the ledger"
    faults = [Fault(name, problem, f"Give one: {{'{key}': (low, high)}}.") for name in without]
    for row in fitting[:1]:
        if row.low is not None and row.high is not None and not row.low <= row.high:
            problem = f"must have a range in ascending order; got {row.low:g} to {row.high:g}"
            faults.append(Fault(key, problem, "Swap the ends."))
    return faults


def _assumption(agency: Agency, key: str, fitting: list[LedgerRow]) -> Assumption:
    """Return the assumption of some numbers; the role that hires join leads, else the first."""
    leading = f"roles.{agency.workforce.hiring_role}."
    rows = sorted(fitting, key=lambda row: not row.key.startswith(leading))
    rows, left_out = _below_limits(agency, rows)
    leader = rows[0]
    label = DISPUTED.get(key, key)
    low = leader.value if leader.low is None else leader.low
    high = leader.value if leader.high is None else leader.high
    return Assumption(
        key=key,
        label=label,
        unit=_unit(leader),
        described=leader.value,
        low=low,
        high=high,
        rows=tuple(rows),
        agency=agency,
        left_out=left_out,
    )


def _below_limits(agency: Agency, rows: list[LedgerRow]) -> tuple[list[LedgerRow], str]:
    """Return rows that reach no further than stability limits, and in words what that leaves out.

    The limit is read to three decimals, which keeps every value below it.
    """
    roles = [_role_compressed(row.key) for row in rows]
    limits = limits_of_roles(agency) if any(roles) else {}
    kept, cut = [], []
    for role, row in zip(roles, rows, strict=True):
        limit = limits.get(role or "", math.inf)
        if row.low is None or row.high is None or not row.high > limit:
            kept.append(row)
            continue
        highest = float(limit_text(limit))
        kept.append(replace(row, low=min(row.low, highest), high=highest))
        cut.append(f"of {role} ({highest:g})".replace("_", " "))
    return kept, f"values above the stability limit {' and '.join(cut)}" if cut else ""


def _role_compressed(key: str) -> str | None:
    """Return whose compressibility a key is."""
    first, *others = key.split(".")
    return others[0] if first == "roles" and others[1:] == ["compressibility"] else None


def _unit(row: LedgerRow) -> str:
    """Return a number's unit; of an entry for numbers of several units, the one its key names."""
    if not any(mark in row.unit for mark in (",", ";", " or ", "as the key says")):
        return row.unit
    words = row.key.replace(".", "_").split("_")
    return next((word for word in words if word in _UNITS_IN_KEYS), "")


def at_value(value: float, unit: str) -> str:
    """Return the value of an assumption with its unit, shares as the file has them.

    Examples
    --------
    >>> at_value(0.25, "share"), at_value(113, "days"), at_value(5325, "families")
    ('0.25', '113 days', '5,325 families')
    """
    plain = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return plain if unit in {"", "share", "weight"} or len(unit) > 24 else f"{plain} {unit}"


def left_out_sentence(row: Mapping[str, Any]) -> str:
    """Return which values of an assumption are left out, to stand behind what was found.

    Examples
    --------
    >>> left_out_sentence({"left_out": "values above the stability limit of adoption (0.51)"})
    ' Left out: values above the stability limit of adoption (0.51).'
    >>> left_out_sentence({"left_out": ""})
    ''
    """
    return f" Left out: {row['left_out']}." if row["left_out"] else ""
