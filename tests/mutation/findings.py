"""Faults in what is read off runs: intervals, verdicts."""

from __future__ import annotations

from tests.mutation.fault import fault

FAULTS = (
    fault(
        "Intervals take normal quantiles in place of Student's",
        "staffing_sim/intervals/means.py",
        ("stdtrit(runs - 1, ", "stdtrit(1e9, "),
        tests="test_coverage",
    ),
    fault(
        "Several plans are judged as if each stood alone",
        "staffing_sim/intervals/pairs.py",
        ("given[order] * np.arange(len(order), 0, -1)", "given[order] * 1.0"),
        tests="test_coverage",
    ),
    fault(
        "A briefing ranks plans that chance alone could have ranked",
        "staffing_sim/briefing/answer.py",
        ("and judgement(row) in CLEAR", "and bool(judgement(row))"),
        tests="briefing/test_answer",
    ),
    fault(
        "A briefing obeys markup in names",
        "staffing_sim/briefing/page.py",
        ("autoescape=True", "autoescape=False"),
        tests="briefing/test_page",
    ),
)
