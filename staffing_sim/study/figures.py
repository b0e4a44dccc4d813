"""Numbers as text for readers, with units and signs; which measures are headlines."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from staffing_sim.agency import Agency
from staffing_sim.measures import ALL, MEASURES, Measure

HEADLINES: Final = (
    "unseen_children",
    "unseen_in_reach",
    "caseload",
    "share_over_cap",
    "unassigned_children",
    "late_responses_share",
    "overdue_30_days",
    "permanence_within_12_months",
    "months_to_permanence",
    "adoptions",
    "attrition",
    "productive_staff",
    "cost",
)
"""The measures a card and its verdicts show, in order."""

_OF_ONE_ROLE: Final = ("caseload", "share_over_cap")
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60)
_COUNTED: Final = ("children", "children a month", "families", "people")


def headline_role(measure: str, agency: Agency) -> str:
    """Return the role under which a measure is a headline: that which hires join, or ``"all"``."""
    return agency.workforce.hiring_role if measure in _OF_ONE_ROLE else ALL


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
        decimals = 1 if size >= 1e8 else 2
        return f"{value / 1e6:,.{decimals}f} million" if size >= 1e6 else f"{value:,.0f}"
    if size >= (10 if unit in _COUNTED else 100):
        return f"{value:,.0f}"
    least = 1 if size >= 10 or unit in _COUNTED else 2
    return f"{value:.{_decimals(size, least=least)}f}"


def _decimals(size: float, *, least: int) -> int:
    """Return decimals that show two digits of a small number, and no fewer than `least`."""
    if size == 0.0 or size >= 1.0:
        return least
    return max(least, min(6, 1 - math.floor(math.log10(size))))


def chance_text(row: Mapping[str, Any]) -> str:
    """Return a chance with its interval in brackets.

    Examples
    --------
    >>> chance_text({"chance": 0.8, "low": 0.584, "high": 0.919})
    '80 % (58 to 92 %)'
    """
    if math.isnan(row["chance"]):
        return "undefined"
    chance, low, high = (100 * row[name] for name in ("chance", "low", "high"))
    return f"{chance:.0f} % ({low:.0f} to {high:.0f} %)"


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


def signed(value: float, unit: str, *, like: float) -> str:
    """Return a difference with its sign; shares in percentage points.

    Examples
    --------
    >>> signed(-0.0213, "share", like=0.0213), signed(812.0, "children", like=900.0)
    ('-2.1', '+812')
    >>> signed(-0.0004, "months", like=1.8), signed(math.nan, "share", like=0.1)
    ('0.00', 'undefined')
    """
    if math.isnan(value):
        return amount(value, unit)  # undefined has no sign
    text = amount(abs(value), unit, like=like).removesuffix(" %")
    if not text.strip("0."):
        return text  # nothing is left of it at these digits, a sign neither
    return f"{'-' if value < 0.0 else '+'}{text}"


def span_text(
    ends: tuple[float, float], unit: str, *, like: float, sign: Callable[..., str] = amount
) -> str:
    """Return an interval whose ends read like its middle, which says the millions.

    Examples
    --------
    >>> span_text((-0.031, 0.004), "share", like=0.031, sign=signed)
    '-3.1 to +0.4'
    """
    if any(map(math.isnan, ends)):
        return "none"
    text = " to ".join(sign(end, unit, like=like) for end in ends)
    return text.replace(" million", "")


def subject(measure: Measure, role: str) -> str:
    """Return what a number is about.

    Examples
    --------
    >>> subject(MEASURES["caseload"], "adoption_unit")
    'Caseload (adoption unit)'
    """
    return measure.label_for(role)


def heading(row: Mapping[str, object], *, points: bool = False) -> str:
    """Return what a number is about, with its unit where the words do not say it.

    Parameters
    ----------
    row
        A row of ``Study.summary()`` or ``Study.differences()``.
    points
        Whether shares are told in percentage points, as differences are.

    Examples
    --------
    >>> heading({"measure": "unseen_children", "role": "all", "unit": "children a month"})
    'Children not seen in a month'
    >>> heading({"measure": "share_seen", "role": "all", "unit": "share"}, points=True)
    'Share of children seen when due, percentage points'
    """
    label, unit = subject(MEASURES[str(row["measure"])], str(row["role"])), str(row["unit"])
    if unit == "share":
        return f"{label}, percentage points" if points else label
    return label if unit.split(maxsplit=1)[0] in label.lower() else f"{label}, {unit}"


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by column name."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def month_ends(horizon: int, *, most: int = 6) -> tuple[int, ...]:
    """Return at most so many months, evenly apart, the last of them the study's last.

    Examples
    --------
    >>> month_ends(36), month_ends(7), month_ends(36, most=3)
    ((5, 11, 17, 23, 29, 35), (0, 2, 4, 6), (11, 23, 35))
    """
    step = next(step for step in _STEPS if horizon / step <= most or step == _STEPS[-1])
    return tuple(range((horizon - 1) % step, horizon, step))
