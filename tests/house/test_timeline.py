"""Months are the one clock, and dates convert to them and back exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.timeline import DAYS_PER_MONTH, Timeline

STARTS = st.builds(dt.date, st.integers(1990, 2060), st.integers(1, 12), st.just(1))
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2080, 12, 31))


@given(start=STARTS, when=DATES)
def test_every_date_comes_back_from_its_months(start, when) -> None:
    clock = Timeline(start)
    assert clock.date(clock.months(when)) == when


@given(start=STARTS, first=DATES, second=DATES)
def test_later_dates_are_later_moments(start, first, second) -> None:
    clock = Timeline(start)
    assert (first < second) == (clock.months(first) < clock.months(second))


@given(start=STARTS, month=st.integers(-600, 600))
def test_whole_months_are_first_days(start, month) -> None:
    clock = Timeline(start)
    when = clock.date(month)
    assert when.day == 1
    assert clock.months(when) == month


def test_a_date_is_whole_months_and_the_days_passed_of_its_month() -> None:
    clock = Timeline(dt.date(2013, 12, 1))
    assert clock.months(dt.date(2013, 12, 5)) == 4 / 31
    assert clock.months(dt.date(2014, 2, 15)) == 2 + 14 / 28
    assert clock.months(dt.date(2013, 11, 30)) == -1 + 29 / 30


def test_a_moment_within_rounding_of_a_month_belongs_to_it() -> None:
    clock = Timeline(dt.date(2014, 1, 1))
    assert clock.date(1 - 1e-15) == dt.date(2014, 2, 1)


def test_a_start_in_the_middle_of_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="first of a month; got 2013-12-05"):
        Timeline(dt.date(2013, 12, 5))


def test_months_have_names_and_places_in_the_year() -> None:
    clock = Timeline(dt.date(2013, 12, 1))
    assert [clock.month_label(k) for k in (0, 1, 12)] == ["Dec 2013", "Jan 2014", "Dec 2014"]
    assert [clock.month_of_year(k) for k in (0, 1, 12)] == [11, 0, 11]


def test_fiscal_years_run_from_july_to_june() -> None:
    clock = Timeline(dt.date(2013, 12, 1))
    assert [clock.fiscal_year(k) for k in (-6, 6, 7)] == ["2012-13", "2013-14", "2014-15"]
    assert Timeline(dt.date(1999, 7, 1)).fiscal_year(0) == "1999-00"


def test_twelve_months_of_average_length_are_a_year() -> None:
    assert DAYS_PER_MONTH * 12 == 365.25
