"""What an agency is, as it is observed: demand, pathway, staff, costs and the cases open on day 0.

agency         the whole agency, as read from a file
demand         who is referred, and when; the rules for monthly visits
pathway        stages, routes and exits
staff          roles, hours, who leaves, how a hire becomes a worker
costs          prices of staff and of care, and who pays them
opening        the cases open on day 0, and the hires under way
opening_load   the load of day 0, and observed durations without it
hours          hours that fall short: what is delivered, and how fast cases then move
apportionment  whole seats dealt out by shares
"""

from staffing_sim.agency.agency import AGED_OUT, TURNED_18_AT_HOME, TURNED_21, Agency, Office
from staffing_sim.agency.costs import Costs
from staffing_sim.agency.demand import ContactRule, Demand, Surge, Tier
from staffing_sim.agency.opening import CaseworkTime, OpeningStock, Pipeline
from staffing_sim.agency.opening_load import Observed, TeamLoad
from staffing_sim.agency.pathway import EXIT, MAX_LEGS, Ageing, Hearing, Hours, Route, Stage
from staffing_sim.agency.staff import (
    Academy,
    Cap,
    Deduction,
    HandOver,
    KeptSeats,
    LeavingBand,
    Rebalance,
    Role,
    Triage,
    Workforce,
)

__all__ = [
    "AGED_OUT",
    "EXIT",
    "MAX_LEGS",
    "TURNED_18_AT_HOME",
    "TURNED_21",
    "Academy",
    "Ageing",
    "Agency",
    "Cap",
    "CaseworkTime",
    "ContactRule",
    "Costs",
    "Deduction",
    "Demand",
    "HandOver",
    "Hearing",
    "Hours",
    "KeptSeats",
    "LeavingBand",
    "Observed",
    "Office",
    "OpeningStock",
    "Pipeline",
    "Rebalance",
    "Role",
    "Route",
    "Stage",
    "Surge",
    "TeamLoad",
    "Tier",
    "Triage",
    "Workforce",
]
