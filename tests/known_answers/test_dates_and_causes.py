"""How a leg ends when its worker's share of hours is known: legal dates, hearings, causes, age."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from staffing_sim.agency import AGED_OUT
from staffing_sim.agency.pathway import Hearing, Hours, Route
from staffing_sim.distributions import Exponential
from staffing_sim.engine.records import Records
from staffing_sim.world import World, draw_world
from tests.known_answers.agencies import (
    HOURS,
    agency,
    care,
    one_family_per_office,
    open_door,
    run_as_is,
)
from tests.known_answers.theory import assert_mean_is, without_luck

OFFICES = 800
SPEEDS = {
    "half the hours": (2.0 * HOURS, 1.0, 0.5),
    "half the hours, half compressible": (2.0 * HOURS, 0.5, 0.5**0.5),
    "hours to spare": (0.5 * HOURS, 1.0, 1.0),
}  # hours of a case, compressibility, speed


def one_case_each(
    *routes: Route, casework: float, compressibility: float, months: int, **stage: Any
) -> tuple[World, Records]:
    """Run offices with one worker and one child, so that the share of hours stays as it is."""
    age = stage.pop("age_years", 0.0)
    described = agency(
        [open_door("care"), care(*routes, hours=Hours(casework=casework), **stage)],
        offices=OFFICES,
        families=1.3,
        role={"compressibility": compressibility},
        demand={"age_years": age},
    )
    world = draw_world(described, months=1, seed=11)
    world = replace(one_family_per_office(world, OFFICES), months=months)
    return world, run_as_is(described, world)


def stays(world: World, records: Records) -> np.ndarray:
    """Return how long each child's first leg lasted."""
    legs = records.legs[len(world.family_legs) :][world.children["first_leg"]]
    assert np.isfinite(legs["ended"]).all()
    return np.asarray(legs["ended"] - legs["started"])


@pytest.mark.parametrize("situation", list(SPEEDS))
def test_a_leg_lasts_until_its_work_is_done_and_its_legal_date_has_come(situation: str) -> None:
    """Known answer 9: max(L, X / f) child by child, with mean L + (m / f) exp(-f L / m).

    Sees 8 % of the mean.
    """
    casework, compressibility, speed = SPEEDS[situation]
    mean, legal = 0.5, 0.8
    route = Route(to="exit", cause="closed", share=1.0, work=Exponential(mean=mean), legal=legal)
    world, records = one_case_each(
        route, casework=casework, compressibility=compressibility, months=24
    )
    lasted = stays(world, records)
    work = world.legs["work"][world.children["first_leg"]]
    np.testing.assert_allclose(lasted, np.maximum(legal, work / speed), atol=1e-9)
    theory = legal + mean / speed * np.exp(-speed * legal / mean)
    adjusted = without_luck(lasted, {"work": (work, mean)})
    assert_mean_is(adjusted / theory, 1.0, smallest_error=0.08, estimated=1)


@pytest.mark.parametrize("situation", list(SPEEDS))
def test_a_leg_that_waits_for_a_hearing_ends_at_the_first_after_its_date(situation: str) -> None:
    """Exact: the work, then the wait, not before the legal date, then the court's calendar."""
    casework, compressibility, speed = SPEEDS[situation]
    route = Route(
        to="exit",
        cause="closed",
        share=1.0,
        work=Exponential(mean=0.5),
        wait=Exponential(mean=0.4),
        legal=0.8,
        hearing_share=0.6,
    )
    world, records = one_case_each(
        route,
        casework=casework,
        compressibility=compressibility,
        months=40,
        hearing=Hearing(first=0.3, interval=1.7),
    )
    drawn = world.legs[world.children["first_leg"]]
    date = np.maximum(drawn["work"] / speed + drawn["wait"], 0.8)
    hearings = 0.3 + 1.7 * np.arange(30)
    next_hearing = hearings[np.searchsorted(hearings, date)]
    assert 0.5 < drawn["hearing"].mean() < 0.7
    expected = np.where(drawn["hearing"] == 1, next_hearing, date)
    np.testing.assert_allclose(stays(world, records), expected, atol=1e-9)


