"""Posts beside caseworkers: clerks, aides, supervisors; posts that move or go; other spending."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from staffing_sim.errors import Fault, PlanError
from staffing_sim.plan.terms import LengthMonths, Lever, OfficeShares, StartMonth, office_shares
from staffing_sim.values import (
    NEED,
    REFERRALS,
    STAFF,
    Count,
    HoursPerMonth,
    Money,
    Name,
    PositiveCount,
    Ratio,
    Share,
    Text,
)

_TO_THE_END = "for how many months; to the end if not given"


class _Support(Lever):
    """Posts that take hours of one activity off the caseworkers of a role.

    They work from their first month. At each month start an
    office's posts take hours / demand of that activity off each worker there, never more than
    `most_share`: some of it only a caseworker may do.
    """

    posts: Count = Field(le=1_000_000, description="posts filled while it is in force")
    cost_post_year: Money = Field(description="a post for a year, loaded")
    hours_per_post: HoursPerMonth = Field(
        116.1, le=744, description="hours a month of caseworkers' own work that a post takes over"
    )
    most_share: Share = Field(
        0.5, description="the largest share of an office's hours for it that may be taken over"
    )
    role: Name | None = Field(
        None, description="the role relieved; the agency's hiring role if not given"
    )
    offices: OfficeShares = Field(
        REFERRALS,
        description="where they go: 'need' (where hours are short), 'referrals', 'staff', or the "
        "share of each office",
    )
    start: StartMonth = Field(0, description="the first month they work")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)

    rules = (office_shares,)


class Clerks(_Support):
    """Clerical posts that take court reports and paperwork off the caseworkers of a role.

    Examples
    --------
    >>> Clerks(posts=50, cost_post_year=75_000).hours_per_post
    116.1
    """


class Aides(_Support):
    """Aides who drive and watch over visits: hours of contact off the caseworkers of a role.

    What they take over is contact delivered: it counts towards the visits of the month.

    Examples
    --------
    >>> Aides(posts=20, cost_post_year=80_000, offices={"North": 1}).most_share
    0.5
    """


class Supervisors(Lever):
    """One supervisor for every so many positions that a plan adds, fractions included.

    They carry no cases. What closer supervision does to leaving is an assumption: no effect unless
    given.

    Examples
    --------
    >>> Supervisors(workers_each=6, cost_post_year=170_000).leaving_factor
    1.0
    """

    workers_each: Ratio = Field(gt=0, description="positions a plan adds for each supervisor")
    cost_post_year: Money = Field(description="a supervisor for a year, loaded")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)
    role: Name | None = Field(None, description="the role supervised; every role when not given")
    leaving_factor: Ratio = Field(1.0, le=10, description="factor on rates of leaving in the role")


def _goes_somewhere(
    role: str | None, to_role: str | None, office: str | None, to_office: str | None
) -> Iterator[Fault]:
    if to_role in (None, role) and to_office in (None, office):
        remedy = "Give a to_role or to_office other than their own."
        yield Fault("to_role", "moves nobody anywhere", remedy)


class Move(Lever):
    """Workers who move with their posts to another role or office; colleagues take their cases.

    Tenure, then position, decides who moves; nobody absent or on strike does. If nobody can move,
    the post follows in the first month in which somebody can.

    Examples
    --------
    >>> Move(count=6, to_role="adoption", start=3).chosen
    'newest'
    """

    count: PositiveCount = Field(le=100_000, description="workers who move")
    start: StartMonth = Field(0, description="the month at whose start they move")
    role: Name | None = Field(None, description="the role they leave; the hiring role if not given")
    to_role: Name | None = Field(None, description="the role they join; their own when not given")
    office: Name | None = Field(
        None, description="the office they leave; every office by its staff when not given"
    )
    to_office: Name | None = Field(
        None, description="the office they join; their own when not given"
    )
    chosen: Literal["newest", "longest_serving"] = Field(
        "newest", description="who moves first, by months on duty"
    )
    retrained: bool = Field(
        default=False, description="whether they go through a newcomer's ramp of hours again"
    )
    cost_worker: Money = Field(0.0, description="the price of each move")

    rules = (_goes_somewhere,)


def _count_or_share(count: int | None, share: float | None) -> Iterator[Fault]:
    if (count is None) == (share is None):
        problem = "or share must be given, not both"
        yield Fault("count", problem, "Give count = 40 or share = 0.1, say.")


def _nobody_chosen(by: str, chosen: str, cost_worker: float) -> Iterator[Fault]:
    if by == "vacancy" and (chosen != "newest" or cost_worker > 0.0):
        key = "chosen" if chosen != "newest" else "cost_worker"
        yield Fault(key, "does nothing where nobody is laid off", "Drop it, or set by = 'layoff'.")


def _not_where_short(offices: object) -> list[Fault]:
    if offices != NEED:
        return []
    remedy = "Give 'staff', 'referrals', or shares by office."
    return [Fault("offices", "cannot be 'need' for posts that are lost", remedy)]


class Cut(Lever):
    """Posts that are lost for good: as they fall vacant, or at once by layoff.

    `by="vacancy"` closes posts that are vacant or being recruited for, then each post that falls
    vacant, until so many are gone. `by="layoff"` closes vacant posts first, then those of people
    hired and not started, of trainees, of workers on duty: all as the month starts. Colleagues take
    the cases of those laid off as they would a leaver's.

    Examples
    --------
    >>> Cut(count=40, by="vacancy").chosen
    'newest'
    >>> Cut(share=0.1, by="layoff", start=6, cost_worker=12_000).posts(346)
    35
    """

    count: Count | None = Field(None, le=1_000_000, description="posts lost; or give `share`")
    share: Share | None = Field(
        None,
        description="the same as a share of the role's posts on day 0, hires under way included",
    )
    by: Literal["vacancy", "layoff"] = Field(
        description="'vacancy' (posts close as they fall vacant) or 'layoff' (at once)"
    )
    start: StartMonth = Field(0, description="the month at whose start it begins")
    role: Name | None = Field(None, description="the role; the agency's hiring role if not given")
    offices: OfficeShares = Field(
        STAFF,
        description="'staff' (in proportion to posts), 'referrals', or the share of each office",
    )
    chosen: Literal["newest", "longest_serving"] = Field(
        "newest", description="who is laid off first, by time since hired or on duty"
    )
    cost_worker: Money = Field(0.0, description="the price of each layoff")

    rules = (_count_or_share, _nobody_chosen, office_shares, _not_where_short)

    @classmethod
    def parse(cls, text: str, *, by: Literal["vacancy", "layoff"]) -> Cut:
        """Read a cut as a command line writes it.

        Parameters
        ----------
        text
            ``40`` posts or ``10%`` of them, optionally followed by ``@role`` and ``+6`` (starting
            in month 6).
        by
            How they go.

        Raises
        ------
        PlanError
            If the text cannot be read.

        Examples
        --------
        >>> cut = Cut.parse("10%@adoption+6", by="layoff")
        >>> cut.share, cut.role, cut.start
        (0.1, 'adoption', 6)
        """
        match = _POSTS.fullmatch(text.strip())
        if match is None:
            remedy = "Write 40 or 10%, optionally followed by @role and +3 for month 3."
            raise PlanError([Fault("cuts", f"cannot read '{text}'", remedy)])
        many = {"share": float(match["share"]) / 100} if match["share"] else {}
        many |= {"count": int(match["count"])} if match["count"] else {}
        return cls(**many, role=match["role"], start=int(match["start"] or 0), by=by)

    def posts(self, there: int) -> int:
        """Return how many posts go of those that are there on day 0; a half is rounded down.

        Examples
        --------
        >>> [Cut(share=0.5, by="layoff").posts(there) for there in (4, 5)]
        [2, 2]
        """
        if self.share is None:
            return self.count or 0
        return math.ceil(self.share * there - 0.5)


_POSTS = re.compile(
    r"(?:(?P<share>\d{1,3}(?:\.\d+)?)%|(?P<count>\d{1,9}))"
    r"(?:@(?P<role>[^@+\s]+))?(?:\+(?P<start>\d{1,9}))?"
)


class Expense(Lever):
    """Money that a plan spends on anything else: more academy seats, training, cars.

    Examples
    --------
    >>> Expense(name="Twenty more academy seats", once=300_000, per_year=900_000).months is None
    True
    """

    name: Text = Field(min_length=1, max_length=120, description="what it is spent on")
    once: Money = Field(0.0, description="spent in the first month")
    per_year: Money = Field(0.0, description="spent over a year while it lasts")
    start: StartMonth = Field(0, description="the first month")
    months: LengthMonths | None = Field(None, description=_TO_THE_END)
    role: Name | None = Field(
        None, description="the role it is booked under; the agency's hiring role if not given"
    )
