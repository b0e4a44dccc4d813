"""Traces worked out by hand: what a change of worker costs a case, and when there is one."""

from __future__ import annotations

import numpy as np
import pytest

from staffing_sim.agency.pathway import Hours, Route
from staffing_sim.agency.staff import HandOver, Rebalance
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from tests.known_answers.agencies import agency, care, open_door, run_as_is, scripted
from tests.known_answers.traces import FOREVER, leaving


@pytest.mark.parametrize("relearning", [0.0, 0.7])
def test_every_new_worker_adds_relearning_to_work_outstanding(relearning: float) -> None:
    """A child with 3 months of work stays 3 + 0.7 for each worker who left meanwhile."""
    offices = 60
    described = agency(
        [open_door("care"), care(Route(to="exit", cause="closed", share=1.0, work=3.0))],
        offices=offices,
        workers=2,
        families=9.0,
        workforce=leaving(0.4, time_to_fill_days=0.0, generations=64),
        hand_overs=HandOver(relearning_months=relearning),
    )
    world = scripted(described, arrivals=[0.3] * offices, offices=np.arange(offices), months=12)
    children = run_as_is(described, world).cases[offices:]
    closed = np.isfinite(children["closed"])
    stay = children["closed"] - children["opened"]
    expected = 3.0 + relearning * children["by_leaver"]
    np.testing.assert_allclose(stay[closed], expected[closed], atol=1e-9)
    assert closed.mean() > 0.9
    assert children["by_leaver"].max() >= 2


@pytest.mark.parametrize(("reopened", "added"), [(False, 0.0), (True, 0.7)])
def test_a_case_that_only_waits_is_set_back_only_where_the_agency_says_so(
    reopened: bool, added: float
) -> None:
    """A legal date at 5 months, no work; reopened work of 0.7 counts from the change of worker."""
    offices = 60
    described = agency(
        [open_door("care"), care(Route(to="exit", cause="closed", share=1.0, legal=5.0))],
        offices=offices,
        workers=2,
        families=9.0,
        workforce=leaving(0.4, time_to_fill_days=0.0, generations=64),
        hand_overs=HandOver(relearning_months=0.7, reopen_waiting=reopened),
    )
    world = scripted(described, arrivals=[0.0] * offices, offices=np.arange(offices), months=30)
    stay = run_as_is(described, world).cases["closed"][offices:]
    if reopened:
        late = stay > 5.0 + 1e-9
        assert 5 <= late.sum() < 40
        assert stay[late].min() < 5.0 + added
    else:
        np.testing.assert_allclose(stay, 5.0, atol=1e-9)


def test_siblings_have_one_worker() -> None:
    """Desks hold as many families as have children open, however many desks there are."""
    described = agency(
        [open_door("care"), care(FOREVER.replace(wait=4.0))],
        offices=1,
        workers=7,
        families=60.0,
        demand={"family_size": 3.0},
    )
    arrivals = np.arange(24) / 8.0 + 0.01
    records = run_as_is(described, scripted(described, arrivals=arrivals, months=3))
    held = records.snapshots["families"].reshape(3, 7).sum(axis=1)
    children = records.snapshots["children"].reshape(3, 7).sum(axis=1)
    assert held.tolist() == [8, 16, 24]
    assert (children > held).all()


def test_cases_are_evened_out_at_the_month_end_newest_first() -> None:
    """Six at one desk, none at the new colleague's: two move a month while the gap is above 1.

    Each asks for an hour of contact, so a case is an hour.
    """
    described = agency(
        [open_door("care"), care(FOREVER, hours=Hours(contact=1.0))],
        offices=1,
        families=60.0,
        role={"rebalance": Rebalance(gap=1.0, moves=2)},
    )
    world = scripted(described, arrivals=np.arange(6) / 10.0, months=5)
    plan = Plan("One", hires=Hires.once(1, kind="gross", start=1, trained=True))
    records = run_as_is(described, world, plan)
    desks = records.snapshots["children"].reshape(5, 2)
    assert desks.tolist() == [[6, 0], [4, 2], [3, 3], [3, 3], [3, 3]]
    moved = records.cases["by_rebalance"][records.n_families :]
    assert moved.tolist() == [0, 0, 0, 1, 1, 1]
