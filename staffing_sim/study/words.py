"""Verdicts in plain words: what differs, by how much, how surely."""

from __future__ import annotations

import math
from typing import Final

from staffing_sim.measures import ALL, MEASURES, Measure

__all__ = ["HEADLINES", "amount", "subject", "verdict"]

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


def amount(value: float, unit: str) -> str:
    """Return a number as a reader says it, with as many digits as mean something.

    Examples
    --------
    >>> amount(0.0312, "share"), amount(21.347, "children per worker"), amount(2268.4, "children")
    ('3.1 %', '21.3', '2,268')
    >>> amount(81_234_567, "USD"), amount(float("nan"), "share")
    ('81.23 million USD', 'undefined')
    """
    if math.isnan(value):
        return "undefined"
    if unit == "share":
        return f"{100 * value:.1f} %"
    if _is_money(unit):
        text = f"{value / 1e6:,.2f} million" if abs(value) >= 1e6 else f"{value:,.0f}"
        return f"{text} {unit}"
    if abs(value) >= (10 if unit in _COUNTED else 100):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def subject(measure: Measure, role: str) -> str:
    """Return what a number is about.

    Examples
    --------
    >>> subject(MEASURES["caseload"], "adoption")
    'Caseload (adoption)'
    """
    return measure.label if role == ALL else f"{measure.label} ({role})"


def verdict(row: dict[str, object]) -> str:
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
    Union against As is: Children not seen in a month is lower (better) by 812 children a month;
    95 % interval 760 to 865 lower, better in 100 % of 20 replications.
    >>> print(verdict(row | {"low": -1650.0, "high": 26.0}))
    Union against As is: Children not seen in a month: no clear difference (mean 812 children a
    month lower; 95 % interval 1,650 lower to 26 higher, 20 replications).
    """
    measure = MEASURES[str(row["measure"])]
    name = subject(measure, str(row["role"]))
    start = f"{row['plan']} against {row['baseline']}: {name}"
    difference, low, high = (_number(row, key) for key in ("difference", "low", "high"))
    unit, runs = str(row["unit"]), int(_number(row, "runs"))
    if runs == 0:
        return f"{start} is undefined within this horizon."
    if low == high == 0.0:
        return f"{start} is exactly the same in all {runs} replications."
    size = _size(difference, unit)
    if math.isnan(low):
        return f"{start} is {size} in the only replication; run at least 2 for an interval."
    interval = f"95 % interval {_span(low, high, unit)}"
    if low <= 0.0 <= high:
        return f"{start}: no clear difference (mean {size}; {interval}, {runs} replications)."
    return f"{start} {_clear(measure, row, size)}; {interval}{_chance(row, runs)}."


def _clear(measure: Measure, row: dict[str, object], size: str) -> str:
    """Return direction, worth and size of a difference that is not chance."""
    difference, unit = _number(row, "difference"), str(row["unit"])
    direction = "higher" if difference > 0 else "lower"
    worth = ""
    if measure.better is not None:
        worth = " (better)" if measure.better == direction else " (worse)"
    largest = max(abs(_number(row, "low")), abs(_number(row, "high")))
    if measure.relevant is not None and largest < measure.relevant:
        return f"differs by too little to matter ({size}, under {amount(measure.relevant, unit)})"
    return f"is {direction}{worth} by {_with_unit(abs(difference), unit)}"


def _size(difference: float, unit: str) -> str:
    """Return a difference with its direction."""
    if difference == 0.0:
        return "the same"
    return f"{_with_unit(abs(difference), unit)} {'higher' if difference > 0 else 'lower'}"


def _with_unit(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value:.1f} percentage points"
    return amount(value, unit) if _is_money(unit) else f"{amount(value, unit)} {unit}"


def _span(low: float, high: float, unit: str) -> str:
    """Return an interval of differences in words."""
    if low < 0.0 < high:
        return f"{amount(-low, unit)} lower to {amount(high, unit)} higher"
    ends = sorted((abs(low), abs(high)))
    return f"{amount(ends[0], unit)} to {amount(ends[1], unit)} {'higher' if high > 0 else 'lower'}"


def _chance(row: dict[str, object], runs: int) -> str:
    """Return in how many replications the plan did better, where one direction is better."""
    chance = _number(row, "chance_better")
    if math.isnan(chance):
        return f", {runs} replications"
    return f", better in {100 * chance:.0f} % of {runs} replications"


def _number(row: dict[str, object], key: str) -> float:
    value = row[key]
    return float(value) if isinstance(value, int | float) else float(str(value))
