"""The children whose case opens: their birth, household, luck and itinerary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import MAX_LEGS
from staffing_sim.world.families import AGE, EXTENDED, LUCK, TOGETHER
from staffing_sim.world.itineraries import LEG_UNIFORMS, draw_legs, next_stages, walk
from staffing_sim.world.opening import Stock

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CHILD = np.dtype(
    [
        (name, np.int32)
        for name in ("family", "household", "luck", "first_leg", "legs", "extended_leg")
    ]
    + [("unseen_run", np.int32)]
    + [(name, np.float64) for name in ("birth", "opened", "in_care_since")]
)
"""A child whose case opens, or is open on day 0 (``opened`` negative; NaN otherwise).

``household`` is the row of the first child who lives there; ``legs`` counts the itinerary from
``first_leg`` on, without ``extended_leg`` (-1 if none), the leg that follows at 18 in care.
"""

Children = tuple[NDArray[np.void], NDArray[np.void]]  # records of type CHILD, and of type LEG


def referred_children(
    agency: Agency,
    families: NDArray[np.void],
    family_legs: NDArray[np.void],
    uniforms: Floats,
    pool_size: int,
) -> Children:
    """Return the children of the families whose investigation opens their case."""
    opened = np.flatnonzero(family_legs["final"] == 0)
    family = np.repeat(opened, families["size"][opened])
    children = _identities(agency, family, uniforms, pool_size)
    ages = agency.demand.age_years.quantile(uniforms[:, AGE])
    children["birth"] = families["arrival"][family] - 12.0 * np.minimum(ages, 17.999)
    children["opened"] = np.nan
    children["in_care_since"] = np.nan
    stage = next_stages(agency, family_legs[family])
    shared = np.array([stage.shared for stage in agency.stages])
    row = np.where(shared[stage], _heads(family), children["household"])
    office = families["office"][family]
    first = draw_legs(
        agency, stage, np.arange(len(family)), _leg_uniforms(uniforms)[row, 0], office
    )
    return _with_itineraries(agency, children, first, uniforms, office)


def stock_children(agency: Agency, stock: Stock, pool_size: int) -> Children:
    """Return the children whose case is open on day 0."""
    children = _identities(agency, stock.family, stock.uniforms, pool_size)
    for name in ("birth", "opened", "in_care_since", "unseen_run"):
        children[name] = getattr(stock, name)
    office = stock.families["office"][stock.family]
    return _with_itineraries(agency, children, stock.legs, stock.uniforms, office)


def _identities(
    agency: Agency, family: Integers, uniforms: Floats, pool_size: int
) -> NDArray[np.void]:
    """Return children with their family, their household and their luck."""
    children = np.zeros(len(family), dtype=CHILD)
    children["family"] = family
    together = uniforms[:, TOGETHER] < agency.demand.households_together
    children["household"] = np.where(together, _heads(family), np.arange(len(family)))
    children["luck"] = (uniforms[:, LUCK] * pool_size).astype(np.int64)
    return children


def _heads(family: Integers) -> Integers:
    """Return the row of the first child of each child's family (families stand in one piece)."""
    return np.searchsorted(family, family, side="left").astype(np.int64)


def _leg_uniforms(uniforms: Floats) -> Floats:
    return uniforms[:, EXTENDED + 1 :].reshape(len(uniforms), MAX_LEGS + 1, LEG_UNIFORMS)


def _with_itineraries(
    agency: Agency,
    children: NDArray[np.void],
    first: NDArray[np.void],
    uniforms: Floats,
    office: Integers,
) -> Children:
    head, home = _heads(children["family"]), children["household"]
    legs = walk(agency, first, _leg_uniforms(uniforms), head, home, office)
    children["legs"] = np.bincount(legs["owner"], minlength=len(children))
    extended = _extended_legs(agency, first, uniforms, office)
    together = np.concatenate([legs, extended])
    together = together[np.lexsort((together["number"], together["owner"]))]
    children["first_leg"] = np.searchsorted(together["owner"], np.arange(len(children)))
    children["extended_leg"] = -1
    owners = extended["owner"]
    children["extended_leg"][owners] = children["first_leg"][owners] + children["legs"][owners]
    _mark_adults(agency, children, first)
    return children, together


def _extended_legs(
    agency: Agency, first: NDArray[np.void], uniforms: Floats, office: Integers
) -> NDArray[np.void]:
    """Return the legs after 18 of those who would stay in care."""
    ageing = agency.ageing
    if ageing.extended_stage is None:
        return first[:0]
    stage = [stage.name for stage in agency.stages].index(ageing.extended_stage)
    stays = (uniforms[:, EXTENDED] < ageing.extended_share) & (first["stage"] != stage)
    owners = np.flatnonzero(stays)
    drawn = _leg_uniforms(uniforms)[owners, MAX_LEGS]
    legs = draw_legs(agency, np.full(len(owners), stage), owners, drawn, office[owners])
    legs["number"] = MAX_LEGS
    return legs


def _mark_adults(agency: Agency, children: NDArray[np.void], first: NDArray[np.void]) -> None:
    """Whoever is in extended care on day 0 has no other leg after 18 than this one."""
    if agency.ageing.extended_stage is None:
        return
    stage = [stage.name for stage in agency.stages].index(agency.ageing.extended_stage)
    adults = first["stage"] == stage
    children["extended_leg"][adults] = children["first_leg"][adults]
