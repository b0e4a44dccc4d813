"""Who is referred: families month by month, and the children of those whose case opens.

Each month has streams of its own. A family takes one row of uniforms, a child one row of uniforms
with a block for each leg it may ever have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import MAX_LEGS
from staffing_sim.distributions import MAX_CHILDREN, Gamma, family_size
from staffing_sim.timeline import DAYS_PER_MONTH, Timeline
from staffing_sim.world.itineraries import LEG_UNIFORMS
from staffing_sim.world.luck import Purpose, Seed, stream

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ARRIVAL, OFFICE, TIER, SIZE, DELAY = range(5)
FAMILY_UNIFORMS = 5 + LEG_UNIFORMS
AGE, TOGETHER, LUCK, EXTENDED = range(4)
CHILD_UNIFORMS = 4 + (MAX_LEGS + 1) * LEG_UNIFORMS

FAMILY = np.dtype(
    [(name, np.int64) for name in ("office", "tier", "size")]
    + [("arrival", np.float64), ("delay", np.float64)]
)


@dataclass(frozen=True)
class Referrals:
    """Referred families in order of arrival, and the uniforms of their investigations."""

    families: NDArray[np.void]
    leg_uniforms: Floats
    month: Integers  # the stream each came from: its month, and whether a surge brought it
    surge: Integers


def draw_referrals(agency: Agency, months: int, seed: Seed) -> Referrals:
    """Draw all referrals of the horizon: the seasonal stream, and surges superposed."""
    parts = [
        _draw_month(agency, month, _rate(agency, month, seed), Purpose.FAMILIES, seed)
        for month in range(months)
    ]
    for surge in agency.demand.surges:
        for month in range(surge.start, min(months, surge.start + surge.months)):
            rate = surge.families_per_month
            parts.append(_draw_month(agency, month, rate, Purpose.SURGE_FAMILIES, seed))
    families = np.concatenate([part.families for part in parts])
    order = np.argsort(families["arrival"], kind="stable")
    return Referrals(
        families=families[order],
        leg_uniforms=np.concatenate([part.leg_uniforms for part in parts])[order],
        month=np.concatenate([part.month for part in parts])[order],
        surge=np.concatenate([part.surge for part in parts])[order],
    )


def draw_children(referrals: Referrals, opened: NDArray[np.bool_], seed: Seed) -> Floats:
    """Return a row of uniforms for every child of the families whose case opens, in order.

    A month's opened families take blocks of `MAX_CHILDREN` rows from its stream in turn.
    """
    families = np.flatnonzero(opened)
    sizes = referrals.families["size"][families]
    keys = referrals.month[families] * 2 + referrals.surge[families]
    key_of_child = np.repeat(keys, sizes)
    uniforms = np.empty((len(key_of_child), CHILD_UNIFORMS))
    for key in np.unique(keys):
        month, surge = divmod(int(key), 2)
        generator = stream(seed, Purpose.SURGE_CHILDREN if surge else Purpose.CHILDREN, month)
        uniforms[key_of_child == key] = child_rows(generator, sizes[keys == key])
    return uniforms


def child_rows(generator: np.random.Generator, sizes: Integers) -> Floats:
    """Return the children's uniforms for families of these sizes, each from a block of its own."""
    drawn = generator.random((len(sizes), MAX_CHILDREN, CHILD_UNIFORMS))
    used = np.arange(MAX_CHILDREN) < sizes[:, np.newaxis]
    return np.asarray(drawn[used])


def office_of(agency: Agency, u: Floats, *, stays: Floats | float = 1.0) -> Integers:
    """Return the office of each referral, or of each open case where cases stay this long."""
    shares = np.array([office.referrals for office in agency.offices]) * stays
    bounds = np.cumsum(shares / shares.sum())[:-1]
    return np.searchsorted(bounds, u, side="right").astype(np.int64)


def _rate(agency: Agency, month: int, seed: Seed) -> float:
    """Return the families expected in a month: season times the year's own factor."""
    demand = agency.demand
    timeline = Timeline(agency.start)
    season = demand.seasonality[timeline.month_of_year(month)]
    factor = 1.0
    if demand.year_spread > 0.0:
        law = Gamma(mean=1.0, shape=demand.year_spread**-2)
        factor = float(law.quantile(stream(seed, Purpose.YEAR, month // 12).random()))
    return demand.families_per_month * season * factor


def _draw_month(agency: Agency, month: int, rate: float, purpose: Purpose, seed: Seed) -> Referrals:
    generator = stream(seed, purpose, month)
    count = int(generator.poisson(rate))
    uniforms = generator.random((count, FAMILY_UNIFORMS))
    uniforms = uniforms[np.argsort(uniforms[:, ARRIVAL], kind="stable")]
    families = np.zeros(count, dtype=FAMILY)
    families["arrival"] = month + uniforms[:, ARRIVAL]
    families["office"] = office_of(agency, uniforms[:, OFFICE])
    demand = agency.demand
    families["size"] = family_size(
        uniforms[:, SIZE], demand.family_size, demand.family_size_dispersion
    )
    bounds = np.cumsum([tier.share for tier in demand.tiers])[:-1]
    families["tier"] = np.searchsorted(bounds, uniforms[:, TIER], side="right")
    for number, tier in enumerate(demand.tiers):
        rows = families["tier"] == number
        days = tier.delay_days.quantile(uniforms[rows, DELAY])
        families["delay"][rows] = days / DAYS_PER_MONTH
    surge = np.full(count, int(purpose == Purpose.SURGE_FAMILIES))
    return Referrals(families, uniforms[:, DELAY + 1 :], np.full(count, month), surge)
