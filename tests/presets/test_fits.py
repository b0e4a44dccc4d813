"""Other parameter sets of a preset: the first is its own, all are documented, and they differ."""

from __future__ import annotations

import pytest

from staffing_sim.distributions import Gamma
from staffing_sim.errors import AgencyError
from staffing_sim.ledger import numbers_of
from staffing_sim.presets import load_agency
from staffing_sim.presets.fits import load_fits, with_values

COUNTY = "la-county-2013"
FITS = load_fits(COUNTY)


def test_the_first_fit_is_the_preset_itself() -> None:
    assert FITS[0] == load_agency(COUNTY)


def test_every_number_of_every_fit_lies_within_its_range_in_the_ledger() -> None:
    for fit in FITS:
        assert fit.ledger.faults(fit, complete=True) == []


def test_the_fits_differ_in_what_nobody_has_measured() -> None:
    burnouts = {fit.workforce.burnout for fit in FITS}
    compressibilities = {fit.role("continuing_services").compressibility for fit in FITS}
    assert FITS  # one, of the quick calibration on the mended rules; a whole one is to come
    assert len(burnouts) == len(compressibilities) == len(FITS)


def test_the_fits_agree_in_everything_published() -> None:
    fitted = {key for fit in FITS for key, value in numbers_of(fit) if value != own_number(key)}
    published = {
        tuple(row.key.split("."))
        for row in load_agency(COUNTY).ledger.rows(load_agency(COUNTY))
        if row.grade == "published"
    }
    assert fitted.isdisjoint(published)


def own_number(key):
    return OWN[key]


OWN = dict(numbers_of(load_agency(COUNTY)))


def test_numbers_are_changed_under_the_keys_of_the_ledger() -> None:
    agency = load_agency("small-office")
    stage = agency.stages[0]
    key = f"stages.{stage.name}.routes.{stage.routes[0].cause}.work.mean"
    changed = with_values(agency, {key: 0.5, "contact.success": 0.75})
    work = changed.stage(stage.name).routes[0].work
    assert isinstance(work, Gamma)
    assert work.average == 0.5
    assert changed.contact.success == 0.75
    assert agency.contact.success != 0.75


def test_unknown_keys_are_told_all_at_once() -> None:
    values = {
        "contact.succes": 0.9,
        "roles.nobody.positions": 3,
        "contact": 1,
        "workforce.leaving.9.rate_per_year": 0.1,
    }
    with pytest.raises(AgencyError) as caught:
        with_values(load_agency("small-office"), values)
    assert [fault.key for fault in caught.value.faults] == list(values)


def test_a_number_outside_its_bounds_is_refused() -> None:
    with pytest.raises(AgencyError, match=r"contact\.success"):
        with_values(load_agency("small-office"), {"contact.success": 2})


def test_a_preset_without_other_fits_says_so() -> None:
    with pytest.raises(AgencyError, match="small-office: has no other fits"):
        load_fits("small-office")
