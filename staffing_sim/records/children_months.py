"""The month table's columns about families and children: stocks, flows, visits, first responses."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from staffing_sim.engine.records import UNSEEN_REASONS
from staffing_sim.records.episodes import ADOPTION, Episodes, reached_legs, reason_of
from staffing_sim.records.layout import Layout
from staffing_sim.timeline import DAYS_PER_MONTH

Columns = dict[str, NDArray[np.float64]]

OVERDUE_DAYS: Final = (30, 60)
"""Days after which an investigation that lasts is counted as overdue."""


def open_columns(layout: Layout) -> Columns:
    """Return children whose case is open: as the month ends, and in months over the month.

    A family under investigation counts with all its children.
    """
    legs, grid = reached_legs(layout), layout.grid
    cases = layout.records.cases
    cells = layout.cell(cases["office"][legs["case"]], layout.role_of_stage[legs["stage"]])
    size = cases["size"][legs["case"]]
    span = (legs["started"], legs["ended"], cells)
    return {
        "open_children": grid.stock(*span, weights=size),
        "open_child_months": grid.present(*span, weights=size),
    }


def care_columns(layout: Layout, episodes: Episodes) -> Columns:
    """Return entries into foster care, exits from it, children there, and child-months paid for."""
    cases, grid = layout.records.cases, layout.grid
    office = cases["office"][episodes.case]
    entered_at = layout.cell(office, layout.role_of_stage[episodes.entry_stage])
    left_at = layout.cell(office, layout.role_of_stage[episodes.exit_stage])
    permanent = episodes.cause >= 0
    permanent &= layout.cause_is_permanence[episodes.cause]
    causes = layout.records.agency.causes
    adopted = np.isin(episodes.cause, [causes.index(c) for c in causes if reason_of(c) == ADOPTION])
    legs = reached_legs(layout)
    in_care = legs[layout.stage_in_care[legs["stage"]]]
    paid = legs[layout.stage_pays_care[legs["stage"]]]
    return {
        "entries": grid.flow(episodes.entered, entered_at),
        "exits": grid.flow(episodes.left, left_at),
        "exits_to_permanence": grid.flow(
            episodes.left, left_at, weights=permanent.astype(np.float64)
        ),
        "adoptions": grid.flow(episodes.left, left_at, weights=adopted.astype(np.float64)),
        "children_in_care": grid.stock(
            in_care["started"], in_care["ended"], _where(layout, in_care)
        ),
        "care_child_months": grid.present(paid["started"], paid["ended"], _where(layout, paid)),
        "aged_out": _ended_for(layout, legs, "aged_out"),
    }


def _where(layout: Layout, legs: NDArray[np.void]) -> NDArray[np.int64]:
    """Return the cell of each leg: the child's office and the role of its stage."""
    office = layout.records.cases["office"][legs["case"]]
    return layout.cell(office, layout.role_of_stage[legs["stage"]])


def _ended_for(layout: Layout, legs: NDArray[np.void], cause: str) -> NDArray[np.float64]:
    """Return the legs that ended for one cause, by month and cell."""
    causes = layout.records.agency.causes
    found = legs[legs["cause"] == causes.index(cause)] if cause in causes else legs[:0]
    return layout.grid.flow(found["ended"], _where(layout, found))


def contact_columns(layout: Layout) -> Columns:
    """Return children eligible for a visit, seen, and unseen by reason and by months running."""
    table = layout.records.contact_months
    columns = {
        "eligible": layout.from_stages(table["eligible"]),
        "seen": layout.from_stages(table["seen"]),
    }
    reasons = {f"unseen_{name}": layout.from_stages(table[name]) for name in UNSEEN_REASONS}
    columns["unseen"] = np.sum(list(reasons.values()), axis=0)
    columns["unseen_in_reach"] = columns["unseen"] - reasons["unseen_out_of_reach"]
    return (
        columns
        | reasons
        | {
            "unseen_two_months": layout.from_stages(table["unseen_two"]),
            "unseen_three_months": layout.from_stages(table["unseen_three"]),
        }
    )


def response_state(
    layout: Layout,
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return each family's deadline, whether it fell due by the horizon, and whether it was late.

    A response is due when the family was referred after day 0, was not turned away, and its
    deadline lies inside the horizon: by then it was met or missed, whether or not the family has
    been reached since. Counting families reached early whose deadline lies beyond the horizon
    would count the quick ones only.
    """
    records = layout.records
    families = records.cases[: records.n_families]
    days = np.array([tier.deadline_days for tier in records.agency.demand.tiers])
    tier = families["tier"]
    deadline = families["opened"] + days[tier] / DAYS_PER_MONTH
    due = (families["opened"] >= 0) & (families["turned_away"] == 0)
    due &= deadline < records.months
    late = due & ~(families["responded"] <= deadline)
    return deadline, due, late


def response_columns(layout: Layout) -> Columns:
    """Return referrals and first responses, and those due and late by the month of the deadline."""
    records, grid = layout.records, layout.grid
    families = records.cases[: records.n_families]
    entry = [stage.name for stage in records.agency.stages].index(records.agency.demand.entry_stage)
    role = np.full(len(families), layout.role_of_stage[entry])
    cells = layout.cell(families["office"], role)
    deadline, due, late = response_state(layout)
    return {
        "referrals": grid.flow(families["opened"], cells),
        "responses": grid.flow(families["responded"], cells),
        "responses_due": grid.flow(deadline[due], cells[due]),
        "late_responses": grid.flow(deadline[late], cells[late]),
        **{f"overdue_{days}_days": _open_for(layout, cells, days) for days in OVERDUE_DAYS},
    }


def _open_for(layout: Layout, cells: NDArray[Any], days: int) -> NDArray[np.float64]:
    """Return the families whose investigation has lasted longer at each month end, by cell."""
    families = layout.records.cases[: layout.records.n_families]
    overdue = families["opened"] + days / DAYS_PER_MONTH
    lasting = ~(families["closed"] <= overdue)  # NaN while it lasts
    return layout.grid.stock(overdue[lasting], families["closed"][lasting], cells[lasting])
