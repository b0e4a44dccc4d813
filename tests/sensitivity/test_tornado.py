"""The tornado of an agency whose cost is a formula, and of numbers that redraw the world or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from staffing_sim.errors import InputError
from staffing_sim.plan import Plan
from staffing_sim.presets import load_agency, preset_names
from staffing_sim.presets.fits import load_fits
from staffing_sim.sensitivity import (
    DISPUTED,
    Tornado,
    assumptions_of,
    every_assumption,
    tornado,
)
from staffing_sim.world import DRAWN_FROM, draw_world, same_chance
from tests.sensitivity.linear import POSTS, PRICE, RANGE, TWO_POSTS, YEARS, entry, linear_agency

AS_IS = Plan("As is")
PRICES = ["costs.worker_year", "costs.care_month"]


def linear_tornado(**changes: Any) -> Tornado:
    settings: dict[str, Any] = {"measure": "cost", "assumptions": PRICES, "years": YEARS}
    settings |= {"replications": 2, "clock": "simpy", "progress": False} | changes
    return tornado(linear_agency(), [AS_IS, TWO_POSTS], **settings)


def test_a_tornado_of_a_linear_cost_is_the_formula() -> None:
    rows = linear_tornado().rows().set_index(["key", "end"])
    for end, price in zip(("low", "high"), RANGE, strict=True):
        row = rows.loc[("costs.worker_year", end)]
        assert row["value"] == price
        assert row["mean"] == pytest.approx(POSTS * price * YEARS)
        assert row["change"] == pytest.approx(POSTS * (price - PRICE) * YEARS)
        assert row["change_high"] - row["change_low"] == pytest.approx(0.0, abs=1e-6)


def test_levels_move_by_every_post_and_differences_only_by_the_added_ones() -> None:
    found = linear_tornado()
    level = found.rows(what="level").set_index(["key", "end"])
    posts = 4 + POSTS  # two offices of two workers, and the added ones
    assert level.loc[("costs.worker_year", "low"), "mean"] == pytest.approx(posts * RANGE[0])


def test_a_number_without_effect_changes_nothing_to_the_last_bit_and_stands_last() -> None:
    rows = linear_tornado().rows()
    assert rows["key"].tolist() == [PRICES[0]] * 2 + [PRICES[1]] * 2
    assert (rows[rows["key"] == PRICES[1]]["change"] == 0.0).all()


def test_the_order_of_assumptions_and_the_number_of_threads_change_nothing() -> None:
    one = linear_tornado(measure="unseen_children").rows()
    other = linear_tornado(measure="unseen_children", assumptions=PRICES[::-1], n_jobs=2).rows()
    keys = ["key", "end"]
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True)
    )


def test_an_entry_for_numbers_of_several_units_shows_the_one_its_key_names() -> None:
    """'Burnout from 0 to 5 rate, load or share' is what a reader was told before."""
    keys = ["workforce.time_to_fill_days.mean", "workforce.academy.months", "workforce.burnout"]
    for preset in ("small-office", "outreach-teams"):
        found = assumptions_of(load_agency(preset), keys)
        assert [assumption.unit for assumption in found] == ["days", "months", ""]


@pytest.mark.parametrize("key", [key for key in DISPUTED if key != "workforce.time_to_fill_days"])
def test_numbers_said_not_to_redraw_the_world_leave_it_as_it_is(key: str) -> None:
    office = load_agency("small-office")
    (moved,) = assumptions_of(office, [key])
    variant = moved.at(office, moved.high)
    assert variant != office
    worlds = [draw_world(each, months=2, seed=5) for each in (office, variant)]
    tables = ("families", "children", "family_legs", "legs", "pool")
    same = [getattr(worlds[0], t).tobytes() == getattr(worlds[1], t).tobytes() for t in tables]
    assert all(same) == same_chance(office, variant)
    assert all(same) == (key != "demand.families_per_month")


def test_a_world_is_drawn_from_the_fields_it_says_and_no_other() -> None:
    class Watched:
        """An agency that notes which of its fields are read."""

        def __init__(self) -> None:
            self.agency = load_agency("small-office")
            self.read: set[str] = set()

        def __getattr__(self, name: str) -> Any:
            if name in type(self.agency).model_fields:
                self.read.add(name)
            found = getattr(self.agency, name)
            return _seen(found, self) if name in {"stage", "office"} else found

    watched = Watched()
    draw_world(watched, months=2, seed=5)  # type: ignore[arg-type]
    assert watched.read <= {*DRAWN_FROM}


def _seen(method: Callable[..., Any], watched: Any) -> Callable[..., Any]:
    watched.read.add("stages" if method.__name__ == "stage" else "offices")
    return method


def test_several_numbers_move_in_proportion_and_stop_at_their_own_ends() -> None:
    office = load_agency("small-office")
    (rate,) = assumptions_of(office, ["workforce.leaving.*.rate_per_year"])
    rates = [band.rate_per_year for band in rate.at(office, 0.15).workforce.leaving]
    assert rates == pytest.approx([0.15, 0.1, 0.05])
    rates = [band.rate_per_year for band in rate.at(office, 0.05).workforce.leaving]
    assert rates == pytest.approx([0.05, 0.05, 0.05])  # .033 and .017 lie outside the range


def test_the_role_that_hires_join_leads() -> None:
    (found,) = assumptions_of(load_agency("la-county-2013"), ["roles.*.compressibility"])
    assert found.leader == "continuing services"


def test_a_matched_preset_s_assumptions_reach_as_far_as_nine_tenths_of_its_sets() -> None:
    county = load_agency("la-county-2013")
    (found,) = assumptions_of(county, ["workforce.burnout"])
    burnout = load_fits("la-county-2013").numbers["burnout"]
    assert (found.low, found.high) == pytest.approx(tuple(burnout.quantile([0.05, 0.95])))
    moved = county.replace(workforce=county.workforce.replace(burnout=0.0))
    (found,) = assumptions_of(moved, ["workforce.burnout"])
    assert found.low == found.described == 0.0


@pytest.mark.parametrize("name", preset_names())
def test_every_disputed_number_of_a_preset_can_be_moved_to_both_ends(name: str) -> None:
    agency = load_agency(name)
    for each in assumptions_of(agency):
        assert each.at(agency, each.low) != each.at(agency, each.high)


def test_whole_numbers_stay_whole() -> None:
    office = load_agency("small-office")
    (seats,) = assumptions_of(office, {"workforce.academy.seats": (3.4, 20.6)})
    assert seats.at(office, 20.6).workforce.academy.seats == 21


def test_every_entry_that_can_move_alone_is_found_and_the_disputed_come_first() -> None:
    office = load_agency("small-office")
    keys = [found.key for found in every_assumption(office)]
    disputed = [key for key in DISPUTED if key in keys]
    assert keys[: len(disputed)] == disputed
    assert "demand.seasonality.*" not in keys
    assert not [key for key in keys if key.endswith("tiers.*.share")]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (["workforce.burnuot"], "workforce.burnuot: matches no number of the agency."),
        ({"contact.success": (0.9, 0.5)}, "contact.success: must have a range in ascending order"),
    ],
)
def test_an_assumption_that_cannot_be_moved_is_refused(asked: Any, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        assumptions_of(load_agency("small-office"), asked)


def test_a_number_without_a_range_asks_for_one() -> None:
    described = linear_agency()
    with pytest.raises(InputError, match="has no range in the ledger"):
        assumptions_of(described, ["contact.success"])
    (found,) = assumptions_of(described, {"contact.success": (0.5, 1.0)})
    assert (found.described, found.low) == (1.0, 0.5)


def test_sentences_tell_no_change_from_change() -> None:
    first, second = linear_tornado().sentences()
    assert first == (
        "costs.worker_year from 60,000 to 150,000 dollars: the difference goes from 120,000 to "
        "300,000 USD."
    )
    assert second.count("(no change)") == 2


def test_what_was_not_run_cannot_be_asked_for() -> None:
    found = linear_tornado()
    with pytest.raises(InputError, match="plan: was not run: 'Two post'"):
        found.rows(plan="Two post")


def test_a_new_entry_of_the_ledger_is_an_assumption_like_any_other() -> None:
    described = linear_agency(entry("contact.success", 0.5, 1.0, "share"))
    assert "contact.success" in [found.key for found in assumptions_of(described)]
