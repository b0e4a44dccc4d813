"""Where a user's policy is asked about the groups that wait for a worker."""

from __future__ import annotations

from staffing_sim.engine.codes import WAITING
from staffing_sim.engine.policy import Policy, ask
from staffing_sim.engine.rules.assignment import place
from staffing_sim.engine.tables import Tables
from staffing_sim.engine.view import AgencyView


def decide(tables: Tables, view: AgencyView, policy: Policy, now: float) -> None:
    """Ask about every group in the queues that changed, in the order in which they wait."""
    for number, team in enumerate(tables.teams):
        if team.ask == 1:
            team.ask = 0
            for c in _waiting(tables, number):
                if tables.cases[c].state == WAITING:
                    w = ask(policy, view.case(c, now), view.candidates(c))
                    if w >= 0:
                        place(tables, c, w, now)


def _waiting(tables: Tables, team: int) -> list[int]:
    tiers = tables.agency[0].tiers
    found = []
    for tier in range(tiers):
        c = tables.queues[team * tiers + tier].first
        while c >= 0:
            found.append(c)
            c = tables.cases[c].next
    return found
