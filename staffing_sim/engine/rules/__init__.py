"""The model: what happens at each event, in plain Python, one module per idea.

Rules take the tables, the row they concern and the time; they read no clock, draw no chance and use
only ``math``. So the same functions run on Python objects under SimPy and, compiled, on records.

    calendar     who has the next event: an indexed heap with a total order
    hours        the working month: who is at work, what gives way when short, how cases move
    clauses      limits of a contract: measured, triggered, and what they bring next month
    caseload     who holds which case; the next event among a worker's cases
    visits       the monthly visits: who is seen, and why the others are not
    assignment   who gets new work: siblings together, under the cap, or into the queue
    casework     a case's progress through its legs, and when each of them ends
    hand_over    cases that change hands: leavers, transfers, rebalancing
    strike       strikes, and what follows them
    workers      on duty: a newcomer's ramp, when each will resign, absences
    hiring       recruiting, academy seats, the next person
    leaving      resignations, transfers, moves, posts that are cut
    month        the month end, and what the new month brings
    day_zero     the staff and their cases as the clock starts
    events       which event is next, and which rule carries it out
"""

from importlib import import_module
from types import ModuleType

ROOMS = (
    "calendar",
    "hours",
    "clauses",
    "caseload",
    "visits",
    "assignment",
    "casework",
    "hand_over",
    "strike",
    "workers",
    "hiring",
    "leaving",
    "month",
    "day_zero",
    "events",
)
"""The modules of the rulebook, in order of their imports."""


def rulebook() -> list[ModuleType]:
    """Return all that is compiled: the modules, and formulas that expected loads use too."""
    rooms = [import_module(f"{__name__}.{room}") for room in ROOMS]
    return [import_module("staffing_sim.agency.hours"), *rooms]
