"""The life of a case: referral, work, dates, birthdays, the exit."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy

from staffing_sim.timeline import Timeline
from tests.oracle.people import Case
from tests.oracle.placing import Placing

SAME_INSTANT = 1e-9
MONTHS_PER_DAY = 1 / 30.4375


class Casework(Placing):
    """Families and children, one process each."""

    def life(self, case: Case) -> Generator[simpy.Event, Any, None]:
        """Live through referral, work, dates and birthdays until the case closes."""
        if case.state == "not yet":
            yield self.env.timeout(max(0.0, case.arrival - self.env.now))
            self.refer(case)
        while case.state != "closed":
            what, when = self.next_instant(case)
            try:
                if when == math.inf:
                    yield self.env.event()
                else:
                    yield self.env.timeout(max(0.0, when - self.env.now))
            except simpy.Interrupt:
                continue
            if what == "birthday":
                self.come_of_age(case)
            elif what == "work done":
                self.finish_work(case)
            elif what == "first contact":
                self.make_contact(case)
            else:
                self.finish_leg(case)

    def next_instant(self, case: Case) -> tuple[str, float]:
        """Return what happens next to a case if nothing else does, and when."""
        now = self.env.now
        birthday = self.birthday(case)
        if self.awaits_contact(case):
            contact = self.contact_at(case)
        else:
            contact = -math.inf
        if case.due < math.inf:
            what, when = "leg end", max(case.due, contact)
        elif case.worker is not None:
            worker = case.worker
            left = case.work_left - worker.speed * (now - worker.at)
            when = math.inf if worker.speed <= 0.0 else now + max(0.0, left) / worker.speed
            what = "work done"
        else:
            what, when = "work done", math.inf
        if birthday < when:
            return "birthday", birthday
        if contact > -math.inf and contact <= when:
            return "first contact", contact
        return what, when

    def contact_at(self, case: Case) -> float:
        """Return when a family is first contacted if its worker goes on like this."""
        if case.worker is None or self.response_speed(case.worker) == 0.0:
            return math.inf
        speed = self.response_speed(case.worker)
        return case.worker.at + max(0.0, case.delay) / speed

    def make_contact(self, case: Case) -> None:
        worker = case.worker
        assert worker is not None
        self.catch_up(worker)
        case.responded = self.env.now
        worker.first_responses += 1

    def birthday(self, case: Case) -> float:
        if not case.is_child:
            return math.inf
        extended = self.stage(case).name == self.agency.ageing.extended_stage
        return case.birth + 12.0 * (21 if extended else 18)

    def refer(self, case: Case) -> None:
        case.opened = case.arrival
        self.begin_leg(case, case.arrival)
        role = self.agency.role(self.stage(case).role)
        if self.cap_of(role) is not None and self.cap_of(role).overflow == "decline":
            worker = self.who_takes([case])
            if worker is None:
                case.state, case.closed, case.turned_away = "closed", case.arrival, 1
                self.leg_times[self.leg_number(case)][1] = case.arrival
            else:
                self.give([case], worker)
            return
        self.seek([case])

    def begin_leg(self, case: Case, now: float) -> None:
        case.started = now
        case.work_left = float(case.leg["work"])
        case.due = math.inf if case.work_left > 0.0 else self.date_of_end(case, now)
        self.leg_times[self.leg_number(case)] = [now, math.nan]

    def finish_work(self, case: Case) -> None:
        """Fix the date of the leg's end, once and for all."""
        now = self.env.now
        if case.worker is not None:
            self.catch_up(case.worker)
        case.work_left = 0.0
        case.due = self.date_of_end(case, now)
        self.start_again(case.worker)

    def date_of_end(self, case: Case, done_at: float) -> float:
        leg = case.leg
        end = max(self.end_of_wait(case, done_at), case.started + float(leg["legal"]))
        if not leg["hearing"]:
            return end
        hearing = self.stage(case).hearing
        number = 0
        while case.started + hearing.first + number * hearing.interval < end - SAME_INSTANT:
            number += 1
        return float(case.started + hearing.first + number * hearing.interval)

    def end_of_wait(self, case: Case, done_at: float) -> float:
        """Let the wait run from one beginning or end of an outside strike to the next."""
        strikes = []
        for strike in self.plan.outside_strikes:
            if strike.stages is None or self.stage(case).name in strike.stages:
                first = Timeline(self.agency.start).months(strike.start)
                strikes.append((first, first + strike.days * MONTHS_PER_DAY, strike.participation))
        now, left = done_at, float(case.leg["wait"])
        edges = [edge for first, last, _ in strikes for edge in (first, last) if edge > now]
        for edge in sorted(edges):
            middle = (now + edge) / 2
            away = [share for first, last, share in strikes if first < middle < last]
            pace = 1.0 - max(away, default=0.0)
            if pace * (edge - now) >= left:
                return now + left / pace if left > 0.0 else now
            now, left = edge, left - pace * (edge - now)
        return now + left

    def finish_leg(self, case: Case) -> None:
        """End a leg: on to the next, or the children's cases open, or the exit."""
        now = self.env.now
        self.leg_times[self.leg_number(case)][1] = now
        self.leg_causes[self.leg_number(case)] = int(case.leg["cause"])
        seeking: list[Case] = []
        if case.leg["final"]:
            self.close(case, int(case.leg["cause"]))
        elif not case.is_child:
            self.close(case, int(case.leg["cause"]))
            seeking = self.open_children(case)
        else:
            case.place += 1
            seeking = self.move_on(case)
        self.seek_by_role(seeking)
        self.serve_queue()

    def open_children(self, family: Case) -> list[Case]:
        """Open the case of each child of an investigated family."""
        now = self.env.now
        opened = []
        for case in self.cases:
            if case.is_child and case.family == family.number:
                case.opened = now
                self.begin_leg(case, now)
                opened += self.enter(case)
                case.process = self.env.process(self.life(case))
        return opened

    def enter(self, case: Case) -> list[Case]:
        if self.stage(case).role is None:
            case.state = "unstaffed"
            return []
        case.state = "seeking"
        return [case]

    def move_on(self, case: Case) -> list[Case]:
        """Begin the next leg: with the same worker where the role stays the same."""
        before = self.agency.stages[int(case.legs[case.place - 1]["stage"])].role
        if case.worker is not None:
            self.catch_up(case.worker)
        self.begin_leg(case, self.env.now)
        after = self.stage(case).role
        if after is not None and after == before:
            self.start_again(case.worker)
            return []
        if case.worker is not None and after is not None:
            case.by_design += 1
        self.let_go(case)
        if case in self.queue:
            self.queue.remove(case)
        return self.enter(case)

    def come_of_age(self, case: Case) -> None:
        """Turn 18 or 21: the end, or the extended stage."""
        now = self.env.now
        stage = self.stage(case)
        extended = stage.name == self.agency.ageing.extended_stage
        cause = "turned_21" if extended else "aged_out" if stage.in_care else "turned_18_at_home"
        self.leg_times[self.leg_number(case)][1] = now
        self.leg_causes[self.leg_number(case)] = self.causes.index(cause)
        if cause == "aged_out" and case.extended is not None:
            number, leg = case.extended
            case.legs = [*case.legs[: case.place + 1], leg]
            case.leg_numbers = [*case.leg_numbers[: case.place + 1], number]
            case.place += 1
            self.seek_by_role(self.move_on(case))
        else:
            self.close(case, self.causes.index(cause))
        self.serve_queue()

    def close(self, case: Case, cause: int) -> None:
        self.let_go(case)
        if case in self.queue:
            self.queue.remove(case)
        case.state, case.closed, case.cause = "closed", self.env.now, cause
