"""Faults in what a plan changes: support, overtime, strikes, furloughs, moves."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "What aides do is no visit",
        RULES + "hours.py",
        (
            "worker.contact_left * worker.contact_share + worker.aided",
            "worker.contact_left * worker.contact_share",
        ),
        tests="test_levers",
    ),
    fault(
        "Clerks relieve nobody",
        RULES + "hours.py",
        ("worker.court_left = worker.court_demand - worker.clerked", "worker.court_left = 0.0"),
        tests="test_levers",
    ),
    fault(
        "Support knows no limit",
        RULES + "support.py",
        ("return min(most, hours / demand)", "return min(1.0, hours / demand)"),
        tests="test_levers",
    ),
    fault(
        "Overtime knows no limit",
        RULES + "hours.py",
        (", lever.most_overtime)", ", 1e9)"),
        tests="test_levers",
    ),
    fault(
        "Overtime tires a month late",
        RULES + "hours.py",
        ("worker.overtime_run >= lever.tires_after", "worker.overtime_run > lever.tires_after"),
        tests="test_levers",
    ),
    fault(
        "Furlough days save pay and cost no hours",
        RULES + "hours.py",
        (" * lever.attendance", ""),
        tests="test_levers",
    ),
    fault(
        "What was missed on strike is not asked for again",
        RULES + "strike.py",
        ("t.workers[w].catch_up = t.workers[w].missed / left", "t.workers[w].catch_up = 0.0"),
        tests="test_levers",
    ),
    fault(
        "Catching up goes on in the next month",
        RULES + "month.py",
        ("    worker.catch_up = 0.0\n", ""),
        tests="test_levers",
    ),
    fault(
        "Overtime after a strike never ends",
        RULES + "strike.py",
        ("-t.strikes[number].overtime, now)", "0.0, now)"),
        tests="test_levers",
    ),
    fault(
        "Strikers are paid",
        RULES + "hours.py",
        ("worker.unpaid_months += worker.unpaid_share * passed", "worker.unpaid_months += 0.0"),
        tests="test_levers",
    ),
    fault(
        "The oldest move where the newest should",
        RULES + "leaving.py",
        ("sign = -1.0 if", "sign = 1.0 if"),
        tests="test_levers",
    ),
    fault(
        "A post that has moved is filled again",
        RULES + "leaving.py",
        ("    t.workers[mover].state = UNAUTHORISED\n", ""),
        tests="test_levers",
    ),
)
