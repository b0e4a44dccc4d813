"""Numbers and laws of durations, drawn by Hypothesis so that a failing one shrinks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st


def among(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Return one of these values; the same strategy each time, for to check one takes long."""
    try:
        return _one_of(*values)
    except TypeError:  # what cannot be hashed cannot be kept
        return st.sampled_from(values)


@lru_cache(maxsize=None, typed=True)
def _one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


@cache
def quarter(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers between two bounds, in quarters."""
    return st.integers(round(4 * low), round(4 * high)).map(lambda number: number / 4)


@cache
def hundredth(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers between two bounds that are not exact in binary."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda number: number / 100)


@cache
def laws(most: float) -> st.SearchStrategy[Any]:
    """Laws of durations with a mean up to a bound; constants make ties."""
    means = hundredth(0.1, most)
    return st.one_of(
        means.map(lambda value: {"law": "constant", "value": value}),
        means.map(lambda mean: {"law": "exponential", "mean": mean}),
        means.map(lambda mean: {"law": "gamma", "mean": mean, "shape": 1.5}),
        means.map(lambda mean: {"law": "uniform", "low": 0.1, "high": mean + 0.1}),
    )
