"""Published indicators, against children counted by hand."""

from datetime import date

import numpy as np
import pytest

from staffing_sim.permanence import INDICATOR_COLUMNS, INDICATORS, indicators
from staffing_sim.records import Run
from staffing_sim.records.episodes import AFCARS_COLUMNS, DISCHARGE_REASONS
from tests.records.records_builder import NAN, Scene, tiny_agency

START = "2014-10-01"  # month 0 is the first of federal fiscal year 2015


def scene(months=36, **changes):
    made = Scene(months=months, agency=tiny_agency(start=START, **changes))
    made.family(-50.0, -49.0)
    return made


def stay(made, entered, left=NAN, cause=None, *, back=None, **rest) -> None:
    """A child in care from `entered`; in care on day 0 if that is before; perhaps back later."""
    rest = {"birth": -100.0} | rest
    if entered <= 0:
        rest["in_care_since"] = entered
    legs = [("reunification", entered, left, cause)]
    if back is not None:
        legs += [
            ("in_home", left, back, "removed_later"),
            ("reunification", back, NAN, None),
        ]
    made.child(*legs, **rest)


def found(made):
    table = indicators(Run(made.records())).set_index(["indicator", "period"])
    assert [*table.index.names, *table.columns] == [
        *("indicator", "period"),
        *(name for name in INDICATOR_COLUMNS if name not in {"indicator", "period"}),
    ]
    return table


def counts(table, name, period="FFY 2015"):
    row = table.loc[(name, period)]
    return (row["numerator"], row["denominator"])


def test_entries_count_from_eight_days_on_and_home_within_twelve_months() -> None:
    made = scene()
    stay(made, 1.0, 13.0, "reunified")  # exactly twelve months
    stay(made, 1.0, 13.1, "reunified")  # a little more
    stay(made, 2.0, 2.2, "reunified")  # six days: left out
    stay(made, 2.0, 2.3, "guardianship")  # nine days
    stay(made, 3.0, 9.0, "other_exit")  # no permanent home
    stay(made, 4.0)  # still there
    stay(made, 12.0, 20.0, "reunified")  # the year's last instant
    stay(made, 12.1, 20.0, "reunified")  # the next year
    stay(made, -1.0, 5.0, "reunified")  # before the year
    assert counts(found(made), "permanence_of_entries") == (3, 6)


def test_only_the_first_entry_of_the_year_is_followed() -> None:
    made = scene()
    stay(made, 1.0, 3.0, "reunified", back=6.0)
    assert counts(found(made), "permanence_of_entries") == (1, 1)


def test_those_in_care_on_the_first_day_are_followed_from_that_day() -> None:
    made = scene()
    stay(made, -12.0, 12.0, "reunified")  # 12 months there, home 12 months on
    stay(made, -23.9, 12.1, "reunified")
    stay(made, -24.0, 3.0, "guardianship")  # 24 months: the older group
    stay(made, -11.9, 1.0, "reunified")  # too short a stay for either
    stay(made, -15.0, 2.0, "aged_out", birth=-214.0)
    table = found(made)
    assert counts(table, "permanence_12_to_23") == (1, 3)
    assert counts(table, "permanence_24_on") == (1, 1)


def test_the_two_re_entries_have_two_denominators() -> None:
    made = scene()
    stay(made, 1.0, 5.0, "reunified", back=17.0)  # entered, left and back within 12 months
    stay(made, 1.0, 5.0, "reunified", back=17.1)  # a little later
    stay(made, 1.0, 13.5, "reunified", back=14.0)  # left too late for round 3, and for the year
    stay(made, -30.0, 6.0, "guardianship")  # leaves in the year: round 4 only
    stay(made, -30.0, 6.0, "reunified", back=7.0)
    table = found(made)
    assert counts(table, "reentry_of_entries") == (1, 2)
    assert counts(table, "reentry_of_exits") == (2, 4)


