"""Stays walked as observed: what the calibration's first stage rests on, where it is known."""

from __future__ import annotations

import pytest

from staffing_sim.distributions import Gamma
from staffing_sim.presets import load_agency
from staffing_sim.presets.fits import with_values
from tests.scripts import script


@pytest.fixture(scope="module")
def walked():
    return script("examples/calibration/stays.py").stays(load_agency("la-county-2013"), 1)


def test_every_stay_in_care_ends_once_and_shares_add_up(walked) -> None:
    causes = tuple(set(walked.causes.tolist()))
    assert walked.ended(causes, within=48) + walked.longer_than(48) == pytest.approx(1, abs=1e-12)


def test_the_stock_in_care_is_entries_times_mean_stay(walked) -> None:
    agency = load_agency("la-county-2013")
    in_care = sum(walked.stock[stage.name] for stage in agency.stages if stage.in_care)
    entries_per_child = len(walked.months) / 400_000
    assert in_care == pytest.approx(12_461 * entries_per_child * walked.months.mean(), rel=0.002)


def test_slower_casework_keeps_children_longer_in_care(walked) -> None:
    agency = load_agency("la-county-2013")
    slower = {
        f"stages.{stage.name}.routes.{route.cause}.work.mean": 2 * route.work.mean()
        for stage in agency.stages
        for route in stage.routes
        if stage.in_care and isinstance(route.work, Gamma)
    }
    slow = script("examples/calibration/stays.py").stays(with_values(agency, slower), 1)
    assert slow.months.mean() > 1.3 * walked.months.mean()
    assert slow.longer_than(48) > walked.longer_than(48)
