"""Run the engine and the oracle on one world, and say where they part."""

from __future__ import annotations

import math
from typing import Any

import simpy

from staffing_sim.agency import Agency
from staffing_sim.engine import run
from staffing_sim.engine.codes import EVENT_NAMES
from staffing_sim.engine.records import UNSEEN_REASONS, Records
from staffing_sim.engine.view import AgencyView, Event
from staffing_sim.plan import Plan
from staffing_sim.world import draw_world
from tests.oracle.model import Oracle

SAME_TIME = 1e-9
TIMES = ("assigned", "responded", "closed")
COUNTS = (
    "cause",
    "by_design",
    "by_leaver",
    "eligible_months",
    "unseen_months",
    "unseen_run",
    "longest_unseen_run",
    "turned_away",
)

Assignments = dict[int, list[tuple[float, int]]]


def assignments_of_engine(
    agency: Agency, world: Any, plan: Plan, months: int
) -> tuple[Records, Assignments]:
    """Run the engine and note, after every event, each case that has a new worker."""
    assignments: Assignments = {}
    present: dict[int, int] = {}

    def look(now: float, view: AgencyView) -> None:
        for c, case in enumerate(view.tables.cases):
            if case.worker != present.get(c, -1) and case.worker >= 0:
                assignments.setdefault(c, []).append((now, case.worker))
            present[c] = case.worker

    def after_event(event: Event, view: AgencyView) -> None:
        look(event.months, view)

    def on_day_zero(env: simpy.Environment, view: AgencyView) -> Any:
        look(env.now, view)
        yield env.timeout(0)

    hooks = dict.fromkeys(EVENT_NAMES.values(), after_event)
    records = run(
        agency, world, plan, months=months, clock="simpy", hooks=hooks, processes=[on_day_zero]
    )
    return records, assignments


def differences(
    agency: Agency, seed: int, months: int, plan: Plan | None = None
) -> tuple[list[str], Records]:
    """Return every fact on which engine and oracle differ (none, it is hoped), and the records."""
    plan = plan or Plan("As is")
    world = draw_world(agency, months=months, seed=seed)
    records, assignments = assignments_of_engine(agency, world, plan, months)
    oracle = Oracle(agency, world, plan, months).run()
    found = [
        *_of_cases(records, oracle, assignments),
        *_of_legs(records, oracle),
        *_of_visits(records, oracle),
        *_of_staff(records, oracle),
    ]
    return found, records


def same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_TIME or (math.isnan(one) and math.isnan(other))


def _of_cases(records: Records, oracle: Oracle, assignments: Assignments) -> list[str]:
    found = []
    for c, case in enumerate(oracle.cases):
        row = records.cases[c]
        found += [
            f"case {c}: {name} {row[name]} or {getattr(case, name)}"
            for name in (*TIMES, *COUNTS)
            if not same(row[name], getattr(case, name))
        ]
        ours, theirs = case.past_workers, assignments.get(c, [])
        agree = len(ours) == len(theirs) and all(
            w == v and same(t, u) for (t, w), (u, v) in zip(ours, theirs, strict=True)
        )
        if not agree:
            found.append(f"case {c}: workers {theirs} or {ours}")
    return found


def _of_legs(records: Records, oracle: Oracle) -> list[str]:
    found = []
    for number, leg in enumerate(records.legs):
        started, ended = oracle.leg_times.get(number, (math.nan, math.nan))
        if not (same(leg["started"], started) and same(leg["ended"], ended)):
            found.append(f"leg {number}: {leg['started']}-{leg['ended']} or {started}-{ended}")
        cause = oracle.leg_causes.get(number, -1)
        if math.isfinite(ended) and cause >= 0 and leg["cause"] != cause:
            found.append(f"leg {number}: cause {leg['cause']} or {cause}")
    return found


def _of_visits(records: Records, oracle: Oracle) -> list[str]:
    offices, stages = len(oracle.agency.offices), len(oracle.agency.stages)
    found = []
    for number, row in enumerate(records.contact_months):
        month, rest = divmod(number, offices * stages)
        cell = oracle.contact.get((month, *divmod(rest, stages)), {})
        for name in ("eligible", "seen", *UNSEEN_REASONS):
            if row[name] != cell.get(name, 0):
                where = f"month {month}, office and stage {divmod(rest, stages)}"
                found.append(f"{where}: {name} {row[name]} or {cell.get(name, 0)}")
    for number, row in enumerate(records.team_months):
        month, rest = divmod(number, records.n_teams)
        team = divmod(rest, len(oracle.agency.roles))
        if row["waiting_children"] != oracle.waiting[month].get(team, 0):
            found.append(f"month {month}, team {team}: waiting {row['waiting_children']}")
    return found


def _of_staff(records: Records, oracle: Oracle) -> list[str]:
    found = []
    for reason, noted in ((1, oracle.departures), (3, oracle.layoffs)):
        people = records.people[records.people["reason"] == reason]
        theirs = sorted(zip(people["left"].tolist(), people["position"].tolist(), strict=True))
        ours = sorted(noted)
        agree = len(ours) == len(theirs) and all(
            w == v and same(t, u) for (t, w), (u, v) in zip(ours, theirs, strict=True)
        )
        if not agree:
            found.append(f"left for reason {reason}: {theirs} or {ours}")
    return found
