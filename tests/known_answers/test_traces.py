"""Traces small enough to work out by hand, one for each rule of the working month and of staff."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from staffing_sim.agency import (
    Academy,
    Cap,
    ContactRule,
    HandOver,
    Hearing,
    Hours,
    LeavingBand,
    Rebalance,
    Role,
    Route,
    Triage,
    Workforce,
)
from staffing_sim.engine import run
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Freeze, Hires, Overtime, Plan, PlanCap, Retention, Strike
from staffing_sim.records import POSITION_STATES, Records
from staffing_sim.timeline import DAYS_PER_MONTH
from staffing_sim.world import person_luck
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

FOREVER = Route(to="exit", cause="closed", share=1.0, wait=1000.0)
POOL = 1 << 22


def leaving(rate_per_month: float, **values: Any) -> Workforce:
    bands = (LeavingBand(rate_per_year=12.0 * rate_per_month),)
    return Workforce(leaving=bands, hiring_role="worker", **values)


def staff(
    workforce: Workforce, plan: Plan, *, months: int, offices: int = 1, **more: Any
) -> Records:
    """Run an agency with hardly a case, four workers to an office."""
    described = agency(
        [whole_service(casework=1.0, work=0.01)],
        offices=offices,
        workers=4,
        families=9.0,
        workforce=workforce,
        **more,
    )
    world = scripted(described, arrivals=[months - 0.01], months=months)
    return run_as_is(described, world, plan)


def hours_by_month(records: Records) -> np.ndarray:
    return records.snapshots["hours"].reshape(records.months, -1).sum(axis=1)


# --- hours ----------------------------------------------------------------------------------------


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


# --- visits ---------------------------------------------------------------------------------------


def visiting(
    *,
    arrivals: list[float],
    sizes: list[int] | None = None,
    contact: float,
    together: float = 1.0,
    **rule: Any,
) -> Records:
    """Run one worker for three months, with children who never leave."""
    described = agency(
        [
            open_door("care"),
            care(FOREVER, hours=Hours(contact=contact), contact_required=True),
        ],
        offices=1,
        families=60.0,
        demand={"family_size": 1.8, "households_together": together},
        contact=ContactRule(**({"success": 1.0} | rule)),
    )
    world = scripted(described, arrivals=arrivals, sizes=sizes or [1] * len(arrivals), months=3)
    return run_as_is(described, world)


def seen(records: Records) -> list[int]:
    stages = len(records.agency.stages)
    return records.contact_months["seen"].reshape(-1, stages).sum(axis=1).tolist()


def due(records: Records) -> list[int]:
    stages = len(records.agency.stages)
    return records.contact_months["eligible"].reshape(-1, stages).sum(axis=1).tolist()


def test_a_visit_is_due_to_children_whose_case_was_open_the_whole_month() -> None:
    arrivals = [0.0, 0.5, 1.0, 1.5]
    records = visiting(arrivals=arrivals, contact=1.0, hours_per_attempt=1.0)
    assert due(records) == [1, 3, 4]
    records = visiting(
        arrivals=arrivals, contact=1.0, hours_per_attempt=1.0, eligible="at_month_end"
    )
    assert due(records) == [2, 4, 4]


@pytest.mark.parametrize("contact", [100.0, 25.0, 1.0])
def test_hours_to_spare_pay_for_attempts_like_hours_for_visits(contact: float) -> None:
    """Three attempts a month whether visits ask for all hours or next to none; 4 children."""
    records = visiting(arrivals=[0.0] * 4, contact=contact, hours_per_attempt=HOURS / 3.0)
    assert seen(records) == [3, 3, 3]


def test_first_responses_are_paid_before_visits() -> None:
    """Hours for 4 visits; the families of months 1 and 2 take 50 and 25 hours of them."""
    door = open_door("care").replace(
        role="worker",
        hours={"contact": 1e-9},
        routes=(
            Route(to="care", cause="opened", share=0.5, wait=1000.0),
            Route(to="exit", cause="closed", share=0.5, wait=1000.0),
        ),
    )
    described = agency(
        [door, care(FOREVER, hours=Hours(contact=HOURS), contact_required=True)],
        offices=1,
        families=60.0,
        contact=ContactRule(success=1.0, hours_per_attempt=25.0, first_response_hours=25.0),
    )
    arrivals = [0.0] * 12 + [1.2, 1.4, 2.5]
    world = scripted(described, arrivals=arrivals, months=3)
    legs = world.family_legs
    first = world.families["leg"][:12]
    legs["wait"][first] = 0.0
    opened = int(world.children["family"].searchsorted(12))
    assert opened >= 4
    # The twelve of day 0 are first responses, too: 12 x 25 hours leave none in month 0.
    records = run_as_is(described, world)
    assert seen(records) == [0, 2, 3]


def test_a_further_sibling_in_a_household_costs_a_share_of_an_attempt() -> None:
    """Five attempts: households of 1, 3 and 1 at cost 1 + 1.8 + 1; then 3 and 3 at 1.8 each.

    Of 3 and 3 and 3 at 1.8 two are reached; what is left, 1.4, is carried and makes 6.4: three.
    """
    first = visiting(
        arrivals=[0.0] * 3, sizes=[1, 3, 1], contact=HOURS, hours_per_attempt=HOURS / 5.0
    )
    assert seen(first) == [5, 5, 5]
    second = visiting(
        arrivals=[0.0] * 3, sizes=[3, 3, 3], contact=HOURS, hours_per_attempt=HOURS / 5.0
    )
    assert seen(second)[:2] == [6, 9]


def test_siblings_who_live_apart_are_visited_one_by_one() -> None:
    """Five attempts reach five of six children in six homes, but six in two homes of three."""
    hours = HOURS / 5.0
    apart, together = (
        visiting(
            arrivals=[0.0] * 2, sizes=[3, 3], contact=HOURS, together=share, hours_per_attempt=hours
        )
        for share in (0.0, 1.0)
    )
    assert seen(apart) == [5, 5, 5]
    assert seen(together) == [6, 6, 6]


# --- hand-overs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("relearning", [0.0, 0.7])
def test_every_new_worker_adds_relearning_to_work_outstanding(relearning: float) -> None:
    """A child with 3 months of work stays 3 + 0.7 for each worker who left meanwhile."""
    offices = 60
    described = agency(
        [open_door("care"), care(Route(to="exit", cause="closed", share=1.0, work=3.0))],
        offices=offices,
        workers=2,
        families=9.0,
        workforce=leaving(0.4, time_to_fill_days=0.0, generations=64),
        hand_overs=HandOver(relearning_months=relearning),
    )
    world = scripted(described, arrivals=[0.3] * offices, offices=np.arange(offices), months=12)
    children = run_as_is(described, world).cases[offices:]
    closed = np.isfinite(children["closed"])
    stay = children["closed"] - children["opened"]
    expected = 3.0 + relearning * children["by_leaver"]
    np.testing.assert_allclose(stay[closed], expected[closed], atol=1e-9)
    assert closed.mean() > 0.9
    assert children["by_leaver"].max() >= 2


@pytest.mark.parametrize(("reopened", "added"), [(False, 0.0), (True, 0.7)])
def test_a_case_that_only_waits_is_set_back_only_where_the_agency_says_so(
    reopened: bool, added: float
) -> None:
    """A legal date at 5 months, no work; reopened work of 0.7 counts from the change of worker."""
    offices = 60
    described = agency(
        [open_door("care"), care(Route(to="exit", cause="closed", share=1.0, legal=5.0))],
        offices=offices,
        workers=2,
        families=9.0,
        workforce=leaving(0.4, time_to_fill_days=0.0, generations=64),
        hand_overs=HandOver(relearning_months=0.7, reopen_waiting=reopened),
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=30)
    stay = run_as_is(described, world).cases["closed"][offices:]
    if reopened:
        late = stay > 5.0 + 1e-9
        assert 5 <= late.sum() < 40
        assert stay[late].min() < 5.0 + added
    else:
        np.testing.assert_allclose(stay, 5.0, atol=1e-9)


def test_siblings_have_one_worker() -> None:
    """Desks hold as many families as have children open, however many desks there are."""
    described = agency(
        [open_door("care"), care(FOREVER.replace(wait=4.0))],
        offices=1,
        workers=7,
        families=60.0,
        demand={"family_size": 3.0},
    )
    arrivals = np.arange(24) / 8.0 + 0.01
    records = run_as_is(described, scripted(described, arrivals=arrivals, months=3))
    held = records.snapshots["families"].reshape(3, 7).sum(axis=1)
    children = records.snapshots["children"].reshape(3, 7).sum(axis=1)
    assert held.tolist() == [8, 16, 24]
    assert (children > held).all()


def test_cases_are_evened_out_at_the_month_end_newest_first() -> None:
    """Six at one desk, none at the new colleague's: two move a month while the gap is above 1."""
    described = agency(
        [open_door("care"), care(FOREVER)],
        offices=1,
        families=60.0,
        role={"rebalance": Rebalance(gap=1.0, moves=2)},
    )
    world = scripted(described, arrivals=np.arange(6) / 10.0, months=5)
    plan = Plan("One", hires=Hires.once(1, kind="gross", start=1, trained=True))
    records = run_as_is(described, world, plan)
    desks = records.snapshots["children"].reshape(5, 2)
    assert desks.tolist() == [[6, 0], [4, 2], [3, 3], [3, 3], [3, 3]]
    moved = records.cases["by_rebalance"][records.n_families :]
    assert moved.tolist() == [0, 0, 0, 1, 1, 1]


