"""How many cases are open when hours are never short; re-entry; day 0."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing_sim.agency import Agency, Office
from staffing_sim.agency.demand import Surge
from staffing_sim.agency.opening import OpeningStock
from staffing_sim.agency.pathway import Route
from staffing_sim.distributions import Constant, Exponential, Gamma, Law, Lognormal
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import (
    HOURS,
    agency,
    by_office,
    care,
    open_door,
    run_many,
    whole_service,
)
from tests.known_answers.theory import assert_law_is, assert_mean_is, without_luck

LAWS: dict[str, Law] = {
    "constant": Constant(value=2.0),
    "exponential": Exponential(mean=2.0),
    "gamma": Gamma(mean=2.0, shape=0.5),
    "lognormal": Lognormal(mean=2.0, sigma=1.0),
}
LEGAL = Gamma(mean=0.5, shape=2.0)
SEASONALITY = (0.4, 1.6, 1.0, 0.5, 1.5, 1.0, 0.4, 1.6, 1.0, 0.5, 1.5, 1.0)
SURGE = Surge(start=3, months=2, families_per_month=1.0)
SPARE = 1e-6 * HOURS  # hours a case asks for where hours are never short


def ample(law: Law, *, offices: int, families: float) -> World:
    """Draw a world with seasons and a surge for an agency whose hours are never short."""
    described = ample_agency(law, offices=offices, families=families)
    return draw_world(described, months=9, seed=41)


def ample_agency(law: Law, *, offices: int, families: float) -> Agency:
    return agency(
        [whole_service(casework=SPARE, work=law, legal=LEGAL)],
        offices=offices,
        families=families,
        demand={
            "seasonality": SEASONALITY,
            "surges": (SURGE.replace(families_per_month=0.5 * families * offices),),
        },
    )


def expected_open(law: Law, families: float, time: float) -> float:
    """Return the integral of rate(u) S(time - u) du, by Simpson's rule month by month."""
    total = 0.0
    for month in range(int(np.ceil(time))):
        rate = families * (SEASONALITY[month] + 0.5 * (month in (3, 4)))
        end = min(month + 1.0, time)
        middle = month + (np.arange(20_000) + 0.5) / 20_000 * (end - month)
        lasting = 1.0 - (1.0 - law.survival(time - middle)) * (1.0 - LEGAL.survival(time - middle))
        total += rate * lasting.mean() * (end - month)
    return total


@pytest.mark.parametrize("name", list(LAWS))
def test_a_case_with_hours_to_spare_lasts_its_work_or_its_legal_date(name: str) -> None:
    """Known answer 2, exact half: with ample hours nothing else moves a case."""
    described = ample_agency(LAWS[name], offices=30, families=6.0)
    world = ample(LAWS[name], offices=30, families=6.0)
    cases = run_many(described, world).cases
    drawn = world.family_legs[world.families["leg"]]
    closes = world.families["arrival"] + np.maximum(drawn["work"], drawn["legal"])
    within = closes <= 9.0
    np.testing.assert_allclose(cases["closed"][within], closes[within], atol=1e-9)
    assert np.isnan(cases["closed"][~within]).all()


@pytest.mark.parametrize("name", list(LAWS))
@pytest.mark.parametrize("time", [4.5, 8.25])
def test_open_cases_are_poisson_with_the_mean_of_referrals_still_there(
    name: str, time: float
) -> None:
    """Known answer 2: Poisson, integral of rate(u) S(t - u) du (Eick, Massey & Whitt 1993).

    Offices are the replications. Sees 4.5 % of the mean, 16 % of the variance, .045 of each chance.
    """
    families, offices = 3.0, 6000
    world = ample(LAWS[name], offices=offices, families=families)
    drawn = world.family_legs[world.families["leg"]]
    arrival = world.families["arrival"]
    closes = arrival + np.maximum(drawn["work"], drawn["legal"])
    open_then = (arrival <= time) & (time < closes)
    count = by_office(open_then, world.families["office"], offices)
    theory = expected_open(LAWS[name], families, time)
    assert_mean_is(count / theory, 1.0, smallest_error=0.045)
    assert_mean_is((count - theory) ** 2 / theory, 1.0, smallest_error=0.165)
    chances = np.exp(-theory) * np.cumprod(np.concatenate([[1.0], theory / np.arange(1.0, 40.0)]))
    assert_law_is(count.astype(np.int64), chances, smallest_error=0.045)


