"""Faults in what a plan changes: support, overtime, strikes, furloughs, moves, cuts."""

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
        RULES + "hours.py",
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
        "External waits go on through an outside strike",
        RULES + "casework.py",
        ("end += strike.still_share * (strike.end - met)", "end += 0.0"),
        tests="test_levers",
    ),
    fault(
        "A wait that ends in an outside strike takes as long as ever",
        RULES + "casework.py",
        ("end = met + (end - met) / pace", "end = met + (end - met)"),
        tests="test_levers",
    ),
    fault(
        "Waits under way on day 0 go on through an outside strike",
        RULES + "day_zero.py",
        ("                case.due = leg_end(t, leg, leg.done_at)\n", "                pass\n"),
        tests="test_levers",
    ),
    fault(
        "The oldest move where the newest should",
        RULES + "leaving.py",
        ("sign = -1.0 if t.workers", "sign = 1.0 if t.workers"),
        tests="test_levers",
    ),
    fault(
        "A post that falls vacant under a cut is filled again",
        RULES + "hiring.py",
        ("    team.to_close -= 1\n    close_post(t, w)\n    return True\n", "    return False\n"),
        tests="test_cuts",
    ),
    fault(
        "The oldest are laid off where the newest should",
        RULES + "leaving.py",
        ("sign = -1.0 if cut.", "sign = 1.0 if cut."),
        tests="test_cuts",
    ),
    fault(
        "Cases of one who is laid off go to others who are",
        RULES + "leaving.py",
        (
            "        close_post(t, w)\n",
            "        close_post(t, w)\n        hand_over_all(t, w, BY_LEAVER, now)\n",
        ),
        tests="test_cuts",
    ),
    fault(
        "People are laid off before vacant posts are closed",
        RULES + "leaving.py",
        ("        return UNFILLED\n    if coming and", "        return 1\n    if coming and"),
        tests="test_cuts",
    ),
    fault(
        "A layoff counts as a resignation",
        RULES + "leaving.py",
        ("end_career(t, w, LAID_OFF, now)", "end_career(t, w, 1, now)"),
        tests="test_cuts",
    ),
    fault(
        "A post that has moved is filled again",
        RULES + "leaving.py",
        ("    t.workers[mover].state = UNAUTHORISED\n", ""),
        tests="test_levers",
    ),
)
