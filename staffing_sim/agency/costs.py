"""Prices of staff and of care, and how much of each federal and state money pays."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pydantic import Field

from staffing_sim.errors import Fault
from staffing_sim.timeline import MONTH_NAMES, MonthName
from staffing_sim.values import Money, Share, Value


def _shares_within_whole(
    federal_share: float | None,
    state_share: float | None,
    care_federal_share: float | None,
    care_state_share: float | None,
) -> Iterator[Fault]:
    """State and federal money together pay no more than all of a cost."""
    pairs = {
        "state_share": (federal_share, state_share),
        "care_state_share": (care_federal_share, care_state_share),
    }
    for key, (federal, state) in pairs.items():
        if (federal or 0.0) + (state or 0.0) > 1.0:
            problem = f"and the federal share must not exceed 1 together; got {state} and {federal}"
            yield Fault(key, problem, "Give smaller shares.")


class Costs(Value):
    """Prices of staff and of care, and who pays them.

    Examples
    --------
    >>> costs = Costs(worker_year=136_000, federal_share=0.35, state_share=0.25)
    >>> costs.currency, costs.local_share
    ('USD', 0.4)
    """

    worker_year: Money = Field(0.0, description="a filled position for a year, loaded")
    hire: Money = Field(0.0, description="recruiting and training one hire")
    departure: Money = Field(0.0, description="one departure")
    care_month: Money = Field(0.0, description="a month of one child away from home")
    currency: str = Field("USD", description="the currency of all prices")
    federal_share: Share | None = Field(
        None, description="the part of staffing costs that federal money pays; changes no run"
    )
    state_share: Share | None = Field(
        None, description="the part of staffing costs that state money pays; changes no run"
    )
    care_federal_share: Share | None = Field(
        None, description="the part of the cost of care that federal money pays; changes no run"
    )
    care_state_share: Share | None = Field(
        None, description="the part of the cost of care that state money pays; changes no run"
    )

    fiscal_year_starts: MonthName = Field(
        "July", description="the month with which fiscal years start; changes no run"
    )

    rules = (_shares_within_whole,)

    @property
    def fiscal_year_span(self) -> str:
        """The months that fiscal years run from and to.

        Examples
        --------
        >>> Costs(fiscal_year_starts="September").fiscal_year_span
        'September to August'
        """
        start = MONTH_NAMES.index(self.fiscal_year_starts)
        return f"{self.fiscal_year_starts} to {MONTH_NAMES[start - 1]}"

    @property
    def local_share(self) -> float:
        """The part of staffing costs left to the agency; NaN unless both other shares are given."""
        return _left_over(self.federal_share, self.state_share)

    @property
    def care_local_share(self) -> float:
        """The part of the cost of care left to the agency; NaN unless both others are given."""
        return _left_over(self.care_federal_share, self.care_state_share)


def _left_over(federal: float | None, state: float | None) -> float:
    """Return what is left of 1, rounded against the binary tail of decimal shares."""
    return math.nan if federal is None or state is None else round(1.0 - federal - state, 12)