RATES = {"reunified": 0.2, "adopted": 0.1}  # a month at full service
MONTHS_TO_18 = 6.0


def two_causes() -> list[Route]:
    total = sum(RATES.values())
    return [
        Route(to="exit", cause=cause, share=rate / total, work=Exponential(mean=1.0 / total))
        for cause, rate in RATES.items()
    ]


@pytest.mark.parametrize("situation", list(SPEEDS))
def test_ageing_ends_every_leg_that_casework_has_not(situation: str) -> None:
    """Known answer 10, exact child by child: X / f or the 18th birthday, whichever is first."""
    casework, compressibility, speed = SPEEDS[situation]
    world, records = one_case_each(
        *two_causes(),
        casework=casework,
        compressibility=compressibility,
        months=9,
        age_years=18.0 - MONTHS_TO_18 / 12.0,
    )
    drawn = world.legs[world.children["first_leg"]]
    done = drawn["work"] / speed
    np.testing.assert_allclose(stays(world, records), np.minimum(done, MONTHS_TO_18), atol=1e-9)
    cause = records.cases["cause"][records.n_families :]
    aged_out = records.agency.causes.index(AGED_OUT)
    assert (cause == np.where(done < MONTHS_TO_18, drawn["cause"], aged_out)).all()


@pytest.mark.parametrize(("compressibility", "speed"), [(1.0, 0.4), (0.0, 1.0)])
def test_causes_compete_as_constant_intensities_do(compressibility: float, speed: float) -> None:
    """Known answer 10: alpha_k / alpha (1 - exp(-alpha f t)) by t, and exp(-alpha f a) age out.

    Fifty children at a desk that none of them leaves before 18, so that f stays what it is: next
    to court papers casework asks for nothing, and court is asked for until the end. Sees .055 of
    a chance.
    """
    offices, each = 120, 50
    court = HOURS / each / 0.4
    total = sum(RATES.values())
    stage = care(
        *(
            Route(to="finished", cause=cause, share=rate / total, work=Exponential(mean=1 / total))
            for cause, rate in RATES.items()
        ),
        hours=Hours(casework=court * 1e-12, court=court),
    )
    finished = care(
        Route(to="exit", cause="closed", share=1.0, wait=100.0),
        name="finished",
        label="Finished",
        in_care=False,
        hours=Hours(court=court),
    )
    described = agency(
        [open_door("care"), stage, finished],
        offices=offices,
        families=each * 1.1,
        role={"compressibility": compressibility},
        demand={"age_years": 18.0 - MONTHS_TO_18 / 12.0},
    )
    world = draw_world(described, months=1, seed=12)
    families = world.families.copy()[: offices * each]
    families["office"] = np.arange(len(families)) // each
    families["arrival"] = 0.5
    children = world.children[: len(families)].copy()
    children["birth"] = 0.5 + MONTHS_TO_18 - 216.0
    world = replace(world, families=families, children=children, months=7)
    records = run_as_is(described, world)
    legs = records.legs[len(world.family_legs) :][children["first_leg"]]
    lasted = np.where(np.isfinite(legs["ended"]), legs["ended"] - 0.5, np.inf)
    route = world.legs[children["first_leg"]]["route"]
    for number, (cause, rate) in enumerate(RATES.items()):
        code = records.agency.causes.index(cause)
        luck = {"route": (route == number, rate / total)}
        for months in (1.5, 4.0):
            by_then = (legs["cause"] == code) & (lasted <= months)
            theory = rate / total * (1.0 - np.exp(-total * speed * months))
            adjusted = without_luck(by_then, luck)
            assert_mean_is(adjusted, theory, smallest_error=0.05, estimated=1)
    aged_out = legs["cause"] == records.agency.causes.index(AGED_OUT)
    assert_mean_is(aged_out, np.exp(-total * speed * MONTHS_TO_18), smallest_error=0.055)
