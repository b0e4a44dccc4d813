"""Faults in the monthly visits."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "The remainder of attempts is dropped",
        RULES + "visits.py",
        ("carried = max(0.0, attempts - budget)", "carried = 0.0"),
        tests="test_visits",
    ),
    fault(
        "Hours to spare pay for no attempts",
        RULES + "visits.py",
        ("worker.visit_hours + worker.spare", "worker.visit_hours"),
    ),
    fault(
        "First responses take no hours from visits",
        RULES + "visits.py",
        ("hours -= max(0.0, responses - worker.investigation_hours)", "hours -= 0.0"),
    ),
    fault(
        "Hours for investigations pay for visits",
        RULES + "visits.py",
        (
            "hours -= max(0.0, responses - worker.investigation_hours)",
            "hours -= responses - worker.investigation_hours",
        ),
    ),
    fault(
        "Contact with homes to which no visit is due pays for visits",
        RULES + "hours.py",
        ("delivered * _part(worker.visit_demand, worker.contact_demand)", "delivered"),
        tests="test_trace_visits",
    ),
    fault(
        "Supervisors cover during a strike as ever",
        RULES + "visits.py",
        ("cover_hours * max(0.0, 1.0 - role.struck_months)", "cover_hours"),
        tests="test_trace_visits",
    ),
    fault(
        "Whoever waits for a worker is seen by nobody's hours",
        RULES + "visits.py",
        ("        _visit_in_turn(t, count, 0.0)", "        _visit_in_turn(t, count, 1.0)"),
        tests="test_trace_visits",
    ),
    fault(
        "Cover that nobody needed is kept for later",
        RULES + "visits.py",
        (
            "row.attempts_left, _ = _visit_in_turn(t, count, month + row.attempts_left)",
            (
                "carried, left = _visit_in_turn(t, count, month + row.attempts_left)\n"
                "        row.attempts_left = carried + left"
            ),
        ),
        tests="test_trace_visits",
    ),
    fault(
        "A further sibling costs nothing",
        RULES + "visits.py",
        ("1.0 + t.agency[0].sibling_cost * (members - 1)", "1.0"),
    ),
    fault(
        "Children out of reach use up everybody's luck",
        RULES + "visits.py",
        (
            "    luck = (luck - agency.out_of_reach) / (1.0 - agency.out_of_reach)\n    needed = 1",
            "    needed = 1",
        ),
        tests="test_visits",
    ),
    fault(
        "Those seen last month come first",
        RULES + "visits.py",
        ("            return bool(run > other_run)", "            return bool(run < other_run)"),
        tests="test_visits",
    ),
    fault(
        "A visit is due in the month in which a case opens",
        RULES + "visits.py",
        ("return bool(case.opened <= now - 1.0)", "return bool(case.opened <= now)"),
    ),
    fault(
        "The luck of a household is the same every month",
        RULES + "visits.py",
        ("(offset + t.now[0].month) % agency.pool_size", "offset % agency.pool_size"),
        tests="test_visits test_trace_visits",
    ),
)