# --- caps, ties, dates ----------------------------------------------------------------------------


def test_a_cap_counts_to_its_limit_and_not_one_further() -> None:
    """Caps of 3 over 7 families and two workers: 6 at desks, 1 waits; a soft cap lets none wait."""
    for overflow, desks, queue in (("hard", [3, 3], 1), ("soft", [4, 3], 0)):
        described = agency(
            [whole_service(casework=1.0, work=1000.0)],
            offices=1,
            workers=2,
            families=60.0,
            role={"cap": Cap(limit=3, overflow=overflow)},
        )
        world = scripted(described, arrivals=np.arange(7) / 10.0, months=1)
        records = run_as_is(described, world)
        assert records.snapshots["children"].tolist() == desks
        assert records.team_months["waiting_families"].tolist() == [queue]


def test_a_lower_cap_takes_no_case_away() -> None:
    """Ten at a desk when a cap of 4 begins: ten remain, and the next one waits."""
    described = agency([whole_service(casework=1.0, work=1000.0)], offices=1, families=60.0)
    arrivals = [*(np.arange(10) / 20.0), 2.5]
    world = scripted(described, arrivals=arrivals, months=4)
    plan = Plan("Cap", caps=PlanCap(role="worker", limit=4, overflow="hard", start=2))
    records = run_as_is(described, world, plan)
    assert records.snapshots["children"].tolist() == [10, 10, 10, 10]
    assert records.team_months["waiting_families"].tolist() == [0, 0, 1, 1]


