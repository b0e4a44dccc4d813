"""The tables a run works on: as NumPy records for compiled code, or as light Python objects.

The rules only ever say ``t.workers[w].children += 1``. Both forms answer to that, so one rulebook
serves two clocks. Every field is an integer or a 64-bit float; -1 means "none", NaN "not yet".
Tables with a row per case keep their integers (row numbers and counts) in 32 bits, because a county
has half a million cases; the rules still reckon in 64.
"""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = Any  # a list of row objects, or a NumPy structured array
Row = Any  # one of its rows


def _fields(integers: str, floats: str) -> np.dtype[Any]:
    names = [(name, np.int64) for name in integers.split()]
    return np.dtype(names + [(name, np.float64) for name in floats.split()])


def _of_cases(integers: str, floats: str) -> np.dtype[Any]:
    names: list[tuple[str, type]] = [(name, np.int32) for name in integers.split()]
    names += [(name, np.float64) for name in floats.split()]
    return np.dtype(names, align=True)


CASE = _of_cases(
    # what the world says: a family under investigation, or one child of an open case
    "family office size tier household luck first_child children extended_leg"
    # what became of it
    " cause workers by_design by_leaver by_transfer by_rebalance"
    " eligible_months unseen_months unseen_run longest_unseen_run turned_away"
    # its neighbours in its worker's list, or in the queue
    " previous"
    # where it stands; the search for a worker's next event reads the six fields from done to
    # ages_out of every case in the list, so they stand side by side in memory
    " state leg stage worker second done unanswered next",
    "target due ages_out work_left response_target delay_left no_contact_until birth"
    " opened assigned responded closed in_care_since",
)
LEG = _of_cases(
    "case stage route hearing cause final", "work wait legal elapsed done_at due started ended"
)
WORKER = _fields(
    # the position
    "office role team number authorised refilled start_kind fill_month fill_trained"
    # who fills it
    " state generation person absent striking ramp_step moved overtime_run"
    # where the person comes from, if the position waits for someone who moves
    " from_team longest_first retrained"
    # the cases held: counts and the ends of the list; when work last came, where it goes in turn
    " children families secondary unanswered first last last_turn",
    # how it shares in the work
    "part_load area starts ramp score"
    # the working month: hours, demands, delivered shares, the virtual clock
    " hours contact_demand casework_demand court_demand training_demand"
    " contact_share casework_share court_share training_share speed clock clock_at"
    # the contact that is for visits and for investigations: demands, hours delivered a month; the
    # virtual clock of first responses
    " visit_demand investigation_demand visiting investigating response_speed response_clock"
    # what others take off these demands, what is made up after a strike, overtime paid
    " aided clerked contact_left court_left catch_up overtime unpaid_share"
    # sums since the month began
    " contact_hours casework_hours court_hours training_hours contact_due casework_due court_due"
    " training_due available spare away visit_hours investigation_hours first_responses"
    " attempts_left"
    " aide_hours clerk_hours overtime_hours missed unpaid_months"
    # those of the time at work alone
    " present child_months family_months load_due"
    # what clauses bring this month: overtime, and limits that no new case may exceed
    " clause_overtime stop_children stop_families"
    # load and what may come
    " load_1 load_2 load_3 hazard hazard_from"
    " resign_at transfer_at absence_at task_at",
)
PERSON = _fields(
    "origin position generation role office luck luck_used reason transfers gross trained new_post"
    # the row of the cut that took the post; who came to this seat from another desk instead of the
    # person it was meant for
    " cut mover",
    "budget used served fill_months refill_luck academy_luck strike_luck"
    " ready_at recruited hired on_duty left"
    # when they came, and when whoever had the seat went to another desk
    " came went",
)
TEAM = _fields(
    "first end waiting_children waiting_families turned_away"
    " by_design by_leaver by_transfer by_rebalance transfers_in transfers_out ask to_close",
    "leaving_factor pace aided_share clerked_share stop_children stop_families"
    # visits to children whom no worker of their own visits: hours a month, attempts
    " cover_hours colleagues_attempts attempts_left",
)
LINK = _of_cases("next previous", "")  # the neighbours of a case in a list
LIST = _fields("first last", "")  # the ends of a list of cases
CALENDAR = _of_cases("kind subject actor", "time")
WHERE = _of_cases("row", "")
STAGE = _fields(
    "role second_role in_care shared contact_required of_families",
    "contact casework court second_contact second_casework second_court"
    " age_limit hearing_first hearing_interval",
)
ROLE = _fields(
    "policy",
    "case_hours training_hours compressibility catch_up_overtime"
    # strikes: the share on strike now, the part of the month struck so far, counted until when
    " struck_share struck_months struck_until",
)
LEVER = _fields(
    "cap_unit overflow rebalance_moves tires_after kept_seats",
    "cap reference_cap attendance overtime most_overtime tired_delivery tired_leaving"
    " retention backfill rebalance_gap"
    " contact_weight casework_weight court_weight training_weight",
)
TEAM_LEVER = _fields("", "aide_hours aide_most clerk_hours clerk_most")
MONTH = _fields("seats seat_order frozen", "")
BAND = _fields("", "until rate")
RAMP = _fields("", "share")
STRIKE = _fields("roles catch_up", "start end participation unpaid_share overtime overtime_end")
CUT = _fields("team month posts by_layoff longest_first lever", "")
OUTSIDE = _fields("", "start end still_share")
AGENCY = _fields(
    "months families positions offices roles stages tiers generations pool_size bands ramp_steps"
    " whole_month longest_first colleagues_cover reopen_waiting aged_out turned_18 turned_21"
    " clauses outside_periods cuts",
    "success hours_per_attempt sibling_cost out_of_reach first_response_hours"
    " burnout load_cap transfer_rate absence_rate absence_months academy_months"
    " academy_months_before dropout relearning gap",
)
NOW = _fields("month months_ended turns fault fault_at next_family events", "")
SNAPSHOT = _fields("state children families secondary cap_unit", "hours demanded ramp cap present")
TEAM_MONTH = _fields(
    "waiting_children waiting_families turned_away by_design by_leaver by_transfer by_rebalance"
    " transfers_in transfers_out",
    "contact_demanded casework_demanded court_demanded training_demanded"
    " contact_delivered casework_delivered court_delivered training_delivered available"
    " aide_hours clerk_hours overtime_hours unpaid_months",
)
CONTACT_MONTH = _fields(
    "eligible seen out_of_reach unassigned worker_absent overload missed_attempts"
    " unseen_two unseen_three",
    "",
)
CLAUSE = _fields("role unit held_by measured consecutive remedy", "overtime")
STREAK = _fields("run person due", "")
CLAUSE_MONTH = _fields("exempt workers over triggered entitled moved", "limit overtime_hours")
SCRATCH = _of_cases("case unvisited", "")


