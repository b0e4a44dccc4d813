"""Faults in who works: hiring, ramps, absence, leaving."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "A trainee counts as FTE: cases and hours from the first day of pay",
        RULES + "hiring.py",
        ("    if t.agency[0].academy_months <= 0.0:\n", "    if True:\n"),
    ),
    fault(
        "A trainee counts as FTE at the month end",
        RULES + "month.py",
        (
            "    row.state = worker.state\n",
            "    row.state = 5 if worker.state == 4 else worker.state\n",
        ),
        tests="test_staff",
    ),
    fault(
        "The clock is not advanced before an absence begins or ends",
        RULES + "workers.py",
        (
            "    worker = t.workers[w]\n    advance(t, w, now)\n    if worker.absent == 0:",
            "    worker = t.workers[w]\n    if worker.absent == 0:",
        ),
    ),
    fault(
        "Backfill is ignored: every vacancy is refilled",
        RULES + "hiring.py",
        ("leaver.refill_luck < lever.backfill", "leaver.refill_luck < 1.0"),
        tests="test_trace_staff test_staff",
    ),
    fault(
        "The hazard of a month is not charged when the month ends",
        RULES + "month.py",
        ("        use_up_hazard(t, w, now)\n", ""),
        tests="test_staff",
    ),
    fault(
        "Retention changes nothing",
        RULES + "workers.py",
        ("        * lever.retention\n", ""),
    ),
    fault(
        "Leaving depends on the load of the last month alone",
        RULES + "workers.py",
        (
            "for load in (worker.load_1, worker.load_2, worker.load_3):",
            "for load in (worker.load_1,):",
        ),
    ),
    fault(
        "Absent workers go on working",
        RULES + "hours.py",
        (
            "    if takes_work(worker):\n        worker.overtime",
            "    if worker.state == ON_DUTY and worker.striking == 0:\n        worker.overtime",
        ),
    ),
    fault(
        "Strikers go on working",
        RULES + "hours.py",
        (
            "    if takes_work(worker):\n        worker.overtime",
            "    if worker.state == ON_DUTY and worker.absent == 0:\n        worker.overtime",
        ),
    ),
    fault(
        "Overtime is forgotten",
        RULES + "hours.py",
        ("lever.overtime + role.catch_up_overtime", "0.0 * lever.overtime"),
    ),
    fault(
        "Newcomers have all their hours at once",
        RULES + "workers.py",
        ("worker.ramp = t.ramp[step].share", "worker.ramp = 1.0"),
    ),
    fault(
        "The academy has seats for everybody",
        RULES + "hiring.py",
        ("    taken = 0\n    while taken != seats:", "    taken = -9\n    while taken != seats:"),
    ),
    fault(
        "Seats meant for successors go to whoever came first",
        RULES + "hiring.py",
        ("        return bool(person.new_post < rival.new_post)\n", "        pass\n"),
    ),
    fault(
        "Gross hires stop replacement in every role",
        "staffing_sim/plan/plan.py",
        ("            and agency.role_or_hiring(hires.role).name == role\n", ""),
        ("            and in_force(hires, role, month)\n", ""),
        tests="test_staff plan/test_plan",
    ),
    fault(
        "No leaver replaced is taken for nothing said",
        "staffing_sim/plan/plan.py",
        ("        if self.backfill_share is not None:\n", "        if self.backfill_share:\n"),
        tests="test_trace_staff plan/test_plan",
    ),
    fault(
        "A total runs ahead: the first months get the odd ones",
        "staffing_sim/plan/hiring.py",
        (
            "return self.total * min(max(month - self.start, 0), self.months) // self.months",
            "return -(-self.total * min(max(month - self.start, 0), self.months) // self.months)",
        ),
        tests="plan/test_plan",
    ),
    fault(
        "A vacancy that recruiting has filled is filled once more",
        RULES + "hiring.py",
        ("    elif worker.state != VACANT or worker.generation >= 0:\n        return\n", ""),
        tests="test_kinds_of_hires",
    ),
    fault(
        "People from desks have a newcomer's rate of leaving",
        RULES + "workers.py",
        (" + person.served)", ")"),
        tests="test_kinds_of_hires",
    ),
    fault(
        "Posts go where hours are short in all, not for each worker",
        "staffing_sim/plan/dealing.py",
        (
            "return due / workers - self.hours_per_worker[role]",
            "return due - workers * self.hours_per_worker[role]",
        ),
        tests="test_kinds_of_hires",
    ),
    fault(
        "Posts already placed are not counted as workers",
        "staffing_sim/plan/dealing.py",
        ("        self.workers[office][role] += 1.0\n", "        pass\n"),
        tests="test_kinds_of_hires",
    ),
    fault(
        "An office may be called like a word of the tables",
        "staffing_sim/agency/agency.py",
        ('        *reserved_names((office.name for office in offices), "offices"),\n', ""),
        tests="agency/test_agency",
    ),
    fault(
        "Capitals make another office",
        "staffing_sim/values.py",
        ('return " ".join(name.split()).casefold()', 'return " ".join(name.split())'),
        tests="agency/test_agency",
    ),
    fault(
        "Seats kept for a role go to whoever is first in line",
        RULES + "hiring.py",
        ("            seats -= _give_seats(t, role, kept, now)\n", "            pass\n"),
    ),
    fault(
        "Kept seats that nobody claims stay empty",
        RULES + "hiring.py",
        (
            "            seats -= _give_seats(t, role, kept, now)\n",
            "            _give_seats(t, role, kept, now)\n            seats -= kept\n",
        ),
    ),
    fault(
        "A leaver's successor counts as a new post",
        "staffing_sim/engine/positions.py",
        (
            'people["new_post"][first] = [position.added for position in positions]',
            'people["new_post"] = np.repeat([p.added for p in positions], generations)',
        ),
    ),
    fault(
        "Hires do not wait for the end of a freeze",
        RULES + "hiring.py",
        (
            "    if t.months[t.now[0].month].frozen == 0:\n        begin_recruiting(t, w, now)\n",
            "    begin_recruiting(t, w, now)\n",
        ),
    ),
)
