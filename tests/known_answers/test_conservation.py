"""Nobody is lost: cases, children and visits add up at every moment of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from staffing_sim.agency import Agency
from staffing_sim.agency.demand import ContactRule
from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import Academy, Cap, HandOver, LeavingBand, Workforce
from staffing_sim.distributions import Exponential, Gamma
from staffing_sim.engine import run
from staffing_sim.engine.codes import EVENT_NAMES, UNSTAFFED
from staffing_sim.engine.records import UNSEEN_REASONS
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.workdays import Strike
from staffing_sim.presets import load_agency
from staffing_sim.records import Run
from staffing_sim.world import draw_world
from tests.agency.agency_builder import smallest_agency
from tests.known_answers.agencies import agency, care, whole_service

MONTHS = 10


def with_kinship_approval(overflow: str) -> Agency:
    """Return two offices with a queue, a stage that nobody works, leavers and absences."""
    service = whole_service(casework=30.0, work=Exponential(mean=0.6))
    service = service.replace(
        routes=(
            Route(to="approval", cause="opened", share=0.5, work=Exponential(mean=0.6)),
            Route(to="exit", cause="closed", share=0.5, work=Exponential(mean=0.4)),
        )
    )
    approval = care(
        Route(to="care", cause="approved", share=1.0, wait=Gamma(mean=0.7, shape=2.0)),
        name="approval",
        label="Approval of kin",
        role=None,
        hours=Hours(),
    )
    placed = care(
        Route(to="exit", cause="reunified", share=1.0, work=Gamma(mean=2.0, shape=2.0)),
        hours=Hours(contact=3.0, casework=9.0),
        contact_required=True,
    )
    return agency(
        [service, approval, placed],
        offices=2,
        workers=5,
        families=12.0,
        role={"cap": Cap(limit=6, overflow=overflow)},
        demand={"family_size": 1.8, "age_years": {"law": "uniform", "low": 12.0, "high": 18.0}},
        workforce=Workforce(
            leaving=(LeavingBand(rate_per_year=0.8),),
            hiring_role="worker",
            time_to_fill_days=30.0,
            absence_rate_per_year=1.5,
            absence_months=1.0,
            transfer_rate_per_year=0.5,
            academy=Academy(months=0.5),
            ramp=(0.5,),
        ),
        hand_overs=HandOver(relearning_months=0.5),
        contact=ContactRule(success=0.6, hours_per_attempt=14.0),
    )


PLAN = Plan(
    "A strike and hires",
    hires=Hires.monthly(1, months=3, kind="net", start=2),
    strikes=Strike(start=date(2024, 5, 7), days=9, participation=0.8),
)
AGENCIES = {
    "a hard cap": lambda: with_kinship_approval("hard"),
    "a declining cap": lambda: with_kinship_approval("decline"),
    "spill over": lambda: with_kinship_approval("spill"),
    "the small office": lambda: load_agency("small-office"),
}


@dataclass
class Ledger:
    """Watch a run event by event: children at desks, in queues and in stages nobody works."""

    first: float | None = None
    since: float = 0.0
    children: float = 0.0
    total: float = 0.0
    hooks: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hooks = dict.fromkeys(EVENT_NAMES.values(), self.note)

    def note(self, event: Event, view: AgencyView) -> None:
        if self.first is None:
            self.first = self.since = event.months
        self.total += self.children * (event.months - self.since)
        self.since = event.months
        self.children = (
            sum(worker.children for worker in view.tables.workers)
            + sum(team.waiting_children for team in view.tables.teams)
            + sum(case.size for case in view.tables.cases if case.state == UNSTAFFED)
        )


@pytest.mark.parametrize("name", list(AGENCIES))
def test_the_integral_of_open_cases_is_the_time_spent_in_the_system(name: str) -> None:
    """Known answer 1, to 1e-9: desks, queues and role-less stages hold everyone, at every event."""
    described = AGENCIES[name]()
    months = 4 if name == "the small office" else MONTHS
    world = draw_world(described, months=months, seed=61)
    ledger = Ledger()
    records = run(described, world, PLAN, hooks=ledger.hooks)
    cases = records.cases
    opened = np.clip(cases["opened"], ledger.first, months)
    closed = np.where(np.isfinite(cases["closed"]), cases["closed"], months)
    spent = np.where(np.isfinite(opened), np.maximum(closed, ledger.first) - opened, 0.0)
    assert ledger.since == months
    assert ledger.total == pytest.approx((spent * cases["size"]).sum(), rel=1e-9)


@pytest.mark.parametrize("name", list(AGENCIES))
def test_caseloads_and_queues_hold_every_open_case_at_each_month_end(name: str) -> None:
    """Known answer 1, unit by unit: caseloads + queue + nobody's stages = open; exact."""
    described = AGENCIES[name]()
    records = run(described, draw_world(described, months=MONTHS, seed=62), PLAN, clock="simpy")
    roles = [role.name for role in described.roles]
    of_stage = np.array(
        [-1 if stage.role is None else roles.index(stage.role) for stage in described.stages]
    )
    legs = records.legs[records.legs["case"] >= 0]
    cases = records.cases[legs["case"]]
    turned_away = cases["turned_away"] == 1
    ended = np.where(np.isfinite(legs["ended"]), legs["ended"], np.inf)
    positions = records.positions
    snapshots = records.snapshots.reshape(MONTHS, -1)
    waiting = records.team_months["waiting_children"].reshape(MONTHS, -1, len(roles))
    for month in range(MONTHS):
        now = month + 1.0
        there = (legs["started"] < now) & (ended > now) & ~turned_away
        for office in range(len(described.offices)):
            for role in range(len(roles)):
                mine = (positions["office"] == office) & (positions["role"] == role)
                chosen = there & (cases["office"] == office) & (of_stage[legs["stage"]] == role)
                held = snapshots["children"][month][mine].sum()
                spilt = name == "spill over"
                if not spilt:
                    assert held + waiting[month, office, role] == cases["size"][chosen].sum()
        everyone = there & (of_stage[legs["stage"]] >= 0)
        held = snapshots["children"][month].sum() + waiting[month].sum()
        assert held == cases["size"][everyone].sum()


