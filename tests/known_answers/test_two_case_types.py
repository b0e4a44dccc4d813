"""One worker, two types of case that ask unequal hours: a Markov chain with two counts.

All open cases share the worker's hours at one speed, so the more hours one type asks, the slower
both go. With exponential work the two counts are a Markov chain, solved here numerically. Unlike
with equal hours, the answer depends on the law of work.
"""

from __future__ import annotations

import functools

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from staffing_sim.agency.pathway import Hours, Route, Stage
from staffing_sim.distributions import Exponential
from staffing_sim.world import draw_world
from tests.known_answers.agencies import HOURS, agency, run_as_is
from tests.known_answers.theory import assert_mean_is, without_luck

WORK = 0.1  # months of either type at full service
RATES = np.array([16.0, 4.5])  # cases a month
ASKED = np.array([20.0, 80.0])  # hours a month for each open case
START, END, OFFICES = 5.0, 17.0, 200
ROOM = (140, 60)  # counts above these are left out of the chain: fewer than one in a million


@functools.cache
def chain_means() -> tuple[float, float]:
    """Return the mean open cases of both types: balance equations of the chain, solved."""
    rows, columns = (count + 1 for count in ROOM)
    easy, hard = (
        grid.ravel() for grid in np.meshgrid(*map(np.arange, (rows, columns)), indexing="ij")
    )
    asked = easy * ASKED[0] + hard * ASKED[1]
    speed = np.minimum(1.0, HOURS / np.maximum(asked, 1e-9))
    here = np.arange(rows * columns)
    moves = [
        (columns, RATES[0] * (easy < ROOM[0])),
        (1, RATES[1] * (hard < ROOM[1])),
        (-columns, easy * speed / WORK),
        (-1, hard * speed / WORK),
    ]
    flow = sparse.lil_matrix((here.size, here.size))
    for step, rate in moves:
        going = rate > 0.0
        flow[here[going] + step, here[going]] = rate[going]
        flow[here[going], here[going]] -= rate[going]
    flow[0, :] = 1.0  # the chances add up to 1, in place of one equation too many
    chances = spsolve(flow.tocsc(), np.eye(1, here.size)[0])
    assert chances[(easy == ROOM[0]) | (hard == ROOM[1])].sum() < 1e-6
    return float(chances @ easy), float(chances @ hard)


def case_type(name: str, *, hours: float, work: Exponential) -> Stage:
    return Stage(
        name=name,
        label=name,
        role="worker",
        hours=Hours(casework=hours),
        routes=(Route(to="exit", cause="closed", share=1.0, work=work),),
    )


def two_types(work: Exponential) -> tuple[np.ndarray, dict[str, tuple[np.ndarray, float]]]:
    """Return the mean open cases of each office and type [office, type], and its known luck."""
    share = float(RATES[0] / RATES.sum())
    routes = (
        Route(to="easy", cause="found_easy", share=share),
        Route(to="hard", cause="found_hard", share=1.0 - share),
    )
    described = agency(
        [
            Stage(name="intake", label="Intake", unit="family", routes=routes),
            case_type("easy", hours=ASKED[0], work=work),
            case_type("hard", hours=ASKED[1], work=work),
        ],
        offices=OFFICES,
        families=float(RATES.sum()),
    )
    world = draw_world(described, months=int(END), seed=81)
    records = run_as_is(described, world)
    legs = records.legs[(records.legs["case"] >= 0) & (records.legs["stage"] > 0)]
    office = records.cases["office"][legs["case"]]
    cell = 2 * office + legs["stage"] - 1
    ended = np.where(np.isnan(legs["ended"]), END, legs["ended"])
    open_for = np.clip(ended, START, END) - np.clip(legs["started"], START, END)
    times = np.bincount(cell, weights=open_for, minlength=2 * OFFICES).reshape(-1, 2)
    came = np.bincount(cell[legs["started"] > START - 1.0], minlength=2 * OFFICES).reshape(-1, 2)
    expected = RATES * (END - START + 1.0)
    luck = {f"cases {row}": (came[:, row], expected[row]) for row in range(2)}
    return times / (END - START), luck


def test_two_types_of_case_share_hours_as_their_markov_chain_says() -> None:
    """Known answer 5. Sees 22 % of either mean."""
    means, luck = two_types(Exponential(mean=WORK))
    for values, theory in zip(means.T, chain_means(), strict=True):
        adjusted = without_luck(values / theory, luck)
        assert_mean_is(adjusted, 1.0, smallest_error=0.22, estimated=len(luck))
