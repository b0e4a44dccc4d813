"""The agency as it is on day 0: cases under way, each seen at a moment of a length-biased leg.

Whoever looks at a stock meets long stays more often than short ones. So a case open on day 0 is
drawn from legs weighted by their length Y as observed in its office; it has lasted U Y, its work
outstanding, as observed, is max(0, X - U Y), and where the work is done the end is already dated.
Offices hold cases in proportion to their referrals and to how long legs last there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.opening import OpeningStock
from staffing_sim.agency.pathway import Stage
from staffing_sim.distributions import family_size
from staffing_sim.timeline import MONTHS_FROM_18_TO_21, MONTHS_TO_18
from staffing_sim.world.families import FAMILY, TOGETHER, child_rows, office_of
from staffing_sim.world.itineraries import LEG_UNIFORMS, draw_legs, durations
from staffing_sim.world.luck import Purpose, Seed, stream

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CANDIDATES = 16384  # legs from which a stage's stock is drawn, weighted by their length
OFFICE, SIZE = range(2)
PICK, MOMENT, SIBLING_AGE, SEEN, RUN = range(5)


@dataclass(frozen=True)
class Stock:
    """Families and cases open on day 0 in one stage.

    ``families`` are all families; ``legs`` the leg under way of each case (a child's, or the
    family's in the entry stage); ``family`` the row in ``families`` of each case; the other arrays
    describe the children: birth, opened, in care since (NaN if not), months unseen, uniforms.
    """

    families: NDArray[np.void]
    legs: NDArray[np.void]
    family: Integers
    birth: Floats
    opened: Floats
    in_care_since: Floats
    unseen_run: Integers
    uniforms: Floats


def draw_stock(agency: Agency, number: int, seed: Seed) -> Stock:
    """Draw the cases open in one stage: entry ``number`` of the agency's opening stock."""
    stock = agency.opening[number]
    stage_index = [stage.name for stage in agency.stages].index(stock.stage)
    stage = agency.stages[stage_index]
    generator = stream(seed, Purpose.OPENING, stage_index)
    families, places = _draw_families(agency, stock.children, generator)
    family = np.arange(len(families))
    uniforms = np.empty((0, 0))
    home = family
    if stage.unit == "child":
        sizes = families["size"]
        family = np.repeat(family, sizes)
        uniforms = child_rows(stream(seed, Purpose.OPENING_CHILDREN, stage_index), sizes)
        home = _homes(agency, stage, family, uniforms)
    moments = generator.random((len(family), 5))
    candidates = _candidates(agency, stock, stage_index, generator)
    factors = agency.casework_factors[:, stage_index]
    lengths = {factor: _lengths(agency, stage, candidates, factor) for factor in np.unique(factors)}
    if len(families):
        families["office"] = _offices(agency, places, [lengths[each] for each in factors])
    factor = factors[families["office"][family]]
    under_way = _at_a_moment(candidates, lengths, factor, moments[home])
    under_way.legs["owner"] = np.arange(len(family))
    opened = -(under_way.elapsed + under_way.prior)
    birth = _births(agency, under_way, moments, home)
    families["arrival"] = 0.0
    np.minimum.at(families["arrival"], family, opened)
    return Stock(
        families=families,
        legs=under_way.legs,
        family=family,
        birth=birth,
        opened=opened,
        in_care_since=opened if stage.in_care else np.full(len(family), np.nan),
        unseen_run=_unseen_run(stock.unseen_share, moments),
        uniforms=uniforms,
    )


def _draw_families(
    agency: Agency, children: int, generator: np.random.Generator
) -> tuple[NDArray[np.void], Floats]:
    """Draw families until they have this many children, the last one cut to fit.

    Returns them without an office, and the uniform from which each will get one.
    """
    demand = agency.demand
    uniforms = generator.random((children, 2))
    sizes = family_size(uniforms[:, SIZE], demand.family_size, demand.family_size_dispersion)
    count = int(np.searchsorted(np.cumsum(sizes), children)) + 1 if children else 0
    families = np.zeros(count, dtype=FAMILY)
    families["size"] = sizes[:count]
    if count:
        families["size"][-1] -= int(sizes[:count].sum()) - children
    return families, uniforms[:count, OFFICE]


@dataclass(frozen=True)
class _Candidates:
    """Legs as they start, with the months in care before them and the age on entry."""

    legs: NDArray[np.void]
    prior: Floats
    age: Floats


@dataclass(frozen=True)
class _Lengths:
    """How long the candidates last in an office; ``uncut`` by age."""

    length: Floats
    uncut: Floats


@dataclass(frozen=True)
class _UnderWay(_Candidates):
    """A leg under way for each case, and how long it has lasted."""

    elapsed: Floats


def _candidates(
    agency: Agency, stock: OpeningStock, stage_index: int, generator: np.random.Generator
) -> _Candidates:
    """Draw legs as they start."""
    uniforms = generator.random((CANDIDATES, LEG_UNIFORMS + 2))
    stages = np.full(CANDIDATES, stage_index)
    owners = np.zeros(CANDIDATES, dtype=np.int64)
    legs = draw_legs(agency, stages, owners, uniforms[:, :LEG_UNIFORMS])
    prior = stock.prior_months.quantile(uniforms[:, LEG_UNIFORMS])
    age = 12.0 * agency.demand.age_years.quantile(uniforms[:, LEG_UNIFORMS + 1])
    if agency.stages[stage_index].name == agency.ageing.extended_stage:
        age = MONTHS_TO_18 - prior
    return _Candidates(legs, prior, age)


def _lengths(agency: Agency, stage: Stage, candidates: _Candidates, factor: float) -> _Lengths:
    """Return how long legs last where work takes this much longer, cut short by age."""
    uncut = length = durations(agency, candidates.legs, factor)
    if stage.name == agency.ageing.extended_stage:
        length = np.minimum(length, MONTHS_FROM_18_TO_21)
    elif stage.unit == "child":
        room = MONTHS_TO_18 - candidates.prior - candidates.age
        length = np.minimum(length, np.maximum(0.0, room))
    return _Lengths(length, uncut)


def _offices(agency: Agency, places: Floats, lengths: list[_Lengths]) -> Integers:
    """Return the office of each family: by referrals, and by how long legs last there."""
    stays = np.array([each.length.mean() for each in lengths])
    if not stays.any():  # whoever is there is of age and leaves at once
        return office_of(agency, places)
    return office_of(agency, places, stays=stays / stays.max())


def _at_a_moment(
    candidates: _Candidates, lengths: dict[float, _Lengths], factor: Floats, moments: Floats
) -> _UnderWay:
    """Pick legs in proportion to their length, and a moment of each: what is done, what is left."""
    pick = np.zeros(len(moments), dtype=np.int64)
    length, uncut = np.zeros(len(moments)), np.zeros(len(moments))
    for value, in_office in lengths.items():
        rows = np.flatnonzero(factor == value)
        weights = np.cumsum(in_office.length)
        found = np.searchsorted(weights, moments[rows, PICK] * weights[-1], side="right")
        pick[rows] = np.minimum(found, CANDIDATES - 1)
        length[rows], uncut[rows] = in_office.length[pick[rows]], in_office.uncut[pick[rows]]
    legs = candidates.legs[pick].copy()
    elapsed = moments[:, MOMENT] * length
    left = np.maximum(0.0, legs["work"] * factor - elapsed)
    legs["elapsed"] = elapsed
    legs["done_at"] = np.where(left > 0.0, np.nan, legs["work"] * factor - elapsed)
    legs["due"] = np.where(left > 0.0, np.inf, uncut - elapsed)
    legs["work"] = left
    return _UnderWay(
        legs=legs, prior=candidates.prior[pick], age=candidates.age[pick], elapsed=elapsed
    )


def _homes(agency: Agency, stage: Stage, family: Integers, uniforms: Floats) -> Integers:
    """Return for each child the first one with whom it shares the leg: all siblings at home."""
    alone = np.arange(len(family))
    if stage.name == agency.ageing.extended_stage:
        return alone
    first = np.searchsorted(family, family, side="left")
    if stage.shared:
        return first
    together = uniforms[:, TOGETHER] < agency.demand.households_together
    return np.where(together, first, alone)


def _births(agency: Agency, under_way: _UnderWay, moments: Floats, home: Integers) -> Floats:
    """Return births. Siblings who share a leg share no age: theirs are drawn anew, below 18."""
    months_ago = under_way.elapsed + under_way.prior
    ages = agency.demand.age_years
    oldest = (MONTHS_TO_18 - months_ago) / 12.0
    drawn = ages.quantile(moments[:, SIBLING_AGE] * (1.0 - ages.survival(oldest)))
    anew = 12.0 * np.minimum(drawn, 0.999 * oldest)
    first = home == np.arange(len(home))
    return -(months_ago + np.where(first, under_way.age, anew))


def _unseen_run(share: float, moments: Floats) -> Integers:
    """Return months since last seen: each further month is missed with the same chance."""
    if share == 0.0:
        return np.zeros(len(moments), dtype=np.int64)
    missed = moments[:, SEEN] < share
    further = np.floor(np.log1p(-moments[:, RUN]) / np.log(share))
    return np.where(missed, 1 + further, 0).astype(np.int64)