@pytest.mark.parametrize("name", list(AGENCIES))
def test_every_case_opened_is_open_or_has_left_for_one_cause(name: str) -> None:
    """Known answer 1: opened = open + exited by cause, and legs follow one another without gaps."""
    described = AGENCIES[name]()
    records = run(described, draw_world(described, months=MONTHS, seed=63), PLAN, clock="simpy")
    cases, legs = records.cases, records.legs
    known = np.isfinite(cases["opened"])
    is_open = known & ~np.isfinite(cases["closed"])
    by_cause = np.bincount(cases["cause"][known & (cases["cause"] >= 0)])
    turned_away = (cases["turned_away"] == 1).sum()
    before_day_0 = (known & (cases["cause"] < 0) & (cases["closed"] < 0.0)).sum()
    assert known.sum() == is_open.sum() + by_cause.sum() + turned_away + before_day_0
    begun = legs[np.isfinite(legs["started"])]
    follows = begun["case"][1:] == begun["case"][:-1]
    assert (begun["started"][1:][follows] == begun["ended"][:-1][follows]).all()


@pytest.mark.parametrize("name", list(AGENCIES))
def test_every_visit_due_is_seen_or_unseen_for_one_reason(name: str) -> None:
    """Exact, in every office, stage and month; and month by month as the children count it."""
    described = AGENCIES[name]()
    records = run(described, draw_world(described, months=MONTHS, seed=64), PLAN, clock="simpy")
    cells = records.contact_months
    if name == "a hard cap":
        assert all(cells[reason].sum() > 0 for reason in UNSEEN_REASONS[1:])
    unseen = sum(cells[reason] for reason in UNSEEN_REASONS)
    assert (cells["seen"] + unseen == cells["eligible"]).all()
    assert records.cases["unseen_months"].sum() == unseen.sum() > 0
    assert records.cases["eligible_months"].sum() == cells["eligible"].sum()


@pytest.mark.parametrize("name", list(AGENCIES))
def test_no_team_delivers_more_hours_than_it_has_or_than_are_asked(name: str) -> None:
    """Exact, team by team and month by month; and the hours there are those of its workers."""
    described = AGENCIES[name]()
    records = run(described, draw_world(described, months=MONTHS, seed=65), PLAN, clock="simpy")
    activities = ("contact", "casework", "court", "training")
    months = records.team_months
    delivered = sum(months[f"{activity}_delivered"] for activity in activities)
    demanded = sum(months[f"{activity}_demanded"] for activity in activities)
    assert (delivered <= months["available"] + 1e-9).all()
    for activity in activities:
        assert (months[f"{activity}_delivered"] <= months[f"{activity}_demanded"] + 1e-9).all()
    assert (delivered <= demanded + 1e-9).all()
    hours = records.snapshots["hours"].reshape(MONTHS, -1).sum(axis=1)
    np.testing.assert_allclose(months["available"].reshape(MONTHS, -1).sum(axis=1), hours)


def test_an_agency_to_which_nobody_is_referred_works_off_the_cases_open_on_day_0() -> None:
    """Exact: no case opens, nobody comes back, and what is open only shrinks, to nothing."""
    described = smallest_agency(demand__families_per_month=0)
    made = Run(run(described, draw_world(described, months=30, seed=66), PLAN, clock="simpy"))
    assert len(made.children) == described.opening[0].children
    assert (made.children["opened"] <= 0.0).all()
    children = made.months.groupby("month")["open_children"].sum().to_numpy()
    assert (np.diff(children) <= 0).all()
    assert children[0] > 0
    assert children[-1] == 0
