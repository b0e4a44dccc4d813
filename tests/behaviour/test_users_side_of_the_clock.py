"""A user's own policy, hooks and SimPy processes: what they can do, and how they are told off."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import simpy

from staffing_sim.agency import Agency
from staffing_sim.engine import CaseView, WorkerView, run
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.errors import PolicyError, RunError
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency
from staffing_sim.world import World, draw_world
from tests.promises.running import differing

MONTHS = 4
WORLD_SEED = 11


@pytest.fixture(scope="module")
def agency() -> Agency:
    """A small office without turnover, where workers differ in nothing but their number."""
    office = load_agency("small-office")
    roles = tuple(role.replace(area_spread=0.0, vacant=0) for role in office.roles)
    workforce = office.workforce.replace(
        leaving=[{"rate_per_year": 0}], transfer_rate_per_year=0, absence_rate_per_year=0
    )
    return office.replace(roles=roles, workforce=workforce)


@pytest.fixture(scope="module")
def world(agency: Agency) -> World:
    return draw_world(agency, months=MONTHS, seed=WORLD_SEED)


def fewest(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
    """The built-in rule ``fewest_cases``, written by a user."""
    return min(workers, key=lambda worker: (worker.children, worker.worker), default=None)


# --- policies -----------------------------------------------------------------------------------


def test_a_policy_like_a_built_in_one_gives_the_same_run_where_siblings_do_not_interfere(
    agency: Agency,
) -> None:
    """With one child per family nobody joins a sibling's worker, so the policy decides all."""
    single = agency.replace(demand=agency.demand.replace(family_size=1))
    lonely = draw_world(single, months=MONTHS, seed=WORLD_SEED)
    built_in = run(single, lonely, Plan("A", assignment="fewest_cases"), clock="simpy")
    own = run(single, lonely, Plan("B", assignment=fewest), clock="simpy")
    assert differing(built_in, own) == []


