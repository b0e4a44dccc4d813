"""Faults to plant in a copy of the package: what, in which file, and the text that changes.

Each is a mistake somebody could make. The tests named are tried in this order, the quick and
likely ones first; then all the others that the audit knows.
"""

from __future__ import annotations

from dataclasses import dataclass

RULES = "staffing_sim/engine/rules/"
WORLD = "staffing_sim/world/"
TRACES = tuple(f"test_trace_{of}" for of in ("hours", "visits", "hand_overs", "cases", "staff"))
FIRST = (*TRACES, "test_conservation", "test_same_runs")


@dataclass(frozen=True)
class Fault:
    """A mistake: its name, its file, pairs of (text as it stands, text with the mistake)."""

    name: str
    file: str
    edits: tuple[tuple[str, str], ...]
    tests: tuple[str, ...] = FIRST


def fault(name: str, file: str, *edits: tuple[str, str], tests: str = "") -> Fault:
    """Return a fault; ``tests`` names files of known answers to try first."""
    return Fault(name, file, edits, tuple(tests.split()) or FIRST)


FAULTS = (
    # --- the ones every simulation of this kind is prone to
    fault(
        "The residual of a stock is a whole duration",
        WORLD + "opening.py",
        (
            'left = np.maximum(0.0, legs["work"] - speed * elapsed)',
            'left = legs["work"].copy()',
        ),
        tests="test_open_cases",
    ),
    fault(
        "A stock is not length-biased",
        WORLD + "opening.py",
        ("weights = np.cumsum(at_speed.length)", "weights = np.arange(1.0, CANDIDATES + 1)"),
        tests="test_open_cases",
    ),
    fault(
        "The delivered share is not capped at 1",
        RULES + "hours.py",
        (
            "worker.casework_share = min(1.0, lever.casework_weight * level)",
            "worker.casework_share = min(4.0, lever.casework_weight * level)",
        ),
        tests="test_shared_hours",
    ),
    fault(
        "A stale event fires: the worker's next event is not found anew after a placement",
        RULES + "assignment.py",
        (
            "    refresh(t, w)\n    if c < t.agency[0].families:\n        first_response",
            (
                "    settle(t, w)\n    if t.case_where[w].row == 0:\n        refresh(t, w)\n"
                "    if c < t.agency[0].families:\n        first_response"
            ),
        ),
        (
            "from staffing_sim.engine.tables import Row, Tables\n",
            (
                "from staffing_sim.engine.rules.hours import settle\n"
                "from staffing_sim.engine.tables import Row, Tables\n"
            ),
        ),
        tests="test_shared_hours",
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
        "A trainee counts as FTE: cases and hours from the first day of pay",
        RULES + "hiring.py",
        ("    if t.agency[0].academy_months <= 0.0:\n", "    if True:\n"),
    ),
    fault(
        "A trainee counts as FTE at the month end",
        RULES + "month.py",
        (
            "    row.state = worker.state\n",
            "    row.state = 5 if worker.state == 4 else worker.state\n",
        ),
        tests="test_staff",
    ),
    fault(
        "The cap is off by one",
        RULES + "assignment.py",
        (
            "group_size(t, c) <= lever.cap * worker.ramp + TINY",
            "group_size(t, c) <= lever.cap * worker.ramp + 1.0",
        ),
    ),
    fault(
        "A caseload at the limit of a clause counts as over it",
        RULES + "clauses.py",
        ("if caseload <= cell.limit + TINY:", "if caseload < cell.limit - TINY:"),
        tests="test_clauses",
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
        "The clock is not advanced before an absence begins or ends",
        RULES + "duty.py",
        (
            "    worker = t.workers[w]\n    advance(t, w, now)\n    if worker.absent == 0:",
            "    worker = t.workers[w]\n    if worker.absent == 0:",
        ),
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
    # --- casework, dates
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
        ("max(done_at + leg.wait, leg.started", "max(done_at, leg.started + leg.wait, leg.started"),
        tests="test_dates_and_causes",
    ),
    fault(
        "The legal date counts from the end of the work",
        RULES + "casework.py",
        ("leg.started + leg.legal)", "done_at + leg.legal)"),
        tests="test_dates_and_causes",
    ),
    fault(
        "Compressibility is ignored: progress is always hours",
        RULES + "hours.py",
        (
            "worker.speed = 1.0 - role.compressibility * (1.0 - worker.casework_share)",
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
            "        ages_out = case.ages_out\n        if ages_out < time",
            "        ages_out = math.inf\n        if ages_out < time",
        ),
        tests="test_dates_and_causes",
    ),
    # --- hand-overs, assignment, queue
    fault(
        "A hand-over asks for no relearning",
        RULES + "hand_over.py",
        ("case.work_left += agency.relearning", "case.work_left += 0.0"),
    ),
    fault(
        "Relearning reopens cases that only wait",
        RULES + "hand_over.py",
        ("elif agency.reopen_waiting == 1 and agency", "elif agency"),
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
        "The queue is last come, first served",
        RULES + "assignment.py",
        (
            "        first = t.queues[team * tiers + tier].first\n        if first >= 0:",
            "        first = t.queues[team * tiers + tier].last\n        if first >= 0:",
        ),
        tests="test_caps_and_queues",
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
    # --- visits
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
    # --- staff
    fault(
        "Backfill is ignored: every vacancy is refilled",
        RULES + "hiring.py",
        ("leaver.refill_luck < lever.backfill", "leaver.refill_luck < 1.0"),
        tests="test_trace_staff test_staff",
    ),
    fault(
        "The hazard of a month is not charged when the month ends",
        RULES + "month.py",
        ("        use_up_hazard(t, w, now)\n", ""),
        tests="test_staff",
    ),
    fault(
        "Retention changes nothing",
        RULES + "duty.py",
        ("        * lever.retention\n", ""),
    ),
    fault(
        "Leaving depends on the load of the last month alone",
        RULES + "duty.py",
        (
            "for load in (worker.load_1, worker.load_2, worker.load_3):",
            "for load in (worker.load_1,):",
        ),
    ),
    fault(
        "Absent workers go on working",
        RULES + "hours.py",
        ("ON_DUTY and worker.absent == 0 and worker.striking", "ON_DUTY and worker.striking"),
    ),
    fault(
        "Strikers go on working",
        RULES + "hours.py",
        ("worker.absent == 0 and worker.striking == 0:", "worker.absent == 0:"),
    ),
    fault(
        "Overtime is forgotten",
        RULES + "hours.py",
        ("lever.overtime + role.catch_up_overtime", "0.0 * lever.overtime"),
    ),
    fault(
        "Newcomers have all their hours at once",
        RULES + "duty.py",
        ("worker.ramp = t.ramp[step].share", "worker.ramp = 1.0"),
    ),
    fault(
        "The academy has seats for everybody",
        RULES + "hiring.py",
        ("        seats -= 1\n", ""),
    ),
    fault(
        "Seats meant for successors go to whoever came first",
        RULES + "hiring.py",
        ("        return bool(person.new_post < rival.new_post)\n", "        pass\n"),
    ),
    fault(
        "A leaver's successor counts as a new post",
        "staffing_sim/engine/staff_tables.py",
        (
            'people["new_post"][first] = [position.added for position in positions]',
            'people["new_post"] = np.repeat([p.added for p in positions], generations)',
        ),
    ),
    fault(
        "Hires do not wait for the end of a freeze",
        RULES + "hiring.py",
        (
            "    if t.months[t.now[0].month].frozen == 0:\n        begin_recruiting(t, w, now)\n",
            "    begin_recruiting(t, w, now)\n",
        ),
    ),
    # --- levers
    fault(
        "What aides do is no visit",
        RULES + "contact.py",
        ("worker.contact_hours + worker.aide_hours + worker.spare", "worker.contact_hours"),
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
    # --- the world
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
        ("uniforms[row, number])", "uniforms[row, 0])"),
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
)
