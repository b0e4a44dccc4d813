"""Faults at the edges of months: events that reach back, strikes taken for load, uneven evening."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FRAMES = "staffing_sim/records/"

FAULTS = (
    fault(
        "The month turns after what else happens at its first instant",
        "staffing_sim/engine/codes.py",
        ("MONTH_END = 1 ", "MONTH_END = 99 "),
        ("HORIZON = 2 ", "HORIZON = 100 "),
        tests="test_month_edges promises/test_promises",
    ),
    fault(
        "Who is on strike as the month ends carried nobody all month",
        RULES + "month.py",
        ("worker.present / (worker.present + worker.away)", "1.0 - worker.striking"),
        tests="test_month_edges",
    ),
    fault(
        "A month away ends a streak",
        RULES + "clauses.py",
        (
            "    if caseload == NOT_MEASURED:\n        return\n",
            "    if caseload == NOT_MEASURED:\n        streak.run = 0\n        return\n",
        ),
        tests="test_month_edges",
    ),
    fault(
        "Late responses are booked when the family was referred",
        FRAMES + "children_months.py",
        (
            "grid.flow(deadline[late], cells[late])",
            'grid.flow(families["opened"][late], cells[late])',
        ),
        tests="records/test_frames promises/test_promises",
    ),
    fault(
        "Pay is booked where people end",
        FRAMES + "staff_months.py",
        (
            'grid.present(stays["began"], stays["ended"], works_at)',
            'grid.present(people["hired"], people["left"], last_at)',
        ),
        tests="records/test_frames promises/test_promises",
    ),
    fault(
        "Whoever joins during a strike works through it",
        RULES + "workers.py",
        ("    follow_strikes(t, w, now)\n", "    worker.striking = 0\n"),
        tests="test_month_edges oracle/test_agreement",
    ),
    fault(
        "A strike is load",
        RULES + "hours.py",
        (
            "        worker.load_due += (own",
            "    own = worker.contact_demand + worker.court_left\n    worker.load_due += (own",
        ),
        tests="test_month_edges",
    ),
    fault(
        "Whoever changes desks on long leave is back at work",
        RULES + "leaving.py",
        ("there.absent = here.absent", "there.absent = 0"),
        tests="test_month_edges",
    ),
    fault(
        "Cases are evened out by their number, whatever new work goes by",
        RULES + "hand_over.py",
        (
            "        return float(t.workers[w].children)\n    return weighted_load(t.workers[w])\n",
            "        pass\n    return 20.0 * t.workers[w].children / capacity(t.workers[w])\n",
        ),
        tests="test_evening_out",
    ),
)
