"""The answer: its figures are those of the tables, and it says no more than they show."""

from __future__ import annotations

import pytest

from staffing_sim.agency import Agency
from staffing_sim.charts.registry import EXHIBITS
from staffing_sim.plan import Hires, Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.presets import load_agency
from staffing_sim.study import Study, compare
from staffing_sim.study.answer import FEWEST, NOT_SEARCHED, Answer, Budget, answer_of
from staffing_sim.timeline import Timeline

ROLE = "continuing_services"
STRICT = "Strict cap"
TEN = "Ten"


@pytest.fixture(scope="module")
def agency() -> Agency:
    return load_agency("small-office")


@pytest.fixture(scope="module")
def study(agency) -> Study:
    plans = [
        Plan("As is"),
        Plan(TEN, hires=Hires.once(10, kind="net")),
        Plan(STRICT, caps=PlanCap(role=ROLE, limit=9, overflow="hard")),
    ]
    return compare(agency, plans, years=2.5, replications=FEWEST, seed=7)


@pytest.fixture(scope="module")
def answer(study) -> Answer:
    return answer_of(study)


def column(answer: Answer, heading: str) -> dict[str, str]:
    place = answer.headings.index(heading)
    return {row[0]: row[place] for row in answer.rows}


def test_what_is_avoided_are_child_months_of_those_in_reach(study, answer) -> None:
    months = study.months()
    sums = months.groupby("plan", observed=True)[["unseen", "unseen_out_of_reach"]].sum()
    reach = (sums["unseen"] - sums["unseen_out_of_reach"]) / study.replications
    cells = column(answer, "unseen avoided")
    assert cells["As is"] == f"of {reach['As is']:,.0f}"
    assert cells[STRICT] == f"{reach['As is'] - reach[STRICT]:,.0f}"
    assert cells[STRICT].startswith("-")  # children wait for a worker instead


def test_the_mean_and_the_single_worker_are_two_columns(study) -> None:
    role, limit = ROLE, 15.0
    told = answer_of(study, cap=(role, limit))
    first = column(told, "mean at most 15")
    table = study.cap_met(limit, role=role)
    rows = table[(table["plan"] == TEN) & (table["chance"] > 0.5)]
    month = Timeline(study.agency.start).month_label(rows["month"].iloc[0])
    assert first[TEN] == f"{month} ({rows['chance'].iloc[0]:.0%})"
    assert first["As is"] == "not by then (0%)"
    over = column(told, "over 15 at the end")
    last = study.over(limit, role=role).query("month == 29").set_index("plan")["share"]
    assert over[TEN] == f"{100 * last[TEN]:.1f} %"
    assert last[TEN] > 0.0  # a mean within the limit leaves workers over it


def test_a_cap_of_another_role_is_told_of_that_role(study) -> None:
    told = answer_of(study, cap=("emergency_response", 10))
    assert "Caseloads are those of emergency response" in told.reading
    assert "mean at most 10" in told.headings


def test_what_is_not_clear_is_marked(study, answer) -> None:
    table = study.differences()
    rows = table[(table["measure"] == "late_responses_share") & (table["plan"] == TEN)]
    assert rows["p_adjusted"].item() > 0.05 or rows["difference"].item() == 0.0
    assert column(answer, "late first contact")[TEN].startswith("~")
    assert not column(answer, "unseen avoided")[STRICT].startswith("~")


def test_what_gets_worse_is_told_with_what_it_comes_through(answer) -> None:
    (strict,) = (line for line in answer.worse if line.startswith(f"'{STRICT}'"))
    assert "children not seen in a month (+" in strict
    assert "mostly because there was no worker yet" in strict
    assert "children waiting for a worker (+" in strict
    assert "cost" not in " ".join(answer.worse).lower()  # money is a column of its own