def test_cases_done_at_one_instant_are_done_in_the_order_of_their_numbers() -> None:
    """Eight desks; the later cases sit at the lower desks. All times are exact in binary."""
    described = agency(
        [whole_service(casework=1.0, work=1.0)],
        offices=1,
        workers=8,
        families=60.0,
        role={"cap": Cap(limit=1, overflow="hard")},
    )
    # Cases 0-7 take desks 0-7; desks come free from the last to the first, and are taken anew.
    free = 1.0 + np.arange(8)[::-1] / 16.0
    start = np.arange(8) / 16.0
    again = np.sort(free)
    world = scripted(
        described,
        arrivals=[*start, *again],
        work=[*(free - start), *(4.0 - again)],
        months=5,
    )
    done: list[tuple[float, int]] = []

    def note(event: Event, _view: AgencyView) -> None:
        done.append((event.months, event.subject))

    run(described, world, AS_IS, hooks={"work_done": note})
    assert [case for time, case in done if time == 4.0] == list(range(8, 16))


def test_a_date_that_falls_on_a_hearing_does_not_wait_for_the_next() -> None:
    """The legal date 3.7 is the hearing 0.3 + 2 x 1.7, though not in binary."""
    described = agency(
        [
            open_door("care"),
            care(
                Route(to="exit", cause="closed", share=1.0, legal=3.7, hearing_share=1.0),
                hearing=Hearing(first=0.3, interval=1.7),
            ),
        ],
        offices=1,
        families=60.0,
    )
    arrivals = np.arange(20) / 21.0
    cases = run_as_is(described, scripted(described, arrivals=arrivals, months=7)).cases
    stay = (cases["closed"] - cases["opened"])[20:]
    np.testing.assert_allclose(stay, 3.7, atol=1e-9)


