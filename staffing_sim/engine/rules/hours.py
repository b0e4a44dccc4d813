"""A worker's hours: how they are shared out when they fall short, and how fast cases then move.

A worker has ``hours`` a month; the cases held demand hours for contact, casework and court papers,
the agency demands training. What is delivered when they do not suffice, and how fast the cases'
common virtual clock then goes, is in `staffing_sim.agency.hours`: any hours at all keep a case
going at full pace where compressibility is 0, but a worker who is away does no work.

Aides and clerks take their share of contact and court hours first; what is left is the worker's own
demand. After a strike the contact hours missed are demanded again until the month ends.

Contact is for visits in stages in which a visit is due, for investigations, or for homes that no
visit is due to: delivered hours divide as the demand does. First responses under way run down by a
virtual clock of their own, at the share of contact delivered.
"""

from staffing_sim.agency.hours import delivered_shares, pace_of
from staffing_sim.engine.codes import LEAST_LOADED, ON_DUTY, ROUND_ROBIN
from staffing_sim.engine.tables import Row, Tables

SLOWEST_RESPONSE_SHARE = 0.05  # a response is delayed at most twentyfold by lack of hours


def lever_of(t: Tables, role: int) -> Row:
    """Return what the plan sets for a role in the month under way."""
    return t.levers[t.now[0].month * t.agency[0].roles + role]


def takes_work(worker: Row) -> bool:
    """Is this worker on duty and at work, so that new cases may come?"""
    return bool(worker.state == ON_DUTY and worker.absent == 0 and worker.striking == 0)


def advance(t: Tables, w: int, now: float) -> None:
    """Bring a worker's virtual clock and sums of hours up to now, at the rates in force."""
    worker = t.workers[w]
    passed = now - worker.clock_at
    if passed <= 0.0:
        return
    worker.clock_at = now
    if worker.state != ON_DUTY:
        return
    worker.clock += worker.speed * passed
    worker.response_clock += worker.response_speed * passed
    worker.available += worker.hours * passed
    if worker.absent + worker.striking > 0:
        worker.away += passed
    else:
        worker.present += passed
        worker.child_months += worker.children * passed
        worker.family_months += worker.families * passed
        own = worker.contact_demand - worker.aided + worker.court_left
        worker.load_due += (own + worker.casework_demand + worker.training_demand) * passed
    if worker.striking > 0 and worker.absent == 0:
        worker.missed += worker.contact_left * passed
        worker.unpaid_months += worker.unpaid_share * passed
    worker.overtime_hours += worker.overtime * passed
    worker.aide_hours += worker.aided * passed
    worker.clerk_hours += worker.clerked * passed
    due = worker.contact_left + worker.casework_demand + worker.court_left
    worker.spare += max(0.0, worker.hours - due - worker.training_demand) * passed
    worker.contact_due += worker.contact_left * passed
    worker.casework_due += worker.casework_demand * passed
    worker.court_due += worker.court_left * passed
    worker.training_due += worker.training_demand * passed
    worker.contact_hours += worker.contact_left * worker.contact_share * passed
    worker.visit_hours += worker.visiting * passed
    worker.investigation_hours += worker.investigating * passed
    worker.casework_hours += worker.casework_demand * worker.casework_share * passed
    worker.court_hours += worker.court_left * worker.court_share * passed
    worker.training_hours += worker.training_demand * worker.training_share * passed


def forget_presence(worker: Row) -> None:
    """Begin the sums of the time at work anew: with a month, or with another person at the desk."""
    worker.present = 0.0
    worker.away = 0.0
    worker.child_months = 0.0
    worker.family_months = 0.0


def settle(t: Tables, w: int) -> None:
    """Find a worker's hours, delivered shares, speed and score from the demands as they are now."""
    worker = t.workers[w]
    role = t.roles[worker.role]
    lever = lever_of(t, worker.role)
    hours = 0.0
    worker.overtime = 0.0
    if takes_work(worker):
        worker.overtime = min(lever.overtime + role.catch_up_overtime, lever.most_overtime)
        hours = role.case_hours * worker.part_load * worker.ramp * lever.attendance
        hours += worker.overtime * _overtime_delivery(worker, lever)
        hours += worker.clause_overtime
    worker.hours = hours
    training = 0.0
    if worker.state == ON_DUTY:
        training = role.training_hours * worker.part_load
    worker.training_demand = training
    _relieve(worker, t.teams[worker.team])
    _share_out(worker, lever, hours)
    worker.speed = pace_of(role.compressibility, worker.casework_share)
    worker.response_speed = 0.0
    if hours > 0.0:
        worker.response_speed = max(worker.contact_share, SLOWEST_RESPONSE_SHARE)
    _divide_contact(worker)
    _set_score(worker, role.policy)


