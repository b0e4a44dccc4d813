"""Faults in casework: hours and their shares, dates, what a case asks for."""

from __future__ import annotations

from tests.mutation.fault import RULES, fault

FAULTS = (
    fault(
        "A first response runs on while the worker is away",
        RULES + "hours.py",
        ("worker.response_speed = 0.0\n    if hours > 0.0:", "if worker.state == ON_DUTY:"),
        tests="test_trace_responses",
    ),
    fault(
        "An investigation closes before its first contact",
        RULES + "caseload.py",
        (
            "case.done == 1 and case.unanswered == 0 and case.due",
            "case.done == 1 and case.due",
        ),
        tests="test_trace_responses",
    ),
    fault(
        "Who takes over an investigation begins anew with the first response",
        RULES + "caseload.py",
        (
            "case.delay_left = max(0.0, case.response_target - worker.response_clock)",
            "case.delay_left += 0.0",
        ),
        tests="test_trace_responses",
    ),
    fault(
        "The delivered share is not capped at 1",
        "staffing_sim/agency/hours.py",
        (
            "min(1.0, weights[1] * level)",
            "min(4.0, weights[1] * level)",
        ),
        tests="promises/test_invariants",
    ),
    fault(
        "A stale event fires: a case found by a worker keeps its date in the queue",
        RULES + "caseload.py",
        (
            (
                "    _add_demand(t, worker, case, 1.0)\n"
                "    cancel(t.case_calendar, t.case_where, t.agency[0].positions + c)\n"
            ),
            "    _add_demand(t, worker, case, 1.0)\n",
        ),
        tests="test_conservation test_same_runs",
    ),
    fault(
        "The cause is drawn inside the run, where a plan can change it",
        RULES + "casework.py",
        (
            "    leg = t.legs[case.leg]\n    _end_record(t, c, leg.cause, now)\n",
            (
                "    leg = t.legs[case.leg]\n"
                "    if t.pool[int(now * 1e6) % t.agency[0].pool_size] < 0.2:\n"
                "        leg.cause = 0\n"
                "    _end_record(t, c, leg.cause, now)\n"
            ),
        ),
        tests="test_dates_and_causes test_same_runs",
    ),
    fault(
        "The clock is not advanced before a case joins a desk",
        RULES + "caseload.py",
        (
            (
                '``refresh`` must follow."""\n    advance(t, w, now)\n    case = t.cases[c]\n'
                "    worker = t.workers[w]\n    if not holds"
            ),
            (
                '``refresh`` must follow."""\n    case = t.cases[c]\n'
                "    worker = t.workers[w]\n    if not holds"
            ),
        ),
        tests="test_shared_hours",
    ),
    fault(
        "Hours asked are never released when a case leaves",
        RULES + "caseload.py",
        ("    _add_demand(t, worker, case, -1.0)\n", ""),
        tests="test_same_runs",
    ),
    fault(
        "Casework goes on being asked for when the work is done",
        RULES + "caseload.py",
        (
            "        t.workers[case.worker].casework_demand -= t.stages[case.stage].casework",
            "        pass",
        ),
        tests="test_same_runs",
    ),
    fault(
        "The hearing is looked up anew at its own date, and slips",
        RULES + "casework.py",
        (
            "    return float(first + number * stage.hearing_interval)",
            """    date = first + number * stage.hearing_interval
    number = math.ceil((date - first) / stage.hearing_interval)
    return float(first + number * stage.hearing_interval)""",
        ),
        tests="test_dates_and_causes",
    ),
    fault(
        "A date on the day of a hearing waits for the next hearing",
        RULES + "casework.py",
        ("/ stage.hearing_interval - TINY)", "/ stage.hearing_interval + TINY)"),
    ),
    fault(
        "The external wait runs beside the work instead of after it",
        RULES + "casework.py",
        ("    end = done_at + leg.wait\n", "    end = leg.started + leg.wait\n"),
        tests="test_dates_and_causes",
    ),
    fault(
        "The legal date counts from the end of the work",
        RULES + "casework.py",
        ("leg.started + leg.legal)", "done_at + leg.legal)"),
        tests="test_dates_and_causes",
    ),
    fault(
        "Progress never falls below what hours cannot slow",
        "staffing_sim/agency/hours.py",
        (
            "return math.pow(casework_share, compressibility)",
            "return 1.0 - compressibility * (1.0 - casework_share)",
        ),
        tests="test_trace_hours",
    ),
    fault(
        "Where load slows nothing, a worker who is away works on",
        "staffing_sim/agency/hours.py",
        (
            "    if casework_share <= 0.0:\n        return 0.0\n",
            "    if casework_share <= 0.0 and compressibility > 0.0:\n        return 0.0\n",
        ),
        tests="test_trace_hours",
    ),
    fault(
        "Observed months are taken for work at full service",
        "staffing_sim/engine/preparation.py",
        ('legs["work"] *= np.where(role >= 0, pace, 1.0)', 'legs["work"] *= 1.0'),
        tests="test_open_cases",
    ),
    fault(
        "Relearning after a hand-over is not brought to full service",
        RULES + "hand_over.py",
        ("agency.relearning * team.pace", "agency.relearning * 1.0"),
        tests="oracle/test_agreement",
    ),
    fault(
        "Observed leaving is driven up by load a second time",
        "staffing_sim/engine/preparation.py",
        ("(factors[:, np.newaxis] * derived.leaving)", "(factors[:, np.newaxis] * 1.0)"),
        tests="oracle/test_agreement",
    ),
    fault(
        "Compressibility is ignored: progress is always hours",
        RULES + "hours.py",
        (
            "worker.speed = pace_of(role.compressibility, worker.casework_share)",
            "worker.speed = worker.casework_share",
        ),
        tests="test_dates_and_causes",
    ),
    fault(
        "Protection weights are ignored",
        RULES + "hours.py",
        (
            "        lever.contact_weight,\n        lever.casework",
            "        1.0,\n        lever.casework",
        ),
    ),
    fault(
        "A child who turns 18 stays until the work is done",
        RULES + "caseload.py",
        (
            "    return float(case.ages_out), BIRTHDAY",
            "    return math.inf, BIRTHDAY",
        ),
        tests="test_dates_and_causes",
    ),
    fault(
        "Work done with the last worker is lost in a hand-over",
        RULES + "caseload.py",
        (
            "case.work_left = max(0.0, case.target - worker.clock)",
            "case.work_left = t.legs[case.leg].work",
        ),
    ),
    fault(
        "Nobody is offered the room that a closed case leaves",
        RULES + "casework.py",
        (
            "    case.cause = cause\n    if team >= 0:\n        serve_queue(t, team, now)",
            "    case.cause = cause",
        ),
        tests="test_caps_and_queues",
    ),
)
