"""Faults in what chance decides: the stock, the families, their children, luck."""

from __future__ import annotations

from tests.mutation.fault import WORLD, fault

FAULTS = (
    fault(
        "The residual of a stock is a whole duration",
        WORLD + "opening.py",
        (
            'left = np.maximum(0.0, legs["work"] * factor - elapsed)',
            'left = legs["work"] * factor',
        ),
        tests="test_open_cases",
    ),
    fault(
        "A stock is not length-biased",
        WORLD + "opening.py",
        ("weights = np.cumsum(in_office.length)", "weights = np.arange(1.0, CANDIDATES + 1)"),
        tests="test_open_cases",
    ),
    fault(
        "A stock is shared out as if cases moved alike in all offices",
        WORLD + "families.py",
        (
            "shares = np.array([office.referrals for office in agency.offices]) * stays",
            "shares = np.array([office.referrals for office in agency.offices])",
        ),
        tests="test_open_cases",
    ),
    fault(
        "Seasons are a month late",
        WORLD + "families.py",
        ("timeline.month_of_year(month)]", "timeline.month_of_year(month) - 1]"),
        tests="test_open_cases",
    ),
    fault(
        "A surge redraws the ordinary families",
        WORLD + "families.py",
        ("rate, Purpose.SURGE_FAMILIES, seed)", "rate, Purpose.FAMILIES, seed)"),
        tests="test_open_cases",
    ),
    fault(
        "Every stage takes the uniforms of the first leg",
        WORLD + "itineraries.py",
        ("uniforms[row, number], office", "uniforms[row, 0], office"),
        tests="test_open_cases",
    ),
    fault(
        "Siblings who live apart share their luck",
        WORLD + "children.py",
        (
            "np.where(together, _heads(family), np.arange(len(family)))",
            "_heads(family)",
        ),
        tests="test_trace_visits test_visits",
    ),
    fault(
        "A position's luck depends on how many there are",
        WORLD + "luck.py",
        ("*team, generation).random((count, 6))", "*team, generation).random((6, count)).T"),
        tests="test_staff",
    ),
)
