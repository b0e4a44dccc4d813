"""Every number of an agency has one entry, the most specific; gaps and leftovers are faults."""

from __future__ import annotations

import pytest

from staffing_sim.agency import Agency
from staffing_sim.errors import InputError
from staffing_sim.ledger import Ledger, LedgerEntry, numbers_of
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from tests.agency.agency_builder import description, smallest_agency


def entry(key, low=0, high=1e6, **fields):
    given = {"unit": "units", "source": "a source", "date": "2024", "grade": "expert", **fields}
    return LedgerEntry(key=key, low=low, high=high, **given)


def rows_of(agency, *entries, plans=()):
    return {row.key: row for row in Ledger(entries=entries).rows(agency, plans)}


def problems(agency, *entries, plans=(), complete=False):
    faults = Ledger(entries=entries).faults(agency, plans, complete=complete)
    return [f"{fault.key}: {fault.problem}" for fault in faults]


def test_every_number_given_has_a_row_and_no_other() -> None:
    keys = [".".join(key) for key, _ in numbers_of(smallest_agency())]
    assert keys == [
        "offices.North.referrals",
        "roles.worker.positions",
        "roles.worker.case_hours",
        "roles.worker.compressibility",
        "stages.investigation.hours.contact",
        "stages.investigation.hours.casework",
        "stages.investigation.routes.closed.share",
        "stages.investigation.routes.closed.work",
        "stages.investigation.routes.removed.share",
        "stages.investigation.routes.removed.work",
        "stages.care.hours.contact",
        "stages.care.hours.casework",
        "stages.care.hearing.first",
        "stages.care.hearing.interval",
        "stages.care.routes.reunified.share",
        "stages.care.routes.reunified.work",
        "stages.care.routes.reunified.hearing_share",
        "demand.families_per_month",
        "demand.family_size",
        "demand.tiers.all.share",
        "demand.tiers.all.deadline_days",
        "demand.tiers.all.delay_days",
        "demand.age_years.low",
        "demand.age_years.high",
        "contact.success",
        "contact.hours_per_attempt",
        "workforce.leaving.0.rate_per_year",
        "opening.care.children",
        "opening.care.prior_months",
    ]


def test_a_number_nobody_documented_is_an_assumption_without_a_source() -> None:
    row = rows_of(smallest_agency())["contact.success"]
    assert (row.value, row.grade, row.source, row.low) == (0.85, "assumption", "not given", None)


def test_the_most_specific_entry_documents_a_number() -> None:
    rows = rows_of(
        smallest_agency(),
        entry("stages.*.hours.contact", source="the general"),
        entry("stages.care.hours.contact", source="the particular"),
        entry("stages.*.hours.*", source="the most general"),
    )
    assert rows["stages.care.hours.contact"].source == "the particular"
    assert rows["stages.investigation.hours.contact"].source == "the general"
    assert rows["stages.care.hours.casework"].source == "the most general"


def test_routes_with_the_same_cause_are_numbered() -> None:
    routes = [
        {"to": "exit", "cause": "reunified", "share": 0.5, "work": 3},
        {"to": "exit", "cause": "reunified", "share": 0.5, "work": 9},
    ]
    agency = smallest_agency(stages__care__routes=routes)
    assert "stages.care.routes.1.work" in rows_of(agency)


def test_plans_are_documented_by_name() -> None:
    plan = Plan("Mr. Smith's plan", hires=Hires.once(5, kind="net"))
    rows = rows_of(smallest_agency(), entry("plans.*.hires.*.per_month"), plans=(plan,))
    assert rows["plans.Mr. Smith's plan.hires.0.per_month"].source == "a source"


def test_a_number_outside_its_range_is_a_fault() -> None:
    found = problems(smallest_agency(), entry("contact.success", 0.9, 0.99))
    assert found == ["contact.success: is 0.85, outside the range of its entry, 0.9 to 0.99"]


def test_a_range_holds_its_own_ends() -> None:
    assert problems(smallest_agency(), entry("contact.success", 0.85, 0.85)) == []


def test_an_entry_that_fits_nothing_is_a_fault() -> None:
    found = problems(smallest_agency(), entry("contact.succes"))
    assert found == ["ledger: entry 'contact.succes' matches no number of the file"]


def test_an_entry_about_plans_waits_for_plans() -> None:
    about_plans = entry("plans.*.hires.*.per_month")
    assert problems(smallest_agency(), about_plans) == []
    assert problems(smallest_agency(), about_plans, plans=(Plan("As is"),)) == [
        "ledger: entry 'plans.*.hires.*.per_month' matches no number of the file"
    ]


def test_an_entry_that_stands_twice_is_a_fault() -> None:
    found = problems(smallest_agency(), entry("contact.success"), entry("contact.success"))
    assert "ledger: entry 'contact.success' appears more than once" in found


def test_two_entries_equally_specific_are_a_fault() -> None:
    found = problems(
        smallest_agency(), entry("stages.*.hours.contact"), entry("stages.care.hours.*")
    )
    assert any(
        line.startswith("stages.care.hours.contact: fits two entries of the ledger")
        for line in found
    )


def test_a_number_without_an_entry_is_a_fault_only_where_all_must_have_one() -> None:
    agency = smallest_agency()
    assert problems(agency) == []
    missing = problems(agency, complete=True)
    assert len(missing) == len(list(numbers_of(agency)))
    assert missing[0] == "offices.North.referrals: has no entry in the ledger"


def test_numbers_are_counted_by_grade() -> None:
    agency = smallest_agency()
    ledger = Ledger(entries=(entry("contact.*", grade="published"),))
    total = len(list(numbers_of(agency)))
    assert ledger.counts(agency) == {
        "published": 2,
        "derived": 0,
        "expert": 0,
        "assumption": total - 2,
    }


def test_a_file_gives_the_ledger_as_a_list_of_entries() -> None:
    row = entry("contact.success").model_dump()
    agency = Agency(**description(ledger=[row]))
    assert agency.ledger.entries == (entry("contact.success"),)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"low": 2, "high": 1}, "high: must be at least low; got 1 under 2"),
        ({"grade": "guess"}, "grade: must be 'published', 'derived', 'expert' or 'assumption'"),
        ({"source": ""}, "source: "),
        ({"low": "little"}, "low: must be a number; got 'little'"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(fields, problem) -> None:
    with pytest.raises(InputError) as caught:
        entry("contact.success", **fields)
    assert problem in str(caught.value)


def test_an_entry_at_fault_is_named_by_its_number() -> None:
    with pytest.raises(InputError, match=r"ledger.entries\[0\].grade|ledger\[0\].grade"):
        smallest_agency(ledger=[{**entry("contact.success").model_dump(), "grade": "guess"}])