class Tables(NamedTuple):
    """Everything a run reads and writes; one table per idea."""

    agency: Table  # one row: the constants of the agency
    now: Table  # one row: where the run stands
    cases: Table  # families under investigation, then children
    legs: Table
    workers: Table  # one row per position
    people: Table  # position x generation
    teams: Table  # office x role
    second_links: Table  # a row per case: its neighbours in the list of its second worker
    second_lists: Table  # a row per position: the cases in which it is the second worker
    queues: Table  # team x tier: who waits for a worker
    stages: Table
    roles: Table
    levers: Table  # month x role: what the plan sets
    team_levers: Table  # month x team: the posts that relieve caseworkers
    months: Table
    bands: Table  # resignation by tenure
    ramp: Table
    cuts: Table  # what a plan's cuts take from each team
    strikes: Table
    outside: Table  # period x stage: the share of those whom cases wait for that is on strike
    case_calendar: Table  # the next event of every worker's cases, and of cases without a worker
    case_where: Table
    staff_calendar: Table  # the next event of every worker, and strikes
    staff_where: Table
    pool: Table  # uniforms; not rows but plain floats
    snapshots: Table  # month x position
    team_months: Table  # month x team
    contact_months: Table  # month x office x stage
    clauses: Table
    streaks: Table  # clause x (position, then office): months over the limit, remedies due
    clause_months: Table  # month x clause x office
    scratch: Table


def rows(dtype: np.dtype[Any], count: int) -> NDArray[Any]:
    """Fresh rows: integers 0, floats 0."""
    return np.zeros(count, dtype=dtype)


def as_objects(table: NDArray[Any]) -> list[Any]:
    """The same rows as light Python objects, with the same field names."""
    names = list(table.dtype.names or ())
    row = make_dataclass("Row", [(name, Any) for name in names], slots=True)
    if not names:
        return [row() for _ in range(len(table))]
    return [row(*values) for values in zip(*(table[name].tolist() for name in names), strict=True)]


def write_back(table: NDArray[Any], objects: list[Any]) -> None:
    """Copy what a run left in row objects back into the NumPy records they came from."""
    for name in table.dtype.names or ():
        table[name] = [getattr(row, name) for row in objects]


def object_form(records: Tables) -> Tables:
    """All tables as Python objects, for the SimPy clock; the pool as a view without copies."""
    return Tables(
        *(
            memoryview(table) if name == "pool" else as_objects(table)
            for name, table in zip(Tables._fields, records, strict=True)
        )
    )
