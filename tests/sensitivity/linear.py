"""An agency whose staffing cost is a formula: nobody leaves, posts are filled at once."""

from __future__ import annotations

from staffing_sim.agency import Agency
from staffing_sim.agency.costs import Costs
from staffing_sim.agency.staff import LeavingBand, Workforce
from staffing_sim.distributions import Constant
from staffing_sim.ledger import Ledger, LedgerEntry
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from tests.known_answers.agencies import agency, whole_service

PRICE = 120_000.0
RANGE = (60_000.0, 150_000.0)
POSTS = 2
YEARS = 1.0
SUM = 150_000.0

TWO_POSTS = Plan("Two posts", hires=Hires.once(POSTS, kind="net", trained=True))
A_SUM = Plan("A sum of money", expenses={"name": "A grant", "once": SUM})
TURNING_PRICE = SUM / POSTS / YEARS


def entry(key: str, low: float, high: float, unit: str = "dollars") -> LedgerEntry:
    return LedgerEntry(
        key=key, unit=unit, low=low, high=high, source="A test", date="", grade="assumption"
    )


def linear_agency(*entries: LedgerEntry, price: float = PRICE) -> Agency:
    """Return an agency in which a plan's extra cost is its posts times the price of one."""
    return agency(
        [whole_service(casework=10.0, work=Constant(value=0.1))],
        offices=2,
        workers=2,
        families=4.0,
        workforce=Workforce(
            leaving=(LeavingBand(rate_per_year=0.0),),
            hiring_role="worker",
            time_to_fill_days=0.0,
        ),
        costs=Costs(worker_year=price, care_month=100.0, hire=0.0),
        ledger=Ledger(
            entries=(
                entry("costs.worker_year", *RANGE),
                entry("costs.care_month", 50.0, 200.0),
                *entries,
            )
        ),
    )
