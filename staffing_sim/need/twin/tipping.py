"""Where turnover becomes self-reinforcing: the staff's equilibrium, and how far off its loss is.

A load drives people out; fewer people make a higher load. With g(L) the load that follows, at
rest, from the rates of leaving and the speed of casework at load L, staff rest where g(L) = L. The
rest is stable where g'(L) < 1, and any push is amplified by 1 / (1 - g'(L)). Raise demand or rates
of leaving far enough and the curve g leaves the diagonal: no rest is left below the load at which
the model stops counting (`load_cap`), and the agency slides there.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.hours import delivered_shares, pace_of
from staffing_sim.agency.staff import Role
from staffing_sim.errors import Fault, PlanError
from staffing_sim.need.turnover import staff_at_rest
from staffing_sim.need.twin.cases import CaseFlow
from staffing_sim.plan import Plan
from staffing_sim.plan.dealing import RECRUITING, posts_of

Floats = NDArray[np.float64]

TIPPING_COLUMNS = {
    "role": "role",
    "load": "load in equilibrium; NaN where there is none below the load cap",
    "on_duty": "people on duty in equilibrium",
    "amplification": "amplification of a small rise in load, 1 / (1 - g')",
    "extra_demand": "share by which demand may grow before equilibrium is lost; negative: none now",
    "extra_leaving": "the same for rates of leaving; NaN where ten times the rates still leave one",
    "tips_at_load": "load of the last equilibrium, as demand grows",
    "by_turnover": "whether that is inside the load cap: turnover feeds on itself; else demand "
    "alone carries the load to the cap",
}
"""Every column of the table of tipping points, in words."""

_POINTS = 200
_LOWEST_LOAD = 0.05
_MOST_LEAVING = 10.0
_ROUNDS = 6  # each load starts from the speed at the one before


@dataclass(frozen=True, kw_only=True)
class _Curves:
    """A role's loads, the demand on it at rest at each, and what its staff are made of."""

    agency: Agency
    plan: Plan
    number: int
    loads: Floats
    demand: Floats
    positions: float
    seats: float

    @property
    def role(self) -> Role:
        """The role."""
        return self.agency.roles[self.number]

    def staff(self, leaving: float = 1.0) -> tuple[Floats, Floats]:
        """Return people on duty at rest at each load, and their mean share of a full load.

        Who is on duty is limited by positions, and by the seats that train successors.
        """
        workforce = self.agency.workforce
        people, ramps = [], []
        at_load_1 = leaving * self.agency.full_service.leaving_of_role[self.number]
        for load in self.loads:
            driven = at_load_1 * math.exp(workforce.burnout * max(0.0, load - 1.0))
            rest = staff_at_rest(self.agency, leaving=driven, plan=self.plan)
            trained = self.seats * (1.0 - workforce.academy.dropout_share)
            limit = trained / rest.leaving_per_month if rest.leaving_per_month > 0.0 else math.inf
            people.append(min(self.positions / (1.0 + rest.in_academy + rest.vacant), limit))
            ramps.append(rest.ramp_share)
        return np.array(people), np.array(ramps)

    def follows(self, leaving: float = 1.0) -> Floats:
        """Return g: the load that follows from each load."""
        people, ramps = self.staff(leaving)
        part = 1.0 - self.role.part_load_share * (1.0 - self.role.part_load)
        a_person = self.demand / people + self.role.training_hours * part
        return np.asarray(a_person / (self.role.hours_per_month * part * ramps))


def tipping_frame(agency: Agency, plan: Plan, cases: CaseFlow) -> pd.DataFrame:
    """Return the tipping point of each role, with `TIPPING_COLUMNS`.

    Raises
    ------
    PlanError
        If some leavers are never replaced: their posts are lost, and no staffing lasts.
    """
    if _loses_posts(agency, plan):
        problem = "leaves posts empty for good, so no staffing lasts"
        remedy = "Ask for the tipping point of a plan that replaces every leaver."
        raise PlanError([Fault("backfill_share", problem, remedy)])
    if min(_positions(agency, plan)) <= 0.0:
        problem = "leaves no post in some role, so there is no staffing to last"
        raise PlanError([Fault("cuts", problem, "Cut fewer.")])
    rows = [_row(_curves(agency, plan, cases, number)) for number in range(len(agency.roles))]
    return pd.DataFrame(rows, columns=list(TIPPING_COLUMNS))


