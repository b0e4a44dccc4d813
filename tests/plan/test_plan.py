"""A plan says what its numbers mean, accepts one lever or many, and fits its agency or says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing_sim.agency.staff import Triage
from staffing_sim.distributions import Constant
from staffing_sim.errors import PlanError
from staffing_sim.plan import Plan, check_plan
from staffing_sim.plan.caseloads import PlanCap, PlanRebalance, PlanTriage
from staffing_sim.plan.hiring import Freeze, Hires
from staffing_sim.plan.posts import Aides, Clerks, Cut, Expense, Move, Supervisors
from staffing_sim.plan.workdays import Furlough, OutsideStrike, Overtime, Retention, Strike
from tests.agency.agency_builder import smallest_agency


def faults_of(make):
    with pytest.raises(PlanError) as caught:
        make()
    return {fault.key: f"{fault.problem}. {fault.remedy}" for fault in caught.value.faults}


# --- hires -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: Hires(per_month=35, months=17),
        lambda: Hires.monthly(35, months=17),
        lambda: Hires.once(500),
        lambda: Hires.parse("35x17"),
    ],
)
def test_what_a_number_of_hires_means_must_be_said(make) -> None:
    assert "'net' (positions on top of leavers" in faults_of(make)["kind"]
    assert "'gross' (this many people start" in faults_of(make)["kind"]


def test_a_schedule_adds_up() -> None:
    assert Hires.monthly(35, months=17, kind="net").total == 595
    assert Hires.once(1400, kind="gross").total == 1400


@pytest.mark.parametrize(
    ("total", "months", "split"),
    [(147, 12, [12, 12, 12, 13] * 3), (2, 4, [0, 1, 0, 1]), (5, 1, [5])],
)
def test_a_total_is_spread_evenly_and_never_runs_ahead(total, months, split) -> None:
    """147 over 12 months is 12.25 a month: every fourth month gets one more."""
    hires = Hires.over(total, months=months, kind="net", start=2)
    assert [hires.in_month(month) for month in range(2 + months)] == [0, 0, *split]
    assert hires.total == total == hires.before(2 + months)
    assert hires == Hires(total=total, months=months, start=2, kind="net")
    monthly = Hires.monthly(3, months=months, start=2, kind="net")
    assert [monthly.in_month(month) for month in range(3 + months)] == [0, 0, *[3] * months, 0]


def test_hires_without_any_number_say_which_there_are() -> None:
    assert "or total for all the months" in faults_of(lambda: Hires(kind="net"))["per_month"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("500", (500, 1, None, 0)),
        ("35x17", (35, 17, None, 0)),
        ("35x17@adoption", (35, 17, "adoption", 0)),
        ("500+3", (500, 1, None, 3)),
        (" 35x17@continuing_services+3 ", (35, 17, "continuing_services", 3)),
    ],
)
def test_hires_are_read_as_a_command_line_writes_them(text, fields) -> None:
    hires = Hires.parse(text, kind="net")
    assert (hires.per_month, hires.months, hires.role, hires.start) == fields


@given(
    per_month=st.integers(1, 10_000),
    months=st.integers(1, 120),
    start=st.integers(0, 120),
    role=st.sampled_from([None, "adoption", "continuing_services"]),
)
def test_hires_read_back_whatever_is_written(per_month, months, start, role) -> None:
    text = f"{per_month}x{months}{f'@{role}' if role else ''}+{start}"
    expected = Hires.monthly(per_month, months=months, start=start, kind="gross", role=role)
    assert Hires.parse(text, kind="gross") == expected


@pytest.mark.parametrize("text", ["", "x17", "35x", "-5", "3.5", "35 x 17", "35x17@", "many"])
def test_hires_that_cannot_be_read_say_how_to_write_them(text) -> None:
    assert "Write 500 or 35x17" in faults_of(lambda: Hires.parse(text, kind="net"))["hires"]


@pytest.mark.parametrize(
    ("fields", "key", "problem"),
    [
        ({"per_month": 0}, "per_month", "at least 1; got 0"),
        ({"per_month": 2.5}, "per_month", "must be a whole number"),
        ({"per_month": "35"}, "per_month", "must be a number; got '35'"),
        ({"months": 0}, "months", "at least 1"),
        ({"start": -1}, "start", "earlier hires belong in the agency's pipeline"),
        ({"kind": "nett"}, "kind", "'vacancies' or 'desk'; got 'nett'"),
        ({"offices": {"North": 0.4, "South": 0.4}}, "offices", "must sum to 1"),
        ({"offices": {"North": 2}}, "offices[0][1]", "at most 1"),
        ({"offices": ["North"]}, "offices", "or shares by office, such as { North = 1.0 }"),
        ({"offices": "North"}, "offices", "must be 'need', 'referrals', 'staff' or shares by offi"),
        ({"total": 5}, "total", "cannot be combined with per_month. Give one of them"),
        ({"kind": "gross", "role": "need"}, "role", "Name the role, or use kind = 'starts'"),
        ({"ofices": {}}, "ofices", "Did you mean 'offices'?"),
    ],
)
def test_hires_that_cannot_be_are_refused(fields, key, problem) -> None:
    found = faults_of(lambda: Hires(**{"per_month": 5, "kind": "net", **fields}))
    assert problem in found[key]


def test_an_allocation_may_be_a_table_or_pairs() -> None:
    table = Hires.once(5, kind="net", offices={"North": 0.4, "South": 0.6})
    pairs = Hires.once(5, kind="net", offices=[("North", 0.4), ("South", 0.6)])
    assert table == pairs
    assert table.offices == (("North", 0.4), ("South", 0.6))


# --- plans -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["one\ntwo", "one\ttwo", " ", "\u202ethgir", "one\u2028two"])
def test_a_name_that_no_table_can_show_in_a_line_is_refused(name) -> None:
    with pytest.raises(PlanError, match="name: must be a single line of printable text; got '"):
        Plan(name)


@pytest.mark.parametrize(
    "name", ["Ünïcödé 計画", "=1+1", "</script>", "50\u00a0%", "עברית", "👩\u200d👧"]
)
def test_a_name_may_be_any_line(name) -> None:
    assert Plan(name).name == name


@pytest.mark.parametrize(
    ("name", "problem"),
    [("", "at least 1 character; got 0"), ("x" * 121, "at most 120 characters; got 121")],
)
def test_the_length_of_a_name_is_told_in_plain_words(name, problem) -> None:
    with pytest.raises(PlanError, match=f"name: must have {problem}"):
        Plan(name)


def test_a_plan_takes_its_name_by_position_or_by_keyword() -> None:
    assert Plan("As is") == Plan(name="As is")
    with pytest.raises(TypeError, match="one name by position"):
        Plan("As is", "again")
    with pytest.raises(PlanError, match="name: is missing"):
        Plan()


def test_a_single_lever_is_a_list_of_one() -> None:
    hires = Hires.once(5, kind="net")
    assert Plan("x", hires=hires).hires == (hires,)
    assert Plan("x", hires=[hires, hires]).hires == (hires, hires)
    assert Plan("x", hires={"per_month": 5, "kind": "net"}).hires == (
        Hires(per_month=5, kind="net"),
    )
    assert Plan("x", hires=None).hires == ()


def test_a_plan_holds_every_lever() -> None:
    plan = Plan(
        "Everything",
        hires=Hires.once(5, kind="net"),
        backfill_share=0.8,
        caps=PlanCap(role="worker", limit=21),
        triage=PlanTriage(contact=4, casework=1, court=3, training=1),
        retention=Retention(factor=0.8, months=12),
        overtime=Overtime(hours_per_month=8),
        strikes=Strike(start="2024-03-05", days=6, roles="worker", participation=0.66),
        freezes=Freeze(start=6, months=6),
        rebalance=PlanRebalance(gap=4, moves=2),
        academy_seats=50,
        time_to_fill_days=60,
        assignment="round_robin",
    )
    assert plan.time_to_fill_days == Constant(value=60)
    assert plan.strikes[0].start == dt.date(2024, 3, 5)
    assert plan.strikes[0].roles == ("worker",)
    assert plan.caps[0].overflow == "hard"
    assert plan.triage[0].triage == Triage(contact=4, casework=1, court=3, training=1)
    check_plan(plan, smallest_agency())


@pytest.mark.parametrize(
    ("make", "key", "problem"),
    [
        (lambda: Clerks(posts=50), "cost_post_year", "is missing"),
        (lambda: Aides(posts=5, cost_post_year=1, offices={"North": 0.5}), "offices", "sum to 1"),
        (lambda: Move(count=3), "to_role", "moves nobody anywhere"),
        (lambda: Move(count=3, role="a", to_role="a"), "to_role", "moves nobody anywhere"),
        (lambda: Move(count=3, office="N", to_office="N"), "to_role", "moves nobody anywhere"),
        (lambda: Cut(by="layoff"), "count", "not both"),
        (lambda: Cut(count=3, share=0.1, by="layoff"), "count", "not both"),
        (lambda: Cut(count=3), "by", "is missing"),
        (lambda: Cut(count=3, by="vacancy", cost_worker=5), "cost_worker", "nobody is laid off"),
        (lambda: Furlough(days_per_month=0), "days_per_month", "more than 0"),
        (lambda: Overtime(hours_per_month=8, tired_delivery=1.2), "tired_delivery", "at most 1"),
        (lambda: Supervisors(workers_each=0, cost_post_year=1), "workers_each", "more than 0"),
    ],
)
def test_a_lever_that_cannot_be_is_refused(make, key, problem) -> None:
    assert problem in faults_of(make)[key]


@pytest.mark.parametrize(
    "to", [{"to_role": "b"}, {"to_office": "N"}, {"role": "a", "to_role": "b", "to_office": "N"}]
)
def test_a_move_may_change_role_office_or_both(to) -> None:
    assert Move(count=1, **to).count == 1


def test_a_plan_may_bring_its_own_policy() -> None:
    def nearest_desk(view):
        return view

    assert Plan("x", assignment=nearest_desk).assignment is nearest_desk


def test_replace_makes_another_plan_and_checks_it() -> None:
    plan = Plan("x", hires=Hires.once(5, kind="net"))
    assert plan.replace(name="y").hires == plan.hires
    assert plan.replace(hires=()) == Plan("x")
    with pytest.raises(PlanError, match="backfill_share: must be at most 1"):
        plan.replace(backfill_share=2)


@pytest.mark.parametrize(
    ("fields", "key", "problem"),
    [
        ({"assignment": "least_load"}, "assignment", "must be a function or one of 'least_loaded'"),
        ({"hires": 35}, "hires[0]", "must be a table; got 35"),
        ({"hires": {"per_month": 35}}, "hires[0].kind", "is missing"),
        ({"hire": ()}, "hire", "Did you mean 'hires'?"),
        ({"strikes": {"start": "5 December", "days": 6}}, "strikes[0].start", "must be a date"),
        (
            {"strikes": {"start": "2024-01-05", "days": 6, "participation": 66}},
            "strikes[0].participation",
            "at most 1",
        ),
        ({"retention": {"factor": -1}}, "retention[0].factor", "at least 0"),
        ({"overtime": {"hours_per_month": 0}}, "overtime[0].hours_per_month", "more than 0"),
        ({"freezes": {"start": 0}}, "freezes[0].months", "is missing"),
        ({"triage": {"contact": 4}}, "triage[0].casework", "is missing"),
        ({"rebalance": {"gap": 0, "moves": 1}}, "rebalance[0].gap", "at least 1"),
        ({"academy_seats": 0}, "academy_seats", "at least 1"),
        ({"caps": {"role": "worker", "limit": 0}}, "caps[0].limit", "at least 1"),
    ],
)
def test_a_lever_that_cannot_be_is_named_with_its_key(fields, key, problem) -> None:
    assert problem in faults_of(lambda: Plan("x", **fields))[key]


def test_who_is_replaced_is_said_by_the_plan_else_by_gross_hires_else_by_the_agency() -> None:
    agency = smallest_agency(workforce__backfill_share=0.6, workforce__hiring_role="worker")
    gross = Hires.monthly(1, months=2, start=1, kind="gross")
    shares = {
        name: [plan.share_replaced(agency, "worker", month) for month in range(4)]
        for name, plan in {
            "as is": Plan("As is"),
            "net": Plan("Net", hires=Hires.once(2, kind="net")),
            "gross": Plan("Gross", hires=gross),
            "said": Plan("Said", hires=gross, backfill_share=0.9),
            "nobody": Plan("Nobody", backfill_share=0.0),
        }.items()
    }
    assert shares == {
        "as is": [0.6] * 4,
        "net": [0.6] * 4,
        "gross": [0.6, 0.0, 0.0, 0.6],
        "said": [0.9] * 4,
        "nobody": [0.0] * 4,
    }


# --- plans against agencies --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"hires": Hires.once(5, kind="net", role="workr")}, "hires[0].role"),
        ({"caps": PlanCap(role="workr", limit=21)}, "caps[0].role"),
        ({"retention": Retention(factor=0.8, role="workr")}, "retention[0].role"),
        ({"overtime": Overtime(hours_per_month=8, role="workr")}, "overtime[0].role"),
        ({"rebalance": PlanRebalance(gap=4, moves=2, role="workr")}, "rebalance[0].role"),
        (
            {"triage": PlanTriage(contact=1, casework=1, court=1, training=1, role="workr")},
            "triage[0].role",
        ),
        ({"strikes": Strike(start="2024-03-05", days=6, roles=("workr",))}, "strikes[0].roles"),
        ({"clerks": Clerks(posts=1, cost_post_year=1, role="workr")}, "clerks[0].role"),
        ({"aides": Aides(posts=1, cost_post_year=1, role="workr")}, "aides[0].role"),
        ({"furloughs": Furlough(days_per_month=1, role="workr")}, "furloughs[0].role"),
        ({"moves": Move(count=1, to_role="workr")}, "moves[0].to_role"),
        ({"cuts": Cut(count=1, by="layoff", role="workr")}, "cuts[0].role"),
        (
            {"supervisors": Supervisors(workers_each=6, cost_post_year=1, role="workr")},
            "supervisors[0].role",
        ),
        ({"expenses": Expense(name="Cars", role="workr")}, "expenses[0].role"),
    ],
)
def test_an_unknown_role_suggests_the_nearest(fields, key) -> None:
    found = faults_of(lambda: check_plan(Plan("x", **fields), smallest_agency()))
    assert "Did you mean 'worker'?" in found[key]


@pytest.mark.parametrize("to", [{"to_role": "worker"}, {"to_office": "North"}])
def test_a_move_that_leaves_everybody_where_they_are_is_refused(to) -> None:
    agency = smallest_agency()
    assert [office.name for office in agency.offices] == ["North"]
    found = faults_of(lambda: check_plan(Plan("x", moves=Move(count=1, **to)), agency))
    assert "moves nobody anywhere" in found["moves[0]"]


def test_cuts_of_more_posts_than_there_are_are_refused() -> None:
    agency = smallest_agency()
    there = agency.posts_on_day_zero("worker")
    check_plan(Plan("x", cuts=Cut(count=there, by="layoff")), agency)
    cuts = (Cut(share=1, by="layoff"), Cut(count=1, by="vacancy", start=3))
    found = faults_of(lambda: check_plan(Plan("x", cuts=cuts), agency))
    assert f"takes {there + 1} posts of worker" in found["cuts[1]"]


def test_an_unknown_stage_suggests_the_nearest() -> None:
    agency = smallest_agency()
    known = agency.stages[0].name
    strike = OutsideStrike(start="2024-03-05", days=2, stages=f"{known}s")
    found = faults_of(lambda: check_plan(Plan("x", outside_strikes=strike), agency))
    assert f"Did you mean '{known}'?" in found["outside_strikes[0].stages"]


@pytest.mark.parametrize(
    ("academy", "plan", "key", "problem"),
    [
        (
            {"seats": 5},
            {"academy_kept": {"worker": 6}},
            "academy_kept",
            "keeps 6 seats a month",
        ),
        ({}, {"academy_kept": {"worker": 6}}, "academy_kept", "has seats for everybody"),
        ({"seats": 5}, {"academy_kept": {"workr": 1}}, "academy_kept.workr", "mean 'worker'?"),
        ({"seats": 5, "kept": {"worker": 4}}, {"academy_seats": 3}, "academy_seats", "there are 3"),
    ],
)
def test_seats_kept_for_roles_must_be_there(academy, plan, key, problem) -> None:
    agency = smallest_agency(workforce__academy={"months": 2, **academy})
    found = faults_of(lambda: check_plan(Plan("x", **plan), agency))
    assert problem in found[key]


@pytest.mark.parametrize(
    ("hires", "problem"),
    [
        ([Hires.once(7, kind="vacancies")], "asks for 7 vacancies; only 6 are available there"),
        ([Hires.once(4, kind="desk")], "asks for 4 people from desks; only 3 are"),
        (
            [Hires.once(5, kind="vacancies"), Hires.once(2, kind="vacancies")],
            "for 2 vacancies; only 1 ",
        ),
    ],
)
def test_no_more_vacancies_are_filled_and_no_more_desks_emptied_than_there_are(
    hires, problem
) -> None:
    items = {"vacant": 2, "held_open_items": 4, "desk_items": 3}
    agency = smallest_agency(**{f"roles__worker__{key}": count for key, count in items.items()})
    found = faults_of(lambda: check_plan(Plan("x", hires=hires), agency))
    assert problem in found[f"hires[{len(hires) - 1}]"]
    check_plan(Plan("x", hires=[Hires.over(6, months=3, kind="vacancies")]), agency)


def test_a_plan_that_does_not_fit_says_every_fault() -> None:
    plan = Plan(
        "x",
        hires=Hires.once(5, kind="net", role="clerk", offices={"Nort": 1}),
        strikes=Strike(start="2023-12-05", days=6),
    )
    found = faults_of(lambda: check_plan(plan, smallest_agency()))
    assert "Did you mean 'North'?" in found["hires[0].offices"]
    assert "before the agency's start 2024-01-01" in found["strikes[0].start"]
    assert "unknown role 'clerk'" in found["hires[0].role"]
