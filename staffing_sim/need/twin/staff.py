"""The flow of staff: tenure by month, recruiting, academy cohorts, and what opens each month.

A pool is a role with positions that are refilled, or that are not (gross hires). Within a month
people leave and posts are filled continuously; hires, cohorts and the next step of the ramp come
at month starts, as they do in a run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.need.turnover import mean_leaving_factor
from staffing_sim.need.twin.cases import Phases, phases_of, variance_of
from staffing_sim.plan import Cut, Plan
from staffing_sim.plan.dealing import DESK, NEW, RECRUITING, Post, posts_of
from staffing_sim.plan.terms import in_force
from staffing_sim.timeline import DAYS_PER_MONTH

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pool:
    """Positions of a role, refilled when somebody leaves or not; or those still new of them.

    A new pool holds a plan's new posts until somebody starts in them, and is theirs alone: so that
    the academy can tell them from the posts of leavers. One with a ``fill_month`` holds vacancies
    of day 0 that a plan fills in that month, as far as they are still empty by then.
    """

    role: int
    refilled: bool
    new: bool = False
    fill_month: int = -1
    trained: bool = False


@dataclass(frozen=True, kw_only=True)
class StaffFlow:
    """What the staff's flow is made of; tenure is counted in month starts on duty.

    Attributes
    ----------
    pools
        A refilled pool for each role, then those of the plan's new posts.
    ramp, base_rate
        The share of a full load, and the monthly rate of leaving as observed, by tenure.
    recruiting
        The phases of the time to fill.
    posts
        The posts that the plan's hires fill.
    """

    agency: Agency
    plan: Plan
    pools: tuple[Pool, ...]
    ramp: Floats
    base_rate: Floats
    recruiting: Phases
    posts: tuple[Post, ...]

    @property
    def academy_months(self) -> float:
        """Months in the academy of those who start from day 0 on."""
        given = self.plan.academy_months
        return self.agency.workforce.academy.months if given is None else given

    @property
    def pool_roles(self) -> NDArray[np.int64]:
        """The role of each pool."""
        return np.array([pool.role for pool in self.pools])

    def by_role(self, of_pools: Floats) -> Floats:
        """Return numbers of pools added up by role."""
        counted = np.bincount(self.pool_roles, of_pools, minlength=len(self.agency.roles))
        return counted.astype(np.float64)

    @property
    def settled(self) -> NDArray[np.int64]:
        """The pool that each pool's people belong to once they have started."""
        return np.array(
            [
                self.pools.index(Pool(pool.role, refilled=True)) if pool.refilled else row
                for row, pool in enumerate(self.pools)
            ]
        )

    def seated(self, waiting: Floats) -> Floats:
        """Return who of those waiting gets a seat in the academy: kept seats first, then by turn.

        Where successors go first, new posts have what these leave; a turn is shared in proportion.
        """
        seats = self.plan.academy_seats or self.agency.workforce.academy.seats
        if seats is None:
            return waiting.copy()
        taken = np.zeros_like(waiting)
        roles = [role.name for role in self.agency.roles]
        for kept in self.plan.kept_seats(self.agency):
            of_role = np.where(self.pool_roles == roles.index(kept.name), waiting, 0.0)
            taken += self._by_turn(of_role, float(kept.seats))
        return taken + self._by_turn(waiting - taken, seats - float(taken.sum()))

    def _by_turn(self, waiting: Floats, seats: float) -> Floats:
        """Return who gets one of these seats."""
        order = self.plan.academy_order or self.agency.workforce.academy.order
        new = np.array([pool.new for pool in self.pools])
        turns = (~new, new) if order == "replacements_first" else (np.ones_like(new),)
        taken = np.zeros_like(waiting)
        for turn in turns:
            mine = np.where(turn, waiting, 0.0)
            if mine.sum() > 0.0:
                taken += mine * min(1.0, (seats - taken.sum()) / mine.sum())
        return taken

    def refill(self, month: int) -> Floats:
        """Return the share of each pool's leavers that is replaced in a month."""
        replaced = [
            self.plan.share_replaced(self.agency, role.name, month) for role in self.agency.roles
        ]
        return np.array([replaced[pool.role] if pool.refilled else 0.0 for pool in self.pools])

    def frozen(self, month: int) -> bool:
        """Tell whether nobody is recruited in a month."""
        return any(each.start <= month < each.start + each.months for each in self.plan.freezes)

    def leaving(self, month: int, loads: Floats) -> Floats:
        """Return rates of leaving (pools, tenure) in a month, given each role's recent load."""
        workforce = self.agency.workforce
        over = np.clip(loads, 1.0, workforce.load_cap) - 1.0
        factors = np.exp(workforce.burnout * over) * self.agency.full_service.leaving_of_role
        factors *= mean_leaving_factor(self.agency)
        for row, role in enumerate(self.agency.roles):
            for programme in self.plan.retention:
                if in_force(programme, role.name, month):
                    factors[row] *= programme.factor
            for supervisors in self.plan.supervisors:
                if in_force(supervisors, role.name, month):
                    factors[row] *= supervisors.leaving_factor
        return np.outer(factors[self.pool_roles], self.base_rate)


