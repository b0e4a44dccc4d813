"""The model: what happens at each event, in plain Python, a room per idea.

Rules take the tables, the row they concern and the time; they read no clock, draw no chance and use
only ``math``. So the same functions run on Python objects under SimPy and, compiled, on records.

    calendar     who has the next event: an indexed heap with a total order
    hours        the working month: where missing hours come out of, and the virtual clock
    clauses      limits of a contract: measured, triggered, and what they bring next month
    caseload     who holds which case; the next event among a worker's cases
    contact      first responses and monthly visits
    assignment   who gets new work; caps; the queue
    casework     a case's way through its legs
    hand_over    cases that change hands: leavers, transfers, rebalancing
    duty         ramp, hazard, absence
    strike       strikes, and what follows them
    support      what aides and clerks take off the caseworkers
    hiring       recruiting, the academy, the next person
    leaving      resignation, transfer, moves
    month        the month end, and what the new month brings
"""