def test_an_exit_to_adoption_is_no_exit_to_re_enter_from() -> None:
    changed = tiny_agency().stages
    routes = [route.model_dump() for route in changed[2].routes]
    routes[1]["cause"] = "adopted"
    made = scene(
        stages={stage.name: stage.model_dump(exclude={"name"}) for stage in changed}
        | {"reunification": changed[2].model_dump(exclude={"name"}) | {"routes": routes}},
        permanence_causes=["reunified", "adopted"],
    )
    stay(made, 1.0, 5.0, "adopted")
    stay(made, 1.0, 5.0, "reunified")
    table = found(made)
    assert counts(table, "permanence_of_entries") == (2, 2)
    assert counts(table, "reentry_of_entries") == (0, 1)
    assert counts(table, "reentry_of_exits") == (0, 1)


def test_nothing_is_claimed_where_the_run_ends_too_soon() -> None:
    made = scene(months=35)
    stay(made, 1.0, 5.0, "reunified")
    table = found(made)
    known = table["share"].dropna().index.tolist()
    assert ("permanence_of_entries", "FFY 2015") in known
    assert ("permanence_of_entries", "FFY 2016") not in known
    assert ("reentry_of_entries", "FFY 2015") not in known
    unknown = table.loc[("reentry_of_entries", "FFY 2015")]
    assert np.isnan([unknown["numerator"], unknown["denominator"], unknown["share"]]).all()


def test_years_begin_in_october_whenever_the_run_does() -> None:
    made = Scene(months=24, agency=tiny_agency(start="2013-12-01"))
    made.family(-20.0, -19.0)
    stay(made, -14.0, 15.0, "reunified")  # 24 months on 1 October 2014, home 5 months later
    table = found(made)
    row = table.loc[("permanence_24_on", "FFY 2015")]
    assert (row["first_day"].date(), row["last_day"].date()) == (
        date(2014, 10, 1),
        date(2015, 9, 30),
    )
    assert row["share"] == 1.0
    assert ("permanence_24_on", "FFY 2014") not in table.index


def test_visits_are_counted_in_child_months_by_where_the_child_lives() -> None:
    made = scene(months=12)
    for month in range(12):
        made.visit(month, 0, "reunification", eligible=10, seen=9)
        made.visit(month, 1, "in_home", eligible=4, seen=2)
        made.visit(month, 1, "extended", eligible=5, seen=0)
    table = found(made)
    assert counts(table, "visits_child_months") == (108, 120)
    assert counts(table, "visits_out_of_home") == (108, 120)
    assert counts(table, "visits_in_home") == (24, 48)
    assert table.loc[("visits_child_months", "FFY 2015"), "rule"] == 0.95


def test_young_adults_at_home_are_in_no_indicator_of_children() -> None:
    stages = {
        stage.name: stage.model_dump(exclude={"name"})
        for stage in tiny_agency().stages
        if stage.name != "extended"
    }
    stages["extended"] = stages["in_home"] | {
        "shared": False,
        "routes": [{"to": "exit", "cause": "left_extended", "share": 1, "legal": 6}],
    }
    made = scene(months=12, stages=stages)
    made.visit(3, 0, "in_home", eligible=4, seen=2)
    made.visit(3, 0, "extended", eligible=5, seen=0)
    assert counts(found(made), "visits_in_home") == (2, 4)


def test_children_always_seen_are_known_for_a_run_of_exactly_one_year() -> None:
    made = scene(months=12)
    stay(made, -5.0, eligible_months=12, unseen_months=0)
    stay(made, -5.0, eligible_months=12, unseen_months=1)
    stay(made, 11.5, eligible_months=0)  # no whole month
    made.child(("in_home", -3.0, NAN, None), birth=-50.0, eligible_months=12, unseen_months=0)
    assert counts(found(made), "visits_children") == (1, 2)
    longer = scene(months=13)
    stay(longer, -5.0, eligible_months=13, unseen_months=0)
    assert np.isnan(counts(found(longer), "visits_children")).all()


