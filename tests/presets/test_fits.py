"""The parameter sets of presets: the first is the preset, all are documented, and they differ."""

from __future__ import annotations

import pytest

from staffing_sim.distributions import Gamma
from staffing_sim.errors import AgencyError
from staffing_sim.ledger import numbers_of
from staffing_sim.need.stability import roles_above_limit
from staffing_sim.presets import load_agency
from staffing_sim.presets.fits import ParameterSets, has_fits, load_fits, with_values

COUNTIES = ("la-county-2013", "la-county-2022")


@pytest.fixture(scope="module", params=COUNTIES)
def fits(request: pytest.FixtureRequest) -> ParameterSets:
    return load_fits(request.param)


def preset_of(fits: ParameterSets):
    return load_agency(fits["set 1"].name)


def test_the_first_set_is_the_preset_itself(fits: ParameterSets) -> None:
    assert fits["set 1"] == preset_of(fits)


def test_there_are_a_hundred_sets_or_more_by_name(fits: ParameterSets) -> None:
    assert len(fits) >= 100
    assert list(fits)[:2] == ["set 1", "set 2"]
    assert list(fits) == fits.numbers.index.tolist()
    assert len(fits.first(7)) == len(fits.first(7).numbers) == 7


def test_every_number_of_every_set_lies_within_its_range_in_the_ledger(
    fits: ParameterSets,
) -> None:
    for name, agency in fits.items():
        assert agency.ledger.faults(agency, complete=True) == [], name


def test_no_set_is_above_a_limit_of_stability(fits: ParameterSets) -> None:
    assert [name for name, agency in fits.first(12).items() if roles_above_limit(agency)] == []


def test_the_sets_differ_in_every_free_number(fits: ParameterSets) -> None:
    assert (fits.numbers.nunique() > 10).all()


def test_the_free_numbers_are_those_of_the_agencies(fits: ParameterSets) -> None:
    for name, agency in fits.first(5).items():
        assert agency.workforce.burnout == fits.numbers.loc[name, "burnout"]
        role = agency.role("continuing_services")
        assert role.compressibility == fits.numbers.loc[name, "kappa_services"]


def test_the_sets_agree_in_everything_published(fits: ParameterSets) -> None:
    preset = preset_of(fits)
    own = dict(numbers_of(preset))
    differ = {
        key for agency in fits.values() for key, value in numbers_of(agency) if value != own[key]
    }
    published = {
        tuple(row.key.split(".")) for row in preset.ledger.rows(preset) if row.grade == "published"
    }
    assert differ.isdisjoint(published)


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


def test_a_preset_without_sets_says_so() -> None:
    assert not has_fits("small-office")
    with pytest.raises(AgencyError, match="small-office: has no parameter sets"):
        load_fits("small-office")
