"""When no rate will do, with nothing left to chance: nobody leaves, and an academy seats so many.

Positions are filled at once and the academy takes half a month. Its first cohort with new people
is that of month 1; then staff grow each month by the seats or the rate, whichever is less: the
earliest month, what binds and the seats it takes are known.
"""

import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Academy, LeavingBand, Workforce
from staffing_sim.distributions import Constant
from staffing_sim.solving import Solution, Target, solve_hires
from tests.known_answers.agencies import agency, whole_service

STAFF = 60
SEATS = 2
MORE = 20
MONTH = 6


def nobody_leaves() -> Agency:
    workforce = Workforce(
        leaving=(LeavingBand(rate_per_year=0.0),),
        hiring_role="worker",
        time_to_fill_days=Constant(value=0.0),
        academy=Academy(months=0.5, seats=SEATS),
    )
    stage = whole_service(casework=1.0, work=Constant(value=0.1))
    return agency([stage], offices=1, workers=STAFF, families=1.0, workforce=workforce)


def asked(*, most: int | None = None) -> Solution:
    target = Target("carrying", role="worker", at_least=STAFF + MORE, by_month=MONTH)
    return solve_hires(nobody_leaves(), target, kind="net", most=most, replications=10, seed=1)


@pytest.fixture(scope="module")
def bound_by_seats() -> Solution:
    return asked()  # at most twice the seats a month


def test_the_earliest_month_is_that_in_which_the_seats_have_let_enough_in(
    bound_by_seats: Solution,
) -> None:
    limits = bound_by_seats.limits
    assert limits is not None
    assert limits.earliest_month == 1 + MORE // SEATS
    assert "The earliest is the end of month 11" in bound_by_seats.sentence()


def test_the_seats_it_takes_are_the_fewest_that_let_enough_in(bound_by_seats: Solution) -> None:
    limits = bound_by_seats.limits
    assert limits is not None
    assert limits.freed.seats == 1 + MORE // (2 * SEATS)  # a seat for each of the four a month
    assert limits.seats_needed == 4  # three would let in 15 by month 6
    assert "Month 6 could be met with 4 seats a month instead of 2" in bound_by_seats.sentence()


def test_the_table_counts_month_by_month_and_names_the_least_rate(bound_by_seats: Solution) -> None:
    limits = bound_by_seats.limits
    assert limits is not None
    table = limits.by_month.set_index("month")
    assert table.index[0] == MONTH
    assert table["mean"].to_list() == [STAFF + SEATS * (month - 1) for month in table.index]
    assert (table["probability"] == (table.index >= 11)).all()
    assert (table["setting"].dropna() == SEATS).all()  # more than the seats does nothing


def test_a_rate_under_the_seats_binds_and_is_said_to() -> None:
    limits = (found := asked(most=1)).limits
    assert limits is not None
    assert limits.earliest_month == 1 + MORE
    assert limits.freed.rate == 1 + MORE // 2
    assert (
        "The rate is the limit: at twice that rate it could be met by month 11." in found.sentence()
    )
    assert limits.seats_needed is None