@dataclass(kw_only=True)
class Staff:
    """People and posts at a moment: (pools, tenure), (pools, phases), (pools) ...; it changes.

    ``cohorts`` are those in the academy: when they finish, and how many of each pool. By role,
    ``to_close`` are posts that cuts still take as they fall vacant, ``closing`` is the share of
    this month's vacancies that they take, ``laid_off`` that of those on duty who are laid off.
    """

    on_duty: Floats
    recruiting: Floats
    vacant: Floats
    waiting: Floats
    to_close: Floats
    closing: Floats
    laid_off: Floats
    cohorts: list[tuple[float, Floats]] = field(default_factory=list)

    def open_month(self, flow: StaffFlow, month: int) -> None:
        """Begin a month: a step of tenure, cuts, new posts, recruiting, a cohort."""
        if month > 0:
            self.on_duty[:, -1] += self.on_duty[:, -2]
            self.on_duty[:, 1:-1] = self.on_duty[:, :-2].copy()
            self.on_duty[:, 0] = 0.0
        self.laid_off = np.zeros_like(self.laid_off)
        for cut in flow.plan.cuts:
            if cut.start == month:
                self._cut(flow, cut)
        self._add_hires(flow, month)
        if not flow.frozen(month):
            self._recruit(flow, self.vacant)
            self.vacant = np.zeros_like(self.vacant)
        self._start_cohort(flow, month)

    def finish(self, flow: StaffFlow, moment: float, month: int) -> None:
        """Let cohorts that finish at this moment begin duty; drop-outs are replaced or not."""
        dropout = flow.agency.workforce.academy.dropout_share
        for _, people in [each for each in self.cohorts if each[0] == moment]:
            self.on_duty[:, 0] += (1.0 - dropout) * people
            self.close(flow, dropout * people)
            wanted = dropout * people * flow.refill(month) * self.not_closing(flow)
            if flow.frozen(month):
                self.vacant += wanted
            else:
                self._recruit(flow, wanted)
        self.cohorts = [each for each in self.cohorts if each[0] != moment]

    def plan_closing(self, flow: StaffFlow, leaving: Floats) -> None:
        """Set the share of the month's vacancies that cuts take, at these rates of leaving."""
        expected = flow.by_role((self.on_duty * leaving).sum(axis=1))
        self.closing = (self.to_close > 0.0).astype(np.float64)
        np.divide(self.to_close, expected, out=self.closing, where=expected > self.to_close)

    def not_closing(self, flow: StaffFlow) -> Floats:
        """Return the share of each pool's vacancies that cuts leave to be refilled."""
        return np.asarray(1.0 - self.closing[flow.pool_roles])

    def close(self, flow: StaffFlow, vacated: Floats) -> None:
        """Charge what has fallen vacant in each pool to the cuts, as far as they take it."""
        self.to_close = np.maximum(0.0, self.to_close - self.closing * flow.by_role(vacated))

    def _cut(self, flow: StaffFlow, cut: Cut) -> None:
        """Close posts in the order of a run; offices are taken together."""
        name = flow.agency.role_or_hiring(cut.role).name
        role = [each.name for each in flow.agency.roles].index(name)
        whose = flow.pool_roles == role
        left = float(cut.posts(flow.agency.posts_on_day_zero(name)))
        for posts in (self.vacant, self.recruiting):
            left = _taken(posts, whose, left)
        if cut.by == "vacancy":
            self.to_close[role] += left
            return
        newest_first = 1 if cut.chosen == "newest" else -1
        for people in (self.waiting, *(each for _, each in self.cohorts[::-newest_first])):
            left = _taken(people, whose, left)
        on_duty = self.on_duty[whose].sum()
        for tenure in range(self.on_duty.shape[1])[::newest_first]:
            left = _taken(self.on_duty[:, tenure], whose, left)
        if on_duty > 0.0:
            self.laid_off[role] += 1.0 - self.on_duty[whose].sum() / on_duty

    def in_academy(self, pools: int) -> Floats:
        """Return the people in the academy by pool."""
        return (
            np.sum([people for _, people in self.cohorts], axis=0)
            if self.cohorts
            else np.zeros(pools)
        )

    def _recruit(self, flow: StaffFlow, posts: Floats) -> None:
        """Open posts; where filling takes no time somebody starts at once."""
        if len(flow.recruiting):
            self.recruiting += np.outer(posts, flow.recruiting.start)
        elif flow.academy_months > 0.0:
            self.waiting += posts
        else:
            self.on_duty[:, 0] += posts

    def _add_hires(self, flow: StaffFlow, month: int) -> None:
        roles = [role.name for role in flow.agency.roles]
        for coming in flow.agency.pipeline:
            if coming.academy_start > 0.0 and math.floor(coming.academy_start) == month:
                self._start(flow, roles.index(coming.role), float(coming.count))
        for post in flow.posts:
            if post.month == month and post.source != RECRUITING:
                self._add_post(flow, post)
        for number, pool in enumerate(flow.pools):
            if pool.fill_month == month:
                self._fill(flow, number)

    def _add_post(self, flow: StaffFlow, post: Post) -> None:
        """Add a post with somebody in it, or to be recruited for."""
        hires = flow.plan.hires[post.schedule]
        pool = flow.pools.index(_pool_of(flow.plan, post))
        if hires.trained or post.source == DESK:
            self.on_duty[flow.settled[pool], -1] += 1.0
        elif hires.kind == "net":
            self.vacant[pool] += 1.0
        else:
            self._start(flow, pool, 1.0)

    def _fill(self, flow: StaffFlow, number: int) -> None:
        """Let somebody start in each of a pool's posts that is still empty."""
        people = float(self.recruiting[number].sum() + self.vacant[number])
        self.recruiting[number] = self.vacant[number] = 0.0
        if flow.pools[number].trained:
            self.on_duty[flow.settled[number], -1] += people
        else:
            self._start(flow, number, people)

    def _start(self, flow: StaffFlow, pool: int, people: float) -> None:
        """Let people start outright: waiting for the academy, or on duty where there is none."""
        if flow.academy_months > 0.0:
            self.waiting[pool] += people
        else:
            self.on_duty[pool, 0] += people

    def _start_cohort(self, flow: StaffFlow, month: int) -> None:
        """Admit who waits to the academy, as far as seats reach."""
        if self.waiting.sum() <= 0.0 or flow.academy_months <= 0.0:
            return
        people = flow.seated(self.waiting)
        self.waiting -= people
        settled = np.bincount(flow.settled, people, minlength=len(people))
        self.cohorts.append((month + flow.academy_months, settled.astype(np.float64)))


