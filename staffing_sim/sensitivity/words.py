"""What an analysis found, in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from staffing_sim.study.figures import amount

__all__ = ["at_value", "left_out_sentence", "moved_sentence", "sized"]

Row = Mapping[str, Any]


def at_value(value: float, unit: str) -> str:
    """Return the value of an assumption with its unit, shares as they stand in the file.

    Examples
    --------
    >>> at_value(0.25, "share"), at_value(113, "days"), at_value(5325, "families")
    ('0.25', '113 days', '5,325 families')
    """
    plain = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return plain if unit in {"", "share", "weight"} or len(unit) > 24 else f"{plain} {unit}"


def sized(value: float, unit: str, *, like: float | None = None) -> str:
    """Return the size of a difference with its unit.

    Examples
    --------
    >>> sized(812.3, "children a month"), sized(0.031, "share")
    ('812 children a month', '3.1 percentage points')
    """
    size = abs(value if like is None or math.isnan(like) else like)
    text = amount(value, unit, like=size)
    return text.replace("%", "percentage points") if unit == "share" else f"{text} {unit}"


def moved_sentence(ends: Sequence[Row]) -> str:
    """Return what one assumption does to a difference between plans.

    Parameters
    ----------
    ends
        The rows of its low and its high end in a tornado's table.

    Examples
    --------
    >>> row = {"assumption": "Burnout", "assumption_unit": "", "unit": "children a month"}
    >>> row |= {"rebases": True, "left_out": ""}
    >>> row |= {"as_described": -800.0, "change": -20.0, "change_low": -40, "change_high": 5}
    >>> low = row | {"end": "low", "value": 0.0, "mean": -820.0}
    >>> high = row | {"end": "high", "value": 0.4, "mean": -740.0, "change_low": 40}
    >>> print(moved_sentence([low, high | {"change": 60.0, "change_high": 80.0}]))
    Burnout (re-based) from 0 to 0.4: the difference goes from -820 (no clear change) to -740
    children a month.
    """
    first = ends[0]
    unit = first["assumption_unit"]
    span = f"{at_value(ends[0]['value'], '')} to {at_value(ends[1]['value'], unit)}"
    subject = f"{first['assumption']}{' (re-based)' if first['rebases'] else ''} from {span}"
    beside = left_out_sentence(first)
    if any(math.isnan(end["change"]) for end in ends):
        return f"{subject}: undefined within this horizon.{beside}"
    widest = max(abs(end["mean"]) for end in ends)
    low, high = (sized(end["mean"], first["unit"], like=widest) for end in ends)
    low = low.removesuffix(f" {first['unit']}").removesuffix(" percentage points")
    low, high = f"{low}{_unclear(ends[0])}", f"{high}{_unclear(ends[1])}"
    return f"{subject}: the difference goes from {low} to {high}.{beside}"


def left_out_sentence(row: Row) -> str:
    """Return which values of an assumption are left out, to stand behind what was found.

    Examples
    --------
    >>> left_out_sentence({"left_out": "values above the stability limit of adoption (0.51)"})
    ' Left out: values above the stability limit of adoption (0.51).'
    >>> left_out_sentence({"left_out": ""})
    ''
    """
    return f" Left out: {row['left_out']}." if row["left_out"] else ""


def _unclear(end: Row) -> str:
    """Say that chance alone could have moved it, where it could."""
    if end["change_low"] == end["change_high"] == 0.0:
        return " (no change)"
    return " (no clear change)" if end["change_low"] <= 0.0 <= end["change_high"] else ""
