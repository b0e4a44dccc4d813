"""The month table's columns about positions, workers, caseloads and hours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing_sim.engine.records import (
    ACTIVITIES,
    HAND_OVER_KINDS,
    LEAVING_REASONS,
    POSITION_STATES,
)
from staffing_sim.records.layout import Layout, group_quantiles

Columns = dict[str, NDArray[np.float64]]


def _teams(layout: Layout, weights: NDArray[Any]) -> NDArray[np.float64]:
    """Return one number per snapshot added up by (month, team)."""
    records = layout.records
    positions = records.positions
    team = positions["office"] * len(records.agency.roles) + positions["role"]
    cells = np.arange(records.months)[:, np.newaxis] * records.n_teams + team
    counted = np.bincount(
        cells.ravel(), weights.astype(np.float64), minlength=records.months * records.n_teams
    )
    return counted.astype(np.float64)


def position_columns(layout: Layout) -> Columns:
    """Return the position waterfall as the month ends, from authorised to carrying.

    Who is on duty then is absent or carrying for the parts of the month they were away or there.
    """
    snapshots = layout.records.snapshots
    state = {name: snapshots["state"] == code for code, name in enumerate(POSITION_STATES)}
    carrying = snapshots["present"]
    counts = {
        "authorised": ~state["unauthorised"],
        "vacant": state["vacant"],
        "recruiting": state["recruiting"] | state["awaiting_academy"],
        "academy": state["academy"],
        "absent": state["on_duty"] - carrying,
        "carrying": carrying,
        "productive_staff": carrying * snapshots["ramp"],
        "from_desk": _taken(layout, "from_desk"),
        "from_held_open": _taken(layout, "held_open"),
    }
    return {name: layout.from_teams(_teams(layout, flags)) for name, flags in counts.items()}


def _taken(layout: Layout, source: str) -> NDArray[np.bool_]:
    """Return, month by position, which posts a plan has taken from desks or those held open."""
    positions = layout.records.positions
    months = np.arange(layout.records.months)[:, np.newaxis]
    taken: NDArray[np.bool_] = (positions[source] == 1) & (positions["authorised"] <= months)
    return taken.ravel()


def caseload_columns(layout: Layout) -> Columns:
    """Return how caseloads are spread over workers on duty as the month ends.

    Sums and means count each by the part of the month present; quantiles and counts of workers
    take everybody who was there on any of its days.
    """
    records, snapshots = layout.records, layout.records.snapshots
    on_duty = snapshots["state"] == POSITION_STATES.index("on_duty")
    present = snapshots["present"]
    carrying = present > 0.0
    children = snapshots["children"]
    held = np.where(snapshots["cap_unit"] == 0, children, snapshots["families"])
    capped = carrying & np.isfinite(snapshots["cap"])
    over = on_duty & (held > snapshots["cap"])
    workers = _teams(layout, present)
    carried = _teams(layout, present * children)
    squares = _teams(layout, present * children.astype(np.float64) ** 2)
    with_secondary = _teams(layout, present * (children + snapshots["secondary"]))
    team = np.arange(records.months)[:, np.newaxis] * records.n_teams
    team = team + records.positions["office"] * len(records.agency.roles)
    team = (team + records.positions["role"]).ravel()
    middle, high, most = group_quantiles(
        children[carrying],
        team[carrying],
        n_groups=records.months * records.n_teams,
        quantiles=(0.5, 0.9, 1.0),
    )
    capped_workers, over_workers = _teams(layout, capped), _teams(layout, capped & over)
    columns = {
        "children_carried": carried,
        "children_of_absent": _teams(layout, (on_duty - present) * children),
        "caseload_mean": _ratio(carried, workers),
        "caseload_median": middle,
        "caseload_p90": high,
        "caseload_max": most,
        "capped_workers": capped_workers,
        "workers_over_cap": over_workers,
        "share_over_cap": _ratio(over_workers, capped_workers),
        "child_weighted_caseload": _ratio(squares, carried),
        "with_secondary": _ratio(with_secondary, workers),
        "children_over_cap": _teams(layout, over * children),
    }
    return {name: layout.from_teams(values) for name, values in columns.items()}


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return above / below; NaN where below is 0, because there is nobody to speak of."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def team_columns(layout: Layout) -> Columns:
    """Return queues, hand-overs, transfers, and hours demanded and delivered."""
    table = layout.records.team_months
    columns = {
        "unassigned_children": table["waiting_children"],
        "waiting_families": table["waiting_families"],
        "turned_away": table["turned_away"],
        "transfers": table["transfers_out"],
        "transfers_in": table["transfers_in"],
    }
    columns |= {f"hand_overs_{kind}": table[kind] for kind in HAND_OVER_KINDS}
    for activity in ACTIVITIES:
        columns[f"{activity}_hours_demanded"] = table[f"{activity}_demanded"]
        columns[f"{activity}_hours_delivered"] = table[f"{activity}_delivered"]
    columns |= {
        "hours_available": table["available"],
        "aide_hours": table["aide_hours"],
        "clerk_hours": table["clerk_hours"],
        "overtime_hours": table["overtime_hours"],
        "unpaid_months": table["unpaid_months"],
    }
    return {name: layout.from_teams(values) for name, values in columns.items()}


def people_columns(layout: Layout) -> Columns:
    """Return hires, people who left, and months on the payroll.

    A hire and the duty that follows count in the office and role of the position it was made for,
    pay where the person works at the time, leaving where the person leaves. A person on the payroll
    on day 0, or who comes from a desk, is no hire.
    """
    records, grid = layout.records, layout.grid
    people, stays = records.people, records.stays
    home = records.positions[people["origin_position"]]
    hired_at = layout.cell(home["office"], home["role"])
    last_at = layout.cell(people["office"], people["role"])
    desk = records.positions[stays["position"]]
    works_at = layout.cell(desk["office"], desk["role"])
    resigned = people["reason"] == LEAVING_REASONS.index("resigned")
    failed = people["reason"] == LEAVING_REASONS.index("academy_failure")
    laid_off = people["reason"] == LEAVING_REASONS.index("laid_off")
    from_desk = (home["from_desk"] == 1) & (people["generation"] == 0)
    columns = {
        "hires": grid.flow(people["hired"][~from_desk], hired_at[~from_desk]),
        "leavers": grid.flow(people["left"][resigned], last_at[resigned]),
        "academy_failures": grid.flow(people["left"][failed], last_at[failed]),
        "layoffs": grid.flow(people["left"][laid_off], last_at[laid_off]),
        "paid_months": grid.present(stays["began"], stays["ended"], works_at),
        "new_on_duty": grid.flow(people["on_duty"], hired_at),
    }
    return {name: _staffed_only(layout, values) for name, values in columns.items()}


def _staffed_only(layout: Layout, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same values with NaN in the cells that no role works."""
    staffed = len(layout.records.agency.roles)
    cells = values.reshape(layout.records.months, len(layout.offices), len(layout.roles)).copy()
    cells[:, :, staffed:] = np.nan
    staffed_only: NDArray[np.float64] = cells.reshape(values.shape)
    return staffed_only