def test_a_policy_is_shown_the_group_and_only_workers_on_duty_of_its_office_and_role(
    agency: Agency, world: World
) -> None:
    shown: list[tuple[CaseView, tuple[WorkerView, ...]]] = []

    def look(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        shown.append((case, workers))
        return fewest(case, workers)

    records = run(agency, world, Plan("Look", assignment=look), clock="simpy")
    asked = [pair for pair in shown if pair[0].office != "an office"]  # the trial before the run
    assert len(asked) > 100
    roles = [role.name for role in agency.roles]
    for case, workers in asked:
        role = roles.index(agency.stage(case.stage).role or "")
        for worker in workers:
            position = records.positions[worker.worker]
            assert position["role"] == role
            assert agency.offices[position["office"]].name == case.office
            assert worker.children >= 0
            assert worker.families <= worker.children
        assert case.waiting_months >= 0.0
        assert case.children >= 1
    tiers = {case.tier for case, _ in asked if case.stage != agency.demand.entry_stage}
    assert tiers == {0, 1}, "a child's case keeps the tier of its referral"


def test_a_policy_that_takes_nobody_leaves_all_new_work_waiting(
    agency: Agency, world: World
) -> None:
    def idle(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        return None

    records = run(agency, world, Plan("Idle", assignment=idle), clock="simpy")
    new = records.cases["opened"] >= 0
    assert not (records.cases["assigned"][new] >= 0).any()
    last = records.team_months[-records.n_teams :]
    assert last["waiting_children"].sum() >= records.cases["size"][new].sum() * 0.5


def test_a_policy_may_keep_a_case_waiting_and_take_it_later(agency: Agency, world: World) -> None:
    def after_a_week(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        return fewest(case, workers) if case.waiting_months > 0.25 or case.months == 0 else None

    records = run(agency, world, Plan("Later", assignment=after_a_week), clock="simpy")
    new = records.cases["opened"] >= 0
    waited = (records.cases["assigned"] - records.cases["opened"])[new]
    assert (waited[waited >= 0] > 0.25).all()
    assert (waited >= 0).sum() > 50


def raises(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
    return workers[10_000]


def returns_rubbish(case: CaseView, workers: tuple[WorkerView, ...]) -> Any:
    return "the nicest one"


def invents_a_worker(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
    return WorkerView(999, 0, 0, 0.0, 1.0, has_room=True)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (raises, "raised IndexError"),
        (returns_rubbish, "returned 'the nicest one'"),
        (invents_a_worker, "returned WorkerView(worker=999"),
    ],
)
def test_a_policy_that_misbehaves_is_named_and_told_what_to_do(
    agency: Agency, world: World, policy: Any, words: str
) -> None:
    with pytest.raises(PolicyError) as caught:
        run(agency, world, Plan("Own", assignment=policy), clock="simpy")
    assert policy.__name__ in str(caught.value)
    assert words in str(caught.value)
    assert "None" in str(caught.value)


def test_a_policy_that_answers_at_random_is_refused_before_the_run(
    agency: Agency, world: World
) -> None:
    answers = itertools.cycle([0, -1])

    def toss(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        return workers[next(answers)] if workers else None

    with pytest.raises(PolicyError, match=r"toss.*different answers to the same question"):
        run(agency, world, Plan("Own", assignment=toss), clock="simpy")


def test_a_policy_that_only_goes_wrong_in_mid_run_is_named_too(
    agency: Agency, world: World
) -> None:
    def late(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        if case.months > 3.5:
            raise ValueError("tired")
        return fewest(case, workers)

    with pytest.raises(PolicyError, match=r"late.*ValueError: tired"):
        run(agency, world, Plan("Own", assignment=late), clock="simpy")


def test_a_policy_cannot_change_what_it_is_shown(agency: Agency, world: World) -> None:
    def greedy(case: CaseView, workers: tuple[WorkerView, ...]) -> WorkerView | None:
        for worker in workers:
            worker.children = 0  # type: ignore[misc]
        return None

    with pytest.raises(PolicyError, match=r"greedy.*FrozenInstanceError"):
        run(agency, world, Plan("Own", assignment=greedy), clock="simpy")


# --- hooks --------------------------------------------------------------------------------------


def test_hooks_that_only_look_change_nothing(agency: Agency, world: World) -> None:
    seen: dict[str, int] = {}

    def count(event: Event, view: AgencyView) -> None:
        seen[event.name] = seen.get(event.name, 0) + 1

    names = ("work_done", "leg_end", "birthday", "month_end", "referral", "resignation")
    plain = run(agency, world, Plan("A"), clock="simpy")
    watched = run(agency, world, Plan("A"), clock="simpy", hooks=dict.fromkeys(names, count))
    assert differing(plain, watched) == []
    assert plain.events == watched.events
    assert seen["month_end"] == MONTHS
    referred = world.families["arrival"] >= 0.0
    assert seen["referral"] == referred.sum()
    assert seen["work_done"] > 100


def test_a_hook_that_raises_is_named(agency: Agency, world: World) -> None:
    def faulty(event: Event, view: AgencyView) -> None:
        raise KeyError("no such column")

    for name in ("month_end", "work_done", "referral"):
        with pytest.raises(PolicyError, match=r"faulty.*KeyError"):
            run(agency, world, Plan("A"), clock="simpy", hooks={name: faulty})


# --- processes ----------------------------------------------------------------------------------


def test_a_process_acts_once_the_month_has_turned_and_its_overtime_counts(
    agency: Agency, world: World
) -> None:
    acted = []

    def crisis_hours(env: simpy.Environment, view: AgencyView) -> Iterator[Any]:
        yield env.timeout(2)
        acted.append((env.now, view.month))
        view.set_overtime("continuing_services", 30.0, now=env.now)

    plain = run(agency, world, Plan("A"), clock="simpy")
    helped = run(agency, world, Plan("A"), clock="simpy", processes=[crisis_hours])
    assert acted == [(2, 2)], "after the month end at the same instant"
    hours = [records.snapshots["hours"].reshape(MONTHS, -1) for records in (plain, helped)]
    role = [role.name for role in agency.roles].index("continuing_services")
    of_role = plain.positions["role"] == role
    assert (hours[1][:2] == hours[0][:2]).all()
    on_duty = hours[0][2] > 0.0
    more = (hours[1] - hours[0])[2:]
    assert more[:, of_role & on_duty] == pytest.approx(30.0, abs=1e-6)
    assert more[:, ~of_role] == pytest.approx(0.0, abs=1e-9)  # cases come at other times


def test_a_process_that_only_waits_changes_nothing(agency: Agency, world: World) -> None:
    def clock_watcher(env: simpy.Environment, view: AgencyView) -> Iterator[Any]:
        while True:
            view.caseloads("continuing_services")
            yield env.timeout(0.125)

    plain = run(agency, world, Plan("A"), clock="simpy")
    watched = run(agency, world, Plan("A"), clock="simpy", processes=[clock_watcher])
    assert differing(plain, watched) == []


def test_a_process_that_raises_is_named_whether_at_once_or_later(
    agency: Agency, world: World
) -> None:
    def at_once(env: simpy.Environment, view: AgencyView) -> Iterator[Any]:
        view.workers("no such role")
        yield env.timeout(1)

    def later(env: simpy.Environment, view: AgencyView) -> Iterator[Any]:
        yield env.timeout(1)
        raise RuntimeError("lost the thread")

    for process in (at_once, later):
        with pytest.raises(PolicyError, match=process.__name__):
            run(agency, world, Plan("A"), clock="simpy", processes=[process])


def test_a_process_that_yields_no_event_is_named(agency: Agency, world: World) -> None:
    def confused(env: simpy.Environment, view: AgencyView) -> Iterator[Any]:
        yield 3

    with pytest.raises(PolicyError, match=r"confused.*yielded 3\. Yield an event"):
        run(agency, world, Plan("A"), clock="simpy", processes=[confused])


def test_a_process_that_is_no_generator_is_named(agency: Agency, world: World) -> None:
    def forgot_to_yield(env: simpy.Environment, view: AgencyView) -> None:
        view.caseloads("continuing_services")

    with pytest.raises(PolicyError, match="forgot_to_yield"):
        run(agency, world, Plan("A"), clock="simpy", processes=[forgot_to_yield])  # type: ignore[list-item]


# --- what stops a run ---------------------------------------------------------------------------


def test_running_out_of_generations_names_the_position_and_the_remedy(agency: Agency) -> None:
    workforce = agency.workforce.replace(
        leaving=[{"rate_per_year": 12}],
        generations=2,
        time_to_fill_days=1,
        academy={"months": 0},
    )
    hasty = agency.replace(workforce=workforce)
    hasty_world = draw_world(hasty, months=12, seed=1)
    with pytest.raises(RunError) as caught:
        run(hasty, hasty_world, Plan("A"), clock="simpy")
    text = str(caught.value)
    assert any(office.name in text for office in hasty.offices)
    assert any(role.name in text for role in hasty.roles)
    assert "position " in text
    assert "more than 2 people" in text
    assert "workforce.generations" in text


def test_a_horizon_beyond_the_world_is_refused_with_both_numbers(
    agency: Agency, world: World
) -> None:
    with pytest.raises(RunError, match="ends after 4 months; asked for 5"):
        run(agency, world, Plan("A"), months=5, clock="simpy")