def _loses_posts(agency: Agency, plan: Plan) -> bool:
    """Tell whether there is a month, up to the last of the hires, in which posts stay empty."""
    last = max((hires.start + hires.months for hires in plan.hires), default=0)
    return any(
        plan.share_replaced(agency, role.name, month) < 1.0
        for role in agency.roles
        for month in range(last + 1)
    )


def _row(curves: _Curves) -> dict[str, object]:
    loads, follows = curves.loads, curves.follows()
    room = loads / follows
    last = int(np.argmax(room))
    row = {
        "role": curves.role.name,
        "load": np.nan,
        "on_duty": np.nan,
        "amplification": np.nan,
        "extra_demand": float(room[last]) - 1.0,
        "extra_leaving": _extra_leaving(curves) if room[last] >= 1.0 else np.nan,
        "tips_at_load": float(loads[last]),
        "by_turnover": last < len(loads) - 1,
    }
    resting = np.flatnonzero((follows[:-1] > loads[:-1]) & (follows[1:] <= loads[1:]))
    if len(resting):
        at = int(resting[0])
        gap = (follows - loads)[at : at + 2]
        inside = gap[0] / (gap[0] - gap[1])
        slope = (follows[at + 1] - follows[at]) / (loads[at + 1] - loads[at])
        people, _ = curves.staff()
        row["load"] = float(loads[at] + inside * (loads[at + 1] - loads[at]))
        row["on_duty"] = float(people[at] + inside * (people[at + 1] - people[at]))
        row["amplification"] = float(1.0 / (1.0 - slope))
    return row


def _extra_leaving(curves: _Curves) -> float:
    """Return the smallest share by which rates of leaving grow until no rest is left."""
    from scipy.optimize import brentq

    def room(factor: float) -> float:
        return float(np.log((curves.loads / curves.follows(factor)).max()))

    if room(_MOST_LEAVING) > 0.0:
        return float("nan")
    return float(brentq(room, 1.0, _MOST_LEAVING, xtol=1e-4)) - 1.0


def _curves(agency: Agency, plan: Plan, cases: CaseFlow, number: int) -> _Curves:
    """Return a role's curves: positions once the plan is done, and its part of the seats.

    That is the seats kept for it, and by its positions of those kept for nobody.
    """
    positions = _positions(agency, plan)
    seats = plan.academy_seats or agency.workforce.academy.seats
    role = agency.roles[number].name
    kept = {each.name: each.seats for each in plan.kept_seats(agency)}
    loads = np.linspace(_LOWEST_LOAD, agency.workforce.load_cap, _POINTS)
    return _Curves(
        agency=agency,
        plan=plan,
        number=number,
        loads=loads,
        demand=_demand_at_rest(agency, cases, number, loads),
        positions=positions[number],
        seats=np.inf
        if seats is None
        else kept.get(role, 0) + (seats - sum(kept.values())) * positions[number] / sum(positions),
    )


def _positions(agency: Agency, plan: Plan) -> list[float]:
    """Return each role's positions once the plan's hires and cuts are all done."""
    new = Counter(post.role for post in posts_of(agency, plan.hires) if post.source != RECRUITING)
    found = []
    for number, role in enumerate(agency.roles):
        there = agency.posts_on_day_zero(role.name)
        cut = sum(
            each.posts(there)
            for each in plan.cuts
            if agency.role_or_hiring(each.role).name == role.name
        )
        found.append(float(there + new[number] - cut))
    return found


def _demand_at_rest(agency: Agency, cases: CaseFlow, number: int, loads: Floats) -> Floats:
    """Return the hours due of a role at rest, if its load were each of these; others as observed.

    A higher load slows casework, cases stay longer and demand grows: speed and stock are brought
    into line by repeating.
    """
    role = agency.roles[number]
    triage = role.triage
    weights = (triage.contact, triage.casework, triage.court, triage.training)
    observed = agency.full_service.pace_of_role[number] / (1.0 - agency.workforce.absent_share)
    speed = np.ones(len(agency.roles))
    found = []
    for load in loads:
        for _ in range(_ROUNDS):
            stock = cases.at_rest(speed, agency.demand.families_per_month)
            contact, casework, court = (cases.hours[:, number] @ stock).tolist()
            demands = (contact, casework, court, 0.0)
            shares = delivered_shares(demands, weights, sum(demands) / load)
            speed[number] = max(1e-3, pace_of(role.compressibility, shares[1]) / observed)
        found.append(sum(demands))
    return np.array(found)
