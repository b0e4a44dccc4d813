"""Support: aides and clerks take hours of contact and of court work off the caseworkers."""

from staffing_sim.engine.codes import ON_DUTY
from staffing_sim.engine.tables import Tables


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
        t.teams[team].aided_share = _share(posts.aide_hours, contact, posts.aide_most)
        t.teams[team].clerked_share = _share(posts.clerk_hours, court, posts.clerk_most)


def _share(hours: float, demand: float, most: float) -> float:
    """Return the share of a demand that these hours cover, never more than the most."""
    if demand <= 0.0:
        return 0.0
    return min(most, hours / demand)
