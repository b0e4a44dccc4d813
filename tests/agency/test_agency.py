"""An agency is checked as a whole, changed only into another one, and says all its faults."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from staffing_sim.agency import Agency
from staffing_sim.agency.pathway import MAX_LEGS, Hours, Stage, pathway_faults
from staffing_sim.agency.staff import Cap, Role
from staffing_sim.distributions import Constant
from staffing_sim.errors import AgencyError, InputError
from tests.agency.agency_builder import DROP, SMALLEST, description, smallest_agency


def faults_of(**changes):
    with pytest.raises(AgencyError) as caught:
        Agency(**description(**changes))
    return {fault.key: f"{fault.problem}. {fault.remedy}" for fault in caught.value.faults}


# --- what a sound description gives ------------------------------------------------------------


def test_tables_keyed_by_name_become_rows_with_names() -> None:
    agency = smallest_agency()
    assert [stage.name for stage in agency.stages] == ["investigation", "care"]
    assert agency.opening[0].stage == "care"
    assert agency.demand.tiers[0].name == "all"


def test_rows_with_names_mean_the_same_as_tables_keyed_by_name() -> None:
    rows = [{"name": "North", "referrals": 1}]
    assert smallest_agency(offices=rows) == smallest_agency()


def test_parts_are_found_by_name_and_unknown_names_suggest_the_nearest() -> None:
    agency = smallest_agency()
    assert agency.stage("care").label == "Care"
    assert agency.role("worker").positions == 4
    assert agency.office("North").referrals == 1
    with pytest.raises(AgencyError, match=r"unknown stage 'car'\. Did you mean 'care'\?"):
        agency.stage("car")


def test_causes_stand_once_in_the_order_of_the_routes_with_ageing_last() -> None:
    assert smallest_agency().causes == (
        "closed",
        "removed",
        "reunified",
        "aged_out",
        "turned_18_at_home",
        "turned_21",
    )


def test_a_bare_number_is_a_constant_law() -> None:
    assert smallest_agency().stage("care").routes[0].work == Constant(value=9)


def test_an_agency_cannot_be_changed_in_place() -> None:
    agency = smallest_agency()
    with pytest.raises(ValidationError, match="frozen"):
        agency.title = "Another"


def test_replace_makes_another_agency_and_checks_it_as_a_whole() -> None:
    agency = smallest_agency()
    other = agency.replace(title="Another")
    assert (agency.title, other.title) == ("The smallest agency", "Another")
    assert other.replace(title=agency.title) == agency
    with pytest.raises(AgencyError, match="names an unknown stage 'intake'"):
        agency.replace(demand=agency.demand.replace(entry_stage="intake"))


def test_replace_does_not_turn_defaults_into_given_numbers() -> None:
    agency = smallest_agency().replace(note="x")
    assert "costs" not in agency.given()
    assert "area_spread" not in agency.roles[0].given()


def test_the_null_agency_lets_caseloads_change_nothing() -> None:
    agency = smallest_agency(workforce__burnout=0.3).null()
    assert agency.workforce.burnout == 0
    assert [role.compressibility for role in agency.roles] == [0]
    assert agency.null() == agency


def test_hours_for_cases_are_what_the_deductions_leave() -> None:
    role = Role(
        name="r",
        label="R",
        positions=1,
        case_hours=173.3,
        hours_basis="gross",
        deductions={"leave": {"hours": 30}, "meetings": {"hours": 20.5}},
        training_hours=4,
        compressibility=0.5,
    )
    assert role.hours_per_month == pytest.approx(122.8)


def test_a_file_may_leave_out_what_has_a_default() -> None:
    agency = smallest_agency()
    assert agency.hand_overs.relearning_months == 1.9
    assert agency.workforce.generations == 16
    assert agency.contact.sibling_cost == 0.4
    assert agency.demand.seasonality == (1.0,) * 12


# --- every field tells its reader what it is ---------------------------------------------------


def values_inside(model, seen):
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for part in parts_of(field.annotation):
            if isinstance(part, type) and issubclass(part, Role.__mro__[1]):
                yield from values_inside(part, seen)


def parts_of(annotation):
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(part for piece in inner for part in parts_of(piece))]


@pytest.mark.parametrize("model", list(values_inside(Agency, set())))
def test_every_field_has_a_description(model) -> None:
    unsaid = [
        name
        for name, field in model.model_fields.items()
        if not field.description and name != "law"
    ]
    assert unsaid == []


# --- faults of single values -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "key", "problem"),
    [
        ({"demand__families_per_month": -5}, "demand.families_per_month", "at least 0; got -5"),
        ({"title": "one\ntwo"}, "title", "must be a single line of printable text; got 'one"),
        ({"demand__families_per_month": 1e9}, "demand.families_per_month", "at most 1e\\+06"),
        (
            {"workforce__leaving": [{"rate_per_year": -0.1}]},
            "workforce.leaving[0].rate_per_year",
            "at least 0",
        ),
        (
            {"workforce__leaving": [{"rate_per_year": 18}]},
            "workforce.leaving[0].rate_per_year",
            "at most 12",
        ),
        ({"workforce__transfer_rate_per_year": 99}, "workforce.transfer_rate_per_year", "most 12"),
        (
            {"workforce__burnout": float("nan")},
            "workforce.burnout",
            "must be a finite number; got nan",
        ),
        (
            {"contact__hours_per_attempt": float("inf")},
            "contact.hours_per_attempt",
            "must be a finite number; got inf",
        ),
        ({"contact__success": 0}, "contact.success", "more than 0"),
        ({"contact__success": 1.5}, "contact.success", "at most 1"),
        ({"contact__success": "high"}, "contact.success", "must be a number; got 'high'"),
        ({"contact__success": True}, "contact.success", "must be a number; got True"),
        ({"contact__success": DROP}, "contact.success", "is missing"),
        ({"contact": [0.85, 1]}, "contact", "must be a table; got a list of 2"),
        ({"contact": 3}, "contact", "must be a table; got 3"),
        ({"contact__sucess": 0.8}, "contact.sucess", "not a known key. Did you mean 'success'?"),
        ({"contact__order": "oldest"}, "contact.order", "must be 'longest_unseen' or"),
        ({"roles__worker__positions": 2.5}, "roles.worker.positions", "must be a whole number"),
        ({"roles__worker__positions": -1}, "roles.worker.positions", "at least 0; got -1"),
        ({"roles__worker__compressibility": 1.1}, "roles.worker.compressibility", "at most 1"),
        ({"roles__worker__case_hours": 800}, "roles.worker.case_hours", "at most 744"),
        ({"roles__worker__cap": {"limit": 0}}, "roles.worker.cap.limit", "at least 1; got 0"),
        (
            {"roles__worker__triage": {"contact": 0}},
            "roles.worker.triage.contact",
            "more than 0; got 0",
        ),
        ({"roles": 3}, "roles", "must be a list; got 3"),
        ({"offices": {}}, "offices", "at least 1 entry; got 0"),
        ({"start": "2024-13-01"}, "start", "must be a date such as 2013-12-01; got '2024-13-01'"),
        ({"start": "soon"}, "start", "must be a date"),
        ({"start": 2024}, "start", "must be a date such as 2013-12-01; got 2024"),
        ({"start": "2024-01-15"}, "start", "must be the first of a month"),
        ({"name": ""}, "name", "at least 1"),
        ({"offices": {"a.b": {"referrals": 1}}}, "offices.a.b.name", "without dots"),
        ({"demand__age_years": 19}, "demand.age_years", "age from 0 to 18"),
        ({"demand__seasonality": [1.0] * 11}, "demand.seasonality", "at least 12 entries; got 11"),
        ({"demand__seasonality": [2.0] * 12}, "demand.seasonality", "mean of 1; got 2"),
        ({"stages__care__routes": []}, "stages.care.routes", "at least 1 entry"),
        ({"stages__care__label": 7}, "stages.care.label", "must be text; got 7"),
        ({"stages__care__in_care": "perhaps"}, "stages.care.in_care", "must be true or false"),
        (
            {"stages__care__routes__0__work": {"law": "gama", "mean": 3}},
            "stages.care.routes[0].work",
            "has no law called 'gama'. Did you mean 'gamma'?",
        ),
        (
            {"stages__care__routes__0__work": {"mean": 3}},
            "stages.care.routes[0].work",
            "a table with a key 'law'",
        ),
        (
            {"stages__care__routes__0__work": {"law": "gamma", "mean": -3, "shape": 1}},
            "stages.care.routes[0].work.mean",
            "more than 0; got -3",
        ),
        (
            {"stages__care__routes__0__work": "long"},
            "stages.care.routes[0].work",
            "must be a number or a table with a key 'law'; got 'long'",
        ),
        ({"workforce__ramp": [0.5, 0]}, "workforce.ramp[1]", "more than 0"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_key(change, key, problem) -> None:
    found = faults_of(**change)
    assert key in found
    assert re.search(problem, found[key])


# --- faults between values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "key", "problem"),
    [
        (
            {"stages__care__routes__0__share": 0.7},
            "stages.care.routes.*.share",
            "must sum to 1; they sum to 0.7",
        ),
        (
            {"demand__tiers": {"now": {"share": 0.5, "deadline_days": 1, "delay_days": 0}}},
            "demand.tiers.*.share",
            "must sum to 1; they sum to 0.5",
        ),
        (
            {"stages__investigation__routes__1__to": "cares"},
            "stages.investigation.routes[1].to",
            "unknown stage 'cares'. Did you mean 'care'?",
        ),
        (
            {"stages__care__routes__0__to": "care"},
            "stages.care.routes",
            "cycle without a way out",
        ),
        (
            {"stages__care__routes__0__to": "investigation"},
            "stages.care.routes[0].to",
            "leads back to the entry stage",
        ),
        ({"demand__entry_stage": "intake"}, "demand.entry_stage", "unknown stage 'intake'"),
        ({"stages__investigation__unit": "child"}, "stages.investigation.unit", "be 'family'"),
        ({"stages__care__unit": "family"}, "stages.care.unit", "must be 'child'"),
        ({"stages__care__hearing": DROP}, "stages.care.routes[0].hearing_share", "have hearings"),
        ({"stages__care__role": DROP}, "stages.care.hours", "has no role"),
        ({"stages__care__role": DROP}, "stages.care.contact_required", "has no role"),
        ({"stages__care__role": DROP}, "stages.care.routes[0].work", "never be done"),
        ({"stages__care__role": "workers"}, "stages.care.role", "Did you mean 'worker'?"),
        ({"stages__care__second_role": "worker"}, "stages.care.second_role", "own role"),
        ({"stages__care__second_hours": {"court": 1}}, "stages.care.second_hours", "second_role"),
        ({"roles__worker__positions": 0}, "roles.worker.positions", "zero workers with open cases"),
        (
            {"roles__worker__positions": 0, "opening": {}},
            "roles.worker.positions",
            "a role nobody staffs",
        ),
        (
            {"roles__worker__deductions": {"leave": {"hours": 20}}},
            "roles.worker.deductions",
            "subtracts hours twice",
        ),
        (
            {"roles__worker__training_hours": 4},
            "roles.worker.training_hours",
            "subtracts hours twice",
        ),
        (
            {
                "roles__worker__hours_basis": "gross",
                "roles__worker__deductions": {"all": {"hours": 116}},
            },
            "roles.worker.deductions",
            "must leave some hours",
        ),
        ({"workforce__hiring_role": "worke"}, "workforce.hiring_role", "Did you mean 'worker'?"),
        (
            {"workforce__leaving": [{"rate_per_year": 0.1}, {"rate_per_year": 0.2}]},
            "workforce.leaving",
            "bands of ascending tenure",
        ),
        (
            {"workforce__leaving": [{"until_years": 1, "rate_per_year": 0.1}]},
            "workforce.leaving",
            "the last open",
        ),
        (
            {"workforce__academy": {"seats": 3, "kept": {"worker": 4}}},
            "workforce.academy.kept",
            "keeps 4 seats a month; there are 3",
        ),
        (
            {"workforce__academy": {"seats": 3, "kept": {"wroker": 1}}},
            "workforce.academy.kept.wroker",
            "Did you mean 'worker'?",
        ),
        (
            {"pipeline": [{"role": "clerk", "count": 3, "academy_start": 0}]},
            "pipeline[0].role",
            "unknown role 'clerk'",
        ),
        ({"opening": {"cares": {"children": 3}}}, "opening.cares", "Did you mean 'care'?"),
        (
            {"offices__North__casework_time": {"wroker": 0.8}},
            "offices.North.casework_time.wroker",
            "Did you mean 'worker'?",
        ),
        (
            {"offices__North__casework_time": [{"name": "worker", "factor": 0.8}] * 2},
            "offices.North.casework_time.worker",
            "appears more than once",
        ),
        (
            {"offices__North__casework_time": {"worker": 0}},
            "offices.North.casework_time.worker.factor",
            "more than 0",
        ),
        (
            {"opening": {}},
            "observed",
            "does not say under what load durations were seen",
        ),
        (
            {"observed": {"under": "teams"}},
            "observed.teams",
            "are missing",
        ),
        (
            {"observed": {"under": "teams", "teams": [{"role": "wroker", "hours": 100}]}},
            "observed.teams[0].role",
            "Did you mean 'worker'?",
        ),
        (
            {"opening__investigation": {"children": 5, "prior_months": 3}},
            "opening.investigation.prior_months",
            "not in care",
        ),
        ({"ageing": {"extended_share": 0.5}}, "ageing.extended_share", "needs a stage"),
        ({"ageing": {"extended_stage": "later"}}, "ageing.extended_stage", "unknown stage"),
        (
            {"ageing": {"extended_stage": "care"}},
            "stages.investigation.routes[1].to",
            "leads to the stage after 18",
        ),
        ({"permanence_causes": ["adopted"]}, "permanence_causes", "unknown cause 'adopted'"),
        (
            {"offices": [{"name": "N", "referrals": 1}, {"name": "N", "referrals": 2}]},
            "offices.N",
            "appears more than once",
        ),
        *(
            (
                {"offices__" + name: {"referrals": 1}},
                f"offices.{name}",
                "is a reserved word in tables and",
            )
            for name in ("all", "All", "no_role", "need", "referrals", "staff", "total")
        ),
        (
            {"roles__no_role": SMALLEST["roles"]["worker"]},
            "roles.no_role",
            "is a reserved word in tables and plans",
        ),
        (
            {"stages__all": SMALLEST["stages"]["care"]},
            "stages.all",
            "is a reserved word in tables and plans",
        ),
        (
            {"offices__NORTH ": {"referrals": 1}},
            "offices.NORTH",
            "is 'North', apart from capitals or blanks",
        ),
        (
            {"offices__North ": {"referrals": 1}},
            "offices.North",
            "appears more than once",
        ),
        (
            {"roles": [{"name": "worker", **SMALLEST["roles"]["worker"]}] * 2},
            "roles.worker",
            "appears more than once",
        ),
        (
            {"stages__investigation__contact_required": True},
            "stages.investigation.contact_required",
            "asks for monthly visits at the entry stage, which has first responses instead",
        ),
        (
            {"stages__care__routes__0__work": 0, "stages__care__hearing": DROP}
            | {"stages__care__routes__0__hearing_share": 0},
            "opening.care.children",
            "are open in a stage whose legs last no time",
        ),
    ],
)
def test_values_that_contradict_each_other_are_named_with_the_key(change, key, problem) -> None:
    found = faults_of(**change)
    assert key in found
    assert problem in found[key]


def test_all_faults_come_at_once_whether_of_one_value_or_between_values() -> None:
    found = faults_of(
        contact__success=7,
        start="2024-01-15",
        workforce__hiring_role="worke",
        stages__care__routes__0__to="nowhere",
        oficces={},
    )
    assert list(found) == [
        "contact.success",
        "oficces",
        "start",
        "stages.care.routes[0].to",
        "workforce.hiring_role",
    ]


def test_nothing_of_the_checking_library_reaches_a_reader() -> None:
    for change in ({"contact": 3}, {"roles": 3}, {"start": "x"}, {"stages__care__routes": 1}):
        with pytest.raises(InputError) as caught:
            Agency(**description(**change))
        assert "pydantic" not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_part_made_by_itself_says_its_own_faults() -> None:
    with pytest.raises(InputError, match="limit: must be at least 1; got 0"):
        Cap(limit=0)
    with pytest.raises(InputError, match=r"contac: is not a known key\. Did you mean 'contact'\?"):
        Hours(contac=1)


# --- the graph of stages -----------------------------------------------------------------------


def stage(name, *routes):
    rows = [{"to": to, "cause": f"to_{to}", "share": share} for to, share in routes]
    return Stage(name=name, label=name, role="worker", routes=rows)


def test_a_loop_with_a_way_out_is_fine_when_long_itineraries_are_rare() -> None:
    stages = (stage("a", ("b", 1.0)), stage("b", ("a", 0.1), ("exit", 0.9)))
    assert pathway_faults(stages) == []


def test_a_loop_that_almost_never_ends_is_refused() -> None:
    stages = (stage("a", ("b", 1.0)), stage("b", ("a", 0.9), ("exit", 0.1)))
    (fault,) = pathway_faults(stages)
    assert fault.key in {"stages.a.routes", "stages.b.routes"}
    assert f"through more than {MAX_LEGS} stages" in fault.problem


def test_the_chance_of_a_long_itinerary_is_that_of_the_loop() -> None:
    again = 0.5
    stages = (stage("a", ("a", again), ("exit", 1 - again)),)
    (fault,) = pathway_faults(stages)
    assert f"{again**MAX_LEGS:.2g} of the cases" in fault.problem


def test_a_route_of_share_zero_is_no_way_out() -> None:
    stages = (stage("a", ("b", 1.0)), stage("b", ("a", 1.0), ("exit", 0.0)))
    assert [fault.key for fault in pathway_faults(stages)] == ["stages.a.routes", "stages.b.routes"]


def test_a_stage_called_exit_is_refused() -> None:
    stages = (stage("exit", ("exit", 1.0)),)
    assert pathway_faults(stages)[0].problem == "is the name of the way out"


def test_what_was_worked_out_from_an_agency_does_not_count_when_two_are_compared() -> None:
    one, other = smallest_agency(), smallest_agency()
    assert one.full_service.pace.shape == one.casework_factors[:, :1].shape
    assert one == other
    assert hash(one) == hash(other)
    assert one != other.replace(title="Another")
    assert one != "smallest"