# --- re-entry -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_way_of_home", [False, True])
def test_re_entry_multiplies_the_rate_of_entries(by_way_of_home: bool) -> None:
    """Known answer 17: entries come at rate / (1 - p). Sees 8 % of that rate."""
    share = 0.12 if by_way_of_home else 0.35
    rate, offices, start, end = 6.0, 100, 8.0, 20.0
    work = Exponential(mean=0.3)
    if by_way_of_home:
        stages = [
            care(
                Route(to="home", cause="reunified", share=1.0, work=work),
            ),
            care(
                Route(to="care", cause="re_entered", share=share, work=work),
                Route(to="exit", cause="closed", share=1.0 - share, work=work),
                name="home",
                label="At home",
                in_care=False,
            ),
        ]
    else:
        stages = [
            care(
                Route(to="care", cause="re_entered", share=share, work=work),
                Route(to="exit", cause="closed", share=1.0 - share, work=work),
            )
        ]
    described = agency([open_door("care"), *stages], offices=offices, families=rate)
    world = draw_world(described, months=20, seed=43)
    records = run_many(described, world)
    legs = records.legs[len(world.family_legs) :]
    entered = (legs["stage"] == 1) & (legs["started"] >= start) & (legs["started"] < end)
    entries = by_office(entered[entered], records.cases["office"][legs["case"][entered]], offices)
    arrival = world.families["arrival"]
    referred = by_office((arrival >= start) & (arrival < end), world.families["office"], offices)
    expected = rate * (end - start)
    adjusted = without_luck(entries, {"families": (referred, expected)})
    assert_mean_is(adjusted * (1.0 - share) / expected, 1.0, smallest_error=0.08, estimated=1)


# --- day 0 ----------------------------------------------------------------------------------------

STOCK_WAIT, STOCK_LEGAL = 1.0, 2.5
STOCK_LAWS: dict[str, Law] = {
    "exponential": Exponential(mean=3.0),
    "gamma": Gamma(mean=3.0, shape=3.0),
}


def stock(law: Law, *, factor: float, stages: int, each: int) -> tuple[Agency, World]:
    """Return stages alike, each with a stock of its own, whose work takes so much longer here."""
    route = Route(
        to="exit", cause="closed", share=1.0, work=law, wait=STOCK_WAIT, legal=STOCK_LEGAL
    )
    names = [f"care_{row}" for row in range(stages)]
    described = agency(
        [open_door(names[0]), *(care(route, name=name) for name in names)],
        offices=stages * each,
        families=1e-6,
        opening=tuple(OpeningStock(stage=name, children=each) for name in names),
    )
    slower = tuple(o.replace(casework_time={"worker": factor}) for o in described.offices)
    described = described.replace(offices=slower)
    world = draw_world(described, months=1, seed=44)
    families = world.families.copy()
    families["office"] = np.arange(stages * each)
    return described, replace(world, families=families)


def time_left(world: World) -> np.ndarray:
    """Return how long the legs under way on day 0 go on, as observed."""
    legs = world.legs[world.children["first_leg"]]
    date = np.maximum(legs["work"] + legs["wait"], legs["legal"] - legs["elapsed"])
    return np.asarray(np.where(np.isfinite(legs["due"]), legs["due"], date))


@pytest.mark.parametrize("factor", [1.0, 2.0])
@pytest.mark.parametrize("name", list(STOCK_LAWS))
def test_a_stock_is_seen_at_a_moment_of_its_long_stays(name: str, factor: float) -> None:
    """Known answer 16: completed length E[T^2] / E[T], residual E[T^2] / (2 E[T]).

    Forty stages alike are the replications. Sees 6 % of either.
    """
    stages, each = 40, 400
    _, world = stock(STOCK_LAWS[name], factor=factor, stages=stages, each=each)
    grid = (np.arange(200_000) + 0.5) / 200_000
    length = np.maximum(STOCK_LAWS[name].quantile(grid) * factor + STOCK_WAIT, STOCK_LEGAL)
    biased = float((length**2).mean() / length.mean())
    elapsed = world.legs[world.children["first_leg"]]["elapsed"].reshape(stages, each)
    residual = time_left(world).reshape(stages, each)
    assert_mean_is((elapsed + residual).mean(axis=1) / biased, 1.0, smallest_error=0.06)
    assert_mean_is(residual.mean(axis=1) / biased, 0.5, smallest_error=0.06)
    assert_mean_is(elapsed.mean(axis=1) / biased, 0.5, smallest_error=0.06)


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_a_case_under_way_on_day_0_goes_on_from_where_it_stands(factor: float) -> None:
    """Exact: the run ends it after its residual, not after a whole stay begun on day 0."""
    described, world = stock(STOCK_LAWS["gamma"], factor=factor, stages=2, each=60)
    world = replace(world, months=24)
    records = run_many(described, world)
    legs = records.legs[world.children["first_leg"]]
    left = time_left(world)
    within = left <= 24.0
    assert within.mean() > 0.9
    np.testing.assert_allclose(legs["ended"][within], left[within], atol=1e-9)
    elapsed = world.legs[world.children["first_leg"]]["elapsed"]
    np.testing.assert_array_equal(legs["started"], -elapsed)


