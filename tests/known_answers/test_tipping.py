"""The tipping point against agencies whose resting points can be written down."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from staffing_sim.agency import Agency
from staffing_sim.agency.staff import Academy, LeavingBand, Workforce
from staffing_sim.distributions import Exponential
from staffing_sim.errors import PlanError
from staffing_sim.need.twin import fluid
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from tests.known_answers.agencies import agency, whole_service

HOURS, POSITIONS, FAMILIES = 100.0, 50, 40.0
AS_IS = Plan("As is")


def driven_out(
    *,
    rate_per_year: float,
    burnout: float,
    hours_due: float,
    positions: int = POSITIONS,
    **changes: object,
) -> Agency:
    """Return an agency where load changes no case, only who stays; so many hours are due."""
    staff = {"time_to_fill_days": 6 * 30.4375, "hiring_role": "worker", "load_cap": 4.0}
    workforce = Workforce(
        leaving=(LeavingBand(rate_per_year=rate_per_year),), burnout=burnout, **(staff | changes)
    )
    return agency(
        (whole_service(casework=hours_due / FAMILIES, work=Exponential(mean=1.0)),),
        offices=1,
        workers=positions,
        families=FAMILIES,
        role={"case_hours": HOURS, "compressibility": 0.0},
        workforce=workforce,
    )


def test_a_push_on_the_load_grows_by_one_over_one_less_the_slope() -> None:
    """g = D (1 + 6 h e^(b (L - 1))) / (H P), so g' = b (g - D / (H P))."""
    due = 1.1 * HOURS * POSITIONS
    found = fluid(driven_out(rate_per_year=0.24, burnout=0.5, hours_due=due), AS_IS)
    row = found.tipping_point().iloc[0]

    def gap(load: float) -> float:
        return 1.1 * (1.0 + 6.0 * 0.02 * math.exp(0.5 * (load - 1.0))) - load

    rest = brentq(gap, 1.0, 2.0)
    assert row["load"] == pytest.approx(rest, rel=1e-4)
    assert row["amplification"] == pytest.approx(1.0 / (1.0 - 0.5 * (rest - 1.1)), rel=1e-3)
    assert row["on_duty"] == pytest.approx(due / HOURS / rest, rel=1e-3)


def seats_limit(load_at_no_burnout: float) -> Agency:
    """Return an agency whose academy can keep 40 people on duty, where load drives nobody out."""
    return driven_out(
        rate_per_year=1.2,
        burnout=0.5,
        hours_due=load_at_no_burnout * HOURS * 40,
        positions=400,
        academy=Academy(months=1.0, seats=4),
    )


def test_where_seats_limit_successors_the_last_rest_is_at_one_over_burnout() -> None:
    """With s seats W = s / h and g = A e^(b (L - 1)): L / g is highest at L = 1 / b."""
    row = fluid(seats_limit(0.6), AS_IS).tipping_point().iloc[0]
    assert row["by_turnover"]
    assert row["tips_at_load"] == pytest.approx(2.0, abs=0.02)
    assert row["extra_demand"] == pytest.approx(2.0 * math.exp(-0.5) / 0.6 - 1.0, rel=1e-3)
    assert row["extra_leaving"] == pytest.approx(row["extra_demand"], rel=1e-2)


def test_past_the_tipping_point_there_is_no_rest() -> None:
    row = fluid(seats_limit(1.3), AS_IS).tipping_point().iloc[0]
    assert np.isnan([row["load"], row["on_duty"], row["amplification"], row["extra_leaving"]]).all()
    assert row["extra_demand"] < 0.0


def test_the_twin_followed_for_years_comes_to_rest_where_the_table_says() -> None:
    due = 1.1 * HOURS * POSITIONS
    described = driven_out(rate_per_year=0.24, burnout=0.5, hours_due=due)
    twin = fluid(described, AS_IS, years=12)
    row = twin.tipping_point().iloc[0]
    assert twin.months["carrying"].iloc[-1] == pytest.approx(row["on_duty"], rel=2e-3)
    assert twin.months["load"].iloc[-1] == pytest.approx(row["load"], rel=2e-3)


def test_without_burnout_nothing_is_amplified() -> None:
    calm = driven_out(rate_per_year=0.24, burnout=0.0, hours_due=1.1 * HOURS * POSITIONS)
    row = fluid(calm, AS_IS).tipping_point().iloc[0]
    assert row["amplification"] == pytest.approx(1.0)
    assert not row["by_turnover"]


def test_a_plan_that_replaces_nobody_has_no_tipping_point_to_speak_of() -> None:
    calm = driven_out(rate_per_year=0.24, burnout=0.0, hours_due=1000.0)
    gross = Plan("Gross", hires=Hires.once(5, kind="gross"))
    with pytest.raises(PlanError, match="replaces every leaver"):
        fluid(calm, gross).tipping_point()
    with pytest.raises(PlanError, match="replaces every leaver"):
        fluid(calm, Plan("Nobody", backfill_share=0.0)).tipping_point()
