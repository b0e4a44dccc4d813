"""The calculator: standards with their sources, static need, and what is added to it."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from staffing_sim.agency import Agency
from staffing_sim.errors import InputError
from staffing_sim.need import (
    STEPS,
    need_waterfall,
    staff_at_rest,
    standard_names,
    standard_of,
    static_need,
)
from staffing_sim.need.standards import OWN, component_of_stages
from staffing_sim.presets import load_agency

STANDARDS = [name for name in standard_names() if name != OWN]


@pytest.fixture(scope="module")
def county() -> Agency:
    return load_agency("la-county-2013")


def test_hours_a_case_of_sb_2030_are_those_of_its_table() -> None:
    hours = {
        each.component: 116.1 / each.cases for each in standard_of("sb2030_minimum").yardsticks
    }
    assert {name: round(value, 2) for name, value in hours.items()} == {
        "hotline": 1.00,
        "emergency_response": 8.91,
        "family_maintenance": 8.19,
        "family_reunification": 7.45,
        "permanent_placement": 4.90,
    }


@pytest.mark.parametrize("name", STANDARDS)
def test_every_standard_says_where_it_comes_from(name: str) -> None:
    standard = standard_of(name)
    assert len(standard.source) > 20
    assert all((each.low or each.cases) <= each.cases for each in standard.yardsticks)


def test_stages_belong_to_components_that_some_standard_covers() -> None:
    covered = {each.component for name in STANDARDS for each in standard_of(name).yardsticks}
    assert set(component_of_stages().values()) <= covered


def test_an_unknown_standard_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'sb2030_optimal'"):
        standard_of("sb2030_optimum")


def test_rows_are_roles_or_stages_and_nothing_else(county: Agency) -> None:
    with pytest.raises(InputError, match="'role' or 'stage'"):
        static_need(county, by="office")  # type: ignore[arg-type]


def test_the_roles_add_up_to_the_stages(county: Agency) -> None:
    by_stage = static_need(county, by="stage").groupby("role")["full_time_equivalents"].sum()
    by_role = static_need(county).set_index("role")["full_time_equivalents"].dropna()
    for role, need in by_role.items():
        assert need == pytest.approx(by_stage[role], rel=1e-12)


def test_families_are_children_over_the_mean_size_of_a_family(county: Agency) -> None:
    lines = static_need(county, standard="cwla", by="stage").set_index("stage")
    in_home = lines.loc["in_home_services"]
    assert in_home["unit"] == "families"
    assert in_home["children"] / in_home["cases"] == pytest.approx(2.339, abs=0.001)


def test_what_a_standard_does_not_cover_is_undefined_not_zero(county: Agency) -> None:
    need = static_need(county, standard="sb2030_minimum").set_index("role").loc["adoption"]
    assert np.isnan(need["full_time_equivalents"])
    assert need["covered_children"] == 0.0


def test_stages_of_another_service_must_be_placed_first() -> None:
    teams = load_agency("outreach-teams")
    with pytest.raises(InputError) as caught:
        static_need(teams)
    assert len(caught.value.faults) >= 3
    placed = {stage.name: "family_maintenance" for stage in teams.stages}
    assert static_need(teams, components=placed)["full_time_equivalents"].sum() > 0.0
    assert static_need(teams, standard=OWN)["full_time_equivalents"].sum() > 0.0


def test_the_steps_of_the_waterfall_add_up_to_the_need(county: Agency) -> None:
    frame = need_waterfall(county, standard=OWN)
    assert frame[list(STEPS)].sum(axis=1).to_numpy() == pytest.approx(frame["need"].to_numpy())
    assert (frame[list(STEPS)] >= 0.0).to_numpy().all()


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
def test_a_share_of_hours_short_must_leave_something_on_both_sides(share: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        need_waterfall(load_agency("small-office"), hours_short=share)


def test_spread_leaves_just_the_share_of_hours_that_is_asked_for(county: Agency) -> None:
    frame = need_waterfall(county, standard=OWN, hours_short=0.03).set_index("role")
    row = frame.loc["adoption"]
    staff = row["need"] / (row["need"] - row["spread"])
    shares = pd.DataFrame([(each.referrals, each.staff) for each in county.offices])
    weight = shares[1] / shares[1].sum()
    ratio = shares[0] / shares[0].sum() / weight
    area = gamma(a=0.25**-2, scale=0.25**2)
    short = sum(
        w * quad(lambda a, r=r: max(0.0, r * a - staff) * area.pdf(a), 0.0, 4.0, limit=200)[0]
        for w, r in zip(weight, ratio, strict=True)
    )
    assert short == pytest.approx(0.03, rel=1e-4)


def test_at_rest_a_constant_rate_gives_its_own_stay() -> None:
    office = load_agency("small-office")
    staff = office.workforce.replace(
        leaving=({"rate_per_year": 0.24 / 1.12},),
        ramp=(0.5,),
        academy={"months": 2.0, "dropout_share": 0.2},
        time_to_fill_days=30.4375,
        absence_rate_per_year=0.0,
    )
    rest = staff_at_rest(office.replace(workforce=staff))
    assert rest.leaving_per_month == pytest.approx(0.02)
    assert rest.in_academy == pytest.approx(0.02 / 0.8 * 2.0)
    assert rest.vacant == pytest.approx(0.02 / 0.8 * (1.0 + 0.5))
    assert rest.ramp_share == pytest.approx(1.0 - 0.5 * (1.0 - np.exp(-0.02)))


def test_who_never_leaves_needs_no_successor() -> None:
    office = load_agency("small-office")
    staff = office.workforce.replace(leaving=({"rate_per_year": 0.0},))
    rest = staff_at_rest(office.replace(workforce=staff))
    assert (rest.leaving_per_month, rest.in_academy, rest.vacant) == (0.0, 0.0, 0.0)
