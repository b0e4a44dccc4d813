"""Converts dates to months since the start, and back: the library's one clock is in months.

A moment is a number of months since the first of the starting month. A whole number is the first
of a month; the rest of a month passes evenly over its days, however many it has.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

DAYS_PER_MONTH = 30.4375
"""Days in an average month (365.25 / 12); durations given in days are divided by it."""

MONTHS_PER_YEAR = 12

MONTHS_TO_18 = 216.0
"""The age at which a child comes of age, in months."""

MONTHS_TO_21 = 252.0
"""The age at which extended care ends, in months."""

MONTHS_FROM_18_TO_21 = MONTHS_TO_21 - MONTHS_TO_18
"""How long extended care may last, in months."""

MonthName = Literal[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

MONTH_NAMES: Final[tuple[MonthName, ...]] = get_args(MonthName)
"""January to December, in English whatever the locale."""

_ROUNDING = 1e-9  # days: keeps (day - 1) / days * days from falling just below a whole day


@dataclass(frozen=True)
class Timeline:
    """Converts between calendar dates and months since a start.

    Parameters
    ----------
    start
        The first day of the first month.

    Raises
    ------
    ValueError
        If `start` is not the first of a month.

    Examples
    --------
    >>> clock = Timeline(date(2013, 12, 1))
    >>> clock.months(date(2014, 1, 1)), clock.months(date(2013, 12, 5))
    (1.0, 0.12903225806451613)
    """

    start: date

    def __post_init__(self) -> None:
        """Refuse a start in the middle of a month."""
        if self.start.day != 1:
            raise ValueError(f"a timeline starts on the first of a month; got {self.start}")

    def months(self, when: date) -> float:
        """Return a date as months since the start; negative before it.

        Examples
        --------
        >>> Timeline(date(2014, 1, 1)).months(date(2014, 4, 16))
        3.5
        """
        whole = (when.year - self.start.year) * MONTHS_PER_YEAR + when.month - self.start.month
        return whole + (when.day - 1) / calendar.monthrange(when.year, when.month)[1]

    def date(self, months: float) -> date:
        """Return the day on which a moment falls.

        Examples
        --------
        >>> Timeline(date(2014, 1, 1)).date(3.5)
        datetime.date(2014, 4, 16)
        """
        whole = math.floor(months)
        year, month = self._year_and_month(whole)
        days = calendar.monthrange(year, month)[1]
        day = 1 + math.floor((months - whole) * days + _ROUNDING)
        if day > days:  # within rounding of the next first of the month
            year, month = self._year_and_month(whole + 1)
            day = 1
        return date(year, month, day)

    def month_label(self, month: int) -> str:
        """Return the name of a month, counted from 0.

        Examples
        --------
        >>> Timeline(date(2013, 12, 1)).month_label(1)
        'Jan 2014'
        """
        year, number = self._year_and_month(month)
        return f"{MONTH_NAMES[number - 1][:3]} {year}"

    def span_label(self, months: int) -> str:
        """Return the names of the first and the last of some months.

        Examples
        --------
        >>> Timeline(date(2013, 12, 1)).span_label(36)
        'Dec 2013 to Nov 2016'
        """
        return f"{self.month_label(0)} to {self.month_label(months - 1)}"

    def month_of_year(self, month: int) -> int:
        """Return the month of the year, January being 0, of a month counted from the start.

        Examples
        --------
        >>> Timeline(date(2013, 12, 1)).month_of_year(0)
        11
        """
        return (self.start.month - 1 + month) % MONTHS_PER_YEAR

    def fiscal_year(self, month: int, *, starts: MonthName = "July") -> str:
        """Return the fiscal year in which a month falls, which starts with a month of this name.

        Examples
        --------
        >>> winter = Timeline(date(2013, 12, 1))
        >>> winter.fiscal_year(0), winter.fiscal_year(7)
        ('2013-14', '2014-15')
        >>> winter.fiscal_year(9, starts="September"), winter.fiscal_year(9, starts="January")
        ('2014-15', '2014')
        """
        year, number = self._year_and_month(month)
        start = MONTH_NAMES.index(starts) + 1
        first = year if number >= start else year - 1
        return str(first) if start == 1 else f"{first}-{(first + 1) % 100:02d}"

    def _year_and_month(self, month: int) -> tuple[int, int]:
        years, number = divmod(self.start.month - 1 + month, MONTHS_PER_YEAR)
        return self.start.year + years, number + 1
