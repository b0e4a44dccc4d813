"""The model: what happens at each event, in plain Python, a room per idea.

Rules take the tables, the row they concern and the time; they read no clock, draw no chance and use
only ``math``. So the same functions run on Python objects under SimPy and, compiled, on records.

    calendar     who has the next event: an indexed heap with a total order
    hours        the working month: where missing hours come out of, and the virtual clock
    clauses      limits of a contract: measured, triggered, and what they bring next month
    caseload     who holds which case; the next event among a worker's cases
    contact      first responses and monthly visits
    groups       who belongs together: a team, siblings who need a worker, who has them
    room         who has room: under a cap, under a clause; who of them has the least
    waiting      the queue of those without a worker
    assignment   who gets new work, and who waits for it
    casework     a case's way through its legs
    hand_over    cases that change hands: leavers, transfers, rebalancing
    strike       strikes, and what follows them
    duty         ramp, hazard, absence
    support      what aides and clerks take off the caseworkers
    hiring       recruiting, the academy, the next person
    leaving      resignation, transfer, moves
    cuts         posts that a plan closes, as they fall vacant or by layoff
    month        the month end, and what the new month brings
    day_zero     the staff at their desks and the cases in their hands as the clock starts
    dispatch     which event is next, and which rule lets it happen
"""

ROOMS = (
    "calendar",
    "hours",
    "clauses",
    "caseload",
    "contact",
    "groups",
    "room",
    "waiting",
    "assignment",
    "casework",
    "hand_over",
    "strike",
    "duty",
    "support",
    "hiring",
    "leaving",
    "cuts",
    "month",
    "day_zero",
    "dispatch",
)
"""The rooms of the rulebook, in order of their imports."""
