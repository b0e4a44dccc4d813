"""Faults in who gets a case: caps, the queue, hand-overs, clauses, ties."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "A stale event fires: the worker's next event is not found anew after a placement",
        RULES + "assignment.py",
        (
            ".last_turn = t.now[0].turns\n    refresh(t, w)\n",
            (
                ".last_turn = t.now[0].turns\n    settle(t, w)\n"
                "    if t.case_where[w].row == 0:\n        refresh(t, w)\n"
            ),
        ),
        (
            "from staffing_sim.engine.rules.hours import lever_of, takes_work\n",
            "from staffing_sim.engine.rules.hours import lever_of, settle, takes_work\n",
        ),
        tests="test_shared_hours",
    ),
    fault(
        "The cap is off by one",
        RULES + "assignment.py",
        (
            "return bool(worker.children + group_size(t, c) <= limit)",
            "return bool(worker.children + group_size(t, c) <= limit + 1.0)",
        ),
    ),
    fault(
        "A part load is filled up to a whole cap",
        RULES + "assignment.py",
        ("lever.cap * worker.part_load * worker.ramp", "lever.cap * worker.ramp"),
        tests="test_caps_and_queues",
    ),
    fault(
        "A caseload at the limit of a clause counts as over it",
        RULES + "clauses.py",
        ("if caseload <= cell.limit + TINY:", "if caseload < cell.limit - TINY:"),
        tests="test_clauses",
    ),
    fault(
        "A clause that stops intake turns an empty desk's first family away",
        RULES + "clauses.py",
        (
            "== 0:\n        return False\n    return bool(\n        worker.children +",
            "< 0:\n        return False\n    return bool(\n        worker.children +",
        ),
        tests="test_clauses",
    ),
    fault(
        "No step of a clause's phase-in is ever taken",
        "staffing_sim/engine/plan_tables.py",
        (
            "limit = clause.limit_in(month)",
            "limit = clause.limit_in(min(month, clause.start))",
        ),
        tests="test_clauses plan/test_clauses",
    ),
    fault(
        "A clause counts its exempt months",
        RULES + "clauses.py",
        ("if cell.exempt == 1 and cell.limit < math.inf:", "if cell.exempt == 2:"),
        tests="test_clauses",
    ),
    fault(
        "A daily average counts changes of caseload, not the time between them",
        RULES + "hours.py",
        (
            "worker.child_months += worker.children * passed",
            "worker.child_months += worker.children",
        ),
        tests="test_clauses",
    ),
    fault(
        "A hand-over asks for no relearning",
        RULES + "hand_over.py",
        ("case.work_left += relearning", "case.work_left += 0.0"),
    ),
    fault(
        "Relearning reopens cases that only wait",
        RULES + "hand_over.py",
        ("elif agency.reopen_waiting == 1 and relearning", "elif relearning"),
    ),
    fault(
        "The queue is last come, first served",
        RULES + "assignment.py",
        (
            "        first = t.queues[team * tiers + tier].first\n        if first >= 0:",
            "        first = t.queues[team * tiers + tier].last\n        if first >= 0:",
        ),
        tests="test_caps_and_queues",
    ),
    fault(
        "Siblings are placed one by one",
        RULES + "assignment.py",
        ("            if t.cases[sibling].state == state and", "            if sibling == c and"),
    ),
    fault(
        "Ties at one instant fall by the place in the heap",
        RULES + "calendar.py",
        ("    return bool(row.subject < subject)", "    return place % 2 == 0"),
    ),
    fault(
        "Rebalancing moves the oldest case",
        RULES + "hand_over.py",
        (
            "return bool(opened > other_opened",
            "return bool(opened < other_opened",
        ),
    ),
)