def test_a_role_that_carries_on_keeps_the_worker_and_another_role_hands_over() -> None:
    """Intake by one role, two stages by the other: one hand-over by design, two workers."""
    door = open_door("care").replace(role="worker", hours={"casework": 1.0})
    both = [
        care(Route(to="later", cause="on", share=1.0, work=0.5)),
        care(Route(to="adoption", cause="to_adoption", share=1.0, work=0.5), name="later"),
        care(
            Route(to="exit", cause="adopted", share=1.0, work=0.5),
            name="adoption",
            role="adoption",
        ),
    ]
    described = agency([door, *both[:2], both[2].replace(role="worker")], offices=1, families=60.0)
    other = Role(
        name="adoption", label="Adoption", positions=1, case_hours=HOURS, compressibility=1.0
    )
    described = described.replace(roles=(*described.roles, other), stages=(door, *both))
    records = run_as_is(described, scripted(described, arrivals=[0.0, 0.1], months=3))
    children = records.cases[records.n_families :]
    assert children["by_design"].tolist() == [1, 1]
    assert children["workers"].tolist() == [2, 2]
    np.testing.assert_allclose(children["closed"] - children["opened"], 1.5, atol=1e-9)


# --- staff ----------------------------------------------------------------------------------------


def budgets(records: Records, workers: int) -> np.ndarray:
    offices = len(records.agency.offices)
    return np.concatenate(
        [
            person_luck(records.seed, (office, 0), workers, 16, POOL)["budget"][:, 0]
            for office in range(offices)
        ]
    )


def test_retention_slows_leaving_by_its_factor_while_it_lasts() -> None:
    """Rate 0.2; a quarter of it in months 3 to 8: exact by each person's budget."""
    plan = Plan("Stay", retention=Retention(factor=0.25, start=3, months=6), backfill_share=0.0)
    records = staff(leaving(0.2), plan, months=12, offices=30)
    used = np.concatenate([[0.0], np.cumsum([0.2] * 3 + [0.05] * 6 + [0.2] * 3)])
    due_at = np.interp(budgets(records, 4), used, np.arange(13.0), right=np.nan)
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_overload_raises_leaving_by_the_mean_load_of_three_months() -> None:
    """Load 2 from day 0 on, where it had been 0: mean loads 0, 2/3, 4/3, 2; hazard e^(b(l-1)+)."""
    offices, rate, burnout = 60, 0.1, 0.8
    described = agency(
        [whole_service(casework=2.0 * HOURS, work=1000.0)],
        offices=offices,
        families=9.0,
        workforce=leaving(rate, burnout=burnout, backfill_share=0.0),
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=12)
    records = run_as_is(described, world)
    over = np.array([0.0, 0.0, 1.0 / 3.0] + [1.0] * 9)
    used = np.concatenate([[0.0], np.cumsum(rate * np.exp(burnout * over))])
    due_at = np.interp(budgets(records, 1), used, np.arange(13.0), right=np.nan)
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_leaving_follows_the_bands_of_tenure() -> None:
    """Trained hires of month 0: rate 0.3 in the first half year on duty, 0.02 afterwards."""
    bands = (
        LeavingBand(until_years=0.5, rate_per_year=3.6),
        LeavingBand(rate_per_year=0.24),
    )
    workforce = Workforce(leaving=bands, hiring_role="worker", tenure_years=10.0)
    plan = Plan("Hire", hires=Hires.once(40, kind="gross", trained=True))
    records = staff(workforce, plan, months=12, offices=1)
    luck = person_luck(records.seed, (0, 0), 44, 16, POOL)["budget"][:, 0]
    fresh = np.concatenate([[0.0], np.cumsum([0.3] * 6 + [0.02] * 6)])
    old = np.concatenate([[0.0], np.cumsum([0.02] * 12)])
    months = np.arange(13.0)
    due_at = [
        np.interp(budget, old if row < 4 else fresh, months, right=np.nan)
        for row, budget in enumerate(luck)
    ]
    np.testing.assert_allclose(records.people["left"], due_at, atol=1e-9)


