"""Verdicts in plain words: what differs, by how much, how surely."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from staffing_sim.measures import ALL, MEASURES, Measure

__all__ = ["HEADLINES", "amount", "finding", "interval_text", "is_money", "subject", "verdict"]

HEADLINES: Final = (
    "unseen_children",
    "caseload",
    "share_over_cap",
    "unassigned_children",
    "late_responses_share",
    "permanence_within_12_months",
    "months_to_permanence",
    "leavers",
    "productive_staff",
    "cost",
)
"""The measures a card and its verdicts show, in order."""

_COUNTED: Final = ("children", "children a month", "people")


def is_money(unit: str) -> bool:
    """Tell whether a unit is a currency.

    Examples
    --------
    >>> is_money("USD"), is_money("share")
    (True, False)
    """
    return len(unit) == 3 and unit.isupper()


def amount(value: float, unit: str, *, like: float | None = None) -> str:
    """Return a number as a reader says it, with as many digits as mean something.

    Parameters
    ----------
    value, unit
        The number; only shares and money show something of their unit (a percentage, millions).
    like
        Give it the digits this number would have, so that an interval reads like its mean.

    Examples
    --------
    >>> amount(0.0312, "share"), amount(21.347, "children per worker"), amount(2268.4, "children")
    ('3.1 %', '21.3', '2,268')
    >>> amount(81_234_567, "USD"), amount(9.37, "people", like=14.2), amount(math.nan, "share")
    ('81.23 million', '9', 'undefined')
    >>> amount(0.0213, "children"), amount(0.00031, "share")
    ('0.021', '0.031 %')
    """
    if math.isnan(value):
        return "undefined"
    size = abs(value if like is None or math.isnan(like) else like)
    if unit == "share":
        return f"{100 * value:.{_decimals(100 * size, least=1)}f} %"
    if is_money(unit):
        return f"{value / 1e6:,.2f} million" if size >= 1e6 else f"{value:,.0f}"
    if size >= (10 if unit in _COUNTED else 100):
        return f"{value:,.0f}"
    least = 1 if size >= 10 or unit in _COUNTED else 2
    return f"{value:.{_decimals(size, least=least)}f}"


def _decimals(size: float, *, least: int) -> int:
    """Return decimals that show two digits of a small number, and no fewer than `least`."""
    if size == 0.0 or size >= 1.0:
        return least
    return max(least, min(6, 1 - math.floor(math.log10(size))))


def interval_text(mean: float, low: float, high: float, unit: str) -> str:
    """Return a mean with its interval in brackets.

    Examples
    --------
    >>> (
    ...     interval_text(12.9, 9.04, 16.8, "children"),
    ...     interval_text(3.0, math.nan, math.nan, "months"),
    ... )
    ('13 (9 to 17)', '3.00 (no interval)')
    """
    if math.isnan(mean):
        return "undefined"
    middle = amount(mean, unit)
    if math.isnan(low):
        return f"{middle} (no interval)"
    ends = f"{amount(low, unit, like=mean)} to {amount(high, unit, like=mean)}"
    if is_money(unit):
        ends = ends.replace(" million to", " to")
    return f"{middle} ({ends})"


def subject(measure: Measure, role: str) -> str:
    """Return what a number is about.

    Examples
    --------
    >>> subject(MEASURES["caseload"], "adoption_unit")
    'Caseload (adoption unit)'
    """
    return measure.label if role == ALL else f"{measure.label} ({role.replace('_', ' ')})"


def verdict(row: Mapping[str, object]) -> str:
    """Return one comparison as a sentence.

    Parameters
    ----------
    row
        A row of ``Study.differences()``.

    Examples
    --------
    >>> row = {
    ...     "plan": "Union",
    ...     "baseline": "As is",
    ...     "measure": "unseen_children",
    ...     "role": "all",
    ...     "unit": "children a month",
    ...     "difference": -812.0,
    ...     "low": -865.0,
    ...     "high": -760.0,
    ...     "chance_better": 1.0,
    ...     "runs": 20,
    ... }
    >>> print(verdict(row))
    Union against As is: Children not seen in a month: lower (better) by 812 children a month;
    95 % interval 760 to 865 lower, better in 100 % of 20 replications.
    """
    return f"{row['plan']} against {row['baseline']}: {finding(row)}"


def finding(row: Mapping[str, object]) -> str:
    """Return one comparison as a sentence that does not name the plans.

    Parameters
    ----------
    row
        A row of ``Study.differences()``.

    Examples
    --------
    >>> row = {
    ...     "measure": "share_seen",
    ...     "role": "all",
    ...     "unit": "share",
    ...     "difference": 0.012,
    ...     "low": -0.004,
    ...     "high": 0.028,
    ...     "chance_better": 0.8,
    ...     "runs": 5,
    ... }
    >>> print(finding(row))
    Share of due children seen: no clear difference (mean 1.2 percentage points higher;
    95 % interval 0.4 points lower to 2.8 points higher, 5 replications).
    """
    measure, unit = MEASURES[str(row["measure"])], str(row["unit"])
    name = subject(measure, str(row["role"]))
    difference, low, high = (_number(row, key) for key in ("difference", "low", "high"))
    runs = int(_number(row, "runs"))
    if runs == 0:
        return f"{name}: undefined within this horizon."
    if low == high == 0.0:
        return f"{name}: exactly the same in all {runs} replications."
    if math.isnan(low):
        size = _directed(difference, unit, like=difference)
        return f"{name}: {size} in the only replication; run at least 2 for an interval."
    widest = max(abs(low), abs(high))
    interval = f"95 % interval {_span(low, high, unit, like=widest)}"
    if low <= 0.0 <= high:
        size = _directed(difference, unit, like=widest)
        return f"{name}: no clear difference (mean {size}; {interval}, {runs} replications)."
    return f"{name}: {_clear(measure, row)}; {interval}{_chance(row, runs)}."


def _clear(measure: Measure, row: Mapping[str, object]) -> str:
    """Return direction, worth and size of a difference that is not chance."""
    difference, unit = _number(row, "difference"), str(row["unit"])
    direction = "higher" if difference > 0 else "lower"
    widest = max(abs(_number(row, "low")), abs(_number(row, "high")))
    worth = ""
    if measure.better is not None:
        worth = " (better)" if measure.better == direction else " (worse)"
    found = f"{direction}{worth} by {_in_full(abs(difference), unit, like=widest)}"
    if measure.relevant is not None and widest < measure.relevant:
        found += f", surely less than the {amount(measure.relevant, unit)} that would matter"
    return found


def _directed(difference: float, unit: str, *, like: float) -> str:
    """Return the size of a difference and its direction."""
    if difference == 0.0:
        return "the same"
    direction = "higher" if difference > 0 else "lower"
    return f"{_in_full(abs(difference), unit, like=like)} {direction}"


def _in_full(size: float, unit: str, *, like: float) -> str:
    """Return the size of a difference with its unit."""
    if unit == "share":
        return amount(size, unit, like=like).replace("%", "percentage points")
    return f"{amount(size, unit, like=like)} {unit}"


def _in_short(size: float, unit: str, *, like: float) -> str:
    """Return the size of a difference as it stands inside an interval."""
    return amount(size, unit, like=like).replace("%", "points")


def _span(low: float, high: float, unit: str, *, like: float) -> str:
    """Return an interval of differences in words."""
    if low < 0.0 < high:
        less, more = (_in_short(size, unit, like=like) for size in (-low, high))
        return f"{less} lower to {more} higher"
    near, far = (amount(size, unit, like=like) for size in sorted((abs(low), abs(high))))
    if unit == "share":
        near, far = near.removesuffix(" %"), far.replace("%", "points")
    return f"{near} to {far} {'higher' if high > 0 else 'lower'}"


def _chance(row: Mapping[str, object], runs: int) -> str:
    """Return in how many replications the plan did better, where one direction is better."""
    chance = _number(row, "chance_better")
    if math.isnan(chance):
        return f", {runs} replications"
    return f", better in {100 * chance:.0f} % of {runs} replications"


def _number(row: Mapping[str, object], key: str) -> float:
    value = row[key]
    return float(value) if isinstance(value, int | float) else float(str(value))
