"""One row per family, child, leg, care episode and person, with names instead of codes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from staffing_sim.engine.records import HAND_OVER_KINDS, LEAVING_REASONS
from staffing_sim.records.children_months import response_state
from staffing_sim.records.episodes import care_episodes, reached_legs
from staffing_sim.records.layout import Layout, named
from staffing_sim.timeline import MONTHS_PER_YEAR

CHILD_COLUMNS: Final = {
    "child": "the child's row in the records",
    "family": "the family's",
    "office": "office",
    "birth": "when born; negative if before day 0",
    "opened": "when the case opened; negative if before day 0",
    "age_at_opening_years": "age then",
    "assigned": "when a worker first held it; NaN if never",
    "closed": "when it closed; NaN while open",
    "cause": "what closed it; missing while open",
    "episodes": "stays in foster care",
    "entered_care": "when the latest of them began; NaN if there was none",
    "left_care": "when that ended; NaN while in care",
    "care_cause": "what ended it; missing while in care",
    "workers": "different primary workers so far",
    "hand_overs_by_design": "changes of worker because the pathway changes worker",
    "hand_overs_by_leaver": "because a worker left",
    "hand_overs_by_transfer": "because a worker moved office",
    "hand_overs_by_rebalance": "to even out caseloads",
    "eligible_months": "months in which the child was due a visit",
    "unseen_months": "those of them in which it was not seen",
    "unseen_run": "months since last seen, at the horizon",
    "longest_unseen_run": "most months running in which it was not seen",
}
"""The columns of a run's children; times are months since the start."""

FAMILY_COLUMNS: Final = {
    "family": "the family's row in the records",
    "office": "office",
    "tier": "urgency, which sets the deadline",
    "children": "how many children",
    "opened": "when referred; negative if before day 0",
    "assigned": "when a worker first held it; NaN if never",
    "responded": "when first contacted; NaN until then",
    "deadline": "when the first contact was due",
    "late": "1 or 0; NaN where no contact is due within the horizon",
    "closed": "when the investigation ended; NaN while it lasts, as `opened` if turned away",
    "cause": "what ended it; missing while it lasts",
    "turned_away": "1 where every worker was at the cap, else 0",
    "workers": "different primary workers so far",
}
"""The columns of a run's families; times are months since the start."""

LEG_COLUMNS: Final = {
    "case": "the case's row in the records: a family's, then the children's",
    "office": "office",
    "stage": "stage",
    "started": "when it began; negative if before day 0",
    "ended": "when it ended; NaN while it lasts",
    "cause": "what ended it; missing while it lasts",
}
"""The columns of a run's legs; times are months since the start."""

EPISODE_COLUMNS: Final = {
    "child": "the child's row in the records",
    "office": "office",
    "entered": "when care began; negative if before day 0",
    "left": "when it ended; NaN while in care",
    "cause": "what ended it; missing while in care",
    "permanent": "1 for a permanent home, else 0; NaN while in care",
    "age_at_entry_years": "age as it began",
    "age_at_exit_years": "age as it ended",
}
"""The columns of a run's stays in foster care; times are months since the start."""

WORKER_COLUMNS: Final = {
    "position": "the position's row in the records, the last one",
    "origin_position": "the one the person was hired into",
    "generation": "how many were hired into that one before",
    "role": "role",
    "office": "office, the last one",
    "recruited": "when recruiting began; NaN for those here on day 0",
    "hired": "when pay began; negative if before day 0",
    "on_duty": "when the academy ended; NaN until then",
    "left": "when the person left; NaN while here",
    "reason": "stayed, resigned, academy_failure or laid_off",
    "tenure_years": "years since pay began, to leaving or the horizon",
    "transfers": "moves to another office",
    "gross": "1 for a gross hire, else 0",
    "trained": "1 for somebody hired without the academy, else 0",
}
"""The columns of a run's people; times are months since the start."""


