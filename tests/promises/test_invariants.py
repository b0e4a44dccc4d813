"""What holds at every instant of a run, recomputed from scratch after every event."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from staffing_sim.engine import codes
from staffing_sim.engine.records import ACTIVITIES, POSITION_STATES, UNSEEN_REASONS
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.world import draw_world
from tests.promises.plans import MONTHS
from tests.promises.running import more_examples, records_of, some_examples, watched
from tests.promises.situations import Situation, situations

CLOSE = pytest.approx


def look_after_every_event(situation: Situation, look: Any) -> Any:
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    return watched(situation.agency, world, situation.plan, look)


@some_examples
@given(situations())
def test_time_never_runs_backwards(situation: Situation) -> None:
    times = [0.0]

    def look(event: Event, view: AgencyView) -> None:
        times.append(event.months)
        for calendar in (view.tables.case_calendar, view.tables.staff_calendar):
            if calendar[0].actor > 0:
                assert calendar[1].time >= event.months

    look_after_every_event(situation, look)
    assert times == sorted(times)


@some_examples
@given(situations())
def test_every_open_case_is_held_or_waits_or_needs_nobody(situation: Situation) -> None:
    """Case and worker agree on who holds whom, and only people on duty hold cases."""

    def look(_: Event, view: AgencyView) -> None:
        tables = view.tables
        for case in tables.cases:
            assert (case.state == codes.HELD) == (case.worker >= 0)
            assert case.state != codes.SEEKING
            assert (case.state == codes.CLOSED) == (not math.isnan(case.closed))
            for w in (case.worker, case.second):
                assert w < 0 or tables.workers[w].state == codes.ON_DUTY
            if case.state in (codes.HELD, codes.WAITING):
                assert tables.stages[case.stage].role >= 0
            if case.state == codes.UNSTAFFED:
                assert tables.stages[case.stage].role < 0
        assert sorted(_queued(tables)) == [
            c for c, case in enumerate(tables.cases) if case.state == codes.WAITING
        ]

    look_after_every_event(situation, look)


def _queued(tables: Any) -> list[int]:
    """Return who stands in the queues, in order, and check that each stands in the right one."""
    found = []
    for number, queue in enumerate(tables.queues):
        team, tier = divmod(number, tables.agency[0].tiers)
        c = queue.first
        before = -1
        while c >= 0:
            case = tables.cases[c]
            role = tables.stages[case.stage].role
            assert case.office * tables.agency[0].roles + role == team
            assert case.tier == tier
            assert case.previous == before
            found.append(c)
            before, c = c, case.next
        assert queue.last == before
    return found


@some_examples
@given(situations())
def test_what_a_worker_carries_is_the_sum_of_the_cases(situation: Situation) -> None:
    """Children, families, second cases and the demand for each activity."""

    def look(_: Event, view: AgencyView) -> None:
        tables = view.tables
        for w, worker in enumerate(tables.workers):
            held = [case for case in tables.cases if case.worker == w]
            beside = [case for case in tables.cases if case.second == w]
            stages = tables.stages
            assert worker.children == sum(case.size for case in held)
            assert worker.families == len({case.family for case in held})
            assert worker.secondary == len(beside)
            for activity in ("contact", "casework", "court"):
                due = sum(
                    getattr(stages[case.stage], activity)
                    for case in held
                    if activity != "casework" or case.done == 0
                )
                due += sum(getattr(stages[case.stage], f"second_{activity}") for case in beside)
                assert getattr(worker, f"{activity}_demand") == CLOSE(due, abs=1e-9)

    look_after_every_event(situation, look)


@some_examples
@given(situations())
def test_hours_are_delivered_as_far_as_they_reach_and_no_further(situation: Situation) -> None:
    """The sum of demand times share is min(hours, demand) for everyone at every instant.

    Demand is what aides and clerks leave, and what is made up after a strike.
    """

    def look(_: Event, view: AgencyView) -> None:
        for worker in view.tables.workers:
            if worker.state != codes.ON_DUTY:
                assert worker.hours == 0.0
                continue
            demands = [
                worker.contact_left,
                worker.casework_demand,
                worker.court_left,
                worker.training_demand,
            ]
            assert worker.contact_left + worker.aided - worker.catch_up == CLOSE(
                worker.contact_demand, abs=1e-9
            )
            assert worker.court_left + worker.clerked == CLOSE(worker.court_demand, abs=1e-9)
            shares = [getattr(worker, f"{activity}_share") for activity in ACTIVITIES]
            delivered = sum(d * f for d, f in zip(demands, shares, strict=True))
            assert delivered == CLOSE(min(worker.hours, sum(demands)), rel=1e-9, abs=1e-9)
            assert 0.0 <= min(shares) <= max(shares) <= 1.0

    look_after_every_event(situation, look)


@some_examples
@given(situations())
def test_a_waiting_group_never_fits_where_newcomers_may_go(situation: Situation) -> None:
    """After every event the head of each queue has no worker with room in its own team.

    But for the last month end: what it lifts holds for a month that is not opened any more.
    """

    def look(_: Event, view: AgencyView) -> None:
        tables = view.tables
        if tables.now[0].months_ended == MONTHS:
            return
        for team in tables.teams:
            queues = tables.queues
            number = tables.teams.index(team)
            tiers = tables.agency[0].tiers
            heads = [queues[number * tiers + tier].first for tier in range(tiers)]
            head = next((c for c in heads if c >= 0), -1)
            if head >= 0:
                assert not any(candidate.has_room for candidate in view.candidates(head))

    look_after_every_event(situation, look)


@more_examples
@given(situations())
def test_children_are_conserved(situation: Situation) -> None:
    """Opened are closed or open; at each month end caseloads, queue and the unstaffed make up all.

    Families count as the children they stand for while they are investigated.
    """
    ends: list[tuple[int, int, int]] = []

    def look(event: Event, view: AgencyView) -> None:
        if event.name == "month_end":
            tables = view.tables
            opened = [case for case in tables.cases if case.state not in (0, codes.CLOSED)]
            carried = sum(worker.children for worker in tables.workers)
            waiting = sum(team.waiting_children for team in tables.teams)
            unstaffed = sum(case.size for case in opened if case.state == codes.UNSTAFFED)
            ends.append((sum(case.size for case in opened), carried + waiting, unstaffed))

    records = look_after_every_event(situation, look)
    assert len(ends) == MONTHS
    assert all(everyone == staffed + unstaffed for everyone, staffed, unstaffed in ends)
    cases = records.cases
    opened = cases["opened"] <= MONTHS
    closed = np.isfinite(cases["closed"])
    assert not (closed & ~opened).any()
    caused = (cases["cause"] >= 0) | (cases["turned_away"] == 1) | (cases["opened"] < 0)
    assert (caused | ~closed).all()
    assert (cases["closed"][closed] >= cases["opened"][closed]).all()


@more_examples
@given(situations())
def test_no_investigation_closes_before_its_first_contact(situation: Situation) -> None:
    """But for those whom nobody has to contact: under way on day 0, turned away, in no role."""
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    families = records.cases[: records.n_families]
    staffed = situation.agency.stage(situation.agency.demand.entry_stage).role is not None
    new = (families["opened"] >= 0.0) & (families["turned_away"] == 0) & staffed
    assert not np.isfinite(families["responded"][~new]).any()
    closed = families[new & np.isfinite(families["closed"])]
    assert (closed["responded"] <= closed["closed"]).all()
    reached = families[np.isfinite(families["responded"])]
    assert (reached["responded"] >= reached["assigned"]).all()
    assert (reached["responded"] <= MONTHS).all()


@more_examples
@given(situations())
def test_legs_follow_one_another_without_a_gap(situation: Situation) -> None:
    """Each leg starts where the last one ended; the last one ends with the case."""
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    legs = records.legs[records.legs["case"] >= 0]
    ended = np.isfinite(legs["ended"])
    assert (legs["ended"][ended] >= legs["started"][ended]).all()
    follows = (legs["case"][1:] == legs["case"][:-1]) & ended[:-1]
    assert (legs["started"][1:][follows] == legs["ended"][:-1][follows]).all()
    for case, rows in _by_case(legs).items():
        closed = records.cases["closed"][case]
        last = rows["ended"].max() if np.isfinite(rows["ended"]).all() else math.nan
        assert last == closed or (math.isnan(last) and math.isnan(closed))


def _by_case(legs: Any) -> dict[int, Any]:
    return {int(case): legs[legs["case"] == case] for case in np.unique(legs["case"])}


@more_examples
@given(situations())
def test_an_eligible_child_is_seen_or_unseen_for_one_reason(situation: Situation) -> None:
    """In every cell, and for all children together."""
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    cells = records.contact_months
    unseen = sum(cells[reason] for reason in UNSEEN_REASONS)
    assert (cells["seen"] + unseen == cells["eligible"]).all()
    assert (cells["unseen_three"] <= cells["unseen_two"]).all()
    assert (cells["unseen_two"] <= unseen).all()
    assert records.cases["eligible_months"].sum() == cells["eligible"].sum()
    assert records.cases["unseen_months"].sum() == unseen.sum()
    assert (records.cases["unseen_months"] <= records.cases["eligible_months"]).all()
    assert (records.cases["longest_unseen_run"] >= records.cases["unseen_run"]).all()


@more_examples
@given(situations())
def test_team_hours_are_never_more_than_there_are(situation: Situation) -> None:
    """Over a month: delivered at most available and at most demanded, activity by activity."""
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    months = records.team_months
    delivered = sum(months[f"{activity}_delivered"] for activity in ACTIVITIES)
    assert (delivered <= months["available"] + 1e-9).all()
    for activity in ACTIVITIES:
        demanded = months[f"{activity}_demanded"]
        assert (months[f"{activity}_delivered"] <= demanded + 1e-9).all()
    hours = records.snapshots["hours"].reshape(MONTHS, -1).sum(axis=1)
    assert hours == CLOSE(months["available"].reshape(MONTHS, -1).sum(axis=1), abs=1e-6)


@more_examples
@given(situations())
def test_every_position_is_in_one_state_and_has_the_person_it_needs(situation: Situation) -> None:
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    snapshots = records.snapshots.reshape(MONTHS, -1)
    gone, was_here = np.zeros((2, len(records.positions)), dtype=np.bool_)
    for month in range(MONTHS):
        authorised = records.positions["authorised"] <= month
        here = snapshots[month]["state"] != POSITION_STATES.index("unauthorised")
        assert not (gone & here).any()  # nobody comes again to a post that is cut or has moved
        gone |= was_here & ~here
        was_here = here
        posts = authorised & (records.positions["move"] < 0)
        if situation.plan.cuts:
            assert here.sum() <= posts.sum()
            continue
        assert here.sum() == posts.sum()  # a move takes a post along: none is made or lost
        if not situation.plan.moves:
            assert (here == authorised).all()
    ends = np.arange(1, MONTHS + 1)[:, np.newaxis]
    people = records.people
    gone = np.where(np.isnan(people["left"]), math.inf, people["left"])
    in_state = (snapshots["state"] == POSITION_STATES.index("on_duty")).sum(axis=1)
    here = (people["on_duty"] < ends) & (gone >= ends)  # the month ends first at its instant
    assert (here.sum(axis=1) == in_state).all()
    held = snapshots["children"] + snapshots["secondary"]
    assert not held[snapshots["state"] != POSITION_STATES.index("on_duty")].any()


@more_examples
@given(situations())
def test_hand_overs_by_month_are_hand_overs_by_case(situation: Situation) -> None:
    world = draw_world(situation.agency, months=MONTHS, seed=situation.seed)
    records = records_of(situation.agency, world, situation.plan)
    for kind in ("by_design", "by_leaver", "by_transfer", "by_rebalance", "turned_away"):
        by_case = records.cases[kind]
        if kind == "turned_away":
            by_case = by_case * records.cases["size"]
        assert by_case.sum() == records.team_months[kind].sum(), kind