@pytest.mark.parametrize(
    ("tier", "name", "days"), [(0, "response_immediate", 1), (1, "response_ten_day", 10)]
)
def test_a_response_is_timely_within_the_states_days(tier, name, days) -> None:
    made = scene(months=12)
    made.families.clear()
    made.family_legs.clear()
    for wait in (0.5 * days, 0.99 * days, 1.01 * days, NAN):
        opened = 1.0
        made.family(opened, responded=opened + wait / 30.4375, tier=tier)
    made.family(1.0, 1.0, tier=tier, turned_away=1)
    made.family(3.0, responded=3.0, tier=tier)
    table = found(made)
    assert counts(table, name, "2014 Q4") == (2, 4)
    assert counts(table, name, "2015 Q1") == (1, 1)
    assert np.isnan(counts(table, name, "2015 Q3")).all()  # its last referrals are due later


def test_a_state_deadline_is_ten_days_though_the_agencys_is_five() -> None:
    tiers = {
        "immediate": {"share": 0.5, "deadline_days": 1, "delay_days": 0.5},
        "five_day": {"share": 0.5, "deadline_days": 5, "delay_days": 3},
    }
    demand = tiny_agency().demand.model_dump(exclude={"tiers"}) | {"tiers": tiers}
    made = scene(months=12, demand=demand)
    made.family(1.0, responded=1.0 + 8 / 30.4375, tier=1)
    assert counts(found(made), "response_ten_day", "2014 Q4") == (1, 1)


def test_a_rule_holds_from_its_day_on() -> None:
    visits = INDICATORS["visits_child_months"]
    assert visits.rule_on(date(2011, 9, 30)) is None
    assert [visits.rule_on(date(year, 9, 30)).value for year in (2012, 2014, 2015)] == [
        0.9,
        0.9,
        0.95,
    ]
    entries = INDICATORS["permanence_of_entries"]
    assert [entries.rule_on(date(year, 9, 30)).value for year in (2015, 2018, 2019, 2023)] == [
        0.405,
        0.405,
        0.427,
        0.352,
    ]
    assert not INDICATORS["reentry_of_entries"].in_use_on(date(2023, 9, 30))
    assert INDICATORS["reentry_of_exits"].in_use_on(date(2023, 9, 30))


def test_every_indicator_says_what_it_must_not_be_set_beside() -> None:
    for indicator in INDICATORS.values():
        assert indicator.not_comparable.endswith(".")
        assert indicator.source


# --- the federal file ---------------------------------------------------------------------------


def test_removal_episodes_are_dates_and_codes() -> None:
    made = scene()
    stay(made, -8.0, 5.0, "guardianship", birth=-100.0)
    stay(made, 1.0, 3.5, "reunified", back=6.0, birth=-11.0)
    stay(made, 2.0, 4.0, "other_exit")
    table = Run(made.records()).afcars
    assert list(table.columns) == list(AFCARS_COLUMNS)
    assert table["date_of_latest_removal"].dt.date.tolist() == [
        date(2014, 2, 1),
        date(2014, 11, 1),
        date(2015, 4, 1),
        date(2014, 12, 1),
    ]
    assert table["date_of_first_removal"].dt.date.tolist()[1:3] == [date(2014, 11, 1)] * 2
    assert table["total_removals"].tolist() == [1, 1, 2, 1]
    assert table["date_of_last_discharge"].dt.date[2] == date(2015, 1, 16)
    assert table["date_of_last_discharge"].isna().tolist() == [True, True, False, True]
    assert table["date_of_discharge"].isna().tolist() == [False, False, True, False]
    assert table["discharge_reason_code"].tolist() == [5, 1, 0, 0]
    assert table["discharge_reason"].tolist()[:2] == ["guardianship", "reunification"]
    assert table["cause"].tolist()[3] == "other_exit"
    assert table["age_at_removal_years"].tolist()[1] == 1.0
    assert table["in_care_on_day_0"].tolist() == [1, 0, 0, 0]


def test_every_cause_means_one_reason_at_most() -> None:
    causes = [cause for _, causes in DISCHARGE_REASONS.values() for cause in causes]
    assert len(causes) == len(set(causes))
