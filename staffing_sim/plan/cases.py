"""Cases: limits on new ones, what is protected when hours are short, and evening out."""

from __future__ import annotations

from pydantic import Field

from staffing_sim.agency.staff import Cap, Overflow, Rebalance, Triage
from staffing_sim.plan.terms import Lever, StartMonth
from staffing_sim.values import Name, Ratio


class PlanCap(Cap, Lever):
    """A cap that a plan brings into force.

    Examples
    --------
    >>> PlanCap(role="continuing_services", limit=21).overflow
    'hard'
    """

    role: Name = Field(description="the role whose new cases it limits")
    overflow: Overflow = Field("hard", description="what happens when every worker is at the limit")
    start: StartMonth = Field(0, description="the month in which it comes into force")


class PlanTriage(Lever):
    """A change in what is protected when hours are short; all four weights are given.

    Examples
    --------
    >>> PlanTriage(contact=4, casework=1, court=4, training=1).role is None
    True
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: StartMonth = Field(0, description="the month from which it applies")
    contact: Ratio = Field(gt=0, le=1e9, description="the weight of visits and first responses")
    casework: Ratio = Field(gt=0, le=1e9, description="the weight of casework")
    court: Ratio = Field(gt=0, le=1e9, description="the weight of court reports and paperwork")
    training: Ratio = Field(gt=0, le=1e9, description="the weight of training")

    @property
    def triage(self) -> Triage:
        """The four weights by themselves.

        Examples
        --------
        >>> PlanTriage(contact=4, casework=1, court=4, training=1).triage.court
        4.0
        """
        weights = self.model_dump(include={"contact", "casework", "court", "training"})
        return Triage(**weights)


class PlanRebalance(Rebalance, Lever):
    """A change in how cases are evened out between workers.

    Examples
    --------
    >>> PlanRebalance(gap=4, moves=2).start
    0
    """

    role: Name | None = Field(None, description="the role; every role when not given")
    start: StartMonth = Field(0, description="the month from which it applies")
