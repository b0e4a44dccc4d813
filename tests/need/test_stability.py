"""The stability limit: where a little more load slows cases by as much as it grows."""

import math

import pytest

import staffing_sim as ss
from staffing_sim.agency import Agency
from staffing_sim.agency.opening import Pipeline
from staffing_sim.agency.opening_load import TeamLoad
from staffing_sim.agency.staff import Triage
from staffing_sim.need.stability import limits_of_roles, roles_above_limit

OFFICE = ss.load_agency("small-office")


def with_compressibility(value: float) -> Agency:
    return OFFICE.replace(roles=[role.replace(compressibility=value) for role in OFFICE.roles])


@pytest.mark.parametrize("protected", [0.0, 30.0, 60.0])
def test_casework_that_takes_every_missing_hour_has_an_elasticity_by_formula(
    protected: float,
) -> None:
    """H hours, K protected, W casework: f = (H - K s) / (W s) at s times the load.

    So - d ln f / d ln s = H / (H - K) at s = 1.
    """
    triage = Triage(contact=1e9)
    team = TeamLoad(role="worker", hours=100, contact=protected, casework=120, triage=triage)
    assert team.elasticity == pytest.approx(100 / (100 - protected), rel=0.02)
    assert team.stability_limit == pytest.approx((100 - protected) / 100, rel=0.02)


def test_no_limit_where_hours_suffice_and_none_known_where_nobody_is() -> None:
    ample = TeamLoad(role="worker", hours=100, casework=50)
    assert (ample.elasticity, ample.stability_limit) == (0.0, math.inf)
    nobody = TeamLoad(role="worker", hours=0, casework=50)
    assert math.isnan(nobody.elasticity)
    assert math.isnan(nobody.stability_limit)


def test_there_is_a_row_for_each_office_and_role_and_for_the_role_as_a_whole() -> None:
    found = ss.need.stability(OFFICE)
    offices = [office.name for office in OFFICE.offices]
    assert found["office"].tolist() == [*offices, "all"] * len(OFFICE.roles)
    assert found["stands"].all()
    whole = found[found["office"] == "all"].set_index("role")
    parts = found[found["office"] != "all"].groupby("role", sort=False)["load"]
    assert ((whole["load"] >= parts.min()) & (whole["load"] <= parts.max())).all()


def test_the_limit_is_the_same_whatever_compressibility_is_assumed() -> None:
    assert limits_of_roles(with_compressibility(0.8)) == limits_of_roles(OFFICE)
    limit = limits_of_roles(OFFICE)["continuing_services"]
    assert roles_above_limit(with_compressibility(limit)) == {}
    assert roles_above_limit(with_compressibility(limit + 1e-9)) == {"continuing_services": limit}
    found = ss.need.stability(with_compressibility(limit + 1e-9))
    row = found[(found["office"] == "all") & (found["role"] == "continuing_services")]
    assert not row["stands"].item()


def test_the_load_is_that_of_the_agencys_own_day_0_whatever_it_was_observed_under() -> None:
    more = [role.replace(positions=2 * role.positions) for role in OFFICE.roles]
    staffed = OFFICE.replace(roles=more)
    assert staffed.observed.under == "teams"
    assert (ss.need.stability(staffed)["load"] < ss.need.stability(OFFICE)["load"]).all()


def test_without_open_cases_nothing_goes_missing_and_there_is_no_limit() -> None:
    found = ss.need.stability(OFFICE.replace(opening=(), observed="full_service"))
    assert (found["limit"] == math.inf).all()
    assert (found["casework_share"] == 1.0).all()
    assert found["stands"].all()


def test_a_role_in_which_nobody_works_has_an_unknown_limit() -> None:
    roles = [
        role.replace(positions=0) if role.name == "adoption" else role for role in OFFICE.roles
    ]
    theirs = {
        stage.name for stage in OFFICE.stages if "adoption" in (stage.role, stage.second_role)
    }
    opening = [stock for stock in OFFICE.opening if stock.stage not in theirs]
    coming = [Pipeline(role="adoption", count=2, academy_start=1.0)]
    found = ss.need.stability(OFFICE.replace(roles=roles, opening=opening, pipeline=coming))
    rows = found[found["role"] == "adoption"]
    assert (rows["load"] == 0.0).all()
    assert rows[["casework_share", "pace", "elasticity", "limit"]].isna().all(axis=None)
    assert rows["stands"].all()
