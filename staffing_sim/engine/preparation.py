"""From agency, plan and world to the tables of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import AGED_OUT, TURNED_18_AT_HOME, TURNED_21, Agency
from staffing_sim.engine import tables
from staffing_sim.engine.codes import CLOSED, NOT_YET, SEEKING, STRIKE_START, UNSTAFFED
from staffing_sim.engine.plan_tables import (
    clause_month_table,
    clause_table,
    cut_table,
    lever_table,
    month_table,
    outside_table,
    policy_of,
    streak_table,
    strike_table,
    team_lever_table,
)
from staffing_sim.engine.positions import Position, all_positions, staff_tables
from staffing_sim.engine.tables import Tables, rows
from staffing_sim.plan import Plan
from staffing_sim.timeline import MONTHS_TO_18, MONTHS_TO_21
from staffing_sim.world import World


def prepare(agency: Agency, world: World, plan: Plan, months: int) -> Tables:
    """Return the tables of a run as NumPy records, before day 0 is set up."""
    positions = all_positions(agency, plan)
    teams = len(agency.offices) * len(agency.roles)
    cases, legs = _cases(agency, world)
    workers, people = staff_tables(agency, plan, world, positions)
    offices, stages = len(agency.offices), len(agency.stages)
    strikes = strike_table(agency, plan)
    outside = outside_table(agency, plan)
    prepared = Tables(
        agency=_agency(agency, world, plan, months=months, positions=len(workers)),
        now=rows(tables.NOW, 1),
        cases=cases,
        legs=legs,
        workers=workers,
        people=people,
        teams=_teams(agency, workers, positions),
        second_links=rows(tables.LINK, len(cases)),
        second_lists=_lists(len(workers)),
        queues=_lists(teams * len(agency.demand.tiers)),
        stages=_stages(agency),
        roles=_roles(agency, plan),
        levers=lever_table(agency, plan, months),
        team_levers=team_lever_table(agency, plan, months),
        months=month_table(agency, plan, months),
        bands=_bands(agency),
        ramp=_ramp(agency),
        cuts=cut_table(agency, plan),
        strikes=strikes,
        outside=outside,
        case_calendar=rows(tables.CALENDAR, len(workers) + len(cases) + 1),
        case_where=rows(tables.WHERE, len(workers) + len(cases)),
        staff_calendar=rows(tables.CALENDAR, len(workers) + len(strikes) + 1),
        staff_where=rows(tables.WHERE, len(workers) + len(strikes)),
        pool=world.pool,
        snapshots=rows(tables.SNAPSHOT, months * len(workers)),
        team_months=rows(tables.TEAM_MONTH, months * teams),
        contact_months=rows(tables.CONTACT_MONTH, months * offices * stages),
        clauses=clause_table(agency, plan),
        streaks=streak_table(agency, plan, positions=len(workers)),
        clause_months=clause_month_table(agency, plan, months),
        scratch=rows(tables.SCRATCH, len(cases)),
    )
    prepared.agency["outside_periods"] = len(outside) // stages
    prepared.agency["cuts"] = len(prepared.cuts)
    _schedule_strikes(prepared)
    prepared.now["next_family"] = np.searchsorted(world.families["arrival"], 0.0)
    return prepared


def _cases(agency: Agency, world: World) -> tuple[NDArray[Any], NDArray[Any]]:
    families, children = world.families, world.children
    count = len(families)
    cases = rows(tables.CASE, count + len(children))
    legs = _legs(world, count)
    _write_families(cases[:count], world)
    _write_children(cases[count:], count, len(world.family_legs), world)
    for name in ("worker", "second", "next", "previous", "cause"):
        cases[name] = -1
    for name in ("assigned", "responded", "closed"):
        cases[name] = np.nan
    cases["due"] = np.inf
    cases["no_contact_until"] = -np.inf
    _bring_to_full_service(legs, cases, agency)
    under_way = np.flatnonzero(cases["state"] == SEEKING)
    _write_under_way(cases, legs, under_way, agency)
    finished = cases["state"] == CLOSED
    cases["closed"][finished] = cases["opened"][finished]
    return cases, legs


def _write_families(cases: NDArray[Any], world: World) -> None:
    families = world.families
    for name in ("office", "tier", "size", "children"):
        cases[name] = families[name]
    cases["delay_left"] = families["delay"]
    cases["family"] = np.arange(len(cases))
    cases["first_child"] = families["first_child"] + len(cases)
    cases["extended_leg"] = -1
    cases["leg"] = families["leg"]
    cases["opened"] = families["arrival"]
    cases["in_care_since"] = np.nan
    arrived = families["arrival"] < 0.0
    cases["state"] = np.where(arrived, np.where(families["leg"] >= 0, SEEKING, CLOSED), NOT_YET)


def _write_children(cases: NDArray[Any], families: int, family_legs: int, world: World) -> None:
    children = world.children
    owner = children["family"]
    cases["office"] = world.families["office"][owner]
    cases["tier"] = world.families["tier"][owner]
    cases["children"] = world.families["children"][owner]
    cases["first_child"] = world.families["first_child"][owner] + families
    cases["family"] = owner
    cases["size"] = 1
    cases["household"] = children["household"] + families
    cases["leg"] = children["first_leg"] + family_legs
    extended = children["extended_leg"]
    cases["extended_leg"] = np.where(extended >= 0, extended + family_legs, -1)
    for name in ("luck", "birth", "opened", "in_care_since", "unseen_run"):
        cases[name] = children[name]
    cases["longest_unseen_run"] = children["unseen_run"]
    cases["state"] = np.where(np.isnan(children["opened"]), NOT_YET, SEEKING)


def _legs(world: World, families: int) -> NDArray[Any]:
    """Return the investigations, then the children's legs."""
    legs = rows(tables.LEG, len(world.family_legs) + len(world.legs))
    drawn = np.concatenate([world.family_legs, world.legs])
    names = ("stage", "route", "hearing", "cause", "final", "work", "wait", "legal", "elapsed")
    for name in (*names, "done_at", "due"):
        legs[name] = drawn[name]
    legs["case"] = drawn["owner"]
    legs["case"][len(world.family_legs) :] += families
    legs["started"] = np.nan
    legs["ended"] = np.nan
    return legs


