"""A ledger speaks of the plans it was written for; the numbers of any other are the asker's own."""

import pytest

import staffing_sim as ss
from staffing_sim.study.tables.runs import grades_of, sources_of


def study_of(agency, *plans):
    given = {"years": 0.25, "replications": 2, "clock": "simpy", "progress": False}
    return ss.compare(agency, plans, **given)


@pytest.fixture(scope="module")
def office():
    return ss.load_agency("small-office")


def plan_rows(study):
    return [row for row in sources_of(study.agency, study.plans) if row.key.startswith("plans.")]


def test_a_plan_of_the_preset_keeps_its_source(office) -> None:
    rows = plan_rows(study_of(office, *ss.load_plans("small-office")[:2]))
    assert rows
    assert {row.grade for row in rows} == {"assumption"}


def test_a_plan_of_ones_own_has_no_source_even_under_the_name_of_a_plan_of_the_preset(
    office,
) -> None:
    name = ss.load_plans("small-office")[1].name
    study = study_of(office, ss.Plan("As is"), ss.Plan(name, hires=ss.Hires.once(77, kind="net")))
    rows = plan_rows(study)
    assert {(row.grade, row.source, row.low) for row in rows} == {
        ("given", "given by the user", None)
    }
    grades = grades_of(study.agency, study.plans)
    assert grades.pop("given") == len(rows)
    assert grades == office.ledger.counts(office)


def test_who_writes_an_agency_documents_in_it_the_plans_they_give(office) -> None:
    own = office.replace(name="my-office")
    study = study_of(own, ss.Plan("As is"), ss.Plan("Mine", hires=ss.Hires.once(2, kind="net")))
    assert all(row.grade != "given" for row in plan_rows(study))
