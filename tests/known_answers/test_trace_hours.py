"""Traces worked out by hand: hours shared out, overtime, strikes, absence, the ramp."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.optimize import brentq

from staffing_sim.agency.opening import OpeningStock
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import Academy, Triage
from staffing_sim.engine import run
from staffing_sim.engine.records import Records
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.workdays import Overtime, Strike
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import draw_world
from tests.known_answers.agencies import (
    AS_IS,
    HOURS,
    agency,
    care,
    open_door,
    run_as_is,
    scripted,
    whole_service,
)
from tests.known_answers.theory import assert_mean_is
from tests.known_answers.traces import FOREVER, hours_by_month, leaving, staff


@pytest.mark.parametrize(
    "weights", [(1.0, 1.0, 1.0, 1.0), (4.0, 1.0, 3.0, 0.5), (1e9, 1.0, 1.0, 1e-9)]
)
def test_short_hours_are_shared_out_by_the_weights_and_none_is_lost(
    weights: tuple[float, ...],
) -> None:
    """f_a = min(1, w_a x) with x from sum D_a f_a = min(H, sum D_a), against a root finder."""
    offices, training = 40, 9.0
    generator = np.random.default_rng(5)
    asked = generator.uniform(0.0, 70.0, (offices, 3))
    names = [f"care_{row}" for row in range(offices)]
    stages = [
        care(
            FOREVER.replace(wait=0.0, work=1000.0),
            name=name,
            hours=Hours(contact=hours[0], casework=hours[1], court=hours[2]),
        )
        for name, hours in zip(names, asked, strict=True)
    ]
    door = open_door(names[0])
    door = door.replace(
        routes=tuple(Route(to=name, cause=f"to_{name}", share=1.0 / offices) for name in names)
    )
    described = agency(
        [door, *stages],
        offices=offices,
        families=20.0,
        role={
            "case_hours": HOURS + 30.0,
            "hours_basis": "gross",
            "deductions": {"leave": {"hours": 30.0}},
            "training_hours": training,
            "triage": Triage(
                contact=weights[0], casework=weights[1], court=weights[2], training=weights[3]
            ),
        },
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=2)
    stage = world.legs["stage"][world.children["first_leg"]] - 1
    records = run_as_is(described, world)
    second = records.team_months[offices:]
    for office in range(offices):
        demands = np.array([*asked[stage[office]], training])
        level = np.inf
        if demands.sum() > HOURS:
            level = brentq(
                lambda x, demands=demands: (
                    (demands * np.minimum(1.0, np.array(weights) * x)).sum() - HOURS
                ),
                0.0,
                1e12,
                xtol=1e-15,
                maxiter=1000,
            )
        delivered = demands * np.minimum(1.0, np.array(weights) * level)
        row = second[office]
        found = [row[f"{name}_delivered"] for name in ("contact", "casework", "court", "training")]
        np.testing.assert_allclose(found, delivered, atol=1e-6)
        assert sum(found) == pytest.approx(min(HOURS, demands.sum()), abs=1e-9)


def test_overtime_adds_hours_and_a_strike_takes_them() -> None:
    """Four workers of 100 hours; 8 more in months 1 and 2; a strike of 7 days in May."""
    plan = Plan(
        "Overtime, then a strike",
        overtime=Overtime(hours_per_month=8.0, start=1, months=2),
        strikes=Strike(start=date(2024, 5, 11), days=7),
    )
    hours = hours_by_month(staff(leaving(0.0), plan, months=6))
    lost = 400.0 * 7.0 / DAYS_PER_MONTH
    np.testing.assert_allclose(hours, [400, 432, 432, 400, 400 - lost, 400], atol=1e-9)


def test_workers_on_long_absence_are_off_the_line_their_share_of_the_time() -> None:
    """On and off in turn, as on day 0: hours there are H / (1 + rate x length). Sees 6 %."""
    workforce = leaving(0.0, absence_rate_per_year=6.0, absence_months=0.5)
    records = staff(workforce, AS_IS, months=12, offices=150)
    hours = records.snapshots["hours"].reshape(12, 150, 4).sum(axis=(0, 2)) / (12 * 4 * HOURS)
    assert_mean_is(hours * 1.25, 1.0, smallest_error=0.06)


def test_who_is_on_long_leave_on_day_0_holds_cases_like_everybody_else() -> None:
    """Exact: a stock dealt out evenly leaves workers a case apart; another may come of age."""
    offices, workers = 30, 6
    described = agency(
        [open_door("care"), care(FOREVER.replace(wait=0.0, work=1000.0))],
        offices=offices,
        workers=workers,
        families=1e-6,
        workforce=leaving(0.0, absence_rate_per_year=0.05, absence_months=120.0),
        opening=(OpeningStock(stage="care", children=1500),),
    )
    world = draw_world(described, months=1, seed=8)
    records = run_as_is(described, world)
    children = records.snapshots["children"].reshape(offices, workers)
    away = records.snapshots["present"].reshape(offices, workers) == 0.0
    assert 0.2 < away.mean() < 0.5
    assert (np.ptp(children, axis=1) <= 2).all()


def test_a_case_stands_still_while_its_worker_is_absent_and_only_then() -> None:
    """Work of 4 months is done when the worker has been there for 4 months, to the instant."""
    offices, months = 40, 14
    described = agency(
        [whole_service(casework=HOURS, work=4.0)],
        offices=offices,
        families=9.0,
        workforce=leaving(0.0, absence_rate_per_year=6.0, absence_months=0.3),
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=months)
    turns: dict[int, list[float]] = {office: [] for office in range(offices)}

    def note(event: Event, _view: AgencyView) -> None:
        turns[event.subject].append(event.months)

    records = run(described, world, AS_IS, hooks={"absence_start": note, "absence_end": note})
    checked = 0
    for case, found in zip(records.cases, found_a_worker(records), strict=True):
        if not found or not np.isfinite(case["closed"]):
            continue
        edges = np.clip([0.0, *turns[case["office"]], months], 0.0, case["closed"])
        assert np.diff(edges)[::2].sum() == pytest.approx(4.0, abs=1e-9)
        checked += len(turns[case["office"]]) > 2
    assert checked > 20


def found_a_worker(records: Records) -> np.ndarray:
    """Return which cases found their worker there on day 0: assigned at once, not from a queue."""
    return records.cases["assigned"] == records.cases["opened"]


def test_a_newcomer_has_the_ramps_share_of_hours_month_by_month() -> None:
    """Academy of a month and a half, then 30, 60 and 100 % of the hours, by month ends on duty."""
    workforce = leaving(0.0, academy=Academy(months=1.5), ramp=(0.3, 0.6))
    plan = Plan("One", hires=Hires.once(1, kind="gross"))
    hours = hours_by_month(staff(workforce, plan, months=5)) - 400.0
    np.testing.assert_allclose(hours, [0.0, 15.0, 60.0, 100.0, 100.0], atol=1e-9)


@pytest.mark.parametrize("compressibility", [0.0, 0.5, 1.0])
def test_no_case_moves_while_its_worker_is_on_strike(compressibility: float) -> None:
    """Half a month of work from 0.1 on, ten days of strike from the 11th: done ten days later.

    Where missing hours slow nothing (0), none at all still stop the work.
    """
    described = agency(
        [whole_service(casework=1.0, work=0.5)],
        offices=1,
        families=9.0,
        role={"compressibility": compressibility},
    )
    world = scripted(described, arrivals=[0.1], months=3)
    strike = Strike(start=date(2024, 1, 11), days=10)
    records = run_as_is(described, world, Plan("Strike", strikes=strike))
    assert records.cases["closed"][0] == pytest.approx(0.6 + 10 / DAYS_PER_MONTH, abs=1e-9)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.001])
def test_a_case_moves_at_the_share_delivered_to_the_power_of_compressibility(share: float) -> None:
    """There is a share of the hours that the one case asks for: it takes work / share ** kappa."""
    described = agency(
        [whole_service(casework=HOURS, work=0.4)],
        offices=1,
        families=9.0,
        role={"case_hours": HOURS * share, "compressibility": 0.3},
    )
    records = run_as_is(described, scripted(described, arrivals=[0.0], months=8))
    assert records.cases["closed"][0] == pytest.approx(0.4 / share**0.3, rel=1e-9)