def test_a_role_that_is_thinned_out_is_named_with_where_its_positions_stand(agency) -> None:
    fewer = agency.replace(
        workforce=agency.workforce.replace(
            academy=agency.workforce.academy.replace(seats=1, order="first_come")
        )
    )
    plans = [Plan("As is"), Plan(TEN, hires=Hires.once(20, kind="net", role="adoption"))]
    study = compare(fewer, plans, years=2, replications=3, seed=7)
    lines = [line for line in answer_of(study).worse if "fewer workers on duty" in line]
    assert any("continuing services" in line for line in lines)
    assert all("+0 positions" in line for line in lines)  # no position is lost
    assert any("waiting for a seat in the academy" in line for line in lines)


def test_the_advice_follows_its_rule(study, answer) -> None:
    advice = "\n".join(answer.advice)
    months = study.measured["months_to_permanence", "all"].mean(axis=1)
    assert months.argmin() == study.names.index(TEN)
    assert f"first 24: best under '{TEN}'" in advice
    assert "whom staffing could reach: no plan is clearly better than As is" in advice
    assert f"the cheapest such plan: '{TEN}'" in advice
    assert answer.advice[-1] == NOT_SEARCHED


def test_a_budget_is_kept_in_all_or_year_by_year(study) -> None:
    cost = study.measured["cost", "all"].mean(axis=1)
    more = cost[1] - cost[0]
    ample = answer_of(study, budget=Budget(more + 1)).within
    assert ample[0].startswith(f"'{TEN}': within it; {more / 1e6:,.1f} million more in all")
    assert "beyond it in all" in answer_of(study, budget=Budget(more - 1)).within[0]
    table = study.costs(against="As is")
    rows = table[(table["line"] == "staffing") & (table["plan"] == TEN)]
    rates = rows["gross"] / rows["months"] * 12
    dearest = rows["fiscal_year"].iloc[int(rates.argmax())]
    tight = answer_of(study, budget=Budget(rates.max() - 1, yearly=True)).within[0]
    assert f"beyond it {dearest};" in tight
    assert "within it" in answer_of(study, budget=Budget(rates.max() + 1, yearly=True)).within[0]


def test_nothing_is_recommended_from_too_few_runs(agency) -> None:
    plans = [Plan("As is"), Plan(TEN, hires=Hires.once(10, kind="net"))]
    told = answer_of(compare(agency, plans, years=0.5, replications=2, seed=7))
    assert len(told.advice) == 1
    assert "No plan is recommended from 2 replications" in told.advice[0]


def test_a_plan_alone_is_told_of_without_comparisons(agency) -> None:
    told = answer_of(compare(agency, Plan("As is"), years=0.5, replications=2, seed=7))
    assert told.lists == ()
    assert "clearly differ" not in told.reading


def test_a_service_without_adoptions_is_not_told_of_none() -> None:
    service = load_agency("outreach-teams")
    told = answer_of(compare(service, Plan("As is"), years=0.5, replications=2, seed=7))
    assert not any("adopted" in heading for heading in told.headings)


def test_card_and_table_show_the_same_answer(study, answer) -> None:
    assert all(line in repr(study) for line in (*answer.worse, *answer.advice))
    html = study._repr_html_()
    assert all(f"<td>{cell}</td>" in html for cell in answer.rows[-1])


def test_where_no_price_is_given_no_cost_is_told(agency) -> None:
    """Not 0, and not 'exactly the same': nobody knows."""
    free = agency.costs.replace(
        **dict.fromkeys(("worker_year", "hire", "departure", "care_month"), 0),
        **dict.fromkeys(("federal_share", "state_share"), None),
        **dict.fromkeys(("care_federal_share", "care_state_share"), None),
    )
    ledger = [entry for entry in agency.ledger.entries if not entry.key.startswith("costs")]
    plans = [Plan("As is"), Plan(TEN, hires=Hires.once(10, kind="net"))]
    service = agency.replace(costs=free, ledger=ledger)
    study = compare(service, plans, years=1, replications=FEWEST, seed=7)
    told = answer_of(study, budget=Budget(1e6))
    assert not any("cost" in heading for heading in told.headings)
    assert told.within == ("The agency gives no price of a worker, so no cost is known.",)
    assert "cheapest" not in "".join(told.advice[:-2])
    assert "undefined (the agency gives no price of a worker)" in repr(study)
    chart = EXHIBITS["cost_and_unseen"]
    assert not chart.speaks(study)
