"""What sensitivity says of the observed agency: what re-bases, and what no observed agency has."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from staffing_sim.agency import Agency
from staffing_sim.cli.commands.robustness import sets_text
from staffing_sim.errors import InputError
from staffing_sim.need.stability import limits_of_roles, roles_above_limit
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency
from staffing_sim.presets.fits import with_values
from staffing_sim.sensitivity import (
    assumptions_of,
    compare_sets,
    flip_line,
    flip_points,
    tornado,
)

OFFICE = load_agency("small-office")
COMPRESSIBILITY = {"roles.*.compressibility": (0.0, 0.8)}
LEFT_OUT = (
    "values above the stability limit of continuing services (0.388) and of emergency "
    "response (0.798) and of adoption (0.514)"
)
PLANS = [Plan("As is"), Plan("Nobody replaced", backfill_share=0.0)]
QUICK: dict[str, Any] = {"years": 0.25, "replications": 2, "progress": False}

REBASING = [
    "roles.*.compressibility",
    "workforce.burnout",
    "workforce.ramp.*",
    "roles.*.case_hours",
    "roles.*.triage.contact",
    "roles.*.positions",
    "stages.*.hours.*",
    "opening.*.children",
]
OTHERS = [
    "demand.families_per_month",
    "workforce.academy.months",
    "workforce.time_to_fill_days.mean",
    "workforce.leaving.*.rate_per_year",
    "contact.success",
    "hand_overs.relearning_months",
    "costs.worker_year",
]


def compressible(value: float) -> Agency:
    return OFFICE.replace(roles=[role.replace(compressibility=value) for role in OFFICE.roles])


def test_what_changes_the_load_of_day_0_or_what_it_does_rebases_and_the_rest_does_not() -> None:
    found = assumptions_of(OFFICE, [*REBASING, *OTHERS])
    assert [each.key for each in found if each.rebases] == REBASING


@pytest.mark.parametrize("key", REBASING)
def test_what_rebases_leaves_what_was_observed(key: str) -> None:
    """Laws stay as the file has them, and the load they were seen under is the file's own day 0."""
    (found,) = assumptions_of(OFFICE, [key])
    moved = found.at(OFFICE, found.low)
    assert moved.observed == OFFICE.observed
    assert moved.workforce.leaving == OFFICE.workforce.leaving
    for stage in OFFICE.stages:
        assert [route.work for route in moved.stage(stage.name).routes] == [
            route.work for route in stage.routes
        ]


def test_part_loads_rebase() -> None:
    (found,) = assumptions_of(
        load_agency("la-county-2013"), ["roles.continuing_services.part_load_share"]
    )
    assert found.rebases


def test_where_the_load_is_given_only_what_it_does_rebases() -> None:
    """Hours of today are then another plan for the agency that was observed under other ones."""
    given = OFFICE.replace(observed={"under": "teams", "teams": OFFICE.teams_observed})
    found = assumptions_of(given, [*REBASING, *OTHERS])
    assert [each.key for each in found if each.rebases] == REBASING[:2]
    moved = with_values(given, {"roles.adoption.case_hours": 110.0})
    assert moved.observed == given.observed


def test_at_full_service_nothing_rebases() -> None:
    given = OFFICE.replace(observed="full_service")
    assert not any(each.rebases for each in assumptions_of(given, REBASING))


def test_no_range_of_compressibility_reaches_above_the_limit_of_its_role() -> None:
    (found,) = assumptions_of(OFFICE, COMPRESSIBILITY)
    assert (found.low, found.high) == (0.0, 0.388)
    assert found.left_out == LEFT_OUT
    assert roles_above_limit(found.at(OFFICE, found.high)) == {}
    (one,) = assumptions_of(OFFICE, {"roles.adoption.compressibility": (0.1, 0.8)})
    assert (one.high, one.left_out) == (
        0.514,
        "values above the stability limit of adoption (0.514)",
    )
    (below,) = assumptions_of(OFFICE, {"roles.*.compressibility": (0.1, 0.38)})
    assert (below.high, below.left_out) == (0.38, "")


def test_the_others_stop_at_limits_of_their_own() -> None:
    county = load_agency("la-county-2013")
    (found,) = assumptions_of(county, ["roles.*.compressibility"])
    limits = limits_of_roles(county)
    highest = found.at(county, found.high)
    for role in highest.roles:
        assert role.compressibility <= limits[role.name]
    assert roles_above_limit(highest) == {}


def test_a_range_that_lies_above_the_limit_keeps_the_limit_alone() -> None:
    (found,) = assumptions_of(OFFICE, {"roles.continuing_services.compressibility": (0.5, 0.8)})
    assert (found.low, found.high) == (0.388, 0.388)


def test_a_tornado_says_what_rebases_and_what_is_left_out() -> None:
    moved = COMPRESSIBILITY | {"contact.success": (0.5, 1.0)}
    found = tornado(OFFICE, PLANS, assumptions=moved, **QUICK)
    rows = found.rows().groupby("key", sort=False).first()
    assert rows["rebases"].to_dict() == {"roles.*.compressibility": True, "contact.success": False}
    assert rows["left_out"].to_dict() == {
        "roles.*.compressibility": LEFT_OUT,
        "contact.success": "",
    }
    told = "\n".join(found.sentences())
    assert "Compressibility (re-based) from 0 to 0.388: " in told
    assert f" Left out: {LEFT_OUT}." in told
    assert "Chance that a visit succeeds from " in told


def test_a_search_for_a_flip_stays_below_the_limit_and_says_so() -> None:
    found = flip_points(OFFICE, *PLANS, assumptions=COMPRESSIBILITY, **QUICK)
    assert found.tried["value"].max() == 0.388
    (sentence,) = found.sentences()
    assert sentence.endswith(f" Left out: {LEFT_OUT}.")


def test_a_line_of_flips_stays_below_the_limit_at_each_value_of_the_other_number() -> None:
    """Visits that are less protected leave more to casework, so that the limit is higher."""
    line = flip_line(
        OFFICE,
        *PLANS,
        moved=COMPRESSIBILITY,
        along={"roles.*.triage.contact": (1.0, 4.0)},
        steps=2,
        **QUICK,
    )
    first, last = line.groupby("along_value")["range_high"].max()
    assert first > last == 0.388


def test_sets_above_the_limit_are_left_out_with_a_word() -> None:
    found = compare_sets({"as it is": OFFICE, "drifting": compressible(0.45)}, PLANS, **QUICK)
    assert found.names == ("as it is",)
    above = "above the stability limit of continuing services (0.388)"
    assert found.left_out == {"drifting": above}
    assert f"Left out: drifting is {above}." in " ".join(
        sets_text(found, pd.DataFrame(index=["as it is"])).split()
    )


def test_sets_that_all_drift_are_refused() -> None:
    with pytest.raises(InputError, match=r"set 1: is above the stability limit of continuing"):
        compare_sets([compressible(0.45), compressible(0.5)], PLANS, **QUICK)
