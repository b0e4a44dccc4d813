"""Holding a mean against theory: neither crying wolf nor sleeping through an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]

FALSE_ALARM = 1e-6  # the chance that a right model fails one of these tests
POWER = 0.999  # the chance that an error of the size a test names makes it fail


def assert_mean_is(
    values: ArrayLike, theory: float, *, smallest_error: float, estimated: int = 0
) -> None:
    """Hold the mean of independent replications against theory.

    It fails when the mean lies too far off for chance, and also when the replications are too few
    to see an error of ``smallest_error`` with power .999. ``estimated`` counts the parameters that
    were fitted to the values before (`without_luck`).
    """
    sample = np.asarray(values, dtype=np.float64)
    freedom = len(sample) - 1 - estimated
    standard_error = float(sample.std(ddof=1 + estimated)) / np.sqrt(len(sample))
    allowed = float(stats.t.ppf(1.0 - FALSE_ALARM / 2.0, freedom)) * standard_error
    visible = allowed + float(stats.norm.ppf(POWER)) * standard_error
    off = float(sample.mean()) - theory
    assert visible <= smallest_error, f"sees errors of {visible:.4g}, not of {smallest_error:.4g}"
    assert abs(off) <= allowed, f"is {off:+.4g} off {theory:.6g}; chance allows {allowed:.4g}"


def without_luck(values: ArrayLike, luck: Mapping[str, tuple[ArrayLike, float]]) -> Floats:
    """Take out of each replication what its own luck explains (control variates).

    ``luck`` names quantities whose expectation is known: (one number for each replication, the
    expectation). The mean of what is returned estimates the same thing with less noise.
    """
    sample = np.asarray(values, dtype=np.float64)
    excess = np.column_stack([np.asarray(seen) - expected for seen, expected in luck.values()])
    centred = excess - excess.mean(axis=0)
    slopes = np.linalg.lstsq(centred, sample - sample.mean(), rcond=None)[0]
    adjusted: Floats = sample - excess @ slopes
    return adjusted


def assert_law_is(
    counts: NDArray[Any], chances: ArrayLike, *, smallest_error: float, at_least: float = 30.0
) -> None:
    """Hold the law of independent counts against theory, value by value where enough are due.

    ``chances[k]`` is the chance of the count k; each chance is a mean of its own.
    """
    expected = np.asarray(chances, dtype=np.float64)
    tested = np.flatnonzero(expected * len(counts) >= at_least)
    assert expected[tested].sum() > 0.9, "too few replications for the shape of the law"
    for value in tested:
        assert_mean_is(counts == value, expected[value], smallest_error=smallest_error)
