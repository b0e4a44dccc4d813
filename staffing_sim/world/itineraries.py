"""The way each child goes: legs drawn in order until an exit, before any plan is known.

A leg takes five uniforms of a child's row: route, work, wait, legal date, hearing. Work is
in months as observed in the case's office. In a stage that siblings share (at home) all of them
use the row of the family's first child, so that they leave it together; elsewhere those who live
together use the row of the first who lives there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import EXIT, MAX_LEGS, Stage

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEG_UNIFORMS = 5
ROUTE, WORK, WAIT, LEGAL, HEARING = range(LEG_UNIFORMS)

LEG = np.dtype(
    [
        (name, np.int32)
        for name in ("owner", "number", "stage", "route", "hearing", "cause", "final")
    ]
    + [(name, np.float64) for name in ("work", "wait", "legal", "elapsed", "done_at", "due")]
)
"""A leg: whose, which in order, where, how it ends; months of work, wait and legal date.

``elapsed`` is how long it has lasted on day 0, 0 for later legs. If its work is done by then,
``done_at`` says when it was (at most 0) and ``due`` when the leg ends; else NaN and infinite.
"""


@dataclass(frozen=True)
class _Codes:
    """The routes of a stage as arrays: cumulative shares, next stages, causes."""

    cumulative: Floats
    next_stage: Integers
    cause: Integers


def draw_legs(
    agency: Agency,
    stage: Integers,
    owner: Integers,
    uniforms: Floats,
    office: Integers | None = None,
) -> NDArray[np.void]:
    """Draw one leg for each row of uniforms.

    Parameters
    ----------
    agency
        Its stages say what there is to draw.
    stage
        The stage of each leg, an index into ``agency.stages``.
    owner
        The child (or family) of each leg.
    uniforms
        Shape (legs, 5).
    office
        The office of each leg, whose casework may take longer; none: by the laws alone.

    Returns
    -------
    ndarray
        Records of type `LEG`; ``number`` is 0.
    """
    legs = np.zeros(len(stage), dtype=LEG)
    legs["owner"] = owner
    legs["stage"] = stage
    legs["done_at"] = np.nan
    legs["due"] = np.inf
    codes = _route_codes(agency)
    for index in np.unique(stage):
        rows = np.flatnonzero(stage == index)
        routes = codes[index]
        choice = np.searchsorted(routes.cumulative, uniforms[rows, ROUTE], side="right")
        legs["route"][rows] = choice
        legs["cause"][rows] = routes.cause[choice]
        legs["final"][rows] = routes.next_stage[choice] < 0
        _draw_laws(agency.stages[index], legs, rows, uniforms)
    if office is not None:
        legs["work"] *= agency.casework_factors[office, stage]
    return legs


def _draw_laws(stage: Stage, legs: NDArray[np.void], rows: Integers, uniforms: Floats) -> None:
    for number, route in enumerate(stage.routes):
        chosen = rows[legs["route"][rows] == number]
        drawn = uniforms[chosen]
        legs["work"][chosen] = route.work.quantile(drawn[:, WORK])
        legs["wait"][chosen] = route.wait.quantile(drawn[:, WAIT])
        legs["legal"][chosen] = route.legal.quantile(drawn[:, LEGAL])
        legs["hearing"][chosen] = drawn[:, HEARING] < route.hearing_share


def walk(
    agency: Agency,
    first: NDArray[np.void],
    uniforms: Floats,
    head: Integers,
    home: Integers,
    office: Integers,
) -> NDArray[np.void]:
    """Follow each child from a first leg to an exit.

    Parameters
    ----------
    agency
        Its pathway.
    first
        The first leg of each child, in the order of the children.
    uniforms
        Shape (children, `MAX_LEGS` + 1, 5); entry [c, k] belongs to the child's leg k.
    head
        The row of the first child of each child's family.
    home
        The row of the first child of each child's household away from home.
    office
        The office of each child.

    Returns
    -------
    ndarray
        All legs, child by child and each child's in order.
    """
    shared = np.array([stage.shared for stage in agency.stages])
    parts = [first]
    legs = first
    for number in range(1, MAX_LEGS):
        legs = legs[legs["final"] == 0]
        if len(legs) == 0:
            break
        stage = next_stages(agency, legs)
        child = legs["owner"]
        row = np.where(shared[stage], head[child], home[child])
        legs = draw_legs(agency, stage, child, uniforms[row, number], office[child])
        legs["number"] = number
        if number == MAX_LEGS - 1:
            legs["final"] = 1
        parts.append(legs)
    together = np.concatenate(parts)
    return together[np.lexsort((together["number"], together["owner"]))]


def next_stages(agency: Agency, legs: NDArray[np.void]) -> Integers:
    """Return the stage after each leg, -1 for the exit."""
    codes = _route_codes(agency)
    stage = np.empty(len(legs), dtype=np.int64)
    for index in np.unique(legs["stage"]):
        rows = legs["stage"] == index
        stage[rows] = codes[index].next_stage[legs["route"][rows]]
    return stage


def _route_codes(agency: Agency) -> list[_Codes]:
    """Return the routes of every stage; an exit is stage -1."""
    stages = {stage.name: index for index, stage in enumerate(agency.stages)} | {EXIT: -1}
    causes = {cause: index for index, cause in enumerate(agency.causes)}
    return [
        _Codes(
            cumulative=_cumulative([route.share for route in stage.routes]),
            next_stage=np.array([stages[route.to] for route in stage.routes]),
            cause=np.array([causes[route.cause] for route in stage.routes]),
        )
        for stage in agency.stages
    ]


def _cumulative(shares: list[float]) -> Floats:
    """Return the upper bounds of all but the last share: the last takes whatever is left."""
    return np.cumsum(shares)[:-1]


def durations(agency: Agency, legs: NDArray[np.void], factor: float) -> Floats:
    """Return how long legs last from their start when their work takes this much longer."""
    end = np.maximum(legs["work"] * factor + legs["wait"], legs["legal"])
    for index in np.unique(legs["stage"][legs["hearing"] == 1]):
        hearing = agency.stages[index].hearing
        assert hearing is not None  # a route with a hearing share has a stage with hearings
        rows = (legs["stage"] == index) & (legs["hearing"] == 1)
        missed = np.ceil((end[rows] - hearing.first) / hearing.interval - 1e-9)
        end[rows] = hearing.first + np.maximum(missed, 0.0) * hearing.interval
    return np.asarray(end)
