"""Flip points in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from staffing_sim.sensitivity.words import at_value, left_out_sentence, sized

__all__ = ["flip_sentence"]

Row = Mapping[str, Any]


def flip_sentence(rows: Sequence[Row]) -> str:
    """Return what one assumption decides between two plans.

    Parameters
    ----------
    rows
        Its rows in a table of flip points, with ``plan``, ``other``, ``unit`` and ``margin``.

    Examples
    --------
    >>> row = {"assumption": "Burnout", "assumption_unit": "", "leader": "", "described": 0.1}
    >>> row |= {"range_low": 0.0, "range_high": 0.4, "plan": "Union", "other": "Board"}
    >>> row |= {
    ...     "left_out": "",
    ...     "unit": "months",
    ...     "margin": 0.0,
    ...     "ahead_at_low": 1.0,
    ...     "ahead_as_described": 0.8,
    ... }
    >>> row |= {"verdict": "never", "ahead_at_high": 0.2}
    >>> print(flip_sentence([row]))
    Burnout (0.1 as described): never flips within 0 to 0.4. Union is ahead of Board throughout, by
    0.20 to 1.00 months.
    >>> row |= {"verdict": "flips", "flips_at": 0.3, "flip_low": 0.25, "flip_high": 0.34}
    >>> print(flip_sentence([row | {"ahead_at_high": -0.2}]))
    Burnout (0.1 as described): flips at 0.3 (95 % interval 0.25 to 0.34). Below that Union is
    ahead, above it Board.
    """
    first = rows[0]
    if first["verdict"] == "fades":
        return f"{_subject(first)}: {_fades(rows)}{left_out_sentence(first)}"
    told = {"never": _never, "flips": _flips, "not clear": _not_clear}
    text = " ".join(told[row["verdict"]](row) for row in rows)
    return f"{_subject(first)}: {text}{left_out_sentence(first)}"


def _subject(row: Row) -> str:
    unit = row["assumption_unit"]
    described = f"{at_value(row['described'], unit)} as described"
    more = f" in {row['leader']}, the others in proportion" if row["leader"] else ""
    return f"{row['assumption']} ({described}{more})"


def _range(row: Row) -> str:
    return f"{at_value(row['range_low'], '')} to {at_value(row['range_high'], '')}"


def _never(row: Row) -> str:
    sizes = [row[f"ahead_{where}"] for where in ("at_low", "as_described", "at_high")]
    low, high = sorted(map(abs, sizes))[::2]
    least = sized(low, row["unit"], like=high).removesuffix(f" {row['unit']}")
    least = least.removesuffix(" percentage points")
    lead = _leads(row, sizes[1] - row["margin"])
    span = f"by {least} to {sized(high, row['unit'])}"
    told = f"{lead} throughout" if row["margin"] else f"{lead} throughout, {span}"
    return f"never flips within {_range(row)}. {told}."


def _flips(row: Row) -> str:
    unit = row["assumption_unit"]
    at = at_value(row["flips_at"], unit)
    span = f"{at_value(row['flip_low'], '')} to {at_value(row['flip_high'], '')}"
    below, above = (row["plan"], row["other"])[:: 1 if _falls(row) else -1]
    if row["margin"]:
        side = "Below" if _falls(row) else "Above"
        rest = f"{side} that {row['plan']} is ahead of {row['other']}{_margin(row)}, else not."
    else:
        rest = f"Below that {below} is ahead, above it {above}."
    return f"flips at {at} (95 % interval {span}). {rest}"


def _falls(row: Row) -> bool:
    """Tell whether the first plan's advantage falls as the assumption grows."""
    return bool(row["ahead_at_low"] > row["ahead_at_high"])


def _fades(rows: Sequence[Row]) -> str:
    first = rows[0]
    sizes = (first[f"ahead_{where}"] for where in ("at_low", "as_described", "at_high"))
    size = max((size - first["margin"] for size in sizes), key=abs)
    spans = " and ".join(_stretch(row) for row in rows)
    return (
        f"never clearly flips within {_range(first)}. {_leads(first, size)}, except that {spans} "
        "chance alone could make the difference."
    )


def _leads(row: Row, size: float) -> str:
    """Say who is ahead, given by how much the first plan is, beyond any margin."""
    plan, other = row["plan"], row["other"]
    if row["margin"]:
        return f"{plan} is {'' if size > 0 else 'not '}ahead of {other}{_margin(row)}"
    return f"{plan} is ahead of {other}" if size > 0 else f"{other} is ahead of {plan}"


def _stretch(row: Row) -> str:
    low, high = (at_value(row[end], "") for end in ("flip_low", "flip_high"))
    return f"at {low}" if low == high else f"from {low} to {high}"


def _not_clear(row: Row) -> str:
    return (
        f"no clear difference between {row['plan']} and {row['other']}{_margin(row)} anywhere "
        f"within {_range(row)}; more replications may find one."
    )


def _margin(row: Row) -> str:
    return f" by at least {sized(row['margin'], row['unit'])}" if row["margin"] else ""
