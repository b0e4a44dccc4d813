"""Stage one: laws and routes as observed, fitted to stays in care and to stocks.

No worker is simulated. Children are walked down the pathway (`stays`), and a bounded least-squares
search moves ten numbers until shares of entrants and children per stage are those published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from stays import Stays, stays

from staffing_sim import Agency
from staffing_sim.presets.fits import with_values

Floats = NDArray[np.float64]

PERMANENT = ("quick_return", "reunified", "guardianship", "adopted")
HOME = PERMANENT[:2]
WALK_SEED = 2013
PULL = 0.02  # of a parameter's range: how weakly the search is held where it starts

OBSERVED = {
    "stages.investigation.routes.closed_at_once.work.mean": 0.25,
    "stages.investigation.routes.closed.work.mean": 1.72,
    "stages.investigation.routes.case_opened.work.mean": 1.33,
    "stages.er_services.routes.opened_in_home.work.mean": 0.88,
    "stages.er_services.routes.removed.work.mean": 0.12,
    "stages.in_home_services.routes.services_completed.work.mean": 8.3,
    "stages.in_home_services.routes.removed_from_home.work.mean": 3.8,
    "stages.reunification_services.routes.quick_return.work.mean": 1.1,
    "stages.reunification_services.routes.reunified.work.mean": 13.5,
    "stages.reunification_services.routes.services_ended.work.mean": 4.5,
    "stages.reunification_services.routes.other_exit.work.mean": 12.7,
    "stages.permanent_placement.routes.guardianship.work.mean": 7.6,
    "stages.permanent_placement.routes.adoption_planned.work.mean": 7.6,
    "stages.permanent_placement.routes.long_term_care_ended.work.mean": 70,
    "stages.adoption_planning.routes.adoption_transferred.work.mean": 3.8,
    "stages.in_home_after_return.routes.closed_after_return.work.mean": 8.5,
    "stages.in_home_after_return.routes.re_entered.work.mean": 5.1,
    **{
        f"stages.adoption.routes.adopted.work.edges.{row}": bound
        for row, bound in enumerate((0, 1, 6, 12, 18, 24, 30, 36, 60, 84))
    },
}
"""Months a leg's work took, as observed (AFCARS, stocks over flows): where the search starts."""

ROUTES = {
    "stages.reunification_services.routes.reunified.share": 0.495,
    "stages.reunification_services.routes.services_ended.share": 0.38,
    "stages.permanent_placement.routes.long_term_care_ended.share": 0.255,
    "stages.permanent_placement.routes.adoption_planned.share": 0.53,
    "stages.permanent_placement.routes.guardianship.share": 0.215,
    "stages.guardian_home.routes.guardian_case_closed.legal.mean": 64,
    "stages.non_minor_dependent.routes.left_extended_care.legal.high": 64,
}
"""Where the search for shares and for dates set by law begins."""

DRAWN_LATER = {"stages.investigation.routes.closed.work.shape": 2}
"""What candidates differ in but no stock depends on: fixed, so the search is always the same."""

IN_CARE = "stages.reunification_services.routes"
AFTER = "stages.permanent_placement.routes"


@dataclass(frozen=True, kw_only=True)
class Free:
    """A number the search may move, within its range in the ledger or closer."""

    key: str
    low: float
    high: float


FREE = (
    Free(key=f"{IN_CARE}.reunified.share", low=0.44, high=0.54),
    Free(key=f"{IN_CARE}.reunified.work.mean", low=11, high=16),
    Free(key=f"{IN_CARE}.services_ended.work.mean", low=3, high=8),
    Free(key=f"{AFTER}.long_term_care_ended.share", low=0.18, high=0.34),
    Free(key=f"{AFTER}.long_term_care_ended.work.mean", low=50, high=95),
    Free(key=f"{AFTER}.adoption_planned.share", low=0.44, high=0.6),
    Free(key=f"{AFTER}.adoption_planned.work.mean", low=5, high=11),
    Free(key="stages.in_home_services.routes.services_completed.work.mean", low=7, high=10),
    Free(key="stages.guardian_home.routes.guardian_case_closed.legal.mean", low=45, high=75),
    Free(key="stages.non_minor_dependent.routes.left_extended_care.legal.high", low=48, high=72),
)

