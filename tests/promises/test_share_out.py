"""Where missing hours come out of: f = min(1, w x) with every hour used."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.promises.one_worker import Four, shares
from tests.promises.running import many_examples

amounts = st.one_of(st.just(0.0), st.floats(0.01, 200.0))
weights = st.floats(0.01, 100.0)
four = st.tuples(amounts, amounts, amounts, amounts)


def delivered(demands: Four, given_shares: list[float]) -> float:
    return math.fsum(d * f for d, f in zip(demands, given_shares, strict=True))


@many_examples
@given(four, st.tuples(weights, weights, weights, weights), amounts)
def test_every_hour_is_used_and_none_invented(
    demands: Four, priorities: Four, hours: float
) -> None:
    found = shares(demands, priorities, hours)
    used = min(hours, math.fsum(demands))
    assert delivered(demands, found) == pytest.approx(used, rel=1e-12, abs=1e-9)
    assert all(0.0 <= share <= 1.0 for share in found)


@many_examples
@given(four, st.tuples(weights, weights, weights, weights), amounts)
def test_activities_short_of_hours_share_one_level(
    demands: Four, priorities: Four, hours: float
) -> None:
    """Whatever is not met in full has the same share over weight; what is met has no higher."""
    found = shares(demands, priorities, hours)
    levels = [share / weight for share, weight in zip(found, priorities, strict=True)]
    short = [level for level, share in zip(levels, found, strict=True) if share < 1.0]
    for level in short:
        assert level == pytest.approx(max(short), rel=1e-12)
    assert all(
        level <= max(short) * (1 + 1e-12)
        for level, share in zip(levels, found, strict=True)
        if short and share == 1.0
    )


@many_examples
@given(four, weights, st.floats(0.01, 200.0))
def test_equal_weights_dilute_alike(demands: Four, weight: float, hours: float) -> None:
    found = shares(demands, (weight,) * 4, hours)
    expected = 1.0
    if math.fsum(demands) > hours:
        expected = hours / math.fsum(demands)
    assert found == pytest.approx([expected] * 4, rel=1e-12)


@many_examples
@given(four, st.tuples(weights, weights, weights, weights))
def test_enough_hours_deliver_everything_and_none_deliver_nothing(
    demands: Four, priorities: Four
) -> None:
    total = demands[0] + demands[1] + demands[2] + demands[3]
    assert shares(demands, priorities, total) == [1.0] * 4 or total == 0.0
    assert shares(demands, priorities, total + 1.0) == [1.0] * 4
    assert shares(demands, priorities, 0.0) == [0.0] * 4


@many_examples
@given(four, st.floats(0.1, 200.0))
def test_a_great_weight_is_strict_priority(demands: Four, hours: float) -> None:
    contact, *rest = demands
    found = shares(demands, (1e9, 1.0, 1.0, 1.0), hours)
    assert found[0] == pytest.approx(1.0 if contact <= hours else hours / contact, abs=1e-5)
    left = max(0.0, hours - contact)
    others = min(1.0, left / math.fsum(rest)) if math.fsum(rest) > 0.0 else None
    if others is not None:
        assert found[1:] == pytest.approx([others] * 3, abs=1e-4)


@many_examples
@given(four, st.tuples(weights, weights, weights, weights), amounts, st.integers(-8, 8))
def test_shares_do_not_depend_on_the_unit_of_hours(
    demands: Four, priorities: Four, hours: float, power: int
) -> None:
    """All demands and hours by a power of two: the same bits. So with the weights."""
    scale = 2.0**power
    scaled = (demands[0] * scale, demands[1] * scale, demands[2] * scale, demands[3] * scale)
    assert shares(scaled, priorities, hours * scale) == shares(demands, priorities, hours)
    heavier = tuple(weight * scale for weight in priorities)
    assert shares(demands, heavier, hours) == shares(demands, priorities, hours)  # type: ignore[arg-type]


@many_examples
@given(four, st.tuples(weights, weights, weights, weights), amounts, amounts)
def test_more_hours_lower_no_share(
    demands: Four, priorities: Four, hours: float, more: float
) -> None:
    few, many = shares(demands, priorities, hours), shares(demands, priorities, hours + more)
    assert all(a <= b * (1 + 1e-12) for a, b in zip(few, many, strict=True))