# --- observed durations stay observed -------------------------------------------------------------

SHORT, AMPLE, PAIRS = 1, 10, 80  # workers of an office; offices of either kind
FLOW, MONTHS_OF_WORK, CASE_HOURS, SLOWER = 20.0, 2.0, 10.0, 1.5
AT_REST_AMPLE = FLOW * MONTHS_OF_WORK
AT_REST_SHORT = AT_REST_AMPLE * SLOWER


def pairs_of_offices(compressibility: float, factor: float = SLOWER) -> Agency:
    """Return offices short of workers, where casework is seen to take longer, and others.

    Day 0 holds in all what both kinds hold at rest, as observed.
    """
    work = Gamma(mean=MONTHS_OF_WORK, shape=2.0)
    service = whole_service(casework=CASE_HOURS, work=work)
    described = agency(
        [service],
        offices=2 * PAIRS,
        families=FLOW,
        role={"compressibility": compressibility},
        opening=(
            OpeningStock(stage="service", children=round(PAIRS * (AT_REST_SHORT + AT_REST_AMPLE))),
        ),
        observed="day_zero",
    )
    offices = (
        office.replace(
            staff=AMPLE if row % 2 else SHORT,
            casework_time={"worker": 1.0 if row % 2 else factor},
        )
        for row, office in enumerate(described.offices)
    )
    workers = described.role("worker").replace(positions=PAIRS * (SHORT + AMPLE))
    return described.replace(offices=tuple(offices), roles=(workers,)).rebase()


def open_in_short_offices(described: Agency, times: tuple[float, ...]) -> list[np.ndarray]:
    """Return the cases open at some times in each office short of workers."""
    cases = run_many(described, draw_world(described, months=8, seed=45)).cases
    return [
        by_office(
            (cases["opened"] <= time) & ~(cases["closed"] <= time), cases["office"], 2 * PAIRS
        )[::2]
        for time in times
    ]


@pytest.mark.parametrize("compressibility", [0.0, 0.25, 0.5, 0.65])
def test_an_agency_as_observed_stays_so_whatever_compressibility_is_assumed(
    compressibility: float,
) -> None:
    """At rest from day 0 on, below the limit of 1. Sees 20 % of an office's cases, at any time."""
    described = pairs_of_offices(compressibility)
    for count in open_in_short_offices(described, (0.0, 2.0, 8.0)):
        assert_mean_is(count / AT_REST_SHORT, 1.0, smallest_error=0.2)


def test_work_at_full_service_is_what_was_observed_at_the_pace_of_day_0() -> None:
    """A worker with 60 cases of 10 hours and 100 hours delivers a sixth: pace (1/6) ** .5."""
    described = pairs_of_offices(0.5)
    short, ample = described.full_service.pace[:2, 0]
    assert short == pytest.approx((1.0 / 6.0) ** 0.5, rel=1e-9)
    assert ample == 1.0
    assert described.teams_observed[0].stability_limit == pytest.approx(1.0, rel=1e-6)


def test_other_staff_than_observed_speed_cases_up_and_another_observation_does_not() -> None:
    """Six times the staff of the short offices: full service, two months a case instead of three.

    As another observation the same agency keeps its durations.
    """
    described = pairs_of_offices(0.5)
    offices = tuple(o.replace(staff=AMPLE) for o in described.offices)
    workers = described.role("worker").replace(positions=2 * PAIRS * AMPLE)
    staffed = described.replace(offices=offices, roles=(workers,))
    (_, last) = open_in_short_offices(staffed, (0.0, 8.0))
    full = AT_REST_SHORT * (1.0 / 6.0) ** 0.5
    assert_mean_is(last / full, 1.0, smallest_error=0.2)
    (_, kept) = open_in_short_offices(staffed.rebase(), (0.0, 8.0))
    assert_mean_is(kept / AT_REST_SHORT, 1.0, smallest_error=0.15)


def test_equal_times_in_all_offices_draw_the_world_of_none() -> None:
    """To the last bit: an agency that says nothing of its offices is not moved by those that do."""
    described = pairs_of_offices(0.5, factor=1.0)
    silent = described.replace(
        offices=tuple(Office(name=each.name, referrals=1.0) for each in described.offices)
    )
    one, other = (draw_world(each, months=2, seed=46) for each in (described, silent))
    for name in ("families", "family_legs", "children", "legs"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_a_world_does_not_depend_on_compressibility_or_burnout() -> None:
    one = pairs_of_offices(0.5)
    other = one.replace(
        roles=tuple(role.replace(compressibility=0.1) for role in one.roles),
        workforce=one.workforce.replace(burnout=0.4),
    )
    assert other.observed == one.observed
    first, second = (draw_world(each, months=2, seed=46) for each in (one, other))
    for name in ("families", "family_legs", "children", "legs"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
