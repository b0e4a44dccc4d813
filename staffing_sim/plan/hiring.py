"""Hiring: schedules of hires, and freezes."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from staffing_sim.errors import Fault, PlanError
from staffing_sim.plan.terms import LengthMonths, Lever, OfficeShares, StartMonth, office_shares
from staffing_sim.values import NEED, Name, PositiveCount

Kind = Literal["net", "gross", "starts", "vacancies", "desk"]
"""What a number of hires means: see `Hires`."""


def _one_number(per_month: int | None, people: int | None) -> list[Fault]:
    """Hires have a number a month or a number in all."""
    if per_month is None and people is None:
        remedy = "Give hires a month, or total for all the months together."
        return [Fault("per_month", "is missing", remedy)]
    if per_month is not None and people is not None:
        return [Fault("total", "cannot be combined with per_month", "Give one of them.")]
    return []


def _gross_in_a_role(kind: str, role: str | None) -> list[Fault]:
    """Gross hires stop replacement in their role, so they must say which."""
    if (kind, role) != ("gross", NEED):
        return []
    problem = "is 'need', but gross hires stop the replacement of leavers in a role"
    return [Fault("role", problem, "Name the role, or use kind = 'starts'.")]


class Hires(Lever):
    """A schedule of hires; `kind` says what the number means.

    ``kind="net"`` adds authorised positions, recruited for on top of leavers who are replaced as
    usual. ``kind="gross"`` starts this many people, and leavers of their role are not otherwise
    replaced while it lasts. ``kind="starts"`` starts this many people in new posts, without time to
    fill, and leavers are replaced as usual. ``kind="vacancies"`` fills empty posts: those being
    recruited for on day 0, as far as nobody has been found by then, and after these the posts held
    open. ``kind="desk"`` brings people from desk items to cases, at once. None is a default: with
    4,000 workers, 595 gross hires barely outrun the leavers, 595 net ones add 595.

    Each next post goes where hours are short (`offices`, and `role` where it is ``"need"``).

    Examples
    --------
    >>> Hires.monthly(35, months=17, kind="net").total
    595
    >>> Hires.once(500)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: kind: is missing. Give 'net' (positions on top of leavers...
    >>> Hires.over(147, months=12, kind="starts").in_month(3)
    13
    """

    per_month: PositiveCount | None = Field(
        None, le=1_000_000, description="hires a month; or give total"
    )
    people: PositiveCount | None = Field(
        None,
        alias="total",
        le=1_000_000,
        description="hires of all the months, spread evenly; or give per_month",
    )
    months: LengthMonths = Field(1, description="for how many months")
    start: StartMonth = Field(
        0, description="the first month (earlier hires belong in the agency's pipeline)"
    )
    kind: Kind = Field(
        description="'net' (positions on top of leavers, who are replaced as usual), 'gross' "
        "(this many people start and leavers of the role are not otherwise replaced), 'starts' "
        "(this many start in new posts, leavers are replaced as usual), 'vacancies' (empty posts "
        "are filled) or 'desk' (people from desk items take cases)"
    )
    role: Name | None = Field(
        None,
        description="the role they join, or 'need' for those short of hours; as the agency's "
        "workforce says when not given",
    )
    offices: OfficeShares = Field(
        NEED,
        description="where they go: 'need' (each one where hours are shortest), 'referrals', "
        "'staff', or the share of each office",
    )
    trained: bool = Field(
        default=False, description="whether they come trained, past academy and ramp"
    )

    rules = (office_shares, _one_number, _gross_in_a_role)

    @property
    def total(self) -> int:
        """Hires over the whole schedule.

        Examples
        --------
        >>> Hires.once(500, kind="net").total
        500
        """
        return self.people or (self.per_month or 0) * self.months

    def before(self, month: int) -> int:
        """Return the hires of all months before this one, counted from the agency's start.

        A total is spread evenly: after k of n months floor(k total / n) of it are hired.

        Examples
        --------
        >>> hires = Hires.over(7, months=3, kind="net", start=1)
        >>> [hires.before(month) for month in range(6)]
        [0, 0, 2, 4, 7, 7]
        """
        return self.total * min(max(month - self.start, 0), self.months) // self.months

    def in_month(self, month: int) -> int:
        """Return the hires of a month, counted from the agency's start.

        Examples
        --------
        >>> hires = Hires.over(7, months=3, kind="net", start=1)
        >>> [hires.in_month(month) for month in range(5)]
        [0, 2, 2, 3, 0]
        """
        return self.before(month + 1) - self.before(month)

    @classmethod
    def monthly(
        cls, per_month: int, *, months: int, kind: Kind | None = None, **rest: Any
    ) -> Hires:
        """Return the same number of hires every month.

        Parameters
        ----------
        per_month, months
            How many, and for how long.
        kind
            What the number means; there is no default.
        rest
            Any other field: `start`, `role`, `offices`, `trained`.

        Examples
        --------
        >>> Hires.monthly(50, months=12, kind="gross", start=1).start
        1
        """
        return cls(per_month=per_month, months=months, **_kind(kind), **rest)

    @classmethod
    def over(cls, total: int, *, months: int, kind: Kind | None = None, **rest: Any) -> Hires:
        """Return so many hires in all, spread evenly over some months.

        Examples
        --------
        >>> Hires.over(147, months=12, kind="net").total
        147
        """
        return cls(total=total, months=months, **_kind(kind), **rest)

    @classmethod
    def once(cls, count: int, *, kind: Kind | None = None, **rest: Any) -> Hires:
        """Return hires all authorised in one month; each is still recruited and trained.

        Examples
        --------
        >>> Hires.once(500, kind="net", trained=True).months
        1
        """
        return cls(per_month=count, months=1, **_kind(kind), **rest)

    @classmethod
    def parse(cls, text: str, *, kind: Kind | None = None) -> Hires:
        """Read hires as a command line writes them.

        Parameters
        ----------
        text
            ``500`` (once) or ``35x17`` (35 a month for 17 months), optionally followed by ``@role``
            and ``+3`` (starting in month 3).
        kind
            ``"net"`` or ``"gross"``; there is no default.

        Raises
        ------
        PlanError
            If the text cannot be read.

        Examples
        --------
        >>> hires = Hires.parse("35x17@continuing_services+3", kind="net")
        >>> hires.per_month, hires.months, hires.role, hires.start
        (35, 17, 'continuing_services', 3)
        """
        match = _HIRES.fullmatch(text.strip())
        if match is None:
            remedy = "Write 500 or 35x17, optionally followed by @role and +3 for month 3."
            raise PlanError([Fault("hires", f"cannot read '{text}'", remedy)])
        given = {name: word for name, word in match.groupdict().items() if word is not None}
        role = {"role": given.pop("role")} if "role" in given else {}
        numbers = {name: int(word) for name, word in given.items()}
        return cls(**{"months": 1, **numbers}, **role, **_kind(kind))


_HIRES = re.compile(
    r"(?P<per_month>\d{1,9})(?:x(?P<months>\d{1,9}))?"
    r"(?:@(?P<role>[^@+\s]+))?(?:\+(?P<start>\d{1,9}))?"
)


def _kind(kind: Kind | None) -> dict[str, str]:
    return {} if kind is None else {"kind": kind}


class Freeze(Lever):
    """Months in which no position is filled.

    Examples
    --------
    >>> Freeze(start=6, months=12).months
    12
    """

    start: StartMonth = Field(description="the first month")
    months: LengthMonths = Field(description="for how many months")
