"""The small vocabularies of a run: kinds of event, states of a case and of a position.

The order of the numbers in the first group *is* the order of events at one instant: the month
turns (where it was the last, the run is over), then what happens to cases, then what happens to
workers, then the day's new referrals. The page ``docs/explanation/order-of-events.md`` says why.
"""

# --- kinds of event, in the order in which they happen at one instant -----------------------------
MONTH_END = 1  # whatever else happens at this instant belongs to the new month
HORIZON = 2  # the last month has ended; the instant itself belongs to no month of the run
FIRST_RESPONSE = 3  # the family of an investigation is contacted for the first time
WORK_DONE = 4  # the casework of a leg is finished; it may still wait for a date
LEG_END = 5  # a leg reaches its end: the next stage, or the exit
BIRTHDAY = 6  # a child reaches the age at which the stage ends by law
RESIGNATION = 7
TRANSFER = 8
ABSENCE_START = 9
ABSENCE_END = 10
GRADUATION = 11  # the academy ends: duty begins, or the trainee drops out
FILLED = 12  # recruiting found someone, who now waits for an academy cohort
STRIKE_START = 13
STRIKE_END = 14
CATCH_UP_END = 15  # the overtime that followed a strike is over
REFERRAL = 16

EVENT_NAMES = {
    MONTH_END: "month_end",
    FIRST_RESPONSE: "first_response",
    WORK_DONE: "work_done",
    LEG_END: "leg_end",
    BIRTHDAY: "birthday",
    RESIGNATION: "resignation",
    TRANSFER: "transfer",
    ABSENCE_START: "absence_start",
    ABSENCE_END: "absence_end",
    GRADUATION: "graduation",
    FILLED: "filled",
    STRIKE_START: "strike_start",
    STRIKE_END: "strike_end",
    CATCH_UP_END: "catch_up_end",
    REFERRAL: "referral",
}

# --- where a case stands --------------------------------------------------------------------------
NOT_YET = 0  # not known to the agency yet
SEEKING = 1  # needs a worker, at this very instant
WAITING = 2  # in the unassigned queue
HELD = 3  # carried by a worker
UNSTAFFED = 4  # in a stage that no role works
CLOSED = 5

# --- where a position stands ----------------------------------------------------------------------
UNAUTHORISED = 0
VACANT = 1  # authorised, not being recruited
RECRUITING = 2
AWAITING_ACADEMY = 3
ACADEMY = 4
ON_DUTY = 5

# --- how a position comes to be filled for the first time -----------------------------------------
FILLED_ON_DAY_ZERO = 0
BY_RECRUITING = 1  # authorised, then recruited and trained
BY_STARTING = 2  # this person starts the academy in this month (gross hires, the pipeline)
BY_TRAINED_HIRE = 3  # on duty at once, fully trained
IN_PIPELINE = 4  # hired before day 0: in the academy or on the ramp by then
BY_MOVING = 5  # somebody comes with their post from another team
MOVED_AWAY = 6  # the post has gone to another team: never filled again
CUT_AWAY = 7  # the post has been cut: never filled again
FROM_DESK = 8  # somebody comes from a desk, trained, and on duty at once

# --- who starts the academy when seats are short (the index is the code) --------------------------
FIRST_COME = 0
REPLACEMENTS_FIRST = 1
SEAT_ORDERS = ("first_come", "replacements_first")
ANY_ROLE = -1

# --- why a person left (the index is the code) ----------------------------------------------------
STAYED = 0
RESIGNED = 1
FAILED_ACADEMY = 2
LAID_OFF = 3

# --- what happens to work that a cap leaves without a worker --------------------------------------
OVERFLOW_NONE = 0
OVERFLOW_SOFT = 1
OVERFLOW_HARD = 2
OVERFLOW_DECLINE = 3
OVERFLOW_SPILL = 4
OVERFLOWS = ("none", "soft", "hard", "decline", "spill")

IN_CHILDREN = 0
IN_FAMILIES = 1
CAP_UNITS = ("children", "families")

# --- what a clause measures, and what it brings (the index is the code) ---------------------------
HOLDERS = ("worker", "office")
MEASURED = ("month_end", "daily_average")
REMEDY_OVERTIME = 1
REMEDY_STOP_INTAKE = 2
REMEDY_MOVE_CASES = 3
REMEDIES = ("report", "overtime", "stop_intake", "move_cases")

# --- who gets new work ----------------------------------------------------------------------------
LEAST_LOADED = 0
FEWEST_CASES = 1
ROUND_ROBIN = 2
EXTERNAL = 3  # a policy of the user's own decides; work waits until it has been asked
ASSIGNMENTS = ("least_loaded", "fewest_cases", "round_robin")

# --- why a child was not seen (columns of contact_months; a gap between workers goes first) -------
OUT_OF_REACH = 0
UNASSIGNED = 1
WORKER_ABSENT = 2
OVERLOAD = 3
MISSED_ATTEMPTS = 4

# --- kinds of hand-over ---------------------------------------------------------------------------
BY_DESIGN = 0
BY_LEAVER = 1
BY_TRANSFER = 2
BY_REBALANCE = 3

# --- what stops a run -----------------------------------------------------------------------------
NO_FAULT = 0
GENERATIONS_EXHAUSTED = 1