def _bring_to_full_service(legs: NDArray[Any], cases: NDArray[Any], agency: Agency) -> None:
    """Turn months of work as observed in a case's office into months at full service."""
    role = _stages(agency)["role"][legs["stage"]]
    office = cases["office"].take(legs["case"], mode="clip")  # a script may leave out families
    pace = agency.full_service.pace[office, np.maximum(role, 0)]
    legs["work"] *= np.where(role >= 0, pace, 1.0)


def _write_under_way(
    cases: NDArray[Any], legs: NDArray[Any], under_way: NDArray[Any], agency: Agency
) -> None:
    """Write the legs of the cases that are open on day 0 as they stand."""
    leg = cases["leg"][under_way]
    legs["started"][leg] = -legs["elapsed"][leg]
    stage = legs["stage"][leg]
    cases["stage"][under_way] = stage
    cases["work_left"][under_way] = legs["work"][leg]
    cases["due"][under_way] = legs["due"][leg]
    cases["done"][under_way] = np.isfinite(legs["due"][leg])
    described = _stages(agency)
    cases["ages_out"][under_way] = np.where(
        described["of_families"][stage] == 1,
        np.inf,
        np.maximum(0.0, cases["birth"][under_way] + described["age_limit"][stage]),
    )
    nobody = described["role"][stage] < 0
    cases["state"][under_way] = np.where(nobody, UNSTAFFED, SEEKING)


def _agency(
    agency: Agency, world: World, plan: Plan, *, months: int, positions: int
) -> NDArray[Any]:
    row = rows(tables.AGENCY, 1)
    causes = agency.causes
    contact, workforce, hand_overs = agency.contact, agency.workforce, agency.hand_overs
    academy_months = workforce.academy.months
    values = {
        "months": months,
        "families": len(world.families),
        "positions": positions,
        "offices": len(agency.offices),
        "roles": len(agency.roles),
        "stages": len(agency.stages),
        "tiers": len(agency.demand.tiers),
        "generations": workforce.generations,
        "pool_size": len(world.pool),
        "bands": len(workforce.leaving),
        "ramp_steps": len(workforce.ramp),
        "whole_month": contact.eligible == "whole_month",
        "longest_first": contact.order == "longest_unseen",
        "colleagues_cover": contact.colleagues_cover,
        "reopen_waiting": hand_overs.reopen_waiting,
        "aged_out": causes.index(AGED_OUT),
        "turned_18": causes.index(TURNED_18_AT_HOME),
        "turned_21": causes.index(TURNED_21),
        "clauses": len(plan.clauses),
        "success": contact.success,
        "hours_per_attempt": contact.hours_per_attempt,
        "sibling_cost": contact.sibling_cost,
        "out_of_reach": contact.out_of_reach_share,
        "first_response_hours": contact.first_response_hours,
        "burnout": workforce.burnout,
        "load_cap": workforce.load_cap,
        "transfer_rate": workforce.transfer_rate_per_year / 12.0,
        "absence_rate": workforce.absence_rate_per_year / 12.0,
        "absence_months": workforce.absence_months,
        "academy_months": academy_months if plan.academy_months is None else plan.academy_months,
        "academy_months_before": academy_months,
        "dropout": workforce.academy.dropout_share,
        "relearning": hand_overs.relearning_months,
        "gap": hand_overs.gap_months,
    }
    for name, value in values.items():
        row[name] = value
    return row


