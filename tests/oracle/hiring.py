"""The posts that a plan's trained hires and people from desks come to, and who is replaced."""

from __future__ import annotations

from dataclasses import dataclass

from staffing_sim.agency import Agency
from staffing_sim.plan import Plan


@dataclass(frozen=True)
class NewPost:
    """A post of a plan: the month in which somebody starts in it, where, and what it is like."""

    month: int
    office: int
    role: int
    refilled: bool
    from_desk: bool


def new_posts(agency: Agency, plan: Plan) -> list[NewPost]:
    """Return a plan's posts month by month; each schedule goes round the offices by its shares."""
    roles = [role.name for role in agency.roles]
    posts: list[NewPost] = []
    for month in range(240):
        for hires in plan.hires:
            assert hires.trained or hires.kind == "desk", "the oracle knows no academy"
            past = min(max(month + 1 - hires.start, 0), hires.months)
            so_far = hires.total * past // hires.months
            before = hires.total * max(0, min(month - hires.start, hires.months)) // hires.months
            role = roles.index(hires.role or agency.workforce.hiring_role)
            for seat in range(before, so_far):
                office = _turn(agency, hires.offices, seat)
                refilled, from_desk = hires.kind != "gross", hires.kind == "desk"
                posts.append(NewPost(month, office, role, refilled, from_desk))
    return posts


def _turn(agency: Agency, offices: object, seat: int) -> int:
    """Return whose turn a seat is: largest share over twice the seats so far and one."""
    given = {office.name: office.referrals for office in agency.offices}
    if isinstance(offices, tuple):
        given = dict(offices)
    else:
        assert offices == "referrals", "the oracle knows no hours short"
    weights = [given.get(office.name, 0.0) for office in agency.offices]
    seats = [0] * len(weights)
    office = 0
    for _ in range(seat + 1):
        quotients = [w / (2 * held + 1) for w, held in zip(weights, seats, strict=True)]
        office = quotients.index(max(quotients))
        seats[office] += 1
    return office


def share_replaced(agency: Agency, plan: Plan, role: int, month: int) -> float:
    """Return the share of leavers replaced: the plan's, none where people start gross, or all's."""
    if plan.backfill_share is not None:
        return plan.backfill_share
    name = agency.roles[role].name
    for hires in plan.hires:
        joins = hires.role or agency.workforce.hiring_role
        if hires.kind == "gross" and joins == name and 0 <= month - hires.start < hires.months:
            return 0.0
    return agency.workforce.backfill_share
