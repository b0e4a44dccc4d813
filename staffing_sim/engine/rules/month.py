"""The month end: visits, the snapshot, what the month leaves behind; and what the new month brings.

The order is on one page, ``docs/explanation/order-of-events.md``: visits and counts close the old
month for everyone before anything of the new one begins; then the new month's levers, duty and
hazards; then positions and the academy; then rebalancing and the queue.
"""

from staffing_sim.engine.codes import (
    BY_MOVING,
    BY_RECRUITING,
    BY_STARTING,
    BY_TRAINED_HIRE,
    FROM_DESK,
    ON_DUTY,
    UNAUTHORISED,
    VACANT,
)
from staffing_sim.engine.rules.assignment import serve_queue
from staffing_sim.engine.rules.caseload import refresh
from staffing_sim.engine.rules.clauses import close_clauses
from staffing_sim.engine.rules.hand_over import move_to_limits, rebalance
from staffing_sim.engine.rules.hiring import (
    begin_recruiting,
    fill_vacancy,
    start_cohort,
    start_from_desk,
    start_outright,
    start_trained,
    want_person,
)
from staffing_sim.engine.rules.hours import advance, forget_presence, lever_of, spread_support
from staffing_sim.engine.rules.leaving import cut_posts, move_in
from staffing_sim.engine.rules.strike import count_struck
from staffing_sim.engine.rules.visits import cover_children, visit_caseload
from staffing_sim.engine.rules.workers import (
    record_load,
    record_overtime,
    set_hazard,
    set_ramp,
    use_up_hazard,
)
from staffing_sim.engine.tables import Row, Tables


def end_month(t: Tables, now: float) -> None:
    """Close the month, and open the next one unless the run ends here."""
    agency = t.agency[0]
    for w in range(agency.positions):
        advance(t, w, now)
        if t.workers[w].state == ON_DUTY:
            visit_caseload(t, w, now)
            record_load(t, w)
            record_overtime(t, w)
    for role in range(agency.roles):
        count_struck(t, role, now)
    for team in range(agency.offices * agency.roles):
        cover_children(t, team, now)
        _close_team(t, team)
    for w in range(agency.positions):
        _snapshot(t, w)
    for role in range(agency.roles):
        t.roles[role].struck_months = 0.0
    close_clauses(t)
    for w in range(agency.positions):
        forget_presence(t.workers[w])
    t.now[0].months_ended += 1
    if t.now[0].months_ended < agency.months:
        t.now[0].month = t.now[0].months_ended
        open_month(t, now)


def open_month(t: Tables, now: float) -> None:
    """Begin a month: cuts, duty under its levers, posts, the academy, rebalancing, the queue."""
    agency = t.agency[0]
    if agency.cuts > 0:
        cut_posts(t, now)
    spread_support(t)
    for w in range(agency.positions):
        if t.workers[w].state == ON_DUTY:
            _new_month_on_duty(t, w, now)
    for w in range(agency.positions):
        _open_position(t, w, now)
    if agency.academy_months > 0.0:
        start_cohort(t, now)
    move_to_limits(t, now)
    for team in range(agency.offices * agency.roles):
        rebalance(t, team, now)
        serve_queue(t, team, now)


def _new_month_on_duty(t: Tables, w: int, now: float) -> None:
    worker = t.workers[w]
    if now > 0.0:
        use_up_hazard(t, w, now)
        set_ramp(t, w, worker.ramp_step + 1)
    set_hazard(t, w, now)
    refresh(t, w)


def _open_position(t: Tables, w: int, now: float) -> None:
    """Authorise a position whose month has come; recruit where a freeze is over."""
    worker = t.workers[w]
    month = t.now[0].month
    if worker.state == UNAUTHORISED and worker.authorised <= month:
        if worker.start_kind == BY_RECRUITING:
            want_person(t, w, now)
        elif worker.start_kind == BY_STARTING:
            start_outright(t, w, now)
        elif worker.start_kind == BY_TRAINED_HIRE:
            start_trained(t, w, now)
        elif worker.start_kind == FROM_DESK:
            start_from_desk(t, w, now)
        elif worker.start_kind == BY_MOVING:
            move_in(t, w, now)
    elif worker.state == VACANT and worker.starts <= now and t.months[month].frozen == 0:
        begin_recruiting(t, w, now)
    if worker.fill_month == month:
        fill_vacancy(t, w, now)


def _snapshot(t: Tables, w: int) -> None:
    """Write how a position stands at the month end, and clear the month's sums."""
    agency = t.agency[0]
    worker = t.workers[w]
    month = t.now[0].month
    lever = lever_of(t, worker.role)
    row = t.snapshots[month * agency.positions + w]
    row.state = worker.state
    row.children = worker.children
    row.families = worker.families
    row.secondary = worker.secondary
    row.hours = worker.available
    row.demanded = worker.contact_due + worker.casework_due + worker.court_due + worker.training_due
    row.ramp = worker.ramp
    row.cap = lever.reference_cap
    row.cap_unit = lever.cap_unit
    row.present = 0.0
    if worker.state == ON_DUTY and worker.present > 0.0:
        row.present = worker.present / (worker.present + worker.away)
    _add_hours(t, worker, month)


def _add_hours(t: Tables, worker: Row, month: int) -> None:
    agency = t.agency[0]
    cell = t.team_months[month * agency.offices * agency.roles + worker.team]
    cell.contact_demanded += worker.contact_due
    cell.casework_demanded += worker.casework_due
    cell.court_demanded += worker.court_due
    cell.training_demanded += worker.training_due
    cell.contact_delivered += worker.contact_hours
    cell.casework_delivered += worker.casework_hours
    cell.court_delivered += worker.court_hours
    cell.training_delivered += worker.training_hours
    cell.available += worker.available
    cell.aide_hours += worker.aide_hours
    cell.clerk_hours += worker.clerk_hours
    cell.overtime_hours += worker.overtime_hours
    cell.unpaid_months += worker.unpaid_months
    _clear_sums(worker)


def _clear_sums(worker: Row) -> None:
    """Begin the sums of a new month; what a strike left undone is not made up after its month."""
    worker.contact_due = 0.0
    worker.casework_due = 0.0
    worker.court_due = 0.0
    worker.training_due = 0.0
    worker.contact_hours = 0.0
    worker.casework_hours = 0.0
    worker.court_hours = 0.0
    worker.training_hours = 0.0
    worker.available = 0.0
    worker.visit_hours = 0.0
    worker.investigation_hours = 0.0
    worker.spare = 0.0
    worker.first_responses = 0.0
    worker.aide_hours = 0.0
    worker.clerk_hours = 0.0
    worker.overtime_hours = 0.0
    worker.unpaid_months = 0.0
    worker.load_due = 0.0
    worker.missed = 0.0
    worker.catch_up = 0.0


def _close_team(t: Tables, team: int) -> None:
    """Write the team's counts of the month and clear those that are sums."""
    agency = t.agency[0]
    row = t.teams[team]
    cell = t.team_months[t.now[0].month * agency.offices * agency.roles + team]
    cell.waiting_children = row.waiting_children
    cell.waiting_families = row.waiting_families
    cell.turned_away = row.turned_away
    cell.by_design = row.by_design
    cell.by_leaver = row.by_leaver
    cell.by_transfer = row.by_transfer
    cell.by_rebalance = row.by_rebalance
    cell.transfers_in = row.transfers_in
    cell.transfers_out = row.transfers_out
    row.turned_away = 0
    row.by_design = 0
    row.by_leaver = 0
    row.by_transfer = 0
    row.by_rebalance = 0
    row.transfers_in = 0
    row.transfers_out = 0