def _teams(agency: Agency, workers: NDArray[Any], positions: list[Position]) -> NDArray[Any]:
    teams = rows(tables.TEAM, len(agency.offices) * len(agency.roles))
    numbers = np.arange(len(teams))
    teams["first"] = np.searchsorted(workers["team"], numbers, side="left")
    teams["end"] = np.searchsorted(workers["team"], numbers, side="right")
    factors = np.array([office.leaving_factor for office in agency.offices])
    derived = agency.full_service
    teams["leaving_factor"] = (factors[:, np.newaxis] * derived.leaving).ravel()
    teams["pace"] = derived.pace.ravel()
    for name in ("stop_children", "stop_families"):
        teams[name] = np.inf
    own = workers["team"][[position.on_day_zero for position in positions]]
    hours = [role.cover_hours_per_position for role in agency.roles]
    teams["cover_hours"] = np.bincount(own, minlength=len(teams)) * np.tile(
        hours, len(agency.offices)
    )
    return teams


def _lists(count: int) -> NDArray[Any]:
    """Return the ends of so many lists of cases, all of them empty."""
    lists = rows(tables.LIST, count)
    lists["first"] = -1
    lists["last"] = -1
    return lists


def _stages(agency: Agency) -> NDArray[Any]:
    roles = [role.name for role in agency.roles]
    table = rows(tables.STAGE, len(agency.stages))
    for row, stage in zip(table, agency.stages, strict=True):
        row["role"] = -1 if stage.role is None else roles.index(stage.role)
        row["second_role"] = -1 if stage.second_role is None else roles.index(stage.second_role)
        row["in_care"] = stage.in_care
        row["shared"] = stage.shared
        row["contact_required"] = stage.contact_required
        row["of_families"] = stage.unit == "family"
        for activity in ("contact", "casework", "court"):
            row[activity] = getattr(stage.hours, activity)
            row[f"second_{activity}"] = getattr(stage.second_hours, activity)
        extended = stage.name == agency.ageing.extended_stage
        row["age_limit"] = MONTHS_TO_21 if extended else MONTHS_TO_18
        if stage.unit == "family":
            row["age_limit"] = np.inf
        if stage.hearing is not None:
            row["hearing_first"] = stage.hearing.first
            row["hearing_interval"] = stage.hearing.interval
    return table


def _roles(agency: Agency, plan: Plan) -> NDArray[Any]:
    table = rows(tables.ROLE, len(agency.roles))
    for row, role in zip(table, agency.roles, strict=True):
        row["policy"] = policy_of(role, plan)
        row["case_hours"] = role.hours_per_month
        row["training_hours"] = role.training_hours
        row["compressibility"] = role.compressibility
    return table


def _bands(agency: Agency) -> NDArray[Any]:
    table = rows(tables.BAND, len(agency.workforce.leaving))
    for row, band in zip(table, agency.workforce.leaving, strict=True):
        row["until"] = np.inf if band.until_years is None else 12.0 * band.until_years
        row["rate"] = band.rate_per_year / 12.0
    return table


def _ramp(agency: Agency) -> NDArray[Any]:
    table = rows(tables.RAMP, len(agency.workforce.ramp))
    table["share"] = agency.workforce.ramp
    return table


def _schedule_strikes(prepared: Tables) -> None:
    """Put the strikes into the staff calendar, in order of their start."""
    positions = len(prepared.workers)
    order = np.argsort(prepared.strikes["start"], kind="stable")
    calendar = prepared.staff_calendar
    calendar["actor"][0] = len(order)
    for place, number in enumerate(order, start=1):
        calendar["time"][place] = prepared.strikes["start"][number]
        calendar["kind"][place] = STRIKE_START
        calendar["subject"][place] = positions + number
        calendar["actor"][place] = positions + number
        prepared.staff_where["row"][positions + number] = place