STOCKS = {
    ("reunification_services",): (8_600, 0.01),
    ("permanent_placement", "adoption_planning"): (8_400, 0.01),
    ("adoption",): (1_900, 0.01),
    ("in_home_services", "in_home_after_return"): (11_300, 0.01),
    ("guardian_home",): (3_400, 0.02),
    ("non_minor_dependent",): (1_900, 0.02),
}
"""Children by component (fact sheets of 2005 and 2007 scaled to 36,542), and the tolerance."""


SERVED = 36_542
"""Children in services in all, the county's own count."""


@dataclass(frozen=True, kw_only=True)
class Aims:
    """Shares of entrants to be met: permanent in 12 months, home in 48, in care at 48 if given."""

    permanent_12: float
    home_48: float | None = None
    in_care_48: float | None = None


@dataclass(frozen=True)
class FittedLaws:
    """The numbers found, and the stays they give."""

    values: dict[str, float]
    stays: Stays


def fit_laws(agency: Agency, aims: Aims) -> FittedLaws:
    """Find laws, in months as observed, and routes that meet the aims.

    The stock of day 0 becomes what they hold at rest. The same aims give the same numbers,
    whatever the agency's own: the search has its own start, and the walk's luck is fixed.
    """
    at_start = OBSERVED | ROUTES | DRAWN_LATER
    agency = with_values(agency, at_start)
    start = np.array([at_start[each.key] for each in FREE])
    low = np.array([each.low for each in FREE])
    width = np.array([each.high - each.low for each in FREE])
    origin = np.clip((start - low) / width, 0.02, 0.98)

    def residuals(place: Floats) -> Floats:
        walked = stays(with_values(agency, _laws(agency, low + place * width)), WALK_SEED)
        return np.concatenate([_misses(walked, aims), PULL * (place - origin)])

    found = least_squares(residuals, origin, bounds=(0, 1), diff_step=0.1, max_nfev=12)
    rounded = np.array([float(f"{number:.3g}") for number in low + found.x * width])
    values = {key: round(value, 6) for key, value in _laws(agency, rounded).items()}
    walked = stays(with_values(agency, values), WALK_SEED)
    stock = {f"opening.{stage}.children": 10 * round(n / 10) for stage, n in walked.stock.items()}
    return FittedLaws(OBSERVED | ROUTES | values | stock, walked)


def _laws(agency: Agency, numbers: Floats) -> dict[str, float]:
    """Return the free numbers, and the shares they leave over."""
    values = {each.key: float(n) for each, n in zip(FREE, numbers, strict=True)}
    for stage, left_over in (
        (IN_CARE, "services_ended"),
        (AFTER, "guardianship"),
    ):
        routes = agency.stage(stage.split(".")[1]).routes
        others = [route for route in routes if route.cause != left_over]
        taken = sum(values.get(f"{stage}.{each.cause}.share", each.share) for each in others)
        values[f"{stage}.{left_over}.share"] = 1 - taken
    return values


def _misses(walked: Stays, aims: Aims) -> Floats:
    """Return how far a walk is from its aims, in tolerances."""
    shares = [(walked.ended(PERMANENT, within=12) - aims.permanent_12) / 0.003]
    if aims.home_48 is not None:
        shares.append((walked.ended(HOME, within=48) - aims.home_48) / 0.005)
    if aims.in_care_48 is not None:
        shares.append((walked.longer_than(48) - aims.in_care_48) / 0.002)
    stocks = [
        (sum(walked.stock[stage] for stage in stages) / wanted - 1) / tolerance
        for stages, (wanted, tolerance) in STOCKS.items()
    ]
    served = sum(walked.stock.values()) - walked.stock["investigation"]
    return np.array([*shares, *stocks, (served / SERVED - 1) / 0.003])
