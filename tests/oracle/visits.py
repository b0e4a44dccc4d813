"""The visits of a month, made at its end, household by household."""

from __future__ import annotations

import math

from tests.oracle.people import Case, Worker
from tests.oracle.state import State

REASONS = ("out_of_reach", "unassigned", "worker_absent", "overload", "missed_attempts")


class Visits(State):
    """Children due a visit, the attempts there are, and why some go unseen."""

    def visit_all(self, worker: Worker, month: int) -> None:
        """Make the month's attempts, household by household."""
        rule = self.agency.contact
        hours = worker.contact_hours + worker.spare_hours
        hours = max(0.0, hours - worker.first_responses * rule.first_response_hours)
        exact = hours / rule.hours_per_attempt + worker.carry
        attempts = math.floor(exact + 1e-9)
        left = float(attempts)
        short = False
        for members in self.households_in_turn(worker, month):
            luck = self.household_luck(self.household(members[0]), month)
            needed = self.attempts_needed(luck)
            if needed == 0:
                self.book(members, "out_of_reach", month)
                continue
            cost = 1.0 + rule.sibling_cost * (len(members) - 1)
            affordable = 0 if short else math.floor(left / cost + 1e-9)
            short = affordable < needed
            left -= min(affordable, needed) * cost
            missed = "missed_attempts" if affordable else "overload"
            self.book(members, missed if short else "seen", month)
        worker.carry = max(0.0, exact - attempts) + (left if short else 0.0)

    def households_in_turn(self, worker: Worker, month: int) -> list[list[Case]]:
        """Return the worker's households that are due a visit: the longest unseen first."""
        households: dict[int, list[Case]] = {}
        for case in worker.cases:
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

    def visit_waiting(self, month: int) -> None:
        rule = self.agency.contact
        for case in self.cases:
            if case.state == "waiting" and case.is_child and self.is_eligible(case, month):
                luck = self.household_luck(self.household(case), month)
                if luck < rule.out_of_reach_share:
                    self.book([case], "out_of_reach", month)
                    continue
                luck = (luck - rule.out_of_reach_share) / (1.0 - rule.out_of_reach_share)
                seen = luck < rule.cover_share
                self.book([case], "seen" if seen else "unassigned", month)

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