def test_each_vacancy_is_refilled_by_the_leavers_own_luck() -> None:
    """Backfill 0.6: those leavers whose uniform is below it have a successor, and no others."""
    plan = Plan("Some", backfill_share=0.6)
    records = staff(leaving(0.3, time_to_fill_days=0.0), plan, months=8, offices=20)
    people = records.people
    refill = np.concatenate(
        [person_luck(records.seed, (office, 0), 4, 16, POOL)["refill"] for office in range(20)]
    )[people["position"], people["generation"]]
    has_successor = np.array(
        [
            (
                (people["position"] == row["position"]) & (people["generation"] > row["generation"])
            ).any()
            for row in people
        ]
    )
    left = np.isfinite(people["left"])
    assert (has_successor[left] == (refill[left] < 0.6)).all()
    assert 0.4 < has_successor[left].mean() < 0.8


def test_academy_seats_are_given_out_first_come_first_served() -> None:
    """Eight hired at once, three seats a month: they start 3, 3 and 2, and serve two months on."""
    workforce = leaving(0.0, academy=Academy(months=2.0, seats=3))
    plan = Plan("Eight", hires=Hires.once(8, kind="gross", start=1))
    people = staff(workforce, plan, months=8).people
    hired = people[people["gross"] == 1]
    assert sorted(hired["hired"].tolist()) == [1.0] * 3 + [2.0] * 3 + [3.0] * 2
    assert (hired["on_duty"] == hired["hired"] + 2.0).all()


def test_net_hires_are_recruited_first_and_a_freeze_makes_them_wait() -> None:
    """Time to fill 1.5 months, academy 1: authorised in 0, found 1.5, trained from 2 to 3."""
    workforce = leaving(0.0, academy=Academy(months=1.0), time_to_fill_days=1.5 * DAYS_PER_MONTH)
    hires = Hires.once(2, kind="net")
    free = staff(workforce, Plan("Two", hires=hires), months=8).people[4:]
    frozen = staff(
        workforce, Plan("Two", hires=hires, freezes=Freeze(start=0, months=3)), months=8
    ).people[4:]
    for people, delay in ((free, 0.0), (frozen, 3.0)):
        assert (people["recruited"] == delay).all()
        assert (people["hired"] == delay + 2.0).all()
        assert (people["on_duty"] == delay + 3.0).all()


def test_those_who_fail_the_academy_never_serve() -> None:
    """Drop-out 0.4, by each person's own uniform; gross hires have no successor."""
    workforce = leaving(0.0, academy=Academy(months=1.0, dropout_share=0.4))
    plan = Plan("Many", hires=Hires.once(60, kind="gross"))
    records = staff(workforce, plan, months=3)
    hired = records.people[records.people["gross"] == 1]
    luck = person_luck(records.seed, (0, 0), 64, 16, POOL)["academy"][hired["position"], 0]
    assert (np.isfinite(hired["on_duty"]) == (luck >= 0.4)).all()
    assert (hired["left"][luck < 0.4] == 1.0).all()
    state = records.snapshots["state"].reshape(3, -1)[-1]
    assert (state == POSITION_STATES.index("on_duty")).sum() == 4 + (luck >= 0.4).sum()