def child_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per child whose case opened, with first entry into care and last exit.

    ``entered_care``, ``left_care`` and ``care_cause`` are those of the child's latest episode, and
    ``episodes`` counts them; a child who was never in care has NaN, missing and 0.
    """
    records = layout.records
    children = records.cases[records.n_families :]
    episodes = care_episodes(layout)
    row = episodes.case - records.n_families
    entered, left = np.full((2, len(children)), np.nan)
    cause = np.full(len(children), -1)
    entered[row], left[row], cause[row] = episodes.entered, episodes.left, episodes.cause
    counted = (
        "eligible_months",
        "unseen_months",
        "unseen_run",
        "longest_unseen_run",
    )
    return pd.DataFrame(
        {
            "child": np.arange(len(children)) + records.n_families,
            "family": children["family"],
            "office": named(children["office"], layout.offices),
            "birth": children["birth"],
            "opened": children["opened"],
            "age_at_opening_years": (children["opened"] - children["birth"]) / MONTHS_PER_YEAR,
            "assigned": children["assigned"],
            "closed": children["closed"],
            "cause": named(children["cause"], records.agency.causes),
            "episodes": np.bincount(row, minlength=len(children)),
            "entered_care": entered,
            "left_care": left,
            "care_cause": named(cause, records.agency.causes),
            "workers": children["workers"],
            **{f"hand_overs_{kind}": children[kind] for kind in HAND_OVER_KINDS},
            **{name: children[name] for name in counted},
        }
    )


def family_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per family investigated (or turned away), with its response against deadline.

    ``late`` is 1 or 0, and NaN where no answer is due inside the horizon.
    """
    records = layout.records
    families = records.cases[: records.n_families]
    deadline, due, late = response_state(layout)
    tiers = tuple(tier.name for tier in records.agency.demand.tiers)
    return pd.DataFrame(
        {
            "family": np.arange(len(families)),
            "office": named(families["office"], layout.offices),
            "tier": named(families["tier"], tiers),
            "children": families["size"],
            "opened": families["opened"],
            "assigned": families["assigned"],
            "responded": families["responded"],
            "deadline": deadline,
            "late": np.where(due, late.astype(np.float64), np.nan),
            "closed": families["closed"],
            "cause": named(families["cause"], records.agency.causes),
            "turned_away": families["turned_away"],
            "workers": families["workers"],
        }
    )


def leg_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per leg that began, families' investigations included."""
    records = layout.records
    legs = reached_legs(layout)
    stages = tuple(stage.name for stage in records.agency.stages)
    ended = ~np.isnan(legs["ended"])
    return pd.DataFrame(
        {
            "case": legs["case"],
            "office": named(records.cases["office"][legs["case"]], layout.offices),
            "stage": named(legs["stage"], stages),
            "started": legs["started"],
            "ended": legs["ended"],
            "cause": named(np.where(ended, legs["cause"], -1), records.agency.causes),
        }
    )


def episode_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per stay in foster care: child, entry, exit, cause, ages; as AFCARS has it.

    ``permanent`` is 1 or 0, NaN while the child is in care.
    """
    records = layout.records
    episodes = care_episodes(layout)
    birth = records.cases["birth"][episodes.case]
    permanent = layout.cause_is_permanence[episodes.cause].astype(np.float64)
    return pd.DataFrame(
        {
            "child": episodes.case,
            "office": named(records.cases["office"][episodes.case], layout.offices),
            "entered": episodes.entered,
            "left": episodes.left,
            "cause": named(episodes.cause, records.agency.causes),
            "permanent": np.where(episodes.cause < 0, np.nan, permanent),
            "age_at_entry_years": (episodes.entered - birth) / MONTHS_PER_YEAR,
            "age_at_exit_years": (episodes.left - birth) / MONTHS_PER_YEAR,
        }
    )


def worker_frame(layout: Layout) -> pd.DataFrame:
    """Return one row per person who was ever on the payroll: a career, as far as it got."""
    records = layout.records
    people = records.people[~np.isnan(records.people["hired"])]
    roles = tuple(role.name for role in records.agency.roles)
    last = np.fmin(people["left"], float(records.months))
    return pd.DataFrame(
        {
            "position": people["position"],
            "origin_position": people["origin_position"],
            "generation": people["generation"],
            "role": named(people["role"], roles),
            "office": named(people["office"], layout.offices),
            "recruited": people["recruited"],
            "hired": people["hired"],
            "on_duty": people["on_duty"],
            "left": people["left"],
            "reason": named(people["reason"], LEAVING_REASONS),
            "tenure_years": (last - people["hired"]) / MONTHS_PER_YEAR,
            "transfers": people["transfers"],
            "gross": people["gross"],
            "trained": people["trained"],
        }
    )