def _taken(amounts: Floats, whose: NDArray[np.bool_], most: float) -> float:
    """Take at most so much from these pools, in proportion; return what is left to take."""
    there = float(amounts[whose].sum())
    if there <= 0.0:
        return most
    amounts[whose] *= max(0.0, 1.0 - most / there)
    return max(0.0, most - there)


def staff_flow(agency: Agency, plan: Plan) -> tuple[StaffFlow, Staff]:
    """Return what the staff's flow is made of, and the staff of day 0."""
    workforce = agency.workforce
    posts = posts_of(agency, plan.hires)
    pools = [Pool(row, refilled=True) for row in range(len(agency.roles))]
    pools = list(dict.fromkeys([*pools, *(_pool_of(plan, post) for post in posts)]))
    ends = [
        math.inf if band.until_years is None else 12.0 * band.until_years
        for band in workforce.leaving
    ]
    last = max([len(workforce.ramp), *(math.ceil(end) for end in ends if end < math.inf), 1])
    tenure = np.arange(last + 1)
    band = np.searchsorted(np.array(ends), tenure, side="right")
    law = plan.time_to_fill_days or workforce.time_to_fill_days
    flow = StaffFlow(
        agency=agency,
        plan=plan,
        posts=tuple(posts),
        pools=tuple(pools),
        ramp=np.append(workforce.ramp, np.ones(last + 1 - len(workforce.ramp))),
        base_rate=np.array([each.rate_per_year / 12.0 for each in workforce.leaving])[band],
        recruiting=phases_of(law.mean() / DAYS_PER_MONTH, variance_of(law) / DAYS_PER_MONTH**2),
    )
    return flow, _day_zero(flow)


