"""Special agencies whose behaviour has a known answer, made through the public model only.

Offices are independent replications: they share no worker, and nobody is transferred. So one run
of an agency with 200 small offices holds 200 replications.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency, Office
from staffing_sim.agency.demand import ContactRule, Demand, Tier
from staffing_sim.agency.pathway import Hours, Route, Stage
from staffing_sim.agency.staff import HandOver, LeavingBand, Role, Workforce
from staffing_sim.distributions import Constant, Exponential, Gamma
from staffing_sim.engine import run
from staffing_sim.engine.records import Records
from staffing_sim.plan import Plan
from staffing_sim.world import World, draw_world

HOURS = 100.0  # hours a month of every worker
WORK = 0.1  # months of a mean case at full service
LAWS = {
    "constant": (Constant(value=WORK), 0.0),
    "exponential": (Exponential(mean=WORK), 1.0),
    "gamma": (Gamma(mean=WORK, shape=0.5), 2.0),
}  # with the squared coefficient of variation
AS_IS = Plan("As is")
NO_VISITS = ContactRule(success=1.0, hours_per_attempt=1.0)
NOBODY_LEAVES = Workforce(leaving=(LeavingBand(rate_per_year=0.0),), hiring_role="worker")


def worker_role(positions: int, **changes: Any) -> Role:
    """Return the one role: fully compressible work, nothing but casework to do."""
    values: dict[str, Any] = {"case_hours": HOURS, "compressibility": 1.0} | changes
    return Role(name="worker", label="Workers", positions=positions, **values)


def whole_service(*, casework: float, work: Any, **route: Any) -> Stage:
    """Return an only stage: a family is referred, served, and leaves."""
    return Stage(
        name="service",
        label="Service",
        role="worker",
        unit="family",
        hours=Hours(casework=casework),
        routes=(Route(to="exit", cause="served", share=1.0, work=work, **route),),
    )


def open_door(to: str, **route: Any) -> Stage:
    """Return an intake that opens every case at once, without a worker."""
    return Stage(
        name="intake",
        label="Intake",
        unit="family",
        routes=(Route(to=to, cause="opened", share=1.0, **route),),
    )


def care(*routes: Route, hours: Hours | None = None, **values: Any) -> Stage:
    """Return a stage of children worked by the one role."""
    given = Hours(casework=1.0) if hours is None else hours
    named = {"name": "care", "label": "Care", "role": "worker", "in_care": True} | values
    return Stage(hours=given, routes=routes, **named)


def agency(
    stages: Sequence[Stage],
    *,
    offices: int,
    workers: int = 1,
    families: float = 1.0,
    role: dict[str, Any] | None = None,
    demand: dict[str, Any] | None = None,
    workforce: Workforce = NOBODY_LEAVES,
    **values: Any,
) -> Agency:
    """Return an agency of equal offices; ``families`` and ``workers`` count those of one office."""
    tier = Tier(name="all", share=1.0, deadline_days=30.0, delay_days=0.0)
    wanted: dict[str, Any] = {"family_size": 1.0, "tiers": (tier,), "age_years": 0.0}
    return Agency(
        name="known-answer",
        title="An agency with a known answer",
        start=date(2024, 1, 1),
        offices=tuple(Office(name=f"office_{row}", referrals=1.0) for row in range(offices)),
        roles=(worker_role(workers * offices, **(role or {})),),
        stages=tuple(stages),
        demand=Demand(
            entry_stage=stages[0].name,
            families_per_month=families * offices,
            **(wanted | (demand or {})),
        ),
        workforce=workforce,
        permanence_causes=(),
        **(
            {
                "contact": NO_VISITS,
                "hand_overs": HandOver(relearning_months=0.0),
                "observed": "full_service",
            }
            | values
        ),
    )


def run_as_is(described: Agency, world: World, plan: Plan = AS_IS) -> Records:
    """Run with the SimPy clock, the one that every machine has."""
    return run(described, world, plan, clock="simpy")


def run_many(described: Agency, world: World, plan: Plan = AS_IS) -> Records:
    """Run a sample large enough to be held against theory with the quicker clock, where there is
    one: both leave the same bits (`tests/engine`)."""
    return run(described, world, plan, clock="auto")


def one_family_per_office(world: World, offices: int) -> World:
    """Keep as many families as offices, and send one to each."""
    families = world.families.copy()
    assert len(families) >= offices, "the world has too few families for this script"
    families["office"] = np.arange(len(families))
    return first_families(replace(world, families=families), offices)


def first_families(world: World, count: int) -> World:
    """Return the same world without the families that come later."""
    families = world.families[:count]
    children = world.children[world.children["family"] < count]
    return replace(world, families=families, children=children)


def scripted(
    described: Agency,
    *,
    arrivals: Sequence[float] | NDArray[np.float64],
    months: int,
    offices: Sequence[int] | NDArray[np.int64] | None = None,
    sizes: Sequence[int] | None = None,
    work: Sequence[float] | None = None,
) -> World:
    """Write arrivals (ascending), offices and investigation work of a few families into a world.

    ``sizes`` keeps, in this order, drawn families that have so many children.
    """
    world = draw_world(described, months=1, seed=1)
    chosen = np.arange(len(arrivals))
    if sizes is not None:
        chosen = np.array(_rows_of_sizes(world.families["size"].tolist(), sizes))
    families = world.families[chosen].copy()
    shift = np.asarray(arrivals) - families["arrival"]
    families["arrival"] = arrivals
    families["office"] = 0 if offices is None else offices
    family_legs = world.family_legs.copy()
    if work is not None:
        family_legs["work"][families["leg"]] = work
    kept = [np.arange(f["first_child"], f["first_child"] + f["children"]) for f in families]
    children = world.children[np.concatenate(kept)].copy()
    children["family"] = np.repeat(np.arange(len(families)), families["children"])
    children["birth"] += shift[children["family"]]
    heads = np.concatenate([[0], np.cumsum(families["children"])])[:-1]
    together = np.concatenate(kept) == children["household"]
    children["household"] = np.where(together, np.arange(len(children)), heads[children["family"]])
    families["first_child"] = heads
    return replace(
        world, families=families, children=children, family_legs=family_legs, months=months
    )


def _rows_of_sizes(drawn: list[int], wanted: Sequence[int]) -> list[int]:
    """Return rows of families with the sizes wanted, each row once."""
    rows: list[int] = []
    for size in wanted:
        rows.append(next(row for row, has in enumerate(drawn) if has == size and row not in rows))
    return rows


def by_office(values: NDArray[Any], office: NDArray[Any], offices: int) -> NDArray[np.float64]:
    """Add values up office by office."""
    weights = np.asarray(values, dtype=np.float64)
    return np.bincount(office, weights=weights, minlength=offices).astype(np.float64, copy=False)


def shares_of_time(records: Records, *, start: float, end: float, highest: int) -> NDArray[Any]:
    """Return, for each office, the share of a time in which n cases are open: [office, n].

    Counts above ``highest`` fall into the last column.
    """
    cases = records.cases
    offices = len(records.agency.offices)
    shares = np.zeros((offices, highest + 2))
    order = np.argsort(cases["office"], kind="stable")
    bounds = np.searchsorted(cases["office"][order], np.arange(offices + 1))
    for office in range(offices):
        mine = cases[order[bounds[office] : bounds[office + 1]]]
        mine = mine[mine["turned_away"] == 0]
        opened = mine["opened"][np.isfinite(mine["opened"])]
        closed = mine["closed"][np.isfinite(mine["closed"])]
        times = np.concatenate([opened, closed])
        steps = np.concatenate([np.ones(len(opened)), -np.ones(len(closed))])
        sequence = np.argsort(times, kind="stable")
        edges = np.clip(np.concatenate([[start], times[sequence], [end]]), start, end)
        counts = np.concatenate([[0.0], np.cumsum(steps[sequence])]).astype(np.int64)
        np.add.at(shares[office], np.minimum(counts, highest + 1), np.diff(edges))
    return shares / (end - start)
