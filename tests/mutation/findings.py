"""Faults in what is read off runs: intervals, curves, money, targets, files."""

from __future__ import annotations

from tests.mutation.fault import fault

CURVES = "staffing_sim/permanence/curves.py"
COSTS = "staffing_sim/records/cost_months.py"
SOLVING = "staffing_sim/solving/"

FAULTS = (
    fault(
        "Intervals take normal quantiles in place of Student's",
        "staffing_sim/intervals.py",
        ("stdtrit(runs - 1, ", "stdtrit(1e9, "),
        tests="test_coverage",
    ),
    fault(
        "Several plans are judged as if each stood alone",
        "staffing_sim/intervals.py",
        ("given[order] * np.arange(len(order), 0, -1)", "given[order] * 1.0"),
        tests="test_coverage",
    ),
    fault(
        "A briefing ranks plans that chance alone could have ranked",
        "staffing_sim/briefing/sentences.py",
        ('"" if between in CLEAR else', '"" if between else'),
        tests="briefing/test_sentences",
    ),
    fault(
        "A briefing obeys markup in names",
        "staffing_sim/briefing/page.py",
        ("autoescape=True", "autoescape=False"),
        tests="briefing/test_page",
    ),
    fault(
        "Incidence is weighed by those left after a time, not before it",
        CURVES,
        ("before = np.concatenate([[1.0], survival[:-1]])[: len(times)]", "before = survival"),
        tests="permanence/test_permanence permanence/test_curves_beside_other_libraries",
    ),
    fault(
        "Stays that come under watch late count as watched from their first day",
        CURVES,
        (
            "np.full_like(length, -np.inf) if entries is None else np.asarray(entries, float)",
            "np.full_like(length, -np.inf)",
        ),
        tests="permanence/test_curves_beside_other_libraries permanence/test_permanence",
    ),
    fault(
        "A landmark leaves out what happens on its day",
        CURVES,
        (
            'self._curve(causes)[np.searchsorted(self.times, time, side="right")]',
            'self._curve(causes)[np.searchsorted(self.times, time, side="left")]',
        ),
        tests="permanence/test_permanence permanence/test_curves_beside_other_libraries",
    ),
    fault(
        "Overtime is paid like any other hour",
        COSTS,
        ("return OVERTIME_PAY * costs.worker_year", "return costs.worker_year"),
        tests="test_levers measures/test_measures records/test_frames",
    ),
    fault(
        "Pay withheld from strikers is a cost",
        COSTS,
        ('0.0 - columns["unpaid_months"]', 'columns["unpaid_months"]'),
        tests="test_levers records/test_frames",
    ),
    fault(
        "What a plan spends once it spends every month",
        COSTS,
        ("paid[expense.start : expense.start + 1]", "paid[expense.start :]"),
        tests="test_levers records/test_frames",
    ),
    fault(
        "The net cost leaves state money out",
        "staffing_sim/agency/costs.py",
        ("round(1.0 - federal - state, 12)", "round(1.0 - federal, 12)"),
        tests="study/test_planning",
    ),
    fault(
        "A target met in one world too few counts as met",
        SOLVING + "search.py",
        ("met >= probability * runs - 1e-9", "met >= probability * runs - 1.0"),
        tests="solving/test_targets",
    ),
    fault(
        "A target that must hold for months is read in the first",
        SOLVING + "targets.py",
        ("values[self.by_month - 1 : self.months]", "values[self.by_month - 1 : self.by_month]"),
        tests="solving/test_targets",
    ),
    fault(
        "Text that begins like a formula is written as it is",
        "staffing_sim/study/files.py",
        ('return f"\'{text}" if text.startswith(_LEADS_A_FORMULA) else text', "return text"),
        tests="study/test_workbook",
    ),
)