def spread_support(t: Tables) -> None:
    """Set the shares that each office's aides and clerks take over in the month that begins.

    Their hours go round everyone on duty alike, by demand as it stands; what would fall to a worker
    who is away is lost. The caseworkers' hours are settled with the shares after this.
    """
    teams = t.agency[0].offices * t.agency[0].roles
    for team in range(teams):
        posts = t.team_levers[t.now[0].month * teams + team]
        contact = 0.0
        court = 0.0
        if posts.aide_hours + posts.clerk_hours > 0.0:
            for w in range(t.teams[team].first, t.teams[team].end):
                if t.workers[w].state == ON_DUTY:
                    contact += t.workers[w].contact_demand
                    court += t.workers[w].court_demand
        t.teams[team].aided_share = _covered(posts.aide_hours, contact, posts.aide_most)
        t.teams[team].clerked_share = _covered(posts.clerk_hours, court, posts.clerk_most)


def is_tired(worker: Row, lever: Row) -> bool:
    """Has the worker had overtime for so many months running that it tells?"""
    return bool(worker.overtime_run >= lever.tires_after)


def _overtime_delivery(worker: Row, lever: Row) -> float:
    """Return the work that an hour of overtime brings."""
    if is_tired(worker, lever):
        return float(lever.tired_delivery)
    return 1.0


def _relieve(worker: Row, team: Row) -> None:
    """Take off what aides and clerks do for a worker at work; the rest is the worker's own."""
    worker.aided = 0.0
    worker.clerked = 0.0
    if worker.hours > 0.0:
        worker.aided = worker.contact_demand * team.aided_share
        worker.clerked = worker.court_demand * team.clerked_share
    worker.contact_left = worker.contact_demand - worker.aided + worker.catch_up
    worker.court_left = worker.court_demand - worker.clerked


def _covered(hours: float, demand: float, most: float) -> float:
    """Return the share of a demand that these hours cover, never more than the most."""
    if demand <= 0.0:
        return 0.0
    return min(most, hours / demand)


def _share_out(worker: Row, lever: Row, hours: float) -> None:
    """Set the four delivered shares."""
    demands = (
        worker.contact_left,
        worker.casework_demand,
        worker.court_left,
        worker.training_demand,
    )
    weights = (
        lever.contact_weight,
        lever.casework_weight,
        lever.court_weight,
        lever.training_weight,
    )
    contact, casework, court, training = delivered_shares(demands, weights, hours)
    worker.contact_share = contact
    worker.casework_share = casework
    worker.court_share = court
    worker.training_share = training


def _divide_contact(worker: Row) -> None:
    """Divide the contact delivered, by aides too, between visits, investigations and the rest."""
    worker.visiting = 0.0
    worker.investigating = 0.0
    if worker.contact_demand > 0.0:
        delivered = worker.contact_left * worker.contact_share + worker.aided
        worker.visiting = delivered * _part(worker.visit_demand, worker.contact_demand)
        worker.investigating = delivered * _part(worker.investigation_demand, worker.contact_demand)


def _part(demand: float, whole: float) -> float:
    """Return which part of a demand another is; rounding may leave either a hair off nought."""
    return min(1.0, max(0.0, demand / whole))


def _set_score(worker: Row, policy: int) -> None:
    """Set what new work goes by, the lowest score first; who was away is first in turn again."""
    if not takes_work(worker):
        worker.last_turn = 0
    elif policy == LEAST_LOADED:
        worker.score = weighted_load(worker)
    elif policy == ROUND_ROBIN:
        worker.score = float(worker.last_turn)
    else:
        worker.score = float(worker.children)


def weighted_load(worker: Row) -> float:
    """Return the hours a worker's cases ask for, as a full-time colleague would have them."""
    demand = worker.contact_demand + worker.casework_demand + worker.court_demand
    return float(demand / capacity(worker))


def capacity(worker: Row) -> float:
    """Return how much work falls to a worker beside a full-time colleague of average area."""
    return float(worker.part_load * worker.area * worker.ramp)
