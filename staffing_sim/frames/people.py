"""One row per family, child, leg, care episode and person, with names instead of codes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from staffing_sim.frames.children_months import response_state
from staffing_sim.frames.episodes import care_episodes, reached_legs
from staffing_sim.frames.layout import Layout
from staffing_sim.frames.naming import named
from staffing_sim.records import HAND_OVER_KINDS, LEAVING_REASONS
from staffing_sim.timeline import MONTHS_PER_YEAR

__all__ = ["child_frame", "episode_frame", "family_frame", "leg_frame", "worker_frame"]


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