def _pool_of(plan: Plan, post: Post) -> Pool:
    """Return the pool that a plan's post begins in."""
    hires = plan.hires[post.schedule]
    if post.source == RECRUITING:
        return Pool(post.role, refilled=True, fill_month=post.month, trained=hires.trained)
    return Pool(post.role, refilled=hires.kind != "gross", new=post.source == NEW)


def _day_zero(flow: StaffFlow) -> Staff:
    """Return the staff of day 0: tenures by their law, posts part-way through recruiting."""
    agency, count = flow.agency, len(flow.pools)
    alive = agency.workforce.tenure_years.survival(np.arange(len(flow.ramp)) / 12.0)
    shares = np.append(alive[:-1] - alive[1:], alive[-1])
    shares[0] += 1.0 - alive[0]
    staff = Staff(
        on_duty=np.zeros((count, len(flow.ramp))),
        recruiting=np.zeros((count, len(flow.recruiting))),
        vacant=np.zeros(count),
        waiting=np.zeros(count),
        to_close=np.zeros(len(agency.roles)),
        closing=np.zeros(len(agency.roles)),
        laid_off=np.zeros(len(agency.roles)),
    )
    under_way = _part_way(flow.recruiting)
    for row, role in enumerate(agency.roles):
        staff.on_duty[row] += role.positions * shares
        staff.recruiting[row] += role.vacant * under_way
    for post in flow.posts:
        if post.source == RECRUITING:
            staff.recruiting[post.role] -= under_way
            staff.recruiting[flow.pools.index(_pool_of(flow.plan, post))] += under_way
    roles = [role.name for role in agency.roles]
    months = agency.workforce.academy.months
    for hires in agency.pipeline:
        if hires.academy_start > 0.0:
            continue
        people = np.where(np.arange(count) == roles.index(hires.role), float(hires.count), 0.0)
        ends = hires.academy_start + months
        if ends > 0.0:
            staff.cohorts.append((ends, people))
        else:
            staff.on_duty[:, min(math.floor(-ends), len(flow.ramp) - 1)] += people
    return staff


def _part_way(recruiting: Phases) -> Floats:
    """Return the chances of the phases that a post under way for some time is in."""
    if len(recruiting) == 0:
        return np.empty(0)
    stays = np.zeros(len(recruiting))
    reached = recruiting.start.copy()
    for phase, following in enumerate(recruiting.following):
        stays[phase] = reached[phase] / recruiting.rate[phase]
        if following >= 0:
            reached[following] += reached[phase]
    chances: Floats = stays / stays.sum()
    return chances
