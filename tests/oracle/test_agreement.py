"""The engine against an independent model, process by process, on the same worlds.

Discrete choices (who works which case, causes, seen or not and why) must be equal, times within
1e-9. Hours are multiples of a half, so that equal loads are equal and ties have one answer; time to
fill is above a month, so that no two people share a position's month.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from staffing_sim.plan import Plan
from staffing_sim.plan.caseloads import PlanCap
from staffing_sim.plan.hiring import Hires
from staffing_sim.plan.posts import Cut
from staffing_sim.plan.workdays import OutsideStrike, Strike
from tests.oracle.comparison import differences
from tests.oracle.worlds import agency

MONTHS = 18
STOCK = {
    "investigation": {"children": 14},
    "in_home": {"children": 16, "unseen_share": 0.2},
    "foster_care": {"children": 20, "unseen_share": 0.2},
    "kin_home": {"children": 4},
    "adoption": {"children": 6, "prior_months": 9},
    "extended": {"children": 3},
}
TURNOVER = {"leaving": [{"until_years": 1, "rate_per_year": 1.5}, {"rate_per_year": 0.5}]}
UNEVEN = {"area_spread": 0.3, "part_load_share": 0.3, "part_load": 0.5}


def capped(overflow: str, limit: int = 9, families: int = 4) -> dict[str, Any]:
    return {
        "continuing": {"cap": {"limit": limit, "overflow": overflow}},
        "investigator": {"cap": {"limit": families, "overflow": overflow, "unit": "families"}},
    }


CIRCUMSTANCES: dict[str, dict[str, Any]] = {
    "an empty agency": {},
    "short of hours": {"families_per_month": 14},
    "with cases open on day 0": {"opening": STOCK},
    "kappa one and equal weights": {
        "opening": STOCK,
        "roles": {"continuing": {"compressibility": 1, "triage": {}}},
    },
    "kappa nought": {"opening": STOCK, "roles": {"continuing": {"compressibility": 0}}},
    "contact first": {
        "opening": STOCK,
        "roles": {"continuing": {"triage": {"contact": 1e6, "court": 1e3}}},
    },
    "uneven areas and part loads": {"opening": STOCK, "roles": {"continuing": UNEVEN}},
    "fewest cases": {
        "families_per_month": 10,
        "roles": {"continuing": {"assignment": "fewest_cases", **UNEVEN}},
    },
    "soft caps": {"families_per_month": 10, "roles": capped("soft"), "opening": STOCK},
    "hard caps": {"families_per_month": 10, "roles": capped("hard")},
    "hard caps and a stock over them": {"roles": capped("hard"), "opening": STOCK},
    "soft caps over part loads": {
        "families_per_month": 10,
        "roles": {"continuing": {**UNEVEN, "cap": {"limit": 9, "overflow": "soft"}}},
        "opening": STOCK,
    },
    "intake declined": {"families_per_month": 14, "roles": capped("decline")},
    "leavers": {"workforce": TURNOVER, "opening": STOCK},
    "durations and leaving as observed on day 0": {
        "workforce": {**TURNOVER, "burnout": 0.4},
        "roles": {"continuing": {**UNEVEN, "case_hours": 50}},
        "opening": STOCK,
        "observed": "day_zero",
        "casework_time": {"continuing": 1.4},
    },
    "leavers and a ramp": {"workforce": {**TURNOVER, "ramp": [0.3, 0.5, 0.8]}, "opening": STOCK},
    "staff so new that day 0 finds them on the ramp": {
        "workforce": {"ramp": [0.3, 0.5, 0.8], "tenure_years": 0.15},
        "opening": STOCK,
    },
    "leavers under hard caps": {
        "workforce": {**TURNOVER, "ramp": [0.3, 0.5, 0.8]},
        "roles": capped("hard", 12, 8),
        "opening": STOCK,
    },
    "burnout": {"workforce": {**TURNOVER, "burnout": 0.5, "backfill_share": 0.7}, "opening": STOCK},
    "nobody covers": {
        "families_per_month": 10,
        "roles": {
            name: {"cover_hours_per_position": 0, **more} for name, more in capped("hard").items()
        },
        "opening": STOCK,
    },
    "colleagues cover": {
        "families_per_month": 10,
        "contact": {"colleagues_cover": True},
        "roles": capped("hard"),
        "opening": STOCK,
    },
    "visits by those who investigate, with long first responses": {
        "contact": {"first_response_hours": 12},
        "in_home_role": "investigator",
        "opening": STOCK,
    },
    "by case number, all open at the month end": {
        "contact": {"order": "case_number", "eligible": "at_month_end", "sibling_cost": 1},
        "families_per_month": 10,
        "opening": STOCK,
    },
}


@pytest.mark.parametrize("seed", [1, 13])
@pytest.mark.parametrize("circumstance", CIRCUMSTANCES)
def test_the_engine_agrees_with_an_independent_model(circumstance: str, seed: int) -> None:
    found, _ = differences(agency(**CIRCUMSTANCES[circumstance]), seed, MONTHS)
    assert found == []


def test_they_agree_on_a_cap_that_a_plan_brings_into_force() -> None:
    plan = Plan("Cap", caps=PlanCap(role="continuing", limit=8, overflow="hard", start=5))
    found, _ = differences(agency(families_per_month=10, opening=STOCK), 5, MONTHS, plan)
    assert found == []


@pytest.mark.parametrize(
    "cuts",
    [
        {"count": 2, "by": "layoff", "role": "continuing"},
        {"count": 3, "by": "layoff", "chosen": "longest_serving", "role": "continuing"},
        {"count": 3, "by": "vacancy", "role": "continuing"},
        {"share": 1, "by": "layoff", "role": "investigator"},
    ],
)
def test_they_agree_on_cuts(cuts: dict[str, Any]) -> None:
    """Among leavers, under a ramp and hard caps; from month 3 on."""
    described = agency(**CIRCUMSTANCES["leavers under hard caps"])
    found, cut = differences(described, 2, MONTHS, Plan("Cut", cuts=Cut(start=3, **cuts)))
    assert found == []
    _, uncut = differences(described, 2, MONTHS)
    assert (cut.snapshots["state"] == 0).sum() > (uncut.snapshots["state"] == 0).sum()


@pytest.mark.parametrize("participation", [1.0, 0.6])
def test_they_agree_on_waits_that_stand_still_in_outside_strikes(participation: float) -> None:
    """Two that overlap from day 5 on, for some waits under way on day 0, and a later one."""
    strikes = (
        OutsideStrike(start="2024-01-06", days=40, participation=participation),
        OutsideStrike(start="2024-01-25", days=50, participation=0.5, stages="foster_care"),
        OutsideStrike(start="2024-08-01", days=60, participation=participation),
    )
    plan = Plan("Strike", outside_strikes=strikes)
    described = agency(opening=STOCK, families_per_month=10)
    found, struck = differences(described, 3, MONTHS, plan)
    assert found == []
    _, calm = differences(described, 3, MONTHS)
    assert (struck.legs["ended"] > calm.legs["ended"]).sum() > 20


@pytest.mark.parametrize(("first", "seed"), [(date(2024, 3, 1), 11), (date(2024, 5, 27), 5)])
def test_they_agree_on_a_strike_from_a_first_and_on_one_over_a_month_end(
    first: date, seed: int
) -> None:
    """A successor who comes meanwhile follows it too; and nobody leaves sooner for it.

    Nobody is away for half a month of any month, so that children have a worker throughout.
    """
    strike = Strike(start=first, days=13, participation=0.6, roles=("continuing", "investigator"))
    workforce = {"leaving": [{"rate_per_year": 3}], "burnout": 0.5}
    busy = agency(families_per_month=10, opening=STOCK, workforce=workforce)
    found, records = differences(busy, seed, 8, Plan("Strike", strikes=strike))
    assert found == []
    start = (first.month - 1) + (first.day - 1) / 31
    began = records.people["on_duty"]
    assert ((began > start) & (began < start + 13 / 30.4375)).any()


TRAINED = {"trained": True, "offices": "referrals"}
PLANS = {
    "gross hires in one role": Plan(
        "Gross", hires=Hires.monthly(1, months=4, start=3, kind="gross", role="adoption", **TRAINED)
    ),
    "so many in all, leavers replaced as usual": Plan(
        "Seven", hires=Hires.over(7, months=5, start=2, kind="starts", **TRAINED)
    ),
    "people from desks, and a share of leavers replaced": Plan(
        "Desks",
        hires=[
            Hires.once(3, start=4, kind="desk", offices={"south": 1}),
            Hires.monthly(1, months=3, start=1, kind="gross", role="investigator", **TRAINED),
        ],
        backfill_share=0.6,
    ),
}


@pytest.mark.parametrize("seed", [1, 13])
@pytest.mark.parametrize("name", PLANS)
def test_they_agree_on_who_comes_and_who_is_replaced(name: str, seed: int) -> None:
    desks = {"continuing": {"desk_items": 20}}
    described = agency(workforce=TURNOVER, opening=STOCK, roles=desks)
    found, records = differences(described, seed, MONTHS, PLANS[name])
    assert found == []
    assert (records.people["reason"] == 1).sum() > 3
    assert (records.people["generation"] > 0).any()


@pytest.mark.parametrize("seed", [1, 13])
def test_they_agree_on_strikes_first_responses_and_who_covers(seed: int) -> None:
    """Two that overlap in part, one over a month end, one of everybody for a whole month."""
    strikes = (
        Strike(start="2024-02-05", days=6, participation=0.663),
        Strike(start="2024-03-20", days=20, roles=["continuing"], participation=0.5),
        Strike(start="2024-03-25", days=9, roles=["investigator", "adoption"], participation=0.4),
        Strike(start="2024-05-28", days=40),
    )
    described = agency(contact={"colleagues_cover": True}, workforce=TURNOVER, opening=STOCK)
    found, struck = differences(described, seed, MONTHS, Plan("Strikes", strikes=strikes))
    assert found == []
    by_month = struck.contact_months.reshape(MONTHS, -1)
    assert by_month["worker_absent"].sum(axis=1)[5] > 10
    assert by_month["seen"].sum(axis=1)[5] == 0  # everybody is out from 28 May to 7 July


def test_the_worlds_hold_what_they_are_meant_to_test() -> None:
    """Queues, departures, hearings, every way out and every reason for being unseen occur."""
    _, busy = differences(agency(**CIRCUMSTANCES["leavers under hard caps"]), 1, MONTHS)
    assert busy.team_months["waiting_children"].max() > 10
    assert (busy.people["reason"] == 1).sum() > 5
    for reason in ("out_of_reach", "unassigned", "overload"):
        assert busy.contact_months[reason].sum() > 0
    _, short = differences(agency(**CIRCUMSTANCES["leavers"]), 13, MONTHS)
    assert short.contact_months["missed_attempts"].sum() > 10
    causes = {busy.agency.causes[cause] for cause in busy.legs["cause"] if cause >= 0}
    assert {"unfounded", "reunified", "services_ended", "to_kin", "aged_out"} <= causes
    _, declined = differences(agency(**CIRCUMSTANCES["intake declined"]), 1, MONTHS)
    assert declined.cases["turned_away"].sum() > 3
