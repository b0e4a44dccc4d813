"""Faults in the monthly visits."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "The remainder of attempts is dropped",
        RULES + "contact.py",
        ("carried = max(0.0, attempts - budget)", "carried = 0.0"),
        tests="test_visits",
    ),
    fault(
        "Hours to spare pay for no attempts",
        RULES + "contact.py",
        ("worker.aide_hours + worker.spare", "worker.aide_hours"),
    ),
    fault(
        "First responses take no hours from visits",
        RULES + "contact.py",
        ("hours -= worker.first_responses * agency.first_response_hours", "hours -= 0.0"),
    ),
    fault(
        "A further sibling costs nothing",
        RULES + "contact.py",
        ("1.0 + t.agency[0].sibling_cost * (members - 1)", "1.0"),
    ),
    fault(
        "Children out of reach use up everybody's luck",
        RULES + "contact.py",
        (
            "    luck = (luck - agency.out_of_reach) / (1.0 - agency.out_of_reach)\n    needed = 1",
            "    needed = 1",
        ),
        tests="test_visits",
    ),
    fault(
        "Those seen last month come first",
        RULES + "contact.py",
        ("            return bool(run > other_run)", "            return bool(run < other_run)"),
        tests="test_visits",
    ),
    fault(
        "A visit is due in the month in which a case opens",
        RULES + "contact.py",
        ("return bool(case.opened <= now - 1.0)", "return bool(case.opened <= now)"),
    ),
    fault(
        "The luck of a household is the same every month",
        RULES + "contact.py",
        ("(offset + t.now[0].month) % agency.pool_size", "offset % agency.pool_size"),
        tests="test_visits test_trace_visits",
    ),
)
