"""What no plan can change: families, children, their ways through care, and the streams of luck.

A world is drawn once for a replication and met by every plan in it. The agency fields that redraw
it are those of `DRAWN_FROM`: demand, laws, opening stock and surges. Hours of a role, weights,
compressibility, caps, visits, staff, hand-overs, costs and everything in a plan do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.world.children import CHILD, referred_children, stock_children
from staffing_sim.world.families import child_rows, draw_children, draw_referrals
from staffing_sim.world.itineraries import LEG, draw_legs
from staffing_sim.world.luck import Purpose, Seed, person_luck, position_luck, stream
from staffing_sim.world.opening import draw_stock

__all__ = [
    "CHILD",
    "DRAWN_FROM",
    "FAMILY",
    "LEG",
    "POOL_SIZE",
    "World",
    "draw_world",
    "person_luck",
    "position_luck",
    "same_chance",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

POOL_SIZE = 1 << 22  # uniforms for visits and absences; a shorter pool inflates their variance

DRAWN_FROM = ("start", "offices", "stages", "demand", "ageing", "opening")
"""The fields of an agency that a world is drawn from; any other may change on the same world."""

FAMILY = np.dtype(
    [(name, np.int32) for name in ("office", "tier", "size", "first_child", "children", "leg")]
    + [("arrival", np.float64), ("delay", np.float64)]
)
"""A family: arrival (negative: before day 0), base months to first contact, and its children.

``leg`` is the row of its investigation in ``World.family_legs``, or -1 where the investigation
ended before day 0; ``first_child`` and ``children`` name its rows in ``World.children``.
"""


@dataclass(frozen=True, eq=False, kw_only=True)
class World:
    """All that chance decides, before any plan.

    Parameters
    ----------
    seed
        The entropy it was drawn from; the luck of positions is drawn from it on demand.
    months
        The horizon for which referrals were drawn.
    families, children
        Records of types `FAMILY` and `CHILD`; families of day 0 first, then in order of arrival.
    family_legs, legs
        Investigations, and the children's itineraries, each child's in one piece.
    pool
        Uniforms for the luck of households and people.
    """

    seed: Seed
    months: int
    families: NDArray[np.void]
    children: NDArray[np.void]
    family_legs: NDArray[np.void]
    legs: NDArray[np.void]
    pool: Floats


def draw_world(agency: Agency, *, months: int, seed: Seed) -> World:
    """Draw a world: the same seed and agency give the same world, and a prefix of a longer one.

    Parameters
    ----------
    agency
        Its demand, pathway and opening stock.
    months
        The horizon, at least 1.
    seed
        An integer or a tuple of integers.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> short, long = (draw_world(office, months=m, seed=1) for m in (3, 6))
    >>> count = len(short.families)
    >>> bool((short.families["arrival"] == long.families["arrival"][:count]).all())
    True
    """
    parts = [_opening_part(agency, number, seed) for number in range(len(agency.opening))]
    parts.append(_referred_part(agency, months, seed))
    families, family_legs, children, legs = _join(parts)
    return World(
        seed=seed,
        months=months,
        families=families,
        children=children,
        family_legs=family_legs,
        legs=legs,
        pool=stream(seed, Purpose.POOL).random(POOL_SIZE),
    )


def same_chance(one: Agency, other: Agency) -> bool:
    """Tell whether two descriptions draw the same world from the same seed.

    Hours of a stage draw nothing, but stand in a field that does: such a pair is told apart for
    nothing, which costs a second and changes no number.

    Examples
    --------
    >>> from staffing_sim.presets import load_agency
    >>> office = load_agency("small-office")
    >>> same_chance(office, office.null()), same_chance(office, load_agency("la-county-2013"))
    (True, False)
    """
    return all(getattr(one, name) == getattr(other, name) for name in DRAWN_FROM)


_Part = tuple[NDArray[np.void], NDArray[np.void], NDArray[np.void], NDArray[np.void]]
"""Families, their investigations, their children, the children's legs; numbered from 0."""


def _referred_part(agency: Agency, months: int, seed: Seed) -> _Part:
    """Draw the families referred from day 0 on."""
    referrals = draw_referrals(agency, months, seed)
    count = len(referrals.families)
    stage = _entry_stage(agency)
    stages, office = np.full(count, stage), referrals.families["office"]
    family_legs = draw_legs(agency, stages, np.arange(count), referrals.leg_uniforms, office)
    uniforms = draw_children(referrals, family_legs["final"] == 0, seed)
    return _investigated(agency, referrals.families, family_legs, uniforms)


def _opening_part(agency: Agency, number: int, seed: Seed) -> _Part:
    """Draw the families whose investigation, or whose children's cases, are open on day 0."""
    stock = draw_stock(agency, number, seed)
    if agency.stage(agency.opening[number].stage).unit == "family":
        opened = stock.legs["final"] == 0
        generator = stream(seed, Purpose.OPENING_CHILDREN, _entry_stage(agency))
        uniforms = child_rows(generator, stock.families["size"][opened])
        return _investigated(agency, stock.families, stock.legs, uniforms)
    children, legs = stock_children(agency, stock, POOL_SIZE)
    families = _families(stock.families, children)
    families["leg"] = -1
    return families, stock.legs[:0], children, legs


def _investigated(
    agency: Agency,
    drawn: NDArray[np.void],
    family_legs: NDArray[np.void],
    uniforms: Floats,
) -> _Part:
    children, legs = referred_children(agency, drawn, family_legs, uniforms, POOL_SIZE)
    families = _families(drawn, children)
    families["leg"] = np.arange(len(families))
    return families, family_legs, children, legs


def _families(drawn: NDArray[np.void], children: NDArray[np.void]) -> NDArray[np.void]:
    """Return families with the rows of their children, whose case opens or is open."""
    families = np.zeros(len(drawn), dtype=FAMILY)
    for name in ("office", "tier", "size", "arrival", "delay"):
        families[name] = drawn[name]
    families["children"] = np.bincount(children["family"], minlength=len(drawn))
    families["first_child"] = np.searchsorted(children["family"], np.arange(len(drawn)))
    return families


def _join(parts: list[_Part]) -> _Part:
    """Put parts one after another, each numbered on from the last."""
    family_count = child_count = family_leg_count = leg_count = 0
    for families, family_legs, children, legs in parts:
        families["first_child"] += child_count
        families["leg"][families["leg"] >= 0] += family_leg_count
        family_legs["owner"] += family_count
        children["family"] += family_count
        children["household"] += child_count
        children["first_leg"] += leg_count
        children["extended_leg"][children["extended_leg"] >= 0] += leg_count
        legs["owner"] += child_count
        family_count += len(families)
        child_count += len(children)
        family_leg_count += len(family_legs)
        leg_count += len(legs)
    joined = [np.concatenate(tables) for tables in zip(*parts, strict=True)]
    return joined[0], joined[1], joined[2], joined[3]


def _entry_stage(agency: Agency) -> int:
    return [stage.name for stage in agency.stages].index(agency.demand.entry_stage)
