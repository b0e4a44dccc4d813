"""The visits of a month, made at its end, household by household."""

from __future__ import annotations

import itertools
import math

from staffing_sim.timeline import Timeline
from tests.oracle.people import Case, Worker
from tests.oracle.state import State

REASONS = ("out_of_reach", "unassigned", "worker_absent", "overload", "missed_attempts")


class Visits(State):
    """Children due a visit, the attempts there are, and why some go unseen."""

    def visit_all(self, worker: Worker, month: int) -> None:
        """Make the month's attempts, household by household, unless away for half the month."""
        if worker.away >= 0.5:
            return
        rule = self.agency.contact
        first = worker.first_responses * rule.first_response_hours
        beyond = max(0.0, first - worker.investigation_hours)
        hours = max(0.0, worker.visit_hours + worker.spare_hours - beyond)
        exact = hours / rule.hours_per_attempt + worker.carry
        left, short = self.go_round(self.in_turn(worker.cases, month), math.floor(exact + 1e-9))
        worker.carry = max(0.0, exact - math.floor(exact + 1e-9)) + (left if short else 0.0)
        if rule.colleagues_cover and not short:
            team = (worker.office, worker.role)
            self.offered[team] = self.offered.get(team, 0.0) + left

    def cover(self, month: int) -> None:
        """Let supervisors, and colleagues who may, visit those without a worker at work."""
        roles = self.agency.roles
        for team in sorted({(worker.office, worker.role) for worker in self.workers}):
            posts = [one for one in self.workers if (one.office, one.role) == team]
            alone = [case for one in posts if one.away >= 0.5 for case in one.cases]
            alone += [case for case in self.queue if (case.office, self.role_of(case)) == team]
            on_day_zero = sum(one.post is None for one in posts)
            hours = on_day_zero * roles[team[1]].cover_hours_per_position
            hours *= 1.0 - self.struck(roles[team[1]].name, month)
            fresh = hours / self.agency.contact.hours_per_attempt + self.offered.pop(team, 0.0)
            carried = self.carried_cover.get(team, 0.0)
            exact = fresh + carried if fresh > 1e-9 else 0.0
            left, short = self.go_round(self.in_turn(alone, month), math.floor(exact + 1e-9))
            if fresh > 1e-9:
                carried = max(0.0, exact - math.floor(exact + 1e-9)) + (left if short else 0.0)
            self.carried_cover[team] = carried

    def struck(self, role: str, month: int) -> float:
        """Return the part of a month for which a role is struck, by the strikes of the plan."""
        begin = Timeline(self.agency.start).months
        called = [
            (begin(strike.start), begin(strike.start) + strike.days / 30.4375, strike.participation)
            for strike in self.plan.strikes
            if not strike.roles or role in strike.roles
        ]
        edges: set[float] = {month, month + 1}
        edges |= {at for start, end, _ in called for at in (start, end) if month < at < month + 1}
        whole = 0.0
        for one, other in itertools.pairwise(sorted(edges)):
            middle = (one + other) / 2
            out = sum(share for start, end, share in called if start < middle < end)
            whole += min(1.0, out) * (other - one)
        return min(1.0, whole)

    def go_round(self, households: list[list[Case]], attempts: float) -> tuple[float, bool]:
        """Try one household after another; return what is left, and whether it did not reach."""
        rule = self.agency.contact
        left = float(attempts)
        short = False
        for members in households:
            month = self.month
            needed = self.attempts_needed(self.household_luck(self.household(members[0]), month))
            if needed == 0:
                self.book(members, "out_of_reach", month)
                continue
            cost = 1.0 + rule.sibling_cost * (len(members) - 1)
            affordable = 0 if short else math.floor(left / cost + 1e-9)
            short = affordable < needed
            left -= min(affordable, needed) * cost
            for case in members:
                why = self.reason(case, affordable)
                self.book([case], why if short else "seen", month)
        return left, short

    def reason(self, case: Case, affordable: int) -> str:
        if case.worker is None:
            return "unassigned"
        if case.worker.away >= 0.5:
            return "worker_absent"
        return "missed_attempts" if affordable else "overload"

    def in_turn(self, cases: list[Case], month: int) -> list[list[Case]]:
        """Return the households among some cases that are due a visit: the longest unseen first."""
        households: dict[int, list[Case]] = {}
        for case in cases:
            if self.is_eligible(case, month):
                households.setdefault(self.household(case), []).append(case)

        def turn(members: list[Case]) -> tuple[int, int]:
            if self.agency.contact.order == "case_number":
                return 0, min(case.number for case in members)
            return min((-case.unseen_run, case.number) for case in members)

        return sorted(households.values(), key=turn)

    def attempts_needed(self, luck: float) -> int:
        """Return the attempts a household takes, by inverse law; 0 if it is out of reach."""
        rule = self.agency.contact
        if luck < rule.out_of_reach_share:
            return 0
        luck = (luck - rule.out_of_reach_share) / (1.0 - rule.out_of_reach_share)
        needed = 1
        while luck >= 1.0 - (1.0 - rule.success) ** needed:
            needed += 1
        return needed

    def household(self, case: Case) -> int:
        """Return the first child who lives there: at home siblings live together."""
        if not self.stage(case).shared:
            return case.household
        first = int(self.world.families[case.family]["first_child"])
        return len(self.world.families) + first

    def household_luck(self, household: int, month: int) -> float:
        pool = self.world.pool
        return float(pool[(self.cases[household].luck + month) % len(pool)])

    def is_eligible(self, case: Case, month: int) -> bool:
        if not case.is_child or not self.stage(case).contact_required:
            return False
        return self.agency.contact.eligible == "at_month_end" or case.opened <= month

    def book(self, cases: list[Case], what: str, month: int) -> None:
        for case in cases:
            key = (month, case.office, self.stage_names.index(self.stage(case).name))
            row = self.contact.setdefault(key, dict.fromkeys(("eligible", "seen", *REASONS), 0))
            row["eligible"] += 1
            row[what] += 1
            case.eligible_months += 1
            if what == "seen":
                case.unseen_run = 0
                continue
            case.unseen_months += 1
            case.unseen_run += 1
            case.longest_unseen_run = max(case.longest_unseen_run, case.unseen_run)
