"""Verdicts in plain words: what differs, by how much, and how certainly.

Where several plans are held against one baseline, a verdict rests on what can be said of all of
them together: Holm's test says whether a difference is clear, and the interval is the one of the
family. A row that holds one interval alone is judged by that. All take a row of
``Study.differences()``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from staffing_sim.intervals import CONFIDENCE
from staffing_sim.measures import MEASURES, Measure
from staffing_sim.study.figures import amount, subject

Row = Mapping[str, Any]

_UNDEFINED = {
    "share_over_cap": "no cap, or caps that differ",
    "cost": "the agency gives no price of a worker",
    "cost_care": "the agency gives no price of care",
}
"""Why a measure is undefined, where it is not for want of months."""


def judgement(row: Row) -> str:
    """Return what a difference comes to, in a word or three.

    Examples
    --------
    >>> row = {"measure": "unseen_children", "difference": -800, "low": -900, "high": -700}
    >>> judgement(row), judgement(row | {"high": 20}), judgement(row | {"low": math.nan})
    ('better', 'no clear difference', 'needs more than one run')
    """
    measure = MEASURES[str(row["measure"])]
    difference, low, high = _found(row)
    if math.isnan(difference):
        return "undefined"
    if math.isnan(low):
        return "needs more than one run"
    if low == high == 0.0:
        return "exactly the same"
    if not _is_clear(row):
        return "no clear difference"
    if _too_small(row):
        return "too small to matter"
    return _worth(measure, difference) or _direction(difference)


def judgement_named(row: Row) -> str:
    """Return what a difference comes to, and by what test where its interval would not say so.

    Examples
    --------
    >>> row = {"measure": "cost", "difference": 22.0, "family_low": -5.0, "family_high": 50.0}
    >>> judgement_named(row | {"p_adjusted": 0.04}), judgement_named(row | {"p_adjusted": 0.06})
    ("worse (by Holm's test)", 'no clear difference')
    """
    judged = judgement(row)
    _, low, high = _found(row)
    by_test = low <= 0.0 <= high and judged in {"better", "worse", "higher", "lower"}
    return f"{judged} (by Holm's test)" if by_test else judged


def finding(row: Row) -> str:
    """Return one comparison as a sentence that does not name the plans.

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
    Share of children seen when due: no clear difference (mean 1.2 percentage points higher;
    95 % interval 0.4 points lower to 2.8 points higher, 5 replications).
    """
    measure, unit = MEASURES[str(row["measure"])], str(row["unit"])
    name, judged = subject(measure, str(row["role"])), judgement(row)
    difference, low, high = _found(row)
    runs = int(row["runs"])
    if judged == "undefined":
        why = _UNDEFINED.get(measure.name, "in this horizon")
        return f"{name}: undefined ({why})."
    if judged == "exactly the same":
        return f"{name}: exactly the same in all {runs} replications."
    if judged == "needs more than one run":
        size = _directed(difference, unit, like=difference)
        return (
            f"{name}: {size} in the only replication where it is defined; run more for an interval."
        )
    if judged == "no clear difference":
        size = _directed(difference, unit, like=max(abs(low), abs(high)))
        return f"{name}: no clear difference (mean {size}; {_interval(row)}, {runs} replications)."
    return f"{name}: {_clear(measure, row)}; {_interval(row)}{_chance(row, runs)}."


def sized(row: Row) -> str:
    """Return by how much a plan differs, with the interval its verdict rests on.

    Examples
    --------
    >>> row = {"unit": "children", "difference": -812.0, "low": -865.0, "high": -760.0}
    >>> sized(row), sized(row | {"high": 3.0})[13:]
    ('812 children (95 % interval 760 to 865 lower)', '(95 % interval 865 lower to 3 higher)')
    """
    unit = str(row["unit"])
    difference, low, high = _found(row)
    size = _in_full(abs(difference), unit, like=max(abs(low), abs(high)))
    return f"{size} ({_interval(row)})"


def _interval(row: Row) -> str:
    """Return an interval in words, and why a difference may be clear though it spans zero."""
    _, low, high = _found(row)
    text = f"95 % interval {_span(low, high, str(row['unit']), like=max(abs(low), abs(high)))}"
    if low <= 0.0 <= high and _is_clear(row):
        return f"{text}, but Holm's test establishes the direction"
    return text


def _clear(measure: Measure, row: Row) -> str:
    """Return direction, worth and size of a difference that is not chance."""
    unit = str(row["unit"])
    difference, low, high = _found(row)
    worth = _worth(measure, difference)
    size = _in_full(abs(difference), unit, like=max(abs(low), abs(high)))
    found = f"{_direction(difference)}{f' ({worth})' if worth else ''} by {size}"
    if _too_small(row):
        matters = amount(float(row["relevant"]), unit)
        found += f", clearly less than the {matters} that would matter"
    return found


def _found(row: Row) -> tuple[float, float, float]:
    """Return a difference and the interval its verdict rests on."""
    family = "family_" if "family_low" in row else ""
    difference, low, high = (
        float(row[key]) for key in ("difference", f"{family}low", f"{family}high")
    )
    return difference, low, high


def _is_clear(row: Row) -> bool:
    """Tell whether a difference is more than chance."""
    if "p_adjusted" in row:
        return float(row["p_adjusted"]) < 1.0 - CONFIDENCE
    _, low, high = _found(row)
    return not low <= 0.0 <= high


def _too_small(row: Row) -> bool:
    """Tell whether a difference is clearly smaller than any that would matter."""
    if "relevant" not in row:
        return False
    _, low, high = _found(row)
    return max(abs(low), abs(high)) < float(row["relevant"])


def _direction(difference: float) -> str:
    return "higher" if difference > 0.0 else "lower"


def _worth(measure: Measure, difference: float) -> str:
    """Return whether a difference is better or worse; nothing where neither direction is."""
    if measure.better is None:
        return ""
    return "better" if measure.better == _direction(difference) else "worse"


def _directed(difference: float, unit: str, *, like: float) -> str:
    """Return the size of a difference and its direction."""
    if difference == 0.0:
        return "the same"
    return f"{_in_full(abs(difference), unit, like=like)} {_direction(difference)}"


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


def _chance(row: Row, runs: int) -> str:
    """Return in how many replications the plan did better, where one direction is better."""
    chance = float(row["chance_better"])
    if math.isnan(chance):
        return f", {runs} replications"
    part = {0.0: "none", 1.0: "all"}.get(chance, f"{100 * chance:.0f} %")
    return f", better in {part} of {runs} replications"
