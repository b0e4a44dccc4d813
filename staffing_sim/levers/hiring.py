"""Hiring: schedules of hires, and freezes."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from staffing_sim.errors import Fault, PlanError
from staffing_sim.levers.terms import LengthMonths, Lever, OfficeShares, StartMonth, office_shares
from staffing_sim.values import Name, PositiveCount

__all__ = ["Freeze", "Hires", "Kind"]

Kind = Literal["net", "gross"]
"""``net``: positions on top of replaced leavers; ``gross``: people who start, none replaced."""


class Hires(Lever):
    """A schedule of hires; what its number means must be said.

    ``kind="net"`` adds authorised positions on top of leavers who are replaced as ever.
    ``kind="gross"`` starts this many people, and leavers are not otherwise replaced. Neither is a
    default: with 4,000 workers, 595 gross hires barely outrun the leavers, 595 net ones add 595.

    Examples
    --------
    >>> Hires.monthly(35, months=17, kind="net").total
    595
    >>> Hires.once(500)
    Traceback (most recent call last):
    ...
    staffing_sim.errors.PlanError: kind: is missing. Give 'net' (positions on top of leavers...
    """

    per_month: PositiveCount = Field(le=1_000_000, description="hires a month")
    months: LengthMonths = Field(1, description="for how many months")
    start: StartMonth = Field(
        0, description="the first month (earlier hires belong in the agency's pipeline)"
    )
    kind: Kind = Field(
        description="'net' (positions on top of leavers, who are replaced as ever) or 'gross' "
        "(this many people start and leavers are not otherwise replaced)"
    )
    role: Name | None = Field(None, description="the role they join; the agency's when not given")
    offices: OfficeShares = Field(
        None, description="the share of each office; by its referrals when not given"
    )
    trained: bool = Field(
        default=False, description="whether they come trained, past academy and ramp"
    )

    rules = (office_shares,)

    @property
    def total(self) -> int:
        """Hires over the whole schedule.

        Examples
        --------
        >>> Hires.once(500, kind="net").total
        500
        """
        return self.per_month * self.months

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
            ``"net"`` or ``"gross"``; there is no default.
        rest
            Any other field: `start`, `role`, `offices`, `trained`.

        Examples
        --------
        >>> Hires.monthly(50, months=12, kind="gross", start=1).start
        1
        """
        return cls(per_month=per_month, months=months, **_kind(kind), **rest)

    @classmethod
    def once(cls, count: int, *, kind: Kind | None = None, **rest: Any) -> Hires:
        """Return hires that all start together; they still recruit and train.

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
            ``500`` (once) or ``35x17`` (35 a month for 17 months), then perhaps ``@role``,
            then perhaps ``+3`` (starting in month 3).
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
            remedy = "Write 500 or 35x17, then perhaps @role, then perhaps +3 for month 3."
            raise PlanError([Fault(key="hires", problem=f"cannot read '{text}'", remedy=remedy)])
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
